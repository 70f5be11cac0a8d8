"""Bearer tokens: made by a person for their programs, never wider than what that person may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.sessions import SignInOver
from orchestrator.domain.tokens import Token, TokenTooWide
from orchestrator.services.credentials import digest, new_secret, same, token_parts, token_text
from orchestrator.services.sessions import TOUCH_EVERY, active_caller
from orchestrator.services.unit_of_work import Clock, Reads, Transactions


@dataclass(frozen=True, slots=True)
class MakeToken:
    """A token is wanted.

    Attributes:
        name: What it is for.
        days: How long it holds, at most ``MOST_DAYS``.
        permissions: What it allows at most; None for all that whoever makes it may, now and later.
    """

    name: str
    days: int
    permissions: frozenset[Permission] | None = None


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token; its text is told this once."""

    token: Token
    text: str = field(repr=False)


def make_token(
    command: MakeToken, caller: Caller, *, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> MadeToken:
    """Make a token for the caller. One that is made with a limited token ends with it at the latest.

    Raises:
        TokenTooWide: It was to allow what the caller may not.
        SignInOver: The caller was deactivated meanwhile.
    """
    beyond = (command.permissions or frozenset()) - caller.permissions
    if beyond:
        raise TokenTooWide(permissions=tuple(sorted(beyond)))
    now = clock.now()
    secret = new_secret()
    token = Token(
        id=new_id(),
        person_id=caller.person.id,
        name=command.name,
        permissions=caller.limited_to if command.permissions is None else command.permissions,
        made_at=now,
        expires_at=now + timedelta(days=command.days),
    )
    with transactions() as uow:
        # Somebody who is just being deactivated would have it when they come back.
        active_caller(uow, caller.person.id)
        if caller.limited_to is not None and caller.token_id and (before := uow.tokens.get(caller.token_id)):
            # Else whoever found it would make themselves another one, again and again.
            token = replace(token, expires_at=min(token.expires_at, before[0].expires_at))
        uow.tokens.add(token, digest(secret))
        subjects = {"person": token.person_id, "token": token.id}
        uow.audit.append(
            at=now, actor=caller.actor, kind="token.created", subjects=subjects, texts={"name": token.name}
        )
        uow.commit()
    return MadeToken(token, token_text(token.id, secret))


def token_caller(text: str, *, reads: Reads, transactions: Transactions, clock: Clock) -> Caller:
    """For whom a token speaks; using it is noted.

    Raises:
        SignInOver: It expired or was revoked, its person is deactivated, or it never was one.
    """
    parts = token_parts(text)
    if parts is None:
        raise SignInOver
    token_id, secret = parts
    now = clock.now()
    with reads() as uow:
        found = uow.tokens.get(token_id)
        if found is None or not same(found[1], digest(secret)) or not found[0].holds_at(now):
            raise SignInOver
        token = found[0]
        caller = active_caller(uow, token.person_id)
    if token.used_at is None or now - token.used_at >= TOUCH_EVERY:
        with transactions() as uow:
            uow.tokens.touch(token.id, now)
            uow.commit()
    return Caller(caller.person, caller.grants, limited_to=token.permissions, token_id=token.id)


def list_tokens(caller: Caller, *, after: str | None, limit: int, reads: Reads) -> Sequence[Token]:
    """The caller's tokens, newest first, those that are over included."""
    with reads() as uow:
        return tuple(uow.tokens.page(caller.person.id, after=after, limit=limit))


def present_token(caller: Caller, *, reads: Reads) -> Token | None:
    """The token that the call was made with, or None if it was made with a session."""
    if caller.token_id is None:
        return None
    with reads() as uow:
        found = uow.tokens.get(caller.token_id)
    return found[0] if found else None


def revoke_token(token_id: str, caller: Caller, *, transactions: Transactions, clock: Clock) -> Token:
    """Let one of the caller's tokens hold no more; one that is revoked already stays as it is.

    Raises:
        NotFound: The caller has no such token.
    """
    now = clock.now()
    with transactions() as uow:
        found = uow.tokens.get(token_id)
        if found is None or found[0].person_id != caller.person.id:
            raise NotFound(kind="token", name=token_id)
        token = found[0]
        if token.revoked_at is None:
            token = replace(token, revoked_at=now)
            uow.tokens.revoke(token_id, now)
            subjects = {"person": token.person_id, "token": token_id}
            uow.audit.append(at=now, actor=caller.actor, kind="token.revoked", subjects=subjects)
            uow.commit()
    return token
