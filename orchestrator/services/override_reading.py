"""Reading overrides: one, or the register of them. Names only for those who may read the record (RULES R4.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Category
from orchestrator.domain.override_rules import counts_as_decline, days_withheld
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.override_binding import bound_requests, override_by_id
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork


@dataclass(frozen=True, slots=True)
class OverrideFilters:
    """Which overrides somebody wants to see: those that fit all that is given; ``person`` is an actor's id."""

    person: str | None = None
    classroom: str | None = None
    item: str | None = None
    request: str | None = None
    kind: OverrideKind | None = None
    category: Category | None = None
    state: OverrideState | None = None


@dataclass(frozen=True, slots=True)
class OverrideView:
    """An override as it is shown.

    Attributes:
        override: The override.
        room: Its room.
        requests: The requests that it was recorded for.
        titles: Titles of items by id.
        names: Names of those who took part and of the requesters, by id; only of those whom the caller may know:
            oneself, and everybody for those who may read the record of the room (R4.7).
        days_withheld: Days in which its requests are overridden in all, the most of any of them (R3.4).
        team: What the site calls the team that looks after its rooms; empty for the usual name.
        counts_as_decline: Whether the figures count it as a decline of one of its requests (R3.4, R3.6).
        at: When this was read, UTC.
    """

    override: Override
    room: Classroom
    requests: tuple[SoftwareRequest, ...]
    titles: Mapping[str, str]
    names: Mapping[str, str]
    days_withheld: int
    team: str
    counts_as_decline: bool
    at: datetime


def get_override(override_id: str, *, caller: Caller, reads: Reads, clock: Clock) -> OverrideView:
    """One override.

    Raises:
        NotFound: There is none.
    """
    with reads() as uow:
        override, room = override_by_id(uow, override_id)
        return _view(uow, override, room, caller, clock.now(), _titles(uow))


def list_overrides(
    filters: OverrideFilters,
    *,
    caller: Caller,
    reads: Reads,
    clock: Clock,
    after: str | None = None,
    limit: int = 50,
) -> tuple[OverrideView, ...]:
    """Overrides that fit, newest first, older than the one with id ``after``.

    Raises:
        NotFound: No such room.
        NotPermitted: Those of another person are for those who may read the record (R4.7).
    """
    now = clock.now()
    with reads() as uow:
        room = room_by_code(uow, filters.classroom) if filters.classroom else None
        about_others = filters.person is not None and filters.person != caller.actor.id
        if about_others and not caller.may(Permission.READ_RECORD, room):
            raise caller.refused(Permission.READ_RECORD, room)
        found = uow.overrides.page(
            classroom_id=room.id if room else None,
            request_id=filters.request,
            item_id=filters.item,
            kind=filters.kind,
            category=filters.category,
            state=filters.state,
            after=after,
            limit=limit,
            person_id=filters.person,
        )
        rooms = {o.classroom_id: _room(uow, o) for o in found}
        titles = _titles(uow)
        return tuple(_view(uow, o, rooms[o.classroom_id], caller, now, titles) for o in found)


def _titles(uow: UnitOfWork) -> Mapping[str, str]:
    return {item.id: item.title for item in uow.catalog.load().items.values()}


def _view(
    uow: UnitOfWork, override: Override, room: Classroom, caller: Caller, at: datetime, titles: Mapping[str, str]
) -> OverrideView:
    requests = bound_requests(uow, override)
    every = uow.overrides.of_requests(override.request_ids)
    took_part = {override.by, override.approved_by, override.confirmed_by, override.ended_by, override.evidence.officer}
    known = {person for person in took_part if person} | {request.requester_id for request in requests}
    if not caller.may(Permission.READ_RECORD, room):
        known &= {caller.actor.id}
    return OverrideView(
        override=override,
        room=room,
        requests=requests,
        titles=titles,
        names=uow.people.names(known),
        days_withheld=max((days_withheld(every, request) for request in requests), default=0),
        team=uow.site.load().team,
        counts_as_decline=any(counts_as_decline(override, request) for request in requests),
        at=at,
    )


def _room(uow: UnitOfWork, override: Override) -> Classroom:
    room = uow.classrooms.get(override.classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=override.classroom_id)
    return room
