"""Rooms, seats, and who stands where."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.adapters.db.errors import SeatOfAnotherRoom
from orchestrator.domain.classrooms import Assignment, RolloutMode, Seat
from orchestrator.domain.doors import Door, Wall
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON, a_machine, a_room, a_seat


def standing(database: Database, room: str = "b204") -> list[tuple[str, str]]:
    with database.reads() as uow:
        return [(a.seat_id, a.machine_id) for a in uow.classrooms.assignments(room)]


def history(database: Database) -> list[tuple[object, ...]]:
    return database.sql("SELECT seat_id, machine_id, until IS NULL FROM cs_assignments ORDER BY id")


def test_a_room_comes_back_as_it_was_put(database: Database) -> None:
    room = replace(
        a_room(5),
        mode=RolloutMode.BY_TECHNICIAN,
        baseline=("edge", "7zip"),
        door=Door(Wall.RIGHT, 2),
        drawn_at=LATER,
    )
    with database.transactions() as uow:
        uow.classrooms.put(room)
        assert uow.classrooms.get("b204") == room
        uow.commit()
    with database.reads() as uow:
        assert uow.classrooms.all() == [room]
        assert uow.classrooms.by_code("B-204") == room


def test_rooms_come_in_pages_by_code_each_with_its_seats(database: Database) -> None:
    codes = ("a-1", "B-10", "B-204", "Z-9", "ä-1")
    with database.transactions() as uow:
        for code in reversed(codes):
            seat = replace(a_seat(1), id=f"{code}-s1")
            uow.classrooms.put(replace(a_room(0), id=code, code=code, seats=(seat,)))
        uow.commit()
    with database.reads() as uow:
        every = uow.classrooms.all()
        first = uow.classrooms.page(after=None, limit=2)
        rest = uow.classrooms.page(after=first[-1].code, limit=10)
        assert [*first, *rest] == every
        assert (len(first), len(rest)) == (2, 3)
        assert all(room.seats == (replace(a_seat(1), id=f"{room.id}-s1"),) for room in every)
        assert uow.classrooms.page(after=every[-1].code, limit=10) == []
        # What stands between two codes need not be one of them.
        assert [room.code for room in uow.classrooms.page(after="B-2", limit=1)] == ["B-204"]


def test_an_unknown_room_is_none(campus: Database) -> None:
    with campus.reads() as uow:
        assert uow.classrooms.get("nowhere") is None
        assert uow.classrooms.by_code("nowhere") is None
        assert uow.classrooms.assignments("nowhere") == []


def test_a_code_is_compared_without_case(database: Database) -> None:
    room = a_room(1, code="Ü-Straße 1")
    with database.transactions() as uow:
        uow.classrooms.put(room)
        assert uow.classrooms.by_code("ü-STRASSE 1") == room


def test_two_rooms_cannot_share_a_code(database: Database) -> None:
    with database.transactions() as uow:
        uow.classrooms.put(a_room(1))
        with pytest.raises(IntegrityError, match="code_folded"):
            uow.classrooms.put(replace(a_room(0), id="other", code="b-204"))


def test_rooms_are_listed_by_code_with_their_own_seats(database: Database) -> None:
    rooms = [a_room(2, code="B-204"), a_room(0, code="B-300"), a_room(3, code="C-101")]
    with database.transactions() as uow:
        for room in reversed(rooms):
            uow.classrooms.put(room)
        assert uow.classrooms.all() == rooms


def test_seats_stand_in_the_order_of_row_and_column(database: Database) -> None:
    seats = (Seat("d", "1", 1, 1, podium=True), Seat("c", "2", 1, 2), Seat("b", "10", 2, 1), Seat("a", "11", 10, 1))
    with database.transactions() as uow:
        uow.classrooms.put(replace(a_room(0), seats=seats[::-1]))
        found = uow.classrooms.get("b204")
    assert found is not None
    assert found.seats == seats


def test_putting_a_room_again_updates_it_and_its_seats(campus: Database) -> None:
    changed = replace(
        a_room(3), building="Annex", seats=(replace(a_seat(1), label="desk"), a_seat(2), a_seat(3), a_seat(4))
    )
    with campus.transactions() as uow:
        uow.classrooms.put(changed)
        uow.commit()
    with campus.reads() as uow:
        assert uow.classrooms.get("b204") == changed
        assert uow.classrooms.get("c101") == a_room(3, code="C-101")


def test_a_seat_that_is_missing_is_retired_and_its_history_kept(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.classrooms.put(replace(a_room(3), seats=(a_seat(1), a_seat(3))))
        uow.commit()
    assert standing(campus) == [("b204-s1", "b204-m1"), ("b204-s3", "b204-m3")]
    with campus.reads() as uow:
        assert [m.id for m in uow.machines.of_classroom("b204")] == ["b204-m1", "b204-m3"]
        assert [seat.id for room in uow.classrooms.all() for seat in room.seats if room.id == "b204"] == [
            "b204-s1",
            "b204-s3",
        ]
    assert ("b204-s2", "b204-m2", 1) in history(campus)


def test_a_retired_seat_can_come_back(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.classrooms.put(replace(a_room(3), seats=()))
        uow.classrooms.put(a_room(3))
        assert uow.classrooms.get("b204") == a_room(3)


def test_a_seat_does_not_move_to_another_room(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(SeatOfAnotherRoom, match="c101-s1") as refused:
        uow.classrooms.put(replace(a_room(3), seats=(a_seat(1, room="c101"),)))
    assert (refused.value.seat_id, refused.value.classroom_id) == ("c101-s1", "c101")


def test_assignments_come_in_seat_order(campus: Database) -> None:
    assert standing(campus) == [("b204-s1", "b204-m1"), ("b204-s2", "b204-m2"), ("b204-s3", "b204-m3")]
    with campus.reads() as uow:
        assert uow.classrooms.assignments("b204")[0] == Assignment("b204-s1", "b204-m1", NOON, None)


def test_assigning_again_what_stands_there_makes_no_row(campus: Database) -> None:
    before = history(campus)
    with campus.transactions() as uow:
        uow.classrooms.assign("b204-s1", "b204-m1", LATER)
        uow.commit()
    assert history(campus) == before


def test_assigning_ends_what_stood_at_the_seat_and_where_the_machine_stood(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.classrooms.assign("b204-s1", "c101-m2", LATER)
        uow.commit()
    assert standing(campus)[0] == ("b204-s1", "c101-m2")
    assert standing(campus, "c101") == [("c101-s1", "c101-m1"), ("c101-s3", "c101-m3")]
    ended = [(seat, machine) for seat, machine, present in history(campus) if not present]
    assert ended == [("b204-s1", "b204-m1"), ("c101-s2", "c101-m2")]


def test_unassigning_ends_the_present_assignment_and_nothing_else(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.classrooms.unassign("b204-s2", LATER)
        uow.classrooms.unassign("b204-s2", LATEST)
        uow.commit()
    assert standing(campus) == [("b204-s1", "b204-m1"), ("b204-s3", "b204-m3")]
    assert campus.sql("SELECT until FROM cs_assignments WHERE seat_id = 'b204-s2'") == [
        ("2027-01-12T13:00:00.000000Z",)
    ]


def test_the_database_keeps_one_machine_at_one_seat(campus: Database) -> None:
    add = "INSERT INTO cs_assignments (seat_id, machine_id, since, until) VALUES (:seat, :machine, '2027', :until)"
    with campus.transactions() as uow:
        uow.machines.put(replace(a_machine(9), id="spare", name="spare"))
        uow.classrooms.put(a_room(4))
        uow.commit()
    with pytest.raises(IntegrityError, match="seat_id"):
        campus.sql(add, seat="b204-s1", machine="spare", until=None)
    with pytest.raises(IntegrityError, match="machine_id"):
        campus.sql(add, seat="b204-s4", machine="b204-m1", until=None)
    campus.sql(add, seat="b204-s1", machine="spare", until="2028")
    with pytest.raises(IntegrityError, match="until"):
        campus.sql(add, seat="b204-s4", machine="spare", until="2026")
