"""The form of a safeguard: first what and why, then only the fields of that, and what it would do before it binds."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from api.web.deciding import LISTED, choices, evidence_of, filled, shown_again
from api.web.inside import ProblemMet
from api.web.naming import in_zone, part, zone_of
from api.web.pages import Page, Paged
from orchestrator.domain.evidence import Category
from orchestrator.domain.safeguard_rules import CATEGORIES
from orchestrator.domain.safeguards import SafeguardKind, SafeguardState

router = APIRouter()
_DEFAULTS: dict[str, Any] = {
    "kind": "",
    "category": "",
    "title": "",
    "explanation": "",
    "instead": "",
    "aim.item": "",
    "aim.name_pattern": "",
    "aim.publisher_pattern": "",
    "minimum": "",
    "deadline": "",
    "emergency": "",
    "owner": "",
    "review_at": "",
    "expires_at": "",
    "evidence.rollouts[]": [],
}
_BESIDE = {
    "catalog item": "aim.item",
    "person-deactivated": "owner",
    "safeguard-too-long": "expires_at",
    "emergency-needs-both-roles": "emergency",
    "evidence-not-met": "evidence",
}
"""The form's field of what is not there, and of what else is refused."""
_LINES = ("kind", "category", "title", "explanation", "instead", "owner")
_DATES = ("review_at", "expires_at")
_REVIEW_DAYS = 30
"""After so many days it is looked at again, when nothing else is said."""
_CLOSING = 18


@router.get("/safeguards/new")
async def new(page: Paged) -> Response:
    """What and why first; then the rest, with what an advisory or an address says filled in."""
    return await _form(page, {**_DEFAULTS, **dict(page.request.query_params)})


@router.post("/safeguards/new")
async def set_one(page: Paged) -> Response:
    """See what it would do, go back to it, or set it."""
    typed = {**_DEFAULTS, **await page.form()}
    step, digest = typed.pop("step", "look"), typed.pop("impact", "")
    if step in {"choose", "edit"}:
        return await _form(page, typed)
    zone = await zone_of(page)
    body = _body(typed, zone)
    try:
        if step == "set":
            made = await page.api.post("/safeguards", {**body, "impact": digest or None})
            return page.go(f"/safeguards/{part(made['id'])}", told=_told_of(page, made))
        looked: dict[str, Any] = {name: body[name] for name in ("kind", "aim", "minimum") if name in body}
        impact = await page.api.post("/safeguards/preview", {**looked, "whole": body})
    except ProblemMet as met:
        return await _form(page, typed, wrong=_told(met, typed), status=met.status)
    kept = [(name, value) for name, value in typed.items() if isinstance(value, str)]
    dates = {name: _read(body.get(name)) for name in (*_DATES, "deadline")}
    return await page.show(
        "safeguard_check.html",
        typed=typed,
        body=body,
        dates=dates,
        two=await _takes_two(page, typed, dates["expires_at"]),
        item=await _title(page, typed["aim.item"]),
        impact=impact,
        kept=kept,
        zone=zone,
    )


def _told_of(page: Page, made: dict[str, Any]) -> str:
    if made["state"]["code"] == SafeguardState.PROPOSED:
        return page.say("It waits for a second person; until then it binds nothing.")
    return page.say("It is in force. Whoever is refused because of it gets a letter.")


def _told(met: ProblemMet, typed: dict[str, Any]) -> Any:
    """A refusal, each thing beside the field of the form that it is about."""
    pattern = "aim.name_pattern" if typed["aim.name_pattern"] else "aim.publisher_pattern"
    missing = met.problem.get("name")
    person = "evidence.officer" if missing == typed.get("evidence.officer") != typed["owner"] else "owner"
    beside: dict[str, str] = {**_BESIDE, "person": person, "pattern-too-wide": pattern}
    wrong = shown_again(met, beside, _own_name)
    # What was looked at is told by its aim alone as well.
    wrong["problems"] = [one for n, one in enumerate(wrong["problems"]) if one not in wrong["problems"][:n]]
    return wrong


def _own_name(field: str) -> str:
    name = field.removeprefix("whole.")
    return "aim.item" if name == "aim" else name


def _read(moment: str | None) -> datetime | None:
    """A moment, or None for what is none: setting it will say so."""
    try:
        read = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    return read if read.tzinfo else None


async def _takes_two(page: Page, typed: dict[str, Any], expires_at: datetime | None) -> bool:
    """Whether a second person has to approve it."""
    alone = timedelta(days=(await _numbers(page))["safeguard_days"])
    long = expires_at is not None and expires_at > page.now + alone
    return long or not typed["aim.item"] or bool(typed["emergency"]) or typed["category"] == Category.OTHER


async def _numbers(page: Page) -> dict[str, int]:
    return {one["name"]: one["value"] for one in (await page.api.get("/rules"))["numbers"]}


def _body(typed: dict[str, Any], zone: str) -> dict[str, Any]:
    """What the API is asked for; of other kinds' fields nothing."""
    aim = {name.removeprefix("aim."): value for name, value in typed.items() if name.startswith("aim.")}
    body: dict[str, Any] = {
        **filled({name: typed[name] for name in _LINES}),
        **filled({name: in_zone(typed[name], zone) for name in _DATES}),
        "aim": filled(aim),
        "evidence": evidence_of(typed),
    }
    if typed["kind"] != SafeguardKind.BLOCK and typed["minimum"]:
        body["minimum"] = typed["minimum"]
    if typed["kind"] == SafeguardKind.PROTECTIVE_UPDATE:
        body |= filled({"deadline": in_zone(typed["deadline"], zone)})
        body["emergency"] = bool(typed["emergency"])
    return body


async def _title(page: Page, item_id: str) -> str:
    if not item_id:
        return ""
    try:
        return str((await page.api.get(f"/catalog/{part(item_id)}"))["title"])
    except ProblemMet:
        return item_id  # there is none of this id, and setting it will say so


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    kind = typed["kind"] if typed["kind"] in set(SafeguardKind) else ""
    category = typed["category"] if typed["category"] in CATEGORIES else ""
    zone = await zone_of(page)
    items: list[Any] = []
    documents: list[Any] = []
    if kind and category:
        items = (await page.api.get("/catalog", limit=LISTED))["items"]
        documents = [d for d in (await page.api.get("/documents", limit=LISTED))["documents"] if d["owner_outside_it"]]
        if status == HTTPStatus.OK:
            typed = await _with_defaults(page, typed, zone)
    return await page.show(
        "safeguard_new.html",
        status=status,
        kind=kind,
        category=category,
        kinds=choices(page, SafeguardKind),
        categories=choices(page, [one for one in Category if one in CATEGORIES]),
        typed=typed,
        items=items,
        documents=documents,
        wrong=wrong,
        zone=zone,
    )


async def _with_defaults(page: Page, typed: dict[str, Any], zone: str) -> dict[str, Any]:
    """Whoever sets it answers for it, and it ends before a second person would be needed, unless they say otherwise."""
    numbers = await _numbers(page)
    visitor = await page.visitor()

    def closing(days: int) -> str:
        day = (page.now + timedelta(days=days)).astimezone(ZoneInfo(zone))
        return day.replace(hour=_CLOSING, minute=0).strftime("%Y-%m-%dT%H:%M")

    return {
        **typed,
        "owner": typed["owner"] or visitor.person["login"],
        "review_at": typed["review_at"] or closing(_REVIEW_DAYS),
        "expires_at": typed["expires_at"] or closing(numbers["safeguard_days"] - 1),
    }
