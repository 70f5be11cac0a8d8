"""Setting, approving, refusing and lifting safeguards (RULES R4.2, R4.4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Category, CheckCode
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.override_refusals import EvidenceNotMet
from orchestrator.domain.people import (
    CAMPUS,
    WORKER,
    Actor,
    Caller,
    NeedsAnotherPerson,
    Permission,
    Person,
    PersonDeactivated,
    Role,
    are_two_persons,
)
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.safeguard_rules import (
    EMERGENCY_ROLES,
    EmergencyNeedsBothRoles,
    ImpactChanged,
    ImpactNotSeen,
    SafeguardDraft,
    are_emergency_pair,
    check_draft,
    needs_second_person,
)
from orchestrator.domain.safeguards import SAFEGUARD_TRANSITIONS, Safeguard, SafeguardIsOver, SafeguardState
from orchestrator.services.contest_ends import moot_contests
from orchestrator.services.deadlines import follow
from orchestrator.services.notices import tell
from orchestrator.services.role_holders import as_of_now, role_holders
from orchestrator.services.roles import person_by_login
from orchestrator.services.safeguard_effects import begin, end
from orchestrator.services.safeguard_impact import Impact, impact_of
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

SAFEGUARD = "safeguard"
"""Under which the deadlines of one are followed."""
_SET = {SafeguardState.LIVE: "safeguard.set", SafeguardState.PROPOSED: "safeguard.proposed"}
"""Kind of the entry, by how it begins."""


@dataclass(frozen=True, slots=True)
class SetSafeguard:
    """What somebody wants a safeguard to say.

    Attributes:
        draft: See SafeguardDraft; an officer in its evidence by login.
        owner: Login of who answers for it.
        seen: Digest of the impact that was looked at, or None; a pattern needs it (R4.2).
    """

    draft: SafeguardDraft
    owner: str
    seen: str | None = None


def set_safeguard(
    command: SetSafeguard, *, caller: Caller, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Safeguard:
    """Set a safeguard. It binds at once, or when a second person has approved it.

    Raises:
        InvalidInput, SafeguardTooLong, PatternTooWide: It cannot say that.
        NotFound: No such owner, officer or catalog item.
        PersonDeactivated: The owner may do nothing any more.
        ImpactNotSeen, ImpactChanged: It is a pattern, or something was looked at, and it would do something else.
        EmergencyNeedsBothRoles: It is an emergency, and the caller is neither manager nor security officer.
        EvidenceNotMet: It rests on a document that the register has not, or whose owner is inside IT.
    """
    now = clock.now()
    with transactions() as uow:
        draft, owner = _checked(uow, command, caller, now)
        waits = needs_second_person(draft, now, uow.rules.load())
        guard = _made(draft, owner.id, caller.actor, now, new_id(), waits=waits)
        impact = impact_of(uow, guard, now)
        check_seen(impact, command.seen)
        uow.safeguards.add(guard)
        follow(uow, SAFEGUARD, guard.id)
        if waits:
            people = (p for p in role_holders(uow).of_site(Permission.SAFEGUARD) if p != caller.actor.id)
            tell(uow, people, NoticeKind.SAFEGUARD_TO_APPROVE, guard.id, {"safeguard": guard.id}, now)
        else:
            begin(uow, guard, impact, now, new_id)
        uow.people.remember(caller.actor)
        subjects, texts = safeguard_subjects(guard), {**_texts(guard), CHANGES: _says(guard)}
        uow.audit.append(at=now, actor=caller.actor, kind=_SET[guard.state], subjects=subjects, texts=texts)
        uow.commit()
    return guard


def check_safeguard(command: SetSafeguard, *, caller: Caller, reads: Reads, clock: Clock) -> None:
    """Make sure that a safeguard could be set like this, apart from whether somebody looked at what it would do.

    Raises:
        InvalidInput, SafeguardTooLong, PatternTooWide, NotFound, PersonDeactivated, EmergencyNeedsBothRoles,
        EvidenceNotMet: As when it is set.
    """
    with reads() as uow:
        _checked(uow, command, caller, clock.now())


def approve_safeguard(
    safeguard_id: str,
    *,
    seen: str | None,
    caller: Caller,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> Safeguard:
    """The second person says yes, and it binds from now on. Whoever approves a pattern has looked at its impact, too.

    Raises:
        NotFound: No such safeguard.
        SafeguardIsOver: It does not wait for anybody.
        NeedsAnotherPerson: Whoever proposed it is nobody else.
        NotPermitted: The caller has lost the permission meanwhile.
        EmergencyNeedsBothRoles: The two are not manager and security officer.
        ImpactNotSeen, ImpactChanged: It is a pattern, or something was looked at, and it would do something else.
    """
    now = clock.now()
    with transactions() as uow:
        guard = _waiting(uow, safeguard_id, caller, now)
        if guard.emergency and not are_emergency_pair(site_roles(uow, guard.by), site_roles(uow, caller.actor.id)):
            raise EmergencyNeedsBothRoles
        live = replace(guard, state=SafeguardState.LIVE, approved_by=caller.actor.id, approved_at=now)
        impact = impact_of(uow, live, now)
        check_seen(impact, seen)
        uow.safeguards.update(live)
        begin(uow, live, impact, now, new_id)
        _tell_decided(uow, live, now)
        uow.people.remember(caller.actor)
        texts = {**_texts(live), CHANGES: moved("state", guard.state.value, live.state.value)}
        uow.audit.append(
            at=now, actor=caller.actor, kind="safeguard.approved", subjects=safeguard_subjects(live), texts=texts
        )
        uow.commit()
    return live


def refuse_safeguard(
    safeguard_id: str, *, reason: str, caller: Caller, transactions: Transactions, clock: Clock
) -> Safeguard:
    """The second person says no.

    Raises:
        NotFound: No such safeguard.
        SafeguardIsOver: It does not wait for anybody.
        NeedsAnotherPerson: Whoever proposed it is nobody else; they may lift it.
        NotPermitted: The caller has lost the permission meanwhile.
    """
    now = clock.now()
    with transactions() as uow:
        guard = _waiting(uow, safeguard_id, caller, now)
        refused = replace(guard, state=SafeguardState.REFUSED, ended_at=now, ended_by=caller.actor.id)
        uow.safeguards.update(refused)
        _tell_decided(uow, refused, now)
        uow.people.remember(caller.actor)
        changes = moved("state", guard.state.value, refused.state.value)
        texts = {**_texts(refused), "reason": reason, CHANGES: changes}
        uow.audit.append(
            at=now, actor=caller.actor, kind="safeguard.refused", subjects=safeguard_subjects(refused), texts=texts
        )
        uow.commit()
    return refused


def lift_safeguard(
    safeguard_id: str, *, reason: str, caller: Caller, transactions: Transactions, clock: Clock
) -> Safeguard:
    """Take a safeguard back: what it kept away returns by itself.

    Raises:
        NotFound: No such safeguard.
        SafeguardIsOver: It is over already.
    """
    now = clock.now()
    with transactions() as uow:
        uow.classrooms.all()
        guard = safeguard_by_id(uow, safeguard_id)
        lifted = end_safeguard(uow, guard, SafeguardState.LIFTED, caller.actor, now)
        uow.people.remember(caller.actor)
        changes = moved("state", guard.state.value, lifted.state.value)
        texts = {**_texts(lifted), "reason": reason, CHANGES: changes}
        uow.audit.append(
            at=now, actor=caller.actor, kind="safeguard.lifted", subjects=safeguard_subjects(lifted), texts=texts
        )
        uow.commit()
    return lifted


def end_safeguard(uow: UnitOfWork, guard: Safeguard, state: SafeguardState, by: Actor, at: datetime) -> Safeguard:
    """End a safeguard, owe the rooms what it kept away, and tell whom it concerned. The audit entry is the caller's.

    Args:
        uow: The caller's unit of work, which holds all rooms and the safeguard.
        guard: As it is in the store.
        state: How it ends.
        by: Who ends it.
        at: UTC.

    Raises:
        SafeguardIsOver: The table of transitions doesn't allow it.
    """
    if state not in SAFEGUARD_TRANSITIONS[guard.state]:
        raise SafeguardIsOver(safeguard_id=guard.id, state=guard.state)
    ended = replace(guard, state=state, ended_at=at, ended_by=by.id)
    if guard.state is SafeguardState.LIVE:
        end(uow, ended, impact_of(uow, guard, at), at)
    uow.safeguards.update(ended)
    moot_contests(uow, ContestSubject.SAFEGUARD, guard.id, by.id, at)
    return ended


def expire_safeguard(uow: UnitOfWork, guard: Safeguard, at: datetime) -> None:
    """Its time is over. It writes the audit entry, so it comes last; the caller's unit of work holds all rooms."""
    ended = end_safeguard(uow, guard, SafeguardState.EXPIRED, WORKER, at)
    texts = {**_texts(ended), CHANGES: moved("state", guard.state.value, ended.state.value)}
    uow.audit.append(at=at, actor=WORKER, kind="safeguard.expired", subjects=safeguard_subjects(ended), texts=texts)


def check_seen(impact: Impact, seen: str | None) -> None:
    """Make sure that what binds was looked at (R4.2).

    Raises:
        ImpactNotSeen: It is a pattern, and nobody looked.
        ImpactChanged: Something else was looked at.
    """
    if seen is None and impact.aim.is_pattern:
        raise ImpactNotSeen
    if seen is not None and seen != impact.digest:
        raise ImpactChanged


def safeguard_by_id(uow: UnitOfWork, safeguard_id: str) -> Safeguard:
    """The safeguard of this id.

    Raises:
        NotFound: There is none.
    """
    guard = uow.safeguards.get(safeguard_id)
    if guard is None:
        raise NotFound(kind="safeguard", name=safeguard_id)
    return guard


def site_roles(uow: UnitOfWork, person_id: str) -> frozenset[Role]:
    """The roles that somebody holds for the whole site now."""
    return frozenset(g.role for g in uow.accounts.grants({person_id}).get(person_id, ()) if g.scope == CAMPUS)


def safeguard_subjects(guard: Safeguard) -> dict[str, str]:
    """What an entry of the record about a safeguard names."""
    item = {"item": guard.aim.item_id} if guard.aim.item_id else {}
    return {"safeguard": guard.id, "category": guard.category.value, **item}


def _waiting(uow: UnitOfWork, safeguard_id: str, caller: Caller, now: datetime) -> Safeguard:
    """A safeguard that waits for a second person, whom the caller can be; nobody else changes it until all is done."""
    uow.classrooms.all()
    guard = safeguard_by_id(uow, safeguard_id)
    if guard.state is not SafeguardState.PROPOSED or guard.expires_at <= now:
        raise SafeguardIsOver(safeguard_id=guard.id, state=guard.state)
    if not are_two_persons(guard.by, caller.actor.id):
        raise NeedsAnotherPerson
    caller = as_of_now(uow, caller)
    if not caller.may(Permission.SAFEGUARD):
        raise caller.refused(Permission.SAFEGUARD)
    return guard


def _checked(uow: UnitOfWork, command: SetSafeguard, caller: Caller, now: datetime) -> tuple[SafeguardDraft, Person]:
    """What is to be set, with the officer by id, and its owner; see ``set_safeguard`` for what is refused."""
    draft = command.draft
    check_draft(draft, now, uow.rules.load())
    owner = _owner(uow, command.owner)
    if officer := draft.evidence.officer:
        named = person_by_login(uow, officer)
        draft = replace(draft, evidence=replace(draft.evidence, officer=named.id))
    _check_document(uow, draft, now)
    if draft.emergency and not EMERGENCY_ROLES & site_roles(uow, caller.actor.id):
        raise EmergencyNeedsBothRoles
    if draft.aim.item_id and uow.catalog.load().get(draft.aim.item_id) is None:
        raise NotFound(kind="catalog item", name=draft.aim.item_id)
    return draft, owner


def _check_document(uow: UnitOfWork, draft: SafeguardDraft, now: datetime) -> None:
    """Make sure that a policy is in the register, and its owner outside IT (R3.2).

    Raises:
        EvidenceNotMet: It is not.
    """
    name = draft.evidence.document
    if draft.category is not Category.POLICY or name is None:
        return
    document = uow.documents.get(name)
    if document is None or not document.holds_as_policy_at(now):
        raise EvidenceNotMet(checks=(CheckCode.DOCUMENT_EXISTS,), found=(document.title if document else name,))


def _owner(uow: UnitOfWork, login: str) -> Person:
    owner = person_by_login(uow, login)
    if not owner.active:
        raise PersonDeactivated(login=owner.login)
    return owner


def _made(draft: SafeguardDraft, owner: str, by: Actor, now: datetime, new_id: str, *, waits: bool) -> Safeguard:
    return Safeguard(
        id=new_id,
        kind=draft.kind,
        category=draft.category,
        aim=draft.aim,
        title=draft.title,
        explanation=draft.explanation,
        evidence=draft.evidence,
        owner=owner,
        review_at=draft.review_at,
        by=by.id,
        created_at=now,
        expires_at=draft.expires_at,
        minimum=draft.minimum,
        deadline=draft.deadline,
        emergency=draft.emergency,
        instead=draft.instead,
        needs_approval=waits,
        state=SafeguardState.PROPOSED if waits else SafeguardState.LIVE,
    )


def _tell_decided(uow: UnitOfWork, guard: Safeguard, at: datetime) -> None:
    about = {"safeguard": guard.id, "state": guard.state.value}
    tell(uow, (guard.by, guard.owner), NoticeKind.SAFEGUARD_DECIDED, guard.id, about, at)


def _texts(guard: Safeguard) -> dict[str, str]:
    return {"name": guard.title, "explanation": guard.explanation}


def _says(guard: Safeguard) -> str:
    """What a new safeguard says, beside its entry."""
    return recorded(
        kind=guard.kind.value,
        category=guard.category.value,
        item=guard.aim.item_id,
        name_pattern=guard.aim.name_pattern,
        publisher_pattern=guard.aim.publisher_pattern,
        minimum=guard.minimum,
        deadline=guard.deadline.isoformat() if guard.deadline else None,
        emergency="true" if guard.emergency else None,
        owner=guard.owner,
        review_at=guard.review_at.isoformat(),
        expires_at=guard.expires_at.isoformat(),
    )
