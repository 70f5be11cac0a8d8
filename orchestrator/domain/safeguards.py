"""Safeguards: how the institution protects itself, as openly as it asks of technicians (RULES R4.2 to R4.4).

Exemptions lie on top of them (R4.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import ClassVar

from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category, Evidence


class SafeguardKind(StrEnum):
    """What it does."""

    BLOCK = "block"  # not installed anywhere; copies that are ours go
    MINIMUM_VERSION = "minimum_version"  # nothing older is installed
    PROTECTIVE_UPDATE = "protective_update"  # likewise, and it goes to every copy that is there, until a deadline


class SafeguardState(StrEnum):
    """The stored states."""

    PROPOSED = "proposed"  # waits for a second person; binds nothing
    LIVE = "live"  # binds until it expires
    REFUSED = "refused"  # the second person said no
    LIFTED = "lifted"  # taken back
    EXPIRED = "expired"  # its time was over


SAFEGUARD_TRANSITIONS: Mapping[SafeguardState, frozenset[SafeguardState]] = {
    SafeguardState.PROPOSED: frozenset(
        {SafeguardState.LIVE, SafeguardState.REFUSED, SafeguardState.LIFTED, SafeguardState.EXPIRED}
    ),
    SafeguardState.LIVE: frozenset({SafeguardState.LIFTED, SafeguardState.EXPIRED}),
    SafeguardState.REFUSED: frozenset(),
    SafeguardState.LIFTED: frozenset(),
    SafeguardState.EXPIRED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What a safeguard is about: one item of the catalog, or whatever fits the patterns (``*`` is a wildcard)."""

    item_id: str | None = None
    name_pattern: str | None = None
    publisher_pattern: str | None = None

    @property
    def is_pattern(self) -> bool:
        """Whether it may concern more than one title; then an impact preview and two persons are needed (R4.2)."""
        return self.item_id is None

    def fits(self, item: CatalogItem) -> bool:
        """Whether an item of the catalog is meant."""
        return item.id == self.item_id if self.item_id else self.fits_product(item.title, item.publisher)

    def fits_product(self, name: str, publisher: str | None) -> bool:
        """Whether a product that calls itself so is meant, compared without case; a pattern that is None fits all."""
        patterns = ((self.name_pattern, name), (self.publisher_pattern, publisher or ""))
        given = [(pattern, text) for pattern, text in patterns if pattern]
        return bool(given) and all(fnmatchcase(text.casefold(), pattern.casefold()) for pattern, text in given)


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One safeguard.

    Attributes:
        id: Identity in the store.
        kind, category: See there.
        aim: What it is about.
        title: What it says in a few words.
        explanation: Plain words for whoever is refused.
        evidence: See Evidence.
        owner: Person id of who answers for it.
        review_at: When it is looked at again, UTC.
        by: Actor who set it.
        created_at, expires_at: UTC.
        minimum: Least version, for the two kinds that have one; None for a block.
        deadline: By when a protective update is to be everywhere, UTC; else None.
        emergency: Whether it may enter a blackout (R4.4).
        instead: What people can use instead; may be empty.
        needs_approval: Whether a second person is needed.
        approved_by, approved_at: Who was the second person; None until then.
        state, ended_at, ended_by: See SafeguardState; None until it is over.
        reminded_at: When its owner was told that it is to be looked at again, UTC; None until then.
        overdue_at: When its deadline was found to be over, UTC; None until then.
    """

    id: str
    kind: SafeguardKind
    category: Category
    aim: Aim
    title: str
    explanation: str
    evidence: Evidence
    owner: str
    review_at: datetime
    by: str
    created_at: datetime
    expires_at: datetime
    minimum: str | None = None
    deadline: datetime | None = None
    emergency: bool = False
    instead: str = ""
    needs_approval: bool = False
    approved_by: str | None = None
    approved_at: datetime | None = None
    state: SafeguardState = SafeguardState.LIVE
    ended_at: datetime | None = None
    ended_by: str | None = None
    reminded_at: datetime | None = None
    overdue_at: datetime | None = None

    def binds_at(self, at: datetime) -> bool:
        """Whether it has a say at a moment."""
        return self.state is SafeguardState.LIVE and self.created_at <= at < self.expires_at

    def is_past_deadline_at(self, at: datetime) -> bool:
        """Whether it should be everywhere by a moment: where it is not, a seat is exposed (R4.4)."""
        return self.binds_at(at) and self.deadline is not None and self.deadline <= at


class ExemptionState(StrEnum):
    """The stored states of an exemption."""

    PROPOSED = "proposed"  # waits for its risk owner's signature, or for a second person
    LIVE = "live"  # the safeguard does not bind in its rooms
    REFUSED = "refused"  # the risk owner, or the second person, said no
    LIFTED = "lifted"  # taken back
    EXPIRED = "expired"  # its time was over


EXEMPTION_TRANSITIONS: Mapping[ExemptionState, frozenset[ExemptionState]] = {
    ExemptionState.PROPOSED: frozenset(
        {ExemptionState.LIVE, ExemptionState.REFUSED, ExemptionState.LIFTED, ExemptionState.EXPIRED}
    ),
    ExemptionState.LIVE: frozenset({ExemptionState.LIFTED, ExemptionState.EXPIRED}),
    ExemptionState.REFUSED: frozenset(),
    ExemptionState.LIFTED: frozenset(),
    ExemptionState.EXPIRED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """A safeguard does not bind in some rooms, because somebody outside IT has accepted the risk in writing (R4.3).

    Attributes:
        id: Identity in the store.
        safeguard_id: The safeguard.
        item_id: The item that it is for.
        classroom_ids: The rooms.
        compensation: Compensating control.
        by: Actor who made it, usually whoever ruled on the contest.
        created_at, expires_at: UTC.
        risk_owner: Person id of who accepts the risk; outside IT.
        signed_at: When they signed, UTC; None until then.
        contest_id: The contest that led to it, or None.
        needs_approval, approved_by, approved_at: Second person; security needs one.
        canary_seat_id: Seat that gets it first, or None.
        canary_passed_at: When that seat was ready, UTC; None until then.
        state, ended_at, ended_by: See ExemptionState; None until it is over.
    """

    id: str
    safeguard_id: str
    item_id: str
    classroom_ids: tuple[str, ...]
    compensation: str
    by: str
    created_at: datetime
    expires_at: datetime
    risk_owner: str
    signed_at: datetime | None = None
    contest_id: str | None = None
    needs_approval: bool = False
    approved_by: str | None = None
    approved_at: datetime | None = None
    canary_seat_id: str | None = None
    canary_passed_at: datetime | None = None
    state: ExemptionState = ExemptionState.PROPOSED
    ended_at: datetime | None = None
    ended_by: str | None = None

    def frees(self, classroom_id: str, item_id: str, seat_id: str, at: datetime) -> bool:
        """Whether the safeguard does not bind there: on the canary's seat first, elsewhere once that one is ready."""
        live = self.state is ExemptionState.LIVE and self.created_at <= at < self.expires_at
        if not live or item_id != self.item_id or classroom_id not in self.classroom_ids:
            return False
        return self.canary_seat_id in {None, seat_id} or self.canary_passed_at is not None


@dataclass(eq=False)
class SafeguardIsOver(Refusal):
    """The safeguard has ended already, or is not in a state from which this could follow."""

    safeguard_id: str
    state: SafeguardState
    code: ClassVar[str] = "safeguard-is-over"
