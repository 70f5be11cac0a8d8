"""The settings line of a request: said anew, or dropped, by whoever asked and nobody else (RULES R1.10, R2).

What it asks for is work by hand: ``hand_work`` has how it is answered. It stands in no manifest, because nothing brings
it to a machine by itself.
"""

from collections.abc import Callable
from dataclasses import replace

from orchestrator.domain.people import Actor
from orchestrator.domain.requests import RequestIsOver, RequestState, SettingsLine
from orchestrator.services.readiness import note_readiness
from orchestrator.services.request_entries import line_subjects, line_texts
from orchestrator.services.request_lookup import own_request
from orchestrator.services.request_reading import view_of
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import picture
from orchestrator.services.unit_of_work import Clock, Transactions

_KINDS = {True: "line.changed", False: "line.dropped"}


def change_settings_line(
    request_id: str,
    words: str | None,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> RequestView:
    """Say anew what the settings and add-ons of one's own request should be; None drops the line.

    Other words wait for an answer anew, whatever was stated of those before. The same words change nothing.

    Raises:
        NotFound: No such request.
        NotTheRequester: It is somebody else's.
        RequestIsOver: It isn't open any more.
    """
    now = clock.now()
    with transactions() as uow:
        request = own_request(uow, request_id, actor)
        if not request.counts_at(now):
            over = request.state if request.state is not RequestState.OPEN else RequestState.CLOSED
            raise RequestIsOver(request_id=request.id, state=over)
        before = request.settings_line
        if words == (before.words if before else None):
            return view_of(uow, request, now)
        line = SettingsLine(new_id(), words, now) if words else None
        request = replace(request, settings_line=line)
        uow.requests.put_line(request)
        room = uow.classrooms.get(request.classroom_id)
        if room is not None:
            # Without its line it may be there as asked.
            note_readiness(uow, picture(uow, room, now))
        uow.people.remember(actor)
        view = view_of(uow, request, now)
        subjects = {
            "request": request.id,
            "classroom": request.classroom_id,
            "item": request.item_id,
            "person": request.requester_id,
            **line_subjects(line),
        }
        uow.audit.append(at=now, actor=actor, kind=_KINDS[line is not None], subjects=subjects, texts=line_texts(line))
        uow.commit()
    return view
