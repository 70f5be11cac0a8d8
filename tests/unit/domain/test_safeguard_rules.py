"""What a safeguard must say, how long it may last, and when it takes two persons (RULES R4.2, R3.3)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.evidence import NEEDED, Category, Evidence
from orchestrator.domain.people import Role
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguard_rules import (
    CATEGORIES,
    PatternTooWide,
    SafeguardDraft,
    SafeguardTooLong,
    are_emergency_pair,
    check_aim,
    check_draft,
    needs_second_person,
)
from orchestrator.domain.safeguards import Aim, SafeguardKind
from tests.unit.domain.examples import NOW

NUMBERS = RuleNumbers()
EVERYTHING = Evidence(
    advisory="CVE-2026-12345",
    affected="< 2.0",
    seats_needed=40,
    seats_owned=12,
    clause="§ 3",
    officer="person:olivia",
    document="P-7",
    day=date(2026, 12, 31),
    source="https://maker.example/end",
    words="It is like this.",
)
DRAFT = SafeguardDraft(
    kind=SafeguardKind.BLOCK,
    category=Category.SECURITY,
    aim=Aim("browser"),
    title="The open hole",
    explanation="A web page can take the machine over.",
    evidence=EVERYTHING,
    review_at=NOW + timedelta(days=30),
    expires_at=NOW + timedelta(days=90),
)
UPDATE = replace(DRAFT, kind=SafeguardKind.PROTECTIVE_UPDATE, minimum="2.0", deadline=NOW + timedelta(days=7))


def wrong(draft: SafeguardDraft) -> set[tuple[str, str]]:
    """Field and problem of all that is malformed."""
    with pytest.raises(InvalidInput) as refused:
        check_draft(draft, NOW, NUMBERS)
    return {(p.field, p.problem) for p in refused.value.problems}


@pytest.mark.parametrize("draft", [DRAFT, UPDATE, replace(DRAFT, kind=SafeguardKind.MINIMUM_VERSION, minimum="2.0")])
def test_each_kind_can_be_said(draft: SafeguardDraft) -> None:
    """R4.2"""
    check_draft(draft, NOW, NUMBERS)
    assert not needs_second_person(draft, NOW, NUMBERS)


@pytest.mark.parametrize("category", sorted(CATEGORIES))
def test_each_category_needs_its_evidence(category: Category) -> None:
    """R4.2: category and evidence."""
    check_draft(replace(DRAFT, category=category), NOW, NUMBERS)
    missing = {(f"evidence.{name}", "missing") for name in NEEDED[category].every}
    assert wrong(replace(DRAFT, category=category, evidence=Evidence())) == missing
    assert wrong(replace(DRAFT, category=category, evidence=Evidence(advisory=" ", words=" "))) >= missing


def test_a_category_about_single_rooms_or_machines_is_for_overrides() -> None:
    for category in set(Category) - CATEGORIES:
        assert wrong(replace(DRAFT, category=category)) == {("category", "unknown-choice")}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": " "}, ("title", "empty")),
        ({"title": "x" * 201}, ("title", "too-long")),
        ({"explanation": ""}, ("explanation", "empty")),
        ({"explanation": "x" * 1501}, ("explanation", "too-long")),
        ({"aim": Aim()}, ("aim", "missing")),
        ({"aim": Aim("browser", name_pattern="Brow*")}, ("aim.name_pattern", "not-here")),
        ({"aim": Aim(name_pattern="x" * 201)}, ("aim.name_pattern", "too-long")),
        ({"minimum": "2.0"}, ("minimum", "not-here")),
        ({"deadline": NOW + timedelta(days=1)}, ("deadline", "not-here")),
        ({"emergency": True}, ("emergency", "not-here")),
        ({"evidence": Evidence(advisory="the news", affected="< 2.0")}, ("evidence.advisory", "advisory-form")),
        ({"evidence": Evidence(advisory="CVE-2026-12345", affected="newer")}, ("evidence.affected", "range-form")),
        ({"review_at": NOW}, ("review_at", "in-the-past")),
        ({"review_at": NOW + timedelta(days=91)}, ("review_at", "after-expiry")),
    ],
)
def test_what_is_malformed_is_named(change: dict[str, Any], problem: tuple[str, str]) -> None:
    """R4.2: plain words, a review date not after the end."""
    assert wrong(replace(DRAFT, **change)) == {problem}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"minimum": None}, ("minimum", "missing")),
        ({"minimum": "latest"}, ("minimum", "version-form")),
        ({"deadline": None}, ("deadline", "missing")),
        ({"deadline": NOW + timedelta(days=91)}, ("deadline", "after-expiry")),
        ({"deadline": NOW - timedelta(days=1)}, ("deadline", "in-the-past")),
    ],
)
def test_an_update_has_a_least_version_and_a_deadline(change: dict[str, Any], problem: tuple[str, str]) -> None:
    """R4.4"""
    assert wrong(replace(UPDATE, **change)) == {problem}


def test_everything_that_is_malformed_is_told_at_once() -> None:
    bad = replace(UPDATE, title="", minimum=None, evidence=Evidence(), expires_at=NOW)
    assert {field for field, _ in wrong(bad)} >= {"title", "minimum", "evidence.advisory", "expires_at"}


def test_one_person_may_set_it_for_180_days_and_two_for_365() -> None:
    """R3.3, last row."""
    for days, two in ((180, False), (181, True), (365, True)):
        draft = replace(DRAFT, expires_at=NOW + timedelta(days=days))
        check_draft(draft, NOW, NUMBERS)
        assert needs_second_person(draft, NOW, NUMBERS) is two
    with pytest.raises(SafeguardTooLong) as refused:
        check_draft(replace(DRAFT, expires_at=NOW + timedelta(days=366)), NOW, NUMBERS)
    assert refused.value.most == 365


@pytest.mark.parametrize(
    "draft",
    [
        replace(DRAFT, aim=Aim(name_pattern="*Torrent*")),
        replace(DRAFT, aim=Aim(publisher_pattern="Acme*")),
        replace(DRAFT, category=Category.OTHER),
        replace(UPDATE, emergency=True),
    ],
)
def test_patterns_other_reasons_and_emergencies_take_two_persons(draft: SafeguardDraft) -> None:
    """R4.2, R4.4; "other" has a second person from the start (R3.2)."""
    check_draft(draft, NOW, NUMBERS)
    assert needs_second_person(draft, NOW, NUMBERS)


@pytest.mark.parametrize("pattern", ["*", "**", "?*", "*?*", "*a*", "[a-z]*", "[!x]*", "* - *"])
def test_a_pattern_that_would_fit_everything_is_refused(pattern: str) -> None:
    """R4.2"""
    for aim in (Aim(name_pattern=pattern), Aim(publisher_pattern=pattern)):
        with pytest.raises(PatternTooWide):
            check_draft(replace(DRAFT, aim=aim), NOW, NUMBERS)
        with pytest.raises(PatternTooWide):
            check_aim(SafeguardKind.BLOCK, aim, None)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({Role.MANAGER}, {Role.SECURITY_OFFICER}, True),
        ({Role.SECURITY_OFFICER}, {Role.MANAGER}, True),
        ({Role.MANAGER, Role.SECURITY_OFFICER}, {Role.MANAGER}, True),
        ({Role.MANAGER}, {Role.MANAGER}, False),
        ({Role.SECURITY_OFFICER}, {Role.SECURITY_OFFICER}, False),
        ({Role.MANAGER, Role.SECURITY_OFFICER}, {Role.TECHNICIAN}, False),
        (set(), {Role.MANAGER, Role.SECURITY_OFFICER}, False),
    ],
)
def test_an_emergency_is_declared_by_a_manager_and_a_security_officer(
    one: set[Role], other: set[Role], together: bool
) -> None:
    """R4.4"""
    assert are_emergency_pair(frozenset(one), frozenset(other)) is together
