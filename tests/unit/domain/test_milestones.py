"""How needed-by moves while the clock stands still (R4.6): only for disputes that somebody confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.clock import stopped
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.milestones import moved_needed_by
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope, OverrideState
from tests.unit.domain.examples import NOW, ask

DAY = timedelta(days=1)
REQUEST = ask("r1", "torrent")
DISPUTE = Override(
    id="o1",
    kind=OverrideKind.DECLINE,
    scope=OverrideScope.REQUEST,
    category=Category.SECURITY,
    classroom_id="room",
    item_id="torrent",
    request_ids=("r1",),
    evidence=Evidence(),
    explanation="words",
    by="person:tia",
    created_at=NOW,
    starts_at=NOW,
    expires_at=NOW + 4 * DAY,
    confirmation=Confirmation.CONFIRMED,
)


def _moved(*overrides: Override, days: int = 30) -> timedelta:
    stops = stopped(REQUEST, overrides, (), (), Catalog(), proven=True)
    return moved_needed_by(REQUEST, stops, NOW + days * DAY) - REQUEST.needed_by


def test_a_confirmed_dispute_moves_it_by_its_own_length() -> None:
    assert _moved(DISPUTE) == 4 * DAY
    assert _moved(DISPUTE, days=1) == DAY
    assert _moved(replace(DISPUTE, state=OverrideState.LIFTED, ended_at=NOW + 2 * DAY)) == 2 * DAY


def test_it_counts_from_its_approval() -> None:
    approved = replace(DISPUTE, needs_approval=True, approved_at=NOW + 3 * DAY)
    within = replace(DISPUTE, id="o2", starts_at=NOW + DAY, expires_at=NOW + 2 * DAY)
    assert _moved(approved) == DAY
    assert _moved(approved, within) == 2 * DAY


def test_time_that_disputes_share_counts_once() -> None:
    later = replace(DISPUTE, id="o2", starts_at=NOW + 3 * DAY, expires_at=NOW + 6 * DAY)
    apart = replace(DISPUTE, id="o3", starts_at=NOW + 10 * DAY, expires_at=NOW + 11 * DAY)
    assert _moved(apart, later, DISPUTE) == 7 * DAY


@pytest.mark.parametrize(
    "other",
    [
        replace(DISPUTE, confirmation=Confirmation.WAITING),
        replace(DISPUTE, confirmation=Confirmation.NONE_CAME),
        replace(DISPUTE, category=Category.OTHER),
        replace(DISPUTE, state=OverrideState.OVERTURNED),
        replace(DISPUTE, request_ids=("r2",)),
        # What is left is owed now: these stop no clock.
        replace(DISPUTE, kind=OverrideKind.PIN),
        replace(DISPUTE, kind=OverrideKind.EXCLUDE, seat_ids=("s1",)),
        replace(DISPUTE, seat_ids=("s1",)),
        # It never bound.
        replace(DISPUTE, needs_approval=True, state=OverrideState.REFUSED, ended_at=NOW + 2 * DAY),
    ],
)
def test_nothing_else_moves_it(other: Override) -> None:
    assert _moved(other) == timedelta()
