"""People with an account, and the roles that they hold."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.accounts import accounts, role_grants
from orchestrator.domain.people import Grant, Person, Role, RoleScope, ScopeKind

_PERSON = (
    accounts.c.person_id,
    accounts.c.login,
    accounts.c.name,
    accounts.c.email,
    accounts.c.language,
    accounts.c.created_at,
    accounts.c.deactivated_at,
)
"""All columns but the password's hash, which nobody gets who didn't ask for it."""


class SqlAccounts(Repository):
    """``services.account_stores.Accounts`` in SQL."""

    __slots__ = ()

    def add(self, person: Person) -> None:
        """Insert, without a password."""
        self._connection.execute(
            insert(accounts).values(
                person_id=person.id,
                login=person.login,
                name=person.name,
                email=person.email,
                language=person.language,
                created_at=person.created_at,
                deactivated_at=person.deactivated_at,
            )
        )

    def update(self, person: Person) -> None:
        """Store whether and since when the person is deactivated; all else stays.

        Raises:
            RowMissing: There is no such account.
        """
        self._change(person.id, deactivated_at=person.deactivated_at)

    def forget(self, person_id: str) -> None:
        """Erase the person's name, login, e-mail address and password; nobody can sign in as them any more.

        Raises:
            RowMissing: There is no such account.
        """
        # A login must be there, and nobody else's is this one.
        self._change(person_id, login=f"erased:{person_id}", name="", email="", password_hash=None)

    def get(self, person_id: str) -> Person | None:
        """One person. In a unit of work that may write, nobody else changes that account until it ends."""
        wanted = self._held(select(*_PERSON).where(accounts.c.person_id == person_id))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _person(row)

    def by_login(self, login: str) -> Person | None:
        """One person by login, compared without case.

        In a unit of work that may write, nobody else changes that account, or takes that login, until it ends.
        """
        folded = login.casefold()
        self._hold_name(f"login {folded}")
        row = self._connection.execute(self._held(select(*_PERSON).where(accounts.c.login == folded))).one_or_none()
        return None if row is None else _person(row)

    def languages(self, person_ids: Collection[str]) -> Mapping[str, str]:
        """The languages of these people by id; whoever has no account is missing. It takes no account."""
        found = select(accounts.c.person_id, accounts.c.language).where(accounts.c.person_id.in_(list(person_ids)))
        return {row.person_id: row.language for row in self._connection.execute(found)}

    def page(self, *, after: str | None, limit: int) -> Sequence[Person]:
        """By login, at most ``limit``, strictly behind the login ``after``."""
        found: Select[Any] = select(*_PERSON).order_by(accounts.c.login).limit(limit)
        if after is not None:
            found = found.where(accounts.c.login > after.casefold())
        return [_person(row) for row in self._connection.execute(found)]

    def password_hash(self, person_id: str) -> str | None:
        """The hash of the person's password, or None before they have set one."""
        wanted = select(accounts.c.password_hash).where(accounts.c.person_id == person_id)
        return self._connection.execute(wanted).scalar_one_or_none()

    def without_password(self, person_ids: Collection[str]) -> frozenset[str]:
        """Those of these people who have not set a password yet."""
        wanted = select(accounts.c.person_id).where(
            accounts.c.person_id.in_(list(person_ids)), accounts.c.password_hash.is_(None)
        )
        return frozenset(self._connection.execute(wanted).scalars())

    def set_password(self, person_id: str, password_hash: str) -> None:
        """Store another hash.

        Raises:
            RowMissing: There is no such account.
        """
        self._change(person_id, password_hash=password_hash)

    def grants(self, person_ids: Collection[str]) -> Mapping[str, tuple[Grant, ...]]:
        """The roles that these people hold now, oldest first, by person id; whoever has none is missing."""
        held = (
            select(role_grants)
            .where(role_grants.c.person_id.in_(list(person_ids)), role_grants.c.until.is_(None))
            .order_by(role_grants.c.since, role_grants.c.id)
        )
        found: defaultdict[str, list[Grant]] = defaultdict(list)
        for row in self._connection.execute(held):
            found[row.person_id].append(_grant(row))
        return {person_id: tuple(grants) for person_id, grants in found.items()}

    def add_grant(self, grant: Grant) -> None:
        """Insert."""
        self._connection.execute(
            insert(role_grants).values(
                id=grant.id,
                person_id=grant.person_id,
                role=grant.role.value,
                scope_kind=grant.scope.kind.value,
                scope_name=grant.scope.name,
                since=grant.since,
                granted_by=grant.by,
            )
        )

    def end_grant(self, grant_id: str, *, by: str, at: datetime) -> None:
        """The person holds it no more; that they did stays known.

        Raises:
            RowMissing: Nobody holds it.
        """
        ended = update(role_grants).where(role_grants.c.id == grant_id, role_grants.c.until.is_(None))
        must_exist(self._connection.execute(ended.values(until=at, ended_by=by)), "role that is held", grant_id)

    def administrators(self) -> frozenset[str]:
        """Ids of active people who are administrators.

        In a unit of work that may write, nobody else can ask the same until it ends.
        """
        self._hold_name("administrators")
        wanted = (
            select(role_grants.c.person_id)
            .join(accounts, accounts.c.person_id == role_grants.c.person_id)
            .where(
                role_grants.c.role == Role.ADMINISTRATOR.value,
                role_grants.c.until.is_(None),
                accounts.c.deactivated_at.is_(None),
            )
        )
        return frozenset(self._connection.execute(wanted).scalars())

    def _change(self, person_id: str, **values: str | datetime | None) -> None:
        changed = update(accounts).where(accounts.c.person_id == person_id).values(**values)
        must_exist(self._connection.execute(changed), "account", person_id)


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.person_id,
        login=row.login,
        name=row.name,
        email=row.email,
        language=row.language,
        created_at=row.created_at,
        deactivated_at=row.deactivated_at,
    )


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        id=row.id,
        person_id=row.person_id,
        role=Role(row.role),
        scope=RoleScope(ScopeKind(row.scope_kind), row.scope_name),
        since=row.since,
        by=row.granted_by,
    )
