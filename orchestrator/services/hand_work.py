"""Work done by hand: who did it states so, and who asked for it says whether it works (RULES R2).

It is the whole of a request for a ``manual`` item; of a request for anything else it is its settings line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.calendars import working_days
from orchestrator.domain.errors import NotFound
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
from orchestrator.services.request_views import RequestView
from orchestrator.services.requests import view_of
from orchestrator.services.room_picture import is_by_hand, picture
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

HAND_WORK = "hand-work"
"""Name under which the end of the requester's time to answer is followed."""
_TICKED = {False: "work.ticked", True: "line.stated"}
_SILENT = {False: "work.silent_yes", True: "line.silent_yes"}
"""Kind of the entry that silence has counted as a yes; like the others by whether a settings line is all of it."""
_ANSWERED = {
    (False, True): "work.confirmed",
    (False, False): "work.denied",
    (True, True): "line.confirmed",
    (True, False): "line.denied",
}
"""By that, and by whether it works."""


@dataclass(frozen=True, slots=True)
class TickWork:
    """That the work of a request is done.

    Attributes:
        request_id: The request.
        evidence: What was done, in plain words.
        line: Id of the settings line that was read, or None. Nobody states by mistake what they have not read.
    """

    request_id: str
    evidence: str
    line: str | None = None


def tick_work(
    command: TickWork, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> RequestView:
    """State that work by hand is done. It stays owed until the requester says yes, or 10 working days are over.

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
        tell(uow, [request.requester_id], kind, tick.id, about, now)
        uow.people.remember(actor)
        view = view_of(uow, request, now)
        texts = {CHANGES: recorded(evidence=tick.evidence, confirm_until=tick.confirm_until.isoformat())}
        uow.audit.append(at=now, actor=actor, kind=_TICKED[line_only], subjects=_subjects(request), texts=texts)
        uow.commit()
    return view


def answer_tick(request_id: str, *, works: bool, actor: Actor, transactions: Transactions, clock: Clock) -> RequestView:
    """Say whether work that somebody states to be done does what it should. With a no it is owed again.

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
        answered = last.answered(TickAnswer.CONFIRMED if works else TickAnswer.DENIED, now)
        uow.ticks.put(answered)
        tell(uow, [last.by], NoticeKind.WORK_ANSWERED, last.id, _about(request), now)
        _note_readiness(uow, request, now)
        uow.people.remember(actor)
        view = view_of(uow, request, now)
        told, texts = (_is_line_only(uow, request), works), _answered_texts(last, answered)
        uow.audit.append(at=now, actor=actor, kind=_ANSWERED[told], subjects=_subjects(request), texts=texts)
        uow.commit()
    return view


def _next_moment(uow: UnitOfWork, request_id: str) -> datetime | None:
    """When silence becomes a yes; None where there is nothing to be silent about, or that is written down."""
    request = uow.requests.get(request_id)
    last = latest_tick(request, uow.ticks.of({request_id})) if request else None
    if request is None or request.state is not RequestState.OPEN or last is None:
        return None
    silent = _SILENT[_is_line_only(uow, request)]
    over = last.answer is not TickAnswer.UNANSWERED or has_happened(uow, silent, "tick", last.id)
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
        subjects = _subjects(request) | {"tick": last.id}
        texts = {CHANGES: moved("answer", last.answer.value, TickAnswer.SILENCE.value)}
        line_only = _is_line_only(uow, request)
        uow.audit.append(at=at, actor=WORKER, kind=_SILENT[line_only], subjects=subjects, texts=texts)
        uow.commit()


FOLLOWED_HAND_WORK = Followed(_next_moment, _come_due)
"""How it is noticed that silence has become a yes."""


def _note_readiness(uow: UnitOfWork, request: SoftwareRequest, at: datetime) -> None:
    room = uow.classrooms.get(request.classroom_id)
    if room is not None:
        note_readiness(uow, picture(uow, room, at))


def _about(request: SoftwareRequest) -> dict[str, str]:
    return {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}


def _open_request(uow: UnitOfWork, request_id: str) -> SoftwareRequest:
    request = uow.requests.get(request_id)
    if request is None:
        raise NotFound(kind="request", name=request_id)
    if request.state is not RequestState.OPEN:
        raise RequestIsOver(request_id=request.id, state=request.state)
    if request.settings_line is None and not is_by_hand(request, uow.catalog.load()):
        raise NotByHand(request_id=request.id, item=request.item_id)
    return request


def _is_line_only(uow: UnitOfWork, request: SoftwareRequest) -> bool:
    """Whether its settings line is all of the work by hand: the rest is software."""
    return request.settings_line is not None and not is_by_hand(request, uow.catalog.load())


def _subjects(request: SoftwareRequest) -> dict[str, str]:
    return {
        "request": request.id,
        "classroom": request.classroom_id,
        "item": request.item_id,
        "person": request.requester_id,
    }


def _answered_texts(before: Tick, after: Tick) -> dict[str, str]:
    return {CHANGES: moved("answer", before.answer.value, after.answer.value)}
