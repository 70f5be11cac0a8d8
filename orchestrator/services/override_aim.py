"""What an override is asked to do, and what of a room it aims at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from orchestrator.domain.catalog import VersionNotOffered
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.override_refusals import (
    NoSuchSubstitute,
    NothingToOverride,
    SeatsNotAsked,
    SubstituteForOneRequester,
)
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.domain.requests import RequestIsOver, SoftwareRequest
from orchestrator.services.request_lookup import one_request
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordOverride:
    """An override as somebody asks for it.

    Attributes:
        kind, category: See there.
        explanation: Plain words for the instructor; one sentence is enough for a light one.
        expires_at: Until when, UTC.
        request_id: The request; None for all of a room that ask for the item.
        classroom, item: Code of the room, and the item, where no request is named.
        seats: Labels of the seats that it is limited to; for ``exclude`` those that go without.
        starts_at: From when on, UTC; None for now, or for when the one that it follows is over.
        evidence: See Evidence; its seat is named by its label.
        substitute_item: What is installed instead; with a pin, the substitute that the pin is for.
        pin_version: The version that is installed instead.
        alternative, would_lift, compensation: See Override.
    """

    kind: OverrideKind
    category: Category
    explanation: str
    expires_at: datetime
    request_id: str | None = None
    classroom: str | None = None
    item: str | None = None
    seats: tuple[str, ...] = ()
    starts_at: datetime | None = None
    evidence: Evidence = field(default_factory=Evidence)
    substitute_item: str | None = None
    pin_version: str | None = None
    alternative: str = ""
    would_lift: str = ""
    compensation: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """What of a room is meant.

    Attributes:
        room: The room.
        requests: The requests that are bound, oldest first; at least one.
        scope: See OverrideScope.
        item_id: The item that was asked for.
        seat_ids: The seats that it is limited to; empty for all.
        evidence: The evidence with its seat by id.
    """

    room: Classroom
    requests: tuple[SoftwareRequest, ...]
    scope: OverrideScope
    item_id: str
    seat_ids: tuple[str, ...]
    evidence: Evidence


def room_of(uow: UnitOfWork, command: RecordOverride) -> Classroom:
    """The room that an override is about.

    Raises:
        NotFound: No such request or room.
        InvalidInput: Neither is named.
    """
    if command.request_id is not None:
        return _room_of_request(uow, command.request_id)
    if command.classroom is None:
        raise InvalidInput((FieldProblem("request", "", "missing"),))
    return room_by_code(uow, command.classroom)


def aim_at(uow: UnitOfWork, command: RecordOverride, room: Classroom, now: datetime) -> Aim:
    """The requests and seats that are meant.

    Raises:
        InvalidInput: Fields are missing that this kind cannot do without, or are there that mean nothing to it.
        NotFound: No such item or seat.
        RequestIsOver: The request does not count any more.
        NothingToOverride: Nobody asks for the item in the room.
        SeatsNotAsked: The request does not aim at these seats.
        SubstituteForOneRequester: Several people would have to say yes to one substitute.
    """
    if problems := tuple(_problems(command)):
        raise InvalidInput(problems)
    requests, scope, item_id = _requests(uow, command, room, now)
    seat_ids = _seat_ids(command, room, requests)
    evidence = command.evidence
    if evidence.seat_id is not None:
        evidence = replace(evidence, seat_id=_seat(room, evidence.seat_id))
    if command.kind is OverrideKind.SUBSTITUTE and len({r.requester_id for r in requests}) > 1:
        raise SubstituteForOneRequester(item=item_id, requests=tuple(r.id for r in requests))
    return Aim(room, requests, scope, item_id, seat_ids, evidence)


def check_instead(uow: UnitOfWork, command: RecordOverride, aim: Aim, earlier: Iterable[Override]) -> None:
    """Make sure that what is to be installed instead can be.

    Raises:
        NotFound: No such item.
        InvalidInput: The substitute is what was asked for.
        VersionNotOffered: The catalog has no such release.
        NoSuchSubstitute: The pin is for a substitute that nobody has put there (R3.7).
    """
    catalog, instead = uow.catalog.load(), command.substitute_item
    if instead is not None:
        if catalog.get(instead) is None:
            raise NotFound(kind="catalog item", name=instead, known=tuple(sorted(catalog.items)))
        if instead == aim.item_id:
            raise InvalidInput((FieldProblem("substitute_item", instead, "names-itself"),))
        there = (o.substitute_item for o in earlier if o.kind is OverrideKind.SUBSTITUTE and o.ended_at is None)
        if command.kind is OverrideKind.PIN and instead not in there:
            raise NoSuchSubstitute(item=instead)
    if command.pin_version is not None:
        item = catalog.get(instead or aim.item_id)
        if item is None or item.release(command.pin_version) is None:
            offered = tuple(release.version for release in item.releases) if item else ()
            raise VersionNotOffered(item=instead or aim.item_id, version=command.pin_version, offered=offered)


_NEEDS = {
    OverrideKind.EXCLUDE: "seats",
    OverrideKind.SUBSTITUTE: "substitute_item",
    OverrideKind.PIN: "pin_version",
}
"""The field that a kind cannot do without."""
_INSTEAD = frozenset({OverrideKind.SUBSTITUTE, OverrideKind.PIN})


def _problems(command: RecordOverride) -> Iterator[FieldProblem]:
    if command.request_id is None and command.item is None:
        yield FieldProblem("item", "", "missing")
    needed = _NEEDS.get(command.kind)
    if needed and not getattr(command, needed):
        yield FieldProblem(needed, "", "missing")
    idle = [("classroom", "no request"), ("item", "no request")] if command.request_id is not None else []
    if command.kind not in _INSTEAD:
        idle += [("substitute_item", "substitute, pin"), ("pin_version", "substitute, pin")]
    for name, belongs in idle:
        if (value := getattr(command, name)) is not None:
            yield FieldProblem(name, value, "not-here", belongs)


def _requests(
    uow: UnitOfWork, command: RecordOverride, room: Classroom, now: datetime
) -> tuple[tuple[SoftwareRequest, ...], OverrideScope, str]:
    if command.request_id is not None:
        request = one_request(uow, command.request_id)
        if not request.counts_at(now):
            raise RequestIsOver(request_id=request.id, state=request.state)
        scope = OverrideScope.SEATS if command.seats else OverrideScope.REQUEST
        return (request,), scope, request.item_id
    item_id = command.item or ""
    found = tuple(r for r in uow.requests.of_classroom(room.id) if r.item_id == item_id and r.counts_at(now))
    if not found:
        catalog = uow.catalog.load()
        if catalog.get(item_id) is None:
            raise NotFound(kind="catalog item", name=item_id, known=tuple(sorted(catalog.items)))
        raise NothingToOverride(item=item_id, classroom=room.code)
    return found, OverrideScope.CLASSROOM, item_id


def _seat_ids(command: RecordOverride, room: Classroom, requests: tuple[SoftwareRequest, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(_seat(room, label) for label in command.seats))
    seats = {seat.id: seat for seat in room.seats}
    for request in requests:
        stray = tuple(seats[s].label for s in chosen if not seats[s].aimed_at(request.target))
        if stray and (command.request_id is not None or len(stray) == len(chosen)):
            raise SeatsNotAsked(request_id=request.id, seats=stray)
    return chosen


def _seat(room: Classroom, label: str) -> str:
    seat = next((s for s in room.seats if s.label.casefold() == label.casefold()), None)
    if seat is None:
        raise NotFound(kind="seat", name=label, known=tuple(s.label for s in room.seats))
    return seat.id


def _room_of_request(uow: UnitOfWork, request_id: str) -> Classroom:
    request = uow.requests.get(request_id)
    room = uow.classrooms.get(request.classroom_id) if request else None
    if room is None:
        raise NotFound(kind="request", name=request_id)
    return room
