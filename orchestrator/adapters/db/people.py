"""Names beside ids."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, exists, literal, select

from orchestrator.adapters.db.column_types import PlainText
from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.asked import people
from orchestrator.domain.people import Actor


class SqlPeople(Repository):
    """``services.unit_of_work.People`` in SQL."""

    __slots__ = ()

    def remember(self, actor: Actor) -> None:
        """Insert or update the actor's name.

        A name that is known already is not written again: the row would be locked until the end of the transaction,
        and all that one person or the worker does would stand in a queue for it.
        """
        known = exists().where(people.c.id == actor.id, people.c.name == actor.name)
        unknown = select(literal(actor.id, PlainText()), literal(actor.name, PlainText())).where(~known)
        statement = insert(self._connection, people).from_select(["id", "name"], unknown)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_={"name": statement.excluded.name})
        )

    def forget(self, actor_id: str) -> None:
        """Erase the actor's name."""
        self._connection.execute(delete(people).where(people.c.id == actor_id))

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        """Names by id; unknown ids are missing."""
        found = select(people).where(people.c.id.in_(list(ids))).order_by(people.c.id)
        return {row.id: row.name for row in self._connection.execute(found)}
