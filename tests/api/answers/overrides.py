"""Answers about overrides and holds."""

from typing import Any

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import MARTA, SAM, TIM
from tests.api.service import Service

FORM: dict[str, Any] = {
    "classroom": "B-204",
    "item": "firefox",
    "kind": "decline",
    "category": "security",
    "explanation": "This version is being attacked. The next one is expected on Thursday.",
    "expires_at": "2027-01-14T18:00:00+01:00",
    "evidence": {"advisory": "CVE-2026-12345", "affected": "< 146.0"},
}
"""Something that binds at once."""
HEAVY: dict[str, Any] = {**FORM, "category": "other", "evidence": {}}
"""Something that waits for a second person."""
LONGER: dict[str, Any] = {**FORM, "expires_at": "2027-03-29T18:00:00+02:00"}
"""Something that lacks what its length needs."""
HOLD = {"classroom": "B-204", "item": "firefox", "sentence": "The projector has gone black since yesterday."}
BACK = {"sentence": "The projector has gone black since yesterday."}


def recorded(service: Service, **other: object) -> str:
    """The id of an override of what Ada asks for."""
    service.ask("firefox")
    answer = service.post("/overrides", {**FORM, **other}, headers=TIM)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def waiting(service: Service) -> str:
    """The id of an override that waits for its second person."""
    return recorded(service, **HEAVY)


def held(service: Service) -> str:
    """The id of a hold of what Ada asks for."""
    service.ask("firefox")
    return str(service.post("/holds", HOLD, headers=TIM).json()["id"])


def _asked(service: Service, path: str, form: object) -> Response:
    service.ask("firefox")
    return service.post(path, form, headers=TIM)


def _do(service: Service, override: str, what: str, body: object = None, *, who: dict[str, str] = MARTA) -> Response:
    return service.post(f"/overrides/{override}/{what}", body, headers=who)


def _twice(service: Service, override: str, what: str, body: object = None, *, who: dict[str, str] = MARTA) -> Response:
    _do(service, override, what, body, who=who)
    return _do(service, override, what, body, who=who)


def _held_twice(service: Service) -> Response:
    held(service)
    return service.post("/holds", HOLD, headers=TIM)


def _lifted_twice(service: Service) -> Response:
    hold = held(service)
    service.post(f"/holds/{hold}/lift", headers=TIM)
    return service.post(f"/holds/{hold}/lift", headers=TIM)


def _back(service: Service, number: int) -> Response:
    service.ask("git")
    service.ask("firefox")
    return service.post(f"/classrooms/B-204/back-to/{number}", BACK, headers=TIM)


NO = {"reason": "The next version is out already."}
YES = {"confirmed": True}

ANSWERS: Answers = {
    ("record_override", 201): lambda s: _asked(s, "/overrides", FORM),
    ("record_override", 404): lambda s: s.post("/overrides", {**FORM, "classroom": "B-999"}, headers=TIM),
    ("record_override", 409): lambda s: s.post("/overrides", FORM, headers=TIM),
    ("record_override", 413): large(DEFAULT_LIMIT, "/overrides"),
    ("preview_override", 200): lambda s: _asked(s, "/overrides/preview", FORM),
    ("preview_override", 404): lambda s: s.post("/overrides/preview", {**FORM, "classroom": "B-999"}, headers=TIM),
    ("preview_override", 409): lambda s: s.post("/overrides/preview", FORM, headers=TIM),
    ("preview_override", 413): large(DEFAULT_LIMIT, "/overrides/preview"),
    ("list_overrides", 200): lambda s: (recorded(s), s.get("/overrides"))[1],
    ("list_overrides", 404): lambda s: s.get("/overrides", classroom="B-999"),
    ("export_overrides", 200): lambda s: (recorded(s), s.get("/overrides.csv"))[1],
    ("export_overrides", 404): lambda s: s.get("/overrides.csv", classroom="B-999"),
    ("get_override", 200): lambda s: s.get(f"/overrides/{recorded(s)}"),
    ("get_override", 404): lambda s: s.get(f"/overrides/{NOBODY}"),
    ("get_awaited_decisions", 200): lambda s: (waiting(s), s.get("/me/decisions", headers=MARTA))[1],
    ("approve_override", 200): lambda s: _do(s, waiting(s), "approve"),
    ("approve_override", 404): lambda s: _do(s, NOBODY, "approve"),
    ("approve_override", 409): lambda s: _twice(s, waiting(s), "approve"),
    ("refuse_override", 200): lambda s: _do(s, waiting(s), "refuse", NO),
    ("refuse_override", 404): lambda s: _do(s, NOBODY, "refuse", NO),
    ("refuse_override", 409): lambda s: _twice(s, waiting(s), "refuse", NO),
    ("refuse_override", 413): large(DEFAULT_LIMIT, f"/overrides/{NOBODY}/refuse"),
    ("confirm_override", 200): lambda s: _do(s, recorded(s), "confirm", YES, who=SAM),
    ("confirm_override", 404): lambda s: _do(s, NOBODY, "confirm", YES, who=SAM),
    ("confirm_override", 409): lambda s: _twice(s, recorded(s), "confirm", YES, who=SAM),
    ("confirm_override", 413): large(DEFAULT_LIMIT, f"/overrides/{NOBODY}/confirm"),
    ("lift_override", 200): lambda s: _do(s, recorded(s), "lift", who=TIM),
    ("lift_override", 404): lambda s: _do(s, NOBODY, "lift", who=TIM),
    ("lift_override", 409): lambda s: _twice(s, recorded(s), "lift", who=TIM),
    ("agree_to_substitute", 200): lambda s: s.post(
        f"/overrides/{recorded(s, kind='substitute', substitute_item='git')}/agree"
    ),
    ("agree_to_substitute", 404): lambda s: s.post(f"/overrides/{NOBODY}/agree"),
    ("agree_to_substitute", 409): lambda s: s.post(f"/overrides/{recorded(s)}/agree"),
    ("set_hold", 201): lambda s: _asked(s, "/holds", HOLD),
    ("set_hold", 404): lambda s: s.post("/holds", {**HOLD, "classroom": "B-999"}, headers=TIM),
    ("set_hold", 409): _held_twice,
    ("set_hold", 413): large(DEFAULT_LIMIT, "/holds"),
    ("go_back", 201): lambda s: _back(s, 1),
    ("go_back", 404): lambda s: _back(s, 9),
    ("go_back", 409): lambda s: _back(s, 2),
    ("go_back", 413): large(DEFAULT_LIMIT, "/classrooms/B-204/back-to/1"),
    ("list_holds", 200): lambda s: (held(s), s.get("/holds", classroom="B-204"))[1],
    ("list_holds", 404): lambda s: s.get("/holds", classroom="B-999"),
    ("lift_hold", 200): lambda s: s.post(f"/holds/{held(s)}/lift", headers=TIM),
    ("lift_hold", 404): lambda s: s.post(f"/holds/{NOBODY}/lift", headers=TIM),
    ("lift_hold", 409): _lifted_twice,
}
MALFORMED: Malformed = {
    "record_override": lambda s: s.post("/overrides", {**FORM, "category": "taste"}, headers=TIM),
    "preview_override": lambda s: s.post("/overrides/preview", {**FORM, "kind": "ignore"}, headers=TIM),
    "list_overrides": lambda s: s.get("/overrides", state="lost"),
    "export_overrides": lambda s: s.get("/overrides.csv", state="lost"),
    "get_override": lambda s: s.get("/overrides/a b"),
    "approve_override": lambda s: s.post("/overrides/a b/approve", headers=MARTA),
    "refuse_override": lambda s: s.post(f"/overrides/{NOBODY}/refuse", {}, headers=MARTA),
    "confirm_override": lambda s: s.post(f"/overrides/{NOBODY}/confirm", {"confirmed": "perhaps"}, headers=SAM),
    "lift_override": lambda s: s.post("/overrides/a b/lift", headers=TIM),
    "agree_to_substitute": lambda s: s.post("/overrides/a b/agree"),
    "set_hold": lambda s: s.post("/holds", {**HOLD, "sentence": ""}, headers=TIM),
    "go_back": lambda s: s.post("/classrooms/B-204/back-to/0", BACK, headers=TIM),
    "list_holds": lambda s: s.get("/holds"),
    "lift_hold": lambda s: s.post("/holds/a b/lift", headers=TIM),
}
