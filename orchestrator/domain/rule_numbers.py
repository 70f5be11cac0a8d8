"""The numbers of the rules: defaults, and the bounds within which a site may set others (RULES, R2 to R4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import FieldProblem, Refusal


class RuleProblem(StrEnum):
    """What can be wrong with one of the numbers. The comment says what is ``expected``."""

    UNKNOWN_NUMBER = "unknown-number"  # the names that there are
    OUT_OF_BOUNDS = "out-of-bounds"  # the least and the most, or what it has to be more than


@dataclass(frozen=True, slots=True)
class RuleNumbers:
    """One site's numbers. "Working days" end at 18:00 of the nth; days without more are calendar days.

    Attributes:
        short_override_days: An override of at most so many days takes one technician and one sentence (R3.3).
        defer_working_days: Working days that one technician may defer for (R3.3).
        single_person_days: Days for which one technician may record any other override (R3.3).
        term_days: Days that stand for "the end of the term" as long as the site's terms are not known (R3.3).
        freeze_days: Days that a freeze for an exam or outage may last (R3.2).
        explanation_characters: Characters of an explanation (R3.3).
        confirmation_working_days: Working days in which a security category is confirmed, or counts as ordinary (R3.2).
        follow_up_days: Days after an override in which another on the same request is a follow-up (R3.4).
        exclude_percent: Percent of a request's seats beyond which an exclusion takes a second approver (R3.6).
        hold_hours: Hours that a hold lasts (R3.8).
        recommendation_working_days: Working days after which a recommendation lapses (R3.9).
        after_advice_days: Days after a recommendation in which a change counts as made after advice (R3.9).
        contest_rises_working_days: Working days after which an unanswered contest rises (R4.1).
        contest_lapses_working_days: Working days after which the override lapses, or the contest leaves IT (R4.1).
        safeguard_days: Days that one person may set a safeguard for (R3.3).
        safeguard_days_two_persons: Days that two persons may (R3.3).
        intake_working_days: Working days in which a wish gets its first answer (R2).
        silence_working_days: Working days of silence that confirm what was stated of work by hand (R2).
        promise_packaged_working_days: Service promise for what is packaged and free (R4.5).
        promise_to_package_working_days: Service promise for what has to be packaged first (R4.5).
        at_risk_working_days: Working days before needed-by from which what is not ready counts as at risk (R2).
    """

    short_override_days: int = 3
    defer_working_days: int = 10
    single_person_days: int = 30
    term_days: int = 126
    freeze_days: int = 21
    explanation_characters: int = 1500
    confirmation_working_days: int = 5
    follow_up_days: int = 365
    exclude_percent: int = 10
    hold_hours: int = 72
    recommendation_working_days: int = 5
    after_advice_days: int = 14
    contest_rises_working_days: int = 5
    contest_lapses_working_days: int = 10
    safeguard_days: int = 180
    safeguard_days_two_persons: int = 365
    intake_working_days: int = 5
    silence_working_days: int = 10
    promise_packaged_working_days: int = 3
    promise_to_package_working_days: int = 15
    at_risk_working_days: int = 2

    def with_numbers(self, numbers: Mapping[str, int]) -> "RuleNumbers":
        """The same with some numbers changed.

        Raises:
            RuleNumbersWrong: A name is unknown, or a number is outside its bounds; all of them are listed.
        """
        problems = tuple(_problems(numbers))
        if problems:
            raise RuleNumbersWrong(problems=problems)
        changed = replace(self, **dict(numbers))
        if changed.contest_lapses_working_days <= changed.contest_rises_working_days:
            value = str(changed.contest_lapses_working_days)
            expected = f"more than {changed.contest_rises_working_days}"
            problem = FieldProblem("contest_lapses_working_days", value, RuleProblem.OUT_OF_BOUNDS.value, expected)
            raise RuleNumbersWrong(problems=(problem,))
        return changed

    def as_mapping(self) -> dict[str, int]:
        """The numbers by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


BOUNDS: Mapping[str, tuple[int, int]] = {
    "short_override_days": (1, 7),
    "defer_working_days": (1, 20),
    "single_person_days": (7, 60),
    "term_days": (60, 190),
    "freeze_days": (1, 42),
    "explanation_characters": (300, 4000),
    "confirmation_working_days": (1, 10),
    "follow_up_days": (90, 730),
    "exclude_percent": (1, 25),
    "hold_hours": (4, 120),
    "recommendation_working_days": (1, 10),
    "after_advice_days": (7, 30),
    "contest_rises_working_days": (1, 10),
    "contest_lapses_working_days": (2, 20),
    "safeguard_days": (30, 365),
    "safeguard_days_two_persons": (90, 730),
    "intake_working_days": (1, 10),
    "silence_working_days": (5, 30),
    "promise_packaged_working_days": (1, 10),
    "promise_to_package_working_days": (5, 40),
    "at_risk_working_days": (1, 5),
}
"""Least and most of each number."""


def _problems(numbers: Mapping[str, int]) -> Iterator[FieldProblem]:
    for name, value in numbers.items():
        bounds = BOUNDS.get(name)
        if bounds is None:
            yield FieldProblem(name, str(value), RuleProblem.UNKNOWN_NUMBER.value, ", ".join(sorted(BOUNDS)))
        elif not bounds[0] <= value <= bounds[1]:
            yield FieldProblem(name, str(value), RuleProblem.OUT_OF_BOUNDS.value, f"{bounds[0]} to {bounds[1]}")


@dataclass(eq=False)
class RuleNumbersWrong(Refusal):
    """A number of the rules is unknown or outside its bounds."""

    problems: tuple[FieldProblem, ...]
    code: ClassVar[str] = "rule-numbers-wrong"


@dataclass(eq=False)
class RuleNumbersMoved(Refusal):
    """Since the change was proposed, another one has changed some of its numbers; they are named."""

    change_id: str
    numbers: tuple[str, ...]
    code: ClassVar[str] = "rule-numbers-moved"


class RuleChangeState(StrEnum):
    """What became of a proposed change of the rules' numbers."""

    PROPOSED = "proposed"  # waits for a second person
    IN_FORCE = "in_force"  # approved, until the next one is
    REFUSED = "refused"  # the second person said no


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A proposed or approved change of numbers.

    Attributes:
        id: Identity in the store; sorts by age.
        numbers: Those that it changes, by name; all others stay as they are.
        reason: Why, in words.
        by, at: Who proposed it, and when, UTC.
        decided_by, decided_at: Who approved or refused it, and when; None until then.
        state: See RuleChangeState.
        base: What the same numbers were when it was proposed; None for what is older than that: its numbers are the
            whole set of those that differ from the defaults.
    """

    id: str
    numbers: dict[str, int]
    reason: str
    by: str
    at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    state: RuleChangeState = RuleChangeState.PROPOSED
    base: dict[str, int] | None = None

    def applied_to(self, numbers: RuleNumbers) -> RuleNumbers:
        """The numbers as they are with this change.

        Raises:
            RuleNumbersWrong: They do not go together.
        """
        return (RuleNumbers() if self.base is None else numbers).with_numbers(self.numbers)

    def moved_since(self, numbers: RuleNumbers) -> tuple[str, ...]:
        """Which of its numbers are not any more what they were when it was proposed."""
        now = numbers.as_mapping()
        return tuple(name for name, value in (self.base or {}).items() if now.get(name) != value)
