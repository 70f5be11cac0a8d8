"""What a safeguard must say, how long it may last, and when it takes two persons (RULES R4.2, R3.3 last row). Pure.

What is malformed is told all at once, field by field; what conflicts with the rules has a leaf of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.advisories import checked_advisory_id, parse_range
from orchestrator.domain.errors import FieldProblem, InvalidInput, Refusal
from orchestrator.domain.evidence import NEEDED, Category, Evidence
from orchestrator.domain.people import Role
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import Aim, SafeguardKind

CATEGORIES = frozenset(
    {
        Category.SECURITY,
        Category.LICENCE,
        Category.LEGAL,
        Category.POLICY,
        Category.END_OF_SUPPORT,
        Category.OTHER,
    }
)
"""Why a whole site may protect itself. What is about single rooms or machines is for overrides."""
LEAST_LETTERS = 3
"""Letters or digits that a pattern must hold: fewer fit too much by chance."""
MOST_CHARACTERS = 200
"""Characters of a title or a pattern."""
EMERGENCY_ROLES = frozenset({Role.MANAGER, Role.SECURITY_OFFICER})
"""Who declares an emergency together (R4.4)."""


class SafeguardProblem(StrEnum):
    """What can be wrong with a single field, beyond what is wrong with any. The comment says what is ``expected``."""

    AFTER_EXPIRY = "after-expiry"  # the end


@dataclass(frozen=True, slots=True)
class SafeguardDraft:
    """What somebody wants a safeguard to say; for its fields see ``Safeguard``."""

    kind: SafeguardKind
    category: Category
    aim: Aim
    title: str
    explanation: str
    evidence: Evidence
    review_at: datetime
    expires_at: datetime
    minimum: str | None = None
    deadline: datetime | None = None
    emergency: bool = False
    instead: str = ""


def check_draft(draft: SafeguardDraft, at: datetime, numbers: RuleNumbers) -> None:
    """Make sure that a safeguard may say this (R4.2).

    Raises:
        InvalidInput: Fields are missing or malformed; all of them are listed.
        SafeguardTooLong: It would last longer than even two persons may set one for (R3.3).
        PatternTooWide: A pattern fits whatever there is.
    """
    problems = (*_of_what_it_says(draft, numbers), *_of_its_dates(draft, at))
    if problems:
        raise InvalidInput(problems)
    if draft.expires_at > at + timedelta(days=numbers.safeguard_days_two_persons):
        raise SafeguardTooLong(most=numbers.safeguard_days_two_persons, expires_at=draft.expires_at)
    _refuse_too_wide(draft.aim)


def check_aim(kind: SafeguardKind, aim: Aim, minimum: str | None) -> None:
    """Make sure that it can be said what a safeguard would do, before all of it is written.

    Raises:
        InvalidInput: Fields are missing or malformed; all of them are listed.
        PatternTooWide: A pattern fits whatever there is.
    """
    problems = (*_of_its_aim(aim), *_of_its_version(kind, minimum))
    if problems:
        raise InvalidInput(problems)
    _refuse_too_wide(aim)


def needs_second_person(draft: SafeguardDraft, at: datetime, numbers: RuleNumbers) -> bool:
    """Whether one person may not set it alone (R4.2, R3.3): a pattern, a long time, "other", or an emergency (R4.4)."""
    long = draft.expires_at > at + timedelta(days=numbers.safeguard_days)
    return draft.aim.is_pattern or long or draft.category is Category.OTHER or draft.emergency


def are_emergency_pair(one: frozenset[Role], other: frozenset[Role]) -> bool:
    """Whether of two persons with these roles one can be the manager and the other the security officer (R4.4)."""
    return any(
        first in one and second in other
        for first, second in (
            (Role.MANAGER, Role.SECURITY_OFFICER),
            (Role.SECURITY_OFFICER, Role.MANAGER),
        )
    )


def _of_what_it_says(draft: SafeguardDraft, numbers: RuleNumbers) -> Iterator[FieldProblem]:
    if draft.category not in CATEGORIES:
        known = ", ".join(sorted(c.value for c in CATEGORIES))
        yield FieldProblem("category", draft.category.value, "unknown-choice", known)
    else:
        yield from _of_evidence(draft)
    for name, text, most in (
        ("title", draft.title, MOST_CHARACTERS),
        ("explanation", draft.explanation, numbers.explanation_characters),
    ):
        if not text.strip():
            yield FieldProblem(name, "", "empty")
        if len(text) > most:
            yield FieldProblem(name, text[:20], "too-long", str(most))
    yield from _of_its_aim(draft.aim)
    yield from _of_its_version(draft.kind, draft.minimum)
    yield from _of_its_update(draft)


def _of_its_aim(aim: Aim) -> Iterator[FieldProblem]:
    patterns = {"aim.name_pattern": aim.name_pattern, "aim.publisher_pattern": aim.publisher_pattern}
    if aim.item_id is None and not any(patterns.values()):
        yield FieldProblem("aim", "", "missing")
    for name, pattern in patterns.items():
        if pattern and aim.item_id is not None:
            yield FieldProblem(name, pattern[:20], "not-here")
        if pattern and len(pattern) > MOST_CHARACTERS:
            yield FieldProblem(name, pattern[:20], "too-long", str(MOST_CHARACTERS))


def _of_its_version(kind: SafeguardKind, minimum: str | None) -> Iterator[FieldProblem]:
    has_minimum = kind is not SafeguardKind.BLOCK
    if minimum is None:
        if has_minimum:
            yield FieldProblem("minimum", "", "missing")
    elif not has_minimum:
        yield FieldProblem("minimum", minimum[:20], "not-here", "minimum_version, protective_update")
    elif not is_version(minimum):
        yield FieldProblem("minimum", minimum[:20], "version-form")


def _of_its_update(draft: SafeguardDraft) -> Iterator[FieldProblem]:
    protective = draft.kind is SafeguardKind.PROTECTIVE_UPDATE
    if protective and draft.deadline is None:
        yield FieldProblem("deadline", "", "missing")
    if draft.deadline is not None and not protective:
        yield FieldProblem("deadline", draft.deadline.isoformat(), "not-here", "protective_update")
    if draft.emergency and not protective:
        yield FieldProblem("emergency", "true", "not-here", "protective_update")


def _of_evidence(draft: SafeguardDraft) -> Iterator[FieldProblem]:
    needed = NEEDED[draft.category]
    for name in needed.every:
        if _is_missing(draft.evidence, name):
            yield FieldProblem(f"evidence.{name}", "", "missing")
    for group in needed.one_of:
        if all(_is_missing(draft.evidence, name) for name in group):
            yield FieldProblem(f"evidence.{group[0]}", "", "missing", ", ".join(group))
    if draft.category is Category.SECURITY:
        # R3.2: the number of an advisory, and the versions that it concerns, in a form that a machine can read.
        advisory, affected = draft.evidence.advisory, draft.evidence.affected
        if advisory and advisory.strip():
            yield from _unreadable(lambda: checked_advisory_id(advisory, field="evidence.advisory"))
        if affected and affected.strip():
            yield from _unreadable(lambda: parse_range(affected, field="evidence.affected"))


def _unreadable(read: Callable[[], object]) -> Iterator[FieldProblem]:
    try:
        read()
    except InvalidInput as refusal:
        yield from refusal.problems


def _of_its_dates(draft: SafeguardDraft, at: datetime) -> Iterator[FieldProblem]:
    moments = {"expires_at": draft.expires_at, "review_at": draft.review_at, "deadline": draft.deadline}
    for name, moment in moments.items():
        if moment is not None and moment <= at:
            yield FieldProblem(name, moment.isoformat(), "in-the-past")
        elif moment is not None and moment > draft.expires_at:
            yield FieldProblem(
                name, moment.isoformat(), SafeguardProblem.AFTER_EXPIRY.value, draft.expires_at.isoformat()
            )


def is_version(text: str) -> bool:
    """Whether it can be compared with versions as people expect: it holds a number."""
    return any(c.isdecimal() for c in text) and len(text) <= MOST_CHARACTERS


def _refuse_too_wide(aim: Aim) -> None:
    patterns = tuple(p for p in (aim.name_pattern, aim.publisher_pattern) if p)
    if patterns and sum(c.isalnum() for p in patterns for c in _plain(p)) < LEAST_LETTERS:
        raise PatternTooWide(patterns=patterns, least=LEAST_LETTERS)


def _is_missing(evidence: Evidence, name: str) -> bool:
    value: object = getattr(evidence, name)
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _plain(pattern: str) -> str:
    """What a pattern demands literally: without wildcards and sets of characters, which may stand for anything."""
    plain, inside = "", False
    for character in pattern:
        if character == "[":
            inside = True
        elif character == "]":
            inside = False
        elif not inside and character not in "*?":
            plain += character
    return plain


@dataclass(eq=False)
class SafeguardTooLong(Refusal):
    """It would last longer than ``most`` days, for which two persons together may set one."""

    most: int
    expires_at: datetime
    code: ClassVar[str] = "safeguard-too-long"


@dataclass(eq=False)
class PatternTooWide(Refusal):
    """The patterns fit whatever there is; they must hold at least so many letters or digits."""

    patterns: tuple[str, ...]
    least: int
    code: ClassVar[str] = "pattern-too-wide"


@dataclass(eq=False)
class ImpactNotSeen(Refusal):
    """Nobody has looked at what a pattern would do (R4.2)."""

    code: ClassVar[str] = "impact-not-seen"


@dataclass(eq=False)
class ImpactChanged(Refusal):
    """It would do something else now than what was looked at (R4.2)."""

    code: ClassVar[str] = "impact-changed"


@dataclass(eq=False)
class EmergencyNeedsBothRoles(Refusal):
    """Of the two persons one must be a manager, and the other a security officer (R4.4)."""

    code: ClassVar[str] = "emergency-needs-both-roles"
