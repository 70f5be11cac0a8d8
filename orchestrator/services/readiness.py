"""Keeping what figures are counted from: what a request was promised, and when it was ready for the first time.

What has become of a request is derived anew each time; that it was ready once is a fact of a moment. It is kept in the
transaction in which it is first known, so it cannot be lost between two, and kept once, so a step may run again.
"""

from datetime import datetime

from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.hand_work import tick_standing
from orchestrator.domain.layers import WithheldCode
from orchestrator.domain.milestones import Milestone, milestone_of, promise_for
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.standing import (
    DELIVERED,
    RequestStanding,
    SeatStanding,
    SeatTrouble,
    StandingCode,
    standing,
)
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.room_picture import RoomPicture, SeatPicture, is_by_hand, picture
from orchestrator.services.sign_offs import ask_for_sign_off
from orchestrator.services.stops import all_stops
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

_THERE = frozenset({DetectedState.PRESENT, DetectedState.HALF})
_AWAY = frozenset({DetectedState.ABSENT})


def standing_in(seen: RoomPicture, request: SoftwareRequest) -> RequestStanding:
    """What became of one of the room's requests."""
    seats = {s.seat.id: _seat_standing(s, request) for s in seen.seats}
    by_hand = is_by_hand(request, seen.catalog)
    stated = tick_standing(request, seen.ticks, seen.at) if by_hand or request.settings_line else None
    return standing(
        request,
        seen.room,
        seen.desired,
        seats,
        seen.at,
        under_way=seen.under_way is not None,
        by_hand=stated if by_hand else None,
        line=None if by_hand else stated,
        seen_there=_seen_there(seen, request),
    )


def _seat_standing(seat: SeatPicture, request: SoftwareRequest) -> SeatStanding:
    until = seat.machine.status_until if seat.machine else None
    failure = seat.seen.failure if seat.seen else None
    if seat.machine is None:
        return SeatStanding(seat.state, seat.plan, until, SeatTrouble.NO_MACHINE)
    if seat.state is SeatState.PENDING and failure and failure.cause.machine_is_absent:
        return SeatStanding(seat.state, seat.plan, until, SeatTrouble.OFF, failure.since or failure.at)
    # What failed for something else says nothing of this.
    its = any(cause.item_id in {None, request.item_id} for cause in seat.causes)
    failed = SeatTrouble.FAILED if seat.state is SeatState.FAILED and its else None
    return SeatStanding(seat.state, seat.plan, until, failed)


def _seen_there(seen: RoomPicture, request: SoftwareRequest) -> frozenset[str]:
    """Of a request that is held: the seats on which a scan saw what it asks for, there or away, whoever wants it."""
    held = any(w.code is WithheldCode.HELD for w in seen.desired.withheld if w.request_id == request.id)
    item = seen.catalog.get(request.item_id)
    if not held or item is None:
        return frozenset()
    found = {
        seat.seat.id: detect(item, seat.seen.observation).state
        for seat in seen.seats
        if seat.seen is not None and seat.seen.observation is not None
    }
    wanted = _AWAY if request.wanted is Wanted.ABSENT else _THERE
    return frozenset(seat for seat, state in found.items() if state in wanted)


def ready_since(
    seen: RoomPicture, request: SoftwareRequest, standing: RequestStanding, known: Milestone | None
) -> datetime | None:
    """Since when a request has been ready, UTC; None where it is not, or nobody knows.

    Where something of it was lost and came anew, that is later than its first time.
    """
    if standing.code is not StandingCode.READY or known is None:
        return None
    here = {s.machine.id for s in seen.seats if s.machine and s.seat.aimed_at(request.target)}
    placed = (p.placed_at for p in seen.placements if p.item_id == request.item_id and p.machine_id in here)
    return max((known.ready_at, *placed))


def promise(
    uow: UnitOfWork, request: SoftwareRequest, item: CatalogItem | None, *, wished_at: datetime | None = None
) -> None:
    """Keep by when a request could be expected, as of now; whoever accepts one calls this (R4.5).

    Args:
        uow: The unit of work that accepts it.
        request: The request, stored already.
        item: Its item, or None where the catalogue has none.
        wished_at: When it was wished for, where it came from a wish.
    """
    numbers = uow.rules.load()
    uow.milestones.promise(promise_for(request, item, uow.site.load(), numbers, wished_at=wished_at))


def note_readiness(uow: UnitOfWork, seen: RoomPicture) -> None:
    """Keep which of the room's requests are ready in a picture, and were not before (R4.6).

    Whatever may change how requests stand calls this in its own transaction: closing scans, looks, acceptance. The same
    again changes nothing.
    """
    counting = [request for request in seen.requests if request.counts_at(seen.at)]
    known = uow.milestones.of_requests([request.id for request in counting]) if counting else {}
    open_ones = [r for r in counting if r.id not in known or known[r.id].as_asked_at is None]
    ready = [(r, its) for r in open_ones if (its := standing_in(seen, r)).code in DELIVERED]
    if not ready:
        return
    wishes = uow.wishes.linked_to([request.id for request, _ in ready])
    overrides = uow.overrides.of_requests([request.id for request, _ in ready])
    stops = all_stops(uow, seen.catalog)
    found = (
        milestone_of(
            request,
            its,
            known.get(request.id),
            stops.of(request, overrides, wishes.get(request.id), proven=True),
            seen.at,
            # Nobody but people have seen it: work by hand, or a settings line that was answered.
            stated=request.settings_line is not None or is_by_hand(request, seen.catalog),
            wish=wishes.get(request.id),
        )
        for request, its in ready
    )
    kept = {milestone.request_id: milestone for milestone in found if milestone}
    uow.milestones.keep(list(kept.values()))
    for request, _ in ready:
        if request.id in kept and request.id not in known:
            ask_for_sign_off(uow, request, seen.at)


def note_readiness_of(classroom_id: str, *, transactions: Transactions, clock: Clock) -> None:
    """The same for a room that was looked at, in a transaction of its own."""
    with transactions() as uow:
        room = uow.classrooms.get(classroom_id)
        if room is not None:
            note_readiness(uow, picture(uow, room, clock.now()))
            uow.commit()
