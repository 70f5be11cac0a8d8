"""Softer words: a recommendation that delays nothing (RULES R3.9), and whether what was delivered works."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.requests import RequestState, SoftwareRequest


class RecommendationState(StrEnum):
    """What became of a recommendation."""

    OPEN = "open"  # waits for the requester's word; delays nothing
    FOLLOWED = "followed"  # the requester takes the advice
    KEPT = "kept"  # the requester stays with what was asked for
    LAPSED = "lapsed"  # nobody answered in time, and nothing came of it
    TAKEN_BACK = "taken_back"  # whoever gave it took it back
    MOOT = "moot"  # the request is over


_ENDS = frozenset(RecommendationState) - {RecommendationState.OPEN}
RECOMMENDATION_TRANSITIONS: Mapping[RecommendationState, frozenset[RecommendationState]] = {
    RecommendationState.OPEN: _ENDS,
    **{state: frozenset[RecommendationState]() for state in _ENDS},
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One piece of advice about one request.

    Attributes:
        id: Identity in the store.
        request_id: The request.
        by: Actor who gave it.
        at: When, UTC.
        words: The advice, in words that the requester reads.
        suggests: Item that is recommended instead, or None.
        lapses_at: When it lapses without an answer, UTC.
        state, ended_at: See RecommendationState; None until it is over.
    """

    id: str
    request_id: str
    by: str
    at: datetime
    words: str
    lapses_at: datetime
    suggests: str | None = None
    state: RecommendationState = RecommendationState.OPEN
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Whether what was delivered works, in the word of whoever asked for it. Optional, with one reminder.

    Attributes:
        request_id: The request; there is one for each.
        person_id: The requester.
        asked_at: When they were asked, UTC.
        remind_at: When they are reminded, once, UTC.
        works: Their answer; None until then.
        words: What they said with it.
        answered_at: When, UTC; None until then.
    """

    request_id: str
    person_id: str
    asked_at: datetime
    remind_at: datetime
    works: bool | None = None
    words: str = ""
    answered_at: datetime | None = None


def changed_after_advice(
    request: SoftwareRequest, given: Iterable[Recommendation], days: int, lines: Iterable[datetime] = ()
) -> bool:
    """Whether a request was taken back, or its settings line said anew, so soon after advice about it (R3.9).

    Args:
        request: The request.
        given: Recommendations, of any requests.
        days: Within how many days after one.
        lines: Since when each settings line was there that it ever had, UTC.
    """
    moments = [since for since in lines if since > request.created_at]
    if request.state is RequestState.WITHDRAWN and request.ended_at is not None:
        moments.append(request.ended_at)
    mine = (advice for advice in given if advice.request_id == request.id)
    return any(advice.at <= moment <= advice.at + timedelta(days=days) for advice in mine for moment in moments)


@dataclass(eq=False)
class AlreadyRecommended(Refusal):
    """A request has one open recommendation at a time; that one is named."""

    recommendation_id: str
    code: ClassVar[str] = "already-recommended"


@dataclass(eq=False)
class NothingRecommended(Refusal):
    """There is no open recommendation to answer."""

    request_id: str
    code: ClassVar[str] = "nothing-recommended"


@dataclass(eq=False)
class NotDeliveredYet(Refusal):
    """Whether it works can be said once it is there."""

    request_id: str
    code: ClassVar[str] = "not-delivered-yet"
