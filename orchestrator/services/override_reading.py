"""Reading overrides: one, or the register of them. Names only for those who may read the record (RULES R4.7)."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest, ContestState
from orchestrator.domain.evidence import Category
from orchestrator.domain.override_rules import counts_as_decline, days_withheld
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.decision_stores import OverrideQuery
from orchestrator.services.override_binding import override_by_id
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

CHUNK = 200
"""Overrides of an export that are read together."""


@dataclass(frozen=True, slots=True)
class OverrideFilters:
    """Which overrides somebody wants to see: those that fit all that is given.

    ``person`` is an actor's id, ``classroom`` the code of the room; for all else see ``OverrideQuery``.
    """

    person: str | None = None
    classroom: str | None = None
    team: str | None = None
    item: str | None = None
    request: str | None = None
    kind: OverrideKind | None = None
    category: Category | None = None
    state: OverrideState | None = None
    since: datetime | None = None
    until: datetime | None = None
    contested: bool | None = None
    contest: ContestState | None = None
    unconfirmed: bool | None = None


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
        contests: Contests that there ever were about it, oldest first.
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
    contests: tuple[Contest, ...]
    at: datetime


def get_override(override_id: str, *, caller: Caller, reads: Reads, clock: Clock) -> OverrideView:
    """One override.

    Raises:
        NotFound: There is none.
    """
    with reads() as uow:
        override, room = override_by_id(uow, override_id)
        return _views(uow, [override], _around(uow, room), caller, clock.now())[0]


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
        query, room = _query(uow, filters, caller)
        found = uow.overrides.page(query, after=after, limit=limit)
        return _views(uow, found, _around(uow, room), caller, now)


def export_overrides(
    filters: OverrideFilters, *, caller: Caller, reads: Reads, clock: Clock
) -> Generator[tuple[OverrideView, ...]]:
    """All overrides that fit, newest first, some hundred at a time, as they stand at one moment.

    Whether they may be read is said before the first of them is. The transaction that reads them is open as long as
    the iterator is; close it.

    Raises:
        NotFound: No such room.
        NotPermitted: Those of another person are for those who may read the record (R4.7).
    """
    with reads() as uow:
        query, room = _query(uow, filters, caller)
    return _chunks(query, room, caller, reads, clock.now())


def _chunks(
    query: OverrideQuery, room: Classroom | None, caller: Caller, reads: Reads, at: datetime
) -> Generator[tuple[OverrideView, ...]]:
    with reads() as uow:
        around, after = _around(uow, room), None
        while found := uow.overrides.page(query, after=after, limit=CHUNK):
            yield _views(uow, found, around, caller, at)
            after = found[-1].id


def _query(uow: UnitOfWork, filters: OverrideFilters, caller: Caller) -> tuple[OverrideQuery, Classroom | None]:
    """The filters with ids in the place of what people call things, and the room that they name."""
    room = room_by_code(uow, filters.classroom) if filters.classroom else None
    about_others = filters.person is not None and filters.person != caller.actor.id
    if about_others and not caller.may(Permission.READ_RECORD, room):
        raise caller.refused(Permission.READ_RECORD, room)
    query = OverrideQuery(
        person_id=filters.person,
        classroom_id=room.id if room else None,
        team=filters.team,
        item_id=filters.item,
        request_id=filters.request,
        kind=filters.kind,
        category=filters.category,
        state=filters.state,
        since=filters.since,
        until=filters.until,
        contested=filters.contested,
        contest=filters.contest,
        unconfirmed=filters.unconfirmed,
    )
    return query, room


@dataclass(frozen=True, slots=True)
class _Around:
    """What is the same for all overrides of one reading: rooms and titles of items by id, and the team's name."""

    rooms: Mapping[str, Classroom]
    titles: Mapping[str, str]
    team: str


def _around(uow: UnitOfWork, room: Classroom | None) -> _Around:
    """With this room alone, where all of them are about it."""
    rooms = [room] if room else uow.classrooms.all()
    titles = {item.id: item.title for item in uow.catalog.load().items.values()}
    return _Around({one.id: one for one in rooms}, titles, uow.site.load().team)


def _views(
    uow: UnitOfWork, found: Sequence[Override], around: _Around, caller: Caller, at: datetime
) -> tuple[OverrideView, ...]:
    """The views of these overrides, in as many statements as that of one of them takes."""
    request_ids = {request_id for override in found for request_id in override.request_ids}
    requests = {request.id: request for request in uow.requests.seen(request_ids)}
    every: defaultdict[str, list[Override]] = defaultdict(list)
    for other in uow.overrides.of_requests(request_ids):
        for request_id in other.request_ids:
            every[request_id].append(other)
    contests: defaultdict[str, list[Contest]] = defaultdict(list)
    for contest in uow.overrides.contests([override.id for override in found]):
        contests[contest.decision_id].append(contest)
    bound = {o.id: tuple(requests[name] for name in o.request_ids) for o in found}
    known = {o.id: _known(o, bound[o.id], around.rooms[o.classroom_id], caller) for o in found}
    names = uow.people.names(frozenset().union(*known.values()))
    return tuple(
        OverrideView(
            override=o,
            room=around.rooms[o.classroom_id],
            requests=bound[o.id],
            titles=around.titles,
            names={person: names[person] for person in known[o.id] if person in names},
            days_withheld=max((days_withheld(every[request.id], request) for request in bound[o.id]), default=0),
            team=around.team,
            counts_as_decline=any(counts_as_decline(o, request) for request in bound[o.id]),
            contests=tuple(contests[o.id]),
            at=at,
        )
        for o in found
    )


def _known(override: Override, requests: Iterable[SoftwareRequest], room: Classroom, caller: Caller) -> frozenset[str]:
    """Whose names the caller may know, of those who took part in it or asked for what it binds (R4.7)."""
    took_part = {override.by, override.approved_by, override.confirmed_by, override.ended_by, override.evidence.officer}
    everybody = {person for person in took_part if person} | {request.requester_id for request in requests}
    return frozenset(everybody if caller.may(Permission.READ_RECORD, room) else everybody & {caller.actor.id})
