"""The ports to contests, and to who rules on them.

The contracts of ``unit_of_work`` hold here, too. Contests are never deleted.
"""

from collections.abc import Sequence
from typing import Protocol

from orchestrator.domain.contests import Contest, ContestState, ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.rulers import Ruler, Superior


class Rulers(Protocol):
    """Who rules on contests, per category, and who answers to whom."""

    def all(self) -> Sequence[Ruler]:
        """All lists, by category and person."""
        ...

    def of(self, category: Category) -> Sequence[Ruler]:
        """One list. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def put(self, category: Category, named: Sequence[Ruler]) -> None:
        """Replace one list."""
        ...

    def superiors(self) -> Sequence[Superior]:
        """Who answers to whom, by person."""
        ...

    def put_superiors(self, person_id: str, named: Sequence[Superior]) -> None:
        """Replace those to whom one person answers."""
        ...


class Contests(Protocol):
    """Contests."""

    def add(self, contest: Contest) -> None:
        """Insert."""
        ...

    def update(self, contest: Contest) -> None:
        """Store what became of it: stage, state, ruling. What it says never changes."""
        ...

    def seen(self, contest_id: str) -> Contest | None:
        """One contest as it is now; it may change until somebody holds it by ``get``."""
        ...

    def get(self, contest_id: str) -> Contest | None:
        """One contest. In a unit of work that may write, nobody else changes its room until that ends."""
        ...

    def open_of(self, subject: ContestSubject, decision_id: str) -> Sequence[Contest]:
        """Those that wait for a ruling on one decision, oldest first."""
        ...

    def page(
        self,
        *,
        subject: ContestSubject | None,
        decision_id: str | None,
        request_id: str | None,
        classroom_id: str | None,
        state: ContestState | None,
        after: str | None,
        limit: int,
    ) -> Sequence[Contest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        ...
