"""People: inviting, looking up, deactivating. What somebody did stays theirs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.people import (
    Actor,
    Caller,
    CannotAsk,
    Grant,
    LoginTaken,
    Permission,
    Person,
    PersonDeactivated,
    ScopeKind,
    permissions_of,
    person_id,
)
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.sessions import AccountRules, CodePurpose, HasAPassword
from orchestrator.services.passwords import OfferedCode, offer_code
from orchestrator.services.roles import (
    NewRole,
    add_role,
    grants_of,
    keep_an_administrator,
    may_handle,
    person_by_login,
)
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who shall have an account: login, name as people say it, e-mail or nothing, ``en`` or ``de``."""

    login: str
    name: str
    email: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, where as people say it (a room by its code, the campus by nothing), and by whom."""

    grant: Grant
    where: str
    given_by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with the roles that they hold; invited are those who have not set a password yet."""

    person: Person
    roles: tuple[HeldRole, ...]
    invited: bool


def list_people(*, after: str | None, limit: int, reads: Reads) -> Sequence[PersonView]:
    """People by login, at most ``limit``, behind the login ``after``."""
    with reads() as uow:
        return _views(uow, uow.accounts.page(after=after, limit=limit))


def get_person(login: str, *, reads: Reads) -> PersonView:
    """One person.

    Raises:
        NotFound: Nobody has this login.
    """
    with reads() as uow:
        return _views(uow, [person_by_login(uow, login)])[0]


def invite(
    command: NewPerson,
    roles: Sequence[NewRole],
    caller: Caller,
    *,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    rules: AccountRules,
) -> OfferedCode:
    """Make an account with roles, and a one-time code with which its owner sets the first password.

    Raises:
        LoginTaken: Somebody has this login already.
        NotFound: No such room, building or department.
        NotPermitted: Only administrators make administrators.
        RoleOnlyForCampus, RoleAlreadyHeld: A role cannot be given that way, or is named twice.
    """
    now = clock.now()
    may_handle({wanted.role for wanted in roles}, caller)
    with transactions() as uow:
        person = add_person(uow, command, caller.actor, now, new_id)
        for wanted in roles:
            add_role(uow, person, wanted, caller.actor, now, new_id)
        offered = offer_code(uow, person, CodePurpose.INVITATION, now, new_id, rules)
        uow.audit.append(at=now, actor=caller.actor, kind="invitation.made", subjects={"person": person.id})
        uow.commit()
    return offered


def renew_invitation(
    login: str,
    caller: Caller,
    *,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    rules: AccountRules,
) -> OfferedCode:
    """Make another code for somebody who has not set a password yet; the one before holds no more.

    Raises:
        NotFound: Nobody has this login.
        NotPermitted: Only administrators invite administrators.
        PersonDeactivated: That person may not sign in at all.
        HasAPassword: That person has set one.
    """
    now = clock.now()
    with transactions() as uow:
        person = person_by_login(uow, login)
        may_handle({grant.role for grant in grants_of(uow, person)}, caller)
        if not person.active:
            raise PersonDeactivated(login=person.login)
        if uow.accounts.password_hash(person.id) is not None:
            raise HasAPassword(login=person.login)
        offered = offer_code(uow, person, CodePurpose.INVITATION, now, new_id, rules)
        uow.audit.append(at=now, actor=caller.actor, kind="invitation.made", subjects={"person": person.id})
        uow.commit()
    return offered


def deactivate(login: str, caller: Caller, *, transactions: Transactions, clock: Clock) -> Person:
    """Let a person do nothing any more, from the next call on. Roles and history stay as they are.

    Raises:
        NotFound: Nobody has this login.
        NotPermitted: Only administrators deactivate administrators.
        LastAdministrator: Nobody else is one.
    """
    now = clock.now()
    with transactions() as uow:
        person = person_by_login(uow, login)
        may_handle({grant.role for grant in grants_of(uow, person)}, caller)
        if person.active:
            keep_an_administrator(uow, person)
            person = replace(person, deactivated_at=now)
            uow.accounts.update(person)
            uow.sessions.end_all(person.id)
            uow.tokens.revoke_all(person.id, now)
            uow.codes.void(person.id, now)
            subjects, texts = {"person": person.id}, {CHANGES: moved("state", "active", "deactivated")}
            uow.audit.append(at=now, actor=caller.actor, kind="account.deactivated", subjects=subjects, texts=texts)
            uow.commit()
    return person


def reactivate(login: str, caller: Caller, *, transactions: Transactions, clock: Clock) -> Person:
    """Let a person who was deactivated sign in again, with the roles and the password that they had.

    Raises:
        NotFound: Nobody has this login.
        NotPermitted: Only administrators reactivate administrators.
    """
    now = clock.now()
    with transactions() as uow:
        person = person_by_login(uow, login)
        may_handle({grant.role for grant in grants_of(uow, person)}, caller)
        if not person.active:
            person = replace(person, deactivated_at=None)
            uow.accounts.update(person)
            subjects, texts = {"person": person.id}, {CHANGES: moved("state", "deactivated", "active")}
            uow.audit.append(at=now, actor=caller.actor, kind="account.reactivated", subjects=subjects, texts=texts)
            uow.commit()
    return person


def requester_by_login(login: str, *, reads: Reads) -> Actor:
    """The person on whose behalf something is asked for, who then holds all rights on it.

    Raises:
        NotFound: Nobody has this login.
        PersonDeactivated: That person may do nothing any more.
        CannotAsk: That person may not ask for software.
    """
    with reads() as uow:
        person = person_by_login(uow, login)
        grants = grants_of(uow, person)
    if not person.active:
        raise PersonDeactivated(login=person.login)
    if Permission.REQUEST not in permissions_of(grants):
        raise CannotAsk(login=person.login)
    return person.actor


def add_person(uow: UnitOfWork, command: NewPerson, by: Actor, now: datetime, new_id: Callable[[], str]) -> Person:
    """Make an account without password and roles, within a unit of work.

    Raises:
        LoginTaken: Somebody has this login already.
    """
    login = command.login.casefold()
    if uow.accounts.by_login(login):
        raise LoginTaken(login=login)
    person = Person(person_id(new_id()), login, command.name, command.email, command.language, now)
    uow.accounts.add(person)
    uow.people.remember(person.actor)
    texts = {"login": person.login, "name": person.name}
    uow.audit.append(at=now, actor=by, kind="account.created", subjects={"person": person.id}, texts=texts)
    return person


def _views(uow: UnitOfWork, people: Iterable[Person]) -> tuple[PersonView, ...]:
    found = tuple(people)
    ids = {person.id for person in found}
    grants, invited = uow.accounts.grants(ids), uow.accounts.without_password(ids)
    rooms = {
        grant.scope.name: room.code
        for held in grants.values()
        for grant in held
        if grant.scope.kind is ScopeKind.CLASSROOM and (room := uow.classrooms.get(grant.scope.name))
    }
    names = uow.people.names({grant.by for held in grants.values() for grant in held})

    def said(grant: Grant) -> HeldRole:
        return HeldRole(grant, rooms.get(grant.scope.name, grant.scope.name), names.get(grant.by, grant.by))

    return tuple(
        PersonView(person, tuple(map(said, grants.get(person.id, ()))), person.id in invited) for person in found
    )
