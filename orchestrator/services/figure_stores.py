"""The ports to what figures are counted from, and to the figures themselves.

The contracts of ``unit_of_work`` hold here, too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from orchestrator.domain.figures import Figure, Grouping, Month
from orchestrator.domain.milestones import Milestone, Promise
from orchestrator.domain.person_figures import PersonFigureDecision
from orchestrator.domain.waiting import Evening, WaitingDay, WaitingOwner


class Milestones(Protocol):
    """When requests were ready for the first time, and what they were promised. Kept once, never deleted."""

    def promise(self, promise: Promise) -> None:
        """Insert; the same request again changes nothing."""
        ...

    def promises(self, request_ids: Collection[str]) -> Mapping[str, Promise]:
        """By request; those that were accepted before promises were kept are missing."""
        ...

    def keep(self, milestones: Collection[Milestone]) -> None:
        """Insert. What is there already changes only from not as asked to as asked, once."""
        ...

    def of_requests(self, request_ids: Collection[str]) -> Mapping[str, Milestone]:
        """By request; those that were never ready are missing."""
        ...


class WaitingDays(Protocol):
    """Whose turn it was with what was owed, evening by evening (RULES R4.5). Kept once, never deleted."""

    def has(self, day: date) -> bool:
        """Whether the day's evening is recorded."""
        ...

    def keep(self, evening: Evening, looked_at: datetime, days: Collection[WaitingDay]) -> bool:
        """Insert an evening with all of its days, and say so; False, and nothing changes, where it is there already."""
        ...

    def of_owed(self, owed_ids: Collection[str]) -> Mapping[str, Mapping[date, WaitingOwner]]:
        """By request or wish: whose turn it was on each recorded day; those without one are missing."""
        ...


@dataclass(frozen=True, slots=True)
class Freed:
    """Rooms in which a safeguard did not bind for a while, because of an exemption."""

    classroom_ids: tuple[str, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Guarded:
    """For how long a safeguard kept items away from whoever asked for them.

    Attributes:
        item_ids: The items.
        versions: The versions that it refused when they were asked for by name; None for all, and for ``latest``.
        since, until: From when to before when.
        freed: Where it did not bind.
        safeguard_id: The safeguard; a contest of it that is open, or that overturned it, takes its refusal of one
            request away.
    """

    item_ids: tuple[str, ...]
    versions: tuple[str, ...] | None
    since: datetime
    until: datetime
    freed: tuple[Freed, ...] = ()
    safeguard_id: str = ""


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What figures are asked for.

    Attributes:
        since: The first moment of the period.
        until: The moment before which it ends.
        now: The present moment; nothing later counts, whatever the period is.
        grouping: By what they stand apart.
        months: The months of the period, oldest first; their ends are what rows are sorted into months by.
        person_id: Only what belongs to this person: own requests, own decisions. None for everybody's.
    """

    since: datetime
    until: datetime
    now: datetime
    grouping: Grouping
    months: tuple[Month, ...] = ()
    person_id: str | None = None


class Figures(Protocol):
    """Figures, counted in the database in a fixed number of statements, however many rows there are.

    A group without a row has no figures.
    """

    def of_requests(self, query: FigureQuery, guarded: Sequence[Guarded]) -> Sequence[Figure]:
        """Of requests whose needed-by lies in the period and is over."""
        ...

    def of_overrides(self, query: FigureQuery) -> Sequence[Figure]:
        """Of overrides that were recorded in the period and came into force; of a person's, those they recorded."""
        ...

    def of_withheld_days(self, query: FigureQuery) -> Sequence[Figure]:
        """For how long the same overrides kept something from requests; what overlaps on one request counts once."""
        ...

    def of_answers(self, query: FigureQuery) -> Sequence[Figure]:
        """How long second persons and confirmations took; of a person's, those that they gave."""
        ...

    def of_holds(self, query: FigureQuery) -> Sequence[Figure]:
        """Of brakes that were put on in the period; of a person's, by them."""
        ...

    def of_contests(self, query: FigureQuery) -> Sequence[Figure]:
        """Of contests that were made in the period; of a person's, those they made, and the rulings that they gave."""
        ...

    def of_narrowings(self, query: FigureQuery) -> Sequence[Figure]:
        """Of changes that took something from the catalogue and were applied in the period: of the whole site or by
        month, whoever made them.
        """
        ...

    def of_advice(self, query: FigureQuery, after_advice_days: int) -> Sequence[Figure]:
        """Of recommendations that were made in the period; of a person's, those that they gave.

        Args:
            query: What is asked for.
            after_advice_days: Within how many days a request counts as changed after advice (RULES R3.9).
        """
        ...

    def of_sign_offs(self, query: FigureQuery) -> Sequence[Figure]:
        """Of requesters who were asked in the period whether it works; of a person's, by whom it was answered."""
        ...

    def of_wishes(self, query: FigureQuery) -> Sequence[Figure]:
        """Of wishes that were made in the period; of a person's, their own."""
        ...

    def of_waiting_days(self, query: FigureQuery) -> Sequence[Figure]:
        """Of recorded evenings in the period: how often it was whose turn, whoever had asked."""
        ...

    def evenings(self, query: FigureQuery) -> Mapping[str, int]:
        """How many evenings of the period are recorded: of the whole site or by month. Months without one are
        missing.
        """
        ...


class PersonFigureDecisions(Protocol):
    """Decisions by which somebody may look at the figures of single persons (RULES R4.7). Never deleted."""

    def add(self, decision: PersonFigureDecision) -> None:
        """Insert."""
        ...

    def update(self, decision: PersonFigureDecision) -> None:
        """Store what became of it."""
        ...

    def get(self, decision_id: str) -> PersonFigureDecision | None:
        """One decision. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def live_at(self, at: datetime) -> Sequence[PersonFigureDecision]:
        """Those in force, oldest first."""
        ...

    def page(self, *, after: str | None, limit: int) -> Sequence[PersonFigureDecision]:
        """Newest first, strictly older than ``after``."""
        ...
