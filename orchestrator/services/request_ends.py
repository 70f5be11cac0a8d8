"""How a request ends: whoever asked takes it back, or its time is over. Nothing is removed from machines for it."""

from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.requests import RequestState
from orchestrator.services.contest_ends import moot_contests_for
from orchestrator.services.override_requests import look_after_overrides_of
from orchestrator.services.owing import owe_revision
from orchestrator.services.readiness import note_readiness
from orchestrator.services.request_entries import ended_texts, request_subjects
from orchestrator.services.request_lookup import own_request
from orchestrator.services.request_reading import room_of, views_in
from orchestrator.services.request_revisions import append_revision
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import picture
from orchestrator.services.unit_of_work import Clock, Transactions


def withdraw_request(request_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> RequestView:
    """Take one's own request back; the manifest gets a revision, nothing is removed from machines.

    Raises:
        NotFound: No such request.
        NotTheRequester: It is somebody else's (RULES R1.10).
        RequestIsOver: It isn't open any more.
    """
    now = clock.now()
    with transactions() as uow:
        request = own_request(uow, request_id, actor)
        uow.requests.update(request.moved_to(RequestState.WITHDRAWN, now))
        moot_contests_for(uow, request.id, actor.id, now)
        room = room_of(uow, request.classroom_id)
        revision = append_revision(uow, room, ChangeKind.WITHDRAWN, request.id, actor, now)
        # What it stood in the way of may be delivered now.
        owe_revision(uow, room, revision)
        look_after_overrides_of(uow, request)
        seen = picture(uow, room, now)
        note_readiness(uow, seen)
        view = views_in(uow, seen, (request.id,))[0]
        subjects = request_subjects(request, revision, RequestState.WITHDRAWN)
        texts = ended_texts(request, RequestState.WITHDRAWN)
        uow.audit.append(at=now, actor=actor, kind="request.withdrawn", subjects=subjects, texts=texts)
        uow.commit()
    return view


def close_requests(classroom_id: str, *, transactions: Transactions, clock: Clock) -> None:
    """Close the room's requests whose time is over; the room is owed what they stood in the way of."""
    now = clock.now()
    with transactions() as uow:
        room = room_of(uow, classroom_id)
        over = [r for r in uow.requests.of_classroom(room.id) if r.state is RequestState.OPEN and not r.counts_at(now)]
        numbers: dict[str, int] = {}
        for request in over:
            uow.requests.update(request.moved_to(RequestState.CLOSED, now))
            look_after_overrides_of(uow, request)
            moot_contests_for(uow, request.id, WORKER.id, now)
            revision = numbers[request.id] = append_revision(uow, room, ChangeKind.CLOSED, request.id, WORKER, now)
            if request is over[-1]:
                owe_revision(uow, room, revision)
        for request in over:
            subjects = request_subjects(request, numbers[request.id], RequestState.CLOSED)
            texts = ended_texts(request, RequestState.CLOSED)
            uow.audit.append(at=now, actor=WORKER, kind="request.closed", subjects=subjects, texts=texts)
        uow.commit()
