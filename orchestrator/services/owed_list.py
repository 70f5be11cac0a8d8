"""The owed list: whatever is not there as it was asked for, the late ones first, each with its why and who owns it.

Nothing leaves it but what is there as asked, or what the requester takes back (RULES R2). What a scan says is ready
stays on it where whoever asked has said that it does not work. Wishes stand on it, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from orchestrator.domain.blackouts import blackout_at
from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.clock import Interval, OwedRank, RequestClock, WorkingDays, read_clock
from orchestrator.domain.delay_notes import DelayNote
from orchestrator.domain.errors import NotFound
from orchestrator.domain.hand_work import ticks_as_of
from orchestrator.domain.holds import Hold
from orchestrator.domain.milestones import Milestone
from orchestrator.domain.overrides import Override
from orchestrator.domain.people import Caller, Grant, Permission, Person, permissions_of
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.standing import THERE, RequestStanding
from orchestrator.domain.waiting import PastReasons, WaitingOwner, days_by_owner, days_withheld, owner_now
from orchestrator.domain.wishes import Wish, WishState
from orchestrator.services.readiness import ready_since, standing_in
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import RoomPicture, picture, room_by_code
from orchestrator.services.stops import all_stops
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork
from orchestrator.services.wishes import WishView, wish_views

_PAGE = 500
_OWN_ROOMS = (Permission.STEER, Permission.HOLD, Permission.APPROVE)
"""What makes a room somebody's own: its technicians steer, its coordinators keep, its managers answer for it."""


@dataclass(frozen=True, slots=True)
class OwedFilter:
    """Which entries somebody wants to see: those that fit all that is given.

    Attributes:
        classroom: Code of the room.
        building, department: Names, compared without case.
        person_id: Actor id of the requester.
        mine: Whoever looks: what they asked for, and the rooms that they steer, keep or answer for.
    """

    classroom: str | None = None
    building: str | None = None
    department: str | None = None
    person_id: str | None = None
    mine: Caller | None = None

    def takes(self, room: Classroom, requester_id: str) -> bool:
        """Whether an entry fits."""
        named = ((self.building, room.building), (self.department, room.department))
        if any(wanted is not None and wanted.casefold() != is_.casefold() for wanted, is_ in named):
            return False
        if self.person_id is not None and self.person_id != requester_id:
            return False
        mine = self.mine
        return mine is None or requester_id == mine.actor.id or any(mine.may(one, room) for one in _OWN_ROOMS)


@dataclass(frozen=True, slots=True)
class OwedEntry:
    """One thing that is owed: a request, or a wish.

    Attributes:
        id: Of the request or wish.
        rank: See OwedRank.
        clock: What its clock shows.
        owner: Whose turn it is.
        days: How many days of the waiting so far each owner had.
        request: The request with what has become of it, or None.
        wish: The wish, or None; with a request, the wish that it came from.
        overrides: Those that bind it now, with who recorded each; oldest first.
        note: The newest delay note, or None.
        withheld_days: Days for which decisions have kept it away or changed it in all (R3.4).
        in_charge: Names of those who steer the room's rollouts.
        people: Names by actor id.
        does_not_work: Whether the requester has said so, whatever a scan says.
    """

    id: str
    rank: OwedRank
    clock: RequestClock
    owner: WaitingOwner
    days: Mapping[WaitingOwner, int]
    room: Classroom
    request: RequestView | None = None
    wish: WishView | None = None
    overrides: tuple[Override, ...] = ()
    note: DelayNote | None = None
    withheld_days: int = 0
    in_charge: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    does_not_work: bool = False

    @property
    def place(self) -> str:
        """Where it stands in the list, as a text that sorts so; the cursor of the page that follows it."""
        # What people can work with although it is not as asked comes after what is not there at all.
        ready = self.request is not None and self.request.standing.code in THERE
        usable = ready and not self.does_not_work
        moment = self.clock.deadline.strftime("%Y%m%dT%H%M%S%f")
        return f"{list(OwedRank).index(self.rank)}{int(usable)}-{moment}-{self.id}"

    @property
    def requester_id(self) -> str:
        """Actor id of who holds all rights on it."""
        if self.request is not None:
            return self.request.request.requester_id
        return self.wish.wish.requester_id if self.wish else ""


@dataclass(frozen=True, slots=True)
class OwedCounts:
    """How many entries there are in all, whatever the page shows."""

    late: int = 0
    at_risk: int = 0
    in_time: int = 0
    standing_still: int = 0
    short_notice: int = 0
    wishes: int = 0


@dataclass(frozen=True, slots=True)
class OwedList:
    """A page of what is owed, with the counts over all of it, and the name of the team, empty for the usual one."""

    entries: tuple[OwedEntry, ...]
    counts: OwedCounts
    at: datetime
    team: str = ""


def list_owed(
    filters: OwedFilter, *, reads: Reads, clock: Clock, after: str | None = None, limit: int = 50
) -> OwedList:
    """What is owed, late first, then at risk, then by deadline; at most ``limit`` after the place ``after``.

    Raises:
        NotFound: No such room.
    """
    now = clock.now()
    with reads() as uow:
        entries = sorted(_Reckoning(uow, now).entries(filters), key=lambda entry: entry.place)
        team = uow.site.load().team
    counts = OwedCounts(
        late=sum(e.rank is OwedRank.LATE for e in entries),
        at_risk=sum(e.rank is OwedRank.AT_RISK for e in entries),
        in_time=sum(e.rank is OwedRank.IN_TIME for e in entries),
        standing_still=sum(e.clock.stands_still for e in entries),
        short_notice=sum(e.clock.short_notice for e in entries),
        wishes=sum(e.request is None for e in entries),
    )
    shown = [entry for entry in entries if after is None or entry.place > after][:limit]
    return OwedList(tuple(shown), counts, now, team)


def all_owed(uow: UnitOfWork, at: datetime) -> Sequence[OwedEntry]:
    """All that is owed, in no particular order, in an open unit of work."""
    return tuple(_Reckoning(uow, at).entries(OwedFilter()))


class _Reckoning:
    """What all entries share, read once; then a room at a time, with as many statements for one request as for many."""

    def __init__(self, uow: UnitOfWork, now: datetime) -> None:
        self._uow, self._now = uow, now
        self._site: Site = uow.site.load()
        self._working_days: WorkingDays = working_days(self._site)
        self._numbers: RuleNumbers = uow.rules.load()
        self._catalog: Catalog = uow.catalog.load()
        self._stops = all_stops(uow, self._catalog)
        self._staff = tuple(_holders(uow, Permission.STEER))
        self._blackouts = uow.blackouts.ahead(now)

    def entries(self, filters: OwedFilter) -> Iterator[OwedEntry]:
        """All entries that fit, in no particular order."""
        only = room_by_code(self._uow, filters.classroom) if filters.classroom else None
        requests = _open_requests(self._uow, only)
        wishes: defaultdict[str, list[Wish]] = defaultdict(list)
        only_id = only.id if only else None
        for wish in (*self._uow.wishes.open(only_id), *self._uow.wishes.awaiting_yes(self._now, only_id)):
            wishes[wish.classroom_id].append(wish)
        rooms = [only] if only else self._uow.classrooms.all()
        for room in rooms:
            mine = [r for r in requests.get(room.id, ()) if filters.takes(room, r.requester_id)]
            listed: set[str | None] = set()
            if any(r.counts_at(self._now) for r in mine):
                for entry in self._of_requests(room, {r.id for r in mine}):
                    listed.add(entry.id)
                    yield entry
            # What was made of a wish stands for it as long as it is owed itself.
            mine_too = (w for w in wishes[room.id] if w.linked_request_id not in listed or w.state is WishState.OPEN)
            fitting = [w for w in mine_too if filters.takes(room, w.requester_id)]
            if fitting:
                yield from self._of_wishes(room, fitting)

    def _of_requests(self, room: Classroom, ids: set[str]) -> Iterator[OwedEntry]:
        uow = self._uow
        seen = picture(uow, room, self._now, catalog=self._catalog)
        standings = {r.id: standing_in(seen, r) for r in seen.requests if r.id in ids and r.counts_at(self._now)}
        said = uow.sign_offs.of_requests(list(standings)) if standings else {}
        broken = {request_id for request_id, given in said.items() if given.works is False}
        owed = [r for r in seen.requests if r.id in standings and (not standings[r.id].as_asked or r.id in broken)]
        if not owed:
            return
        owed_ids = [r.id for r in owed]
        overrides: defaultdict[str, list[Override]] = defaultdict(list)
        for override in uow.overrides.of_requests(owed_ids):
            for request_id in override.request_ids:
                overrides[request_id].append(override)
        notes = {note.request_id: note for note in uow.delay_notes.of_requests(owed_ids)}
        wishes = uow.wishes.linked_to(owed_ids)
        views = wish_views(uow, tuple(wishes.values()), {room.id: room}, catalog=self._catalog)
        wish_of = {view.wish.linked_request_id: view for view in views}
        ids_of_people = {r.requester_id for r in owed} | {n.by for n in notes.values()}
        ids_of_people |= {o.by for its in overrides.values() for o in its} | {t.by for t in seen.ticks}
        people = uow.people.names(ids_of_people)
        reasons = _Reasons(
            holds=tuple(uow.holds.of_classroom(room.id)),
            away=frozenset(seat.seat.id for seat in seen.seats if seat.is_away),
            seen=seen,
            people=people,
            recorded=_recorded(uow, owed_ids, tuple(wishes.values())),
            broken=frozenset(broken),
            milestones=uow.milestones.of_requests(owed_ids),
        )
        for request in owed:
            wish = wish_of.get(request.id)
            yield self._entry(
                request, standings[request.id], tuple(overrides[request.id]), reasons, notes.get(request.id), wish
            )

    def _entry(
        self,
        request: SoftwareRequest,
        standing: RequestStanding,
        overrides: tuple[Override, ...],
        reasons: "_Reasons",
        note: DelayNote | None,
        wish: WishView | None,
    ) -> OwedEntry:
        room, now = reasons.seen.room, self._now
        since = wish.wish.created_at if wish else request.created_at
        linked = wish.wish if wish else None
        refused, stops = self._stops.of(request, (), linked), self._stops.of(request, overrides, linked)
        clock = self._clock(since, request.needed_by, stops, to_be_packaged=bool(wish) or self._lacks(request))
        binding = tuple(o for o in overrides if o.binds_at(now))
        closed = blackout_at(self._blackouts, room, now) is not None
        owner = owner_now(standing, {o.id: o for o in binding}, reasons.away, window_closed=closed) or WaitingOwner.IT
        wished = Interval(since, wish.wish.linked_at) if wish and wish.wish.linked_at else None
        past = PastReasons(overrides, reasons.holds, refused, wished, reasons.recorded.get(request.id, {}))
        item = self._catalog.get(request.item_id)
        requester = reasons.people.get(request.requester_id, request.requester_id)
        title = item.title if item else request.item_id
        stated, names = tuple(ticks_as_of(request, reasons.seen.ticks, now)), reasons.people
        ready = ready_since(reasons.seen, request, standing, reasons.milestones.get(request.id))
        view = RequestView(
            request, room, title, requester, standing, stated, names, short_notice=clock.short_notice, ready_since=ready
        )
        return OwedEntry(
            id=request.id,
            rank=clock.rank,
            clock=clock,
            owner=owner,
            days=days_by_owner(since, now, owner, past, request.id, self._site.timezone),
            room=room,
            request=view,
            wish=wish,
            overrides=binding,
            note=note,
            withheld_days=days_withheld(overrides, reasons.holds, request.id, now),
            in_charge=self._in_charge(room),
            people=reasons.people,
            does_not_work=request.id in reasons.broken,
        )

    def _of_wishes(self, room: Classroom, wishes: Sequence[Wish]) -> Iterator[OwedEntry]:
        for view in wish_views(self._uow, wishes, {room.id: room}, catalog=self._catalog):
            wish = view.wish
            clock = self._clock(wish.created_at, wish.needed_by, (), to_be_packaged=True)
            # A linked one waits for the wisher's word.
            owner = WaitingOwner.IT if wish.linked_at is None else WaitingOwner.REQUESTER
            past = PastReasons(wished=Interval(wish.created_at, wish.linked_at) if wish.linked_at else None)
            days = days_by_owner(wish.created_at, self._now, owner, past, wish.id, self._site.timezone)
            yield OwedEntry(
                wish.id,
                clock.rank,
                clock,
                owner,
                days,
                room,
                wish=view,
                in_charge=self._in_charge(room),
                people=view.people,
            )

    def _clock(
        self, since: datetime, needed_by: datetime, stops: Iterable[Interval], *, to_be_packaged: bool
    ) -> RequestClock:
        return read_clock(
            since,
            needed_by,
            tuple(stops),
            self._now,
            granted=False,
            to_be_packaged=to_be_packaged,
            numbers=self._numbers,
            working_days=self._working_days,
        )

    def _lacks(self, request: SoftwareRequest) -> bool:
        """Whether what was asked for has to be packaged first."""
        item = self._catalog.get(request.item_id)
        return item is None or item.is_to_be_packaged

    def _in_charge(self, room: Classroom) -> tuple[str, ...]:
        near = [p.name for p, grants in self._staff if Permission.STEER in _permitted(grants, room)]
        return tuple(sorted(near))


@dataclass(frozen=True, slots=True)
class _Reasons:
    """What the entries of one room share."""

    holds: tuple[Hold, ...]
    away: frozenset[str]
    seen: RoomPicture
    people: Mapping[str, str]
    recorded: Mapping[str, Mapping[date, WaitingOwner]]
    broken: frozenset[str]
    milestones: Mapping[str, Milestone]


def _recorded(
    uow: UnitOfWork, request_ids: Sequence[str], wishes: Sequence[Wish]
) -> Mapping[str, Mapping[date, WaitingOwner]]:
    """By request, whose turn it was on each recorded day: of the wish that it came from, too."""
    found = uow.waiting_days.of_owed([*request_ids, *(wish.id for wish in wishes)])
    as_wish = {w.linked_request_id: found[w.id] for w in wishes if w.linked_request_id and w.id in found}
    return {i: {**as_wish.get(i, {}), **found.get(i, {})} for i in request_ids}


def _open_requests(uow: UnitOfWork, room: Classroom | None) -> Mapping[str, list[SoftwareRequest]]:
    """Open requests by room id."""
    found: defaultdict[str, list[SoftwareRequest]] = defaultdict(list)
    after: str | None = None
    while page := uow.requests.page(
        classroom_id=room.id if room else None,
        requester_id=None,
        state=RequestState.OPEN,
        item_id=None,
        after=after,
        limit=_PAGE,
    ):
        for request in page:
            found[request.classroom_id].append(request)
        after = page[-1].id
    return found


def _holders(uow: UnitOfWork, permission: Permission) -> Iterator[tuple[Person, tuple[Grant, ...]]]:
    """Active people who may do something somewhere, with their roles."""
    after: str | None = None
    while page := uow.accounts.page(after=after, limit=_PAGE):
        grants = uow.accounts.grants([person.id for person in page])
        for person in page:
            held = tuple(grants.get(person.id, ()))
            if person.active and permission in permissions_of(held):
                yield person, held
        after = page[-1].login


def _permitted(grants: Iterable[Grant], room: Classroom) -> frozenset[Permission]:
    return permissions_of(grant for grant in grants if grant.scope.covers(room))


def owed_one(request_id: str, *, reads: Reads, clock: Clock) -> OwedEntry | None:
    """A request's entry, or None where it is there as asked, or over.

    Raises:
        NotFound: No such request.
    """
    now = clock.now()
    with reads() as uow:
        request = uow.requests.get(request_id)
        room = uow.classrooms.get(request.classroom_id) if request else None
        if request is None or room is None:
            raise NotFound(kind="request", name=request_id)
        found = _Reckoning(uow, now).entries(OwedFilter(classroom=room.code, person_id=request.requester_id))
        return next((entry for entry in found if entry.id == request_id), None)
