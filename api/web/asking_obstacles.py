"""What is told before something is asked for, because it stands in its way; and a refusal beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.inside import ProblemMet
from api.web.naming import everything, part
from api.web.pages import Page
from orchestrator.domain.safeguards import Aim, ExemptionState, SafeguardKind, SafeguardState

_FIELDS = {"classroom": "room", "person": "on_behalf_of"}
"""The form's field of what the API does not know."""

_ABOUT_SOMEBODY = frozenset({"person-deactivated", "cannot-ask"})
"""Refusals of whoever something is asked for."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of an item in a room.

    Attributes:
        room: Its code.
        item: What is asked for.
        other: What it does not get along with, or the safeguard that keeps it away.
        guarded: Whether that is a safeguard.
        beside: What could be asked for beside it; nothing for a safeguard, which has its own words for that.
    """

    room: str
    item: dict[str, Any]
    other: dict[str, Any]
    guarded: bool = False
    beside: tuple[dict[str, Any], ...] = ()


async def in_the_way(page: Page, rooms: list[str], items: list[dict[str, Any]]) -> list[Obstacle]:
    """What the catalogue says does not get along with what these rooms have, or were asked to have, and what a
    safeguard keeps away from them.
    """
    found = await _guarded(page, rooms, items)
    for room in rooms:
        try:
            lines = (await page.api.get(f"/classrooms/{part(room)}/manifest"))["lines"]
        except ProblemMet:
            continue  # told when it is sent
        there = [await page.api.get(f"/catalog/{part(line['item']['id'])}") for line in lines]
        for item in items:
            for other in there:
                named = {one["id"] for one in item["conflicts_with"]} | {item["id"]}
                against = {one["id"] for one in other["conflicts_with"]}
                if other["id"] != item["id"] and (other["id"] in named or item["id"] in against):
                    found.append(Obstacle(room, item, other, beside=await _beside(page, item, other)))
    return found


def warned_of(hindered: list[Obstacle]) -> str:
    """What stands in the way, as the form brings it back: who has changed the room or the title is warned anew."""
    return " ".join(sorted(f"{one.room}/{one.item['id']}/{one.other['id']}" for one in hindered))


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
        pairs = [(room, item) for room in rooms for item in aimed if (room, item["id"]) not in exempt]
        found += [Obstacle(room, item, guard, guarded=True) for room, item in pairs]
    return found


def _is_meant(aim: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    if aim["item"]:
        return bool(aim["item"]["id"] == item["id"])
    return Aim(None, aim["name_pattern"], aim["publisher_pattern"]).fits_product(item["title"], item["publisher"])


def refused_beside(
    page: Page, met: ProblemMet, typed: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A refusal of what was asked for, each thing beside the field of the form that it is about."""
    if met.code == "already-requested":
        return _asked_already(page, met, typed, items)
    wrong = met.beside(_FIELDS) or met.named(_own_name)
    if met.code in _ABOUT_SOMEBODY:
        wrong |= {"detail": "", "problems": [{"field": "on_behalf_of", "text": wrong["detail"]}]}
    if len(items) > 1:
        others = page.say("Nothing was sent, of the other titles neither.")
        wrong["detail"] = f"{wrong['detail']} {others}".strip()
    return wrong


def _asked_already(
    page: Page, met: ProblemMet, typed: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    place = next((number for number, item in enumerate(items) if item["id"] == met.problem["item"]), 0)
    if typed["on_behalf_of"]:
        text = page.say("They have already asked for {item} in {room}. That request counts.")
    else:
        text = page.say("You have already asked for {item} in {room}. That request counts.")
    text = text.format(item=items[place]["title"], room=met.problem["classroom"])
    others = page.say("Nothing was sent, of the other titles neither. Leave it out, and send the rest.")
    own = {"field": "item" if place == 0 else "more_items", "text": text}
    return {**met.problem, "detail": others if len(items) > 1 else "", "problems": [own]}


def _own_name(field: str) -> str:
    if field.startswith("items."):
        if field.endswith(".settings_line"):
            return "settings_line"
        return "version" if field.endswith(".version") else "item" if field.startswith("items.0.") else "more_items"
    return "room" if field == "classroom" else field
