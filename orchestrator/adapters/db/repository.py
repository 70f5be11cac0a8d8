"""What repositories share: the connection of their unit of work, its locks, and what databases spell differently."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Select, Table, select, text
from sqlalchemy.dialects import postgresql, sqlite

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.adapters.db.tables.rooms import classrooms

Row = Mapping[str, Any]
"""Values by column name."""


class Repository:
    """One noun's rows, seen through the connection of one unit of work."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _held(self, found: Select[Any]) -> Select[Any]:
        """What is found, a room above all: nobody else changes it, or what belongs to it, until this unit of work ends.

        Only where it may write. SQLite lets one unit of work write at a time, and services rely on it: what they read
        stays as it is until they have written. On PostgreSQL, where writers run side by side, whoever reads a room, or
        a request or a rollout of it, takes the room, and the next one waits for it.

        No two wait for each other, because all take in the same order: accounts; the room; what belongs to it; the
        audit log's head last. Whoever needs several rooms takes them by ``Classrooms.all``, in its order.
        """
        # Not so strong that rows which only refer to this one would have to wait, too.
        return found.with_for_update(key_share=True) if self._takes_locks else found

    def _hold_room_of(self, classroom_id: Select[tuple[str]]) -> None:
        """The same for what belongs to a room; the room stands in its row for good.

        A statement of its own, and the row is read after it: what a statement that has to wait finds elsewhere is as
        old as its beginning.
        """
        if self._takes_locks:
            rooms = select(classrooms.c.id).where(classrooms.c.id == classroom_id.scalar_subquery())
            self._connection.execute(self._held(rooms))

    def _hold_rooms(self, ids: Collection[str]) -> None:
        """The same for what belongs to several rooms, in the order of ``Classrooms.all``."""
        if self._takes_locks and ids:
            rooms = select(classrooms.c.id).where(classrooms.c.id.in_(list(ids)))
            self._connection.execute(self._held(rooms.order_by(classrooms.c.code, classrooms.c.id))).all()

    def _hold_name(self, name: str) -> None:
        """The same for something that has no row yet: its name is taken until the unit of work ends."""
        if self._takes_locks:
            self._connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})

    @property
    def _takes_locks(self) -> bool:
        server = self._connection.dialect.name == "postgresql"
        return server and not self._connection.get_execution_options().get("postgresql_readonly")

    def _upsert(
        self, table: Table, rows: Sequence[Row], *, key: tuple[str, ...], where: ColumnElement[bool] | None = None
    ) -> None:
        """Insert rows; where a row with this key is there already, set its other columns, if ``where`` holds for it.

        All rows must name the same columns.
        """
        if not rows:
            return
        dialect = self._connection.dialect.name
        changed = tuple(name for name in rows[0] if name not in key)
        if where is None:
            statement = _upsert_of(dialect, table, key, changed)
        else:
            statement = _upsert_made(dialect, table, key, changed, where)
        self._connection.execute(statement, list(rows))


def _upsert_made(
    dialect: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...], where: ColumnElement[bool] | None
) -> sqlite.Insert | postgresql.Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in changed}, where=where
    )


@cache
def _upsert_of(
    dialect: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    """Made once for a table: to name what was to be inserted, SQLAlchemy makes a copy of all its columns each time."""
    return _upsert_made(dialect, table, key, changed, None)


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can resolve a conflict, in the words of the connection's database."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def must_exist(result: CursorResult[Any], thing: str, *key: str | int) -> None:
    """Check that a change of one row found it.

    Raises:
        RowMissing: It didn't.
    """
    if result.rowcount != 1:
        raise RowMissing(thing, key)
