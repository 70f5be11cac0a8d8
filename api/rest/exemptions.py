"""Exemptions from safeguards: making, signing, approving, refusing, lifting. Safeguards are the whole site's."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.exemptions import ExemptionIn, ExemptionOut, ExemptionsOut, exemption_out
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.domain.safeguards import ExemptionState
from orchestrator.services.exemption_making import make_exemption
from orchestrator.services.exemptions import (
    approve_exemption,
    get_exemption,
    lift_exemption,
    list_exemptions,
    refuse_exemption,
    sign_exemption,
)
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/exemptions", tags=["decisions"])

ExemptionId = Annotated[Identity, Path(description="Id of an exemption.")]
_RISK_OWNER = ("person-deactivated", "cannot-rule", "is-inside-it", "risk-owner-took-part")
_WAITING = ("exemption-decided", "exemption-half-done")


class ExemptionsQuery(Wire):
    """Which exemptions to list."""

    safeguard: Identity | None = Field(default=None, description="Only those from this safeguard.")
    state: ExemptionState | None = None
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="Exemptions",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(),
    name="list_exemptions",
)
def exemptions(
    query: Annotated[ExemptionsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> ExemptionsOut:
    """Newest first."""
    found = list_exemptions(
        safeguard_id=query.safeguard, state=query.state, after=query.after, limit=query.limit + 1, reads=tools.reads
    )
    shown, following = page_of(found, query.limit, lambda view: view.exemption.id)
    link_next(request, response, following)
    return ExemptionsOut(exemptions=tuple(exemption_out(view, speaker) for view in shown), next=following)


@router.post(
    "",
    status_code=201,
    summary="Propose an exemption",
    responses=refuses("not-found", "nothing-to-exempt", *_RISK_OWNER, "too-large"),
    name="make_exemption",
)
def make(
    form: ExemptionIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.SAFEGUARD, Scope.SITE)],
    response: Response,
) -> ExemptionOut:
    """The safeguard binds until the risk owner has signed; security takes a second person, and one seat goes first."""
    made = make_exemption(
        form.command(tools.reads),
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    response.headers["Location"] = f"/api/v1/exemptions/{made.id}"
    return _shown(made.id, tools, speaker)


@router.get(
    "/{exemption_id}",
    summary="One exemption",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="get_exemption",
)
def exemption(exemption_id: ExemptionId, tools: Tools, speaker: Spoken) -> ExemptionOut:
    """With who has signed and approved."""
    return _shown(exemption_id, tools, speaker)


@router.post(
    "/{exemption_id}/signature",
    summary="Accept the risk",
    responses=refuses("not-found", "not-the-risk-owner", *_WAITING, *_RISK_OWNER),
    name="sign_exemption",
)
def sign(
    exemption_id: ExemptionId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.RULE, Scope.SITE)],
) -> ExemptionOut:
    """Only the risk owner who is named may, from outside IT."""
    sign_exemption(exemption_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return _shown(exemption_id, tools, speaker)


@router.post(
    "/{exemption_id}/approval",
    summary="Be the second person",
    responses=refuses("not-found", "exemption-needs-another", *_WAITING),
    name="approve_exemption",
)
def approve(
    exemption_id: ExemptionId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.APPROVE, Scope.SITE)],
) -> ExemptionOut:
    """Where security is exempted from: somebody else than whoever made it, signs it or asked for it."""
    approve_exemption(exemption_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return _shown(exemption_id, tools, speaker)


@router.post(
    "/{exemption_id}/refusal",
    summary="Refuse an exemption",
    dependencies=[requires(Permission.RULE, Scope.SITE)],
    responses=refuses("not-found", "not-the-risk-owner", "exemption-decided"),
    name="refuse_exemption",
)
def refuse(exemption_id: ExemptionId, tools: Tools, speaker: Spoken, caller: Calling) -> ExemptionOut:
    """As its risk owner, or as a second person where one is needed."""
    refuse_exemption(exemption_id, caller=caller, transactions=tools.transactions, clock=tools.clock)
    return _shown(exemption_id, tools, speaker)


@router.post(
    "/{exemption_id}/lifting",
    summary="Take an exemption back",
    responses=refuses("not-found", "exemption-decided"),
    name="lift_exemption",
)
def lift(
    exemption_id: ExemptionId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.SAFEGUARD, Scope.SITE)],
) -> ExemptionOut:
    """The safeguard binds again at once."""
    lift_exemption(exemption_id, actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return _shown(exemption_id, tools, speaker)


def _shown(exemption_id: str, tools: Toolbox, speaker: Speaker) -> ExemptionOut:
    return exemption_out(get_exemption(exemption_id, reads=tools.reads), speaker)
