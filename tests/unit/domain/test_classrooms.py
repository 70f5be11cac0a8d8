"""Which seats a target means."""

import pytest

from orchestrator.domain.classrooms import Seat, SeatTarget


@pytest.mark.parametrize(
    ("target", "podium", "student"),
    [(SeatTarget.ALL, True, True), (SeatTarget.PODIUM, True, False), (SeatTarget.STUDENT_SEATS, False, True)],
)
def test_a_target_means_its_seats_and_no_others(target: SeatTarget, podium: bool, student: bool) -> None:
    """R1.3"""
    assert Seat("s1", "01", 1, 1, podium=True).aimed_at(target) is podium
    assert Seat("s2", "02", 1, 2).aimed_at(target) is student
