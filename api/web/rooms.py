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
from api.web.live_sources import STATE, RoomSource, speaker_of_room
from api.web.naming import everything, part
from api.web.pages import Page, Paged, environment
from orchestrator.domain.people import ScopeKind
from orchestrator.services.toolbox import Toolbox

router = APIRouter()
_RUNS = 5
"""Rollouts that are looked through for what was done at a seat."""


@router.get("/rooms")
async def rooms(page: Paged, building: str = "") -> Response:
    """All rooms by building."""
    found = await everything(page, "/classrooms", "classrooms")
    buildings = sorted({room["building"] for room in found})
    shown = sorted((r for r in found if building in {"", r["building"]}), key=lambda r: (r["building"], r["code"]))
    grouped = [(name, list(those)) for name, those in groupby(shown, key=lambda room: room["building"])]
    return await page.show("rooms.html", grouped=grouped, buildings=buildings, building=building)


@router.get("/rooms/{code}")
async def room(page: Paged, code: str, seat: str = "") -> Response:
    """One room; with ``seat`` that seat beside the plan."""
    return await _room_page(page, code, seat)


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
        await page.api.post("/holds", body)
    except ProblemMet as met:
        if met.status == HTTPStatus.UNAUTHORIZED or met.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return await _room_page(page, code, "", wrong=met.problem, typed=typed, status=met.status)
    return page.go(f"/rooms/{part(code)}#holds")


@router.post("/rooms/{code}/holds/{hold_id}/lift")
async def lift(page: Paged, code: str, hold_id: str) -> Response:
    """Take the brake off."""
    await page.form()
    await page.api.post(f"/holds/{part(hold_id)}/lift")
    return page.go(f"/rooms/{part(code)}#holds")


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
        beside=await _beside(page, found, opened) if opened else None,
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
        runs: Its runs in the room's latest rollouts, newest first, each with its rollout.
    """

    observed: Any
    runs: tuple[tuple[Any, Any], ...]


async def _beside(page: Page, room: dict[str, Any], seat: dict[str, Any]) -> Beside:
    try:
        observed = await page.api.get(room_address(room["code"], "seats", seat["label"], "observed"))
    except ProblemMet as met:
        if met.status != HTTPStatus.NOT_FOUND:
            raise
        observed = None
    latest = (await page.api.get("/rollouts", classroom=room["code"], limit=_RUNS))["rollouts"]
    whole = [await page.api.get(f"/rollouts/{one['id']}") for one in latest]
    runs = ((one, run) for one in whole for run in one["seats"] if run["seat"] == seat["label"])
    return Beside(observed, tuple(runs))


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
    seats = [seat for seat in view.picture.seats if seat.seat.label in moved - {STATE}]
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
            }
        )
    )
