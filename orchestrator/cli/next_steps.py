"""After a refusal: the command to try next."""

from collections.abc import Callable, Mapping
from typing import Any

Problem = Mapping[str, Any]

LOGIN_STEP = "classroom login"
"""Said with the service's address where that isn't the usual one."""

_LOOK_UP = {
    "classroom": "classroom classrooms list",
    "catalog item": "classroom catalog list",
    "request": "classroom requests list",
    "rollout": "classroom rollouts list",
    "entry": "classroom record list",
    "seat": "classroom classrooms show CODE",
    "person": "classroom people list",
    "session": "classroom sessions list",
    "token": "classroom tokens list",
    "suggestion": "classroom safeguards suggestions list",
}


def _not_found(problem: Problem) -> str | None:
    return _LOOK_UP.get(str(problem.get("kind")))


def _invalid(problem: Problem) -> str | None:
    """Rooms name software that the catalog must have before."""
    unknown = any(found.get("problem") == "unknown-item" for found in problem.get("problems") or ())
    return "classroom catalog import DIR --apply, before the site" if unknown else None


def _with(command: str, field: str) -> Callable[[Problem], str]:
    return lambda problem: f"{command} {problem.get(field, '')}".rstrip()


_STEPS: Mapping[str, Callable[[Problem], str | None]] = {
    "not-found": _not_found,
    "invalid-input": _invalid,
    "not-identified": lambda _: LOGIN_STEP,
    "sign-in-over": lambda _: LOGIN_STEP,
    "not-permitted": lambda _: "classroom whoami",
    "token-too-wide": lambda _: "classroom whoami",
    "login-taken": _with("classroom people show", "login"),
    "role-already-held": _with("classroom people show", "login"),
    "person-deactivated": _with("classroom people reactivate", "login"),
    "last-administrator": lambda _: "classroom people grant LOGIN administrator",
    "already-requested": _with("classroom requests show", "request_id"),
    "not-the-requester": _with("classroom requests show", "request_id"),
    "settings-line-changed": _with("classroom requests show", "request_id"),
    "tick-stands": _with("classroom requests show", "request_id"),
    "tick-is-answered": _with("classroom requests show", "request_id"),
    "nothing-to-answer": _with("classroom requests show", "request_id"),
    "request-is-over": _with("classroom requests show", "request_id"),
    "version-not-offered": _with("classroom catalog show", "item"),
    "rollout-under-way": _with("classroom rollouts watch", "rollout_id"),
    "suggestion-is-dismissed": lambda _: "classroom safeguards suggestions list --dismissed",
    "record-too-short": lambda _: "classroom record list --limit 1",
    "too-many-rows": lambda _: "the same with --format csv, or with a narrower filter",
    "rollout-not-over": _with("classroom rollouts watch", "rollout_id"),
    "nothing-to-retry": _with("classroom rollouts show", "rollout_id"),
    "idempotency-key-reused": lambda _: "the same with another --key, or without one",
}


def next_step(problem: Problem) -> str | None:
    """The command to try next, or None where the words of the problem say all there is."""
    step = _STEPS.get(str(problem.get("code")))
    return step(problem) if step else None
