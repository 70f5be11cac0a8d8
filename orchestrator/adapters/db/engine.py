"""The two engines of one database: one that writes, one that the database itself keeps from writing.

What is special to SQLite stands here. Its own transactions begin too late to be of use: a transaction that reads first
and writes later fails at once when somebody else wrote in between, without waiting. So the driver is in autocommit and
we begin by ourselves: ``BEGIN IMMEDIATE`` takes the write lock at the start and waits for it in an orderly way.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from orchestrator.adapters.db.errors import UnsupportedDatabase

BUSY_SECONDS = 30
"""How long a transaction waits for the write lock, in this process and for another one."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What units of work run on. Dispose of it at the end.

    Attributes:
        write: Each transaction holds the database's write lock from its start.
        read: Each transaction sees one unchanging state; the database refuses every change.
    """

    write: Engine
    read: Engine

    def dispose(self) -> None:
        """Close all connections."""
        self.write.dispose()
        self.read.dispose()


def open_engines(url: str) -> Engines:
    """Both engines of the database at ``url``. Nothing is connected yet.

    Raises:
        UnsupportedDatabase: It is no SQLite file.
    """
    database_file(url)
    return Engines(write=write_engine(url), read=read_engine(url))


def database_file(url: str) -> Path:
    """The SQLite file that ``url`` names.

    Raises:
        UnsupportedDatabase: It is no SQLite file.
    """
    parsed: URL = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database.startswith((":", "file:")):
        shown = parsed.render_as_string(hide_password=True)
        raise UnsupportedDatabase(f"{shown}: the store is a SQLite file now, as in sqlite:///path/to/file")
    return Path(parsed.database)


def write_engine(url: str) -> Engine:
    """The engine that writes.

    It has a single connection: SQLite has a single writer, and threads that queue for a connection are served in turn,
    while connections that queue for the lock are served by luck.
    """
    engine = create_engine(
        url,
        connect_args={"isolation_level": None},
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
    )
    event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def read_engine(url: str) -> Engine:
    """The engine that only reads, as many at once as like."""
    engine = create_engine(url, connect_args={"isolation_level": None})
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_writer(connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401, ARG001 - the driver's; SQLAlchemy's
    _prepare(connection)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # The mode stays with the file, and changing it does not wait for others: so only the first one does it.
        connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL may lose the last commits at a power cut, and with them entries of the record.
    connection.execute("PRAGMA synchronous = FULL")


def _prepare_reader(connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401, ARG001 - the driver's; SQLAlchemy's
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare(connection: Any) -> None:  # noqa: ANN401 - the driver's
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
