"""The ports to what is decided: overrides, holds, safeguards, exemptions, the rules' numbers, and who is told.

The contracts of ``unit_of_work`` hold here, too. Nothing of it is ever deleted but notices that were
read long ago: what is over keeps its row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orchestrator.domain.blackouts import Blackout
from orchestrator.domain.contests import Contest, ContestState
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.documents import Document
from orchestrator.domain.evidence import Category
from orchestrator.domain.holds import Hold
from orchestrator.domain.notices import Notice
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.rule_numbers import RuleChange, RuleNumbers
from orchestrator.domain.safeguards import Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState


@dataclass(frozen=True, slots=True)
class OverrideQuery:
    """Which overrides are wanted: those that fit all that is given.

    Attributes:
        person_id: Whoever recorded, approved, confirmed or ended it, or asked for what it bound.
        classroom_id, item_id, request_id: See Override.
        team: The unit that owns the room.
        kind, category, state: See Override.
        since, until: Recorded from this moment on, before that one, UTC.
        contested: Whether anybody ever contested it.
        contest: State of a contest about it.
        unconfirmed: Whether its reason waits for whoever confirms it.
    """

    person_id: str | None = None
    classroom_id: str | None = None
    team: str | None = None
    item_id: str | None = None
    request_id: str | None = None
    kind: OverrideKind | None = None
    category: Category | None = None
    state: OverrideState | None = None
    since: datetime | None = None
    until: datetime | None = None
    contested: bool | None = None
    contest: ContestState | None = None
    unconfirmed: bool | None = None


class Overrides(Protocol):
    """Overrides with the requests that each binds."""

    def add(self, override: Override) -> None:
        """Insert."""
        ...

    def update(self, override: Override) -> None:
        """Store what became of it: state, approval, confirmation, the requester's yes. What it says never changes."""
        ...

    def get(self, override_id: str) -> Override | None:
        """One override. In a unit of work that may write, nobody else changes its room until that ends."""
        ...

    def of_requests(self, request_ids: Collection[str]) -> Sequence[Override]:
        """All that ever bound one of these requests, oldest first."""
        ...

    def page(self, query: OverrideQuery, *, after: str | None, limit: int) -> Sequence[Override]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        ...

    def contests(self, override_ids: Collection[str]) -> Sequence[Contest]:
        """All contests that there ever were about these overrides, oldest first."""
        ...


class Holds(Protocol):
    """Brakes."""

    def add(self, hold: Hold) -> None:
        """Insert."""
        ...

    def update(self, hold: Hold) -> None:
        """Store whether it was taken back, and whether its canary is ready."""
        ...

    def get(self, hold_id: str) -> Hold | None:
        """One hold. In a unit of work that may write, nobody else changes its room until that ends."""
        ...

    def of_classroom(self, classroom_id: str) -> Sequence[Hold]:
        """All of a room, oldest first."""
        ...


class Safeguards(Protocol):
    """Safeguards of the whole site."""

    def add(self, safeguard: Safeguard) -> None:
        """Insert."""
        ...

    def update(self, safeguard: Safeguard) -> None:
        """Store what became of it: state, approval, and what its owner was told. What it says never changes."""
        ...

    def get(self, safeguard_id: str) -> Safeguard | None:
        """One safeguard. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def seen(self, safeguard_id: str) -> Safeguard | None:
        """One safeguard as it is now, for whoever holds a room already: safeguards are held before rooms."""
        ...

    def live(self) -> Sequence[Safeguard]:
        """All in the state LIVE, oldest first."""
        ...

    def page(
        self, *, state: SafeguardState | None, after: str | None, limit: int, kind: SafeguardKind | None = None
    ) -> Sequence[Safeguard]:
        """Newest first, strictly older than ``after``."""
        ...


class Exemptions(Protocol):
    """Exemptions from safeguards."""

    def add(self, exemption: Exemption) -> None:
        """Insert."""
        ...

    def update(self, exemption: Exemption) -> None:
        """Store what became of it: state, signature, approval, canary."""
        ...

    def get(self, exemption_id: str) -> Exemption | None:
        """One exemption. In a unit of work that may write, nobody else changes it or its rooms until that ends."""
        ...

    def live(self) -> Sequence[Exemption]:
        """All in the state LIVE, oldest first."""
        ...

    def page(
        self, *, safeguard_id: str | None, state: ExemptionState | None, after: str | None, limit: int
    ) -> Sequence[Exemption]:
        """Newest first, strictly older than ``after``."""
        ...


class Blackouts(Protocol):
    """Times in which nothing is started in a part of the site."""

    def add(self, blackout: Blackout) -> None:
        """Insert."""
        ...

    def update(self, blackout: Blackout) -> None:
        """Store that it was lifted. What it says never changes."""
        ...

    def get(self, blackout_id: str) -> Blackout | None:
        """One blackout. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def ahead(self, at: datetime) -> Sequence[Blackout]:
        """Those that are not over at a moment and were not lifted, by their beginning."""
        ...

    def page(self, *, after: str | None, limit: int) -> Sequence[Blackout]:
        """Newest first, strictly older than ``after``."""
        ...


class RoomDecisions(Protocol):
    """What has a say in a room now."""

    def of_classroom(self, classroom_id: str) -> Decisions:
        """Its live overrides and its holds that are not over, with the site's live safeguards and exemptions."""
        ...

    def of_classrooms(self, classroom_ids: Collection[str]) -> Mapping[str, Decisions]:
        """The same of each of these rooms, by its id."""
        ...


class Rules(Protocol):
    """The rules' numbers, with their history."""

    def load(self) -> RuleNumbers:
        """The numbers in force: the defaults, changed by one after another of what was approved."""
        ...

    def add(self, change: RuleChange) -> None:
        """Insert."""
        ...

    def update(self, change: RuleChange) -> None:
        """Store what became of it."""
        ...

    def get(self, change_id: str) -> RuleChange | None:
        """One change. In a unit of work that may write, nobody else changes any number until that ends."""
        ...

    def page(self, *, after: str | None, limit: int) -> Sequence[RuleChange]:
        """Newest first, strictly older than ``after``."""
        ...


class Notices(Protocol):
    """What people are told."""

    def put(self, notice: Notice) -> None:
        """Insert; the same person and key again change nothing."""
        ...

    def of_person(self, person_id: str, *, unread: bool, after: str | None, limit: int) -> Sequence[Notice]:
        """Newest first, strictly older than ``after``; with ``unread`` only those that the person has not read."""
        ...

    def has(self, person_id: str, key: str) -> bool:
        """Whether the person was told this already."""
        ...

    def read(self, person_id: str, notice_ids: Collection[str], at: datetime) -> int:
        """Mark those of the person's as read; how many were unread before."""
        ...

    def unread(self, person_id: str, notice_ids: Collection[str]) -> int:
        """Mark those of the person's as not read; how many were read before."""
        ...

    def forget_read(self, before: datetime, limit: int) -> int:
        """Delete notices that people were given before a moment and have read, at most ``limit``; how many (R4.7)."""
        ...


class Documents(Protocol):
    """The register of documents."""

    def add(self, document: Document) -> None:
        """Insert."""
        ...

    def update(self, document: Document) -> None:
        """Store whether it holds no more. What it says never changes."""
        ...

    def get(self, document_id: str) -> Document | None:
        """One document. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def page(self, *, retired: bool, after: str | None, limit: int) -> Sequence[Document]:
        """Newest first, strictly older than ``after``; without ``retired`` only those that hold."""
        ...
