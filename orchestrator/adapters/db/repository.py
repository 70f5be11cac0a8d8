"""What the repositories share: the unit of work's connection, and two statements that databases spell differently."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite

from orchestrator.adapters.db.errors import RowMissing

Row = Mapping[str, Any]
"""Values by column name."""


class Repository:
    """One noun's rows, seen through the connection of one unit of work."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _upsert(
        self, table: Table, rows: Sequence[Row], *, key: tuple[str, ...], where: ColumnElement[bool] | None = None
    ) -> None:
        """Insert rows; where a row with this key is there already, set its other columns, if ``where`` holds for it.

        All rows must name the same columns.
        """
        if not rows:
            return
        statement = insert(self._connection, table)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=list(key), set_=changed, where=where), list(rows)
        )


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
