"""Bearer tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.accounts import tokens
from orchestrator.domain.people import Permission
from orchestrator.domain.tokens import Token


class SqlTokens(Repository):
    """``services.account_stores.Tokens`` in SQL."""

    __slots__ = ()

    def add(self, token: Token, digest: str) -> None:
        """Insert."""
        self._connection.execute(
            insert(tokens).values(
                id=token.id,
                person_id=token.person_id,
                digest=digest,
                name=token.name,
                permissions=None if token.permissions is None else sorted(token.permissions),
                made_at=token.made_at,
                expires_at=token.expires_at,
                used_at=token.used_at,
                revoked_at=token.revoked_at,
            )
        )

    def get(self, token_id: str) -> tuple[Token, str] | None:
        """One token with the hash of its secret."""
        row = self._connection.execute(select(tokens).where(tokens.c.id == token_id)).one_or_none()
        return None if row is None else (_token(row), row.digest)

    def page(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Token]:
        """A person's, newest first (ids sort by age), strictly older than ``after``, those that are over included."""
        found = select(tokens).where(tokens.c.person_id == person_id).order_by(tokens.c.id.desc()).limit(limit)
        if after is not None:
            found = found.where(tokens.c.id < after)
        return [_token(row) for row in self._connection.execute(found)]

    def touch(self, token_id: str, at: datetime) -> None:
        """Store when it was last used; an older moment changes nothing."""
        used = update(tokens).where(tokens.c.id == token_id, or_(tokens.c.used_at.is_(None), tokens.c.used_at < at))
        self._connection.execute(used.values(used_at=at))

    def revoke(self, token_id: str, at: datetime) -> None:
        """It holds no more. One that was revoked before stays as it is."""
        held = update(tokens).where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
        self._connection.execute(held.values(revoked_at=at))

    def revoke_all(self, person_id: str, at: datetime) -> None:
        """None of a person's tokens holds any more."""
        held = update(tokens).where(tokens.c.person_id == person_id, tokens.c.revoked_at.is_(None))
        self._connection.execute(held.values(revoked_at=at))


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        permissions=None if row.permissions is None else frozenset(map(Permission, row.permissions)),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
