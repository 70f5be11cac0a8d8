"""Seats by state: as many statements for a campus as for a room, and the same that each room's own picture says."""

from collections import Counter

import pytest

from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.observations import Observation
from orchestrator.domain.rollouts import Placement, RunState
from orchestrator.services import room_states
from orchestrator.services.room_picture import picture
from orchestrator.services.room_states import count_states
from tests.store.databases import Database
from tests.store.test_statements import counted
from tests.store.values import LATER, NOON, a_machine, a_request, a_room, a_run, furnish


def _campus(database: Database, rooms: int) -> None:
    """B-204 and C-101 as they are furnished, and more rooms of two seats."""
    furnish(database)
    with database.transactions() as uow:
        for number in range(rooms - 2):
            room = a_room(2, code=f"D-{number:03}")
            uow.classrooms.put(room)
            for place, seat in enumerate(room.seats, 1):
                machine = a_machine(place, room=room.id)
                uow.machines.put(machine)
                uow.classrooms.assign(seat.id, machine.id, NOON)
        uow.requests.add(a_request())
        uow.requests.add(a_request("r2", room="c101"))
        uow.rollouts.put_runs([a_run(2, state=RunState.FAILED)])
        uow.rollouts.put_placement(Placement("b204-m1", "firefox", "1", "o1", NOON))
        uow.observations.record(Observation("b204-m1", NOON, None, None))
        uow.observations.record(Observation("c101-m1", NOON, None, None))
        uow.holds.add(Hold("h1", HoldScope.ITEM, "b204", ("r1",), "Why.", "person:tim", NOON, LATER, item_id="firefox"))
        uow.commit()


def _statements(database: Database, rooms: int) -> int:
    with counted(database) as statements, database.reads() as uow:
        found = count_states(uow, uow.classrooms.page(after=None, limit=rooms), LATER)
    assert len(found) == rooms
    return len(statements)


def test_a_campus_takes_as_many_statements_as_a_room(database: Database) -> None:
    _campus(database, rooms=20)
    assert _statements(database, 20) == _statements(database, 1) == 14


def test_each_room_is_counted_as_its_own_picture_says(database: Database) -> None:
    _campus(database, rooms=5)
    with database.reads() as uow:
        rooms = uow.classrooms.all()
        own = {room.id: Counter(seat.state for seat in picture(uow, room, NOON).seats) for room in rooms}
        assert count_states(uow, rooms, NOON) == own
    assert len({tuple(states) for states in own.values()}) > 1


def test_large_campuses_are_counted_in_parts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    _campus(database, rooms=5)
    with database.reads() as uow:
        rooms = uow.classrooms.all()
        whole = count_states(uow, rooms, NOON)
        monkeypatch.setattr(room_states, "_SEATS_AT_ONCE", 4)
        assert count_states(uow, rooms, NOON) == whole
