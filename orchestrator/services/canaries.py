"""Seats that go first: when the one that was chosen is ready the others follow, and when it failed they wait.

So a newer state comes back to a room after a brake (RULES R3.8), and so does what an exemption lets in (R4.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.holds import Hold
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Permission
from orchestrator.domain.planning import Action, PlanLine
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.safeguards import Exemption
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.notices import holders, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.room_picture import RoomPicture, SeatPicture, picture
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

_FAILED = frozenset({RunState.FAILED, RunState.DIFFERS})


@dataclass(frozen=True, slots=True)
class _Canary:
    """Something that waits for one seat.

    Attributes:
        kind: ``hold`` or ``exemption``.
        id: Its identity.
        seat_id: The seat.
        classroom_ids: The rooms in which others wait for it.
    """

    kind: str
    id: str
    seat_id: str
    classroom_ids: tuple[str, ...]


def settle_canaries(rollout_id: str, *, transactions: Transactions, clock: Clock) -> None:
    """Look, after a rollout, what became of the seats in its room that go first. A second look does nothing more."""
    with transactions() as uow:
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None or not tuple(_waiting(uow, rollout.classroom_id, clock.now())):
            return
    with transactions() as uow:
        now = clock.now()
        # All of them, in their order, because an exemption may be for several.
        rooms = {room.id: room for room in uow.classrooms.all()}
        seen = picture(uow, rooms[rollout.classroom_id], now)
        runs = {run.seat_id: run for run in uow.rollouts.runs(rollout_id)}
        passed: list[_Canary] = []
        for canary, thing in tuple(_waiting(uow, rollout.classroom_id, now)):
            seat = next((s for s in seen.seats if s.seat.id == canary.seat_id), None)
            if seat is None:
                continue
            if _is_ready(seat, thing):
                _pass(uow, canary, now, [rooms[i] for i in canary.classroom_ids if i in rooms])
                passed.append(canary)
            elif (run := runs.get(canary.seat_id)) and run.state in _FAILED:
                _tell_of_failure(uow, canary, seen, rollout_id, now)
        for canary in passed:
            subjects = {canary.kind: canary.id, "classroom": rollout.classroom_id, "rollout": rollout_id}
            uow.audit.append(at=now, actor=WORKER, kind="canary.passed", subjects=subjects)
        uow.commit()


def _waiting(uow: UnitOfWork, classroom_id: str, at: datetime) -> Iterator[tuple[_Canary, Hold | Exemption]]:
    """What waits for a seat of this room."""
    for hold in uow.holds.of_classroom(classroom_id):
        if hold.canary_seat_id is not None and hold.is_canary_at(at):
            yield _Canary("hold", hold.id, hold.canary_seat_id, (classroom_id,)), hold
    for exemption in uow.exemptions.live():
        seat_id = exemption.canary_seat_id
        waits = seat_id is not None and exemption.canary_passed_at is None and at < exemption.expires_at
        if seat_id is not None and waits and classroom_id in exemption.classroom_ids:
            yield _Canary("exemption", exemption.id, seat_id, exemption.classroom_ids), exemption


def _is_ready(seat: SeatPicture, thing: Hold | Exemption) -> bool:
    """Whether a scan proves on the seat what it goes first with, and nothing else is the matter there."""
    lines = [line for line in (seat.plan.lines if seat.plan else ()) if _concerns(thing, line)]
    if isinstance(thing, Exemption):
        # What is away satisfies, too, where nobody asks for it any more; it proves nothing.
        return seat.state is SeatState.READY and any(line.action is Action.NOTHING for line in lines)
    return seat.state is SeatState.READY and bool(lines) and all(line.action.satisfied for line in lines)


def _concerns(thing: Hold | Exemption, line: PlanLine) -> bool:
    if isinstance(thing, Exemption):
        return line.item_id == thing.item_id
    return any(thing.holds(why.request_id, line.item_id) for why in line.whys)


def _pass(uow: UnitOfWork, canary: _Canary, at: datetime, rooms: Sequence[Classroom]) -> None:
    # Read anew: who reads one thing by its id keeps others from changing it.
    if canary.kind == "hold":
        if hold := uow.holds.get(canary.id):
            uow.holds.update(replace(hold, canary_passed_at=at))
    elif exemption := uow.exemptions.get(canary.id):
        uow.exemptions.update(replace(exemption, canary_passed_at=at))
    for room in rooms:
        owe_for(uow, room, f"{canary.kind}:{canary.id}:canary")


def _tell_of_failure(uow: UnitOfWork, canary: _Canary, seen: RoomPicture, rollout_id: str, at: datetime) -> None:
    """Tell whoever is on duty; the other seats stay without it."""
    about = {canary.kind: canary.id, "classroom": seen.room.id, "seat": canary.seat_id, "rollout": rollout_id}
    people = (person.id for person in holders(uow, Permission.STEER, seen.room))
    tell(uow, people, NoticeKind.CANARY_FAILED, f"{canary.id}:{rollout_id}", about, at)
