"""One-time codes with which a password is set."""

from datetime import datetime

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.accounts import password_codes
from orchestrator.domain.sessions import CodePurpose, PasswordCode


class SqlPasswordCodes(Repository):
    """``services.account_stores.PasswordCodes`` in SQL."""

    __slots__ = ()

    def add(self, code: PasswordCode, digest: str) -> None:
        """Insert."""
        self._connection.execute(
            insert(password_codes).values(
                id=code.id,
                person_id=code.person_id,
                digest=digest,
                purpose=code.purpose.value,
                made_at=code.made_at,
                expires_at=code.expires_at,
                used_at=code.used_at,
            )
        )

    def by_digest(self, digest: str) -> PasswordCode | None:
        """The code of this hash."""
        row = self._connection.execute(select(password_codes).where(password_codes.c.digest == digest)).one_or_none()
        if row is None:
            return None
        return PasswordCode(
            id=row.id,
            person_id=row.person_id,
            purpose=CodePurpose(row.purpose),
            made_at=row.made_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
        )

    def use(self, code_id: str, at: datetime) -> bool:
        """Mark it used. False when it was already: of two who use it at once, one gets False."""
        used = update(password_codes).where(password_codes.c.id == code_id, password_codes.c.used_at.is_(None))
        return self._connection.execute(used.values(used_at=at)).rowcount == 1

    def void(self, person_id: str, at: datetime) -> None:
        """All codes of this person can no longer be used."""
        waiting = update(password_codes).where(
            password_codes.c.person_id == person_id, password_codes.c.used_at.is_(None)
        )
        self._connection.execute(waiting.values(used_at=at))
