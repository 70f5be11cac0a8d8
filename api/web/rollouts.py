"""Rollouts: what one would do, starting it, watching it, trying again, stopping it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.identity import toolbox_of
from api.schemas.rollouts import events_out, rollout_out
from api.web.deciding import address, choices, listing
from api.web.inside import ProblemMet
from api.web.live import OVER, Hub, Reading, hub_of, last_id, streamed
from api.web.live_sources import STATE, RolloutSource, SeenRollout, event_known, events_since
from api.web.naming import part
from api.web.pages import Page, Paged, environment
from api.web.rooms import codes_of_rooms, room_address
from orchestrator.domain.rollouts import RolloutState
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter()
_EVENTS = 2_000


@router.get("/rooms/{code}/plan")
async def plan(page: Paged, code: str) -> Response:
    """What a rollout would do, from earlier scans."""
    return await _plan_page(page, code, await page.api.get(room_address(code, "plan")))


@router.post("/rooms/{code}/plan")
async def dry_run(page: Paged, code: str) -> Response:
    """The same from a scan made now."""
    await page.form()
    return await _plan_page(page, code, await page.api.post(room_address(code, "dry-run")))


@router.get("/rooms/{code}/rollouts")
async def rollouts_in(page: Paged, code: str, after: str = "") -> Response:
    """A room's rollouts."""
    return await _list(page, code, "", after)


@router.post("/rooms/{code}/rollouts")
async def start(page: Paged, code: str) -> Response:
    """Start one now."""
    typed = await page.form()
    try:
        started = await page.api.post(room_address(code, "rollouts"), {"skip": typed.get("skip[]", [])})
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        planned = await page.api.get(room_address(code, "plan"))
        return await _plan_page(page, code, planned, wrong=met.problem, typed=typed, status=met.status)
    return page.go(f"/rollouts/{part(started['id'])}")


@router.get("/rollouts")
async def rollouts(page: Paged, room: str = "", classroom: str = "", state: str = "", after: str = "") -> Response:
    """All of them, or those of a room or in a state, newest first; the room is called as in the other lists, too."""
    return await _list(page, room.strip() or classroom.strip(), state, after)


@router.get("/rollouts/{rollout_id}")
async def rollout(page: Paged, rollout_id: str) -> Response:
    """One rollout, machine by machine."""
    return await _rollout_page(page, rollout_id)


@router.get("/rollouts/{rollout_id}/live")
async def live_rollout(page: Paged, rollout_id: str, after: str = "0") -> Response:
    """What happens in it, from an event on, as long as somebody looks."""
    await page.api.get(f"/rollouts/{part(rollout_id)}")
    tools = toolbox_of(page.request)
    since = await run_in_threadpool(event_known, rollout_id, last_id(page.request, after), tools)
    return streamed(page.request, rollout_messages(hub_of(page.request), tools, page, rollout_id, since))


@router.post("/rollouts/{rollout_id}/retry")
async def retry(page: Paged, rollout_id: str) -> Response:
    """Try the seats again that are not ready."""
    return await _steer(page, rollout_id, "retry")


@router.post("/rollouts/{rollout_id}/cancel")
async def cancel(page: Paged, rollout_id: str) -> Response:
    """Stop it."""
    return await _steer(page, rollout_id, "cancel")


async def _steer(page: Page, rollout_id: str, verb: str) -> Response:
    await page.form()
    try:
        done = await page.api.post(f"/rollouts/{part(rollout_id)}/{verb}")
    except ProblemMet as met:
        if met.status != HTTPStatus.CONFLICT:
            raise
        return await _rollout_page(page, rollout_id, wrong=met.problem, status=met.status)
    return page.go(f"/rollouts/{part(done['id'])}")


async def _list(page: Page, code: str, state: str, after: str) -> Response:
    asked = {"room": code, "state": state, "after": after}
    found = await listing(page, "/rollouts", "rollouts", asked, {"room": "classroom"})
    return await page.show(
        "rollouts.html",
        status=found["status"],
        rollouts=found["entries"],
        following=found["next"],
        here=address("/rollouts", asked),
        asked=asked,
        code=code,
        codes=await codes_of_rooms(page),
        states=choices(page, RolloutState),
        wrong=found["wrong"],
    )


async def _plan_page(
    page: Page,
    code: str,
    found: Any,
    *,
    wrong: Any = None,
    typed: Mapping[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    room = await page.api.get(room_address(code))
    by_label = {seat["label"]: seat for seat in found["seats"]}
    grouped = {label for group in found["groups"] for label in group["seats"]}
    return await page.show(
        "room_plan.html",
        status=status,
        room=room,
        plan=found,
        seats=by_label,
        idle=[seat for seat in found["seats"] if seat["label"] not in grouped],
        wrong=wrong,
        skipped=set((typed or {}).get("skip[]", ())),
    )


async def _rollout_page(
    page: Page,
    rollout_id: str,
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    address = f"/rollouts/{part(rollout_id)}"
    # Events first: what is told live goes on after them, and the machines below are then never older.
    told: list[Any] = []
    last, over = 0, False
    while True:
        answer = await page.api.get(f"{address}/events", after=last, limit=_EVENTS)
        told += answer["events"]
        last, over = answer["next"], answer["over"]
        if len(answer["events"]) < _EVENTS:
            break
    return await page.show(
        "rollout.html",
        status=status,
        rollout=await page.api.get(address),
        events=told,
        last=last,
        over=over,
        wrong=wrong,
    )


async def rollout_messages(
    hub: Hub, tools: Toolbox, page: Page, rollout_id: str, since: int
) -> AsyncIterator[ServerSentEvent]:
    """Each event once, with the machines that moved. The last message says that it is over."""
    before: Reading | None = None
    last = since
    source = hub.follow(("rollout", rollout_id), lambda: RolloutSource(rollout_id, tools))
    async with aclosing(source) as readings:
        async for reading in readings:
            moved = set(reading.moved_since(before))
            upto = max(last, int(reading.mark))  # the reader may be behind what this browser was told
            if moved or upto > last or reading.over:
                whole = before is None or before.parts.keys() != reading.parts.keys()
                words = await render_rollout(page, tools, reading, moved, last, whole=whole)
                yield ServerSentEvent(words, id=str(upto))
            before, last = reading, upto
    if before is not None and before.over:
        yield ServerSentEvent("", event=OVER, id=str(last))


async def render_rollout(
    page: Page, tools: Toolbox, reading: Reading, moved: set[str], last: int, *, whole: bool
) -> str:
    """How it stands, the machines that moved or all of them, and events after ``last``, for whoever looks."""
    seen: SeenRollout = reading.seen
    speaker = Speaker(page.language, now=tools.clock.now(), titles=seen.titles)
    fresh = await run_in_threadpool(events_since, seen, last, int(reading.mark), tools)
    told = events_out(seen.view, fresh, speaker, after=last, over=reading.over).model_dump(mode="json")
    runs = replace(seen.view, runs=tuple(run for run in seen.view.runs if run.machine_id in moved - {STATE}))
    return (
        environment(page.language)
        .get_template("rollout_live.html")
        .render(
            {
                "rollout": rollout_out(seen.view, speaker).model_dump(mode="json"),
                "moved": rollout_out(runs, speaker).model_dump(mode="json")["seats"],
                "events": told["events"],
                "over": reading.over,
                "whole": whole,
                "now": tools.clock.now(),
            }
        )
    )
