"""Exemptions: signing, second-approving, refusing, lifting, and seeing them (RULES R4.3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest
from orchestrator.domain.errors import NotFound
from orchestrator.domain.exemptions import (
    ExemptionDecided,
    ExemptionHalfDone,
    ExemptionNeedsAnother,
    NotTheRiskOwner,
    is_complete,
    may_approve,
)
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, Caller, NotPermitted, Permission, Person
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.safeguards import EXEMPTION_TRANSITIONS, Exemption, ExemptionState, Safeguard
from orchestrator.services.exemption_ends import concerned_by, end_exemption, rooms_of
from orchestrator.services.exemption_entries import exemption_about, exemption_subjects
from orchestrator.services.exemption_making import check_risk_owner
from orchestrator.services.notices import tell
from orchestrator.services.owing import owe_for
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_KINDS = {
    "signed": "exemption.signed",
    "approved": "exemption.approved",
    "refused": "exemption.refused",
    "lifted": "exemption.lifted",
}
"""Kind of the audit entry, by what was done."""


@dataclass(frozen=True, slots=True)
class ExemptionView:
    """An exemption with its safeguard, rooms, the title of its item, the label of its canary, and names by id."""

    exemption: Exemption
    safeguard: Safeguard
    rooms: tuple[Classroom, ...]
    title: str
    canary_seat: str | None
    names: Mapping[str, str]


def sign_exemption(exemption_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> Exemption:
    """Accept the risk in writing, as the risk owner who is named; whoever has come into IT since then may not.

    Raises:
        NotFound: There is no such exemption.
        NotTheRiskOwner: Somebody else is named.
        ExemptionDecided, ExemptionHalfDone: It is past that.
        PersonDeactivated, CannotRule, IsInsideIt, RiskOwnerTookPart: They may not accept a risk any more.
    """
    now = clock.now()
    with transactions() as uow:
        person = _held(uow, actor, Permission.RULE)
        exemption, contest = _found(uow, exemption_id)
        if exemption.risk_owner != actor.id:
            raise NotTheRiskOwner(exemption_id=exemption.id)
        _must_wait(exemption, already=exemption.signed_at is not None)
        check_risk_owner(uow, person, exemption, contest.by if contest else None)
        signed = _completed(uow, replace(exemption, signed_at=now), contest, now)
        _record(uow, "signed", exemption, signed, actor, now)
        uow.commit()
    return signed


def approve_exemption(exemption_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> Exemption:
    """Be the second person that an exemption from a security safeguard takes.

    Raises:
        NotFound: There is no such exemption.
        NotPermitted: The role that allowed it is gone.
        ExemptionNeedsAnother: Whoever approves made it, signs it, or asked for it.
        ExemptionDecided, ExemptionHalfDone: It is past that, or needs none.
    """
    now = clock.now()
    with transactions() as uow:
        _held(uow, actor, Permission.APPROVE)
        exemption, contest = _found(uow, exemption_id)
        _must_wait(exemption, already=exemption.approved_at is not None or not exemption.needs_approval)
        if not may_approve(exemption, actor.id, {contest.by} if contest else ()):
            raise ExemptionNeedsAnother(exemption_id=exemption.id)
        approved = _completed(uow, replace(exemption, approved_by=actor.id, approved_at=now), contest, now)
        _record(uow, "approved", exemption, approved, actor, now)
        uow.commit()
    return approved


def refuse_exemption(exemption_id: str, *, caller: Caller, transactions: Transactions, clock: Clock) -> Exemption:
    """Say no: as the risk owner who is named, or as a second person.

    Raises:
        NotFound: There is no such exemption.
        NotTheRiskOwner: Whoever says it is neither.
        ExemptionDecided: It is past that.
    """
    now = clock.now()
    with transactions() as uow:
        _held(uow, caller.actor, Permission.RULE)
        exemption, contest = _found(uow, exemption_id)
        second = exemption.needs_approval and caller.may(Permission.APPROVE)
        if caller.person.id != exemption.risk_owner and not second:
            raise NotTheRiskOwner(exemption_id=exemption.id)
        _must_wait(exemption, already=False)
        refused = end_exemption(uow, exemption, ExemptionState.REFUSED, caller.person.id, now)
        told = {exemption.by, exemption.risk_owner, *((contest.by,) if contest else ())}
        tell(uow, sorted(told), NoticeKind.EXEMPTION_DECIDED, exemption.id, exemption_about(refused), now)
        _record(uow, "refused", exemption, refused, caller.actor, now)
        uow.commit()
    return refused


def lift_exemption(
    exemption_id: str, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Exemption:
    """Take an exemption back before its time; the safeguard binds again, and the rooms are owed that.

    Raises:
        NotFound: There is no such exemption.
        ExemptionDecided: It is over already.
    """
    now = clock.now()
    with transactions() as uow:
        exemption, _ = _found(uow, exemption_id)
        lifted = end_exemption(uow, exemption, ExemptionState.LIFTED, actor.id, now, new_id)
        _record(uow, "lifted", exemption, lifted, actor, now)
        uow.commit()
    return lifted


def get_exemption(exemption_id: str, *, reads: Reads) -> ExemptionView:
    """One exemption.

    Raises:
        NotFound: There is none.
    """
    with reads() as uow:
        return _view(uow, _found(uow, exemption_id)[0], uow.catalog.load())


def list_exemptions(
    *, safeguard_id: str | None, state: ExemptionState | None, after: str | None, limit: int, reads: Reads
) -> Sequence[ExemptionView]:
    """Newest first, strictly older than ``after``."""
    with reads() as uow:
        found = uow.exemptions.page(safeguard_id=safeguard_id, state=state, after=after, limit=limit)
        catalog = uow.catalog.load()
        return [_view(uow, exemption, catalog) for exemption in found]


def _held(uow: UnitOfWork, actor: Actor, permission: Permission) -> Person:
    """The actor's account, held: what they may now is what they may until this is over.

    Raises:
        NotPermitted: They may not any more.
    """
    person = uow.accounts.get(actor.id)
    grants = uow.accounts.grants({actor.id}).get(actor.id, ())
    if person is None or not Caller(person, grants).may(permission) or not person.active:
        raise NotPermitted(permission=permission)
    return person


def _found(uow: UnitOfWork, exemption_id: str) -> tuple[Exemption, Contest | None]:
    exemption = uow.exemptions.get(exemption_id)
    if exemption is None:
        raise NotFound(kind="exemption", name=exemption_id)
    return exemption, uow.contests.get(exemption.contest_id) if exemption.contest_id else None


def _must_wait(exemption: Exemption, *, already: bool) -> None:
    if exemption.state is not ExemptionState.PROPOSED:
        raise ExemptionDecided(exemption_id=exemption.id, state=exemption.state)
    if already:
        raise ExemptionHalfDone(exemption_id=exemption.id)


def _completed(uow: UnitOfWork, exemption: Exemption, contest: Contest | None, now: datetime) -> Exemption:
    """Store a yes; with the last one that it takes the exemption is in force, and its rooms are owed it."""
    if not is_complete(exemption):
        uow.exemptions.update(exemption)
        return exemption
    if now >= exemption.expires_at or ExemptionState.LIVE not in EXEMPTION_TRANSITIONS[exemption.state]:
        raise ExemptionDecided(exemption_id=exemption.id, state=ExemptionState.EXPIRED)
    live = replace(exemption, state=ExemptionState.LIVE)
    uow.exemptions.update(live)
    for room in rooms_of(uow, live):
        owe_for(uow, room, f"exemption:{live.id}:live")
    told = {live.by, live.risk_owner, *((contest.by,) if contest else ())}
    told |= {request.requester_id for _, requests in concerned_by(uow, live, now) for request in requests}
    tell(uow, sorted(told), NoticeKind.EXEMPTION_DECIDED, live.id, exemption_about(live), now)
    return live


def _record(uow: UnitOfWork, what: str, before: Exemption, after: Exemption, actor: Actor, now: datetime) -> None:
    uow.people.remember(actor)
    texts = {} if before.state is after.state else {CHANGES: moved("state", before.state.value, after.state.value)}
    uow.audit.append(at=now, actor=actor, kind=_KINDS[what], subjects=exemption_subjects(after), texts=texts)


def _view(uow: UnitOfWork, exemption: Exemption, catalog: Catalog) -> ExemptionView:
    safeguard = uow.safeguards.seen(exemption.safeguard_id)
    if safeguard is None:  # a foreign key holds this
        raise NotFound(kind="safeguard", name=exemption.safeguard_id)
    rooms = rooms_of(uow, exemption)
    item = catalog.get(exemption.item_id)
    labels = {seat.id: seat.label for room in rooms for seat in room.seats}
    people = (exemption.by, exemption.risk_owner, exemption.approved_by, exemption.ended_by)
    names = uow.people.names({one for one in people if one})
    canary = labels.get(exemption.canary_seat_id or "")
    return ExemptionView(exemption, safeguard, rooms, item.title if item else exemption.item_id, canary, names)
