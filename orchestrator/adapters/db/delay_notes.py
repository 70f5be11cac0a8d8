"""Words about delays."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.owed import delay_notes
from orchestrator.domain.delay_notes import DelayNote


class SqlDelayNotes(Repository):
    """``services.owed_stores.DelayNotes`` in SQL."""

    __slots__ = ()

    def add(self, note: DelayNote) -> None:
        """Insert."""
        self._connection.execute(insert(delay_notes).values(row_of(note, delay_notes)))

    def of_requests(self, request_ids: Collection[str]) -> Sequence[DelayNote]:
        """All on these requests, oldest first."""
        mine = delay_notes.c.request_id.in_(list(request_ids))
        found = self._connection.execute(select(delay_notes).where(mine).order_by(delay_notes.c.id))
        return [value_of(DelayNote, row) for row in found]
