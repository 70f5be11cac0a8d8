"""Rollouts: starting, watching, trying again."""

from dataclasses import replace
from typing import Annotated

import anyio
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.classrooms import RoomCode, SeatLabel
from api.schemas.fields import Code, Cursor, Identity, Limit
from api.schemas.rollouts import (
    EventsOut,
    RolloutOut,
    RolloutsOut,
    SeatRunsOut,
    StartIn,
    events_out,
    rollout_out,
    rollout_ref,
    seat_run_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.domain.rollouts import RolloutState
from orchestrator.services.catalog import item_titles
from orchestrator.services.events import has_news, is_through, read_events
from orchestrator.services.machines import machine_names
from orchestrator.services.rollouts import cancel_rollout, get_rollout, list_rollouts, retry_rollout, start_rollout
from orchestrator.services.seat_history import seat_history
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(tags=["rollouts"])

LOOK_SECONDS = 0.25
"""How often somebody who waits for events is looked for."""
MOST_WAIT = 25
"""Seconds that a call waits for events at most: less than proxies wait for an answer."""

RolloutId = Annotated[Identity, Path(description="Id of a rollout.")]
_READ_ONE = requires(Permission.READ, Scope.ROLLOUT)


class RolloutsQuery(Wire):
    """Which rollouts to list."""

    classroom: Code | None = Field(default=None, description="Only those of this room.")
    state: RolloutState | None = Field(default=None, description="Only those in this state.")
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


class SeatRunsQuery(Wire):
    """Which runs at a seat to list."""

    after: Cursor | None = Field(
        default=None, description="Only those in older rollouts than this: next of the page before."
    )
    limit: Limit = 20


class EventsQuery(Wire):
    """Which events to give, and how long to wait for them."""

    after: int = Field(default=0, ge=0, le=2**53, description="Only events with a greater sequence number.")
    wait: int = Field(default=0, ge=0, le=MOST_WAIT, description="Seconds to wait when there are none yet.")
    limit: int = Field(default=500, ge=1, le=2000)


@router.post(
    "/classrooms/{code}/rollouts",
    status_code=201,
    summary="Start a rollout now",
    responses=refuses("not-found", "too-large", "rollout-under-way", "every-seat-skipped", "in-blackout"),
    name="start_rollout",
)
def start(
    code: RoomCode,
    tools: Tools,
    speaker: Spoken,
    response: Response,
    actor: Annotated[Actor, requires(Permission.STEER, Scope.CLASSROOM)],
    form: StartIn | None = None,
) -> RolloutOut:
    """A technician does not wait for the worker, or starts it where the room's rollouts don't start by themselves.

    Seats may be skipped for this once; they are owed again.
    """
    rollout = start_rollout(
        code,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
        skip=form.skip if form else (),
    )
    return _created(rollout.id, tools, speaker, response)


@router.get(
    "/rollouts",
    summary="Rollouts",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_rollouts",
)
def rollouts(
    query: Annotated[RolloutsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> RolloutsOut:
    """Newest first."""
    found = list_rollouts(
        reads=tools.reads, classroom=query.classroom, state=query.state, after=query.after, limit=query.limit + 1
    )
    own = _speaking(tools, speaker)
    shown, following = page_of(found, query.limit, lambda view: view.rollout.id)
    link_next(request, response, following)
    return RolloutsOut(rollouts=tuple(rollout_ref(view, own) for view in shown), next=following)


@router.get(
    "/classrooms/{code}/seats/{label}/runs",
    summary="What was done at a seat",
    dependencies=[requires(Permission.READ, Scope.CLASSROOM)],
    responses=refuses("not-found"),
    name="list_seat_runs",
)
def seat_runs(
    code: RoomCode,
    label: SeatLabel,
    query: Annotated[SeatRunsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
) -> SeatRunsOut:
    """Newest rollout first, whichever machine stood there then, each with a sentence of how it ended."""
    found = seat_history(code, label, reads=tools.reads, after=query.after, limit=query.limit + 1)
    own = _speaking(tools, speaker)
    shown, following = page_of(found.runs, query.limit, lambda run: run.rollout_id)
    link_next(request, response, following)
    return SeatRunsOut(
        classroom=found.room.code,
        timezone=found.room.timezone,
        label=found.seat.label,
        runs=tuple(seat_run_out(run, found, own) for run in shown),
        next=following,
    )


@router.get(
    "/rollouts/{rollout_id}",
    summary="One rollout",
    dependencies=[_READ_ONE],
    responses=refuses("not-found"),
    name="get_rollout",
)
def rollout(rollout_id: RolloutId, tools: Tools, speaker: Spoken) -> RolloutOut:
    """Seat by seat, with causes and advice."""
    return _one(rollout_id, tools, speaker)


@router.post(
    "/rollouts/{rollout_id}/retry",
    status_code=201,
    summary="Try the seats again that are not ready",
    responses=refuses("not-found", "rollout-not-over", "nothing-to-retry", "rollout-under-way", "in-blackout"),
    name="retry_rollout",
)
def retry(
    rollout_id: RolloutId,
    tools: Tools,
    speaker: Spoken,
    response: Response,
    actor: Annotated[Actor, requires(Permission.STEER, Scope.ROLLOUT)],
) -> RolloutOut:
    """A new rollout for exactly those seats."""
    again = retry_rollout(
        rollout_id, actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return _created(again.id, tools, speaker, response)


@router.post(
    "/rollouts/{rollout_id}/cancel",
    summary="Stop a rollout",
    responses=refuses("not-found", "rollout-is-over"),
    name="cancel_rollout",
)
def cancel(
    rollout_id: RolloutId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.STEER, Scope.ROLLOUT)],
) -> RolloutOut:
    """What it did not get to is owed all the same, and every clock runs."""
    cancel_rollout(rollout_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return _one(rollout_id, tools, speaker)


@router.get(
    "/rollouts/{rollout_id}/events",
    summary="A rollout's events as they come",
    dependencies=[_READ_ONE],
    responses=refuses("not-found"),
)
async def list_rollout_events(
    rollout_id: RolloutId,
    query: Annotated[EventsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
) -> EventsOut:
    """In order. With ``wait`` the answer comes with the next event, or empty when that time is over."""
    # Whoever waits holds neither a thread nor a transaction: each look is a short one of its own.
    with anyio.move_on_after(query.wait):
        while query.wait and not await run_in_threadpool(has_news, rollout_id, after=query.after, reads=tools.reads):
            if await request.is_disconnected():
                break
            await anyio.sleep(LOOK_SECONDS)
    return await run_in_threadpool(_events, rollout_id, query, tools, speaker)


def _events(rollout_id: str, query: EventsQuery, tools: Toolbox, speaker: Speaker) -> EventsOut:
    # The rollout is read first: if it was over then, the events read after it are all there will ever be.
    view = get_rollout(rollout_id, reads=tools.reads)
    events = read_events(rollout_id, after=query.after, limit=query.limit, reads=tools.reads)
    over = is_through(view.rollout, view.runs) and len(events) < query.limit
    return events_out(view, events, _speaking(tools, speaker), after=query.after, over=over)


def _created(rollout_id: str, tools: Toolbox, speaker: Speaker, response: Response) -> RolloutOut:
    response.headers["Location"] = f"/api/v1/rollouts/{rollout_id}"
    return _one(rollout_id, tools, speaker)


def _one(rollout_id: str, tools: Toolbox, speaker: Speaker) -> RolloutOut:
    view = get_rollout(rollout_id, reads=tools.reads)
    only = view.rollout.machine_ids
    # A rollout that waits has no machine runs yet that would name the machines it is limited to.
    names = machine_names(only, reads=tools.reads) if only else {}
    named = replace(view, machine_names={**names, **view.machine_names})
    return rollout_out(named, _speaking(tools, speaker))


def _speaking(tools: Toolbox, speaker: Speaker) -> Speaker:
    return Speaker(speaker.language, speaker.zone, speaker.now, item_titles(reads=tools.reads))
