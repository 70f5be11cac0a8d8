"""Delay notes: honest words about when something will be there. They stop no clock (RULES R4.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from orchestrator.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class DelayNote:
    """One note on a request.

    Attributes:
        id: Identity in the store; sorts by age.
        request_id: The request.
        words: Why it takes longer, in plain words.
        expected_at: When it is expected to be there, UTC.
        by: Who wrote it.
        at: When, UTC.
    """

    id: str
    request_id: str
    words: str
    expected_at: datetime
    by: str
    at: datetime


@dataclass(eq=False)
class ExpectedInThePast(Refusal):
    """The date on which it is expected is over."""

    expected_at: datetime
    now: datetime
    code: ClassVar[str] = "expected-in-the-past"
