"""The port to what the store keeps of people: accounts, roles, codes, sessions, tokens, attempts to sign in.

The contracts of ``unit_of_work`` hold here too. Of secrets it gets hashes only.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from orchestrator.domain.people import Grant, Person
from orchestrator.domain.sessions import Attempts, PasswordCode, Session
from orchestrator.domain.tokens import Token


class Accounts(Protocol):
    """People with an account, and the roles that they hold."""

    def add(self, person: Person) -> None:
        """Insert, without a password."""
        ...

    def update(self, person: Person) -> None:
        """Store whether and since when the person is deactivated; all else stays."""
        ...

    def forget(self, person_id: str) -> None:
        """Erase the person's name, login, e-mail address and password; nobody can sign in as them any more."""
        ...

    def get(self, person_id: str) -> Person | None:
        """One person. In a unit of work that may write, nobody else changes that account until it ends."""
        ...

    def by_login(self, login: str) -> Person | None:
        """One person by login, compared without case.

        In a unit of work that may write, nobody else changes that account, or takes that login, until it ends.
        """
        ...

    def languages(self, person_ids: Collection[str]) -> Mapping[str, str]:
        """The languages of these people by id; whoever has no account is missing. It takes no account."""
        ...

    def page(self, *, after: str | None, limit: int) -> Sequence[Person]:
        """By login, at most ``limit``, strictly behind the login ``after``."""
        ...

    def password_hash(self, person_id: str) -> str | None:
        """The hash of the person's password, or None before they have set one."""
        ...

    def without_password(self, person_ids: Collection[str]) -> frozenset[str]:
        """Those of these people who have not set a password yet."""
        ...

    def set_password(self, person_id: str, password_hash: str) -> None:
        """Store another hash."""
        ...

    def grants(self, person_ids: Collection[str]) -> Mapping[str, tuple[Grant, ...]]:
        """The roles that these people hold now, oldest first, by person id; whoever has none is missing."""
        ...

    def add_grant(self, grant: Grant) -> None:
        """Insert."""
        ...

    def end_grant(self, grant_id: str, *, by: str, at: datetime) -> None:
        """The person holds it no more; that they did stays known."""
        ...

    def administrators(self) -> frozenset[str]:
        """Ids of active people who are administrators.

        In a unit of work that may write, nobody else can ask the same until it ends: two who would take the last two
        away at once come one after the other.
        """
        ...


class PasswordCodes(Protocol):
    """One-time codes with which a password is set."""

    def add(self, code: PasswordCode, digest: str) -> None:
        """Insert."""
        ...

    def by_digest(self, digest: str) -> PasswordCode | None:
        """The code of this hash."""
        ...

    def use(self, code_id: str, at: datetime) -> bool:
        """Mark it used. False when it was already: of two who use it at once, one gets False."""
        ...

    def void(self, person_id: str, at: datetime) -> None:
        """All codes of this person can no longer be used."""
        ...


class Sessions(Protocol):
    """Who is signed in."""

    def add(self, session: Session, digest: str) -> None:
        """Insert."""
        ...

    def by_digest(self, digest: str) -> Session | None:
        """The session of this hash."""
        ...

    def page(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Session]:
        """A person's, newest first (ids sort by age), strictly older than ``after``."""
        ...

    def touch(self, session_id: str, at: datetime) -> None:
        """Store when it was last used."""
        ...

    def end(self, person_id: str, session_id: str) -> bool:
        """Delete a person's session. False if there is no such one."""
        ...

    def end_all(self, person_id: str, *, but: str | None = None) -> None:
        """Delete a person's sessions, but perhaps one."""
        ...

    def forget(self, *, began_before: datetime, used_before: datetime) -> None:
        """Delete those that began, or were last used, before these moments: they are over."""
        ...


class Tokens(Protocol):
    """Bearer tokens."""

    def add(self, token: Token, digest: str) -> None:
        """Insert."""
        ...

    def get(self, token_id: str) -> tuple[Token, str] | None:
        """One token with the hash of its secret."""
        ...

    def page(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Token]:
        """A person's, newest first (ids sort by age), strictly older than ``after``, those that are over included."""
        ...

    def touch(self, token_id: str, at: datetime) -> None:
        """Store when it was last used."""
        ...

    def revoke(self, token_id: str, at: datetime) -> None:
        """It holds no more. One that was revoked before stays as it is."""
        ...

    def revoke_all(self, person_id: str, at: datetime) -> None:
        """None of a person's tokens holds any more."""
        ...


class SignInAttempts(Protocol):
    """How often somebody tried to sign in, by what they tried with: an account, an address."""

    def take(self, key: str, *, now: datetime, fresh_since: datetime) -> Attempts:
        """Count one more attempt and give all of them; what began before ``fresh_since`` counts no more.

        Of many at once each gets another number, in whatever process they are.
        """
        ...

    def give_back(self, key: str) -> None:
        """The last attempt was a success and doesn't count."""
        ...

    def forget(self, key: str) -> None:
        """None of the attempts counts any more."""
        ...
