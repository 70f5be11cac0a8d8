"""Rooms with their seats, and which machine stands where."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, insert, literal, or_, select, update

from orchestrator.adapters.db.column_types import Flag
from orchestrator.adapters.db.errors import SeatOfAnotherRoom
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.rooms import assignments, classrooms, seats
from orchestrator.domain.classrooms import Assignment, Classroom, RolloutMode, Seat
from orchestrator.domain.doors import Door

SEAT_ORDER = (seats.c.row, seats.c.column, seats.c.label, seats.c.id)
"""From the lectern to the back, from the left to the right."""
STANDING = seats.c.retired == literal(False, Flag())  # noqa: FBT003 - the value itself
"""Whether a seat is one of its room's, and not one that the site took away."""


class SqlClassrooms(Repository):
    """``services.unit_of_work.Classrooms`` in SQL."""

    __slots__ = ()

    def all(self) -> Sequence[Classroom]:
        """All rooms by code."""
        every = self._held(select(classrooms).order_by(classrooms.c.code, classrooms.c.id))
        return self._with_seats(self._connection.execute(every).all(), select(seats))

    def page(self, *, after: str | None, limit: int, codes: Collection[str] = ()) -> Sequence[Classroom]:
        """Rooms by code, at most ``limit``, those whose code comes after ``after``; only these if codes are given."""
        wanted = select(classrooms).order_by(classrooms.c.code).limit(limit)
        if after is not None:
            wanted = wanted.where(classrooms.c.code > after)
        if codes:
            wanted = wanted.where(classrooms.c.code_folded.in_([code.casefold() for code in codes]))
        rooms = self._connection.execute(wanted).all()
        return self._with_seats(rooms, select(seats).where(seats.c.classroom_id.in_([room.id for room in rooms])))

    def get(self, classroom_id: str) -> Classroom | None:
        """One room by id."""
        wanted = self._held(select(classrooms).where(classrooms.c.id == classroom_id))
        return self._one(self._connection.execute(wanted).one_or_none())

    def by_code(self, code: str) -> Classroom | None:
        """One room by code, compared without case."""
        wanted = self._held(select(classrooms).where(classrooms.c.code_folded == code.casefold()))
        return self._one(self._connection.execute(wanted).one_or_none())

    def put(self, classroom: Classroom) -> None:
        """Insert or update the room and exactly its seats; a seat that is missing is retired, its history kept.

        Raises:
            SeatOfAnotherRoom: One of the seats stands in another room.
        """
        self._upsert(
            classrooms,
            [
                {
                    "id": classroom.id,
                    "code": classroom.code,
                    "code_folded": classroom.code.casefold(),
                    "building": classroom.building,
                    "timezone": classroom.timezone,
                    "mode": classroom.mode.value,
                    "baseline": list(classroom.baseline),
                    "department": classroom.department,
                    "door": str(classroom.door) if classroom.door else None,
                    "drawn_at": classroom.drawn_at,
                }
            ],
            key=("id",),
        )
        given = {seat.id for seat in classroom.seats}
        standing = self._connection.execute(
            select(seats.c.id, seats.c.classroom_id).where(
                or_(seats.c.classroom_id == classroom.id, seats.c.id.in_(given))
            )
        ).all()
        for seat in standing:
            if seat.classroom_id != classroom.id:
                raise SeatOfAnotherRoom(seat.id, seat.classroom_id)
        gone = {seat.id for seat in standing} - given
        if gone:
            self._connection.execute(update(seats).where(seats.c.id.in_(gone)).values(retired=True))
        self._upsert(seats, [_seat_row(classroom.id, seat) for seat in classroom.seats], key=("id",))

    def assignments(self, classroom_id: str) -> Sequence[Assignment]:
        """Present assignments of the room's seats, in seat order."""
        return self.assignments_in([classroom_id])

    def assignments_in(self, classroom_ids: Collection[str]) -> Sequence[Assignment]:
        """Present assignments of the seats of these rooms."""
        present = (
            select(assignments)
            .join(seats, seats.c.id == assignments.c.seat_id)
            .where(seats.c.classroom_id.in_(list(classroom_ids)), STANDING, assignments.c.until.is_(None))
            .order_by(*SEAT_ORDER)
        )
        return [
            Assignment(row.seat_id, row.machine_id, row.since, row.until) for row in self._connection.execute(present)
        ]

    def assign(self, seat_id: str, machine_id: str, at: datetime) -> None:
        """Put the machine at the seat from ``at`` on; ends what stood at either before. No change, no row."""
        present = self._connection.execute(
            select(assignments.c.id, assignments.c.seat_id, assignments.c.machine_id).where(
                assignments.c.until.is_(None),
                or_(assignments.c.seat_id == seat_id, assignments.c.machine_id == machine_id),
            )
        ).all()
        if any(row.seat_id == seat_id and row.machine_id == machine_id for row in present):
            return
        self._end((row.id for row in present), at)
        self._connection.execute(insert(assignments).values(seat_id=seat_id, machine_id=machine_id, since=at))

    def unassign(self, seat_id: str, at: datetime) -> None:
        """End the seat's present assignment, if any."""
        present = select(assignments.c.id).where(assignments.c.until.is_(None), assignments.c.seat_id == seat_id)
        self._end(self._connection.execute(present).scalars(), at)

    def _end(self, ids: Iterable[int], at: datetime) -> None:
        ended = list(ids)
        if ended:
            self._connection.execute(update(assignments).where(assignments.c.id.in_(ended)).values(until=at))

    def _with_seats(self, rooms: Sequence[Row[Any]], theirs: Select[Any]) -> Sequence[Classroom]:
        found = self._connection.execute(theirs.where(STANDING).order_by(seats.c.classroom_id, *SEAT_ORDER))
        of_room = {key: tuple(map(_seat, group)) for key, group in groupby(found, key=lambda row: row.classroom_id)}
        return [_classroom(room, of_room.get(room.id, ())) for room in rooms]

    def _one(self, room: Row[Any] | None) -> Classroom | None:
        if room is None:
            return None
        found = self._connection.execute(
            select(seats).where(seats.c.classroom_id == room.id, STANDING).order_by(*SEAT_ORDER)
        )
        return _classroom(room, tuple(map(_seat, found)))


def _classroom(row: Row[Any], of_room: tuple[Seat, ...]) -> Classroom:
    return Classroom(
        id=row.id,
        code=row.code,
        building=row.building,
        timezone=row.timezone,
        mode=RolloutMode(row.mode),
        baseline=tuple(row.baseline),
        seats=of_room,
        department=row.department,
        door=Door.read(row.door) if row.door else None,
        drawn_at=row.drawn_at,
    )


def _seat(row: Row[Any]) -> Seat:
    return Seat(id=row.id, label=row.label, row=row.row, column=row.column, podium=row.podium)


def _seat_row(classroom_id: str, seat: Seat) -> dict[str, Any]:
    return {
        "id": seat.id,
        "classroom_id": classroom_id,
        "label": seat.label,
        "row": seat.row,
        "column": seat.column,
        "podium": seat.podium,
        "retired": False,
    }
