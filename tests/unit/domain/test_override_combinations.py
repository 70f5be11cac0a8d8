"""How overrides combine: the table of R3.7, and that neither order nor the past ever matters."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.domain.decisions import Decisions
from orchestrator.domain.override_combinations import (
    COMBINATIONS,
    Combination,
    end_of_those_before,
    first_in_the_way,
    meet,
)
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.resolution import DesiredState, resolve
from tests.unit.domain.examples import NOW, ask, catalog, item, room
from tests.unit.domain.override_examples import override

K, C = OverrideKind, Combination
REQUESTS = (ask("r1", "editor", age=2), ask("r2", "editor", age=1, requester="person:bo"), ask("r3", "browser"))
ITEMS = catalog(item("editor", "4.0", "5.0"), item("zip", "1.0", "2.0"), item("paint", "1.0"), item("browser", "1.0"))
PLACE = room(4)


def test_the_table_is_whole_and_the_same_from_both_sides() -> None:
    """R3.7."""
    assert set(COMBINATIONS) == set(K)
    for one, other in product(K, K):
        assert COMBINATIONS[one][other] is COMBINATIONS[other][one]


@pytest.mark.parametrize(("one", "other"), list(product(K, K)))
def test_each_pair_does_as_the_table_says(one: OverrideKind, other: OverrideKind) -> None:
    """R3.7: a second one that is refused names the first."""
    first, second = _of("o1", one), _of("o2", other)
    seen = first_in_the_way(second, [first])
    match COMBINATIONS[one][other]:
        case C.COMBINE | C.ONLY_ON_SUBSTITUTE:
            assert seen is None
        case C.REFUSE | C.FOLLOW_UP:
            # The same kind again at the same time follows when the first is over, and not before.
            assert seen == first


@pytest.mark.parametrize("one", K)
def test_the_same_kind_again_follows_when_the_first_is_over(one: OverrideKind) -> None:
    first, again = _of("o1", one), _of("o2", one)
    if COMBINATIONS[one][one] is C.COMBINE:
        assert end_of_those_before(again, [first]) is None
        return
    end = end_of_those_before(again, [first])
    assert end == first.expires_at
    later = replace(again, starts_at=end, expires_at=end + timedelta(days=2))
    assert first_in_the_way(later, [first]) is None


def test_of_one_kind_the_narrower_scope_goes_before_the_wider_one() -> None:
    wide = override("o1", K.PIN, pin_version="4.0")
    narrow = override("o2", K.PIN, pin_version="5.0", scope=OverrideScope.SEATS, seat_ids=("s1",))
    assert first_in_the_way(narrow, [wide]) is None
    state = _resolved([wide, narrow])
    assert [line.version for line in state.for_seat("s1") if line.item_id == "editor"] == ["5.0"]


def test_a_pin_beside_a_substitute_is_for_the_substitute() -> None:
    substitute = override("o1", K.SUBSTITUTE, substitute_item="zip")
    assert first_in_the_way(override("o2", K.PIN, pin_version="1.0", substitute_item="zip"), [substitute]) is None
    assert first_in_the_way(override("o2", K.PIN, pin_version="4.0"), [substitute]) == substitute
    assert first_in_the_way(substitute, [override("o2", K.PIN, pin_version="4.0")]) is not None


def test_only_what_binds_or_waits_at_the_same_time_on_the_same_request_is_in_the_way() -> None:
    comes = override("o2", K.DEFER)
    there = override("o1")
    assert first_in_the_way(comes, [there]) == there
    assert first_in_the_way(comes, [replace(there, state=OverrideState.PROPOSED)]) is not None
    assert first_in_the_way(comes, [replace(there, state=OverrideState.LIFTED)]) is None
    assert first_in_the_way(comes, [replace(there, request_ids=("r2",))]) is None
    assert first_in_the_way(comes, [replace(there, starts_at=comes.expires_at)]) is None
    assert not meet(comes, replace(there, expires_at=comes.starts_at))


def _of(override_id: str, kind: OverrideKind) -> Override:
    instead = "zip" if kind in {K.SUBSTITUTE, K.PIN} else None
    return override(
        override_id,
        kind,
        scope=OverrideScope.SEATS,
        seat_ids=("s1", "s2"),
        substitute_item=instead,
        pin_version="1.0" if kind is K.PIN else None,
    )


@st.composite
def _overrides(draw: st.DrawFn, number: int) -> Override:
    kind, scope = draw(st.sampled_from(K)), draw(st.sampled_from(OverrideScope))
    some = st.lists(st.sampled_from([seat.id for seat in PLACE.seats]), min_size=1, max_size=3, unique=True)
    on_seats = scope is OverrideScope.SEATS or kind is K.EXCLUDE
    instead = draw(st.sampled_from(["zip", "paint"])) if kind is K.SUBSTITUTE else None
    pinned = draw(st.sampled_from(["4.0", "5.0"])) if kind is K.PIN else None
    if kind is K.PIN and draw(st.booleans()):
        instead, pinned = "zip", draw(st.sampled_from(["1.0", "2.0"]))
    wide = scope is OverrideScope.CLASSROOM
    return override(
        f"o{number}",
        kind,
        scope=scope,
        request_ids=("r1", "r2") if wide else (draw(st.sampled_from(["r1", "r2"])),),
        seat_ids=tuple(draw(some)) if on_seats else (),
        substitute_item=instead,
        pin_version=pinned,
        starts_at=NOW - timedelta(hours=draw(st.integers(0, 3))),
        expires_at=NOW + timedelta(days=draw(st.integers(1, 30))),
    )


@st.composite
def _combinable(draw: st.DrawFn) -> list[Override]:
    """Overrides that could all be recorded, one after the other."""
    accepted: list[Override] = []
    for number in range(draw(st.integers(1, 5))):
        comes = draw(_overrides(number))
        if first_in_the_way(comes, accepted) is None:
            accepted.append(comes)
    return accepted


def _resolved(overrides: list[Override], days: int = 0) -> DesiredState:
    return resolve(PLACE, REQUESTS, ITEMS, NOW + timedelta(days=days), decisions=Decisions(tuple(overrides)))


def _in_order(overrides: tuple[Override, ...]) -> list[Override]:
    """The same as if they had been recorded in this order."""
    return [replace(o, created_at=NOW - timedelta(days=1, minutes=-n)) for n, o in enumerate(overrides)]


@settings(deadline=None)
@given(_combinable())
def test_the_order_of_recording_never_matters(overrides: list[Override]) -> None:
    """R3.7: whichever came first, all could be recorded, and the desired state is the same."""
    first = _resolved(_in_order(tuple(overrides)))
    for order in permutations(overrides):
        recorded: list[Override] = []
        for one in _in_order(order):
            assert first_in_the_way(one, recorded) is None
            recorded.append(one)
        assert _resolved(recorded).as_json() == first.as_json()


@given(_combinable())
def test_when_all_are_over_the_manifest_is_back(overrides: list[Override]) -> None:
    """R3.5, R3.7: expired, lifted or overturned, nothing of them is left."""
    without = _resolved([], days=31)
    assert _resolved(overrides, days=31).as_json() == without.as_json()
    for state in OverrideState:
        if state is not OverrideState.LIVE:
            assert _resolved([replace(o, state=state) for o in overrides]).as_json() == _resolved([]).as_json()


@given(_combinable())
def test_what_nobody_overrides_stays_as_it_is(overrides: list[Override]) -> None:
    """An override of one item's requests takes nothing from another's, but where the catalogue sets them apart."""
    lines = _resolved(overrides).for_seat("s1")
    assert [line for line in lines if line.item_id == "browser"]
