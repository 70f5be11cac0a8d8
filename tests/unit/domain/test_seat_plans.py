"""A plan of seats: what is right about one, and that drawing it moves nothing but the drawing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.doors import MOST_PLACES, Door, Wall
from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.seat_plans import (
    DRAWN_PLACES,
    KeptPlan,
    SeatPlace,
    SeatPlan,
    differences_of,
    drawn,
    kept_as_drawn,
    kept_plan,
    plan_of,
)

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
ROOM = Classroom(
    "b204",
    "B-204",
    "Main building",
    "Europe/Berlin",
    seats=(Seat("s1", "01", 1, 1, podium=True), Seat("s2", "02", 2, 1), Seat("s3", "03", 2, 2)),
)
PLACES = st.integers(1, MOST_PLACES)


def a_plan(*places: tuple[str, int, int], door: Door | None = None) -> SeatPlan:
    return SeatPlan(tuple(SeatPlace(*place) for place in places), door)


def problems(plan: SeatPlan) -> list[tuple[str, str, str, str]]:
    with pytest.raises(InvalidInput) as refused:
        drawn(ROOM, plan, NOON)
    return [(one.field, one.value, one.problem, one.expected) for one in refused.value.problems]


def test_a_room_is_drawn_anew_with_the_same_seats_and_its_door() -> None:
    door = Door(Wall.LEFT, 3)
    room = drawn(ROOM, a_plan(("03", 1, 1), ("02", 3, 1), ("01", 1, 4), door=door), NOON)
    assert room == replace(
        ROOM,
        seats=(Seat("s3", "03", 1, 1), Seat("s1", "01", 1, 4, podium=True), Seat("s2", "02", 3, 1)),
        door=door,
        drawn_at=NOON,
    )


DRAWN = st.integers(1, DRAWN_PLACES)


@given(st.lists(st.tuples(DRAWN, DRAWN), min_size=3, max_size=3, unique=True))
def test_what_was_drawn_is_read_again_and_nothing_else_of_a_seat_changes(places: list[tuple[int, int]]) -> None:
    plan = a_plan(*((seat.label, *place) for seat, place in zip(ROOM.seats, places, strict=True)))
    room = drawn(ROOM, plan, NOON)
    assert plan_of(room).mark == plan.mark
    assert {(s.id, s.label, s.podium) for s in room.seats} == {(s.id, s.label, s.podium) for s in ROOM.seats}


def test_each_thing_that_is_wrong_is_named_with_what_would_be_right() -> None:
    assert problems(a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 1))) == [
        ("seats.1.row", "2, 1", "place-taken", "03"),
        ("seats.2.row", "2, 1", "place-taken", "02"),
    ]
    assert problems(a_plan(("01", 1, 1), ("02", 2, 1))) == [("seats", "03", "seat-missing", "")]
    assert problems(a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 2), ("3", 4, 4))) == [
        ("seats.3.label", "3", "seat-unknown", "03")
    ]
    assert problems(a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 2), ("window", 4, 4))) == [
        ("seats.3.label", "window", "seat-unknown", "01, 02, 03")
    ]
    assert problems(a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 2), ("03", 4, 4))) == [
        ("seats.3.label", "03", "seat-listed-twice", "")
    ]
    assert problems(a_plan(("01", 0, 1), ("02", 2, DRAWN_PLACES + 1), ("03", 2, 2))) == [
        ("seats.0.row", "0", "out-of-range", "1..40"),
        ("seats.1.column", "41", "out-of-range", "1..40"),
    ]


def test_a_hall_can_be_drawn_as_wide_as_it_is_already_or_as_it_has_seats() -> None:
    wide = replace(ROOM, seats=(*ROOM.seats[:2], replace(ROOM.seats[2], column=60)))
    assert drawn(wide, a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 59)), NOON).seats[2].column == 59
    many = replace(ROOM, seats=tuple(Seat(f"s{n}", f"{n}", 1 + n // 10, 1 + n % 10) for n in range(50)))
    in_a_line = a_plan(*((seat.label, 1, n + 1) for n, seat in enumerate(many.seats)))
    assert drawn(many, in_a_line, NOON).seats[-1].column == len(many.seats)


@pytest.mark.parametrize(("wall", "most"), [("left", 3), ("right", 3), ("front", 5), ("back", 5)])
def test_a_door_is_at_most_one_behind_the_last_seat(wall: str, most: int) -> None:
    places = (("01", 1, 4), ("02", 2, 1), ("03", 2, 2))
    assert drawn(ROOM, a_plan(*places, door=Door(Wall(wall), most)), NOON).door == Door(Wall(wall), most)
    for place in (0, most + 1):
        assert problems(a_plan(*places, door=Door(Wall(wall), place))) == [
            ("door.place", str(place), "door-beyond", f"1..{most}")
        ]


def test_differences_name_what_is_drawn_elsewhere_and_nothing_else() -> None:
    before = a_plan(("01", 1, 1), ("02", 2, 1), ("03", 2, 2))
    after = a_plan(("01", 1, 1), ("02", 2, 2), ("03", 2, 1), door=Door(Wall.BACK, 1))
    assert differences_of(before, after) == (
        FieldChange("seat 02", "2, 1", "2, 2"),
        FieldChange("seat 03", "2, 2", "2, 1"),
        FieldChange("door", None, "back 1"),
    )
    assert differences_of(after, after) == ()


def test_a_mark_is_of_the_plan_and_not_of_the_order_in_which_it_is_told() -> None:
    one = a_plan(("01", 1, 1), ("02", 2, 1))
    assert one.mark == a_plan(("02", 2, 1), ("01", 1, 1)).mark
    others = (a_plan(("01", 1, 1), ("02", 2, 2)), replace(one, door=Door(Wall.LEFT, 1)), a_plan(("01", 1, 1)))
    assert len({one.mark, *(other.mark for other in others)}) == 4


@pytest.mark.parametrize("text", ["left", "left 0", "Left 1", "left 01", "left 201", "left  2", "up 3", "left 2 ", ""])
def test_what_is_no_door_is_none(text: str) -> None:
    assert Door.read(text) is None


@given(st.builds(Door, st.sampled_from(Wall), PLACES))
def test_a_door_is_read_as_it_is_said(door: Door) -> None:
    assert Door.read(str(door)) == door


def test_files_leave_a_drawn_plan_and_a_new_seat_takes_no_place_that_is_taken() -> None:
    stored = drawn(ROOM, a_plan(("01", 1, 1), ("02", 2, 3), ("03", 2, 2), door=Door(Wall.LEFT, 2)), NOON)
    declared = replace(
        ROOM,
        building="North",
        seats=(*ROOM.seats[:2], Seat("", "04", 2, 3), Seat("", "05", 9, 9), Seat("", "06", 2, 2)),
    )
    room = kept_as_drawn(declared, stored)
    assert {s.label: (s.row, s.column) for s in room.seats} == {
        "01": (1, 1),
        "02": (2, 3),
        "04": (3, 1),  # the files' place is taken
        "05": (9, 9),
        "06": (2, 2),  # the seat that was there is gone
    }
    assert (room.building, room.door, room.drawn_at) == ("North", Door(Wall.LEFT, 2), NOON)
    assert kept_plan(declared, room) == KeptPlan("B-204", ("02", "04"), door=True)
    assert kept_plan(room, room) is None


@given(st.sets(st.tuples(PLACES, PLACES), max_size=6), st.sets(st.tuples(PLACES, PLACES), max_size=6))
def test_no_two_seats_of_a_kept_plan_share_a_place(old: set[tuple[int, int]], new: set[tuple[int, int]]) -> None:
    stored = replace(ROOM, seats=tuple(Seat(f"s{n}", f"{n}", *place) for n, place in enumerate(sorted(old))))
    declared = replace(ROOM, seats=tuple(Seat("", f"{n + 3}", *place) for n, place in enumerate(sorted(new))))
    room = kept_as_drawn(declared, stored)
    assert len({(seat.row, seat.column) for seat in room.seats}) == len(new)
    assert all(1 <= seat.row <= MOST_PLACES and 1 <= seat.column <= MOST_PLACES for seat in room.seats)
