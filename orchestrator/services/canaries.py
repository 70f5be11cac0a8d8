"""Seats that go first: when the one that was chosen is ready the others follow, and when it failed they wait.

So a newer state comes back to a room after a brake (RULES R3.8), and so does what an exemption lets in (R4.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.clock import needs
from orchestrator.domain.holds import Hold
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Permission
from orchestrator.domain.planning import Action, PlanLine
from orchestrator.domain.requests import Wanted
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.safeguards import Exemption
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.notices import holders, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.room_picture import RoomPicture, SeatPicture, picture
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

_KINDS = {"passed": "canary.passed", "moved": "canary.moved"}
"""Kind of the audit entry, by what happened."""
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
    if rollout is not None:
        settle_canaries_of(rollout.classroom_id, transactions=transactions, clock=clock, rollout_id=rollout_id)


def settle_canaries_of(
    classroom_id: str, *, transactions: Transactions, clock: Clock, rollout_id: str | None = None
) -> None:
    """The same for a room, also where no rollout was needed: the seat may have been ready all the time.

    A seat that can prove nothing, because nobody asks for it there or its machine is away, lets another one go first:
    else what was to return after 72 hours never would (RULES R3.8).
    """
    with transactions() as uow:
        if not tuple(_waiting(uow, classroom_id, clock.now())):
            return
    with transactions() as uow:
        now = clock.now()
        # All of them, in their order, because an exemption may be for several.
        rooms = {room.id: room for room in uow.classrooms.all()}
        seen = picture(uow, rooms[classroom_id], now)
        runs = {run.seat_id: run for run in uow.rollouts.runs(rollout_id)} if rollout_id else {}
        happened: list[tuple[str, _Canary]] = []
        for canary, thing in tuple(_waiting(uow, classroom_id, now)):
            fit = [s for s in seen.seats if _can_prove(s, thing, seen)]
            seat = next((s for s in fit if s.seat.id == canary.seat_id), None)
            if seat is None:
                if fit:
                    _move(uow, canary, fit[0].seat.id, seen.room)
                    happened.append(("moved", canary))
            elif _is_ready(seat, thing):
                _pass(uow, canary, now, [rooms[i] for i in canary.classroom_ids if i in rooms])
                happened.append(("passed", canary))
            elif rollout_id and (run := runs.get(canary.seat_id)) and run.state in _FAILED:
                _tell_of_failure(uow, canary, seen, rollout_id, now)
        for what, canary in happened:
            subjects = {canary.kind: canary.id, "classroom": classroom_id}
            subjects |= {"rollout": rollout_id} if rollout_id else {}
            uow.audit.append(at=now, actor=WORKER, kind=_KINDS[what], subjects=subjects)
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


def _can_prove(seat: SeatPicture, thing: Hold | Exemption, seen: RoomPicture) -> bool:
    """Whether a seat could show that it works: its machine is in service, and somebody wants it there."""
    if seat.machine is None or seat.machine.status is not MachineStatus.IN_SERVICE:
        return False
    aimed = [r for r in seen.requests if r.counts_at(seen.at) and seat.seat.aimed_at(r.target)]
    if isinstance(thing, Hold):
        return any(r.id in thing.request_ids for r in aimed)
    wanted = {r.item_id for r in aimed if r.wanted is Wanted.PRESENT} | set(seen.room.baseline)
    return any(thing.item_id in needs(item_id, seen.catalog) for item_id in wanted)


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


def _move(uow: UnitOfWork, canary: _Canary, seat_id: str, room: Classroom) -> None:
    """Let another seat go first."""
    if canary.kind == "hold":
        if hold := uow.holds.get(canary.id):
            uow.holds.update(replace(hold, canary_seat_id=seat_id))
    elif exemption := uow.exemptions.get(canary.id):
        uow.exemptions.update(replace(exemption, canary_seat_id=seat_id))
    owe_for(uow, room, f"{canary.kind}:{canary.id}:canary:{seat_id}")


def _tell_of_failure(uow: UnitOfWork, canary: _Canary, seen: RoomPicture, rollout_id: str, at: datetime) -> None:
    """Tell whoever is on duty; the other seats stay without it."""
    about = {canary.kind: canary.id, "classroom": seen.room.id, "seat": canary.seat_id, "rollout": rollout_id}
    people = (person.id for person in holders(uow, Permission.STEER, seen.room))
    tell(uow, people, NoticeKind.CANARY_FAILED, f"{canary.id}:{rollout_id}", about, at)
