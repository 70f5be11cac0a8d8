"""The ports to wishes, words about delays, and changes of the catalog that take something away.

The contracts of ``unit_of_work`` hold here, too. Nothing of it is ever deleted.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangeState
from orchestrator.domain.delay_notes import DelayNote
from orchestrator.domain.wishes import Wish, WishAnswer, WishState


class Wishes(Protocol):
    """Wishes with what was answered."""

    def add(self, wish: Wish) -> None:
        """Insert."""
        ...

    def update(self, wish: Wish) -> None:
        """Store what became of it; what was wished for never changes."""
        ...

    def get(self, wish_id: str) -> Wish | None:
        """One wish. In a unit of work that may write, nobody else changes its room until that ends."""
        ...

    def open(self, classroom_id: str | None = None) -> Sequence[Wish]:
        """All that are open, of a room or of all, oldest first."""
        ...

    def awaiting_yes(self, at: datetime, classroom_id: str | None = None) -> Sequence[Wish]:
        """All that are linked and whose wisher has not said yet whether that was meant, oldest first."""
        ...

    def linked_to(self, request_ids: Collection[str]) -> Mapping[str, Wish]:
        """By id of the request, the oldest wish that became it; requests that came from none are missing."""
        ...

    def page(
        self,
        *,
        classroom_id: str | None,
        requester_id: str | None,
        state: WishState | None,
        after: str | None,
        limit: int,
        on_behalf_by: str | None = None,
    ) -> Sequence[Wish]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``.

        With ``on_behalf_by`` only those that this actor entered for somebody else.
        """
        ...

    def answer(self, answer: WishAnswer) -> None:
        """Insert an answer."""
        ...

    def answers(self, wish_ids: Collection[str]) -> Sequence[WishAnswer]:
        """All answers to these wishes, oldest first."""
        ...


class DelayNotes(Protocol):
    """Words about delays."""

    def add(self, note: DelayNote) -> None:
        """Insert."""
        ...

    def of_requests(self, request_ids: Collection[str]) -> Sequence[DelayNote]:
        """All on these requests, oldest first."""
        ...


class CatalogChanges(Protocol):
    """Changes of the catalog that take something away."""

    def add(self, change: CatalogChange) -> None:
        """Insert."""
        ...

    def update(self, change: CatalogChange) -> None:
        """Store what became of it; what it says never changes."""
        ...

    def get(self, change_id: str) -> CatalogChange | None:
        """One change. In a unit of work that may write, nobody else changes it until that ends."""
        ...

    def seen(self, change_id: str) -> CatalogChange | None:
        """One change as it is now, for whoever holds a room already: changes are held before rooms."""
        ...

    def in_force(self) -> Sequence[tuple[datetime, tuple[str, ...]]]:
        """When each one that is in force was decided on, and ids of the requests that it touched; oldest first."""
        ...

    def page(self, *, state: CatalogChangeState | None, after: str | None, limit: int) -> Sequence[CatalogChange]:
        """Newest first, strictly older than the one with id ``after``."""
        ...
