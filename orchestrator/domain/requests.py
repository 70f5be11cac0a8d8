"""Software requests: one item in one classroom, asked for by somebody. Silence means yes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.errors import Refusal

LATEST = "latest"
"""The version of a request that leaves the choice to the catalog (RULES R1.6)."""


class Wanted(StrEnum):
    """Whether a request wants the item there or away."""

    PRESENT = "present"  # the usual case
    ABSENT = "absent"  # asks that something is not there


class RequestState(StrEnum):
    """The stored states. Everything else (owed, in conflict, ready …) is derived, with its why."""

    OPEN = "open"  # counts in the manifest
    WITHDRAWN = "withdrawn"  # taken back by whoever asked
    CLOSED = "closed"  # its time is over


TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.OPEN: frozenset({RequestState.WITHDRAWN, RequestState.CLOSED}),
    RequestState.WITHDRAWN: frozenset(),
    RequestState.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class SettingsLine:
    """One free line about settings and add-ons of what is asked for. No machine proves it, so it is work by hand.

    Attributes:
        id: Identity in the store; other words make another line.
        words: As they were typed, ≤ 500 characters; empty where they were erased (RULES R4.7).
        since: When it was said like this, UTC.
    """

    id: str
    words: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SoftwareRequest:
    """What somebody asked for.

    Attributes:
        id: Identity in the store.
        classroom_id: The room.
        item_id: The catalog item.
        wanted: Present or absent.
        version: A version of the catalog, or ``latest``.
        target: Which seats.
        enough: How many of those seats suffice, or None for all.
        requester_id: Actor who holds all rights on it.
        entered_by: Actor who typed it in; differs from the requester when somebody asks on behalf.
        course: Course code, or None.
        needed_by: When it must be there, UTC.
        until: When it may go again, UTC, or None.
        group_id: Ties requests of one form together, or None.
        created_at: When it was accepted, UTC.
        state: See RequestState.
        ended_at: When it left ``open``, UTC.
        settings_line: What it says about settings and add-ons, or None; it is granted only when that is answered, too.
    """

    id: str
    classroom_id: str
    item_id: str
    requester_id: str
    entered_by: str
    needed_by: datetime
    created_at: datetime
    wanted: Wanted = Wanted.PRESENT
    version: str = LATEST
    target: SeatTarget = SeatTarget.ALL
    enough: int | None = None
    course: str | None = None
    until: datetime | None = None
    group_id: str | None = None
    state: RequestState = RequestState.OPEN
    ended_at: datetime | None = None
    settings_line: SettingsLine | None = None

    def counts_at(self, at: datetime) -> bool:
        """Whether it has a say at a moment: it is open, and its time is not over."""
        return self.state is RequestState.OPEN and (self.until is None or self.until > at)

    def moved_to(self, state: RequestState, at: datetime) -> "SoftwareRequest":
        """The request in another state.

        Raises:
            RequestIsOver: The table of transitions doesn't allow it.
        """
        if state not in TRANSITIONS[self.state]:
            raise RequestIsOver(request_id=self.id, state=self.state)
        return replace(self, state=state, ended_at=at)


@dataclass(eq=False)
class RequestIsOver(Refusal):
    """The request is withdrawn or closed already."""

    request_id: str
    state: RequestState
    code: ClassVar[str] = "request-is-over"


@dataclass(eq=False)
class AlreadyRequested(Refusal):
    """The same person already has the same open request; it is named, nothing is doubled."""

    request_id: str
    item: str
    classroom: str
    code: ClassVar[str] = "already-requested"


@dataclass(eq=False)
class NotTheRequester(Refusal):
    """Nobody but the requester may withdraw a request, or change what it asks for (RULES R1.10, R2)."""

    request_id: str
    requester: str
    code: ClassVar[str] = "not-the-requester"


@dataclass(eq=False)
class NeededByInThePast(Refusal):
    """The date by which it is needed is over."""

    needed_by: datetime
    now: datetime
    code: ClassVar[str] = "needed-by-in-the-past"


@dataclass(eq=False)
class MoreThanTheSeats(Refusal):
    """More seats were called enough than the request aims at."""

    enough: int
    seats: int
    code: ClassVar[str] = "more-than-the-seats"


@dataclass(eq=False)
class IdempotencyKeyReused(Refusal):
    """The key came before with another content."""

    key: str
    code: ClassVar[str] = "idempotency-key-reused"
