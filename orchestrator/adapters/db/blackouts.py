"""Blackouts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.blackouts import blackouts
from orchestrator.domain.blackouts import Blackout

_CHANGES = ("lifted_at", "lifted_by")


class SqlBlackouts(Repository):
    """``services.decision_stores.Blackouts`` in SQL."""

    __slots__ = ()

    def add(self, blackout: Blackout) -> None:
        """Insert."""
        self._connection.execute(insert(blackouts).values(row_of(blackout, blackouts)))

    def update(self, blackout: Blackout) -> None:
        """Store that it was lifted.

        Raises:
            RowMissing: There is no such blackout.
        """
        changed = row_of(blackout, blackouts, only=_CHANGES)
        done = self._connection.execute(update(blackouts).where(blackouts.c.id == blackout.id).values(changed))
        must_exist(done, "blackout", blackout.id)

    def get(self, blackout_id: str) -> Blackout | None:
        """One blackout. In a unit of work that may write, nobody else changes it until that ends."""
        wanted = self._held(select(blackouts).where(blackouts.c.id == blackout_id))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else value_of(Blackout, row)

    def ahead(self, at: datetime) -> Sequence[Blackout]:
        """Those that are not over at a moment and were not lifted, by their beginning."""
        found = (
            select(blackouts)
            .where(blackouts.c.ends_at > at, blackouts.c.lifted_at.is_(None))
            .order_by(blackouts.c.starts_at, blackouts.c.id)
        )
        return [value_of(Blackout, row) for row in self._connection.execute(found)]

    def page(self, *, after: str | None, limit: int) -> Sequence[Blackout]:
        """Newest first, strictly older than ``after``."""
        found = select(blackouts).order_by(blackouts.c.id.desc()).limit(limit)
        if after is not None:
            found = found.where(blackouts.c.id < after)
        return [value_of(Blackout, row) for row in self._connection.execute(found)]
