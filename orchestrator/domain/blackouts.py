"""Blackouts: a calendar freeze of a campus, a building or a room is one record that moves slots (RULES R4.4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import RoleScope


@dataclass(frozen=True, slots=True)
class Blackout:
    """One freeze.

    Attributes:
        id: Identity in the store.
        scope: Where it holds.
        starts_at, ends_at: UTC.
        reason: Why, in words that everybody reads.
        by: Actor who set it.
        created_at: UTC.
        lifted_at, lifted_by: When and by whom it was taken back, or None.
    """

    id: str
    scope: RoleScope
    starts_at: datetime
    ends_at: datetime
    reason: str
    by: str
    created_at: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None

    def covers(self, room: Classroom) -> bool:
        """Whether it holds in a room."""
        return self.lifted_at is None and self.scope.covers(room)

    def is_on_at(self, at: datetime) -> bool:
        """Whether it holds at a moment, somewhere."""
        return self.lifted_at is None and self.starts_at <= at < self.ends_at


def blackout_at(blackouts: Iterable[Blackout], room: Classroom, at: datetime) -> Blackout | None:
    """The blackout of a room at a moment: of several the one that ends last, or None."""
    on = (b for b in blackouts if b.covers(room) and b.is_on_at(at))
    return max(on, key=lambda b: (b.ends_at, b.id), default=None)


def after_blackouts(blackouts: Iterable[Blackout], room: Classroom, minutes: int, at: datetime) -> datetime:
    """The earliest moment from ``at`` on from which work of ``minutes`` is through before the next blackout begins.

    Those that overlap, or leave too little time between them, are passed over together. They have any length, so there
    may be much to pass over, but each is passed over at most once (R4.4).
    """
    slot, length = at, timedelta(minutes=minutes)
    for blackout in sorted((b for b in blackouts if b.covers(room)), key=lambda b: (b.starts_at, b.id)):
        if blackout.starts_at < slot + max(length, timedelta.resolution) and slot < blackout.ends_at:
            slot = blackout.ends_at
    return slot


@dataclass(eq=False)
class InBlackout(Refusal):
    """The room has a blackout now; work may begin again at ``until``."""

    classroom: str
    reason: str
    until: datetime
    code: ClassVar[str] = "in-blackout"


@dataclass(eq=False)
class BlackoutIsOver(Refusal):
    """The blackout is over, or was lifted already."""

    blackout_id: str
    code: ClassVar[str] = "blackout-is-over"
