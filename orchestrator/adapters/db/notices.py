"""What people are told."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.decisions import notices
from orchestrator.domain.notices import Notice

_t = notices.c


class SqlNotices(Repository):
    """``services.decision_stores.Notices`` in SQL."""

    __slots__ = ()

    def put(self, notice: Notice) -> None:
        """Insert; the same person and key again change nothing."""
        statement = insert(self._connection, notices).values(row_of(notice, notices))
        self._connection.execute(statement.on_conflict_do_nothing(index_elements=["person_id", "key"]))

    def of_person(self, person_id: str, *, unread: bool, after: str | None, limit: int) -> Sequence[Notice]:
        """Newest first, strictly older than ``after``; with ``unread`` only those that the person has not read."""
        found = select(notices).where(_t.person_id == person_id).order_by(_t.id.desc()).limit(limit)
        if unread:
            found = found.where(_t.read_at.is_(None))
        if after is not None:
            found = found.where(_t.id < after)
        return [value_of(Notice, row) for row in self._connection.execute(found)]

    def has(self, person_id: str, key: str) -> bool:
        """Whether the person was told this already."""
        found = select(_t.id).where(_t.person_id == person_id, _t.key == key)
        return self._connection.execute(found).first() is not None

    def read(self, person_id: str, notice_ids: Collection[str], at: datetime) -> int:
        """Mark those of the person's as read; how many were unread before."""
        mine = _t.person_id == person_id, _t.id.in_(list(notice_ids)), _t.read_at.is_(None)
        return self._connection.execute(update(notices).where(*mine).values(read_at=at)).rowcount

    def unread(self, person_id: str, notice_ids: Collection[str]) -> int:
        """Mark those of the person's as not read; how many were read before."""
        mine = _t.person_id == person_id, _t.id.in_(list(notice_ids)), _t.read_at.is_not(None)
        return self._connection.execute(update(notices).where(*mine).values(read_at=None)).rowcount

    def forget_read(self, before: datetime, limit: int) -> int:
        """Delete notices that people were given before a moment and have read, at most ``limit``; how many."""
        old = select(_t.id).where(_t.read_at.is_not(None), _t.at < before).order_by(_t.id).limit(limit)
        return self._connection.execute(delete(notices).where(_t.id.in_(old))).rowcount
