"""Engines of a PostgreSQL database.

Writers run side by side (READ COMMITTED), one at a time in each room: see ``Repository._held``. The audit log's head is
locked last, so that the one queue of all writers is short.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

POOL_SIZE = 5
POOL_OVERFLOW = 5
"""A process holds at most twice ten connections and two of the worker's own: four processes fit into the hundred that
a server allows by default. Jobs that sleep hold none."""

WAIT_SECONDS = 30
"""How long a transaction waits for a connection, and for what another one has locked."""

IDLE_SECONDS = 60
"""How long the server lets a transaction stand idle before it ends it, as when its process has frozen."""

CONNECT_SECONDS = 10


def write_engine(url: URL) -> Engine:
    """The engine that writes, as many at once as it has connections."""
    return _engine(url, isolation_level="READ COMMITTED")


def read_engine(url: URL) -> Engine:
    """The engine that only reads: each transaction sees one unchanging state, and the server refuses every change."""
    options = {"postgresql_readonly": True}
    return _engine(url, isolation_level="REPEATABLE READ", execution_options=options)


def _engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's
    engine = create_engine(
        url,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "classroom"},
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=WAIT_SECONDS,
        # A restart of the server must not cost every pooled connection's next user an error.
        pool_pre_ping=True,
        **options,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401, ARG001 - the driver's; SQLAlchemy's
    connection.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    # The pool rolls back what it gets back, and that would undo a setting that was not committed.
    connection.commit()
