"""Recording overrides, looking at one before it is recorded, lifting it, and saying yes to a substitute (RULES R3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from orchestrator.domain.override_refusals import NotASubstitute, OnlyTheRequesterAgrees
from orchestrator.domain.overrides import Override, OverrideIsOver, OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Permission
from orchestrator.services.deadlines import follow
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.override_assessment import Assessment, assess
from orchestrator.services.override_binding import (
    begin_to_bind,
    bound_requests,
    letters_ahead,
    override_by_id,
    tell_who_decides,
)
from orchestrator.services.override_ends import end_override
from orchestrator.services.override_entries import OverrideMoment, enter_override
from orchestrator.services.override_requests import OVERRIDE
from orchestrator.services.unit_of_work import Clock, Reads, Transactions
from orchestrator.services.wording.letters import LetterText

_NOT_OVER = frozenset({OverrideState.PROPOSED, OverrideState.LIVE})


@dataclass(frozen=True, slots=True)
class OverridePreview:
    """What recording an override would come to.

    Attributes:
        found: What it would be, and all that speaks against it.
        letters: The letters that would be sent when it begins to bind, by the requester's id; none where it would
            not be recorded.
        names: Names of those requesters, by id.
    """

    found: Assessment
    letters: Mapping[str, LetterText]
    names: Mapping[str, str]


def record_override(
    command: RecordOverride, *, caller: Caller, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Override:
    """Record an override. It binds at once, or waits for its second approver and binds nothing until then.

    Raises:
        Refusal: See ``assess``; and the first of what it finds against the override.
    """
    now = clock.now()
    with transactions() as uow:
        found = assess(uow, command, caller, new_id(), now)
        if found.refusals:
            raise found.refusals[0]
        override = found.override
        uow.overrides.add(override)
        follow(uow, OVERRIDE, override.id)
        if override.state is OverrideState.LIVE:
            begin_to_bind(uow, override, found.requests, found.room, now, new_id)
        tell_who_decides(uow, override, found.room, now)
        uow.people.remember(caller.actor)
        enter_override(uow, OverrideMoment.RECORDED, override, found.requests, caller.actor, now)
        uow.commit()
    return override


def preview_override(
    command: RecordOverride, *, caller: Caller, reads: Reads, clock: Clock, new_id: Callable[[], str]
) -> OverridePreview:
    """What recording it would come to: weight, what is missing, what a machine found, who else is needed, and letters.

    Raises:
        Refusal: See ``assess``: what is meant cannot be told, so that there is nothing to be looked at.
    """
    now = clock.now()
    with reads() as uow:
        found = assess(uow, command, caller, new_id(), now)
        letters = {} if found.refusals else letters_ahead(uow, found.override, found.requests, found.room, now)
        return OverridePreview(found, letters, uow.people.names(set(letters)))


def lift_override(
    override_id: str,
    *,
    caller: Caller,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    reason: str = "",
) -> Override:
    """Take an override back before its time: whoever is on duty may, and what was asked for is owed again (R3.5).

    Raises:
        NotFound: No such override.
        NotPermitted: The caller may not override in that room.
        OverrideIsOver: It has ended.
    """
    now = clock.now()
    with transactions() as uow:
        override, room = override_by_id(uow, override_id)
        if not caller.may(Permission.OVERRIDE, room):
            raise caller.refused(Permission.OVERRIDE, room)
        ended = end_override(uow, override, OverrideState.LIFTED, caller.actor.id, now, new_id)
        uow.people.remember(caller.actor)
        requests = bound_requests(uow, ended)
        enter_override(uow, OverrideMoment.LIFTED, ended, requests, caller.actor, now, reason=reason)
        uow.commit()
    return ended


def agree_to_substitute(override_id: str, *, caller: Caller, transactions: Transactions, clock: Clock) -> Override:
    """Say yes to what stands in the place of what one asked for. Said once, it stays said (R3.6).

    Raises:
        NotFound: No such override.
        NotASubstitute: It puts nothing in the place of anything.
        OnlyTheRequesterAgrees: The request belongs to somebody else.
        OverrideIsOver: It has ended.
    """
    now = clock.now()
    with transactions() as uow:
        override, _ = override_by_id(uow, override_id)
        requests = bound_requests(uow, override)
        if override.kind is not OverrideKind.SUBSTITUTE:
            raise NotASubstitute(override_id=override.id, kind=override.kind)
        if any(request.requester_id != caller.actor.id for request in requests):
            raise OnlyTheRequesterAgrees(override_id=override.id)
        if override.state not in _NOT_OVER:
            raise OverrideIsOver(override_id=override.id, state=override.state)
        if override.agreed_at is not None:
            return override
        agreed = replace(override, agreed_at=now)
        uow.overrides.update(agreed)
        uow.people.remember(caller.actor)
        enter_override(uow, OverrideMoment.AGREED, agreed, requests, caller.actor, now)
        uow.commit()
    return agreed
