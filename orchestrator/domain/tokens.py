"""Bearer tokens: how programs say for whom they call."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import Permission

MOST_DAYS = 366
"""How long a token can hold."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a program shows. Its secret is not part of this: only its hash is kept, in the store.

    Attributes:
        id: Identity, which is also part of the token's text.
        person_id: For whom it speaks.
        name: What it is for.
        permissions: What it allows at most, or None for all that the person may.
        made_at: When, UTC.
        expires_at: Until when it holds, UTC.
        used_at: When it was last used, UTC, to the minute; None before.
        revoked_at: When it was revoked, UTC, or None.
    """

    id: str
    person_id: str
    name: str
    permissions: frozenset[Permission] | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        """Whether it is taken at a moment."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(eq=False)
class TokenTooWide(Refusal):
    """A token was to allow more than whoever makes it may."""

    permissions: tuple[Permission, ...]
    code: ClassVar[str] = "token-too-wide"
