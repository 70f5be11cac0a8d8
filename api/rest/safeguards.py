"""Safeguards: how the institution protects itself, with the same openness as it asks of technicians (RULES R4.2)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.impacts import ImpactOut, impact_out
from api.schemas.safeguards import (
    ApprovalIn,
    ExposedOut,
    LookIn,
    ReasonIn,
    SafeguardIn,
    SafeguardOut,
    SafeguardsOut,
    exposed_out,
    safeguard_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.domain.safeguards import SafeguardKind, SafeguardState
from orchestrator.services.catalog import item_titles
from orchestrator.services.exposed import list_exposed
from orchestrator.services.safeguard_register import (
    get_safeguard,
    list_safeguards,
    preview_safeguard,
    safeguard_impact,
)
from orchestrator.services.safeguards import (
    approve_safeguard,
    check_safeguard,
    lift_safeguard,
    refuse_safeguard,
    set_safeguard,
)
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/safeguards", tags=["safeguards"])

SafeguardId = Annotated[Identity, Path(description="Id of a safeguard.")]
_READ = requires(Permission.READ, Scope.SITE)
_SAFEGUARD = requires(Permission.SAFEGUARD, Scope.SITE)


class SafeguardsQuery(Wire):
    """Which of the register to list."""

    state: SafeguardState | None = None
    kind: SafeguardKind | None = None
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get("", summary="Safeguards", dependencies=[_READ], responses=refuses(), name="list_safeguards")
def safeguards(
    query: Annotated[SafeguardsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> SafeguardsOut:
    """The register, newest first; everybody may read it."""
    found = list_safeguards(
        reads=tools.reads, state=query.state, kind=query.kind, after=query.after, limit=query.limit + 1
    )
    shown, following = page_of(found, query.limit, lambda view: view.safeguard.id)
    link_next(request, response, following)
    return SafeguardsOut(safeguards=tuple(safeguard_out(view, speaker) for view in shown), next=following)


@router.get(
    "/exposed",
    summary="Rooms that are exposed",
    dependencies=[_READ],
    responses=refuses(takes_input=False),
    name="get_exposed",
)
def exposed(tools: Tools, speaker: Spoken) -> ExposedOut:
    """Where a protective update's deadline is over, and an older copy is still there."""
    own = Speaker(speaker.language, speaker.zone, speaker.now, item_titles(reads=tools.reads))
    found = list_exposed(reads=tools.reads, clock=tools.clock)
    return ExposedOut(exposed=tuple(exposed_out(room, own) for room in found))


@router.post(
    "/preview",
    summary="See what a safeguard would do",
    dependencies=[_SAFEGUARD],
    responses=refuses(
        "not-found",
        "too-large",
        "person-deactivated",
        "safeguard-too-long",
        "pattern-too-wide",
        "emergency-needs-both-roles",
        "evidence-not-met",
    ),
    name="preview_safeguard",
)
def preview(form: LookIn, tools: Tools, speaker: Spoken, caller: Calling) -> ImpactOut:
    """Rooms, requests, seats and installed copies. It binds nothing."""
    if form.whole is not None:
        check_safeguard(form.whole.command(), caller=caller, reads=tools.reads, clock=tools.clock)
    impact, titles = preview_safeguard(form.kind, form.aim.aim(), form.minimum, reads=tools.reads, clock=tools.clock)
    return impact_out(impact, titles, speaker)


@router.post(
    "",
    status_code=201,
    summary="Set a safeguard",
    dependencies=[_SAFEGUARD],
    responses=refuses(
        "not-found",
        "too-large",
        "person-deactivated",
        "safeguard-too-long",
        "pattern-too-wide",
        "impact-not-seen",
        "impact-changed",
        "emergency-needs-both-roles",
        "evidence-not-met",
    ),
    name="set_safeguard",
)
def set_one(form: SafeguardIn, tools: Tools, speaker: Spoken, caller: Calling, response: Response) -> SafeguardOut:
    """It binds at once, or when a second person has approved it: a pattern, a long one, an emergency."""
    made = set_safeguard(
        form.command(), caller=caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    response.headers["Location"] = f"/api/v1/safeguards/{made.id}"
    return _one(made.id, tools, speaker)


@router.get(
    "/{safeguard_id}",
    summary="One safeguard",
    dependencies=[_READ],
    responses=refuses("not-found"),
    name="get_safeguard",
)
def safeguard(safeguard_id: SafeguardId, tools: Tools, speaker: Spoken) -> SafeguardOut:
    """In plain words, with its evidence and its owner."""
    return _one(safeguard_id, tools, speaker)


@router.get(
    "/{safeguard_id}/impact",
    summary="What a safeguard does",
    dependencies=[_SAFEGUARD],
    responses=refuses("not-found"),
    name="get_safeguard_impact",
)
def impact(safeguard_id: SafeguardId, tools: Tools, speaker: Spoken) -> ImpactOut:
    """Or would do now, where it waits for a second person: who approves it looks at this."""
    found, titles = safeguard_impact(safeguard_id, reads=tools.reads, clock=tools.clock)
    return impact_out(found, titles, speaker)


@router.post(
    "/{safeguard_id}/approve",
    summary="Approve a safeguard as the second person",
    dependencies=[_SAFEGUARD],
    responses=refuses(
        "not-found",
        "too-large",
        "safeguard-is-over",
        "needs-another-person",
        "impact-not-seen",
        "impact-changed",
        "emergency-needs-both-roles",
    ),
    name="approve_safeguard",
)
def approve(
    safeguard_id: SafeguardId, form: ApprovalIn, tools: Tools, speaker: Spoken, caller: Calling
) -> SafeguardOut:
    """It binds from now on."""
    approve_safeguard(
        safeguard_id,
        seen=form.impact,
        caller=caller,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return _one(safeguard_id, tools, speaker)


@router.post(
    "/{safeguard_id}/refuse",
    summary="Refuse a safeguard as the second person",
    dependencies=[_SAFEGUARD],
    responses=refuses("not-found", "too-large", "safeguard-is-over", "needs-another-person"),
    name="refuse_safeguard",
)
def refuse(safeguard_id: SafeguardId, form: ReasonIn, tools: Tools, speaker: Spoken, caller: Calling) -> SafeguardOut:
    """It never binds."""
    refuse_safeguard(
        safeguard_id, reason=form.reason, caller=caller, transactions=tools.transactions, clock=tools.clock
    )
    return _one(safeguard_id, tools, speaker)


@router.post(
    "/{safeguard_id}/lift",
    summary="Lift a safeguard",
    dependencies=[_SAFEGUARD],
    responses=refuses("not-found", "too-large", "safeguard-is-over"),
    name="lift_safeguard",
)
def lift(safeguard_id: SafeguardId, form: ReasonIn, tools: Tools, speaker: Spoken, caller: Calling) -> SafeguardOut:
    """What it kept away returns by itself."""
    lift_safeguard(safeguard_id, reason=form.reason, caller=caller, transactions=tools.transactions, clock=tools.clock)
    return _one(safeguard_id, tools, speaker)


def _one(safeguard_id: str, tools: Toolbox, speaker: Speaker) -> SafeguardOut:
    return safeguard_out(get_safeguard(safeguard_id, reads=tools.reads), speaker)
