"""Blackouts: times in which nothing is started in a part of the site (RULES R4.4)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.blackouts import BlackoutIn, BlackoutOut, BlackoutsOut, blackout_out
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.blackouts import get_blackout, lift_blackout, list_blackouts, set_blackout
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/blackouts", tags=["blackouts"])

BlackoutId = Annotated[Identity, Path(description="Id of a blackout.")]


class BlackoutsQuery(Wire):
    """Which page to list."""

    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="Blackouts",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(),
    name="list_blackouts",
)
def blackouts(
    query: Annotated[BlackoutsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> BlackoutsOut:
    """Newest first; those that are over, too."""
    found = list_blackouts(reads=tools.reads, clock=tools.clock, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found, query.limit, lambda view: view.blackout.id)
    link_next(request, response, following)
    return BlackoutsOut(blackouts=tuple(blackout_out(view, speaker) for view in shown), next=following)


@router.post(
    "",
    status_code=201,
    summary="Set a blackout",
    responses=refuses("not-found", "too-large"),
    name="set_blackout",
)
def set_one(
    form: BlackoutIn,
    tools: Tools,
    speaker: Spoken,
    response: Response,
    actor: Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)],
) -> BlackoutOut:
    """For the whole site, a building, a department or a room, of any length. It stops no clock."""
    made = set_blackout(
        form.command(), actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    response.headers["Location"] = f"/api/v1/blackouts/{made.id}"
    return _one(made.id, tools, speaker)


@router.get(
    "/{blackout_id}",
    summary="One blackout",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="get_blackout",
)
def blackout(blackout_id: BlackoutId, tools: Tools, speaker: Spoken) -> BlackoutOut:
    """With why, and whether it holds now."""
    return _one(blackout_id, tools, speaker)


@router.post(
    "/{blackout_id}/lift",
    summary="End a blackout before its time",
    responses=refuses("not-found", "blackout-is-over"),
    name="lift_blackout",
)
def lift(
    blackout_id: BlackoutId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)],
) -> BlackoutOut:
    """What it kept waiting starts by itself."""
    lift_blackout(blackout_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return _one(blackout_id, tools, speaker)


def _one(blackout_id: str, tools: Toolbox, speaker: Speaker) -> BlackoutOut:
    return blackout_out(get_blackout(blackout_id, reads=tools.reads, clock=tools.clock), speaker)
