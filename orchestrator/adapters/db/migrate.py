"""Brings a database's tables up to date, and says whether they are."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from orchestrator.adapters.db.engine import database_file, read_engine, write_engine
from orchestrator.adapters.db.errors import UnmigratedDatabase
from orchestrator.adapters.db.tables.base import PREFIX

VERSION_TABLE = PREFIX + "schema_version"
_SCRIPTS = Path(__file__).parent / "migrations"

_Kind = Literal["schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint", "check_constraint"]
_Parent = Literal["schema_name", "table_name", "schema_qualified_table_name"]


def is_ours(name: str | None, kind: _Kind, parents: MutableMapping[_Parent, str | None]) -> bool:  # noqa: ARG001 - Alembic's
    """Whether migrations have to do with this; a table without our prefix is the durable engine's."""
    return kind != "table" or (name is not None and name.startswith(PREFIX))


def migrate(url: str) -> None:
    """Bring the database to this version's tables, creating it where there is none. All or nothing.

    Raises:
        UnsupportedDatabase: The URL names something that the store cannot use.
    """
    database_file(url).parent.mkdir(parents=True, exist_ok=True)
    engine = write_engine(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def current(url: str) -> str | None:
    """The revision that the database is at; None where it has no tables of ours, or is not there."""
    if not database_file(url).is_file():
        return None
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(VERSION_TABLE):
                return None
            return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    finally:
        engine.dispose()


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
    """
    known = [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]
    present = current(url)
    if present is None:
        return tuple(known)
    if present not in known:
        raise UnmigratedDatabase(present=present, wanted=known[-1])
    return tuple(known[known.index(present) + 1 :])


def ensure_migrated(url: str) -> None:
    """Do nothing when the database has exactly the tables that this version works with.

    Raises:
        UnmigratedDatabase: It hasn't; the service must not start on it.
    """
    if pending(url):
        raise UnmigratedDatabase(present=current(url), wanted=head())


def _config() -> Config:
    config = Config()
    # A % in the path would be taken for an interpolation.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
