"""What all pages of decisions share: closed lists in words, evidence, filters, and refusals that are shown."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import zone_of
from api.web.pages import Page
from api.web.periods import asking_for_days
from orchestrator.services.wording import Speaker

LISTED = 200
"""As many entries as the API gives at once."""
_MOST_DIGITS = 18
"""Digits of a number; nothing here is counted beyond them."""


def choices(page: Page, codes: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Codes of a closed list with the words that the API has for them."""
    speaker = Speaker(page.language)
    return [(code.value, speaker.term(code)) for code in codes]


def shown_again(
    met: ProblemMet, beside: Mapping[str, str] | None = None, name: Callable[[str], str] | None = None
) -> Any:
    """A refusal that a form shows beside what was typed.

    Args:
        met: What the API refused.
        beside: The form's field of each kind of thing that may not be there, and of each code of what else is refused.
        name: Gives the form's name of a field of the API.

    Raises:
        ProblemMet: It is none that typing otherwise could mend.
    """
    if not met.for_the_form:
        raise met
    return met.beside(beside or {}) or met.named(name or str)


def number(typed: str) -> int | str:
    """A number of a form; what is none is passed on, so that the API says so."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS else typed


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def evidence_of(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a form puts forward for a reason, from its fields whose names begin with ``evidence.``."""
    given: dict[str, Any] = {}
    for name, value in typed.items():
        if not name.startswith("evidence.") or value in ("", []):
            continue
        part = name.removeprefix("evidence.").removesuffix("[]")
        given[part] = number(value) if part in _AMOUNTS else value
    return given


_AMOUNTS = frozenset({"seats_needed", "seats_owned", "memory_mb", "disk_free_mb", "cpu_cores"})


async def listing(page: Page, path: str, name: str, query: Mapping[str, str], names: Mapping[str, str]) -> Any:
    """A page of a list by the filters of an address; a filter that the API refuses is told, and nothing is listed.

    Args:
        page: Who asks.
        path: The list's address.
        name: What its entries stand under.
        query: Filters, by the names that the page's address has for them.
        names: The API's name of each filter that it calls otherwise.
    """
    asked = {names.get(key, key): value for key, value in query.items()}
    try:
        found = await page.api.get(path, **asked)
    except ProblemMet as met:
        problem = shown_again(met)
        ours = {theirs: name for name, theirs in names.items()}
        told = [{**one, "field": _filter(one["field"], ours)} for one in problem["problems"] or ()]
        wrong = asking_for_days(page, {**problem, "problems": told})
        return {"entries": [], "next": None, "wrong": wrong, "status": met.status}
    return {"entries": found[name], "next": found["next"], "wrong": None, "status": HTTPStatus.OK}


async def register_shown(
    page: Page,
    template: str,
    path: str,
    asked: Mapping[str, str],
    *,
    query: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    **content: Any,
) -> Response:
    """The page of a register: what its filters give, as ``entries``, and where the next page of them is.

    Args:
        page: Who asks.
        template: The page's template.
        path: The register's address, of the page as of the API; its last part is what the entries stand under.
        asked: The filters as the address has them.
        query: What the API is asked, by the names of the address; the same without it.
        names: The API's name of each filter that it calls otherwise.
        content: What else the page shows.
    """
    found = await listing(page, path, path.rpartition("/")[2], query or asked, names or {})
    return await page.show(
        template,
        status=found["status"],
        asked=asked,
        entries=found["entries"],
        following=found["next"],
        wrong=found["wrong"],
        here=address(path, asked),
        filtered=any(asked.values()),
        zone=await zone_of(page),
        **content,
    )


def _filter(field: str, ours: Mapping[str, str]) -> str:
    """The name that the page's address has for a filter that the API refused."""
    name = field.removeprefix("query.")
    return ours.get(name, name)


def address(path: str, query: Mapping[str, str]) -> str:
    """An address with its filters, without the page of the list."""
    kept = urlencode({key: value for key, value in query.items() if value and key != "after"})
    return f"{path}?{kept}" if kept else path


async def done(page: Page, path: str, body: object, to: str, told: Callable[[Any], str]) -> Any:
    """Do something and lead on, or give what was refused.

    Args:
        page: Who does it.
        path: What the API is asked.
        body: What it is told.
        to: The page that comes next.
        told: What that page says was done, by what the API answered.

    Returns:
        The answer, or the problem to show.
    """
    try:
        made = await page.api.post(path, body)
    except ProblemMet as met:
        return shown_again(met)
    return page.go(to, told=told(made))


def is_answer(outcome: object) -> bool:
    """Whether what ``done`` gave leads on."""
    return isinstance(outcome, Response)


async def contest_made(page: Page, subject: str, decision: str, form: Mapping[str, Any]) -> Any:
    """Contest a decision for the sake of the request that a form names; the contest.

    Raises:
        ProblemMet: The API refused.
    """
    words = {"request": form.get("request", ""), "words": form.get("words", "")}
    return await page.api.post("/contests", {"subject": subject, "decision": decision, **words})
