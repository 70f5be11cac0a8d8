"""Figures: of the site, of oneself, and of one person after a decision."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.etags import tag_apart_from
from api.exports.csv_file import MEDIA_TYPE
from api.exports.figures_csv import figures_csv
from api.openapi import gives_file, refuses
from api.paging import link_next, page_of
from api.schemas.fields import Cursor, Identity, Limit, Login, Moment
from api.schemas.figures import (
    FiguresOut,
    PersonFigureAnswerIn,
    PersonFigureDecisionOut,
    PersonFigureDecisionsOut,
    PersonFiguresIn,
    figures_out,
    person_figure_decision_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.figures import Grouping
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.figures import FigureReport, read_figures
from orchestrator.services.person_figures import (
    answer_person_figures,
    figures_of_person,
    list_person_figure_decisions,
    own_figures,
    propose_person_figures,
)
from orchestrator.services.toolbox import Toolbox

router = APIRouter(tags=["figures"])

_ALL = requires(Permission.READ_RECORD, Scope.SITE)
Oneself = Annotated[Actor, requires(Permission.ACCOUNT, Scope.ACCOUNT)]
Governor = Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)]
Looking = Annotated[Actor, requires(Permission.READ, Scope.SITE)]
DecisionId = Annotated[Identity, Path(description="Id of the decision.")]
LoginPath = Annotated[Login, Path(description="What the person signs in with.", examples=["ada"])]


class PeriodQuery(Wire):
    """Over which time."""

    since: Moment | None = Field(
        default=None, description="From this moment on; else a year.", examples=["2027-01-01T00:00:00+01:00"]
    )
    until: Moment | None = Field(default=None, description="Before this moment; else until now.")


class FiguresQuery(PeriodQuery):
    """Which figures."""

    by: Grouping = Field(default=Grouping.NOTHING, description="By what they stand apart.")


class DecisionsQuery(Wire):
    """Which decisions to list."""

    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get("/figures", summary="Figures of a period", dependencies=[_ALL], responses=refuses(), name="get_figures")
def figures(query: Annotated[FiguresQuery, Query()], tools: Tools, speaker: Spoken, response: Response) -> FiguresOut:
    """By team, building, room, category or month: never by person. What each means: docs/figures.md."""
    found = figures_out(_report(query, tools), speaker)
    # Without a period of one's own, its ends move with the moment of looking.
    tag_apart_from(response, found, "at", "since", "until")
    return found


@router.get(
    "/figures.csv",
    summary="The same as CSV",
    dependencies=[_ALL],
    responses=gives_file(MEDIA_TYPE) | refuses(),
    response_class=Response,
    name="export_figures",
)
def as_csv(query: Annotated[FiguresQuery, Query()], tools: Tools, speaker: Spoken) -> Response:
    """In UTF-8 with a byte order mark; a cell that a spreadsheet could take for a formula has an apostrophe before."""
    report = _report(query, tools)
    headers = {
        "Content-Disposition": f'attachment; filename="figures-{report.at:%Y-%m-%d}.csv"',
        "Content-Language": speaker.language.value,
        "Cache-Control": "no-store",
    }
    return Response(figures_csv(report, speaker), media_type=MEDIA_TYPE, headers=headers)


@router.get("/me/figures", summary="One's own figures", responses=refuses(), name="get_my_figures")
def mine(
    query: Annotated[PeriodQuery, Query()], tools: Tools, speaker: Spoken, response: Response, actor: Oneself
) -> FiguresOut:
    """Of one's requests, and of one's overrides, holds, approvals and confirmations."""
    report = own_figures(actor, reads=tools.reads, clock=tools.clock, since=query.since, until=query.until)
    found = figures_out(report, speaker)
    tag_apart_from(response, found, "at", "since", "until")
    return found


@router.get(
    "/figures/decisions",
    summary="Decisions about figures of single persons",
    responses=refuses(),
    name="list_person_figure_decisions",
)
def decisions(
    query: Annotated[DecisionsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
    _: Looking,
) -> PersonFigureDecisionsOut:
    """Newest first. Everybody may read who may look at whom, why, and until when."""
    found = list_person_figure_decisions(reads=tools.reads, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found, query.limit, lambda view: view.decision.id)
    link_next(request, response, following)
    return PersonFigureDecisionsOut(
        decisions=tuple(person_figure_decision_out(view, speaker) for view in shown), next=following
    )


@router.post(
    "/figures/decisions",
    status_code=201,
    summary="Propose that some people look at figures of single persons",
    responses=refuses("not-found", "too-large"),
    name="propose_person_figures",
)
def propose(form: PersonFiguresIn, tools: Tools, speaker: Spoken, actor: Governor) -> PersonFigureDecisionOut:
    """Nobody may look before a second person has approved it."""
    view = propose_person_figures(
        form.command(), actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return person_figure_decision_out(view, speaker)


@router.post(
    "/figures/decisions/{decision_id}/answer",
    summary="Approve, refuse or end such a decision",
    responses=refuses("not-found", "person-figures-decided", "person-figures-need-second", "too-large"),
    name="answer_person_figures",
)
def answer(
    decision_id: DecisionId, form: PersonFigureAnswerIn, tools: Tools, speaker: Spoken, actor: Governor
) -> PersonFigureDecisionOut:
    """Who proposed it cannot approve or refuse it."""
    view = answer_person_figures(
        decision_id, form.answer, actor=actor, transactions=tools.transactions, clock=tools.clock
    )
    return person_figure_decision_out(view, speaker)


@router.get(
    "/figures/people/{login}",
    summary="Figures of one person",
    responses=refuses("not-found", "person-figures-not-decided"),
    name="get_person_figures",
)
def of_person(
    login: LoginPath,
    query: Annotated[PeriodQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    response: Response,
    actor: Looking,
) -> FiguresOut:
    """Only where a decision in force names the caller. The record notes each look."""
    _person, report = figures_of_person(
        login,
        actor=actor,
        transactions=tools.transactions,
        reads=tools.reads,
        clock=tools.clock,
        since=query.since,
        until=query.until,
    )
    found = figures_out(report, speaker)
    tag_apart_from(response, found, "at", "since", "until")
    return found


def _report(query: FiguresQuery, tools: Toolbox) -> FigureReport:
    return read_figures(reads=tools.reads, clock=tools.clock, since=query.since, until=query.until, grouping=query.by)
