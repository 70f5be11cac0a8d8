"""Overrides: dated, reasoned, evidenced exceptions that lie on top of requests and never delete them (RULES R3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import STANDS_STILL, Category, Check, Evidence


class OverrideKind(StrEnum):
    """What is done instead of what was asked for (R3.1)."""

    DECLINE = "decline"  # not at all, until it expires
    DEFER = "defer"  # later
    SUBSTITUTE = "substitute"  # something else in its place
    PIN = "pin"  # another version
    EXCLUDE = "exclude"  # not on some seats


KEEPS_ALL = frozenset({OverrideKind.DECLINE, OverrideKind.DEFER})
"""Kinds that keep a request away altogether, where they are not limited to some seats."""


class OverrideScope(StrEnum):
    """How far it reaches, the narrowest first: it goes before wider ones (R3.7)."""

    SEATS = "seats"  # some seats of one request
    REQUEST = "request"  # one request
    CLASSROOM = "classroom"  # the requests for the item that exist in the room now (R3.1)


class OverrideState(StrEnum):
    """The stored states. Whether one binds at a moment also depends on its dates."""

    PROPOSED = "proposed"  # waits for a second approver; binds nothing, and the clock runs
    LIVE = "live"  # binds between its start and its expiry
    REFUSED = "refused"  # the second approver, or who had to confirm its category, said no
    LIFTED = "lifted"  # taken back by whoever is on duty
    OVERTURNED = "overturned"  # a contest was ruled for the instructor
    LAPSED = "lapsed"  # nobody ruled on a contest in time
    EXPIRED = "expired"  # its time was over
    MOOT = "moot"  # every request that it bound is over


_ENDS = frozenset(
    {
        OverrideState.REFUSED,
        OverrideState.LIFTED,
        OverrideState.OVERTURNED,
        OverrideState.LAPSED,
        OverrideState.EXPIRED,
        OverrideState.MOOT,
    }
)
OVERRIDE_TRANSITIONS: Mapping[OverrideState, frozenset[OverrideState]] = {
    OverrideState.PROPOSED: frozenset(
        {
            OverrideState.LIVE,
            OverrideState.REFUSED,
            OverrideState.LIFTED,
            OverrideState.EXPIRED,
            OverrideState.MOOT,
        }
    ),
    OverrideState.LIVE: _ENDS,
    **{state: frozenset[OverrideState]() for state in _ENDS},
}


class Confirmation(StrEnum):
    """Whether the category was confirmed by whom it has to be (R3.2)."""

    NOT_NEEDED = "not_needed"  # this category needs none
    WAITING = "waiting"  # the clock stands still meanwhile
    CONFIRMED = "confirmed"  # the clock stands still as long as the override lives
    NONE_CAME = "none_came"  # nobody answered in time: it counts as ordinary, and the clock runs


@dataclass(frozen=True, slots=True)
class Override:
    """One override.

    Attributes:
        id: Identity in the store.
        kind, scope, category: See there.
        classroom_id: The room.
        item_id: The item that was asked for.
        request_ids: The requests that it binds; those of a classroom were live when it was recorded.
        seat_ids: Seats that it is limited to; for ``exclude`` those that go without. Empty for all.
        evidence: See Evidence.
        checks: What a machine found out about it when it was recorded.
        explanation: Plain words for the instructor.
        by: Actor who recorded it.
        created_at, starts_at, expires_at: UTC.
        substitute_item: Item that is installed instead, or None.
        pin_version: Version that is installed instead, or None; of the substitute where there is one.
        alternative: What the instructor gets or can do instead; empty for a light one.
        would_lift: What would lift it; empty for a light one.
        compensation: Compensating control; empty for a light one.
        follows: Id of the override that it follows up (R3.4), or None.
        needs_approval: Whether a second approver is needed.
        approved_by, approved_at: Who second-approved; None until then.
        confirmation: See Confirmation.
        confirm_by: Until when the category is to be confirmed, UTC; None where it needs no confirmation.
        confirmed_by, confirmed_at: Who confirmed; None until then.
        agreed_at: When the requester said yes to a substitute, UTC; None until then (R3.6).
        state, ended_at, ended_by: See OverrideState; None until it is over.
    """

    id: str
    kind: OverrideKind
    scope: OverrideScope
    category: Category
    classroom_id: str
    item_id: str
    request_ids: tuple[str, ...]
    evidence: Evidence
    explanation: str
    by: str
    created_at: datetime
    starts_at: datetime
    expires_at: datetime
    seat_ids: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    substitute_item: str | None = None
    pin_version: str | None = None
    alternative: str = ""
    would_lift: str = ""
    compensation: str = ""
    follows: str | None = None
    needs_approval: bool = False
    approved_by: str | None = None
    approved_at: datetime | None = None
    confirmation: Confirmation = Confirmation.NOT_NEEDED
    confirm_by: datetime | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    agreed_at: datetime | None = None
    state: OverrideState = OverrideState.LIVE
    ended_at: datetime | None = None
    ended_by: str | None = None

    def binds_at(self, at: datetime) -> bool:
        """Whether it has a say at a moment."""
        return self.state is OverrideState.LIVE and self.starts_at <= at < self.expires_at

    def concerns(self, request_id: str, seat_id: str) -> bool:
        """Whether it has a say about one request on one seat."""
        return request_id in self.request_ids and (not self.seat_ids or seat_id in self.seat_ids)

    def is_dispute_at(self, at: datetime) -> bool:
        """Whether it is one of security, licence or law; one that nobody confirmed in time is ordinary (R3.2)."""
        if self.confirmation is Confirmation.WAITING:
            return self.category in STANDS_STILL and (self.confirm_by is None or at < self.confirm_by)
        return self.category in STANDS_STILL and self.confirmation is not Confirmation.NONE_CAME

    @property
    def keeps_all(self) -> bool:
        """Whether it keeps a request from every seat; only then can it stop a clock, as what is left is owed now."""
        return self.kind in KEEPS_ALL and not self.seat_ids

    @property
    def leaves_out_seats(self) -> bool:
        """Whether some seats go without: to decline or defer there is to exclude them by another name (R3.6)."""
        return self.kind is OverrideKind.EXCLUDE or (self.kind in KEEPS_ALL and bool(self.seat_ids))

    @property
    def was_confirmed_dispute(self) -> bool:
        """Whether it kept all away over security, licence or law, was confirmed, and nobody overturned it.

        Only such a one moves a request's needed-by in the figures: whoever records an override cannot do that alone.
        """
        confirmed = self.confirmation is Confirmation.CONFIRMED and self.category in STANDS_STILL
        came = not self.needs_approval or self.approved_at is not None
        return confirmed and came and self.keeps_all and self.state is not OverrideState.OVERTURNED


_SCOPES = list(OverrideScope)
_KINDS = list(OverrideKind)


def first_narrowest(override: Override) -> tuple[int, int, float, str]:
    """Key that sorts overrides in the order in which they have their say (R3.7).

    What they are about decides, and never when they were recorded: of the same scope and kind the one that lasts the
    longest is named first.
    """
    scope, kind = _SCOPES.index(override.scope), _KINDS.index(override.kind)
    return scope, kind, -override.expires_at.timestamp(), override.id


@dataclass(eq=False)
class OverrideIsOver(Refusal):
    """The override has ended already, or is not in a state from which this could follow."""

    override_id: str
    state: OverrideState
    code: ClassVar[str] = "override-is-over"
