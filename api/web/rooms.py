"""Rooms: all of them, and one with its seats as they stand in it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any

from fastapi import APIRouter
from sse_starlette import ServerSentEvent
from starlette.responses import Response

from api.identity import toolbox_of
from api.schemas.classrooms import classroom_out, seat_out
from api.web.inside import ProblemMet
from api.web.live import Hub, Reading, hub_of, last_id, streamed
from api.web.live_sources import PLAN, STATE, RoomSource, speaker_of_room
from api.web.naming import address, everything, part
from api.web.pages import Page, Paged, environment
from api.web.told import Undo
from api.web.undoing import Undone, undoes
from orchestrator.domain.people import ScopeKind
from orchestrator.services.toolbox import Toolbox

router = APIRouter()
_ROOMS = 50
"""Rooms on a page: the seats of each are counted by state."""
_RUNS = 10
"""Runs at a seat that are shown at once."""


@router.get("/rooms")
async def rooms(page: Paged, building: str = "", after: str = "") -> Response:
    """Rooms by building, with how many of their seats are in which state."""
    found = await everything(page, "/classrooms", "classrooms")
    buildings = sorted({room["building"] for room in found})
    listed = sorted((r for r in found if building in {"", r["building"]}), key=_by_building)
    reached = next((_by_building(room) for room in found if room["code"] == after), None)
    left = [room for room in listed if reached is None or _by_building(room) > reached]
    codes = [room["code"] for room in left[:_ROOMS]]
    # Only those of this page are counted: every machine of a room has its say in that.
    asked = {"code": codes, "states": "true", "limit": _ROOMS}
    shown = (await page.api.get("/classrooms", **asked))["classrooms"] if codes else []
    grouped = groupby(sorted(shown, key=_by_building), key=lambda room: room["building"])
    return await page.show(
        "rooms.html",
        grouped=[(name, list(those)) for name, those in grouped],
        buildings=buildings,
        building=building,
        following=codes[-1] if len(left) > len(codes) else None,
        here=address("/rooms", building=building),
        in_all=len(listed),
    )


async def codes_of_rooms(page: Page) -> list[str]:
    """Codes of all rooms, to choose from."""
    return [room["code"] for room in await everything(page, "/classrooms", "classrooms")]


def _by_building(room: Mapping[str, Any]) -> tuple[str, str]:
    return room["building"], room["code"]


@router.get("/rooms/{code}")
async def room(page: Paged, code: str, seat: str = "", before: str = "") -> Response:
    """One room; with ``seat`` that seat beside the plan, with what was done there, perhaps ``before`` a rollout."""
    return await _room_page(page, code, seat, before=before)


@router.get("/rooms/{code}/live")
async def live_room(page: Paged, code: str) -> Response:
    """What moves in a room, as long as somebody looks."""
    await page.api.get(room_address(code))
    mark = last_id(page.request)
    told = room_messages(hub_of(page.request), toolbox_of(page.request), page, code, mark)
    return streamed(page.request, told)


@router.post("/rooms/{code}/holds")
async def hold(page: Paged, code: str) -> Response:
    """Put the brake on something in the room."""
    typed = await page.form()
    kind, _, name = typed.get("what", "").partition(":")
    body: dict[str, Any] = {"sentence": typed.get("sentence", "")}
    body |= {"classroom": code, "item": name} if kind == "item" else {kind or "request": name}
    try:
        set_now = await page.api.post("/holds", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _room_page(page, code, "", wrong=met.problem, typed=typed, status=met.status)
    return page.go(f"/rooms/{part(code)}#holds", told=page.say("It is held."), undo=undo_of_hold(set_now))


@router.post("/rooms/{code}/holds/{hold_id}/lift")
async def lift(page: Paged, code: str, hold_id: str) -> Response:
    """Take the brake off."""
    await page.form()
    await page.api.post(f"/holds/{part(hold_id)}/lift")
    return page.go(f"/rooms/{part(code)}#holds", told=page.say("The hold is off."))


def undo_of_hold(hold: Mapping[str, Any]) -> Undo:
    """How to take a hold off that was set just now."""
    return Undo("hold set", {"hold": hold["id"]})


@undoes("hold set")
async def _lift_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    await page.api.post(f"/holds/{part(facts['hold'])}/lift")
    return Undone(page.say("Undone: the hold is off. What was held once cannot be held another time."))


def room_address(code: str, *further: str) -> str:
    """Where the API has a room, or something in it."""
    return "/".join(("/classrooms", *(part(name) for name in (code, *further))))


def state_counts(states: list[dict[str, Any]]) -> dict[str, int]:
    """How many seats are in each state, by its letter."""
    return {one["state"]: one["seats"] for one in states}


async def _room_page(
    page: Page,
    code: str,
    chosen: str,
    *,
    before: str = "",
    wrong: Any = None,
    typed: Mapping[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    found = await page.api.get(room_address(code))
    seats = await everything(page, room_address(code, "seats"), "seats")
    opened = next((seat for seat in seats if seat["label"] == chosen), None)
    if chosen and opened is None:
        await page.api.get(room_address(code, "seats", chosen))  # says that there is none, and which there are
    holds = await everything(page, "/holds", "holds", classroom=code)
    return await page.show(
        "room.html",
        status=status,
        room=found,
        counts=state_counts(found["states"]),
        seats=seats,
        chosen=opened,
        beside=await _beside(page, found, opened, before) if opened else None,
        manifest=await page.api.get(room_address(code, "manifest")),
        requests=await everything(page, "/requests", "requests", classroom=code, state="open"),
        holds=[one for one in holds if one["holds"]],
        blackouts=await _blackouts_over(page, found),
        wrong=wrong,
        typed=typed or {},
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of a seat that was chosen, apart from the seat itself.

    Attributes:
        observed: What the last scan saw, or None.
        runs: What was done there, newest rollout first.
        older: Cursor of those that are older, or None.
        latest: Whether these are the latest ones.
    """

    observed: Any
    runs: list[Any]
    older: str | None
    latest: bool


async def _beside(page: Page, room: dict[str, Any], seat: dict[str, Any], before: str) -> Beside:
    try:
        observed = await page.api.get(room_address(room["code"], "seats", seat["label"], "observed"))
    except ProblemMet as met:
        if met.status != HTTPStatus.NOT_FOUND:
            raise
        observed = None
    runs = await page.api.get(room_address(room["code"], "seats", seat["label"], "runs"), after=before, limit=_RUNS)
    return Beside(observed, runs["runs"], runs["next"], latest=not before)


async def _blackouts_over(page: Page, room: dict[str, Any]) -> list[Any]:
    """Blackouts that keep the room from being worked on now."""
    parts = {
        (ScopeKind.CAMPUS, ""),
        (ScopeKind.BUILDING, room["building"]),
        (ScopeKind.DEPARTMENT, room["department"]),
        (ScopeKind.CLASSROOM, room["code"]),
    }
    listed = await everything(page, "/blackouts", "blackouts")
    return [one for one in listed if one["on"] and (one["scope"]["kind"]["code"], one["scope"]["name"] or "") in parts]


async def room_messages(hub: Hub, tools: Toolbox, page: Page, code: str, mark: str) -> AsyncIterator[ServerSentEvent]:
    """Seats that moved, each time with the counts; all of them for whoever was told nothing yet."""
    before: Reading | None = None
    async with aclosing(hub.follow(("room", code), lambda: RoomSource(code, tools))) as readings:
        async for reading in readings:
            if before is not None or reading.mark != mark:
                moved = set(reading.moved_since(before))
                yield ServerSentEvent(render_room(page, tools, reading, moved), id=reading.mark)
            before = reading


def render_room(page: Page, tools: Toolbox, reading: Reading, moved: set[str]) -> str:
    """The seats that moved, the counts and the room's sentence, in the words of whoever looks."""
    view = reading.seen
    speaker = speaker_of_room(view, page.language, tools)
    found = classroom_out(view.picture, speaker).model_dump(mode="json")
    seats = [seat for seat in view.picture.seats if seat.seat.label in moved - {STATE, PLAN}]
    return (
        environment(page.language)
        .get_template("room_live.html")
        .render(
            {
                "room": found,
                "counts": state_counts(found["states"]),
                "seats": [seat_out(seat, view.picture, speaker).model_dump(mode="json") for seat in seats],
                "now": tools.clock.now(),
                "first": moved >= set(reading.parts),
                "redrawn": PLAN in moved and not moved >= set(reading.parts),
            }
        )
    )
