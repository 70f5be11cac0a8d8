"""Who is signed in, and how often somebody tried."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, or_, select, update
from sqlalchemy import insert as plain_insert

from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.accounts import sessions, sign_in_attempts
from orchestrator.domain.sessions import Attempts, Session

_AT_A_TIME = 100
"""Old rows that go at a time: whoever signs in doesn't wait for all that ever was."""


class SqlSessions(Repository):
    """``services.account_stores.Sessions`` in SQL."""

    __slots__ = ()

    def add(self, session: Session, digest: str) -> None:
        """Insert."""
        self._connection.execute(
            plain_insert(sessions).values(
                id=session.id,
                person_id=session.person_id,
                digest=digest,
                began_at=session.began_at,
                used_at=session.used_at,
                client=session.client,
            )
        )

    def by_digest(self, digest: str) -> Session | None:
        """The session of this hash."""
        row = self._connection.execute(select(sessions).where(sessions.c.digest == digest)).one_or_none()
        return None if row is None else _session(row)

    def page(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Session]:
        """A person's, newest first (ids sort by age), strictly older than ``after``."""
        found = select(sessions).where(sessions.c.person_id == person_id).order_by(sessions.c.id.desc()).limit(limit)
        if after is not None:
            found = found.where(sessions.c.id < after)
        return [_session(row) for row in self._connection.execute(found)]

    def touch(self, session_id: str, at: datetime) -> None:
        """Store when it was last used; an older moment, or a session that has ended, changes nothing."""
        used = update(sessions).where(sessions.c.id == session_id, sessions.c.used_at < at)
        self._connection.execute(used.values(used_at=at))

    def end(self, person_id: str, session_id: str) -> bool:
        """Delete a person's session. False if there is no such one."""
        ended = delete(sessions).where(sessions.c.person_id == person_id, sessions.c.id == session_id)
        return self._connection.execute(ended).rowcount == 1

    def end_all(self, person_id: str, *, but: str | None = None) -> None:
        """Delete a person's sessions, but perhaps one."""
        ended = delete(sessions).where(sessions.c.person_id == person_id)
        self._connection.execute(ended if but is None else ended.where(sessions.c.id != but))

    def forget(self, *, began_before: datetime, used_before: datetime) -> None:
        """Delete some of those that began, or were last used, before these moments: they are over."""
        over = or_(sessions.c.began_at < began_before, sessions.c.used_at < used_before)
        # What somebody else is just deleting is left to them.
        some = select(sessions.c.id).where(over).limit(_AT_A_TIME).with_for_update(skip_locked=True)
        self._connection.execute(delete(sessions).where(sessions.c.id.in_(some)))


class SqlSignInAttempts(Repository):
    """``services.account_stores.SignInAttempts`` in SQL."""

    __slots__ = ()

    def take(self, key: str, *, now: datetime, fresh_since: datetime) -> Attempts:
        """Count one more attempt and give all of them; what began before ``fresh_since`` counts no more.

        The row is taken until the unit of work ends, so that each of many at once gets another number.
        """
        row = sign_in_attempts.c
        fresh = row.since >= fresh_since
        new = insert(self._connection, sign_in_attempts).values(key=key, count=1, since=now)
        counted = new.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((fresh, row.count + 1), else_=1),
                "since": case((fresh, row.since), else_=new.excluded.since),
            },
        ).returning(row.count, row.since)
        taken = self._connection.execute(counted).one()
        old = select(row.key).where(row.since < fresh_since).limit(_AT_A_TIME).with_for_update(skip_locked=True)
        self._connection.execute(delete(sign_in_attempts).where(row.key.in_(old)))
        return Attempts(count=taken[0], since=taken[1])

    def give_back(self, key: str) -> None:
        """The last attempt was a success and doesn't count."""
        row = sign_in_attempts.c
        counted = update(sign_in_attempts).where(row.key == key, row.count > 0)
        self._connection.execute(counted.values(count=row.count - 1))

    def forget(self, key: str) -> None:
        """None of the attempts counts any more."""
        self._connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.key == key))


def _session(row: Row[Any]) -> Session:
    return Session(id=row.id, person_id=row.person_id, began_at=row.began_at, used_at=row.used_at, client=row.client)
