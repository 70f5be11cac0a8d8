"""How many seats of many rooms are in which state, read with as many statements for all of them as for one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.room_picture import RoomFacts, derived
from orchestrator.services.unit_of_work import UnitOfWork

_SEATS_AT_ONCE = 2_000
"""What scans saw of as many machines is held in memory at a time, and the database is asked about."""


def count_states(uow: UnitOfWork, rooms: Sequence[Classroom], at: datetime) -> Mapping[str, Counter[SeatState]]:
    """The seats of each of these rooms by their state, by the room's id: the same that its own page shows."""
    catalog = uow.catalog.load()
    found: dict[str, Counter[SeatState]] = {}
    for some in _at_once(rooms):
        for room, known in zip(some, _known(uow, some, at), strict=True):
            _, seats = derived(room, known, catalog, at)
            found[room.id] = Counter(seat.state for seat in seats)
    return found


def _at_once(rooms: Iterable[Classroom]) -> Iterator[list[Classroom]]:
    """Rooms in order, as many together as have no more seats than that."""
    some: list[Classroom] = []
    seats = 0
    for room in rooms:
        if some and seats + len(room.seats) > _SEATS_AT_ONCE:
            yield some
            some, seats = [], 0
        some.append(room)
        seats += len(room.seats)
    if some:
        yield some


def _known(uow: UnitOfWork, rooms: Sequence[Classroom], at: datetime) -> Iterator[RoomFacts]:
    """What is known of each of these rooms, in their order."""
    ids = [room.id for room in rooms]
    requests = defaultdict(list)
    for request in uow.requests.of_classrooms(ids):
        requests[request.classroom_id].append(request)
    decisions = uow.decisions.of_classrooms(ids)
    standing = {a.seat_id: a.machine_id for a in uow.classrooms.assignments_in(ids)}
    machines = {m.id: m.as_of(at) for m in uow.machines.of_classrooms(ids)}
    placements = defaultdict(list)
    for placement in uow.rollouts.placements(machines.keys()):
        placements[placement.machine_id].append(placement)
    seen = uow.observations.latest(machines.keys())
    runs = uow.rollouts.latest_runs(machines.keys())
    for room in rooms:
        theirs = {seat.id: standing[seat.id] for seat in room.seats if seat.id in standing}
        yield RoomFacts(
            requests=tuple(requests[room.id]),
            decisions=decisions[room.id],
            at_seat={seat_id: machines.get(machine_id) for seat_id, machine_id in theirs.items()},
            placements=tuple(one for machine_id in theirs.values() for one in placements[machine_id]),
            seen={machine_id: seen[machine_id] for machine_id in theirs.values() if machine_id in seen},
            runs={machine_id: runs[machine_id] for machine_id in theirs.values() if machine_id in runs},
        )
