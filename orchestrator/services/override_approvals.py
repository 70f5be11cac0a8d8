"""The second person: approving or refusing an override, confirming or refusing its category (RULES R3.2, R3.6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.evidence import Category
from orchestrator.domain.evidence_facts import Found
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.override_refusals import CannotConfirm, NotASecondPerson, NothingToConfirm
from orchestrator.domain.overrides import Confirmation, Override, OverrideIsOver, OverrideState
from orchestrator.domain.people import Caller, Permission, are_two_persons
from orchestrator.services.confirmers import may_confirm
from orchestrator.services.deadlines import follow
from orchestrator.services.notices import tell
from orchestrator.services.override_binding import begin_to_bind, bound_requests, override_by_id, tell_confirmed
from orchestrator.services.override_ends import end_override
from orchestrator.services.override_entries import OverrideMoment, enter_override
from orchestrator.services.override_facts import officer_found
from orchestrator.services.override_outlook import hindrance_of
from orchestrator.services.override_requests import OVERRIDE
from orchestrator.services.role_holders import as_of_now
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork


def approve_override(
    override_id: str, *, caller: Caller, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Override:
    """Be the second person for an override: from now on it binds.

    Decided while nobody else changes the room, so that of several who decide at once exactly one does.

    Raises:
        NotFound: No such override.
        NotPermitted: The caller may not be the second person there.
        NotASecondPerson: The caller recorded it, whichever role they have come to hold since (R3.6).
        OverrideIsOver: It does not wait for anybody.
        InsteadNotDeliverable: What it puts in the place of what was asked for cannot be delivered any more.
    """
    now = clock.now()
    with transactions() as uow:
        override, room = _waiting(uow, override_id, caller, now)
        approved = replace(override, state=OverrideState.LIVE, approved_by=caller.actor.id, approved_at=now)
        requests = bound_requests(uow, approved)
        if hindrance := hindrance_of(uow, approved, requests, room, max(now, approved.starts_at)):
            raise hindrance
        uow.overrides.update(approved)
        begin_to_bind(uow, approved, requests, room, now, new_id)
        # What waits for its start only begins to wait now.
        follow(uow, OVERRIDE, approved.id, because="approved")
        _tell_recorder(uow, approved, OverrideMoment.APPROVED, now)
        uow.people.remember(caller.actor)
        enter_override(uow, OverrideMoment.APPROVED, approved, requests, caller.actor, now)
        uow.commit()
    return approved


def refuse_override(
    override_id: str,
    *,
    caller: Caller,
    reason: str,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> Override:
    """Say no to an override that waits for its second person: it never binds.

    Raises:
        NotFound, NotPermitted, NotASecondPerson, OverrideIsOver: As ``approve_override``.
    """
    now = clock.now()
    with transactions() as uow:
        override, _ = _waiting(uow, override_id, caller, now)
        refused = end_override(uow, override, OverrideState.REFUSED, caller.actor.id, now, new_id)
        _enter_refusal(uow, refused, caller, now, reason)
        uow.commit()
    return refused


def confirm_category(override_id: str, *, caller: Caller, transactions: Transactions, clock: Clock) -> Override:
    """Confirm that it is a dispute of security, licence or law: the clock stands still as long as it lives (R3.2).

    Raises:
        NotFound: No such override.
        NotPermitted, CannotConfirm: Somebody else confirms this category.
        NotASecondPerson: The caller recorded it.
        NothingToConfirm: It does not wait for a confirmation.
        OverrideIsOver: It has ended.
    """
    now = clock.now()
    with transactions() as uow:
        override = _unconfirmed(uow, override_id, caller, now)
        confirmed = replace(
            override, confirmation=Confirmation.CONFIRMED, confirmed_by=caller.actor.id, confirmed_at=now
        )
        uow.overrides.update(confirmed)
        requests = bound_requests(uow, confirmed)
        _tell_recorder(uow, confirmed, OverrideMoment.CONFIRMED, now)
        tell_confirmed(uow, confirmed, requests, now)
        uow.people.remember(caller.actor)
        enter_override(uow, OverrideMoment.CONFIRMED, confirmed, requests, caller.actor, now)
        uow.commit()
    return confirmed


def refuse_category(
    override_id: str,
    *,
    caller: Caller,
    reason: str,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> Override:
    """Say that it is no such dispute: the override is over, and what was asked for is owed again.

    Raises:
        Refusal: As ``confirm_category``.
    """
    now = clock.now()
    with transactions() as uow:
        override = _unconfirmed(uow, override_id, caller, now)
        refused = end_override(uow, override, OverrideState.REFUSED, caller.actor.id, now, new_id)
        _enter_refusal(uow, refused, caller, now, reason)
        uow.commit()
    return refused


def confirms(uow: UnitOfWork, override: Override, room: Classroom, caller: Caller) -> bool:
    """Whether somebody, with the roles that they hold now, is who confirms an override's category (R3.2)."""
    if not are_two_persons(override.by, caller.actor.id):
        return False
    if _is_named_officer(override, caller):
        # As when they were named: they may have become a technician since.
        return officer_found(uow, override.evidence, override.by) is Found.YES
    return caller.may(Permission.APPROVE, room) and may_confirm(override.category, caller.grants, room)


def _waiting(uow: UnitOfWork, override_id: str, caller: Caller, now: datetime) -> tuple[Override, Classroom]:
    """An override that waits for its second person, which the caller is."""
    override, room = override_by_id(uow, override_id)
    caller = as_of_now(uow, caller)
    if not caller.may(Permission.APPROVE, room):
        raise caller.refused(Permission.APPROVE, room)
    if not are_two_persons(override.by, caller.actor.id):
        raise NotASecondPerson(override_id=override.id)
    _must_live(override, now, OverrideState.PROPOSED)
    return override, room


def _unconfirmed(uow: UnitOfWork, override_id: str, caller: Caller, now: datetime) -> Override:
    """An override whose category the caller may confirm or refuse, and that waits for it."""
    override, room = override_by_id(uow, override_id)
    caller = as_of_now(uow, caller)
    if not _is_named_officer(override, caller) and not caller.may(Permission.APPROVE, room):
        raise caller.refused(Permission.APPROVE, room)
    if not are_two_persons(override.by, caller.actor.id):
        raise NotASecondPerson(override_id=override.id)
    if not confirms(uow, override, room, caller):
        raise CannotConfirm(override_id=override.id, category=override.category)
    _must_live(override, now, OverrideState.PROPOSED, OverrideState.LIVE)
    if override.confirmation is not Confirmation.WAITING:
        raise NothingToConfirm(override_id=override.id, confirmation=override.confirmation)
    if override.confirm_by is not None and now >= override.confirm_by:
        raise NothingToConfirm(override_id=override.id, confirmation=Confirmation.NONE_CAME)
    return override


def _is_named_officer(override: Override, caller: Caller) -> bool:
    """Whether the caller vouches for what the evidence says of law, with a token that lets them decide at all."""
    unlimited = caller.limited_to is None or Permission.APPROVE in caller.limited_to
    return override.category is Category.LEGAL and override.evidence.officer == caller.actor.id and unlimited


def _must_live(override: Override, now: datetime, *states: OverrideState) -> None:
    """Its time may be over although nobody has written that down yet."""
    if override.state not in states:
        raise OverrideIsOver(override_id=override.id, state=override.state)
    if now >= override.expires_at:
        raise OverrideIsOver(override_id=override.id, state=OverrideState.EXPIRED)


def _enter_refusal(uow: UnitOfWork, refused: Override, caller: Caller, now: datetime, reason: str) -> None:
    _tell_recorder(uow, refused, OverrideMoment.REFUSED, now)
    uow.people.remember(caller.actor)
    requests = bound_requests(uow, refused)
    enter_override(uow, OverrideMoment.REFUSED, refused, requests, caller.actor, now, reason=reason)


def _tell_recorder(uow: UnitOfWork, override: Override, moment: OverrideMoment, now: datetime) -> None:
    about = {
        "override": override.id,
        "classroom": override.classroom_id,
        "item": override.item_id,
        "decision": moment.value,
    }
    tell(uow, [override.by], NoticeKind.OVERRIDE_DECIDED, f"{override.id}:{moment.value}", about, now)
