"""The register of documents: what a policy category can refer to, and who owns each (RULES R3.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from orchestrator.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """One document in the register.

    Attributes:
        id: Identity in the store.
        title: What it is called.
        owner: Who owns it, in words: a committee, an office, a person.
        owner_outside_it: Whether that owner is outside the technicians' own line.
        url: Where it can be read, or empty.
        by: Actor who entered it.
        at: When, UTC.
        retired_at: Since when it holds no more, UTC; None while it does.
    """

    id: str
    title: str
    owner: str
    owner_outside_it: bool
    url: str
    by: str
    at: datetime
    retired_at: datetime | None = None

    def holds_as_policy_at(self, at: datetime) -> bool:
        """Whether a policy category may refer to it at a moment: IT cannot write its own policy (R3.2)."""
        return self.owner_outside_it and (self.retired_at is None or at < self.retired_at)


@dataclass(eq=False)
class DocumentRetired(Refusal):
    """The document holds no more already."""

    document: str
    code: ClassVar[str] = "document-retired"
