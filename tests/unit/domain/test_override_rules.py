"""What an override needs: R3.2, R3.3, R3.4 and R3.6, at and around each limit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.override_rules import (
    FreezeTooLong,
    NewEvidenceNeeded,
    OnlyForPresence,
    OverrideIncomplete,
    OverrideTooLong,
    OwnRequest,
    SecondPerson,
    Weight,
    counts_as_decline,
    days_withheld,
    followed_by,
    refusals_of,
    second_persons,
    was_live,
    weight_of,
)
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.rule_numbers import RuleNumbers
from tests.unit.domain.examples import NOW, ask, room
from tests.unit.domain.override_examples import override

NUMBERS = RuleNumbers()
END = working_days(Site())
K = OverrideKind
A_SECOND = timedelta(seconds=1)


def weight(wanted: Override, *requests: SoftwareRequest) -> Weight:
    return weight_of(wanted, requests or (ask("r1", "editor"),), NUMBERS, END)


def reasons(
    wanted: Override, *, earlier: Iterable[Override] = (), seats: int = 20, enough: int | None = None
) -> set[SecondPerson]:
    asked = ask("r1", "editor", enough=enough)
    return set(second_persons(wanted, (asked,), earlier, room(seats), NUMBERS, END))


def refused(wanted: Override, *requests: SoftwareRequest, earlier: Iterable[Override] = ()) -> list[type[Refusal]]:
    asked = requests or (ask("r1", "editor"),)
    return [type(r) for r in refusals_of(wanted, asked, earlier, NUMBERS, END)]


@pytest.mark.parametrize("kind", K)
def test_three_days_of_any_kind_are_light(kind: OverrideKind) -> None:
    """R3.3."""
    assert weight(override(kind=kind, days=3)) is Weight.LIGHT
    assert weight(override(kind=kind, expires_at=NOW + timedelta(days=3) + A_SECOND)) is not Weight.LIGHT


@pytest.mark.parametrize("kind", sorted(set(K) - {K.DEFER}))
def test_thirty_days_take_one_technician_and_more_take_two_persons(kind: OverrideKind) -> None:
    """R3.3."""
    assert weight(override(kind=kind, days=30)) is Weight.ORDINARY
    assert weight(override(kind=kind, expires_at=NOW + timedelta(days=30) + A_SECOND)) is Weight.HEAVY


def test_one_technician_defers_for_ten_working_days_and_never_past_needed_by() -> None:
    """R3.3."""
    last = END(NOW, 10)
    late, soon = ask("r1", "editor"), ask("r2", "editor")
    late = replace(late, needed_by=NOW + timedelta(days=90))
    assert weight(override(kind=K.DEFER, expires_at=last), late) is Weight.ORDINARY
    assert weight(override(kind=K.DEFER, expires_at=last + A_SECOND), late) is Weight.HEAVY
    assert weight(override(kind=K.DEFER, expires_at=soon.needed_by), late, soon) is Weight.ORDINARY
    assert weight(override(kind=K.DEFER, expires_at=soon.needed_by + A_SECOND), late, soon) is Weight.HEAVY


def test_what_lasts_longer_needs_more_fields() -> None:
    """R3.3: a sentence; then evidence; then what is offered instead."""
    assert refused(override(days=3)) == []
    (ordinary,) = refusals_of(override(days=20), (ask("r1", "editor"),), (), NUMBERS, END)
    assert isinstance(ordinary, OverrideIncomplete)
    assert {p.problem for p in ordinary.problems} == {"missing", "one-of-these"}
    (heavy,) = refusals_of(override(days=90, explanation=" "), (ask("r1", "editor"),), (), NUMBERS, END)
    assert isinstance(heavy, OverrideIncomplete)
    assert [p.field for p in heavy.problems if not p.field.startswith("evidence")] == [
        "explanation",
        "alternative",
        "would_lift",
        "compensation",
    ]


def test_an_explanation_has_at_most_as_many_characters_as_the_rules_numbers_say() -> None:
    """R3.3."""
    assert refused(override(explanation="x" * 1500)) == []
    assert refused(override(explanation="x" * 1501)) == [OverrideIncomplete]


def test_nothing_outlasts_the_term() -> None:
    """R3.3, also with two persons."""
    full: dict[str, Any] = {
        "evidence": Evidence(words="seen"),
        "category": Category.OTHER,
        "alternative": "a",
        "would_lift": "b",
        "compensation": "c",
    }
    assert refused(override(days=126, **full)) == []
    assert refused(override(expires_at=NOW + timedelta(days=126) + A_SECOND, **full)) == [OverrideTooLong]
    later = NOW + timedelta(days=125)
    assert refused(override(starts_at=later, days=2)) == [OverrideTooLong]


def test_a_freeze_lasts_three_weeks_at_most() -> None:
    """R3.2."""
    frozen: dict[str, Any] = {"category": Category.FREEZE, "evidence": Evidence(occasion="Exam")}
    assert refused(override(days=21, **frozen)) == []
    assert refused(override(expires_at=NOW + timedelta(days=21) + A_SECOND, **frozen)) == [FreezeTooLong]


def test_another_reason_takes_a_second_person_from_the_start() -> None:
    """R3.2."""
    assert reasons(override(category=Category.OTHER)) == {SecondPerson.OTHER_CATEGORY}
    assert reasons(override()) == set()
    assert reasons(override(days=31)) == {SecondPerson.HEAVY}


class TestFollowUps:
    """R3.4."""

    def over(self, **more: object) -> Override:
        ended = NOW - timedelta(days=300)
        begun = ended - timedelta(days=2)
        given: dict[str, object] = {"created_at": begun, "starts_at": begun, "expires_at": ended, "ended_at": ended}
        return override("o0", **{"state": OverrideState.EXPIRED, **given, **more})  # type: ignore[arg-type]

    def test_a_second_one_within_a_year_needs_something_new_and_a_second_person(self) -> None:
        first, again = self.over(), override("o2")
        assert followed_by(again, [first], NUMBERS) == first
        assert reasons(again, earlier=[first]) == {SecondPerson.FOLLOW_UP}
        assert refused(again, earlier=[first]) == [NewEvidenceNeeded]
        assert refused(override("o2", evidence=Evidence(new_evidence="again")), earlier=[first]) == []

    def test_after_a_year_it_is_forgotten(self) -> None:
        edge = NOW - timedelta(days=365)
        assert followed_by(override("o2"), [self.over(ended_at=edge)], NUMBERS)
        assert followed_by(override("o2"), [self.over(ended_at=edge - A_SECOND)], NUMBERS) is None

    def test_what_never_bound_and_what_was_about_another_request_is_none(self) -> None:
        refusal = self.over(state=OverrideState.REFUSED, needs_approval=True)
        assert not was_live(refusal)
        assert was_live(replace(refusal, approved_at=NOW))
        assert not was_live(override(state=OverrideState.PROPOSED))
        for other in (refusal, self.over(request_ids=("r9",))):
            assert followed_by(override("o2"), [other], NUMBERS) is None

    def test_days_in_all_count_once_what_overlaps_and_end_with_the_request(self) -> None:
        first = override("o1", days=2)
        second = override("o2", K.PIN, starts_at=NOW + timedelta(days=1), days=2)
        third = override("o3", starts_at=NOW + timedelta(days=10), days=0.5)
        asked = ask("r1", "editor")
        assert days_withheld([], asked) == 0
        assert days_withheld([first, second], asked) == 3
        assert days_withheld([third, second, first], asked) == 4
        assert days_withheld([replace(first, ended_at=NOW + timedelta(hours=5))], asked) == 1
        assert days_withheld([first], replace(asked, ended_at=NOW)) == 0
        assert days_withheld([first], ask("r2", "editor")) == 0


class TestExclusion:
    """R3.6."""

    def left_out(self, count: int, start: int = 1, override_id: str = "o1") -> Override:
        seats = tuple(f"s{n}" for n in range(start, start + count))
        return override(override_id, K.EXCLUDE, seat_ids=seats)

    def test_a_tenth_of_the_seats_takes_one_technician_and_more_takes_two_persons(self) -> None:
        assert reasons(self.left_out(2)) == set()
        assert reasons(self.left_out(3)) == {SecondPerson.MANY_SEATS}

    def test_what_is_left_out_already_counts_too(self) -> None:
        others = [self.left_out(2, start=10, override_id="o0")]
        assert SecondPerson.MANY_SEATS in reasons(self.left_out(2), earlier=others)
        same = [self.left_out(2, override_id="o0")]
        assert SecondPerson.MANY_SEATS not in reasons(self.left_out(2), earlier=same)

    def test_fewer_seats_than_enough_takes_two_persons(self) -> None:
        assert reasons(self.left_out(2), enough=18) == set()
        assert reasons(self.left_out(2), enough=19) == {SecondPerson.BELOW_ENOUGH}


def test_nobody_overrides_their_own_request() -> None:
    assert refused(override(by="person:ada")) == [OwnRequest]


@pytest.mark.parametrize("kind", [K.SUBSTITUTE, K.PIN])
def test_what_is_asked_to_be_away_has_no_other_version(kind: OverrideKind) -> None:
    asked = ask("r1", "editor", wanted=Wanted.ABSENT)
    assert refused(override(kind=kind), asked) == [OnlyForPresence]
    assert refused(override(), asked) == []


def test_what_counts_as_a_decline() -> None:
    """R3.4, R3.6: a substitute without a yes, and what outlasts the course."""
    course = ask("r1", "editor", until=NOW + timedelta(days=9))
    assert counts_as_decline(override(), course)
    assert counts_as_decline(override(kind=K.SUBSTITUTE), course)
    assert not counts_as_decline(override(kind=K.SUBSTITUTE, agreed_at=NOW), course)
    assert not counts_as_decline(override(kind=K.DEFER, days=8), course)
    assert counts_as_decline(override(kind=K.DEFER, days=9), course)
    assert not counts_as_decline(override(kind=K.DEFER, days=900), ask("r1", "editor"))


@pytest.mark.parametrize("numbers", [RuleNumbers(single_person_days=7, exclude_percent=25, freeze_days=42)])
def test_the_sites_own_numbers_count(numbers: RuleNumbers) -> None:
    asked = (ask("r1", "editor"),)
    assert weight_of(override(days=8), asked, numbers, END) is Weight.HEAVY
    seats = tuple(f"s{n}" for n in range(1, 6))
    left_out = override(kind=K.EXCLUDE, seat_ids=seats)
    assert second_persons(left_out, asked, (), room(20), numbers, END) == ()


def test_a_term_is_counted_from_the_recording() -> None:
    """R3.3: a start that lies ahead brings no later end."""
    for ahead in (0, 50):
        wanted = override(starts_at=NOW + timedelta(days=ahead), expires_at=NOW + timedelta(days=127))
        found = refusals_of(wanted, (ask("r1", "editor"),), (), NUMBERS, END)
        latest = [refusal.latest for refusal in found if isinstance(refusal, OverrideTooLong)]
        assert latest == [NOW + timedelta(days=126)]
