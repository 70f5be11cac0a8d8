"""What is told before something is asked for, because it stands in its way; and a refusal beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from api.web.inside import ProblemMet
from api.web.naming import everything, part, zone_of
from api.web.pages import Page
from orchestrator.domain.safeguards import Aim, ExemptionState, SafeguardKind, SafeguardState

_FIELDS = {
    "classroom": "room",
    "catalog item": "item",
    "person": "on_behalf_of",
    "person-deactivated": "on_behalf_of",
    "cannot-ask": "on_behalf_of",
    "needed-by-in-the-past": "needed_by",
    "version-not-offered": "version",
    "more-than-the-seats": "seats",
}
"""The form's field of what the API does not know, and of what else it refuses."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of an item in some rooms.

    Attributes:
        rooms: Their codes.
        item: What is asked for.
        other: What it does not get along with, or the safeguard that keeps it away.
        guarded: Whether that is a safeguard.
        zone: Zone in which the end of a safeguard is said, where that is not the zone of all these rooms; else empty.
        together: Whether the other is asked for in the same form.
        beside: What could be asked for beside it; nothing for a safeguard, which has its own words for that.
    """

    rooms: tuple[str, ...]
    item: dict[str, Any]
    other: dict[str, Any]
    guarded: bool = False
    zone: str = ""
    together: bool = False
    beside: tuple[dict[str, Any], ...] = ()


async def in_the_way(page: Page, rooms: list[str], items: list[dict[str, Any]]) -> list[Obstacle]:
    """What a safeguard keeps away from these rooms, and what the catalogue says does not get along with something else
    that is asked for, or with what these rooms have, or were asked to have.
    """
    found = await _guarded(page, rooms, items)
    for item, other in combinations(items, 2):
        if _get_in_each_others_way(item, other):
            found.append(Obstacle(tuple(rooms), other, item, together=True, beside=await _beside(page, other, item)))
    for room in rooms:
        try:
            lines = (await page.api.get(f"/classrooms/{part(room)}/manifest"))["lines"]
        except ProblemMet:
            continue  # told when it is sent
        ids = dict.fromkeys(line["item"]["id"] for line in lines if line["wanted"]["code"] == "present")
        there = [await page.api.get(f"/catalog/{part(one)}") for one in ids]
        for item in items:
            for other in there:
                if _get_in_each_others_way(item, other):
                    found.append(Obstacle((room,), item, other, beside=await _beside(page, item, other)))
    return found


def _get_in_each_others_way(item: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    either = {one["id"] for one in item["conflicts_with"]}, {one["id"] for one in other["conflicts_with"]}
    return item["id"] != other["id"] and (other["id"] in either[0] or item["id"] in either[1])


def warned_of(hindered: list[Obstacle]) -> str:
    """What stands in the way, as the form brings it back: who has changed the room or the title is warned anew."""
    each = (f"{room}/{one.item['id']}/{one.other['id']}" for one in hindered for room in one.rooms)
    return " ".join(sorted(each))


async def _beside(page: Page, item: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Items that do the same and get along with what is there."""
    offered: list[dict[str, Any]] = []
    for capability in item["provides"]:
        for one in (await page.api.get("/catalog", text=capability, limit=20))["items"]:
            if capability in one["provides"] and one["id"] not in {item["id"], other["id"]}:
                whole = await page.api.get(f"/catalog/{part(one['id'])}")
                if other["id"] not in {c["id"] for c in whole["conflicts_with"]} and one not in offered:
                    offered.append(one)
    return tuple(offered)


async def _guarded(page: Page, rooms: list[str], items: list[dict[str, Any]]) -> list[Obstacle]:
    """Safeguards that keep an item away from these rooms, unless one is exempt."""
    guards = await everything(
        page, "/safeguards", "safeguards", kind=SafeguardKind.BLOCK.value, state=SafeguardState.LIVE.value
    )
    found: list[Obstacle] = []
    for guard in guards:
        aimed = [item for item in items if _is_meant(guard["aim"], item)]
        if not aimed:
            continue
        exemptions = await everything(
            page, "/exemptions", "exemptions", safeguard=guard["id"], state=ExemptionState.LIVE.value
        )
        exempt = {(room, one["item"]["id"]) for one in exemptions for room in one["classrooms"]}
        for item in aimed:
            kept_from = tuple(room for room in rooms if (room, item["id"]) not in exempt)
            if kept_from:
                zone = await _zone_to_name(page, kept_from)
                found.append(Obstacle(kept_from, item, guard, guarded=True, zone=zone))
    return found


async def _zone_to_name(page: Page, rooms: Sequence[str]) -> str:
    """The site's zone, in which a safeguard's end is said, where one of these rooms has another; else nothing."""
    site = await zone_of(page)
    return "" if {await zone_of(page, room) for room in rooms} <= {site} else site


def _is_meant(aim: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    if aim["item"]:
        return bool(aim["item"]["id"] == item["id"])
    return Aim(None, aim["name_pattern"], aim["publisher_pattern"]).fits_product(item["title"], item["publisher"])


def refused_beside(
    page: Page, met: ProblemMet, typed: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A refusal of what was asked for, each thing beside the field of the form that it is about."""
    if met.code == "already-requested":
        return asked_already(page, met.problem, typed, items)
    wrong = met.beside(_FIELDS) or met.named(_own_name)
    if len(items) > 1:
        others = page.say("Nothing was sent, of the other titles neither.")
        wrong["detail"] = f"{wrong['detail']} {others}".strip()
    return wrong


def asked_already(
    page: Page,
    problem: Mapping[str, Any],
    typed: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    *,
    unsent: int = 1,
) -> dict[str, Any]:
    """That something was asked for before, beside its field: the problem names its item, classroom and request.

    Args:
        page: Who asks.
        problem: What was found, or what the API refused.
        typed: The form.
        items: What is asked for, in the form's order.
        unsent: Rooms that it was meant for, none of which was sent anything.
    """
    place = next((number for number, item in enumerate(items) if item["id"] == problem["item"]), 0)
    if typed["on_behalf_of"]:
        text = page.say("They have already asked for {item} in {room}. That request counts.")
    else:
        text = page.say("You have already asked for {item} in {room}. That request counts.")
    text = text.format(item=items[place]["title"], room=problem["classroom"])
    field = "item" if place == 0 else "more_items"
    own = {"field": field if is_first_room(typed, problem["classroom"]) else "more_rooms", "text": text}
    return {**problem, "detail": _nothing_else_sent(page, len(items), unsent), "problems": [own]}


def is_first_room(typed: Mapping[str, Any], code: str) -> bool:
    """Whether a form's own field ``room`` names this room, in large or small letters."""
    return str(typed["room"]).strip().casefold() == code.casefold()


def _nothing_else_sent(page: Page, titles: int, rooms: int) -> str:
    if titles > 1 and rooms > 1:
        return page.say("Nothing was sent, for the other rooms and titles neither.")
    if titles > 1:
        return page.say("Nothing was sent, of the other titles neither. Leave it out, and send the rest.")
    return page.say("Nothing was sent, for the other rooms neither.") if rooms > 1 else ""


def _own_name(field: str) -> str:
    if field.startswith("items."):
        if field.endswith(".settings_line"):
            return "settings_line"
        return "version" if field.endswith(".version") else "item" if field.startswith("items.0.") else "more_items"
    return "room" if field == "classroom" else field
