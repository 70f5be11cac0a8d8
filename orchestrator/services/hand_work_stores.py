"""The port to statements that work by hand is done."""

from collections.abc import Collection, Sequence
from typing import Protocol

from orchestrator.domain.hand_work import Tick


class Ticks(Protocol):
    """Who stated what about which request. Nothing of it is ever deleted."""

    def put(self, tick: Tick) -> None:
        """Insert, or store the answer of one that is there; all else of it never changes."""
        ...

    def erase(self, tick_id: str, *, evidence: bool = False, why: bool = False, answer: bool = False) -> None:
        """Erase words for good: what was done, why it is not as asked, what was said of it. What counts stays so."""
        ...

    def of(self, request_ids: Collection[str]) -> Sequence[Tick]:
        """All that was stated about these requests, oldest first."""
        ...
