"""The ports to what is decided: overrides, holds, safeguards, exemptions, the rules' numbers, and who is told.

The contracts of ``unit_of_work`` hold here, too. Nothing of it is ever deleted but notices that were
read long ago: what is over keeps its row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from orchestrator.domain.decisions import Decisions
from orchestrator.domain.evidence import Category
from orchestrator.domain.holds import Hold
from orchestrator.domain.notices import Notice
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import Exemption, ExemptionState, Safeguard, SafeguardState


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

    def page(
        self,
        *,
        classroom_id: str | None,
        request_id: str | None,
        item_id: str | None,
        kind: OverrideKind | None,
        category: Category | None,
        state: OverrideState | None,
        after: str | None,
        limit: int,
    ) -> Sequence[Override]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
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
        """Store what became of it: state and approval. What it says never changes."""
        ...

    def get(self, safeguard_id: str) -> Safeguard | None:
        """One safeguard. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def live(self) -> Sequence[Safeguard]:
        """All in the state LIVE, oldest first."""
        ...

    def page(self, *, state: SafeguardState | None, after: str | None, limit: int) -> Sequence[Safeguard]:
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
        """One exemption. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def live(self) -> Sequence[Exemption]:
        """All in the state LIVE, oldest first."""
        ...

    def page(
        self, *, safeguard_id: str | None, state: ExemptionState | None, after: str | None, limit: int
    ) -> Sequence[Exemption]:
        """Newest first, strictly older than ``after``."""
        ...


class RoomDecisions(Protocol):
    """What has a say in a room now."""

    def of_classroom(self, classroom_id: str) -> Decisions:
        """Its live overrides and its holds that are not over, with the site's live safeguards and exemptions."""
        ...


class RuleChangeState(StrEnum):
    """What became of a proposed change of the rules' numbers."""

    PROPOSED = "proposed"  # waits for a second person
    IN_FORCE = "in_force"  # approved, until the next one is
    REFUSED = "refused"  # the second person said no


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A proposed or approved set of numbers.

    Attributes:
        id: Identity in the store; sorts by age.
        numbers: Those that differ from the defaults, by name; the whole set, not only what changes.
        reason: Why, in words.
        by, at: Who proposed it, and when, UTC.
        decided_by, decided_at: Who approved or refused it, and when; None until then.
        state: See RuleChangeState.
    """

    id: str
    numbers: dict[str, int]
    reason: str
    by: str
    at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    state: RuleChangeState = RuleChangeState.PROPOSED


class Rules(Protocol):
    """The rules' numbers, with their history."""

    def load(self) -> RuleNumbers:
        """The numbers in force: the defaults, changed by what was approved last."""
        ...

    def add(self, change: RuleChange) -> None:
        """Insert."""
        ...

    def update(self, change: RuleChange) -> None:
        """Store what became of it."""
        ...

    def get(self, change_id: str) -> RuleChange | None:
        """One change. In a unit of work that may write, nobody else changes it until that ends."""
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

    def read(self, person_id: str, notice_ids: Collection[str], at: datetime) -> int:
        """Mark those of the person's as read; how many were unread before."""
        ...

    def forget_read(self, before: datetime, limit: int) -> int:
        """Delete notices that people were given before a moment and have read, at most ``limit``; how many (R4.7)."""
        ...
