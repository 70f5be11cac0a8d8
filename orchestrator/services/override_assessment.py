"""What an override would be if it were recorded now, and all that speaks against it. Nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.calendars import working_days
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import FieldProblem, InvalidInput, Refusal
from orchestrator.domain.evidence import STANDS_STILL
from orchestrator.domain.evidence_checks import Span, check_evidence, failed
from orchestrator.domain.override_combinations import CannotCombine, end_of_those_before, first_in_the_way
from orchestrator.domain.override_problems import OverrideProblem
from orchestrator.domain.override_refusals import EvidenceNotMet
from orchestrator.domain.override_rules import (
    EndOfTerm,
    SecondPerson,
    Weight,
    days_withheld,
    followed_by,
    refusals_of,
    second_persons,
    weight_of,
)
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.services.override_aim import Aim, RecordOverride, aim_at, check_instead, room_of
from orchestrator.services.override_facts import gather, officer_found
from orchestrator.services.override_outlook import hindrance_of
from orchestrator.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an override would be.

    Attributes:
        override: As it would be stored.
        room: Its room.
        requests: The requests that it would bind.
        weight: See Weight.
        second_persons: Why a second approver would be needed; empty where none would.
        days_withheld: Days in which its requests would be overridden in all, the most of any of them (R3.4).
        refusals: All that speaks against it; the first is what recording it would be refused with.
    """

    override: Override
    room: Classroom
    requests: tuple[SoftwareRequest, ...]
    weight: Weight
    second_persons: tuple[SecondPerson, ...]
    days_withheld: int
    refusals: tuple[Refusal, ...]


def assess(uow: UnitOfWork, command: RecordOverride, caller: Caller, override_id: str, now: datetime) -> Assessment:
    """Look at an override from all sides.

    Raises:
        NotPermitted: The caller may not override in that room.
        NotFound, InvalidInput, RequestIsOver, NothingToOverride, SeatsNotAsked, SubstituteForOneRequester,
        VersionNotOffered, NoSuchSubstitute: What is meant cannot be told, or cannot be.
    """
    officer = officer_found(uow, command.evidence, caller.actor.id)
    room = room_of(uow, command)
    if not caller.may(Permission.OVERRIDE, room):
        raise caller.refused(Permission.OVERRIDE, room)
    aim = aim_at(uow, command, room, now)
    again = _asked_before(uow, aim)
    earlier = uow.overrides.of_requests([*(r.id for r in aim.requests), *again])
    check_instead(uow, command, aim, earlier)
    numbers, end_of_term = uow.rules.load(), working_days(uow.site.load())
    draft = _placed(command, _draft(command, aim, caller, override_id, now), earlier, now)
    facts = gather(uow, aim, officer, now, draft.starts_at)
    span = Span(draft.starts_at, draft.expires_at, numbers.freeze_days)
    checks = check_evidence(draft.category, draft.evidence, facts, span)
    reasons = second_persons(draft, aim.requests, earlier, room, numbers, end_of_term, again)
    follows = followed_by(draft, earlier, numbers, again)
    override = replace(
        _with_confirmation(draft, numbers, end_of_term),
        checks=checks,
        follows=follows.id if follows else None,
        needs_approval=bool(reasons),
        state=OverrideState.PROPOSED if reasons else OverrideState.LIVE,
    )
    refusals = (
        *refusals_of(draft, aim.requests, earlier, numbers, end_of_term, again),
        *_against(override, earlier),
    )
    if hindrance := hindrance_of(uow, draft, aim.requests, room, draft.starts_at):
        refusals = (*refusals, hindrance)
    weight = weight_of(draft, aim.requests, numbers, end_of_term)
    days = max(days_withheld((*earlier, override), request) for request in aim.requests)
    return Assessment(override, room, aim.requests, weight, reasons, days, refusals)


def _asked_before(uow: UnitOfWork, aim: Aim) -> tuple[str, ...]:
    """Ids of all requests of the room by which the same people asked for the same, whatever became of them (R3.4)."""
    asked = {(request.requester_id, request.wanted) for request in aim.requests}
    here = (request for request in uow.requests.of_classroom(aim.room.id) if request.item_id == aim.item_id)
    return tuple(request.id for request in here if (request.requester_id, request.wanted) in asked)


def _draft(command: RecordOverride, aim: Aim, caller: Caller, override_id: str, now: datetime) -> Override:
    return Override(
        id=override_id,
        kind=command.kind,
        scope=aim.scope,
        category=command.category,
        classroom_id=aim.room.id,
        item_id=aim.item_id,
        request_ids=tuple(r.id for r in aim.requests),
        evidence=aim.evidence,
        explanation=command.explanation.strip(),
        by=caller.actor.id,
        created_at=now,
        starts_at=command.starts_at or now,
        expires_at=command.expires_at,
        seat_ids=aim.seat_ids,
        substitute_item=command.substitute_item,
        pin_version=command.pin_version,
        alternative=command.alternative.strip(),
        would_lift=command.would_lift.strip(),
        compensation=command.compensation.strip(),
    )


def _placed(command: RecordOverride, draft: Override, earlier: Sequence[Override], now: datetime) -> Override:
    """The draft with its start: without a wish, a follow-up begins when the one that it follows is over.

    Raises:
        InvalidInput: Its dates are over, or in the wrong order.
    """
    if command.starts_at is None and (over := end_of_those_before(draft, earlier)):
        draft = replace(draft, starts_at=over)
    start, end = draft.starts_at.isoformat(), draft.expires_at.isoformat()
    if draft.starts_at < now:
        raise InvalidInput((FieldProblem("starts_at", start, OverrideProblem.IN_THE_PAST.value),))
    if draft.expires_at <= draft.starts_at:
        raise InvalidInput((FieldProblem("expires_at", end, OverrideProblem.BEFORE_ITS_START.value, start),))
    return draft


def _with_confirmation(draft: Override, numbers: RuleNumbers, end_of_term: EndOfTerm) -> Override:
    """Security, licence and law wait for who has to confirm them, and not for ever: silence must not stop a clock."""
    if draft.category not in STANDS_STILL:
        return draft
    until = min(end_of_term(draft.created_at, numbers.confirmation_working_days), draft.expires_at)
    return replace(draft, confirmation=Confirmation.WAITING, confirm_by=until)


def _against(override: Override, earlier: Sequence[Override]) -> Iterator[Refusal]:
    if first := first_in_the_way(override, earlier):
        yield CannotCombine(override_id=first.id, kind=override.kind, first_kind=first.kind)
    if wrong := failed(override.checks):
        found = tuple(dict.fromkeys(value for check in wrong for name, value in check.detail if name != "scanned"))
        yield EvidenceNotMet(checks=tuple(dict.fromkeys(check.code for check in wrong)), found=found)
