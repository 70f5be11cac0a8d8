"""Seeing what became of requests: one, a list of them, or those that an open transaction is about."""

from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.hand_work import ticks_as_of
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.services.readiness import ready_since, standing_in
from orchestrator.services.request_lookup import one_request
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import RoomPicture, picture, room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork


def get_request(request_id: str, *, reads: Reads, clock: Clock) -> RequestView:
    """One request with its standing.

    Raises:
        NotFound: No such request.
    """
    with reads() as uow:
        request = one_request(uow, request_id)
        return _views(uow, room_of(uow, request.classroom_id), (request.id,), clock.now())[0]


def list_requests(
    *,
    reads: Reads,
    clock: Clock,
    classroom: str | None = None,
    requester_id: str | None = None,
    state: RequestState | None = None,
    item_id: str | None = None,
    on_behalf_by: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[RequestView, ...]:
    """Requests, newest first, at most ``limit``, older than the one with id ``after``.

    Raises:
        NotFound: No such room.
    """
    now = clock.now()
    with reads() as uow:
        room = room_by_code(uow, classroom) if classroom else None
        found = uow.requests.page(
            classroom_id=room.id if room else None,
            requester_id=requester_id,
            state=state,
            item_id=item_id,
            on_behalf_by=on_behalf_by,
            after=after,
            limit=limit,
        )
        rooms = {r.classroom_id: room_of(uow, r.classroom_id) for r in found}
        by_id = {
            view.request.id: view
            for room_id, its_room in rooms.items()
            for view in _views(uow, its_room, tuple(r.id for r in found if r.classroom_id == room_id), now)
        }
        return tuple(by_id[r.id] for r in found)


def room_of(uow: UnitOfWork, classroom_id: str) -> Classroom:
    """The room of a request that is there."""
    room = uow.classrooms.get(classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=classroom_id)
    return room


def view_of(uow: UnitOfWork, request: SoftwareRequest, now: datetime) -> RequestView:
    """One request as it stands in an open transaction."""
    return _views(uow, room_of(uow, request.classroom_id), (request.id,), now)[0]


def _views(uow: UnitOfWork, room: Classroom, ids: tuple[str, ...], now: datetime) -> tuple[RequestView, ...]:
    return views_in(uow, picture(uow, room, now), ids)


def views_in(uow: UnitOfWork, seen: RoomPicture, ids: tuple[str, ...]) -> tuple[RequestView, ...]:
    """Requests of a room as they stand in its picture, in the order of their ids."""
    chosen = [r for r in seen.requests if r.id in ids]
    stated = [tick for tick in seen.ticks if tick.request_id in ids]
    names = uow.people.names({r.requester_id for r in chosen} | {tick.by for tick in stated})
    promises = uow.milestones.promises(ids)
    milestones = uow.milestones.of_requests(ids)
    return tuple(
        RequestView(
            request=request,
            room=seen.room,
            title=item.title if (item := seen.catalog.get(request.item_id)) else request.item_id,
            requester=names.get(request.requester_id, request.requester_id),
            standing=(its_standing := standing_in(seen, request)),
            ticks=(ticks := tuple(ticks_as_of(request, stated, seen.at))),
            names={tick.by: names.get(tick.by, tick.by) for tick in ticks},
            overrides=tuple(o.id for o in seen.decisions.overrides if request.id in o.request_ids),
            short_notice=request.needed_by < its.promised_by if (its := promises.get(request.id)) else None,
            ready_since=ready_since(seen, request, its_standing, milestones.get(request.id)),
        )
        for request in sorted(chosen, key=lambda r: ids.index(r.id))
    )
