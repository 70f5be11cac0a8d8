"""The fast brake: holding a request, an item, a rollout, or going back to a revision; and lifting it (RULES R3.8)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.hold_rules import (
    HeldBefore,
    HoldIsOver,
    NothingToHold,
    RolloutIsOver,
    came_after,
    covering,
    held_item_before,
    not_held_before,
)
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.requests import RequestIsOver, SoftwareRequest
from orchestrator.domain.rollouts import RolloutState
from orchestrator.services.deadlines import follow
from orchestrator.services.hold_entries import HoldMoment, enter_hold
from orchestrator.services.notices import holders, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.request_lookup import one_request
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

HOLD = "hold"
"""Name under which a hold's deadlines are followed."""


@dataclass(frozen=True, slots=True)
class SetHold:
    """A hold as somebody asks for it: of one request, one item in a room, one rollout, or all after a revision.

    Attributes:
        sentence: Why, in one sentence that the instructor reads.
        request_id: The request.
        classroom, item: Code of the room, and the item.
        rollout_id: The rollout.
        revision: Number of the revision that the room goes back to.
        canary_seat: Label of the seat that gets the newer state first; None for the podium.
    """

    sentence: str
    request_id: str | None = None
    classroom: str | None = None
    item: str | None = None
    rollout_id: str | None = None
    revision: int | None = None
    canary_seat: str | None = None


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold with its room, the name of whoever set it, and what the site calls the room's team, or empty."""

    hold: Hold
    room: Classroom
    by: str
    team: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Held:
    """What a hold is about."""

    scope: HoldScope
    requests: tuple[SoftwareRequest, ...]
    canary_seat_id: str | None = None


def set_hold(
    command: SetHold, *, caller: Caller, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> HoldView:
    """Put the brake on. A rollout that runs stops before its next wave, because each wave is resolved anew (R0.4).

    Of a rollout or of all after a revision, requests that were held before are left alone: each is held once.

    Raises:
        NotPermitted: The caller may not hold anything in that room.
        NotFound: No such room, request, item, rollout, revision or seat.
        InvalidInput: It isn't said what is to be held, or twice.
        RequestIsOver, RolloutIsOver, NothingToHold: There is nothing that could be held.
        HeldBefore: It was held once already.
    """
    now = clock.now()
    with transactions() as uow:
        room = _room(uow, command)
        if not caller.may(Permission.HOLD, room):
            raise caller.refused(Permission.HOLD, room)
        held = _held(uow, command, room, now)
        hold = Hold(
            id=new_id(),
            scope=held.scope,
            classroom_id=room.id,
            request_ids=tuple(request.id for request in held.requests),
            sentence=command.sentence.strip(),
            by=caller.actor.id,
            at=now,
            until=now + timedelta(hours=uow.rules.load().hold_hours),
            item_id=command.item if held.scope is HoldScope.ITEM else None,
            rollout_id=command.rollout_id,
            revision=command.revision,
            canary_seat_id=held.canary_seat_id,
        )
        uow.holds.add(hold)
        follow(uow, HOLD, hold.id)
        if hold.scope is HoldScope.REVISION:
            # What came after it goes where it is ours, and that is work.
            owe_for(uow, room, f"hold:{hold.id}:set")
        _tell(uow, hold, held.requests, room, now)
        uow.people.remember(caller.actor)
        enter_hold(uow, HoldMoment.SET, hold, held.requests, caller.actor, now)
        team = uow.site.load().team
        uow.commit()
    return HoldView(hold, room, caller.actor.name, team, now)


def lift_hold(hold_id: str, *, caller: Caller, transactions: Transactions, clock: Clock) -> HoldView:
    """Take the brake off before its time: whoever is on duty may, and what was held goes on.

    Raises:
        NotFound: No such hold.
        NotPermitted: The caller may not hold anything in that room.
        HoldIsOver: It is.
    """
    now = clock.now()
    with transactions() as uow:
        hold, room = hold_by_id(uow, hold_id)
        if not caller.may(Permission.HOLD, room):
            raise caller.refused(Permission.HOLD, room)
        if hold.ended_at is not None or (now >= hold.until and not hold.is_canary_at(now)):
            raise HoldIsOver(hold_id=hold.id)
        lifted = replace(hold, ended_at=now, ended_by=caller.actor.id)
        uow.holds.update(lifted)
        resume(uow, lifted, room, "lifted", now)
        uow.people.remember(caller.actor)
        enter_hold(uow, HoldMoment.LIFTED, lifted, held_requests(uow, lifted), caller.actor, now)
        name, team = uow.people.names({lifted.by}).get(lifted.by, lifted.by), uow.site.load().team
        uow.commit()
    return HoldView(lifted, room, name, team, now)


def list_holds(
    classroom: str, *, reads: Reads, clock: Clock, after: str | None = None, limit: int = 50
) -> tuple[HoldView, ...]:
    """Holds of a room, newest first, at most ``limit``, older than the one with id ``after``.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        # A room has few: each request and title can be held once.
        older = [h for h in reversed(uow.holds.of_classroom(room.id)) if after is None or h.id < after]
        holds = older[:limit]
        names = uow.people.names({hold.by for hold in holds})
        now, team = clock.now(), uow.site.load().team
        return tuple(HoldView(hold, room, names.get(hold.by, hold.by), team, now) for hold in holds)


def hold_by_id(uow: UnitOfWork, hold_id: str) -> tuple[Hold, Classroom]:
    """A hold and its room, which nobody else changes meanwhile.

    Raises:
        NotFound: No such hold.
    """
    hold = uow.holds.get(hold_id)
    room = uow.classrooms.get(hold.classroom_id) if hold else None
    if hold is None or room is None:
        raise NotFound(kind="hold", name=hold_id)
    return hold, room


def held_requests(uow: UnitOfWork, hold: Hold) -> tuple[SoftwareRequest, ...]:
    """The requests that a hold was set for, also those that are over."""
    return tuple(r for request_id in hold.request_ids if (r := uow.requests.get(request_id)))


def resume(uow: UnitOfWork, hold: Hold, room: Classroom, because: str, at: datetime) -> None:
    """Owe the room what was held, and tell those whose requests go on."""
    owe_for(uow, room, f"hold:{hold.id}:{because}")
    for request in held_requests(uow, hold):
        if request.counts_at(at):
            about = _about(hold, request)
            tell(uow, [request.requester_id], NoticeKind.HOLD_ENDED, f"{hold.id}:{request.id}", about, at)


def _room(uow: UnitOfWork, command: SetHold) -> Classroom:
    named = [command.request_id is not None, command.rollout_id is not None, command.classroom is not None]
    if sum(named) != 1:
        problem = "missing" if not any(named) else "not-here"
        raise InvalidInput((FieldProblem("request", "", problem, "request, rollout, classroom"),))
    if command.classroom is not None:
        return room_by_code(uow, command.classroom)
    if command.request_id is not None:
        request = uow.requests.get(command.request_id)
        room = uow.classrooms.get(request.classroom_id) if request else None
        if room is None:
            raise NotFound(kind="request", name=command.request_id)
        return room
    rollout = uow.rollouts.get(command.rollout_id or "")
    room = uow.classrooms.get(rollout.classroom_id) if rollout else None
    if room is None:
        raise NotFound(kind="rollout", name=command.rollout_id or "")
    return room


def _held(uow: UnitOfWork, command: SetHold, room: Classroom, now: datetime) -> _Held:
    earlier = uow.holds.of_classroom(room.id)
    live = tuple(r for r in uow.requests.of_classroom(room.id) if r.counts_at(now))
    if command.request_id is not None:
        return _of_request(uow, command.request_id, live, earlier)
    if command.rollout_id is not None:
        rollout = uow.rollouts.get(command.rollout_id)
        if rollout is not None and rollout.state not in {RolloutState.QUEUED, RolloutState.RUNNING}:
            raise RolloutIsOver(rollout_id=rollout.id, state=rollout.state)
        return _Held(HoldScope.ROLLOUT, _of_many(live, earlier, room))
    if command.revision is not None:
        return _of_revision(uow, command, room, live, earlier)
    return _of_item(uow, command.item, room, live, earlier)


def _of_request(uow: UnitOfWork, request_id: str, live: tuple[SoftwareRequest, ...], earlier: Sequence[Hold]) -> _Held:
    request = next((r for r in live if r.id == request_id), None)
    if request is None:
        over = one_request(uow, request_id)
        raise RequestIsOver(request_id=over.id, state=over.state)
    if before := covering([request.id], earlier):
        raise HeldBefore(hold_id=before.id, until=before.ended_at or before.until)
    return _Held(HoldScope.REQUEST, (request,))


def _of_item(
    uow: UnitOfWork, item_id: str | None, room: Classroom, live: tuple[SoftwareRequest, ...], earlier: Sequence[Hold]
) -> _Held:
    if item_id is None:
        raise InvalidInput((FieldProblem("item", "", "missing"),))
    if before := held_item_before(item_id, earlier):
        raise HeldBefore(hold_id=before.id, until=before.ended_at or before.until)
    asked = tuple(r for r in live if r.item_id == item_id)
    if item_id in room.baseline:
        return _Held(HoldScope.ITEM, not_held_before(asked, earlier))
    if not asked:
        catalog = uow.catalog.load()
        if catalog.get(item_id) is None:
            raise NotFound(kind="catalog item", name=item_id, known=tuple(sorted(catalog.items)))
    return _Held(HoldScope.ITEM, _of_many(asked, earlier, room))


def _of_revision(
    uow: UnitOfWork, command: SetHold, room: Classroom, live: tuple[SoftwareRequest, ...], earlier: Sequence[Hold]
) -> _Held:
    number = command.revision or 0
    revision = uow.manifests.get(room.id, number)
    if revision is None:
        latest = uow.manifests.latest(room.id)
        raise NotFound(kind="revision", name=str(number), known=(str(latest.number),) if latest else ())
    seat = next((s for s in room.seats if s.podium), next(iter(room.seats), None))
    if command.canary_seat is not None:
        label = command.canary_seat.casefold()
        seat = next((s for s in room.seats if s.label.casefold() == label), None)
        if seat is None:
            raise NotFound(kind="seat", name=command.canary_seat, known=tuple(s.label for s in room.seats))
    requests = _of_many(came_after(live, revision), earlier, room)
    return _Held(HoldScope.REVISION, requests, seat.id if seat else None)


def _of_many(
    requests: tuple[SoftwareRequest, ...], earlier: Sequence[Hold], room: Classroom
) -> tuple[SoftwareRequest, ...]:
    """Those that were never held; at least one."""
    if not requests:
        raise NothingToHold(classroom=room.code)
    free = not_held_before(requests, earlier)
    if not free and (before := covering([r.id for r in requests], earlier)):
        raise HeldBefore(hold_id=before.id, until=before.ended_at or before.until)
    return free


def _tell(uow: UnitOfWork, hold: Hold, requests: tuple[SoftwareRequest, ...], room: Classroom, at: datetime) -> None:
    back = hold.scope is HoldScope.REVISION
    kind = NoticeKind.ROOM_WENT_BACK if back else NoticeKind.HELD
    for request in requests:
        tell(uow, [request.requester_id], kind, f"{hold.id}:{request.id}", _about(hold, request), at)
    if back:
        people = [person.id for person in holders(uow, Permission.OVERRIDE, room) if person.id != hold.by]
        tell(uow, people, kind, hold.id, {"hold": hold.id, "classroom": room.id}, at)


def _about(hold: Hold, request: SoftwareRequest) -> dict[str, str]:
    return {"hold": hold.id, "request": request.id, "classroom": hold.classroom_id, "item": request.item_id}
