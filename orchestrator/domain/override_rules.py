"""What an override needs: its weight, its fields, its limits, and when a second person (RULES R3.3, R3.4, R3.6). Pure.

An override that comes is looked at as the value that would be stored. What is wrong with it is given as refusals, so
that a preview can show all of them and recording can raise the first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import FieldProblem, Refusal
from orchestrator.domain.evidence import NEEDED, Category
from orchestrator.domain.override_problems import OverrideProblem
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.rule_numbers import RuleNumbers

EndOfTerm = Callable[[datetime, int], datetime]
"""When a term of n working days from a moment ends; see ``calendars.working_days``."""


class Weight(StrEnum):
    """How heavy an override is: what it needs grows with it (R3.3)."""

    LIGHT = "light"  # a few days: one technician and one sentence
    ORDINARY = "ordinary"  # some weeks: one technician, with evidence
    HEAVY = "heavy"  # up to the end of the term: two persons, and what the instructor gets instead


class SecondPerson(StrEnum):
    """Why a second approver is needed."""

    HEAVY = "heavy"  # it is longer than one technician may decide (R3.3)
    OTHER_CATEGORY = "other_category"  # none of the listed reasons (R3.2)
    FOLLOW_UP = "follow_up"  # the request has been overridden within the year (R3.4)
    MANY_SEATS = "many_seats"  # it leaves out more of the seats than one technician may (R3.6)
    BELOW_ENOUGH = "below_enough"  # fewer seats are left than the request calls enough (R3.6)


FIELDS: Mapping[Weight, tuple[str, ...]] = {
    Weight.LIGHT: ("explanation",),
    Weight.ORDINARY: ("explanation", "evidence"),
    Weight.HEAVY: ("explanation", "evidence", "alternative", "would_lift", "compensation"),
}
"""The one table of the fields that each weight needs beside category and expiry (R3.3)."""

_PLAIN_WORDS = ("explanation", "alternative", "would_lift", "compensation")
_ONLY_FOR_PRESENCE = frozenset({OverrideKind.SUBSTITUTE, OverrideKind.PIN})
_AGAINST_PRESENCE = frozenset({Category.SECURITY, Category.LICENCE, Category.HARDWARE, Category.END_OF_SUPPORT})
"""Reasons that speak against having something, and so never against taking it away."""
_WAITS_OR_BINDS = frozenset({OverrideState.PROPOSED, OverrideState.LIVE})


def weight_of(
    override: Override, requests: Iterable[SoftwareRequest], numbers: RuleNumbers, end_of_term: EndOfTerm
) -> Weight:
    """How heavy an override is (R3.3)."""
    length = override.expires_at - override.starts_at
    if length <= timedelta(days=numbers.short_override_days):
        return Weight.LIGHT
    if override.kind is OverrideKind.DEFER:
        last = min([end_of_term(override.created_at, numbers.defer_working_days), *(r.needed_by for r in requests)])
        return Weight.ORDINARY if override.expires_at <= last else Weight.HEAVY
    ordinary = length <= timedelta(days=numbers.single_person_days)
    return Weight.ORDINARY if ordinary else Weight.HEAVY


def was_live(override: Override) -> bool:
    """Whether it ever bound a request, or could have."""
    if override.state in {OverrideState.PROPOSED, OverrideState.LIVE}:
        return override.state is OverrideState.LIVE
    return not override.needs_approval or override.approved_at is not None


def followed_by(
    override: Override, earlier: Iterable[Override], numbers: RuleNumbers, again: Iterable[str] = ()
) -> Override | None:
    """The newest override within the year about the same matter, or None: where there is one, it is a follow-up (R3.4).

    One that waits for its second person counts, too: both could come to bind, whichever is approved first.

    Args:
        override: The one that comes.
        earlier: Others, of any requests.
        numbers: The rules' numbers.
        again: Requests by which the same people have asked for the same there before. To withdraw one and ask again
            makes no new matter of it: else whoever is refused could be refused anew each time, as if for the first.
    """
    since = override.created_at - timedelta(days=numbers.follow_up_days)
    mine = {*override.request_ids, *again}
    before = (
        o
        for o in earlier
        if o.id != override.id and mine & set(o.request_ids) and (was_live(o) or o.state is OverrideState.PROPOSED)
    )
    recent = (o for o in before if (o.ended_at or o.expires_at) >= since)
    return max(recent, key=lambda o: (o.created_at, o.id), default=None)


def second_persons(
    override: Override,
    requests: Iterable[SoftwareRequest],
    earlier: Iterable[Override],
    room: Classroom,
    numbers: RuleNumbers,
    end_of_term: EndOfTerm,
    again: Iterable[str] = (),
) -> tuple[SecondPerson, ...]:
    """Why a second approver is needed; empty where one technician is enough (R3.2, R3.3, R3.4, R3.6).

    ``again`` is that of ``followed_by``.
    """
    requests, earlier = tuple(requests), tuple(earlier)
    found: list[SecondPerson] = []
    if weight_of(override, requests, numbers, end_of_term) is Weight.HEAVY:
        found.append(SecondPerson.HEAVY)
    if override.category is Category.OTHER:
        found.append(SecondPerson.OTHER_CATEGORY)
    if followed_by(override, earlier, numbers, again):
        found.append(SecondPerson.FOLLOW_UP)
    if override.leaves_out_seats:
        found += _of_left_out(override, requests, earlier, room, numbers)
    return tuple(found)


def refusals_of(
    override: Override,
    requests: Iterable[SoftwareRequest],
    earlier: Iterable[Override],
    numbers: RuleNumbers,
    end_of_term: EndOfTerm,
    again: Iterable[str] = (),
) -> Iterator[Refusal]:
    """All that keeps an override from being recorded, but for evidence, combination and what cannot be delivered.

    Gives, in this order: OwnRequest, OnlyForPresence, NoReasonAgainstAbsence, FreezeTooLong, OverrideTooLong,
    NewEvidenceNeeded, OverrideIncomplete. ``again`` is that of ``followed_by``.
    """
    requests = tuple(requests)
    if own := next((r for r in requests if r.requester_id == override.by), None):
        yield OwnRequest(request_id=own.id)
    absent = next((r for r in requests if r.wanted is Wanted.ABSENT), None)
    if absent and override.kind in _ONLY_FOR_PRESENCE:
        yield OnlyForPresence(request_id=absent.id, kind=override.kind)
    if absent and override.category in _AGAINST_PRESENCE:
        yield NoReasonAgainstAbsence(request_id=absent.id, category=override.category)
    if override.category is Category.FREEZE and override.expires_at > _freeze_ends(override, numbers):
        yield FreezeTooLong(days=numbers.freeze_days, latest=_freeze_ends(override, numbers))
    latest = override.created_at + timedelta(days=numbers.term_days)
    if override.expires_at > latest:
        yield OverrideTooLong(latest=latest)
    before = followed_by(override, earlier, numbers, again)
    if before and not override.evidence.new_evidence:
        yield NewEvidenceNeeded(override_id=before.id)
    weight = weight_of(override, requests, numbers, end_of_term)
    if problems := tuple(_missing(override, weight, numbers)):
        yield OverrideIncomplete(weight=weight, problems=problems)


def counts_as_decline(override: Override, request: SoftwareRequest) -> bool:
    """Whether the figures count it as a decline.

    A substitute without the requester's yes does (R3.6), and so does what outlasts the course (R3.4).
    """
    if override.kind is OverrideKind.DECLINE:
        return True
    if override.kind is OverrideKind.SUBSTITUTE and override.agreed_at is None:
        return True
    return request.until is not None and override.expires_at >= request.until


def days_withheld(overrides: Iterable[Override], request: SoftwareRequest) -> int:
    """Days, begun ones counted in full, in which a request was or will be overridden in all (R3.4).

    One that is over counts until it ended, any other one until it expires; days of two at once count once.
    """
    spans = sorted(
        (o.starts_at, min(o.ended_at or o.expires_at, o.expires_at, *([request.ended_at] if request.ended_at else [])))
        for o in overrides
        if request.id in o.request_ids and (was_live(o) or o.state is OverrideState.PROPOSED)
    )
    total, reached = timedelta(), None
    for start, end in spans:
        begin = start if reached is None else max(start, reached)
        if end > begin:
            total += end - begin
            reached = end
    return -(-total // timedelta(days=1))


def _of_left_out(
    override: Override,
    requests: tuple[SoftwareRequest, ...],
    earlier: tuple[Override, ...],
    room: Classroom,
    numbers: RuleNumbers,
) -> Iterator[SecondPerson]:
    many = below = False
    for request in requests:
        aimed = {seat.id for seat in room.seats if seat.aimed_at(request.target)}
        others = (
            set(o.seat_ids)
            for o in earlier
            if o.leaves_out_seats and request.id in o.request_ids and o.state in _WAITS_OR_BINDS
        )
        out = aimed & set(override.seat_ids).union(*others)
        many |= len(out) * 100 > len(aimed) * numbers.exclude_percent
        below |= request.enough is not None and len(aimed - out) < request.enough
    if many:
        yield SecondPerson.MANY_SEATS
    if below:
        yield SecondPerson.BELOW_ENOUGH


def _missing(override: Override, weight: Weight, numbers: RuleNumbers) -> Iterator[FieldProblem]:
    for name in FIELDS[weight]:
        if name == "evidence":
            yield from _missing_evidence(override)
        elif not getattr(override, name).strip():
            yield FieldProblem(name, "", "missing")
    most = numbers.explanation_characters
    for name in _PLAIN_WORDS:
        if len(getattr(override, name)) > most:
            yield FieldProblem(name, "", "too-long", str(most))


def _missing_evidence(override: Override) -> Iterator[FieldProblem]:
    needed = NEEDED[override.category]
    for name in needed.every:
        if getattr(override.evidence, name) in (None, "", ()):
            yield FieldProblem(f"evidence.{name}", "", "missing")
    for group in needed.one_of:
        if all(getattr(override.evidence, name) in (None, "", ()) for name in group):
            yield FieldProblem("evidence", "", OverrideProblem.ONE_OF_THESE.value, ", ".join(group))


def _freeze_ends(override: Override, numbers: RuleNumbers) -> datetime:
    return override.starts_at + timedelta(days=numbers.freeze_days)


@dataclass(eq=False)
class OverrideIncomplete(Refusal):
    """Fields are missing that an override of this weight needs, or are too long (R3.3)."""

    weight: Weight
    problems: tuple[FieldProblem, ...]
    code: ClassVar[str] = "override-incomplete"


@dataclass(eq=False)
class OverrideTooLong(Refusal):
    """It would outlast the term (R3.3)."""

    latest: datetime
    code: ClassVar[str] = "override-too-long"


@dataclass(eq=False)
class FreezeTooLong(Refusal):
    """An exam or outage does not last so long (R3.2)."""

    days: int
    latest: datetime
    code: ClassVar[str] = "freeze-too-long"


@dataclass(eq=False)
class NewEvidenceNeeded(Refusal):
    """The request has been overridden within the year, and nothing new is put forward (R3.4)."""

    override_id: str
    code: ClassVar[str] = "new-evidence-needed"


@dataclass(eq=False)
class OwnRequest(Refusal):
    """Nobody overrides a request of their own: it can be withdrawn, and a yes to oneself would be none."""

    request_id: str
    code: ClassVar[str] = "own-request"


@dataclass(eq=False)
class OnlyForPresence(Refusal):
    """The request wants something away, so that neither another title nor another version can stand in its place."""

    request_id: str
    kind: OverrideKind
    code: ClassVar[str] = "only-for-presence"


@dataclass(eq=False)
class NoReasonAgainstAbsence(Refusal):
    """The request wants something away, and the reason speaks against having it."""

    request_id: str
    category: Category
    code: ClassVar[str] = "no-reason-against-absence"
