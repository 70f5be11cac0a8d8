"""What holds for every room, whatever is asked for in it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.catalog import Catalog, CatalogItem, Provider, Updates
from orchestrator.domain.classrooms import Classroom, SeatTarget
from orchestrator.domain.requests import LATEST, RequestState, SoftwareRequest, Wanted
from orchestrator.domain.resolution import (
    DesiredState,
    resolve,
)
from orchestrator.domain.whys import Why, WhyCode
from tests.unit.domain.examples import NOW, ask, catalog, item, release, room

NAMES = ["a", "b", "c", "d", "e"]
names = st.sampled_from(NAMES)


@dataclass(frozen=True)
class Case:
    place: Classroom
    requests: tuple[SoftwareRequest, ...]
    items: Catalog
    in_place: frozenset[str]

    def resolved(self) -> DesiredState:
        return resolve(self.place, self.requests, self.items, NOW, self.in_place)

    @property
    def live(self) -> list[SoftwareRequest]:
        return [r for r in self.requests if r.state is RequestState.OPEN and (r.until is None or r.until > NOW)]


@st.composite
def _items(draw: st.DrawFn, name: str) -> CatalogItem:
    releases = draw(st.lists(st.sampled_from(["1.0", "2.0", "3.0"]), unique=True, max_size=3))
    return item(
        name,
        *(release(version, approved=draw(st.booleans())) for version in releases),
        provider=draw(st.sampled_from([Provider.CHOCOLATEY, Provider.EXTERNAL])),
        updates=draw(st.sampled_from(Updates)),
        requires=draw(st.lists(names, max_size=2, unique=True)),
        conflicts_with=draw(st.lists(names, max_size=1)),
    )


@st.composite
def _requests(draw: st.DrawFn, number: int) -> SoftwareRequest:
    request = ask(
        f"r{number}",
        draw(names),
        age=draw(st.integers(0, 3)),
        wanted=draw(st.sampled_from([Wanted.PRESENT, Wanted.PRESENT, Wanted.ABSENT])),
        version=draw(st.sampled_from([LATEST, LATEST, "1.0", "2.0"])),
        target=draw(st.sampled_from(SeatTarget)),
        until=draw(st.sampled_from([None, None, NOW, NOW + timedelta(hours=1)])),
    )
    state = draw(st.sampled_from([RequestState.OPEN, RequestState.OPEN, RequestState.OPEN, RequestState.WITHDRAWN]))
    return request if state is RequestState.OPEN else request.moved_to(state, NOW)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    offered = draw(st.lists(names, unique=True, min_size=2))
    return Case(
        place=room(3, baseline=draw(st.lists(names, max_size=2))),
        requests=tuple(draw(_requests(n)) for n in range(draw(st.integers(0, 5)))),
        items=catalog(*(draw(_items(name)) for name in offered)),
        in_place=draw(st.frozensets(names, max_size=2)),
    )


cases = _cases()


def accounted_for(state: DesiredState, place: Classroom, request: SoftwareRequest) -> list[list[str]]:
    """For each seat that a request aims at, the ways in which the state tells of it."""
    why = Why(WhyCode.REQUEST, request_id=request.id)
    return [
        [
            *(
                "line"
                for line in state.for_seat(seat.id)
                if why in line.whys and (line.item_id, line.wanted) == (request.item_id, request.wanted)
            ),
            *("conflict" for c in state.in_conflict if c.request_id == request.id and seat.id in c.seat_ids),
            *("waiting" for w in state.waiting if w.request_id == request.id),
        ]
        for seat in place.seats
        if seat.aimed_at(request.target)
    ]


@given(cases)
def test_every_live_request_has_a_line_a_conflict_or_a_wait_on_each_seat_it_aims_at(case: Case) -> None:
    """R1.5: what cannot hold waits and is named; nothing is dropped in silence."""
    state = case.resolved()
    for request in case.live:
        assert [len(ways) for ways in accounted_for(state, case.place, request)] == [
            1 for seat in case.place.seats if seat.aimed_at(request.target)
        ]


@given(cases)
def test_every_baseline_item_has_a_line_a_conflict_or_a_wait_on_each_seat(case: Case) -> None:
    state = case.resolved()
    for item_id in case.place.baseline:
        for seat in case.place.seats:
            lines = [x for x in state.for_seat(seat.id) if x.item_id == item_id and Why(WhyCode.BASELINE) in x.whys]
            waits = [w for w in state.waiting if w.request_id is None]
            conflicts = [c for c in state.in_conflict if c.request_id is None and seat.id in c.seat_ids]
            assert lines or waits or item_id in {c.item_id for c in conflicts}


@given(cases, st.data())
def test_taking_a_request_away_makes_no_other_one_disappear(case: Case, data: st.DataObject) -> None:
    if not case.requests:
        return
    gone = data.draw(st.sampled_from(case.requests))
    without = replace(case, requests=tuple(r for r in case.requests if r is not gone))
    state = without.resolved()
    for request in without.live:
        assert all(accounted_for(state, case.place, request))


@given(cases)
def test_no_seat_has_two_items_that_cannot_share_it(case: Case) -> None:
    state = case.resolved()
    for seat in case.place.seats:
        lines = state.for_seat(seat.id)
        assert len({line.item_id for line in lines}) == len(lines)
        present = [line.item_id for line in lines if line.wanted is Wanted.PRESENT]
        assert not [pair for pair in combinations(present, 2) if case.items.conflict(*pair)]


@given(cases)
def test_every_seat_has_what_its_items_require(case: Case) -> None:
    state = case.resolved()
    for seat in case.place.seats:
        present = {line.item_id for line in state.for_seat(seat.id) if line.wanted is Wanted.PRESENT}
        for item_id in present:
            assert present.issuperset(case.items.items[item_id].requires)


@given(cases)
def test_every_version_is_concrete_and_on_offer(case: Case) -> None:
    for seat in case.place.seats:
        for line in case.resolved().for_seat(seat.id):
            offered = case.items.items[line.item_id]
            versions = {r.version for r in offered.releases}
            anything_will_do = line.wanted is Wanted.ABSENT or offered.provider is Provider.EXTERNAL
            assert line.version in versions or (line.version is None and anything_will_do)


@given(cases)
def test_every_line_has_a_reason_that_still_counts(case: Case) -> None:
    live = {request.id for request in case.live}
    for seat in case.place.seats:
        for line in case.resolved().for_seat(seat.id):
            assert line.whys
            assert {why.request_id for why in line.whys if why.request_id} <= live


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(case: Case, chance: Random) -> None:
    requests, items = list(case.requests), list(case.items.items.values())
    chance.shuffle(requests)
    chance.shuffle(items)
    shuffled = replace(case, requests=tuple(requests), items=catalog(*items))
    assert shuffled.resolved() == case.resolved()
    assert shuffled.resolved().digest == case.resolved().digest


@given(cases, _requests(9))
def test_a_new_request_changes_nothing_on_seats_that_it_does_not_aim_at(case: Case, new: SoftwareRequest) -> None:
    before, after = case.resolved(), replace(case, requests=(*case.requests, new)).resolved()
    for seat in case.place.seats:
        if not seat.aimed_at(new.target):
            assert after.for_seat(seat.id) == before.for_seat(seat.id)


@given(cases)
def test_a_younger_request_takes_nothing_from_an_older_one(case: Case) -> None:
    """What is in place stays, else the older one: never last-writer-wins."""
    newest = ask("newest", "a", age=-1)
    before = replace(case, in_place=frozenset()).resolved()
    after = replace(case, in_place=frozenset(), requests=(*case.requests, newest)).resolved()
    for request in case.live:
        assert accounted_for(after, case.place, request) == accounted_for(before, case.place, request)
