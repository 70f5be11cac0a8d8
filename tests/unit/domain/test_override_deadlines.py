"""What falls due next for overrides and holds (R3.2, R3.5, R3.8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain import hold_rules, override_deadlines
from orchestrator.domain.hold_rules import HoldDue
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.override_deadlines import OverrideDue
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.requests import RequestState, SoftwareRequest
from tests.unit.domain.examples import NOW, ask
from tests.unit.domain.override_examples import override

OPEN = ask("r1", "editor")
LATER = NOW + timedelta(days=1)


def due(wanted: Override, *requests: SoftwareRequest, begun: bool = False) -> OverrideDue | None:
    found = override_deadlines.next_due(wanted, requests or (OPEN,), begun=begun)
    return found[1] if found else None


def test_an_override_expires() -> None:
    assert override_deadlines.next_due(override(days=2), (OPEN,), begun=False) == (
        NOW + timedelta(days=2),
        OverrideDue.EXPIRES,
    )
    assert due(override(state=OverrideState.PROPOSED)) is OverrideDue.EXPIRES


@pytest.mark.parametrize("state", sorted(set(OverrideState) - {OverrideState.PROPOSED, OverrideState.LIVE}))
def test_what_is_over_has_nothing_due(state: OverrideState) -> None:
    assert due(override(state=state)) is None


def test_a_confirmation_falls_due_as_long_as_it_is_waited_for() -> None:
    waiting = override(days=9, confirmation=Confirmation.WAITING, confirm_by=LATER)
    assert due(waiting) is OverrideDue.NONE_CONFIRMED
    assert due(replace(waiting, confirmation=Confirmation.CONFIRMED)) is OverrideDue.EXPIRES


def test_a_later_start_falls_due_once_and_only_for_what_binds() -> None:
    later = override(starts_at=LATER)
    assert due(later) is OverrideDue.BEGINS
    assert due(later, begun=True) is OverrideDue.EXPIRES
    assert due(replace(later, state=OverrideState.PROPOSED)) is OverrideDue.EXPIRES


def test_it_is_moot_when_the_last_of_its_requests_is_over() -> None:
    over = replace(OPEN, state=RequestState.WITHDRAWN, ended_at=NOW)
    assert due(override(), over) is OverrideDue.MOOT
    assert due(override(), over, ask("r2", "editor")) is OverrideDue.EXPIRES


def test_a_hold_ends_and_a_room_that_went_back_is_announced_a_day_before() -> None:
    """R3.8."""
    until = NOW + timedelta(hours=72)
    hold = Hold("h1", HoldScope.REQUEST, "room", ("r1",), "Why.", "person:tim", NOW, until)
    assert hold_rules.next_due(hold, announced=False, over=False) == (until, HoldDue.OVER)
    assert hold_rules.next_due(hold, announced=False, over=True) is None
    assert hold_rules.next_due(replace(hold, ended_at=NOW), announced=False, over=False) is None
    back = replace(hold, scope=HoldScope.REVISION, revision=1)
    day_before = until - timedelta(days=1)
    assert hold_rules.next_due(back, announced=False, over=False) == (day_before, HoldDue.ANNOUNCED)
    assert hold_rules.next_due(back, announced=True, over=False) == (until, HoldDue.OVER)
    short = replace(back, until=NOW + timedelta(hours=4))
    assert hold_rules.next_due(short, announced=False, over=False) == (NOW, HoldDue.ANNOUNCED)
