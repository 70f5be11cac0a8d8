"""Engines of a SQLite file.

SQLite's own transactions begin too late to be of use: a transaction that reads first and writes later fails at once
when somebody else wrote in between, without waiting. So the driver is in autocommit and we begin by ourselves:
``BEGIN IMMEDIATE`` takes the write lock at the start and waits for it in an orderly way.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30
"""How long a transaction waits for the write lock, in this process and for another one."""


def write_engine(url: URL) -> Engine:
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


def read_engine(url: URL) -> Engine:
    """The engine that only reads: as many at once as its pool has connections, others wait."""
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
    # What is erased beside the record is gone from the file, too, not only out of reach.
    connection.execute("PRAGMA secure_delete = ON")


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
