"""A lock on the server that says to all other workers: the worker of this name lives."""

import contextlib
import hashlib
import time
from typing import Any

import structlog

from orchestrator.adapters.workflows.errors import WorkerRunsAlready
from orchestrator.adapters.workflows.jobs import DatabaseConnection, DatabaseEngine

log = structlog.get_logger()

TAKE_SECONDS = 10.0
"""How long a starting worker waits for its lock: a peer that rescues its work holds it for a moment."""

_TAKE_POLL_SECONDS = 0.1
_KEEPALIVES = {"tcp_keepalives_idle": 15, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}
"""By these the server notices within half a minute that a host has gone without a word."""


def key_of(executor_id: str) -> int:
    """The lock's number on the server: 64 bits of a hash, with sign."""
    digest = hashlib.sha256(f"classroom worker {executor_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class ExecutorLock:
    """The lock of one executor id, which belongs to a session of its own and ends with it, however that ends.

    The session is not the pool's. Through a proxy that shares sessions between clients it would mean nothing: a worker
    connects to the server itself.

    Args:
        engine: Writing engine of a PostgreSQL database.
        executor_id: The worker's name.
    """

    def __init__(self, engine: DatabaseEngine, executor_id: str) -> None:
        self._engine = engine
        self._executor_id = executor_id
        self._session: DatabaseConnection | None = None

    def take(self) -> None:
        """Take the lock, after a short wait if need be.

        Raises:
            WorkerRunsAlready: Another worker of this name has it, on whatever host.
        """
        deadline = time.monotonic() + TAKE_SECONDS
        while not self._try():
            if time.monotonic() > deadline:
                raise WorkerRunsAlready(f"the lock of worker {self._executor_id}")
            time.sleep(_TAKE_POLL_SECONDS)

    def keep(self) -> bool:
        """Make sure that it is still held: if its session broke, take it anew. False if somebody else has it now."""
        if self._session is not None:
            try:
                self._session.exec_driver_sql("SELECT 1")
            except Exception as error:  # noqa: BLE001 - the driver's, whose types have no name here
                log.warning("the session of the worker's lock broke", error=type(error).__name__)
                self.release()
        return self._session is not None or self._try()

    def release(self) -> None:
        """Give it up, if it is held."""
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(Exception):  # a session that broke cannot be closed properly
                # The server would free it too, but only once it has noticed that the session is gone.
                session.exec_driver_sql("SELECT pg_advisory_unlock_all()")
                session.close()

    def _try(self) -> bool:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        session.detach()
        try:
            for name, value in _KEEPALIVES.items():
                session.exec_driver_sql(f"SET {name} = {value}")
            taken = _try_session_lock(session, self._executor_id)
        except BaseException:
            session.close()
            raise
        if taken:
            self._session = session
        else:
            session.close()
        return taken


def is_free(transaction: DatabaseConnection, executor_id: str) -> bool:
    """Whether nobody holds the lock of this executor id. If so, it is held from here to the transaction's end."""
    asked: Any = transaction.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s)", (key_of(executor_id),))
    return bool(asked.scalar_one())


def _try_session_lock(session: DatabaseConnection, executor_id: str) -> bool:
    asked: Any = session.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (key_of(executor_id),))
    return bool(asked.scalar_one())
