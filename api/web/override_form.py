"""The form of an override: what is offered for a request, its defaults, and the body that it becomes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.web.deciding import LISTED, choices, evidence_of, filled
from api.web.naming import everything, in_zone, part
from api.web.pages import Page
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import OverrideKind

DEFAULTS: dict[str, Any] = {
    "kind": "",
    "category": "",
    "scope": "request",
    "explanation": "",
    "expires_at": "",
    "starts_at": "",
    "substitute_item": "",
    "pin_version": "",
    "alternative": "",
    "would_lift": "",
    "compensation": "",
    "seats[]": [],
    "evidence.rollouts[]": [],
}
"""Every field that the form has whatever is decided; evidence has its own."""
_PLAIN = ("kind", "category", "explanation", "pin_version", "alternative", "would_lift", "compensation")
_CLOSING = 18
"""The hour at which a day's work is over, when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to when how much is needed, in the room's zone.

    Attributes:
        short: Until when a sentence is enough.
        single: Until when one person and evidence are enough.
        working_days: Working days that one person may defer for.
    """

    short: datetime
    single: datetime
    working_days: int


async def limits_of(page: Page, zone: str) -> Limits:
    """What the rules' numbers come to today."""
    numbers = {one["name"]: one["value"] for one in (await page.api.get("/rules"))["numbers"]}
    return Limits(
        _at_closing(page.now, numbers["short_override_days"], zone),
        _at_closing(page.now, numbers["single_person_days"], zone),
        numbers["defer_working_days"],
    )


def _at_closing(now: datetime, days: int, zone: str) -> datetime:
    """The last end of work that is not later than so many days from now."""
    latest = (now + timedelta(days=days)).astimezone(ZoneInfo(zone))
    closing = latest.replace(hour=_CLOSING, minute=0, second=0, microsecond=0)
    return closing if closing <= latest else closing - timedelta(days=1)


def body_of(typed: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """What the API is asked for: only what was filled in, and of other kinds' fields nothing."""
    zone = request["timezone"]
    body = filled({name: typed[name] for name in _PLAIN})
    if typed["kind"] not in {OverrideKind.PIN, OverrideKind.SUBSTITUTE}:
        body.pop("pin_version", None)
    if typed["kind"] == OverrideKind.SUBSTITUTE and typed["substitute_item"]:
        body["substitute_item"] = typed["substitute_item"]
    body |= filled({name: in_zone(typed[name], zone) for name in ("expires_at", "starts_at")})
    if typed["scope"] == "classroom":
        body |= {"classroom": request["classroom"], "item": request["item"]["id"]}
    else:
        body["request"] = request["id"]
    if typed["seats[]"]:
        body["seats"] = typed["seats[]"]
    body["evidence"] = evidence_of(typed)
    return body


async def offered(page: Page, request: dict[str, Any], kind: str, category: str) -> dict[str, Any]:
    """What the form offers for this kind and this reason: seats, titles, versions, rollouts, documents."""
    room, zone = request["classroom"], request["timezone"]
    found: dict[str, Any] = {
        "kinds": choices(page, OverrideKind),
        "categories": choices(page, Category),
        "seats": [],
        "items": [],
        "versions": [],
        "rollouts": [],
        "documents": [],
        "limits": None,
        "before": [],
    }
    if not kind or not category:
        return found
    found["limits"] = await limits_of(page, zone)
    seats = await everything(page, f"/classrooms/{part(room)}/seats", "seats")
    found["seats"] = [seat["label"] for seat in seats]
    found["before"] = (await page.api.get("/overrides", request=request["id"], limit=5))["overrides"]
    if kind == OverrideKind.PIN:
        item = await page.api.get(f"/catalog/{part(request['item']['id'])}")
        found["versions"] = [one["version"] for one in item["releases"]]
    if kind == OverrideKind.SUBSTITUTE or category == Category.INCOMPATIBILITY:
        found["items"] = (await page.api.get("/catalog", limit=LISTED))["items"]
    if category in {Category.NOT_DEPLOYABLE, Category.INCOMPATIBILITY}:
        found["rollouts"] = (await page.api.get("/rollouts", classroom=room, limit=10))["rollouts"]
    if category == Category.POLICY:
        documents = (await page.api.get("/documents", limit=LISTED))["documents"]
        found["documents"] = [one for one in documents if one["owner_outside_it"]]
    return found
