"""Recommendations: advice that delays nothing (RULES R3.9)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.advice import (
    AlreadyRecommended,
    NothingRecommended,
    Recommendation,
    RecommendationState,
)
from orchestrator.domain.calendars import working_days
from orchestrator.domain.errors import NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.requests import NotTheRequester, RequestIsOver, SoftwareRequest
from orchestrator.services.deadlines import DeadlineTools, Followed, follow
from orchestrator.services.notices import tell
from orchestrator.services.request_lookup import one_request
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

THING = "recommendation"
"""Name under which its deadline is followed."""
_ANSWERS = {
    RecommendationState.FOLLOWED: "recommendation.followed",
    RecommendationState.KEPT: "recommendation.kept",
    RecommendationState.TAKEN_BACK: "recommendation.taken_back",
}
_LAPSES = {
    RecommendationState.LAPSED: "recommendation.lapsed",
    RecommendationState.MOOT: "recommendation.moot",
}


def recommend(
    request_id: str,
    words: str,
    suggests: str | None,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> Recommendation:
    """Advise whoever asked. The request goes on as if nothing had been said.

    Args:
        request_id: The request.
        words: The advice.
        suggests: Catalog item that is recommended instead, or None.
        actor: Who advises.
        transactions: The store.
        clock: Tells the time.
        new_id: Makes identities.

    Raises:
        NotFound: No such request, or no such catalog item.
        RequestIsOver: It isn't open any more.
        AlreadyRecommended: It has an open recommendation.
    """
    now = clock.now()
    with transactions() as uow:
        request = _open_request(uow, request_id, now)
        catalog = uow.catalog.load()
        if suggests is not None and catalog.get(suggests) is None:
            raise NotFound(kind="catalog item", name=suggests, known=tuple(sorted(catalog.items)))
        standing = _open(uow, request.id)
        if standing is not None:
            raise AlreadyRecommended(recommendation_id=standing.id)
        lapses_at = working_days(uow.site.load())(now, uow.rules.load().recommendation_working_days)
        given = Recommendation(new_id(), request.id, actor.id, now, words, lapses_at, suggests)
        uow.recommendations.add(given)
        follow(uow, THING, given.id)
        tell(uow, [request.requester_id], NoticeKind.RECOMMENDED, given.id, _subjects(request, given), now)
        uow.people.remember(actor)
        subjects = _subjects(request, given)
        uow.audit.append(at=now, actor=actor, kind="recommendation.made", subjects=subjects, texts={"words": words})
        uow.commit()
    return given


def answer_recommendation(
    request_id: str, *, follows: bool, actor: Actor, transactions: Transactions, clock: Clock
) -> Recommendation:
    """The requester takes the open advice, or stays with what was asked for. The request itself is not touched.

    Raises:
        NotFound: No such request.
        NotTheRequester: It is somebody else's.
        NothingRecommended: Nothing is open.
    """
    state = RecommendationState.FOLLOWED if follows else RecommendationState.KEPT
    with transactions() as uow:
        request, given = _answerable(uow, request_id)
        if request.requester_id != actor.id:
            raise NotTheRequester(request_id=request.id, requester=request.requester_id)
        ended = _end(uow, request, given, state, actor, clock.now())
        uow.commit()
    return ended


def take_back_recommendation(
    request_id: str, *, actor: Actor, transactions: Transactions, clock: Clock
) -> Recommendation:
    """Take the open advice back.

    Raises:
        NotFound: No such request.
        NothingRecommended: Nothing is open.
    """
    with transactions() as uow:
        request, given = _answerable(uow, request_id)
        ended = _end(uow, request, given, RecommendationState.TAKEN_BACK, actor, clock.now())
        uow.commit()
    return ended


def list_recommendations(request_id: str, *, reads: Reads) -> tuple[Recommendation, ...]:
    """All advice about a request, oldest first.

    Raises:
        NotFound: No such request.
    """
    with reads() as uow:
        return tuple(uow.recommendations.of_requests([one_request(uow, request_id).id]))


def _next_moment(uow: UnitOfWork, recommendation_id: str) -> datetime | None:
    given = uow.recommendations.get(recommendation_id)
    return given.lapses_at if given and given.state is RecommendationState.OPEN else None


def _come_due(tools: DeadlineTools, recommendation_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        given = uow.recommendations.get(recommendation_id)
        if given is None or given.state is not RecommendationState.OPEN or at < given.lapses_at:
            return
        request = uow.requests.get(given.request_id)
        if request is None:  # a foreign key holds this
            return
        state = RecommendationState.LAPSED if request.counts_at(at) else RecommendationState.MOOT
        uow.recommendations.update(replace(given, state=state, ended_at=at))
        subjects = _subjects(request, given) | {"outcome": state.value}
        uow.audit.append(at=at, actor=WORKER, kind=_LAPSES[state], subjects=subjects)
        uow.commit()


FOLLOWED_RECOMMENDATION = Followed(_next_moment, _come_due)
"""How a recommendation lapses by itself (R3.9)."""


def _open_request(uow: UnitOfWork, request_id: str, at: datetime) -> SoftwareRequest:
    request = one_request(uow, request_id)
    if not request.counts_at(at):
        raise RequestIsOver(request_id=request.id, state=request.state)
    return request


def _open(uow: UnitOfWork, request_id: str) -> Recommendation | None:
    given = uow.recommendations.of_requests([request_id])
    return next((one for one in given if one.state is RecommendationState.OPEN), None)


def _answerable(uow: UnitOfWork, request_id: str) -> tuple[SoftwareRequest, Recommendation]:
    request = one_request(uow, request_id)
    given = _open(uow, request.id)
    if given is None:
        raise NothingRecommended(request_id=request.id)
    return request, given


def _end(
    uow: UnitOfWork,
    request: SoftwareRequest,
    given: Recommendation,
    state: RecommendationState,
    actor: Actor,
    now: datetime,
) -> Recommendation:
    ended = replace(given, state=state, ended_at=now)
    uow.recommendations.update(ended)
    subjects = _subjects(request, given) | {"outcome": state.value}
    if state is RecommendationState.TAKEN_BACK:
        tell(uow, [request.requester_id], NoticeKind.RECOMMENDATION_TAKEN_BACK, given.id, subjects, now)
    if actor.id != given.by:
        tell(uow, [given.by], NoticeKind.RECOMMENDATION_ANSWERED, given.id, subjects, now)
    uow.people.remember(actor)
    uow.audit.append(at=now, actor=actor, kind=_ANSWERS[state], subjects=subjects)
    return ended


def _subjects(request: SoftwareRequest, given: Recommendation) -> dict[str, str]:
    return {
        "recommendation": given.id,
        "request": request.id,
        "classroom": request.classroom_id,
        "item": request.item_id,
        "person": request.requester_id,
    }
