"""How a room's seats are drawn: reading a plan, drawing it anew, and what an import leaves as it was drawn. Pure.

A plan says where things are drawn, and nothing else: machines, assignments, requests and manifests know seats by their
ids, which no drawing changes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.doors import MOST_PLACES, Door
from orchestrator.domain.errors import FieldProblem, InvalidInput, Refusal

_DOOR = "door"
DRAWN_PLACES = 40
"""Rows, and columns, up to which a room of few seats can be drawn: beyond, nobody finds a seat on its page."""


class SeatPlanProblem(StrEnum):
    """What can be wrong with a plan. The comment says what stands in ``expected``."""

    OUT_OF_RANGE = "out-of-range"  # least..most
    SEAT_UNKNOWN = "seat-unknown"  # the seat that was probably meant, else all that the room has
    SEAT_LISTED_TWICE = "seat-listed-twice"
    SEAT_MISSING = "seat-missing"
    PLACE_TAKEN = "place-taken"  # the other seats there
    DOOR_BEYOND = "door-beyond"  # least..most


@dataclass(eq=False)
class SeatPlanChanged(Refusal):
    """The plan is another one than the one that was read."""

    classroom: str
    code: ClassVar[str] = "seat-plan-changed"


@dataclass(frozen=True, slots=True)
class SeatPlace:
    """Where the seat of this label is drawn: row from the front, column from the left, each from 1."""

    label: str
    row: int
    column: int

    def __str__(self) -> str:
        """Row and column: ``2, 3``."""
        return f"{self.row}, {self.column}"


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Where all seats of a room and its door are drawn; None: the door is not."""

    seats: tuple[SeatPlace, ...]
    door: Door | None = None

    @property
    def mark(self) -> str:
        """Another text for each plan, the same for the same one whatever the order of its seats; 32 characters."""
        places = sorted((seat.label, seat.row, seat.column) for seat in self.seats)
        text = json.dumps([places, self.door and str(self.door)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def rows(self) -> int:
        """Rows from the front to the last one with a seat."""
        return max((seat.row for seat in self.seats), default=0)

    @property
    def columns(self) -> int:
        """Columns from the left to the last one with a seat."""
        return max((seat.column for seat in self.seats), default=0)


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that an import leaves as it was drawn here.

    Attributes:
        classroom: Code of the room.
        seats: Labels of the seats that are drawn elsewhere than the files say.
        door: Whether its door is, too.
    """

    classroom: str
    seats: tuple[str, ...]
    door: bool


def place_bound(plan: SeatPlan) -> int:
    """The last row, and column, in which a seat can be drawn where the plan is this one now.

    It leaves room for each seat in one line, and for what is drawn farther out already.
    """
    return min(max(DRAWN_PLACES, len(plan.seats), plan.rows, plan.columns), MOST_PLACES)


def door_bound(plan: SeatPlan) -> int:
    """The last place along its wall that the plan's door may have: one behind the last seat, where the way is."""
    along = plan.rows if plan.door and plan.door.beside_rows else plan.columns
    return min(along + 1, MOST_PLACES)


def plan_of(room: Classroom) -> SeatPlan:
    """The plan of a room as it is."""
    return SeatPlan(tuple(SeatPlace(seat.label, seat.row, seat.column) for seat in room.seats), room.door)


def drawn(room: Classroom, plan: SeatPlan, at: datetime) -> Classroom:
    """The room with its seats and door drawn so. It has the same seats: their ids, labels and kind stay.

    Raises:
        InvalidInput: Each thing that is wrong, by its field in the order of ``plan.seats``: ``seats.0.row``.
    """
    problems = tuple(_problems(room, plan))
    if problems:
        raise InvalidInput(problems)
    where = {place.label: place for place in plan.seats}
    return replace(
        room, seats=_in_order(_moved(seat, where[seat.label]) for seat in room.seats), door=plan.door, drawn_at=at
    )


def differences_of(before: SeatPlan, after: SeatPlan) -> tuple[FieldChange, ...]:
    """What is drawn elsewhere, seat by seat in the order of ``after``, the door last."""
    was = {seat.label: str(seat) for seat in before.seats}
    found = [
        FieldChange(f"seat {seat.label}", was.get(seat.label), str(seat))
        for seat in after.seats
        if was.get(seat.label) != str(seat)
    ]
    if before.door != after.door:
        found.append(FieldChange(_DOOR, *(str(door) if door else None for door in (before.door, after.door))))
    return tuple(found)


def kept_as_drawn(declared: Classroom, stored: Classroom) -> Classroom:
    """A declared room with the plan that was drawn here.

    A seat that is new keeps the files' place where that is free, and else stands behind the last row.
    """
    where = {seat.label: (seat.row, seat.column) for seat in stored.seats}
    taken = {where[seat.label] for seat in declared.seats if seat.label in where}
    seats = []
    for seat in declared.seats:
        place = where.get(seat.label) or (seat.row, seat.column)
        if seat.label not in where and place in taken:
            place = _free(taken)
        taken.add(place)
        seats.append(replace(seat, row=place[0], column=place[1]))
    return replace(declared, seats=_in_order(seats), door=stored.door, drawn_at=stored.drawn_at)


def kept_plan(declared: Classroom, stored: Classroom) -> KeptPlan | None:
    """What an import leaves as it was drawn, or None where the files say the same."""
    changes = differences_of(plan_of(declared), plan_of(stored))
    names = {change.field for change in changes}
    if not names:
        return None
    seats = tuple(seat.label for seat in stored.seats if f"seat {seat.label}" in names)
    return KeptPlan(stored.code, seats, _DOOR in names)


def _problems(room: Classroom, plan: SeatPlan) -> Iterator[FieldProblem]:
    known = [seat.label for seat in room.seats]
    seen: set[str] = set()
    most = place_bound(plan_of(room))
    for number, seat in enumerate(plan.seats):
        field = f"seats.{number}"
        if seat.label not in known:
            meant = get_close_matches(seat.label, known, n=1) or known
            yield _problem(f"{field}.label", seat.label, SeatPlanProblem.SEAT_UNKNOWN, ", ".join(meant))
        elif seat.label in seen:
            yield _problem(f"{field}.label", seat.label, SeatPlanProblem.SEAT_LISTED_TWICE)
        seen.add(seat.label)
        for name, value in (("row", seat.row), ("column", seat.column)):
            if not 1 <= value <= most:
                yield _problem(f"{field}.{name}", value, SeatPlanProblem.OUT_OF_RANGE, f"1..{most}")
    for label in known:
        if label not in seen:
            yield _problem("seats", label, SeatPlanProblem.SEAT_MISSING)
    yield from _clashes(plan.seats)
    if plan.door is not None:
        last = door_bound(plan)
        if not 1 <= plan.door.place <= last:
            yield _problem("door.place", plan.door.place, SeatPlanProblem.DOOR_BEYOND, f"1..{last}")


def _clashes(seats: Sequence[SeatPlace]) -> Iterator[FieldProblem]:
    by_place: dict[tuple[int, int], list[str]] = {}
    for seat in seats:
        by_place.setdefault((seat.row, seat.column), []).append(seat.label)
    for number, seat in enumerate(seats):
        others = dict.fromkeys(label for label in by_place[seat.row, seat.column] if label != seat.label)
        if others:
            yield _problem(f"seats.{number}.row", str(seat), SeatPlanProblem.PLACE_TAKEN, ", ".join(others))


def _problem(field: str, value: object, problem: SeatPlanProblem, expected: str = "") -> FieldProblem:
    return FieldProblem(field, str(value), problem.value, expected)


def _moved(seat: Seat, place: SeatPlace) -> Seat:
    return replace(seat, row=place.row, column=place.column)


def _in_order(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    return tuple(sorted(seats, key=lambda seat: (seat.row, seat.column, seat.label)))


def _free(taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The first place behind the last row; where there is no row more, the first one that nobody has."""
    behind = max(row for row, _ in taken) + 1
    if behind <= MOST_PLACES:
        return behind, 1
    places = ((row, column) for row in range(1, MOST_PLACES + 1) for column in range(1, MOST_PLACES + 1))
    return next(place for place in places if place not in taken)
