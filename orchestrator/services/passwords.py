"""Setting a password: by changing it, or with a one-time code from an invitation or a reset."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from orchestrator.domain.errors import NotFound
from orchestrator.domain.passwords import check_password
from orchestrator.domain.people import Caller, Person, PersonDeactivated
from orchestrator.domain.sessions import (
    AccountRules,
    CodeNotValid,
    CodePurpose,
    OldPasswordWrong,
    PasswordCode,
)
from orchestrator.services.credentials import digest, new_secret
from orchestrator.services.sessions import (
    PasswordHasher,
    count_address,
    count_attempt,
    forget_address,
    forget_attempts,
)
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_USED = {CodePurpose.INVITATION: "invitation.used", CodePurpose.RESET: "password.reset_used"}


@dataclass(frozen=True, slots=True)
class OfferedCode:
    """A one-time code for a person; it is told this once."""

    person: Person
    code: str = field(repr=False)
    expires_at: datetime


def change_password(
    old: str,
    new: str,
    caller: Caller,
    *,
    reads: Reads,
    transactions: Transactions,
    clock: Clock,
    hasher: PasswordHasher,
    rules: AccountRules,
) -> None:
    """Set another password; all other sessions of the caller end, and codes that wait become void.

    Raises:
        PasswordRefused: The new one cannot be used.
        SignInThrottled: Too many attempts with a wrong old one.
        OldPasswordWrong: The old one isn't it.
    """
    now = clock.now()
    person = caller.person
    check_password(new, person.login)
    with reads() as uow:
        stored = uow.accounts.password_hash(person.id)
    count_attempt(person.login, None, now=now, transactions=transactions, throttle=rules.throttle)
    if not hasher.verify(stored or hasher.decoy, old) or stored is None:
        raise OldPasswordWrong
    newer = hasher.hash(new)
    with transactions() as uow:
        present = uow.accounts.get(person.id)
        if present is None or not present.active or uow.accounts.password_hash(person.id) != stored:
            raise OldPasswordWrong
        uow.accounts.set_password(person.id, newer)
        uow.sessions.end_all(person.id, but=caller.session_id)
        uow.codes.void(person.id, now)
        forget_attempts(uow, person.login)
        uow.audit.append(at=now, actor=caller.actor, kind="password.changed", subjects={"person": person.id})
        uow.commit()


def reset_password(
    login: str,
    caller: Caller,
    *,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    rules: AccountRules,
) -> OfferedCode:
    """Make a one-time code with which a person sets another password; the old one holds until then.

    Raises:
        NotFound: Nobody has this login.
        PersonDeactivated: That person may not sign in at all.
    """
    now = clock.now()
    with transactions() as uow:
        person = uow.accounts.by_login(login)
        if person is None:
            raise NotFound(kind="person", name=login)
        if not person.active:
            raise PersonDeactivated(login=person.login)
        offered = offer_code(uow, person, CodePurpose.RESET, now, new_id, rules)
        uow.audit.append(at=now, actor=caller.actor, kind="password.reset", subjects={"person": person.id})
        uow.commit()
    return offered


def offer_code(
    uow: UnitOfWork, person: Person, purpose: CodePurpose, now: datetime, new_id: Callable[[], str], rules: AccountRules
) -> OfferedCode:
    """Make a code for a person, within a unit of work; all earlier ones become void."""
    expires_at = now + (rules.invitation if purpose is CodePurpose.INVITATION else rules.reset)
    secret = new_secret()
    uow.codes.void(person.id, now)
    uow.codes.add(PasswordCode(new_id(), person.id, purpose, now, expires_at), digest(secret))
    return OfferedCode(person, secret, expires_at)


def redeem_code(
    code: str,
    password: str,
    address: str,
    *,
    reads: Reads,
    transactions: Transactions,
    clock: Clock,
    hasher: PasswordHasher,
    rules: AccountRules,
) -> Person:
    """Set the password with a one-time code. All sessions end; after a reset all tokens, too.

    Attempts are counted by ``address``, where the call comes from.

    Raises:
        SignInThrottled: Too many attempts from this address.
        CodeNotValid: It was used, is expired, its person is deactivated, or it never was one.
        PasswordRefused: The password cannot be used; the code still can.
    """
    count_address(address, now=clock.now(), transactions=transactions, throttle=rules.throttle)
    with reads() as uow:
        found = uow.codes.by_digest(digest(code))
        person = uow.accounts.get(found.person_id) if found and found.usable_at(clock.now()) else None
    if found is None or person is None:
        raise CodeNotValid
    check_password(password, person.login)
    password_hash = hasher.hash(password)
    now = clock.now()
    with transactions() as uow:
        person = uow.accounts.get(found.person_id)
        if person is None or not person.active or now >= found.expires_at or not uow.codes.use(found.id, now):
            raise CodeNotValid
        uow.accounts.set_password(person.id, password_hash)
        uow.sessions.end_all(person.id)
        if found.purpose is CodePurpose.RESET:
            uow.tokens.revoke_all(person.id, now)
        uow.codes.void(person.id, now)
        forget_attempts(uow, person.login)
        forget_address(uow, address)
        uow.audit.append(at=now, actor=person.actor, kind=_USED[found.purpose], subjects={"person": person.id})
        uow.commit()
    return person
