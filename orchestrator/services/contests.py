"""Contests: making one, taking it back, and seeing what became of it (RULES R4.1)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import (
    AlreadyContested,
    Contest,
    ContestIsOver,
    ContestState,
    ContestSubject,
    ContestTerms,
    NoRightsOnRequest,
    NothingToContest,
    next_term,
    terms_of,
    with_terms,
)
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Category
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.requests import RequestIsOver, RequestState, SoftwareRequest
from orchestrator.domain.rulers import Matter, RulerSide, may_rule
from orchestrator.services.contest_ends import contest_about, contest_subjects, tell_over
from orchestrator.services.contested import Contested, look
from orchestrator.services.deadlines import follow
from orchestrator.services.notices import tell
from orchestrator.services.request_lookup import one_request
from orchestrator.services.staffing import is_inside_it
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_PAGE = 500
CONTEST = "contest"
"""Name under which the deadlines of contests are followed."""


@dataclass(frozen=True, slots=True)
class MakeContest:
    """What somebody contests: kind and id of the decision, their request, and why, in their own words."""

    subject: ContestSubject
    decision_id: str
    request_id: str
    words: str


@dataclass(frozen=True, slots=True)
class ContestFilters:
    """Which contests to list: room by its code, request and decision by their ids."""

    classroom: str | None = None
    request_id: str | None = None
    decision_id: str | None = None
    subject: ContestSubject | None = None
    state: ContestState | None = None


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest with its room, its item's title, the names of who contests and who ended it, and what comes when.

    ``next_at`` is when it goes on by itself; None where nothing more comes but a ruling.
    """

    contest: Contest
    room: Classroom
    title: str
    names: Mapping[str, str]
    terms: ContestTerms
    next_at: datetime | None


def make_contest(
    command: MakeContest, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> ContestView:
    """Contest a decision about one's request. The category's list is asked, and whoever decided is told.

    Raises:
        NotFound: There is no such request or decision.
        NoRightsOnRequest: The request is somebody else's.
        RequestIsOver: It is not open any more.
        NothingToContest: The decision is not in force, or does not touch it.
        AlreadyContested: It is contested for this request already.
    """
    now = clock.now()
    with transactions() as uow:
        request = one_request(uow, command.request_id)
        if request.requester_id != actor.id:
            raise NoRightsOnRequest(request_id=request.id, requester=request.requester_id)
        if not request.counts_at(now):
            over = RequestState.CLOSED if request.state is RequestState.OPEN else request.state
            raise RequestIsOver(request_id=request.id, state=over)
        decision = look(uow, command.subject, command.decision_id, request, now)
        if decision is None:
            raise NotFound(kind=command.subject.value.replace("_", " "), name=command.decision_id)
        if not decision.binds:
            raise NothingToContest(
                subject=command.subject, decision_id=command.decision_id, request_id=command.request_id
            )
        for other in uow.contests.open_of(command.subject, command.decision_id):
            if other.request_id == request.id:
                raise AlreadyContested(contest_id=other.id)
        new = _new(command, request, decision, actor, now, new_id)
        contest = with_terms(new, uow.site.load(), uow.rules.load())
        uow.contests.add(contest)
        follow(uow, CONTEST, contest.id)
        ask_the_list(uow, contest, decision, now)
        tell(uow, decision.deciders, NoticeKind.CONTESTED, contest.id, contest_about(contest), now)
        uow.people.remember(actor)
        view = _views(uow, [contest])[0]
        subjects, texts = contest_subjects(contest), {"words": contest.words}
        uow.audit.append(at=now, actor=actor, kind="contest.made", subjects=subjects, texts=texts)
        uow.commit()
    return view


def withdraw_contest(contest_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> ContestView:
    """Take one's own contest back; the decision stays as it is.

    Raises:
        NotFound: There is no such contest.
        NoRightsOnRequest: Somebody else made it.
        ContestIsOver: It has ended already.
    """
    now = clock.now()
    with transactions() as uow:
        contest = contest_of(uow, contest_id)
        if contest.by != actor.id:
            raise NoRightsOnRequest(request_id=contest.request_id, requester=contest.by)
        if contest.state is not ContestState.OPEN:
            raise ContestIsOver(contest_id=contest.id, state=contest.state)
        ended = replace(contest, state=ContestState.WITHDRAWN, ended_at=now, ended_by=actor.id)
        uow.contests.update(ended)
        decision = look(uow, contest.subject, contest.decision_id, one_request(uow, contest.request_id), now)
        tell_over(uow, ended, now, deciders=decision.deciders if decision else ())
        view = _views(uow, [ended])[0]
        texts = {CHANGES: moved("state", contest.state.value, ended.state.value)}
        uow.audit.append(at=now, actor=actor, kind="contest.withdrawn", subjects=contest_subjects(ended), texts=texts)
        uow.commit()
    return view


def get_contest(contest_id: str, *, reads: Reads) -> ContestView:
    """One contest.

    Raises:
        NotFound: There is none.
    """
    with reads() as uow:
        return _views(uow, [contest_of(uow, contest_id)])[0]


def list_contests(filters: ContestFilters, *, after: str | None, limit: int, reads: Reads) -> Sequence[ContestView]:
    """Newest first, strictly older than ``after``.

    Raises:
        NotFound: There is no such room.
    """
    with reads() as uow:
        room = uow.classrooms.by_code(filters.classroom) if filters.classroom else None
        if filters.classroom and room is None:
            raise NotFound(kind="classroom", name=filters.classroom)
        found = uow.contests.page(
            subject=filters.subject,
            decision_id=filters.decision_id,
            request_id=filters.request_id,
            classroom_id=room.id if room else None,
            state=filters.state,
            after=after,
            limit=limit,
        )
        return _views(uow, found)


def contest_of(uow: UnitOfWork, contest_id: str) -> Contest:
    """One contest; its room is held where the unit of work may write.

    Raises:
        NotFound: There is none.
    """
    contest = uow.contests.get(contest_id)
    if contest is None:
        raise NotFound(kind="contest", name=contest_id)
    return contest


def turn_ordinary(uow: UnitOfWork, override_id: str, at: datetime) -> None:
    """Nobody confirmed the category of an override in time, so contests of it are ordinary ones from now on (R3.2).

    Another list rules on them, with the teaching side, and unanswered they lapse.
    """
    for contest in uow.contests.open_of(ContestSubject.OVERRIDE, override_id):
        request = one_request(uow, contest.request_id)
        decision = look(uow, contest.subject, contest.decision_id, request, at)
        if decision is not None:
            turned = replace(contest, category=decision.category)
            uow.contests.update(turned)
            ask_the_list(uow, turned, decision, at)
            follow(uow, CONTEST, contest.id, because="ordinary")


def open_contests(uow: UnitOfWork) -> Iterator[Contest]:
    """All that wait for a ruling, newest first."""
    after: str | None = None
    while page := uow.contests.page(
        subject=None,
        decision_id=None,
        request_id=None,
        classroom_id=None,
        state=ContestState.OPEN,
        after=after,
        limit=_PAGE,
    ):
        yield from page
        after = page[-1].id


def ask_whoever_is_new(uow: UnitOfWork, category: Category, at: datetime) -> None:
    """Tell those who may rule on open contests of a category; whoever was told already is not told again."""
    for contest in (one for one in open_contests(uow) if one.category is category):
        request = one_request(uow, contest.request_id)
        decision = look(uow, contest.subject, contest.decision_id, request, at)
        if decision is not None:
            ask_the_list(uow, contest, decision, at)


def matter_of(uow: UnitOfWork, contest: Contest, decision: Contested, people: Sequence[str]) -> Matter:
    """What somebody of these people would rule on, with who of them is inside IT now."""
    grants = uow.accounts.grants(people)
    inside = frozenset(one for one in people if is_inside_it(grants.get(one, ())))
    outside = contest.outside_at is not None
    return Matter(contest.category, contest.by, decision.deciders, outside=outside, inside=inside)


def ask_the_list(uow: UnitOfWork, contest: Contest, decision: Contested, at: datetime) -> None:
    """Tell those who may rule: at first the list without those outside IT, at last these alone."""
    rulers, superiors = uow.rulers.of(contest.category), uow.rulers.superiors()
    matter = matter_of(uow, contest, decision, [ruler.person_id for ruler in rulers])
    asked = [
        ruler.person_id
        for ruler in rulers
        if (ruler.side is RulerSide.OUTSIDE) is matter.outside
        if may_rule(matter, ruler.person_id, rulers, superiors)
    ]
    thing = f"{contest.id}:{contest.stage.value}"
    tell(uow, asked, NoticeKind.CONTEST_TO_RULE, thing, contest_about(contest), at)


def _new(
    command: MakeContest,
    request: SoftwareRequest,
    decision: Contested,
    actor: Actor,
    now: datetime,
    new_id: Callable[[], str],
) -> Contest:
    return Contest(
        id=new_id(),
        subject=command.subject,
        decision_id=command.decision_id,
        category=decision.category,
        request_id=request.id,
        classroom_id=request.classroom_id,
        item_id=request.item_id,
        words=command.words,
        by=actor.id,
        at=now,
    )


def _views(uow: UnitOfWork, found: Sequence[Contest]) -> list[ContestView]:
    if not found:
        return []
    catalog, site, numbers = uow.catalog.load(), uow.site.load(), uow.rules.load()
    rooms = {contest.classroom_id: uow.classrooms.get(contest.classroom_id) for contest in found}
    names = uow.people.names({one for contest in found for one in (contest.by, contest.ended_by) if one})
    views: list[ContestView] = []
    for contest in found:
        room, item = rooms[contest.classroom_id], catalog.get(contest.item_id)
        if room is None:  # a foreign key holds this
            raise NotFound(kind="classroom", name=contest.classroom_id)
        terms = terms_of(contest, site, numbers)
        title = item.title if item else contest.item_id
        views.append(ContestView(contest, room, title, names, terms, next_term(contest, terms)))
    return views
