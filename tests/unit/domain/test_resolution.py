"""What each seat of a room should have: layers, closure, conflicts, exceptions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import Catalog, Provider, Updates
from orchestrator.domain.classrooms import Classroom, SeatTarget
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted
from orchestrator.domain.resolution import (
    ConflictKind,
    DesiredLine,
    DesiredState,
    InConflict,
    Waiting,
    WaitingCode,
    resolve,
)
from orchestrator.domain.whys import Why, WhyCode
from tests.unit.domain.examples import NOW, ask, catalog, item, release, room

BROWSER = item("browser", "1.0", "2.0")
EDITOR = item("editor", "5.0")
ABSENT = Wanted.ABSENT
PODIUM = SeatTarget.PODIUM
STUDENTS = SeatTarget.STUDENT_SEATS


def asked(request_id: str) -> Why:
    return Why(WhyCode.REQUEST, request_id=request_id)


def required(by: str, request_id: str | None = None) -> Why:
    return Why(WhyCode.REQUIRED_BY, request_id=request_id, item_id=by)


BASELINE = Why(WhyCode.BASELINE)


def solve(
    items: Catalog,
    *requests: SoftwareRequest,
    place: Classroom | None = None,
    in_place: frozenset[str] = frozenset(),
) -> DesiredState:
    return resolve(place or room(), requests, items, NOW, in_place)


def versions(state: DesiredState, seat: str) -> dict[str, str | None]:
    return {line.item_id: line.version for line in state.for_seat(seat)}


class TestLayers:
    def test_without_requests_every_seat_has_the_baseline(self) -> None:
        state = solve(catalog(BROWSER), place=room(baseline=["browser"]))
        assert state.lines == (DesiredLine("browser", Wanted.PRESENT, "2.0", (BASELINE,)),)
        assert state.exceptions == {}

    def test_a_request_goes_before_the_baseline_however_young_it_is(self) -> None:
        """Precedence: request > baseline."""
        state = solve(catalog(BROWSER), ask("r1", "browser", version="1.0"), place=room(baseline=["browser"]))
        assert versions(state, "s1") == {"browser": "1.0"}
        (conflict,) = state.in_conflict
        assert (conflict.request_id, conflict.kind, conflict.with_request) == (None, ConflictKind.VERSION, "r1")

    def test_a_request_for_absence_goes_before_the_baseline(self) -> None:
        state = solve(catalog(BROWSER), ask("r1", "browser", wanted=ABSENT), place=room(baseline=["browser"]))
        assert state.lines == (DesiredLine("browser", ABSENT, None, (asked("r1"),)),)
        assert [c.kind for c in state.in_conflict] == [ConflictKind.PRESENCE]

    def test_the_same_wish_from_several_sides_makes_one_line_with_all_reasons(self) -> None:
        requests = ask("r2", "browser", age=1), ask("r1", "browser", age=2)
        state = solve(catalog(BROWSER), *requests, place=room(baseline=["browser"]))
        assert state.lines == (DesiredLine("browser", Wanted.PRESENT, "2.0", (asked("r1"), asked("r2"), BASELINE)),)
        assert state.in_conflict == ()

    def test_a_withdrawn_or_closed_request_counts_no_more(self) -> None:
        ended = [ask("r", "browser").moved_to(s, NOW) for s in (RequestState.WITHDRAWN, RequestState.CLOSED)]
        assert solve(catalog(BROWSER), *ended) == DesiredState("room", NOW, ())

    @pytest.mark.parametrize(("hours", "counts"), [(-1, False), (0, False), (1, True)])
    def test_a_request_counts_until_its_time_is_over(self, hours: int, counts: bool) -> None:
        state = solve(catalog(BROWSER), ask("r1", "browser", until=NOW + timedelta(hours=hours)))
        assert bool(state.lines) is counts


class TestVersions:
    def test_latest_is_the_newest_approved_release_made_concrete(self) -> None:
        """R1.6: `latest` is the catalog's approved version."""
        browser = item("browser", "9.0", "10.0", release("11.0", approved=False))
        assert versions(solve(catalog(browser), ask("r1", "browser")), "s1") == {"browser": "10.0"}

    def test_a_release_can_be_asked_for_by_name_in_any_spelling(self) -> None:
        state = solve(catalog(BROWSER), ask("r1", "browser", version="1.0.0.0"))
        assert versions(state, "s1") == {"browser": "1.0"}

    def test_an_unapproved_release_is_there_for_who_names_it(self) -> None:
        browser = item("browser", "1.0", release("2.0", approved=False))
        assert versions(solve(catalog(browser), ask("r1", "browser", version="2.0")), "s1") == {"browser": "2.0"}

    def test_two_versions_exclude_each_other_and_the_older_request_stays(self) -> None:
        state = solve(catalog(BROWSER), ask("new", "browser", version="2.0"), ask("old", "browser", age=9, version="1"))
        assert versions(state, "s1") == {"browser": "1.0"}
        assert state.in_conflict == (
            InConflict("new", "browser", ConflictKind.VERSION, "browser", "old", ("s1", "s2", "s3")),
        )

    def test_software_that_updates_itself_satisfies_two_versions_with_the_newer(self) -> None:
        browser = item("browser", "1.0", "2.0", updates=Updates.SELF)
        state = solve(catalog(browser), ask("r1", "browser", age=9, version="1.0"), ask("r2", "browser"))
        assert versions(state, "s1") == {"browser": "2.0"}
        assert state.in_conflict == ()

    def test_external_software_needs_no_release(self) -> None:
        """R1.2: another tool delivers."""
        state = solve(catalog(item("edge", provider=Provider.EXTERNAL)), ask("r1", "edge"))
        assert state.lines == (DesiredLine("edge", Wanted.PRESENT, None, (asked("r1"),)),)


class TestRequires:
    def test_what_an_item_requires_comes_along_all_the_way_down(self) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3", requires=["edge"]))
        items.items["edge"] = item("edge", provider=Provider.EXTERNAL)
        state = solve(items, ask("r1", "tool"))
        assert {line.item_id: line.whys for line in state.lines} == {
            "tool": (asked("r1"),),
            "runtime": (required("tool", "r1"),),
            "edge": (required("runtime", "r1"),),
        }

    def test_items_that_require_each_other_come_both(self) -> None:
        items = catalog(item("one", "1", requires=["two"]), item("two", "1", requires=["one"]))
        assert versions(solve(items, ask("r1", "one")), "s1") == {"one": "1", "two": "1"}

    def test_a_baseline_item_brings_what_it_requires(self) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3"))
        state = solve(items, place=room(baseline=["tool"]))
        assert {line.item_id: line.whys for line in state.lines} == {
            "tool": (BASELINE,),
            "runtime": (required("tool"),),
        }

    @pytest.mark.parametrize(("tool_age", "runtime_age"), [(1, 2), (2, 1)])
    def test_what_is_only_required_is_content_with_a_version_that_somebody_named(
        self, tool_age: int, runtime_age: int
    ) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3.0", "4.0"))
        requests = ask("r1", "tool", age=tool_age), ask("r2", "runtime", age=runtime_age, version="3.0")
        state = solve(items, *requests)
        assert versions(state, "s1") == {"tool": "1", "runtime": "3.0"}
        assert state.in_conflict == ()
        assert set(state.lines[0].whys) == {asked("r2"), required("tool", "r1")}

    def test_the_version_that_somebody_named_stands_beside_two_items_that_require_it(self) -> None:
        items = catalog(
            item("one", "1", requires=["runtime"]),
            item("two", "1", requires=["runtime"]),
            item("runtime", "3.0", "4.0"),
        )
        requests = ask("r1", "one", age=3), ask("r2", "runtime", age=2, version="3.0"), ask("r3", "two", age=1)
        state = solve(items, *requests)
        assert versions(state, "s1") == {"one": "1", "two": "1", "runtime": "3.0"}
        assert state.in_conflict == ()


class TestConflicts:
    def test_presence_against_absence(self) -> None:
        state = solve(catalog(BROWSER), ask("keep", "browser", age=2), ask("away", "browser", age=1, wanted=ABSENT))
        assert versions(state, "s1") == {"browser": "2.0"}
        assert state.in_conflict == (
            InConflict("away", "browser", ConflictKind.PRESENCE, "browser", "keep", ("s1", "s2", "s3")),
        )

    @pytest.mark.parametrize("says_so", ["one", "two"])
    def test_two_items_of_which_either_says_that_they_cannot_share_a_seat(self, says_so: str) -> None:
        items = catalog(
            item("one", "1", conflicts_with=["two"] if says_so == "one" else []),
            item("two", "1", conflicts_with=["one"] if says_so == "two" else []),
        )
        state = solve(items, ask("r1", "one", age=2), ask("r2", "two", age=1))
        assert versions(state, "s1") == {"one": "1"}
        assert state.in_conflict == (InConflict("r2", "two", ConflictKind.ITEMS, "one", "r1", ("s1", "s2", "s3")),)

    def test_an_item_that_would_bring_what_another_keeps_away(self) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3"))
        state = solve(items, ask("away", "runtime", age=2, wanted=ABSENT), ask("tool", "tool", age=1))
        assert versions(state, "s1") == {"runtime": None}
        assert [(c.request_id, c.kind, c.with_item) for c in state.in_conflict] == [
            ("tool", ConflictKind.REQUIRES, "runtime")
        ]

    def test_keeping_away_what_another_item_requires(self) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3"))
        state = solve(items, ask("tool", "tool", age=2), ask("away", "runtime", age=1, wanted=ABSENT))
        assert versions(state, "s1") == {"runtime": "3", "tool": "1"}
        assert [(c.request_id, c.kind, c.with_request) for c in state.in_conflict] == [
            ("away", ConflictKind.REQUIRES, "tool")
        ]

    def test_an_item_whose_own_requirements_cannot_share_a_seat_takes_no_effect(self) -> None:
        items = catalog(
            item("tool", "1", requires=["one", "two"]), item("one", "1", conflicts_with=["two"]), item("two", "1")
        )
        state = solve(items, ask("r1", "tool"))
        assert state.lines == ()
        assert [(c.request_id, c.kind, c.with_request) for c in state.in_conflict] == [("r1", ConflictKind.ITEMS, "r1")]

    def test_what_is_in_place_stays_even_against_an_older_request(self) -> None:
        items = catalog(item("one", "1", conflicts_with=["two"]), item("two", "1"))
        requests = ask("old", "one", age=9), ask("young", "two", age=1)
        state = solve(items, *requests, in_place=frozenset({"two"}))
        assert versions(state, "s1") == {"two": "1"}
        assert [c.request_id for c in state.in_conflict] == ["old"]

    def test_to_want_away_what_is_in_place_is_no_way_to_the_front(self) -> None:
        items = catalog(item("tool", "1", requires=["runtime"]), item("runtime", "3"))
        requests = ask("old", "tool", age=9), ask("young", "runtime", age=1, wanted=ABSENT)
        state = solve(items, *requests, in_place=frozenset({"runtime"}))
        assert [c.request_id for c in state.in_conflict] == ["young"]

    def test_a_request_in_conflict_stands_in_nobodys_way(self) -> None:
        items = catalog(item("one", "1"), item("two", "1", conflicts_with=["one", "three"]), item("three", "1"))
        state = solve(items, ask("r1", "one", age=3), ask("r2", "two", age=2), ask("r3", "three", age=1))
        assert versions(state, "s1") == {"one": "1", "three": "1"}

    def test_each_conflict_names_exactly_its_seats(self) -> None:
        items = catalog(item("one", "1", conflicts_with=["two"]), item("two", "1"))
        state = solve(items, ask("r1", "one", age=2, target=PODIUM), ask("r2", "two", age=1))
        assert [c.seat_ids for c in state.in_conflict] == [("s1",)]
        assert versions(state, "s1") == {"one": "1"}
        assert versions(state, "s2") == versions(state, "s3") == {"two": "1"}


class TestSeats:
    def test_a_request_for_the_podium_is_an_exception_of_that_seat(self) -> None:
        """R1.3: a request aims at the podium, the student seats or all."""
        state = solve(catalog(BROWSER, EDITOR), ask("r1", "editor", target=PODIUM), ask("r2", "browser"))
        assert [line.item_id for line in state.lines] == ["browser"]
        assert {seat: [line.item_id for line in own] for seat, own in state.exceptions.items()} == {"s1": ["editor"]}
        assert versions(state, "s1") == {"browser": "2.0", "editor": "5.0"}

    def test_a_request_for_the_student_seats_is_an_exception_of_each_of_them(self) -> None:
        state = solve(catalog(EDITOR), ask("r1", "editor", target=STUDENTS))
        assert state.lines == ()
        assert sorted(state.exceptions) == ["s2", "s3"]

    def test_podium_and_student_seats_can_have_different_versions(self) -> None:
        requests = ask("r1", "browser", version="1.0", target=PODIUM), ask("r2", "browser", target=STUDENTS)
        state = solve(catalog(BROWSER), *requests)
        assert versions(state, "s1") == {"browser": "1.0"}
        assert versions(state, "s2") == {"browser": "2.0"}
        assert state.in_conflict == ()

    def test_a_room_without_seats_has_nothing_to_have(self) -> None:
        assert solve(catalog(BROWSER), ask("r1", "browser"), place=room(0)) == DesiredState("room", NOW, ())


class TestWaiting:
    def test_an_item_that_is_not_on_offer_is_waited_for(self) -> None:
        assert solve(catalog(), ask("r1", "browser")).waiting == (Waiting("r1", "browser", WaitingCode.NOT_IN_CATALOG),)

    def test_an_item_that_nothing_can_recognise_any_more_cannot_be_proved_away(self) -> None:
        state = solve(catalog(), ask("r1", "browser", wanted=ABSENT))
        assert state.lines == ()
        assert state.waiting == (Waiting("r1", "browser", WaitingCode.NOT_IN_CATALOG),)

    @pytest.mark.parametrize("version", ["latest", "7.0"])
    def test_a_release_that_is_not_there_is_waited_for(self, version: str) -> None:
        browser = item("browser", release("2.0", approved=False))
        state = solve(catalog(browser), ask("r1", "browser", version=version))
        assert state.waiting == (Waiting("r1", "browser", WaitingCode.NO_RELEASE),)
        assert state.lines == ()

    def test_a_requirement_that_is_not_there_names_itself(self) -> None:
        state = solve(catalog(item("tool", "1", requires=["runtime"])), ask("r1", "tool"))
        assert state.waiting == (Waiting("r1", "runtime", WaitingCode.NOT_IN_CATALOG),)
        assert state.lines == ()

    def test_a_baseline_item_can_wait_as_well(self) -> None:
        state = solve(catalog(), place=room(baseline=["browser"]))
        assert state.waiting == (Waiting(None, "browser", WaitingCode.NOT_IN_CATALOG),)


class TestDigest:
    def test_the_moment_is_no_part_of_it(self) -> None:
        later = resolve(room(), [ask("r1", "browser")], catalog(BROWSER), NOW + timedelta(days=1))
        assert later.digest == solve(catalog(BROWSER), ask("r1", "browser")).digest

    def test_every_difference_of_what_is_wanted_changes_it(self) -> None:
        states = [
            solve(catalog(BROWSER)),
            solve(catalog(BROWSER), ask("r1", "browser")),
            solve(catalog(BROWSER), ask("r2", "browser")),
            solve(catalog(BROWSER), ask("r1", "browser", version="1.0")),
            solve(catalog(BROWSER), ask("r1", "browser", wanted=ABSENT)),
            solve(catalog(BROWSER), ask("r1", "browser", target=PODIUM)),
            solve(catalog(), ask("r1", "browser")),
        ]
        assert len({state.digest for state in states}) == len(states)


def test_a_line_that_removes_is_told_in_the_states_text_and_others_leave_it_as_it_was() -> None:
    plain = DesiredLine("browser", Wanted.ABSENT, None, (asked("r1"),))
    states = [DesiredState("room", NOW, (line,), {"s1": (line,)}) for line in (plain, replace(plain, removes=True))]
    assert ["removes" in state.as_json() for state in states] == [False, True]
    assert states[0].digest != states[1].digest
