"""What the record and people are told of a contest, and how one ends because what it was about ended (RULES R4.1)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.contests import Contest, ContestState, ContestSubject
from orchestrator.domain.notices import NoticeKind
from orchestrator.services.notices import tell
from orchestrator.services.unit_of_work import UnitOfWork

_MOST = 1000
"""Contests that one request can have at once; it has no more than decisions that bind it."""


def moot_contests(uow: UnitOfWork, subject: ContestSubject, decision_id: str, by: str, at: datetime) -> None:
    """End the contests of a decision that ended in another way. The entry about that end is theirs, too.

    Args:
        uow: The unit of work in which the decision ends.
        subject: Kind of decision.
        decision_id: Its id.
        by: Id of the actor who ended it.
        at: When, UTC.
    """
    for contest in uow.contests.open_of(subject, decision_id):
        moot(uow, contest, by, at)


def moot_contests_for(uow: UnitOfWork, request_id: str, by: str, at: datetime) -> None:
    """End the contests that were made for the sake of a request that is over."""
    found = uow.contests.page(
        subject=None,
        decision_id=None,
        request_id=request_id,
        classroom_id=None,
        state=ContestState.OPEN,
        after=None,
        limit=_MOST,
    )
    for contest in found:
        moot(uow, contest, by, at)


def moot(uow: UnitOfWork, contest: Contest, by: str, at: datetime) -> None:
    """End one contest that has nothing to be about any more, and tell whoever made it."""
    ended = replace(contest, state=ContestState.MOOT, ended_at=at, ended_by=by)
    uow.contests.update(ended)
    tell_over(uow, ended, at)


def tell_over(uow: UnitOfWork, ended: Contest, at: datetime, deciders: Iterable[str] = ()) -> None:
    """Tell who made a contest, who is named to rule, and who decided, that it is over without a ruling.

    Whoever ended it knows.
    """
    named = (ruler.person_id for ruler in uow.rulers.of(ended.category))
    people = [one for one in dict.fromkeys((ended.by, *named, *deciders)) if one != ended.ended_by]
    tell(uow, people, NoticeKind.CONTEST_OVER, ended.id, contest_about(ended), at)


def hold_what_it_ends(uow: UnitOfWork, contest_id: str) -> None:
    """Hold the rooms that may change with a contest's end, before the contest itself is held.

    What overturns a change of the catalog concerns several rooms; all are held, in their order.
    """
    contest = uow.contests.seen(contest_id)
    if contest is not None and contest.subject is ContestSubject.CATALOG_CHANGE:
        uow.classrooms.all()


def contest_about(contest: Contest) -> dict[str, str]:
    """What a notice about a contest names."""
    return {
        "contest": contest.id,
        contest.subject.value: contest.decision_id,
        "request": contest.request_id,
        "classroom": contest.classroom_id,
        "item": contest.item_id,
        "state": contest.state.value,
    }


def contest_subjects(contest: Contest) -> dict[str, str]:
    """What an entry of the record about a contest names, its outcome once it has one."""
    ended = {} if contest.state is ContestState.OPEN else {"outcome": contest.state.value}
    return {
        "contest": contest.id,
        contest.subject.value: contest.decision_id,
        "request": contest.request_id,
        "classroom": contest.classroom_id,
        "item": contest.item_id,
        "person": contest.by,
        "category": contest.category.value,
        **ended,
    }
