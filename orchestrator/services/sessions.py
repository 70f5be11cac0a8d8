"""Signing in and out, and who a session belongs to."""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Caller
from orchestrator.domain.sessions import AccountRules, Session, SignInOver, SignInRefused, Throttle
from orchestrator.services.credentials import digest, new_secret
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

TOUCH_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session or token was last used: each writing costs a transaction."""
_CLIENT_CHARACTERS = 100
_NETWORK_BITS = 64
"""Of an IPv6 address; whoever has one has all addresses of that network."""


class PasswordHasher(Protocol):
    """Hashes passwords so that whoever gets hold of a hash has to try, slowly."""

    decoy: str
    """A hash that no password fits; verifying against it takes as long as against another."""

    def hash(self, password: str) -> str:
        """A salted hash that names its own parameters. Takes about a tenth of a second."""
        ...

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether a hash was made of this password. MUST take the same time whether or not it fits."""
        ...

    def outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with other parameters than are used now."""
        ...


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody says who they are.

    Attributes:
        login: Compared without case.
        password: As typed.
        address: Where the call comes from.
        client: What the browser calls itself, or empty.
        replaces: Secret of the session that the browser had before, or None; it ends.
    """

    login: str
    password: str = field(repr=False)
    address: str
    client: str = ""
    replaces: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: who it belongs to, its secret for the cookie, and when it ends at the latest."""

    caller: Caller
    secret: str = field(repr=False)
    ends_at: datetime


def sign_in(
    command: SignIn,
    *,
    reads: Reads,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    hasher: PasswordHasher,
    rules: AccountRules,
) -> SignedIn:
    """Begin a session. It always is a new one, whatever the browser showed before.

    Every attempt is counted before the password is looked at, so that many at once don't get more than their share.

    Raises:
        SignInThrottled: Too many attempts for this account or from this address.
        SignInRefused: Login and password don't belong together, or the account is deactivated or has no password yet.
    """
    now = clock.now()
    with reads() as uow:
        person = uow.accounts.by_login(command.login)
        stored = uow.accounts.password_hash(person.id) if person else None
    count_attempt(command.login, command.address, now=now, transactions=transactions, throttle=rules.throttle)
    # A login that nobody has takes as long as one that somebody has.
    fits = hasher.verify(stored or hasher.decoy, command.password)
    if person is None or stored is None or not fits or not person.active:
        raise SignInRefused
    newer = hasher.hash(command.password) if hasher.outdated(stored) else None
    secret = new_secret()
    session = Session(new_id(), person.id, now, now, command.client[:_CLIENT_CHARACTERS])
    with transactions() as uow:
        person = uow.accounts.get(person.id)
        if person is None or not person.active or uow.accounts.password_hash(person.id) != stored:
            raise SignInRefused
        uow.attempts.forget(_account_key(person.login))
        forget_address(uow, command.address)
        if newer:
            uow.accounts.set_password(person.id, newer)
        if command.replaces and (before := uow.sessions.by_digest(digest(command.replaces))):
            uow.sessions.end(before.person_id, before.id)
        uow.sessions.forget(began_before=now - rules.life.absolute, used_before=now - rules.life.idle)
        uow.sessions.add(session, digest(secret))
        grants = uow.accounts.grants({person.id}).get(person.id, ())
        uow.commit()
    return SignedIn(Caller(person, grants, session_id=session.id), secret, now + rules.life.absolute)


def session_caller(
    secret: str, *, reads: Reads, transactions: Transactions, clock: Clock, rules: AccountRules
) -> Caller:
    """Who a session belongs to; using it is noted.

    Raises:
        SignInOver: It expired or was ended, its person is deactivated, or it never was one.
    """
    now = clock.now()
    with reads() as uow:
        session = uow.sessions.by_digest(digest(secret))
        if session is None or now >= rules.life.ends_at(session):
            raise SignInOver
        caller = active_caller(uow, session.person_id)
    if now - session.used_at >= TOUCH_EVERY:
        with transactions() as uow:
            uow.sessions.touch(session.id, now)
            uow.commit()
    return Caller(caller.person, caller.grants, session_id=session.id)


def active_caller(uow: UnitOfWork, person_id: str) -> Caller:
    """A person with the roles that they hold.

    Raises:
        SignInOver: The person is deactivated.
    """
    person = uow.accounts.get(person_id)
    if person is None or not person.active:
        raise SignInOver
    return Caller(person, uow.accounts.grants({person_id}).get(person_id, ()))


def list_sessions(
    caller: Caller, *, after: str | None, limit: int, reads: Reads, clock: Clock, rules: AccountRules
) -> Sequence[tuple[Session, datetime]]:
    """The caller's live sessions, newest first, at most ``limit``, each with when it ends if it isn't used again."""
    now = clock.now()
    live: list[tuple[Session, datetime]] = []
    with reads() as uow:
        while len(live) < limit:
            page = uow.sessions.page(caller.person.id, after=after, limit=limit)
            ends = ((session, rules.life.ends_at(session)) for session in page)
            live += [(session, end) for session, end in ends if now < end]
            if len(page) < limit:
                break
            after = page[-1].id
    return tuple(live[:limit])


def present_session(secret: str, *, reads: Reads, rules: AccountRules) -> tuple[Session, datetime] | None:
    """The session of this secret with when it ends if it isn't used again, or None if it has just ended."""
    with reads() as uow:
        session = uow.sessions.by_digest(digest(secret))
    return (session, rules.life.ends_at(session)) if session else None


def end_session(session_id: str, caller: Caller, *, transactions: Transactions) -> None:
    """End one of the caller's sessions.

    Raises:
        NotFound: The caller has no such session.
    """
    with transactions() as uow:
        if not uow.sessions.end(caller.person.id, session_id):
            raise NotFound(kind="session", name=session_id)
        uow.commit()


def sign_out(caller: Caller, *, transactions: Transactions, clock: Clock) -> None:
    """End the session, or revoke the token, that the call was made with."""
    now = clock.now()
    with transactions() as uow:
        if caller.session_id:
            uow.sessions.end(caller.person.id, caller.session_id)
        if caller.token_id:
            uow.tokens.revoke(caller.token_id, now)
            subjects = {"person": caller.person.id, "token": caller.token_id}
            uow.audit.append(at=now, actor=caller.actor, kind="token.revoked", subjects=subjects)
        uow.commit()


def count_attempt(
    login: str, address: str | None, *, now: datetime, transactions: Transactions, throttle: Throttle
) -> None:
    """Count an attempt with a login, and from an address if one is named.

    Raises:
        SignInThrottled: There were too many; this one isn't counted then.
    """
    fresh_since = now - throttle.window
    with transactions() as uow:
        key = _account_key(login)
        throttle.check(uow.attempts.take(key, now=now, fresh_since=fresh_since), throttle.per_account)
        if address is not None:
            key = _address_key(address)
            throttle.check(uow.attempts.take(key, now=now, fresh_since=fresh_since), throttle.per_address)
        uow.commit()


def count_address(address: str, *, now: datetime, transactions: Transactions, throttle: Throttle) -> None:
    """Count an attempt from an address with what is no login.

    Raises:
        SignInThrottled: There were too many; this one isn't counted then.
    """
    with transactions() as uow:
        taken = uow.attempts.take(_address_key(address), now=now, fresh_since=now - throttle.window)
        throttle.check(taken, throttle.per_address)
        uow.commit()


def forget_address(uow: UnitOfWork, address: str) -> None:
    """The last attempt from this address was a success and doesn't count: a campus may have one for all its people."""
    uow.attempts.give_back(_address_key(address))


def forget_attempts(uow: UnitOfWork, login: str) -> None:
    """The account's attempts count no more: its owner has shown who they are."""
    uow.attempts.forget(_account_key(login))


def _account_key(login: str) -> str:
    # Hashed, because people type their password into the wrong field, and because a login may be of any length.
    return f"account:{digest(login.casefold())}"


def _address_key(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"address:{address}"
    if isinstance(found, ipaddress.IPv4Address):
        return f"address:{found}"
    if found.ipv4_mapped:
        return f"address:{found.ipv4_mapped}"
    return f"address:{ipaddress.ip_network((int(found), _NETWORK_BITS), strict=False)}"
