"""R4.5: every waiting day has one owner. R3.4: the days withheld in all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.clock import Interval
from orchestrator.domain.evidence import Category
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.layers import Withheld, WithheldCode
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.standing import RequestStanding, StandingCode
from orchestrator.domain.waiting import PastReasons, WaitingOwner, days_by_owner, days_withheld, owner_now
from tests.unit.domain.examples import NOW
from tests.unit.domain.override_examples import override

DAY = timedelta(days=1)
MISSING = RequestStanding(StandingCode.OWED, 0, 4, 4, 0, ("s1", "s2"), late=False)
HOLD = Hold("h1", HoldScope.REQUEST, "room", ("r1",), "Wait.", "person:tia", NOW, NOW + 3 * DAY)


def stands(code: StandingCode, **more: object) -> RequestStanding:
    return replace(MISSING, code=code, **more)  # type: ignore[arg-type]


def withheld_by(decision: Override, code: StandingCode = StandingCode.OVERRIDDEN) -> RequestStanding:
    kept = Withheld("r1", "editor", WithheldCode.DECLINED, decision.id, decision.expires_at, ("s1",))
    return stands(code, withheld=(kept,))


def owner(standing: RequestStanding, *overrides: Override, away: tuple[str, ...] = ()) -> WaitingOwner | None:
    return owner_now(standing, {o.id: o for o in overrides}, frozenset(away))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (StandingCode.SAFEGUARDED, WaitingOwner.IT),
        (StandingCode.HELD, WaitingOwner.IT),
        (StandingCode.IN_CONFLICT, WaitingOwner.IT),
        (StandingCode.WAITING_FOR_PACKAGING, WaitingOwner.PACKAGING),
        (StandingCode.WITHDRAWN, None),
        (StandingCode.CLOSED, None),
    ],
)
def test_the_owner_follows_from_what_it_waits_for(code: StandingCode, expected: WaitingOwner | None) -> None:
    """R4.5"""
    assert owner(stands(code)) is expected


def test_what_is_there_as_asked_waits_for_nobody() -> None:
    assert owner(stands(StandingCode.READY, as_asked=True)) is None
    assert owner(stands(StandingCode.READY, out_of_service=1)) is WaitingOwner.MACHINE
    assert owner(stands(StandingCode.READY)) is WaitingOwner.IT


def test_a_machine_owns_the_waiting_only_where_all_that_is_missing_is_away() -> None:
    assert owner(MISSING, away=("s1", "s2", "s3")) is WaitingOwner.MACHINE
    assert owner(MISSING, away=("s1",)) is WaitingOwner.IT
    assert owner_now(MISSING, {}, frozenset(), window_closed=True) is WaitingOwner.WINDOW


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (override(), WaitingOwner.IT),
        (override(category=Category.LICENCE), WaitingOwner.LICENCE),
        (override(category=Category.FREEZE), WaitingOwner.WINDOW),
        (override(kind=OverrideKind.SUBSTITUTE), WaitingOwner.REQUESTER),
        (override(kind=OverrideKind.SUBSTITUTE, agreed_at=NOW), WaitingOwner.IT),
    ],
)
def test_what_an_override_keeps_away_is_owned_by_its_reason(decision: Override, expected: WaitingOwner) -> None:
    """R4.5: requester, licence, packaging, window, machine, IT."""
    assert owner(withheld_by(decision), decision) is expected
    assert owner(withheld_by(decision, StandingCode.READY), decision) is expected


def test_each_day_is_whose_it_was_in_the_evening_and_they_add_up() -> None:
    """R4.5: every waiting day has one owner."""
    freeze = override(days=2, category=Category.FREEZE, starts_at=NOW + DAY)
    past = PastReasons(overrides=(freeze,), wished=Interval(NOW - 2 * DAY, NOW))
    since, at = NOW - 2 * DAY, NOW + 5 * DAY
    found = days_by_owner(since, at, WaitingOwner.MACHINE, past, "r1", "UTC")
    assert found == {WaitingOwner.IT: 2, WaitingOwner.WINDOW: 2, WaitingOwner.MACHINE: 4}
    assert sum(found.values()) == 8


def test_a_safeguard_or_a_hold_of_that_day_comes_before_what_an_override_says() -> None:
    freeze = override(days=5, category=Category.FREEZE)
    held = PastReasons(overrides=(freeze,), holds=(HOLD,))
    refused = PastReasons(overrides=(freeze,), refused=(Interval(NOW, NOW + 3 * DAY),))
    for past in (held, refused):
        found = days_by_owner(NOW, NOW + 4 * DAY, WaitingOwner.MACHINE, past, "r1", "UTC")
        assert found[WaitingOwner.IT] == 3
        assert found[WaitingOwner.WINDOW] == 1


def test_days_withheld_are_counted_once_and_only_so_far() -> None:
    """R3.4: days withheld in all are shown."""
    declined, shared = override(days=4), override("o2", days=2)
    assert days_withheld((declined, shared), (HOLD,), "r1", NOW + DAY) == 2
    assert days_withheld((declined, shared), (HOLD,), "r1", NOW + 30 * DAY) == 5
    assert days_withheld((declined,), (), "r2", NOW + 30 * DAY) == 0
    proposed = replace(declined, state=OverrideState.PROPOSED)
    refused = replace(declined, state=OverrideState.REFUSED)
    assert days_withheld((proposed, refused), (), "r1", NOW + 30 * DAY) == 0
