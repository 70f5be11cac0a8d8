"""The rules' numbers: what holds, and changing it with two persons."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.rules import (
    RuleChangeIn,
    RuleChangeOut,
    RuleChangesOut,
    RuleNumbersOut,
    numbers_out,
    rule_change_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.rule_changes import decide_numbers, list_rule_changes, numbers_in_force, propose_numbers

router = APIRouter(prefix="/rules", tags=["rules"])

ChangeId = Annotated[Identity, Path(description="Id of a proposed change.")]
Governing = Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)]


class RuleChangesQuery(Wire):
    """Which page to list."""

    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="The rules' numbers",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(takes_input=False),
    name="get_rules",
)
def rules(tools: Tools) -> RuleNumbersOut:
    """What holds now, with the bounds within which the site may choose."""
    return numbers_out(numbers_in_force(reads=tools.reads))


@router.get(
    "/changes",
    summary="Changes of the rules' numbers",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(),
    name="list_rule_changes",
)
def changes(
    query: Annotated[RuleChangesQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> RuleChangesOut:
    """Newest first: proposed, in force, refused."""
    found = list_rule_changes(reads=tools.reads, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found, query.limit, lambda view: view.change.id)
    link_next(request, response, following)
    return RuleChangesOut(changes=tuple(rule_change_out(view, speaker) for view in shown), next=following)


@router.post(
    "/changes",
    status_code=201,
    summary="Propose numbers for the rules",
    responses=refuses("rule-numbers-wrong", "nothing-changes", "too-large"),
    name="propose_rules",
)
def propose(form: RuleChangeIn, tools: Tools, speaker: Spoken, actor: Governing) -> RuleChangeOut:
    """Nothing changes until another person approves."""
    view = propose_numbers(
        form.numbers,
        form.reason,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return rule_change_out(view, speaker)


@router.post(
    "/changes/{change_id}/approve",
    summary="Approve proposed numbers",
    responses=refuses(
        "not-found",
        "rule-change-decided",
        "needs-another-person",
        "nothing-changes",
        "rule-numbers-moved",
        "rule-numbers-wrong",
    ),
    name="approve_rules",
)
def approve(change_id: ChangeId, tools: Tools, speaker: Spoken, actor: Governing) -> RuleChangeOut:
    """They hold from now on, and all others stay as they are. Never by whoever proposed them."""
    view = decide_numbers(change_id, approve=True, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return rule_change_out(view, speaker)


@router.post(
    "/changes/{change_id}/refuse",
    summary="Refuse proposed numbers",
    responses=refuses("not-found", "rule-change-decided", "needs-another-person"),
    name="refuse_rules",
)
def refuse(change_id: ChangeId, tools: Tools, speaker: Spoken, actor: Governing) -> RuleChangeOut:
    """The numbers stay as they are."""
    view = decide_numbers(change_id, approve=False, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return rule_change_out(view, speaker)
