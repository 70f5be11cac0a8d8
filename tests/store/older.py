"""Databases at a step that is not the last one, filled with what they could hold by then."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.tables import metadata
from tests.postgres_fixture import SERVICE, PostgresServer
from tests.store.databases import Database
from tests.store.full_site import Row, Rows
from tests.store.schemas import Schema, of_file, of_server, triggers_of_server

ENTRIES, HEAD = "cs_audit_entries", "cs_audit_head"


@dataclass
class Older:
    """A database on its way to the last step.

    Attributes:
        database: It; the service can be over it once the last step is taken.
        owner_url: Of whom the tables belong to.
        filled: Columns that got values, by table.
    """

    database: Database
    owner_url: str
    filled: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def fill_on_the_way(self, rows: Rows, steps: Sequence[str]) -> None:
        """Go from step to step; at each, fill the tables that it made, in the columns that they have by then."""
        for step in steps:
            self.upgrade(step)
            with self.database.owner.begin() as connection:
                self._fill(connection, rows)

    def upgrade(self, step: str) -> None:
        """Bring the tables to a step that need not be the last one."""
        config = Config()
        scripts = Path(tables.__file__).parent / "migrations"
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.database.owner.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, step)

    def upgrade_to_the_last(self) -> None:
        """Bring the tables up to date as the command does."""
        tables.migrate(self.owner_url, SERVICE if self.database.kind == "postgresql" else None)

    def schema(self) -> tuple[Schema, set[str]]:
        """See ``schema_of``."""
        return schema_of(self.database)

    def _fill(self, connection: Connection, rows: Rows) -> None:
        looked_at = inspect(connection)
        there = set(looked_at.get_table_names())
        for name in (table.name for table in metadata.sorted_tables):
            if name in there - self.filled.keys() and rows[name]:
                columns = tuple(column["name"] for column in looked_at.get_columns(name))
                self.filled[name] = columns
                if name == ENTRIES:
                    self._append(connection, rows)
                elif name != HEAD and not connection.scalar(text(f"SELECT 1 FROM {name} LIMIT 1")):  # noqa: S608 - ours
                    self._insert(connection, name, rows[name])

    def _append(self, connection: Connection, rows: Rows) -> None:
        """One entry after the other, and the head follows: the database refuses all else."""
        (last,) = rows[HEAD]
        known = [column["name"] for column in inspect(connection).get_columns(HEAD)]
        moved = ", ".join(f"{name} = :{name}" for name in known)
        for row in rows[ENTRIES]:
            self._insert(connection, ENTRIES, [row])
            connection.execute(text(f"UPDATE {HEAD} SET {moved}"), {**last, "next_index": row["entry_index"] + 1})  # noqa: S608 - ours

    def _insert(self, connection: Connection, name: str, rows: Sequence[Row]) -> None:
        columns = self.filled[name]
        quoted = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(f":{column}" for column in columns)
        kept = [{column: row[column] for column in columns} for row in rows]
        connection.execute(text(f"INSERT INTO {name} ({quoted}) VALUES ({values})"), kept)  # noqa: S608 - our own names


def schema_of(database: Database) -> tuple[Schema, set[str]]:
    """What its tables are made of, and on a server the names of the triggers, which are in a file's words already."""
    if database.kind == "postgresql":
        return of_server(database.owner), triggers_of_server(database.owner)
    return of_file(Path(database.url.removeprefix("sqlite:///"))), set()


@contextmanager
def older_database(template: Path | PostgresServer, folder: Path) -> Iterator[Older]:
    """An empty database, without tables, on what the template is on."""
    if isinstance(template, Path):
        url = f"sqlite:///{folder / 'older.sqlite'}"
        older = Older(Database.opened(url, url), url)
        yield older
        older.database.close()
    else:
        made = template.empty()
        older = Older(Database.opened(made.url, made.owner_url), made.owner_url)
        yield older
        older.database.close()
        template.drop(made)
