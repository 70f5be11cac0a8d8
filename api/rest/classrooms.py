"""Rooms, their seats, and what scans saw on them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.etags import tag_apart_from
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.classrooms import (
    ClassroomOut,
    ClassroomsOut,
    SeatOut,
    SeatsOut,
    classroom_out,
    listed_room_out,
    seat_out,
)
from api.schemas.fields import Code, Limit
from api.schemas.observed import ObservedOut, ObservedPageOut, observed_out
from api.schemas.wire import Wire
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Permission
from orchestrator.services.classrooms import RoomView, list_classrooms, seat_in, seats_after, view_classroom
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/classrooms", tags=["classrooms"])

RoomCode = Annotated[Code, Path(description="Code of a room.", examples=["B-204"])]
SeatLabel = Annotated[Code, Path(description="Label of a seat.", examples=["07"])]
_MOST_CODES = 200
_READ_SITE = requires(Permission.READ, Scope.SITE)
_READ_ROOM = requires(Permission.READ, Scope.CLASSROOM)


class RoomsQuery(Wire):
    """Which rooms to list."""

    code: list[Code] = Field(
        default_factory=list, max_length=_MOST_CODES, description="Only rooms of these codes; none for all."
    )
    states: bool = Field(default=False, description="Count the seats of each by state, which takes longer.")
    after: Code | None = Field(default=None, description="Only rooms whose code comes after this one.")
    limit: Limit = 50


class SeatsQuery(Wire):
    """Which seats to list."""

    after: Code | None = Field(default=None, description="Only seats after the one of this label.")
    limit: Limit = 50


@router.get("", summary="All rooms", dependencies=[_READ_SITE], responses=refuses(), name="list_classrooms")
def all_rooms(
    query: Annotated[RoomsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> ClassroomsOut:
    """By code."""
    found = list_classrooms(
        reads=tools.reads,
        clock=tools.clock,
        codes=query.code,
        states=query.states,
        after=query.after,
        limit=query.limit + 1,
    )
    shown, following = page_of(found, query.limit, lambda listed: listed.room.code)
    link_next(request, response, following)
    return ClassroomsOut(classrooms=tuple(listed_room_out(listed, speaker) for listed in shown), next=following)


@router.get("/{code}", summary="One room", dependencies=[_READ_ROOM], responses=refuses("not-found"))
def get_classroom(code: RoomCode, tools: Tools, speaker: Spoken, response: Response) -> ClassroomOut:
    """How many seats are in which state, what is under way, and what has to wait and why."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    found = classroom_out(view.picture, _speaking(speaker, view))
    tag_apart_from(response, found, "at")
    return found


@router.get(
    "/{code}/seats",
    summary="A room's seats",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
    name="list_seats",
)
def seats(
    code: RoomCode,
    query: Annotated[SeatsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
) -> SeatsOut:
    """In the order of rows and columns, each with its state, the causes, and every line with its whys."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    found = seats_after(view, query.after, query.limit + 1)
    shown, following = page_of(found, query.limit, lambda seat: seat.seat.label)
    link_next(request, response, following)
    own = _speaking(speaker, view)
    return SeatsOut(
        classroom=view.picture.room.code,
        timezone=view.picture.room.timezone,
        seats=tuple(seat_out(seat, view.picture, own) for seat in shown),
        next=following,
    )


@router.get("/{code}/seats/{label}", summary="One seat", dependencies=[_READ_ROOM], responses=refuses("not-found"))
def get_seat(code: RoomCode, label: SeatLabel, tools: Tools, speaker: Spoken) -> SeatOut:
    """Its state, the causes, and every line with its whys."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    return seat_out(seat_in(view, label), view.picture, _speaking(speaker, view))


@router.get(
    "/{code}/observed",
    summary="What scans saw in a room",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
    name="list_observed",
)
def observed(
    code: RoomCode,
    query: Annotated[SeatsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
) -> ObservedPageOut:
    """Per seat at which a machine stands, without the list of all that is installed."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    taken = [seat for seat in seats_after(view, query.after, len(view.picture.seats)) if seat.machine is not None]
    shown, following = page_of(taken, query.limit, lambda seat: seat.seat.label)
    link_next(request, response, following)
    own = _speaking(speaker, view)
    room = view.picture.room
    return ObservedPageOut(
        classroom=room.code,
        timezone=room.timezone,
        observed=tuple(observed_out(s, s.machine.name, room, own, whole=False) for s in shown if s.machine),
        next=following,
    )


@router.get(
    "/{code}/seats/{label}/observed",
    summary="What scans saw at one seat",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
)
def get_observed(code: RoomCode, label: SeatLabel, tools: Tools, speaker: Spoken) -> ObservedOut:
    """All that is installed there, as the last scan read it."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    seat = seat_in(view, label)
    if seat.machine is None or seat.seen is None:
        raise NotFound(kind="observation", name=label)
    return observed_out(seat, seat.machine.name, view.picture.room, _speaking(speaker, view), whole=True)


def _speaking(speaker: Speaker, view: RoomView) -> Speaker:
    seen = view.picture
    titles = {item.id: item.title for item in seen.catalog.items.values()}
    return speaker.about(seen.room, titles=titles, people=view.people)
