"""What happens to a contest by itself: it rises, then the override lapses, or it leaves IT (RULES R4.1)."""

from dataclasses import replace
from datetime import datetime

from orchestrator.domain.contests import Contest, ContestStage, ContestState, next_term, terms_of
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Permission
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.contest_ends import contest_about, contest_subjects, hold_what_it_ends, moot
from orchestrator.services.contested import Contested, look
from orchestrator.services.contests import ask_the_list
from orchestrator.services.deadlines import DeadlineTools, Followed
from orchestrator.services.notices import holders, tell
from orchestrator.services.rulings import UNDO, tell_ruling
from orchestrator.services.unit_of_work import UnitOfWork

_STAGES = {ContestStage.RISEN: "contest.risen", ContestStage.OUTSIDE: "contest.outside"}
"""Kind of the audit entry, by the stage that it has come to."""


def _next_moment(uow: UnitOfWork, contest_id: str) -> datetime | None:
    contest = uow.contests.get(contest_id)
    if contest is None:
        return None
    return next_term(contest, terms_of(contest, uow.site.load(), uow.rules.load()), holds=_holds(uow, contest))


def _holds(uow: UnitOfWork, contest: Contest) -> bool:
    request, at = uow.requests.get(contest.request_id), contest.outside_at or contest.at
    decision = look(uow, contest.subject, contest.decision_id, request, at) if request else None
    return decision is not None and decision.holds


def _come_due(tools: DeadlineTools, contest_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        hold_what_it_ends(uow, contest_id)
        contest = uow.contests.get(contest_id)
        if contest is None:
            return
        terms = terms_of(contest, uow.site.load(), uow.rules.load())
        due = next_term(contest, terms, holds=_holds(uow, contest))
        if due is None or at < due:
            return
        request = uow.requests.get(contest.request_id)
        decision = look(uow, contest.subject, contest.decision_id, request, at) if request else None
        if request is None or decision is None or not decision.binds or not request.counts_at(at):
            moot(uow, contest, WORKER.id, at)
        elif at < terms.lapses_at:
            _rise(uow, contest, at)
        elif decision.holds:
            _leave_it(uow, contest, decision, at)
        else:
            _lapse(uow, contest, request, decision, tools, at)
        uow.commit()


def _rise(uow: UnitOfWork, contest: Contest, at: datetime) -> None:
    """Nobody ruled in time: the managers of the room are told, who can name somebody else."""
    risen = replace(contest, stage=ContestStage.RISEN, rose_at=at)
    uow.contests.update(risen)
    room = uow.classrooms.get(contest.classroom_id)
    managers = [person.id for person in holders(uow, Permission.GOVERN, room)]
    listed = [ruler.person_id for ruler in uow.rulers.of(contest.category)]
    people = (contest.by, *managers, *listed)
    tell(uow, people, NoticeKind.CONTEST_ROSE, f"{contest.id}:risen", contest_about(risen), at)
    _record(uow, contest, risen, at)


def _leave_it(uow: UnitOfWork, contest: Contest, decision: Contested, at: datetime) -> None:
    """Security, licence, legal and safeguards hold; a named person outside IT is asked, and nobody else may rule."""
    outside = replace(contest, stage=ContestStage.OUTSIDE, rose_at=contest.rose_at or at, outside_at=at)
    uow.contests.update(outside)
    ask_the_list(uow, outside, decision, at)
    managers = [person.id for person in holders(uow, Permission.GOVERN, uow.classrooms.get(contest.classroom_id))]
    people = (contest.by, *managers)
    tell(uow, people, NoticeKind.CONTEST_ROSE, f"{contest.id}:outside", contest_about(outside), at)
    _record(uow, contest, outside, at)


def _lapse(
    uow: UnitOfWork,
    contest: Contest,
    request: SoftwareRequest,
    decision: Contested,
    tools: DeadlineTools,
    at: datetime,
) -> None:
    """Nobody answered: the decision goes by itself, as time runs for whoever teaches."""
    lapsed = replace(contest, state=ContestState.LAPSED, ended_at=at, ended_by=WORKER.id)
    uow.contests.update(lapsed)
    enter = UNDO[contest.subject](uow, lapsed, WORKER, at, tools.new_id)
    tell_ruling(uow, lapsed, request, decision, at, tools.new_id)
    texts = {CHANGES: moved("state", contest.state.value, lapsed.state.value)}
    subjects = contest_subjects(lapsed)
    uow.audit.append(at=at, actor=WORKER, kind="contest.lapsed", subjects=subjects, texts=texts)
    enter()


def _record(uow: UnitOfWork, before: Contest, after: Contest, at: datetime) -> None:
    texts = {CHANGES: moved("stage", before.stage.value, after.stage.value)}
    uow.audit.append(at=at, actor=WORKER, kind=_STAGES[after.stage], subjects=contest_subjects(after), texts=texts)


CONTEST_DEADLINES = Followed(_next_moment, _come_due)
"""A contest rises and lapses by itself, as long as nobody rules."""
