"""Looking at one person's figures: only after a recorded decision with purpose and audience (RULES R4.7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal

MOST_DAYS = 365
"""Days for which such a decision may hold; whoever still needs it then, decides anew."""


class PersonFigureState(StrEnum):
    """The stored states."""

    PROPOSED = "proposed"  # waits for a second person; nobody may look
    LIVE = "live"  # its audience may look until it is over
    REFUSED = "refused"  # the second person said no
    ENDED = "ended"  # taken back


@dataclass(frozen=True, slots=True)
class PersonFigureDecision:
    """Why somebody may look at the figures of one person at a time, who, and until when.

    Attributes:
        id: Identity in the store; sorts by age.
        purpose: Why, in words that everybody concerned may read.
        audience: Person ids of who may look.
        until: When it is over by itself, UTC.
        by, at: Who proposed it, and when, UTC.
        state: See PersonFigureState.
        decided_by, decided_at: The second person, and when; None until then.
    """

    id: str
    purpose: str
    audience: tuple[str, ...]
    until: datetime
    by: str
    at: datetime
    state: PersonFigureState = PersonFigureState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None

    def lets(self, person_id: str, at: datetime) -> bool:
        """Whether somebody may look at a moment because of it (R4.7)."""
        return self.state is PersonFigureState.LIVE and at < self.until and person_id in self.audience


@dataclass(eq=False)
class PersonFiguresNotDecided(Refusal):
    """No decision that is in force lets whoever asks look at the figures of single persons (R4.7)."""

    login: str
    code: ClassVar[str] = "person-figures-not-decided"


@dataclass(eq=False)
class PersonFiguresDecided(Refusal):
    """The decision about figures of single persons is not waiting for a second person any more."""

    decision_id: str
    state: PersonFigureState
    code: ClassVar[str] = "person-figures-decided"


@dataclass(eq=False)
class PersonFiguresNeedSecond(Refusal):
    """Whoever proposed it cannot be the second person, too (R3.6)."""

    decision_id: str
    code: ClassVar[str] = "person-figures-need-second"
