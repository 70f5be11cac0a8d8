"""Brings a database's tables up to date, and says whether they are."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from orchestrator.adapters.db.database_url import database_file, is_file, parsed, shown
from orchestrator.adapters.db.engine import read_engine, write_engine
from orchestrator.adapters.db.errors import (
    DatabaseUnreachable,
    MigrationFailed,
    UnmigratedDatabase,
    UnsupportedDatabase,
)
from orchestrator.adapters.db.grants import check_role, grant
from orchestrator.adapters.db.tables.base import PREFIX

VERSION_TABLE = PREFIX + "schema_version"
_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_302_119_844
"""Key of the lock that a migration holds on a server; any number that nobody else uses in this database."""

_Kind = Literal["schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint", "check_constraint"]
_Parent = Literal["schema_name", "table_name", "schema_qualified_table_name"]


def is_ours(name: str | None, kind: _Kind, parents: MutableMapping[_Parent, str | None]) -> bool:  # noqa: ARG001 - Alembic's
    """Whether migrations have to do with this; a table without our prefix is the durable engine's."""
    return kind != "table" or (name is not None and name.startswith(PREFIX))


def service_role(url: str) -> str | None:
    """The role that the service connects as; None on SQLite, which knows none.

    Raises:
        UnsupportedDatabase: The URL names something that the store cannot use.
    """
    return None if is_file(url) else parsed(url).username


def migrate(url: str, service: str | None = None) -> None:
    """Bring the database to this version's tables; a SQLite file is made where there is none. All or nothing.

    Args:
        url: The database, on PostgreSQL as the role that owns, or will own, the tables.
        service: On PostgreSQL the role that the service connects as; it gets its rights in the same transaction.

    Raises:
        UnsupportedDatabase: The URL names something that the store cannot use, or the service's role is missing.
        DatabaseUnreachable: The server doesn't let us in.
        RoleTooPowerful: The service's role could change what it must not.
        UnmigratedDatabase: A newer version made its tables.
        MigrationFailed: A step failed, or others did not let go of the tables in time; all is as it was.
    """
    if is_file(url):
        database_file(url).parent.mkdir(parents=True, exist_ok=True)
    elif service is None:
        raise UnsupportedDatabase("on PostgreSQL tables are made for a service's role, and none was named")
    pending(url)  # which refuses what a newer version made
    with _connected(write_engine(url), url) as connection:
        try:
            with connection.begin():
                _take_steps(connection, service)
        except DatabaseError as error:
            raise MigrationFailed(shown(url), _first_line(error)) from error


def _take_steps(connection: Connection, service: str | None) -> None:
    if service is not None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if service is not None:
        grant(connection, service, VERSION_TABLE)


def current(url: str) -> str | None:
    """The revision that the database is at; None where it has no tables of ours, or a SQLite file is not there.

    Raises:
        UnsupportedDatabase: The URL names something that the store cannot use.
        DatabaseUnreachable: The server doesn't let us in.
    """
    if is_file(url) and not database_file(url).is_file():
        return None
    with _connected(read_engine(url), url) as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def head() -> str:
    """The revision that this version needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:  # pragma: no cover - the package always has revisions
        raise FileNotFoundError(_SCRIPTS)
    return revision


def pending(url: str) -> tuple[str, ...]:
    """Revisions that the database still lacks, oldest first; empty when it is up to date.

    Raises:
        UnmigratedDatabase: It is at a revision that this version has never heard of: a newer one made it.
        UnsupportedDatabase, DatabaseUnreachable: As for ``current``.
    """
    known = [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]
    present = current(url)
    if present is None:
        return tuple(known)
    if present not in known:
        raise UnmigratedDatabase(present=present, wanted=known[-1], database=shown(url))
    return tuple(known[known.index(present) + 1 :])


def ensure_migrated(url: str) -> None:
    """Do nothing when the database has exactly the tables that this version works with, and they are not ours to bend.

    Args:
        url: The database as the service connects to it.

    Raises:
        UnmigratedDatabase: Its tables are others; the service must not start on it.
        RoleTooPowerful: On PostgreSQL the service's role could change what it must not.
        UnsupportedDatabase, DatabaseUnreachable: As for ``current``.
    """
    if pending(url):
        raise UnmigratedDatabase(present=current(url), wanted=head(), database=shown(url))
    role = service_role(url)
    if role is not None:
        with _connected(read_engine(url), url) as connection:
            check_role(connection, role)


@contextmanager
def _connected(engine: Engine, url: str) -> Iterator[Connection]:
    """A connection of an engine that is needed only once."""
    try:
        try:
            connection = engine.connect()
        except OperationalError as error:
            raise DatabaseUnreachable(f"{shown(url)} cannot be opened: {_first_line(error)}") from None
        with connection:
            yield connection
    except DatabaseError as error:
        if "file is not a database" not in str(error.orig):
            raise
        raise UnsupportedDatabase(f"{shown(url)} is a file, but no SQLite database") from None
    finally:
        engine.dispose()


def _first_line(error: DatabaseError) -> str:
    """What the database said, without the details that follow: they may quote rows."""
    return str(error.orig).strip().splitlines()[0]


def _config() -> Config:
    config = Config()
    # A % in the path would be taken for an interpolation.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
