"""R2, R3.2, R4.5: when a request's clock runs, when it stands still, and how urgent what is owed is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.clock import (
    Interval,
    OwedRank,
    RequestClock,
    merged,
    needs,
    read_clock,
    stood_still,
    stopped,
)
from orchestrator.domain.evidence import STANDS_STILL, Category, Evidence
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideState
from orchestrator.domain.requests import Wanted
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import (
    Aim,
    Exemption,
    ExemptionState,
    Safeguard,
    SafeguardKind,
    SafeguardState,
)
from tests.unit.domain.examples import NOW, ask, catalog, item
from tests.unit.domain.override_examples import override

DAY = timedelta(days=1)
REQUEST = ask("r1", "editor")
OFFERED = catalog(item("editor", "1.0", requires=["runtime"]), item("runtime", "1.0"), item("zip", "1.0"))
CONFIRMED: dict[str, Any] = {
    "confirmation": Confirmation.CONFIRMED,
    "confirmed_by": "person:sam",
    "confirmed_at": NOW,
}
DISPUTE = override(days=4, category=Category.SECURITY, **CONFIRMED)
WAITING = override(days=20, category=Category.SECURITY, confirmation=Confirmation.WAITING, confirm_by=NOW + 7 * DAY)
BLOCK = Safeguard(
    id="g1",
    kind=SafeguardKind.BLOCK,
    category=Category.SECURITY,
    aim=Aim("editor"),
    title="No editors",
    explanation="It opens a hole.",
    evidence=Evidence(advisory="CVE-2026-12345"),
    owner="person:sam",
    review_at=NOW + 60 * DAY,
    by="person:sam",
    created_at=NOW,
    expires_at=NOW + 90 * DAY,
)
FREED = Exemption(
    "x1",
    "g1",
    "editor",
    ("room",),
    "A network of its own.",
    "person:marta",
    NOW + DAY,
    NOW + 30 * DAY,
    "person:dean",
    signed_at=NOW + 2 * DAY,
    state=ExemptionState.LIVE,
)


def days(*stretches: tuple[int, int]) -> tuple[Interval, ...]:
    """Stretches of days from NOW on."""
    return tuple(Interval(NOW + first * DAY, NOW + last * DAY) for first, last in stretches)


def stops(*overrides: Override, proven: bool = False) -> tuple[Interval, ...]:
    return stopped(REQUEST, overrides, (), (), OFFERED, proven=proven)


def kept(*guards: Safeguard, exemptions: Iterable[Exemption] = ()) -> tuple[Interval, ...]:
    return stopped(REQUEST, (), guards, tuple(exemptions), OFFERED)


def clock(at_day: float, *stretches: Interval, granted: bool = False, packaged: bool = True) -> RequestClock:
    """What the clock shows so many days from NOW."""
    return read_clock(
        REQUEST.created_at,
        REQUEST.needed_by,
        stretches,
        NOW + at_day * DAY,
        granted=granted,
        to_be_packaged=not packaged,
        numbers=RuleNumbers(),
        working_days=working_days(Site("UTC")),
    )


@pytest.mark.parametrize("category", Category)
def test_time_stands_still_only_in_disputes_of_security_licence_and_law(category: Category) -> None:
    """R3.2: the one rule behind all."""
    expected = days((0, 4)) if category in STANDS_STILL else ()
    assert stops(replace(DISPUTE, category=category)) == expected


@pytest.mark.parametrize("kind", OverrideKind)
def test_only_what_keeps_the_whole_away_stops_the_clock(kind: OverrideKind) -> None:
    """R3.2: what is delivered in another form, or on other seats, is owed now."""
    expected = days((0, 4)) if kind in {OverrideKind.DECLINE, OverrideKind.DEFER} else ()
    assert stops(replace(DISPUTE, kind=kind)) == expected
    assert stops(replace(DISPUTE, kind=kind, seat_ids=("s1",))) == ()


def test_it_stands_as_long_as_the_confirmation_may_still_come_but_that_is_not_counted() -> None:
    """R3.2: within 5 working days, else it counts as ordinary. R4.6: figures go by what is known."""
    assert stops(WAITING) == days((0, 7))
    assert stops(WAITING, proven=True) == ()
    assert stops(DISPUTE, proven=True) == stops(DISPUTE)


@pytest.mark.parametrize(
    "unfounded",
    [
        replace(WAITING, confirmation=Confirmation.NONE_CAME),
        replace(WAITING, state=OverrideState.REFUSED, ended_at=NOW + DAY),
        replace(WAITING, state=OverrideState.LIFTED, ended_at=NOW + DAY),
        replace(DISPUTE, state=OverrideState.OVERTURNED, ended_at=NOW + DAY),
        replace(DISPUTE, request_ids=("r2",)),
        replace(DISPUTE, state=OverrideState.PROPOSED, needs_approval=True),
    ],
)
def test_what_proves_unfounded_has_stopped_nothing(unfounded: Override) -> None:
    """R3.2, R4.6: refused, taken back, never confirmed, overturned, never in force, or about somebody else."""
    assert stops(unfounded) == stops(unfounded, proven=True) == ()


def test_it_stands_from_the_second_approval_on_until_the_override_ends() -> None:
    approved = replace(DISPUTE, needs_approval=True, approved_at=NOW + DAY)
    assert stops(approved) == days((1, 4))
    assert stops(replace(DISPUTE, state=OverrideState.LIFTED, ended_at=NOW + 2 * DAY)) == days((0, 2))


def test_time_that_several_stops_share_counts_once() -> None:
    later = replace(DISPUTE, id="o2", starts_at=NOW + 3 * DAY, expires_at=NOW + 6 * DAY)
    assert stops(DISPUTE, later) == days((0, 6))
    assert merged(days((0, 2), (1, 3), (5, 6), (4, 4))) == days((0, 3), (5, 6))
    assert stood_still(days((0, 2), (1, 3), (5, 9)), NOW + DAY, NOW + 6 * DAY) == 3 * DAY


def test_a_block_stops_the_clock_of_what_it_refuses_and_of_what_that_needs() -> None:
    assert kept(BLOCK) == days((0, 90))
    assert kept(replace(BLOCK, aim=Aim("runtime"))) == days((0, 90))
    assert kept(replace(BLOCK, aim=Aim("zip"))) == ()
    assert kept(replace(BLOCK, state=SafeguardState.LIFTED, ended_at=NOW + 3 * DAY)) == days((0, 3))
    assert needs("editor", OFFERED) == {"editor", "runtime"}


@pytest.mark.parametrize(
    "other",
    [
        replace(BLOCK, kind=SafeguardKind.MINIMUM_VERSION, minimum="2.0"),
        replace(BLOCK, kind=SafeguardKind.PROTECTIVE_UPDATE, minimum="2.0"),
        replace(BLOCK, state=SafeguardState.PROPOSED),
        replace(BLOCK, state=SafeguardState.REFUSED),
    ],
)
def test_other_safeguards_stop_nothing(other: Safeguard) -> None:
    assert kept(other) == ()


def test_what_shall_be_absent_is_refused_by_no_block() -> None:
    assert stopped(replace(REQUEST, wanted=Wanted.ABSENT), (), (BLOCK,), (), OFFERED) == ()


def test_an_exemption_lets_it_run_again_where_and_while_it_holds() -> None:
    """R4.3"""
    assert kept(BLOCK, exemptions=[FREED]) == days((0, 2), (30, 90))
    approved = replace(FREED, approved_at=NOW + 3 * DAY)
    assert kept(BLOCK, exemptions=[approved]) == days((0, 3), (30, 90))
    lifted = replace(FREED, state=ExemptionState.LIFTED, ended_at=NOW + 5 * DAY)
    assert kept(BLOCK, exemptions=[lifted]) == days((0, 2), (5, 90))
    for other in (
        replace(FREED, state=ExemptionState.PROPOSED, signed_at=None),
        replace(FREED, classroom_ids=("elsewhere",)),
        replace(FREED, item_id="zip"),
        replace(FREED, safeguard_id="g2"),
    ):
        assert kept(BLOCK, exemptions=[other]) == days((0, 90))


def test_it_is_late_after_its_deadline_and_at_risk_shortly_before() -> None:
    """R2"""
    assert clock(0).rank is OwedRank.IN_TIME
    assert clock(4.9).rank is OwedRank.AT_RISK
    assert clock(5).rank is OwedRank.AT_RISK
    assert clock(5.1).rank is OwedRank.LATE
    assert clock(5.1, granted=True).rank is OwedRank.IN_TIME


def test_its_deadline_moves_by_the_time_that_it_stood_still() -> None:
    (stop,) = days((1, 4))
    still = clock(3, stop)
    assert (still.stands_still, still.stood_still, still.rank) == (True, 2 * DAY, OwedRank.IN_TIME)
    over = clock(7, stop)
    assert (over.stands_still, over.deadline, over.rank) == (False, REQUEST.needed_by + 3 * DAY, OwedRank.AT_RISK)
    assert clock(8.5, stop).rank is OwedRank.LATE
    assert clock(7, stop).age == 7 * DAY


def test_what_is_needed_earlier_than_promised_is_of_short_notice() -> None:
    """R4.5: 3 working days when it is packaged and 15 when it is not."""
    assert not clock(0).short_notice
    assert clock(0, packaged=False).short_notice


def test_nothing_stops_a_clock_without_a_catalog_item() -> None:
    assert stopped(REQUEST, (), (BLOCK,), (), Catalog()) == ()
