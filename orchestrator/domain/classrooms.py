"""Classrooms, their seats, and which machine stands where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.doors import Door


class RolloutMode(StrEnum):
    """Who starts a room's rollouts (RULES R0.5)."""

    AUTOMATIC = "automatic"  # the worker, by itself, at the next slot
    BY_TECHNICIAN = "by_technician"  # a technician triggers each one; the clock runs all the same


class SeatTarget(StrEnum):
    """Which seats of a room a request aims at (RULES R1.3)."""

    ALL = "all"  # every seat
    PODIUM = "podium"  # the lecturer's
    STUDENT_SEATS = "student_seats"  # every seat that is no podium


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a room.

    Attributes:
        id: Identity in the store.
        label: What stands on the table, e.g. ``07``.
        row: Row from the front, 1 first.
        column: Column from the left as seen from the lectern, 1 first.
        podium: Whether it is the lecturer's place.
    """

    id: str
    label: str
    row: int
    column: int
    podium: bool = False

    def aimed_at(self, target: SeatTarget) -> bool:
        """Whether a request for ``target`` includes this seat."""
        return target is SeatTarget.ALL or self.podium is (target is SeatTarget.PODIUM)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which machine stands at which seat, from when, until when (None: still)."""

    seat_id: str
    machine_id: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Classroom:
    """A room with machines.

    Attributes:
        id: Identity in the store.
        code: What people call it, e.g. ``B-204``.
        building: Building it is in.
        timezone: IANA name, for showing times and for windows.
        mode: Who starts its rollouts.
        baseline: Ids of items that it has without a request, in the order of the site file.
        seats: Its seats in the order of row and column.
        department: The unit that owns it, or empty where nobody said.
        door: Where its plan shows the door, or None where nobody said.
        drawn_at: When its plan was last drawn here, UTC; None: it is as the site's files say.
    """

    id: str
    code: str
    building: str
    timezone: str
    mode: RolloutMode = RolloutMode.AUTOMATIC
    baseline: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    department: str = ""
    door: Door | None = None
    drawn_at: datetime | None = None
