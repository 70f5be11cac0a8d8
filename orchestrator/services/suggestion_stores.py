"""The port to what the store keeps of suggestions: the last imported advisory about an item, and who dismissed it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orchestrator.domain.suggestions import Found


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Somebody looked at it and said why nothing comes of it.

    Attributes:
        by: Id of the person.
        at: When, UTC.
        reason: Their words; empty where they were erased.
    """

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class KeptSuggestion:
    """One advisory about one item, as kept.

    Attributes:
        found: The advisory and the item.
        imported_at: When it was last imported, UTC.
        dismissal: None while it is open.
    """

    found: Found
    imported_at: datetime
    dismissal: Dismissal | None = None


class Suggestions(Protocol):
    """Suggestions by identity. What they suggest is worked out anew when they are shown."""

    def put(self, found: Sequence[Found], at: datetime, *, reopen: bool) -> None:
        """Insert or update; ``reopen`` takes dismissals away, otherwise they stay as they are."""
        ...

    def get(self, identity: str) -> KeptSuggestion | None:
        """One of them."""
        ...

    def kept(self, identities: Collection[str]) -> Mapping[str, KeptSuggestion]:
        """By identity; those that are not there are missing."""
        ...

    def page(self, *, item_id: str | None, dismissed: bool, after: str | None, limit: int) -> Sequence[KeptSuggestion]:
        """By identity backwards, which is newest number first within each kind of list; those below ``after``."""
        ...

    def dismiss(self, identity: str, dismissal: Dismissal) -> bool:
        """Dismiss an open one; False where there is none of this identity that is open."""
        ...

    def erase_reason(self, identity: str, dismissed_at: datetime) -> None:
        """Erase the words of the dismissal of that moment for good; it stays dismissed. Nothing where there is none."""
        ...

    def remove(self, identities: Collection[str]) -> None:
        """Take away what was withdrawn by those who published it."""
        ...
