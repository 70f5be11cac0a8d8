"""The two engines of one database: one that writes, one that the database itself keeps from writing."""

from dataclasses import dataclass

from sqlalchemy import Engine

from orchestrator.adapters.db import postgres, sqlite
from orchestrator.adapters.db.database_url import is_file, parsed


@dataclass(frozen=True, slots=True)
class Engines:
    """What units of work run on. Dispose of it at the end.

    Attributes:
        write: Its transactions change the store, on SQLite one at a time, on PostgreSQL side by side.
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
        UnsupportedDatabase: It is neither a SQLite file nor a PostgreSQL database.
    """
    return Engines(write=write_engine(url), read=read_engine(url))


def write_engine(url: str) -> Engine:
    """The engine that writes.

    Raises:
        UnsupportedDatabase: It is neither a SQLite file nor a PostgreSQL database.
    """
    return sqlite.write_engine(parsed(url)) if is_file(url) else postgres.write_engine(parsed(url))


def read_engine(url: str) -> Engine:
    """The engine that only reads.

    Raises:
        UnsupportedDatabase: It is neither a SQLite file nor a PostgreSQL database.
    """
    return sqlite.read_engine(parsed(url)) if is_file(url) else postgres.read_engine(parsed(url))
