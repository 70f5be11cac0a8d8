"""Looking at rooms and their seats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.room_picture import RoomPicture, SeatPicture, picture, room_by_code
from orchestrator.services.room_states import count_states
from orchestrator.services.unit_of_work import Clock, Reads


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room at one moment, and the names of those who asked for software in it, by actor id."""

    picture: RoomPicture
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListedRoom:
    """A room in a list, and how many of its seats are in which state, where that was asked for."""

    room: Classroom
    states: Mapping[SeatState, int] | None = None


def list_classrooms(
    *,
    reads: Reads,
    clock: Clock,
    codes: Sequence[str] = (),
    states: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Sequence[ListedRoom]:
    """Rooms by code, at most ``limit``, those whose code comes after ``after``.

    Args:
        reads: The store.
        clock: Tells the time.
        codes: Only these; those that are no rooms are left out. None for all.
        states: Whether their seats are counted by state, which looks at every machine of them.
        after: See above.
        limit: See above.
    """
    with reads() as uow:
        found = tuple(uow.classrooms.page(after=after, limit=limit, codes=codes))
        counted = count_states(uow, found, clock.now()) if states else {}
    return tuple(ListedRoom(room, counted.get(room.id)) for room in found)


def site_timezone(*, reads: Reads) -> str:
    """IANA name of the site's zone."""
    with reads() as uow:
        return uow.site.load().timezone


def view_classroom(code: str, *, reads: Reads, clock: Clock) -> RoomView:
    """One room with its seats.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        seen = picture(uow, room_by_code(uow, code), clock.now())
        people = uow.people.names({request.requester_id for request in seen.requests})
    return RoomView(seen, people)


def seat_in(view: RoomView, label: str) -> SeatPicture:
    """The seat of this label.

    Raises:
        NotFound: The room has none; ``known`` names those that it has.
    """
    seats = view.picture.seats
    found = next((seat for seat in seats if seat.seat.label == label), None)
    if found is None:
        raise NotFound(kind="seat", name=label, known=tuple(seat.seat.label for seat in seats))
    return found


def seats_after(view: RoomView, label: str | None, limit: int) -> Sequence[SeatPicture]:
    """At most ``limit`` seats in the room's order: the first ones, or those after the one of this label.

    Raises:
        NotFound: The room has no such seat (any more).
    """
    seats = view.picture.seats
    first = 0 if label is None else seats.index(seat_in(view, label)) + 1
    return seats[first : first + limit]


def room_codes(*, reads: Reads) -> dict[str, str]:
    """The codes of all rooms by id."""
    with reads() as uow:
        return {room.id: room.code for room in uow.classrooms.all()}


def requester_names(seen: RoomPicture, *, reads: Reads) -> Mapping[str, str]:
    """The names of those who asked for software in a room, by actor id; unknown ids are missing."""
    with reads() as uow:
        return uow.people.names({request.requester_id for request in seen.requests})
