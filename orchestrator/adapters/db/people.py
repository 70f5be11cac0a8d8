"""Names beside ids."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.asked import people
from orchestrator.domain.people import Actor


class SqlPeople(Repository):
    """``services.unit_of_work.People`` in SQL."""

    __slots__ = ()

    def remember(self, actor: Actor) -> None:
        """Insert or update the actor's name."""
        self._upsert(people, [{"id": actor.id, "name": actor.name}], key=("id",))

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        """Names by id; unknown ids are missing."""
        found = select(people).where(people.c.id.in_(list(ids))).order_by(people.c.id)
        return {row.id: row.name for row in self._connection.execute(found)}
