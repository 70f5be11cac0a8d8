"""Giving and taking roles."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import (
    ONLY_FOR_CAMPUS,
    Actor,
    Caller,
    Grant,
    LastAdministrator,
    Permission,
    Person,
    PersonDeactivated,
    Role,
    RoleAlreadyHeld,
    RoleOnlyForCampus,
    RoleScope,
    ScopeKind,
)
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role that somebody shall hold.

    Attributes:
        role: Which.
        kind: How far it reaches.
        name: The building, the department, or the room's code; empty for the campus.
    """

    role: Role
    kind: ScopeKind = ScopeKind.CAMPUS
    name: str = ""


def grant_role(
    login: str, wanted: NewRole, caller: Caller, *, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Person:
    """Give a person a role. The invitation of somebody who becomes an administrator holds no more.

    Raises:
        NotFound: No such person, room, building or department.
        PersonDeactivated: That person may do nothing any more.
        NotPermitted: Only administrators make administrators.
        RoleOnlyForCampus, RoleAlreadyHeld: The role cannot be given that way, or is there.
    """
    now = clock.now()
    with transactions() as uow:
        person = person_by_login(uow, login)
        if not person.active:
            raise PersonDeactivated(login=person.login)
        may_handle({wanted.role}, caller)
        add_role(uow, person, wanted, caller.actor, now, new_id)
        if wanted.role is Role.ADMINISTRATOR and uow.accounts.password_hash(person.id) is None:
            # Whoever invited them has seen that code, and need not be an administrator.
            uow.codes.void(person.id, now)
        uow.commit()
    return person


def revoke_role(login: str, grant_id: str, caller: Caller, *, transactions: Transactions, clock: Clock) -> Person:
    """Take a role from a person, from the next call on.

    Raises:
        NotFound: No such person, or that person holds no such role.
        NotPermitted: Only administrators unmake administrators.
        LastAdministrator: Nobody else is one.
    """
    now = clock.now()
    with transactions() as uow:
        person = person_by_login(uow, login)
        grant = next((g for g in grants_of(uow, person) if g.id == grant_id), None)
        if grant is None:
            raise NotFound(kind="role", name=grant_id)
        may_handle({grant.role}, caller)
        if grant.role is Role.ADMINISTRATOR:
            keep_an_administrator(uow, person)
        uow.accounts.end_grant(grant.id, by=caller.actor.id, at=now)
        texts = {CHANGES: changes_text([FieldChange("role", grant.role.value, None)])}
        uow.audit.append(at=now, actor=caller.actor, kind="role.revoked", subjects=_subjects(grant), texts=texts)
        uow.commit()
    return person


def person_by_login(uow: UnitOfWork, login: str) -> Person:
    """The person who signs in with this name.

    Raises:
        NotFound: Nobody does.
    """
    person = uow.accounts.by_login(login)
    if person is None:
        raise NotFound(kind="person", name=login)
    return person


def grants_of(uow: UnitOfWork, person: Person) -> tuple[Grant, ...]:
    """The roles that a person holds now, oldest first."""
    return uow.accounts.grants({person.id}).get(person.id, ())


def may_handle(roles: Iterable[Role], caller: Caller) -> None:
    """Make sure that the caller may give or take these roles, or act on somebody who holds them.

    Raises:
        NotPermitted: One of them makes an administrator, and the caller is none.
    """
    if Role.ADMINISTRATOR in roles and not caller.may(Permission.ADMINISTER):
        raise caller.refused(Permission.ADMINISTER)


def add_role(
    uow: UnitOfWork, person: Person, wanted: NewRole, by: Actor, now: datetime, new_id: Callable[[], str]
) -> Grant:
    """Give a person a role, within a unit of work.

    Raises:
        NotFound: No such room, building or department.
        RoleOnlyForCampus, RoleAlreadyHeld: The role cannot be given that way, or is there.
    """
    if wanted.role in ONLY_FOR_CAMPUS and wanted.kind is not ScopeKind.CAMPUS:
        raise RoleOnlyForCampus(role=wanted.role)
    grant = Grant(new_id(), person.id, wanted.role, scope_of(uow, wanted.kind, wanted.name), now, by.id)
    if any((held.role, held.scope) == (grant.role, grant.scope) for held in grants_of(uow, person)):
        raise RoleAlreadyHeld(login=person.login, role=grant.role)
    uow.accounts.add_grant(grant)
    texts = {CHANGES: changes_text([FieldChange("role", None, grant.role.value)])}
    uow.audit.append(at=now, actor=by, kind="role.granted", subjects=_subjects(grant), texts=texts)
    return grant


def keep_an_administrator(uow: UnitOfWork, person: Person) -> None:
    """Make sure that somebody can administer the site without this person.

    Raises:
        LastAdministrator: Nobody could.
    """
    if uow.accounts.administrators() == {person.id}:
        raise LastAdministrator(login=person.login)


def scope_of(uow: UnitOfWork, kind: ScopeKind, name: str) -> RoleScope:
    """A part of the site as it is stored: names as the site spells them.

    Args:
        uow: The store.
        kind: What kind of part.
        name: The building, the department, or the room's code; anything for the campus.

    Raises:
        NotFound: No such room, building or department.
    """
    match kind:
        case ScopeKind.CAMPUS:
            return RoleScope(kind)
        case ScopeKind.CLASSROOM:
            return RoleScope(kind, room_by_code(uow, name).id)
        case ScopeKind.BUILDING:
            known = {room.building for room in uow.classrooms.all()}
            if (building := _spelt(name, known)) is None:
                raise NotFound(kind="building", name=name, known=tuple(sorted(known)))
            return RoleScope(kind, building)
        case ScopeKind.DEPARTMENT:
            known = {room.department for room in uow.classrooms.all() if room.department}
            if (department := _spelt(name, known)) is None:
                raise NotFound(kind="department", name=name, known=tuple(sorted(known)))
            return RoleScope(kind, department)


def _spelt(name: str, known: Iterable[str]) -> str | None:
    return next((spelling for spelling in sorted(known) if spelling.casefold() == name.casefold()), None)


def _subjects(grant: Grant) -> dict[str, str]:
    where = {grant.scope.kind.value: grant.scope.name} if grant.scope.name else {}
    return {"person": grant.person_id, "grant": grant.id, "role": grant.role.value, **where}
