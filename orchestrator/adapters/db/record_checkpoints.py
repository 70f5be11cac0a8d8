"""Signed heads of the log."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from orchestrator.adapters.db.errors import NotTheNext
from orchestrator.adapters.db.record_search import ENDLESS
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.record import audit_checkpoints
from orchestrator.services.record_stores import StoredCheckpoint

_AT_ONCE = 500

_LAST = select(audit_checkpoints).order_by(audit_checkpoints.c.number.desc()).limit(1)


class SqlCheckpoints(Repository):
    """The checkpoints of ``services.record_stores.Record`` in SQL."""

    __slots__ = ()

    def last_checkpoint(self) -> StoredCheckpoint | None:
        """The newest, or None before the first."""
        row = self._connection.execute(_LAST).one_or_none()
        return None if row is None else _checkpoint(row)

    def checkpoints(self, *, before: int | None, limit: int) -> Sequence[StoredCheckpoint]:
        """Newest first, with a number below ``before``."""
        found = select(audit_checkpoints).order_by(audit_checkpoints.c.number.desc()).limit(limit)
        if before is not None:
            found = found.where(audit_checkpoints.c.number < max(0, min(before, ENDLESS)))
        return [_checkpoint(row) for row in self._connection.execute(found)]

    def all_checkpoints(self) -> Iterator[StoredCheckpoint]:
        """Oldest first, some hundred at a time."""
        last = -1
        while True:
            found = select(audit_checkpoints).where(audit_checkpoints.c.number > last)
            rows = self._connection.execute(found.order_by(audit_checkpoints.c.number).limit(_AT_ONCE)).all()
            yield from map(_checkpoint, rows)
            if len(rows) < _AT_ONCE:
                return
            last = rows[-1].number

    def add_checkpoint(self, checkpoint: StoredCheckpoint) -> None:
        """Append; its number must be the next one.

        Raises:
            NotTheNext: It isn't.
        """
        last = self.last_checkpoint()
        expected = 0 if last is None else last.number + 1
        if checkpoint.number != expected:
            raise NotTheNext("checkpoint", expected=expected, given=checkpoint.number)
        self._connection.execute(
            insert(audit_checkpoints).values(
                number=checkpoint.number, size=checkpoint.size, at=checkpoint.at, note=checkpoint.note
            )
        )


def _checkpoint(row: Row[Any]) -> StoredCheckpoint:
    return StoredCheckpoint(row.number, row.size, row.at, row.note)
