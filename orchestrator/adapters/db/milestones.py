"""When requests were ready for the first time, and what they were promised."""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, select

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.figures import request_milestones, request_promises
from orchestrator.domain.milestones import Milestone, Promise


class SqlMilestones(Repository):
    """``services.figure_stores.Milestones`` in SQL."""

    __slots__ = ()

    def promise(self, promise: Promise) -> None:
        """Insert; the same request again changes nothing."""
        statement = insert(self._connection, request_promises).values(row_of(promise, request_promises))
        self._connection.execute(statement.on_conflict_do_nothing(index_elements=["request_id"]))

    def promises(self, request_ids: Collection[str]) -> Mapping[str, Promise]:
        """By request; those that were accepted before promises were kept are missing."""
        found = select(request_promises).where(request_promises.c.request_id.in_(list(request_ids)))
        return {row.request_id: value_of(Promise, row) for row in self._connection.execute(found)}

    def keep(self, milestones: Collection[Milestone]) -> None:
        """Insert. What is there already changes only from not as asked to as asked, once."""
        rows = [row_of(milestone, request_milestones) for milestone in milestones]
        if not rows:
            return
        statement = insert(self._connection, request_milestones)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in {"request_id", "ready_at"}}
        first_as_asked = request_milestones.c.as_asked_at.is_(None), statement.excluded.as_asked_at.is_not(None)
        once = statement.on_conflict_do_update(index_elements=["request_id"], set_=changed, where=and_(*first_as_asked))
        self._connection.execute(once, rows)

    def of_requests(self, request_ids: Collection[str]) -> Mapping[str, Milestone]:
        """By request; those that were never ready are missing."""
        found = select(request_milestones).where(request_milestones.c.request_id.in_(list(request_ids)))
        return {row.request_id: value_of(Milestone, row) for row in self._connection.execute(found)}
