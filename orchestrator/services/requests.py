"""Asking for software, taking it back, and seeing what became of it. Silence means yes (RULES R0)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from orchestrator.domain.calendars import default_needed_by
from orchestrator.domain.catalog import Catalog, CatalogItem, ItemIsRequired, VersionNotOffered
from orchestrator.domain.classrooms import Classroom, SeatTarget
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.hand_work import ticks_as_of
from orchestrator.domain.manifests import ChangeKind, Revision, lines_of
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.requests import (
    LATEST,
    AlreadyRequested,
    IdempotencyKeyReused,
    MoreThanTheSeats,
    NeededByInThePast,
    NotTheRequester,
    RequestState,
    SettingsLine,
    SoftwareRequest,
    Wanted,
)
from orchestrator.domain.resolution import (
    resolve,
)
from orchestrator.domain.whys import WhyCode
from orchestrator.services.contest_ends import moot_contests_for
from orchestrator.services.notices import tell
from orchestrator.services.override_requests import look_after_overrides_of
from orchestrator.services.owing import OWE_ROOM, owe_revision
from orchestrator.services.packaging import follow_packaging
from orchestrator.services.readiness import note_readiness, promise, standing_in
from orchestrator.services.request_entries import asked_texts, ended_texts, line_subjects, request_subjects
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import RoomPicture, picture, room_by_code
from orchestrator.services.safeguard_refusals import tell_refused
from orchestrator.services.stored_values import KeptAnswer
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class Ask:
    """One item that is asked for: catalog id, present or absent, ``latest`` or a version, seats, how many suffice.

    ``settings_line`` says in a line what its settings and add-ons should be, or is None.
    """

    item: str
    wanted: Wanted = Wanted.PRESENT
    version: str = LATEST
    target: SeatTarget = SeatTarget.ALL
    enough: int | None = None
    settings_line: str | None = None


@dataclass(frozen=True, slots=True)
class SubmitRequests:
    """One form: several items in one room make several requests, tied by a group id.

    Attributes:
        classroom: Code of the room.
        asks: What is asked for; at least one.
        needed_by: When it must be there, UTC; None for the default of R0.2.
        until: When it may go again, UTC, or None.
        course: Course code, or None.
        requester: On whose behalf; None for the actor.
        key: Idempotency key of the client, or None.
    """

    classroom: str
    asks: tuple[Ask, ...]
    needed_by: datetime | None = None
    until: datetime | None = None
    course: str | None = None
    requester: Actor | None = None
    key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Hash of the content, so that a key that comes again with another content is noticed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Submitted:
    """The accepted requests; ``replayed`` when the idempotency key had brought them in before."""

    requests: tuple[RequestView, ...]
    revision: int
    replayed: bool


def submit_requests(
    command: SubmitRequests, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Submitted:
    """Accept requests at once: requests, manifest revisions, owed work and audit entries in one transaction.

    Raises:
        NotFound: No such room or catalog item.
        VersionNotOffered, NeededByInThePast, MoreThanTheSeats, InvalidInput: The request itself can't be right.
        ItemIsRequired: It asks for the absence of what another line of the room requires; that line is named.
        AlreadyRequested: The same person has the same open request.
        IdempotencyKeyReused: The key came before with another content.
    """
    now = clock.now()
    with transactions() as uow:
        room = room_by_code(uow, command.classroom)
        if command.key and (kept := uow.keys.get(actor.id, command.key)):
            if kept.fingerprint != command.fingerprint:
                raise IdempotencyKeyReused(key=command.key)
            return Submitted(_views(uow, room, kept.ids, now), _revision(uow, room), replayed=True)
        accepted = _accept(command, uow=uow, room=room, actor=actor, now=now, new_id=new_id)
        revision = _revision(uow, room)
        owe_revision(uow, room, revision)
        if command.until:
            arguments = {"classroom_id": room.id, "revision": str(revision), "until": command.until.isoformat()}
            uow.jobs.enqueue(OWE_ROOM, f"{room.id}:r{revision}:until", arguments)
        if command.key:
            uow.keys.put(actor.id, command.key, KeptAnswer(command.fingerprint, tuple(r.id for r, _ in accepted)), now)
        seen = picture(uow, room, now)
        note_readiness(uow, seen)
        views = _views_in(uow, seen, tuple(r.id for r, _ in accepted))
        tell_refused(uow, room, [r for r, _ in accepted], now, new_id)
        uow.people.remember(actor)
        _tell_of_behalf(uow, [request for request, _ in accepted], now)
        for request, number in accepted:
            subjects, texts = (
                request_subjects(request, number) | line_subjects(request.settings_line),
                asked_texts(request),
            )
            uow.audit.append(at=now, actor=actor, kind="request.accepted", subjects=subjects, texts=texts)
        uow.commit()
    return Submitted(views, revision, replayed=False)


def withdraw_request(request_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> RequestView:
    """Take one's own request back; the manifest gets a revision, nothing is removed from machines.

    Raises:
        NotFound: No such request.
        NotTheRequester: It is somebody else's (RULES R1.10).
        RequestIsOver: It isn't open any more.
    """
    now = clock.now()
    with transactions() as uow:
        request = uow.requests.get(request_id)
        if request is None:
            raise NotFound(kind="request", name=request_id)
        if request.requester_id != actor.id:
            raise NotTheRequester(request_id=request.id, requester=request.requester_id)
        uow.requests.update(request.moved_to(RequestState.WITHDRAWN, now))
        moot_contests_for(uow, request.id, actor.id, now)
        room = _room(uow, request.classroom_id)
        revision = append_revision(uow, room, ChangeKind.WITHDRAWN, request.id, actor, now)
        # What it stood in the way of may be delivered now.
        owe_revision(uow, room, revision)
        look_after_overrides_of(uow, request)
        seen = picture(uow, room, now)
        note_readiness(uow, seen)
        view = _views_in(uow, seen, (request.id,))[0]
        subjects = request_subjects(request, revision, RequestState.WITHDRAWN)
        texts = ended_texts(request, RequestState.WITHDRAWN)
        uow.audit.append(at=now, actor=actor, kind="request.withdrawn", subjects=subjects, texts=texts)
        uow.commit()
    return view


def close_requests(classroom_id: str, *, transactions: Transactions, clock: Clock) -> None:
    """Close the room's requests whose time is over; the room is owed what they stood in the way of."""
    now = clock.now()
    with transactions() as uow:
        room = _room(uow, classroom_id)
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


def get_request(request_id: str, *, reads: Reads, clock: Clock) -> RequestView:
    """One request with its standing.

    Raises:
        NotFound: No such request.
    """
    with reads() as uow:
        request = uow.requests.get(request_id)
        if request is None:
            raise NotFound(kind="request", name=request_id)
        return _views(uow, _room(uow, request.classroom_id), (request.id,), clock.now())[0]


def list_requests(
    *,
    reads: Reads,
    clock: Clock,
    classroom: str | None = None,
    requester_id: str | None = None,
    state: RequestState | None = None,
    item_id: str | None = None,
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
            after=after,
            limit=limit,
        )
        rooms = {r.classroom_id: _room(uow, r.classroom_id) for r in found}
        by_id = {
            view.request.id: view
            for room_id, its_room in rooms.items()
            for view in _views(uow, its_room, tuple(r.id for r in found if r.classroom_id == room_id), now)
        }
        return tuple(by_id[r.id] for r in found)


def _accept(
    command: SubmitRequests,
    *,
    uow: UnitOfWork,
    room: Classroom,
    actor: Actor,
    now: datetime,
    new_id: Callable[[], str],
) -> list[tuple[SoftwareRequest, int]]:
    """The requests of the form, each with the number of the revision that it made."""
    catalog = uow.catalog.load()
    needed_by = command.needed_by or default_needed_by(uow.site.load(), now)
    if needed_by <= now:
        raise NeededByInThePast(needed_by=needed_by, now=now)
    if command.until is not None and command.until <= needed_by:
        # Also where the date is the default one: else it would be accepted, and gone before anybody could use it.
        raise InvalidInput((FieldProblem("until", command.until.isoformat(), "before-needed-by"),))
    requester = command.requester or actor
    uow.people.remember(requester)
    group = new_id() if len(command.asks) > 1 else None
    accepted: list[tuple[SoftwareRequest, int]] = []
    for ask in command.asks:
        check_ask(ask, uow=uow, room=room, catalog=catalog, requester_id=requester.id, now=now)
        request = SoftwareRequest(
            id=new_id(),
            classroom_id=room.id,
            item_id=ask.item,
            requester_id=requester.id,
            entered_by=actor.id,
            needed_by=needed_by,
            created_at=now,
            wanted=ask.wanted,
            version=ask.version,
            target=ask.target,
            enough=ask.enough,
            course=command.course,
            until=command.until,
            group_id=group,
            settings_line=SettingsLine(new_id(), ask.settings_line, now) if ask.settings_line else None,
        )
        uow.requests.add(request)
        promise(uow, request, catalog.get(request.item_id))
        follow_packaging(uow, request, catalog.get(request.item_id))
        accepted.append((request, append_revision(uow, room, ChangeKind.REQUESTED, request.id, actor, now)))
    return accepted


def check_ask(
    ask: Ask, *, uow: UnitOfWork, room: Classroom, catalog: Catalog, requester_id: str, now: datetime
) -> None:
    """See to it that one item can be asked for.

    Raises:
        NotFound, VersionNotOffered, MoreThanTheSeats, ItemIsRequired, AlreadyRequested: See ``submit_requests``.
    """
    item = catalog.get(ask.item)
    if item is None:
        # Of its own kind: whoever asks for what is not there can wish for it (RULES R2).
        raise NotFound(kind="item to ask for", name=ask.item, known=tuple(sorted(catalog.items)))
    aimed = sum(seat.aimed_at(ask.target) for seat in room.seats)
    if ask.enough is not None and ask.enough > aimed:
        raise MoreThanTheSeats(enough=ask.enough, seats=aimed)
    _check_version(ask, item)
    live = [r for r in uow.requests.of_classroom(room.id) if r.counts_at(now)]
    for other in live:
        same = (other.item_id, other.wanted, other.version, other.target) == (
            ask.item,
            ask.wanted,
            ask.version,
            ask.target,
        )
        if same and other.requester_id == requester_id:
            raise AlreadyRequested(request_id=other.id, item=ask.item, classroom=room.code)
    if ask.wanted is Wanted.ABSENT:
        desired = resolve(room, live, catalog, now, decisions=uow.decisions.of_classroom(room.id))
        needing = {
            why.item_id
            for seat in room.seats
            if seat.aimed_at(ask.target)
            for line in desired.for_seat(seat.id)
            if line.item_id == ask.item
            for why in line.whys
            if why.code is WhyCode.REQUIRED_BY and why.item_id
        }
        if needing:
            raise ItemIsRequired(item=ask.item, required_by=tuple(sorted(needing)), classrooms=(room.code,))


def _check_version(ask: Ask, item: CatalogItem) -> None:
    if ask.wanted is Wanted.ABSENT or ask.version == LATEST:
        return
    if not item.provider.has_releases or item.release(ask.version) is None:
        offered = tuple(r.version for r in item.releases)
        raise VersionNotOffered(item=item.id, version=ask.version, offered=offered)


def _tell_of_behalf(uow: UnitOfWork, accepted: list[SoftwareRequest], now: datetime) -> None:
    """Whoever has a request that somebody else typed in is told, and holds all rights on it (RULES R1.10)."""
    for request in accepted:
        if request.entered_by != request.requester_id:
            about = {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}
            tell(uow, {request.requester_id}, NoticeKind.ASKED_FOR_YOU, request.id, about, now)


def append_revision(
    uow: UnitOfWork, room: Classroom, change: ChangeKind, request_id: str, actor: Actor, now: datetime
) -> int:
    """Give the manifest its next revision, and say which number that is."""
    latest = uow.manifests.latest(room.id)
    number = latest.number + 1 if latest else 1
    lines = lines_of(room.baseline, uow.requests.of_classroom(room.id))
    uow.manifests.append(Revision(room.id, number, lines, change, request_id, actor.id, now))
    return number


def _revision(uow: UnitOfWork, room: Classroom) -> int:
    latest = uow.manifests.latest(room.id)
    return latest.number if latest else 0


def _room(uow: UnitOfWork, classroom_id: str) -> Classroom:
    room = uow.classrooms.get(classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=classroom_id)
    return room


def view_of(uow: UnitOfWork, request: SoftwareRequest, now: datetime) -> RequestView:
    """One request as it stands in an open transaction."""
    return _views(uow, _room(uow, request.classroom_id), (request.id,), now)[0]


def _views(uow: UnitOfWork, room: Classroom, ids: tuple[str, ...], now: datetime) -> tuple[RequestView, ...]:
    return _views_in(uow, picture(uow, room, now), ids)


def _views_in(uow: UnitOfWork, seen: RoomPicture, ids: tuple[str, ...]) -> tuple[RequestView, ...]:
    chosen = [r for r in seen.requests if r.id in ids]
    stated = [tick for tick in seen.ticks if tick.request_id in ids]
    names = uow.people.names({r.requester_id for r in chosen} | {tick.by for tick in stated})
    promises = uow.milestones.promises(ids)
    return tuple(
        RequestView(
            request=request,
            room=seen.room,
            title=item.title if (item := seen.catalog.get(request.item_id)) else request.item_id,
            requester=names.get(request.requester_id, request.requester_id),
            standing=standing_in(seen, request),
            ticks=(ticks := tuple(ticks_as_of(request, stated, seen.at))),
            names={tick.by: names.get(tick.by, tick.by) for tick in ticks},
            overrides=tuple(o.id for o in seen.decisions.overrides if request.id in o.request_ids),
            short_notice=request.needed_by < its.promised_by if (its := promises.get(request.id)) else None,
        )
        for request in sorted(chosen, key=lambda r: ids.index(r.id))
    )
