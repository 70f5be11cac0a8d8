"""Rooms that are exposed: a protective update should be there by now, and an older copy still is (RULES R4.4)."""

from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.safeguards import Safeguard
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.safeguard_impact import Copy, copies_in
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork


@dataclass(frozen=True, slots=True)
class ExposedSeat:
    """A seat with a copy that is too old.

    Attributes:
        seat: The seat.
        copy: What is there.
        seen_at: When the scan saw it, UTC.
        accepted: Whether an exemption says that somebody has accepted the risk (R4.3).
    """

    seat: Seat
    copy: Copy
    seen_at: datetime
    accepted: bool


@dataclass(frozen=True, slots=True)
class ExposedRoom:
    """A room with such seats, under one safeguard."""

    safeguard: Safeguard
    room: Classroom
    seats: tuple[ExposedSeat, ...]


def list_exposed(*, reads: Reads, clock: Clock) -> tuple[ExposedRoom, ...]:
    """All of them, by room and then by the age of the safeguard."""
    now = clock.now()
    with reads() as uow:
        due = [guard for guard in uow.safeguards.live() if guard.is_past_deadline_at(now)]
        if not due:
            return ()
        seen = [picture(uow, room, now) for room in uow.classrooms.all()]
    return tuple(exposed for room in seen for guard in due if (exposed := _in_room(guard, room)))


def exposed_to(uow: UnitOfWork, guard: Safeguard, at: datetime) -> tuple[ExposedRoom, ...]:
    """Rooms that are exposed under one safeguard, whose deadline has passed at this moment."""
    seen = (picture(uow, room, at) for room in uow.classrooms.all())
    return tuple(exposed for room in seen if (exposed := _in_room(guard, room)))


def _in_room(guard: Safeguard, seen: RoomPicture) -> ExposedRoom | None:
    seats = {seat.id: seat for seat in seen.room.seats}
    scanned = {p.seat.id: p.seen.observation.at for p in seen.seats if p.seen and p.seen.observation}
    found = tuple(
        ExposedSeat(seats[copy.seat_id], copy, scanned[copy.seat_id], _is_accepted(guard, copy, seen))
        for copy in copies_in(guard, seen)
    )
    return ExposedRoom(guard, seen.room, found) if found else None


def _is_accepted(guard: Safeguard, copy: Copy, seen: RoomPicture) -> bool:
    return copy.item_id is not None and any(
        e.safeguard_id == guard.id and e.frees(seen.room.id, copy.item_id, copy.seat_id, seen.at)
        for e in seen.decisions.exemptions
    )
