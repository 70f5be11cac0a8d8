"""What a machine finds out about evidence (R3.2): what holds, what fails, and what nobody knows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.evidence import NEEDED, Category, CheckCode, CheckResult, Evidence
from orchestrator.domain.evidence_checks import Span, check_evidence, failed
from orchestrator.domain.evidence_facts import Facts, Found, SeatFacts
from orchestrator.domain.observations import Hardware, InstalledProduct, Observation
from tests.unit.domain.examples import NOW, catalog, item, observed

SPAN = Span(NOW, NOW + timedelta(days=10), 21)
ITEMS = catalog(item("editor", "5.0"), replace(item("zip", "1.0"), coexists_with=("paint",)), item("paint", "1.0"))
H, F, U = CheckResult.HOLDS, CheckResult.FAILS, CheckResult.UNKNOWN


def facts(*observations: Observation | None, **more: object) -> Facts:
    seats = tuple(SeatFacts(f"s{n}", f"{n:02}", aimed=True, observation=o) for n, o in enumerate(observations, 1))
    ids = frozenset(seat.id for seat in seats)
    given: dict[str, object] = {"versions": ("5.0",), "catalog": ITEMS, "seats": seats, "seat_ids": ids, **more}
    return Facts("editor", **given)  # type: ignore[arg-type]


def results(category: Category, evidence: Evidence, known: Facts) -> list[tuple[CheckCode, CheckResult]]:
    return [(check.code, check.result) for check in check_evidence(category, evidence, known, SPAN)]


def only(category: Category, evidence: Evidence, known: Facts) -> CheckResult:
    ((_, result),) = results(category, evidence, known)
    return result


def with_hardware(**parts: object) -> Observation:
    return replace(observed(), hardware=Hardware(**parts))  # type: ignore[arg-type]


@pytest.mark.parametrize("category", sorted(set(Category) - {Category.FREEZE}))
def test_what_was_not_put_forward_is_not_looked_at(category: Category) -> None:
    assert results(category, Evidence(), facts()) == []
    assert category in NEEDED


@pytest.mark.parametrize(
    ("versions", "result"),
    [(("5.0",), H), (("5.0", "4.0"), H), (("6.0",), F), (("5.0", "6.0"), F), ((None,), U), (("5.0", None), U), ((), U)],
)
def test_an_advisory_has_to_cover_the_version_that_would_be_installed(
    versions: tuple[str | None, ...], result: CheckResult
) -> None:
    """R3.2."""
    evidence = Evidence(advisory="cve-2026-12345", affected="< 5.1")
    assert only(Category.SECURITY, evidence, facts(versions=versions)) is result


@pytest.mark.parametrize(
    "evidence", [Evidence(advisory="CVE-1", affected="< 5"), Evidence(advisory="GHSA", affected="<")]
)
def test_what_is_no_advisory_or_range_is_malformed(evidence: Evidence) -> None:
    with pytest.raises(InvalidInput) as refused:
        results(Category.SECURITY, evidence, facts())
    assert refused.value.problems[0].field.startswith("evidence.")


def test_nobody_counts_licences_yet_but_enough_is_no_reason() -> None:
    assert only(Category.LICENCE, Evidence(seats_needed=4, seats_owned=2), facts()) is U
    assert only(Category.LICENCE, Evidence(seats_needed=4, seats_owned=4), facts()) is F


@pytest.mark.parametrize(("found", "result"), [(Found.YES, H), (Found.NO, F), (Found.UNKNOWN, U)])
def test_an_officer_and_a_document_have_to_be_there(found: Found, result: CheckResult) -> None:
    assert only(Category.LEGAL, Evidence(officer="person:lena"), facts(officer=found)) is result
    assert only(Category.POLICY, Evidence(document="d1"), facts(document=found)) is result


class TestIncompatibility:
    """The other thing has to be there; where the catalog says that the two get along only something new counts."""

    @pytest.mark.parametrize(
        ("seen", "result"),
        [
            ([observed(zip="1.0"), observed()], H),
            ([observed(zip="1.0"), None], H),
            ([observed(), observed()], F),
            ([observed(), None], U),
            ([], U),
        ],
    )
    def test_another_item(self, seen: Iterable[Observation | None], result: CheckResult) -> None:
        found = dict(results(Category.INCOMPATIBILITY, Evidence(other_item="zip"), facts(*seen)))
        assert found == {CheckCode.OTHER_IS_THERE: result, CheckCode.NO_COEXISTENCE: H}

    def test_an_item_that_nobody_offers_is_not_there(self) -> None:
        found = dict(results(Category.INCOMPATIBILITY, Evidence(other_item="gone"), facts(observed())))
        assert found[CheckCode.OTHER_IS_THERE] is F

    @pytest.mark.parametrize(("one", "other"), [("paint", "zip"), ("zip", "paint")])
    def test_what_the_catalog_knows_to_get_along(self, one: str, other: str) -> None:
        known = replace(facts(observed(software={other: "1.0"})), item_id=one)
        found = check_evidence(Category.INCOMPATIBILITY, Evidence(other_item=other), known, SPAN)
        assert [check.code for check in failed(found)] == [CheckCode.NO_COEXISTENCE]
        new = Evidence(other_item=other, new_evidence="seen on Monday")
        (flagged,) = [c for c in check_evidence(Category.INCOMPATIBILITY, new, known, SPAN) if c.result is U]
        assert dict(flagged.detail)["flag"] == "new_evidence"

    def test_a_product_by_its_name_in_the_list_of_programs(self) -> None:
        seen = replace(observed(), products=(InstalledProduct("k", "64", "Lab Projector 4"),))
        for name, result in (("lab projector*", H), ("Lab Projector 4", H), ("Lab", F)):
            assert only(Category.INCOMPATIBILITY, Evidence(product=name), facts(seen)) is result
        assert only(Category.INCOMPATIBILITY, Evidence(product="Lab*"), facts(None)) is U

    @pytest.mark.parametrize(
        ("build", "result"), [("10.0.22631", H), ("10.0.22631.4460", H), ("10.0.2263", F), ("10.0.22000", F)]
    )
    def test_a_build_of_windows(self, build: str, result: CheckResult) -> None:
        seen = with_hardware(windows_build="10.0.22631.4460")
        assert only(Category.INCOMPATIBILITY, Evidence(windows_build=build), facts(seen)) is result
        assert only(Category.INCOMPATIBILITY, Evidence(windows_build=build), facts(observed())) is U

    @pytest.mark.parametrize("said", [Evidence(product="*"), Evidence(product="?a*"), Evidence(windows_build="10")])
    def test_what_fits_whatever_there_is_says_nothing(self, said: Evidence) -> None:
        """R3.2: unknown is never taken for yes."""
        seen = replace(with_hardware(windows_build="10.0.22631"), products=(InstalledProduct("k", "64", "Lab"),))
        assert only(Category.INCOMPATIBILITY, said, facts(seen)) is U

    @pytest.mark.parametrize(("name", "result"), [("Zip*", U), ("Paint", F), ("p*t", U), ("Paint*", F), ("*", U)])
    def test_of_what_no_scan_has_seen_only_the_item_itself_is_known_to_be_none(
        self, name: str, result: CheckResult
    ) -> None:
        """R3.2"""
        mine = replace(facts(None), item_id="paint")
        said = Evidence(product=name, new_evidence="seen on Monday")
        found = results(Category.INCOMPATIBILITY, said, mine)
        assert (CheckCode.OTHER_IS_THERE, result) in found
        assert ((CheckCode.NO_COEXISTENCE, U) in found) is (name == "Zip*")

    def test_an_item_is_not_incompatible_with_itself(self) -> None:
        """R3.2: it is always there."""
        mine = facts(observed(paint="1.0"))
        assert only(Category.INCOMPATIBILITY, Evidence(other_item=mine.item_id), mine) is F

    def test_that_a_seat_is_there_does_not_say_that_anything_failed_on_it(self) -> None:
        """R3.2"""
        known = replace(facts(observed()), seat_ids=frozenset({"s1"}), rollouts={"bad": True, "good": False})
        for said, result in (
            (Evidence(seat_id="s1"), U),
            (Evidence(seat_id="s9"), F),
            (Evidence(rollouts=("bad",)), H),
            (Evidence(rollouts=("good",)), U),
            (Evidence(rollouts=("none",)), F),
        ):
            assert only(Category.INCOMPATIBILITY, said, known) is result

    def test_drivers_and_agents_nobody_can_see(self) -> None:
        assert only(Category.INCOMPATIBILITY, Evidence(driver="gpu 1"), facts(observed())) is U
        assert only(Category.INCOMPATIBILITY, Evidence(agent="guard 2"), facts(observed())) is U


class TestHardware:
    @pytest.mark.parametrize(
        ("seen", "result", "short"),
        [
            ("small small", H, "01, 02"),
            ("large small", F, "02"),
            ("large large", F, None),
            ("small unread", U, "01"),
            ("large unread", F, None),
            ("large small unread", F, "02"),
            ("unread", U, None),
            ("", U, None),
        ],
    )
    def test_it_is_a_reason_for_the_seats_that_are_short_and_for_all_only_where_all_are(
        self, seen: str, result: CheckResult, short: str | None
    ) -> None:
        """R3.2: what is refused, or not known, still names the seats that are short."""
        machines = {"small": with_hardware(memory_mb=8192), "large": with_hardware(memory_mb=32768), "unread": None}
        known = facts(*(machines[name] for name in seen.split()))
        (check,) = check_evidence(Category.HARDWARE, Evidence(memory_mb=16384), known, SPAN)
        assert (check.result, dict(check.detail).get("seats")) == (result, short)

    def test_the_age_of_what_is_known_is_told(self) -> None:
        older = replace(with_hardware(memory_mb=8192), at=NOW - timedelta(days=9))
        known = facts(with_hardware(memory_mb=8192), older)
        (check,) = check_evidence(Category.HARDWARE, Evidence(memory_mb=16384), known, SPAN)
        assert dict(check.detail) == {"seats": "01, 02", "scanned": older.at.isoformat()}

    def test_seats_that_nobody_asked_for_do_not_count(self) -> None:
        known = facts(with_hardware(memory_mb=8192))
        elsewhere = replace(known, seats=(replace(known.seats[0], aimed=False),))
        assert only(Category.HARDWARE, Evidence(memory_mb=16384), elsewhere) is U


def test_it_has_to_have_failed_in_every_rollout_that_is_named() -> None:
    known = facts(rollouts={"x": True, "y": False})
    found = results(Category.NOT_DEPLOYABLE, Evidence(rollouts=("x", "y", "z")), known)
    assert [result for _, result in found] == [H, F, F]


def test_support_has_to_end_before_the_override_does() -> None:
    last = SPAN.expires_at.date()
    assert only(Category.END_OF_SUPPORT, Evidence(day=last), facts()) is H
    assert only(Category.END_OF_SUPPORT, Evidence(day=last + timedelta(days=1)), facts()) is F
    assert only(Category.END_OF_SUPPORT, Evidence(day=date(2020, 1, 1)), facts()) is H


def test_a_freeze_is_short() -> None:
    assert only(Category.FREEZE, Evidence(), facts()) is H
    longer = replace(SPAN, expires_at=NOW + timedelta(days=22))
    assert [check.result for check in check_evidence(Category.FREEZE, Evidence(), facts(), longer)] == [F]
