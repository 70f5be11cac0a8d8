"""The port to letters: kept as they were sent.

The contracts of ``unit_of_work`` hold here, too. The database refuses every change of a letter but the erasing of its
words, and takes none away.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from orchestrator.domain.letters import Letter


class Letters(Protocol):
    """What was written to people."""

    def put(self, letter: Letter) -> str:
        """Insert; the same person and key again change nothing. The id of the letter that is kept."""
        ...

    def get(self, letter_id: str) -> Letter | None:
        """One letter."""
        ...

    def of_person(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Letter]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        ...

    def of_decisions(self, decision_ids: Collection[str]) -> Sequence[Letter]:
        """All that tell of one of these decisions, oldest first."""
        ...

    def erase(self, letter_id: str, at: datetime) -> bool:
        """Erase a letter's words for good; whether there were any left. That there was one stays known."""
        ...

    def erase_of_person(self, person_id: str, at: datetime) -> int:
        """Erase the words of all letters to a person for good; of how many."""
        ...
