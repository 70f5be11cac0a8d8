"""Softer words about a request: advice that delays nothing, and whether it works once it is there."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.advice import (
    AdviceAnswerIn,
    RecommendationIn,
    RecommendationOut,
    RecommendationsOut,
    SignOffIn,
    SignOffOut,
    recommendation_out,
    sign_off_out,
)
from api.schemas.fields import Identity
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.recommendations import (
    answer_recommendation,
    list_recommendations,
    recommend,
    take_back_recommendation,
)
from orchestrator.services.sign_offs import get_sign_off, sign_off
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/requests/{request_id}", tags=["requests"])

RequestId = Annotated[Identity, Path(description="Id of a request.")]
Advising = Annotated[Actor, requires(Permission.OVERRIDE, Scope.REQUEST)]
Asking = Annotated[Actor, requires(Permission.REQUEST, Scope.REQUEST)]
_READ = requires(Permission.READ, Scope.REQUEST)


@router.get(
    "/recommendations",
    summary="Advice about a request",
    dependencies=[_READ],
    responses=refuses("not-found"),
    name="get_recommendations",
)
def recommendations(request_id: RequestId, tools: Tools, speaker: Spoken) -> RecommendationsOut:
    """Oldest first; advice delays nothing."""
    found, own = list_recommendations(request_id, reads=tools.reads), _titled(tools, speaker)
    return RecommendationsOut(recommendations=tuple(recommendation_out(one, own) for one in found))


@router.post(
    "/recommendations",
    status_code=201,
    summary="Advise whoever asked",
    responses=refuses("not-found", "request-is-over", "already-recommended", "too-large"),
    name="make_recommendation",
)
def advise(
    request_id: RequestId, form: RecommendationIn, tools: Tools, speaker: Spoken, actor: Advising
) -> RecommendationOut:
    """The request goes on as if nothing had been said. It lapses by itself after some working days."""
    given = recommend(
        request_id,
        form.words,
        form.suggests,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return recommendation_out(given, _titled(tools, speaker))


@router.post(
    "/recommendations/answer",
    summary="Answer advice about one's request",
    responses=refuses("not-found", "not-the-requester", "nothing-recommended", "too-large"),
    name="answer_recommendation",
)
def answer(
    request_id: RequestId, form: AdviceAnswerIn, tools: Tools, speaker: Spoken, actor: Asking
) -> RecommendationOut:
    """Take it, or stay with the request; only its requester may, and nobody has to."""
    given = answer_recommendation(
        request_id, follows=form.follows, actor=actor, transactions=tools.transactions, clock=tools.clock
    )
    return recommendation_out(given, _titled(tools, speaker))


@router.post(
    "/recommendations/take-back",
    summary="Take advice back",
    responses=refuses("not-found", "nothing-recommended"),
    name="take_back_recommendation",
)
def take_back(request_id: RequestId, tools: Tools, speaker: Spoken, actor: Advising) -> RecommendationOut:
    """The advice that waits for an answer."""
    given = take_back_recommendation(request_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return recommendation_out(given, _titled(tools, speaker))


@router.get(
    "/sign-off",
    summary="Whether it works",
    dependencies=[_READ],
    responses=refuses("not-found", "not-delivered-yet"),
    name="get_sign_off",
)
def signed_off(request_id: RequestId, tools: Tools) -> SignOffOut:
    """In the word of whoever asked for it."""
    return sign_off_out(get_sign_off(request_id, reads=tools.reads))


@router.post(
    "/sign-off",
    summary="Say whether it works",
    responses=refuses("not-found", "not-the-requester", "not-delivered-yet", "too-large"),
    name="sign_off",
)
def say_whether_it_works(request_id: RequestId, form: SignOffIn, tools: Tools, actor: Asking) -> SignOffOut:
    """Only its requester may, once it was there; it may be said anew. Where it does not, the technicians are told."""
    given = sign_off(
        request_id,
        works=form.works,
        words=form.words or "",
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
    )
    return sign_off_out(given)


def _titled(tools: Toolbox, speaker: Speaker) -> Speaker:
    return replace(speaker, titles=item_titles(reads=tools.reads))
