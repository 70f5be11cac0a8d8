"""Work done by hand: who did it states so, and who asked for it says whether it works (RULES R2).

It is the whole of a request for a ``manual`` item; of a request for anything else it is its settings line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.calendars import working_days
from orchestrator.domain.hand_work import (
    NotByHand,
    NothingToAnswer,
    NotYoursToAnswer,
    Tick,
    TickAnswer,
    latest_tick,
    new_tick,
)
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.requests import RequestIsOver, RequestState, SoftwareRequest
from orchestrator.services.deadlines import DeadlineTools, Followed, follow, has_happened
from orchestrator.services.notices import tell
from orchestrator.services.readiness import note_readiness
from orchestrator.services.request_lookup import one_request
from orchestrator.services.request_reading import view_of
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import is_by_hand, picture
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

HAND_WORK = "hand-work"
"""Name under which the end of the requester's time to answer is followed."""
_TICKED = {
    (False, True): "work.ticked",
    (False, False): "work.otherwise",
    (True, True): "line.stated",
    (True, False): "line.otherwise",
}
"""Kind of the entry of a statement, by whether a settings line is all of the work, and whether it is as asked."""
_SILENT = {
    (False, True): "work.silent_yes",
    (False, False): "work.unaccepted",
    (True, True): "line.silent_yes",
    (True, False): "line.unaccepted",
}
"""The same when the time to answer is over."""
_ANSWERED = {
    (False, True, True): "work.confirmed",
    (False, False, True): "work.accepted",
    (False, True, False): "work.denied",
    (False, False, False): "work.denied",
    (True, True, True): "line.confirmed",
    (True, False, True): "line.accepted",
    (True, True, False): "line.denied",
    (True, False, False): "line.denied",
}
"""The same of an answer, by whether it is a yes, too."""
EVIDENCE, WHY, ANSWER = "evidence", "why", "words"
"""Names of the texts beside entries: what was done, why it is not as asked, what the requester said of it."""
TICK = "tick"
"""What an entry calls the statement's id."""


@dataclass(frozen=True, slots=True)
class TickWork:
    """That the work of a request is done.

    Attributes:
        request_id: The request.
        evidence: What was done, in plain words.
        line: Id of the settings line that was read, or None. Nobody states by mistake what they have not read.
        why: Why it is not as asked; None where it is. What is there instead is the evidence.
    """

    request_id: str
    evidence: str
    line: str | None = None
    why: str | None = None


def tick_work(
    command: TickWork, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> RequestView:
    """State that work by hand is done. It stays owed until the requester says yes, or 10 working days are over.

    What is not as asked stays owed until the requester says yes: their silence is none.

    Raises:
        NotFound: No such request.
        RequestIsOver: It isn't open any more.
        NotByHand: A scan says whether what was asked for is there, and there is no settings line.
        TickedByRequester, SettingsLineChanged, TickStands: See ``domain.hand_work``.
    """
    now = clock.now()
    with transactions() as uow:
        request = _open_request(uow, command.request_id)
        tick = new_tick(
            new_id(),
            request,
            by=actor.id,
            evidence=command.evidence,
            line_id=command.line,
            why=command.why,
            before=uow.ticks.of({request.id}),
            at=now,
            silence_working_days=uow.rules.load().silence_working_days,
            end_of_term=working_days(uow.site.load()),
        )
        uow.ticks.put(tick)
        follow(uow, HAND_WORK, request.id, because=tick.id)
        about = _about(request) | {"until": tick.confirm_until.isoformat()}
        line_only = _is_line_only(uow, request)
        kind = NoticeKind.LINE_STATED if line_only else NoticeKind.WORK_STATED
        kind = kind if tick.as_asked else NoticeKind.WORK_OTHERWISE
        tell(uow, [request.requester_id], kind, tick.id, about, now)
        uow.people.remember(actor)
        view = view_of(uow, request, now)
        texts = {CHANGES: recorded(confirm_until=tick.confirm_until.isoformat()), **_words(tick)}
        told = line_only, tick.as_asked
        uow.audit.append(at=now, actor=actor, kind=_TICKED[told], subjects=_subjects(request, tick), texts=texts)
        uow.commit()
    return view


def answer_tick(
    request_id: str, *, works: bool, words: str | None = None, actor: Actor, transactions: Transactions, clock: Clock
) -> RequestView:
    """Say whether work that somebody states to be done does what it should. With a no it is owed again.

    Args:
        request_id: The request.
        works: Whether it does; of what is not as asked, whether it will do.
        words: What whoever did it should know, such as what is missing; or None.
        actor: Who says so.
        transactions: Begins the unit of work.
        clock: Tells the time.

    Raises:
        NotFound: No such request.
        NotYoursToAnswer: It is somebody else's.
        RequestIsOver: It isn't open any more.
        NotByHand: A scan says whether what was asked for is there.
        NothingToAnswer, TickIsAnswered: Nobody has stated anything, or it is answered.
    """
    now = clock.now()
    with transactions() as uow:
        request = _open_request(uow, request_id)
        if request.requester_id != actor.id:
            raise NotYoursToAnswer(request_id=request.id, requester=request.requester_id)
        last = latest_tick(request, uow.ticks.of({request.id}))
        if last is None:
            raise NothingToAnswer(request_id=request.id)
        answered = last.answered(TickAnswer.CONFIRMED if works else TickAnswer.DENIED, now, words)
        uow.ticks.put(answered)
        tell(uow, [last.by], NoticeKind.WORK_ANSWERED, last.id, _about(request), now)
        _note_readiness(uow, request, now)
        uow.people.remember(actor)
        view = view_of(uow, request, now)
        texts = {CHANGES: moved("answer", last.answer.value, answered.answer.value)} | (
            {ANSWER: words} if words else {}
        )
        told = _is_line_only(uow, request), last.as_asked, works
        uow.audit.append(at=now, actor=actor, kind=_ANSWERED[told], subjects=_subjects(request, last), texts=texts)
        uow.commit()
    return view


def _next_moment(uow: UnitOfWork, request_id: str) -> datetime | None:
    """When the time to answer is over; None where there is nothing to be silent about, or that is written down."""
    request = uow.requests.get(request_id)
    last = latest_tick(request, uow.ticks.of({request_id})) if request else None
    if request is None or request.state is not RequestState.OPEN or last is None:
        return None
    silent = _SILENT[_is_line_only(uow, request), last.as_asked]
    over = last.answer is not TickAnswer.UNANSWERED or has_happened(uow, silent, TICK, last.id)
    return None if over else last.confirm_until


def _come_due(tools: DeadlineTools, request_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        due = _next_moment(uow, request_id)
        request = uow.requests.get(request_id)
        last = latest_tick(request, uow.ticks.of({request_id})) if request else None
        if request is None or last is None or due is None or at < due:
            return
        if request.counts_at(at):
            _note_readiness(uow, request, at)
        texts = {CHANGES: moved("answer", last.answer.value, last.answer_at(at).value)}
        told = _is_line_only(uow, request), last.as_asked
        uow.audit.append(at=at, actor=WORKER, kind=_SILENT[told], subjects=_subjects(request, last), texts=texts)
        uow.commit()


FOLLOWED_HAND_WORK = Followed(_next_moment, _come_due)
"""How it is noticed that silence has become a yes, or that a yes did not come."""


def _note_readiness(uow: UnitOfWork, request: SoftwareRequest, at: datetime) -> None:
    room = uow.classrooms.get(request.classroom_id)
    if room is not None:
        note_readiness(uow, picture(uow, room, at))


def _about(request: SoftwareRequest) -> dict[str, str]:
    return {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}


def _open_request(uow: UnitOfWork, request_id: str) -> SoftwareRequest:
    request = one_request(uow, request_id)
    if request.state is not RequestState.OPEN:
        raise RequestIsOver(request_id=request.id, state=request.state)
    if request.settings_line is None and not is_by_hand(request, uow.catalog.load()):
        raise NotByHand(request_id=request.id, item=request.item_id)
    return request


def _is_line_only(uow: UnitOfWork, request: SoftwareRequest) -> bool:
    """Whether its settings line is all of the work by hand: the rest is software."""
    return request.settings_line is not None and not is_by_hand(request, uow.catalog.load())


def _words(tick: Tick) -> dict[str, str]:
    """Texts of their own: when they are erased, what else the entry says stays readable."""
    return {EVIDENCE: tick.evidence} | ({WHY: tick.why} if tick.why else {})


def _subjects(request: SoftwareRequest, tick: Tick) -> dict[str, str]:
    return {
        TICK: tick.id,
        "request": request.id,
        "classroom": request.classroom_id,
        "item": request.item_id,
        "person": request.requester_id,
    }
