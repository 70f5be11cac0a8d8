"""Rooms, their seats, and what scans saw on them."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.classrooms import ClassroomOut, ClassroomRef, SeatOut, classroom_out, classroom_ref, seat_out
from api.schemas.fields import Code
from api.schemas.observed import ObservedOut, observed_out
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Permission
from orchestrator.services.classrooms import RoomView, list_classrooms, seat_in, view_classroom
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/classrooms", tags=["classrooms"])

RoomCode = Annotated[Code, Path(description="Code of a room.", examples=["B-204"])]
SeatLabel = Annotated[Code, Path(description="Label of a seat.", examples=["07"])]
_READ_SITE = requires(Permission.READ, Scope.SITE)
_READ_ROOM = requires(Permission.READ, Scope.CLASSROOM)


@router.get(
    "", summary="All rooms", dependencies=[_READ_SITE], responses=refuses(takes_input=False), name="list_classrooms"
)
def all_rooms(tools: Tools, speaker: Spoken) -> tuple[ClassroomRef, ...]:
    """By code."""
    return tuple(classroom_ref(room, speaker) for room in list_classrooms(reads=tools.reads))


@router.get("/{code}", summary="One room", dependencies=[_READ_ROOM], responses=refuses("not-found"))
def get_classroom(code: RoomCode, tools: Tools, speaker: Spoken) -> ClassroomOut:
    """How many seats are in which state, what is under way, and what has to wait and why."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    return classroom_out(view.picture, _speaking(speaker, view))


@router.get("/{code}/seats", summary="A room's seats", dependencies=[_READ_ROOM], responses=refuses("not-found"))
def list_seats(code: RoomCode, tools: Tools, speaker: Spoken) -> tuple[SeatOut, ...]:
    """In the order of rows and columns, each with its state, the causes, and every line with its whys."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    own = _speaking(speaker, view)
    return tuple(seat_out(seat, view.picture, own) for seat in view.picture.seats)


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
)
def list_observed(code: RoomCode, tools: Tools, speaker: Spoken) -> tuple[ObservedOut, ...]:
    """Per machine, without the list of all that is installed."""
    view = view_classroom(code, reads=tools.reads, clock=tools.clock)
    own = _speaking(speaker, view)
    return tuple(
        observed_out(seat, seat.machine.name, view.picture.room, own, whole=False)
        for seat in view.picture.seats
        if seat.machine is not None
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
