"""Delay notes: a technician says honestly when something will be there. No clock stops for it (RULES R4.5)."""

from collections.abc import Callable
from datetime import datetime

from orchestrator.domain.delay_notes import DelayNote, ExpectedInThePast
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.requests import RequestIsOver, RequestState
from orchestrator.services.notices import tell
from orchestrator.services.request_lookup import one_request
from orchestrator.services.unit_of_work import Clock, Reads, Transactions


def note_delay(
    request_id: str,
    words: str,
    expected_at: datetime,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> DelayNote:
    """Tell the requester why it takes longer and until when. It stays owed, and counts as late all the same.

    Raises:
        NotFound: No such request.
        RequestIsOver: It isn't open any more.
        ExpectedInThePast: The date is over.
    """
    now = clock.now()
    with transactions() as uow:
        request = one_request(uow, request_id)
        if not request.counts_at(now):
            over = request.state if request.state is not RequestState.OPEN else RequestState.CLOSED
            raise RequestIsOver(request_id=request.id, state=over)
        if expected_at <= now:
            raise ExpectedInThePast(expected_at=expected_at, now=now)
        note = DelayNote(new_id(), request.id, words, expected_at, actor.id, now)
        uow.delay_notes.add(note)
        uow.people.remember(actor)
        about = {"request": request.id, "note": note.id, "classroom": request.classroom_id, "item": request.item_id}
        tell(uow, [request.requester_id], NoticeKind.DELAY_NOTED, note.id, about, now)
        subjects = {
            "request": request.id,
            "classroom": request.classroom_id,
            "item": request.item_id,
            "person": request.requester_id,
            "note": note.id,
        }
        texts = {CHANGES: recorded(expected_at=expected_at.isoformat()), "words": words}
        uow.audit.append(at=now, actor=actor, kind="delay.noted", subjects=subjects, texts=texts)
        uow.commit()
    return note


def delay_notes_of(request_id: str, *, reads: Reads) -> tuple[DelayNote, ...]:
    """All notes on a request, oldest first.

    Raises:
        NotFound: No such request.
    """
    with reads() as uow:
        return tuple(uow.delay_notes.of_requests([one_request(uow, request_id).id]))
