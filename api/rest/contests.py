"""Contests: making, listing, ruling, taking back."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.contests import ContestIn, ContestOut, ContestsOut, RulingIn, contest_out
from api.schemas.fields import Code, Cursor, Identity, Limit
from api.schemas.wire import Wire
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.contests import (
    ContestFilters,
    get_contest,
    list_contests,
    make_contest,
    withdraw_contest,
)
from orchestrator.services.rulings import Rule, rule

router = APIRouter(prefix="/contests", tags=["decisions"])

ContestId = Annotated[Identity, Path(description="Id of a contest.")]
_PROPOSING = ("nothing-to-exempt", "person-deactivated", "cannot-rule", "is-inside-it", "risk-owner-took-part")


class ContestsQuery(Wire):
    """Which contests to list."""

    classroom: Code | None = Field(default=None, description="Only those in this room.")
    request: Identity | None = Field(default=None, description="Only those for the sake of this request.")
    decision: Identity | None = Field(default=None, description="Only those of this decision.")
    subject: ContestSubject | None = None
    state: ContestState | None = None
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50

    def filters(self) -> ContestFilters:
        """What the service is asked for."""
        return ContestFilters(self.classroom, self.request, self.decision, self.subject, self.state)


@router.post(
    "",
    status_code=201,
    summary="Contest a decision about one's request",
    responses=refuses(
        "not-found", "no-rights-on-request", "request-is-over", "nothing-to-contest", "already-contested", "too-large"
    ),
    name="make_contest",
)
def make(
    form: ContestIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.REQUEST, Scope.SITE)],
    caller: Calling,
    response: Response,
) -> ContestOut:
    """As long as it lives. The list of its category is asked; unanswered, it rises, and then most decisions lapse."""
    view = make_contest(
        form.command(), actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    response.headers["Location"] = f"/api/v1/contests/{view.contest.id}"
    return contest_out(view, speaker, caller)


@router.get(
    "",
    summary="Contests",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_contests",
)
def contests(
    query: Annotated[ContestsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    request: Request,
    response: Response,
) -> ContestsOut:
    """Newest first."""
    found = list_contests(query.filters(), after=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda view: view.contest.id)
    link_next(request, response, following)
    return ContestsOut(contests=tuple(contest_out(view, speaker, caller) for view in shown), next=following)


@router.get(
    "/{contest_id}",
    summary="One contest",
    dependencies=[requires(Permission.READ, Scope.CONTEST)],
    responses=refuses("not-found"),
    name="get_contest",
)
def contest(contest_id: ContestId, tools: Tools, speaker: Spoken, caller: Calling) -> ContestOut:
    """With the ruling, once there is one."""
    return contest_out(get_contest(contest_id, reads=tools.reads), speaker, caller)


@router.post(
    "/{contest_id}/ruling",
    summary="Rule on a contest",
    responses=refuses(
        "not-found", "not-independent", "contest-is-over", "nothing-to-contest", *_PROPOSING, "too-large"
    ),
    name="rule_on_contest",
)
def ruling(
    contest_id: ContestId,
    form: RulingIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.RULE, Scope.CONTEST)],
    caller: Calling,
) -> ContestOut:
    """By somebody independent on the category's list. A safeguard's refusal is overturned into an exemption."""
    terms = form.exemption.terms(tools.reads) if form.exemption else None
    command = Rule(contest_id, form.overturn, form.words, terms)
    rule(command, actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return contest_out(get_contest(contest_id, reads=tools.reads), speaker, caller)


@router.post(
    "/{contest_id}/withdrawal",
    summary="Take one's own contest back",
    responses=refuses("not-found", "no-rights-on-request", "contest-is-over"),
    name="withdraw_contest",
)
def withdraw(
    contest_id: ContestId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.REQUEST, Scope.CONTEST)],
    caller: Calling,
) -> ContestOut:
    """The decision stays as it is."""
    view = withdraw_contest(contest_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return contest_out(view, speaker, caller)
