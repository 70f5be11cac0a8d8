"""Asking for software. Silence means yes (RULES R0)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from orchestrator.domain.calendars import default_needed_by
from orchestrator.domain.catalog import Catalog, CatalogItem, ItemIsRequired, VersionNotOffered
from orchestrator.domain.classrooms import Classroom, SeatTarget
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import (
    LATEST,
    AlreadyRequested,
    IdempotencyKeyReused,
    MoreThanTheSeats,
    NeededByInThePast,
    SettingsLine,
    SoftwareRequest,
    Wanted,
)
from orchestrator.domain.resolution import resolve
from orchestrator.domain.whys import WhyCode
from orchestrator.services.notices import tell_of_behalf
from orchestrator.services.owing import OWE_ROOM, owe_revision
from orchestrator.services.packaging import follow_packaging
from orchestrator.services.readiness import note_readiness, promise
from orchestrator.services.request_entries import asked_texts, line_subjects, request_subjects
from orchestrator.services.request_reading import views_in
from orchestrator.services.request_revisions import append_revision, newest_revision
from orchestrator.services.request_views import RequestView
from orchestrator.services.room_picture import picture, room_by_code
from orchestrator.services.safeguard_refusals import tell_refused
from orchestrator.services.stored_values import KeptAnswer
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork


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
        return _hash_of(asdict(self))

    def was_kept_as(self, fingerprint: str) -> bool:
        """Whether this is of the same content, by this version or by one from before there were settings lines.

        Keys outlive an upgrade, and whoever sends one again then means the same.
        """
        if fingerprint == self.fingerprint:
            return True
        content = asdict(self)
        lines = [ask.pop("settings_line") for ask in content["asks"]]
        return not any(lines) and fingerprint == _hash_of(content)


def _hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


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
            if not command.was_kept_as(kept.fingerprint):
                raise IdempotencyKeyReused(key=command.key)
            before = views_in(uow, picture(uow, room, now), kept.ids)
            return Submitted(before, newest_revision(uow, room), replayed=True)
        accepted = _accept(command, uow=uow, room=room, actor=actor, now=now, new_id=new_id)
        revision = newest_revision(uow, room)
        owe_revision(uow, room, revision)
        if command.until:
            arguments = {"classroom_id": room.id, "revision": str(revision), "until": command.until.isoformat()}
            uow.jobs.enqueue(OWE_ROOM, f"{room.id}:r{revision}:until", arguments)
        if command.key:
            uow.keys.put(actor.id, command.key, KeptAnswer(command.fingerprint, tuple(r.id for r, _ in accepted)), now)
        seen = picture(uow, room, now)
        note_readiness(uow, seen)
        views = views_in(uow, seen, tuple(r.id for r, _ in accepted))
        tell_refused(uow, room, [r for r, _ in accepted], now, new_id)
        uow.people.remember(actor)
        _tell_of_behalf(uow, room, [request for request, _ in accepted], now)
        for request, number in accepted:
            subjects, texts = (
                request_subjects(request, number) | line_subjects(request.settings_line),
                asked_texts(request),
            )
            uow.audit.append(at=now, actor=actor, kind="request.accepted", subjects=subjects, texts=texts)
        uow.commit()
    return Submitted(views, revision, replayed=False)


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


def _tell_of_behalf(uow: UnitOfWork, room: Classroom, accepted: list[SoftwareRequest], now: datetime) -> None:
    """Whoever has a request that somebody else typed in is told, and holds all rights on it (RULES R1.10)."""
    for request in accepted:
        about = {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}
        tell_of_behalf(uow, request.entered_by, request.requester_id, request.id, about, room, now)
