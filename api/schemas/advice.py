"""Recommendations and sign-offs on the wire."""

from pydantic import AwareDatetime, Field

from api.schemas.fields import Code, Remark
from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.advice import Recommendation, SignOff
from orchestrator.services.wording import Speaker


class RecommendationIn(Wire):
    """Advice about a request."""

    words: Remark = Field(description="The advice.", examples=["The old browser is no longer kept up to date."])
    suggests: Code | None = Field(default=None, description="Catalogue item that is recommended instead.")


class AdviceAnswerIn(Wire):
    """What the requester says to advice."""

    follows: bool = Field(description="Whether they take it. The request itself is not changed by that.")


class RecommendationOut(Wire):
    """Advice about a request; it delays nothing. It comes from the room's team."""

    id: str
    request: str
    words: str
    suggests: ItemRef | None
    at: AwareDatetime
    lapses_at: AwareDatetime = Field(description="When it lapses without an answer.")
    state: Term
    ended_at: AwareDatetime | None


class RecommendationsOut(Wire):
    """All advice about a request, oldest first."""

    recommendations: tuple[RecommendationOut, ...]


class SignOffIn(Wire):
    """Whether what was delivered works."""

    works: bool
    words: Remark | None = Field(default=None, description="What is the matter, where it does not.")


class SignOffOut(Wire):
    """What the requester was asked, and said."""

    request: str
    asked_at: AwareDatetime
    works: bool | None = Field(description="Null until they have answered; nobody has to.")
    words: str
    answered_at: AwareDatetime | None


def recommendation_out(given: Recommendation, speaker: Speaker) -> RecommendationOut:
    """Advice for the wire; without who gave it, because it is the team's (RULES R4.7)."""
    return RecommendationOut(
        id=given.id,
        request=given.request_id,
        words=given.words,
        suggests=ItemRef.of(given.suggests, speaker) if given.suggests else None,
        at=given.at,
        lapses_at=given.lapses_at,
        state=Term.of(given.state, speaker),
        ended_at=given.ended_at,
    )


def sign_off_out(given: SignOff) -> SignOffOut:
    """A sign-off for the wire."""
    return SignOffOut(
        request=given.request_id,
        asked_at=given.asked_at,
        works=given.works,
        words=given.words,
        answered_at=given.answered_at,
    )
