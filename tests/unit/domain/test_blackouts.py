"""Blackouts move slots (RULES R4.4)."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.blackouts import Blackout, after_blackouts, blackout_at
from orchestrator.domain.calendars import next_slot
from orchestrator.domain.people import CAMPUS, RoleScope, ScopeKind
from tests.unit.domain.examples import NOW, room

ROOM = room()
BUILDING, HERE = RoleScope(ScopeKind.BUILDING, "b"), RoleScope(ScopeKind.CLASSROOM, "room")
ELSEWHERE = (RoleScope(ScopeKind.BUILDING, "C"), RoleScope(ScopeKind.CLASSROOM, "other"))


def blackout(starts: int, ends: int, scope: RoleScope = CAMPUS, *, lifted: bool = False) -> Blackout:
    """A freeze between two hours from NOW."""
    begin, over = NOW + timedelta(hours=starts), NOW + timedelta(hours=ends)
    return Blackout(
        f"b{starts}-{ends}", scope, begin, over, "Exams.", "person:marta", NOW, lifted_at=NOW if lifted else None
    )


@pytest.mark.parametrize("scope", [CAMPUS, BUILDING, HERE])
def test_a_slot_is_moved_behind_a_blackout_of_the_campus_the_building_or_the_room(scope: RoleScope) -> None:
    """R4.4: any length."""
    assert next_slot(ROOM, 30, NOW, [blackout(-1, 24 * 60, scope)]) == NOW + timedelta(days=60)


@pytest.mark.parametrize("other", [*(blackout(-1, 9, scope) for scope in ELSEWHERE), blackout(-1, 9, lifted=True)])
def test_a_blackout_elsewhere_or_a_lifted_one_moves_nothing(other: Blackout) -> None:
    assert next_slot(ROOM, 30, NOW, [other]) == NOW
    assert blackout_at([other], ROOM, NOW) is None


def test_overlapping_ones_are_passed_over_together_whatever_their_order() -> None:
    frozen = [blackout(5, 9), blackout(-1, 3, HERE), blackout(2, 6, BUILDING)]
    assert next_slot(ROOM, 30, NOW, frozen) == next_slot(ROOM, 30, NOW, frozen[::-1]) == NOW + timedelta(hours=9)


def test_work_has_to_be_through_before_the_next_one_begins() -> None:
    frozen = [blackout(1, 2), blackout(3, 4)]
    assert next_slot(ROOM, 60, NOW, frozen) == NOW
    assert next_slot(ROOM, 61, NOW, frozen) == NOW + timedelta(hours=4)
    assert next_slot(ROOM, 60, NOW + timedelta(minutes=30), frozen) == NOW + timedelta(hours=2)


def test_of_several_the_one_that_ends_last_is_named() -> None:
    short, long = blackout(-2, 1), blackout(-1, 5, HERE)
    assert blackout_at([long, short], ROOM, NOW) == long
    assert blackout_at([long, short], ROOM, NOW + timedelta(hours=5)) is None


@given(
    st.lists(st.tuples(st.integers(-50, 200), st.integers(1, 60)), max_size=8),
    st.integers(0, 600),
)
def test_a_slot_is_never_earlier_and_never_meets_a_blackout(spans: Sequence[tuple[int, int]], minutes: int) -> None:
    frozen = [blackout(start, start + length) for start, length in spans]
    slot = after_blackouts(frozen, ROOM, minutes, NOW)
    over = slot + max(timedelta(minutes=minutes), timedelta.resolution)
    assert slot >= NOW
    assert not any(b.starts_at < over and slot < b.ends_at for b in frozen)
    ends = {NOW, *(b.ends_at for b in frozen)}
    earlier = (end for end in ends if NOW <= end < slot)
    assert all(any(b.starts_at < e + (over - slot) and e < b.ends_at for b in frozen) for e in earlier)
