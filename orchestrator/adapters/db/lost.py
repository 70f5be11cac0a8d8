"""Tells transactions that the database gave up from those that went wrong by themselves."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from orchestrator.services.unit_of_work import TransactionLost

_SERIALIZATION_FAILURE = "40001"
_DEADLOCK = "40P01"
_LOCK_TIMEOUT = "55P03"
_GIVEN_UP = frozenset({_SERIALIZATION_FAILURE, _DEADLOCK, _LOCK_TIMEOUT})
"""Conditions of PostgreSQL (appendix A of its manual) that say nothing of what the transaction wanted."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY = 0xFF
"""Mask of SQLite's result code; the bits above say more precisely which kind it was."""


def raise_if_lost(error: SQLAlchemyError) -> None:
    """Raise what the port promises, if this error says that the database gave the transaction up.

    Raises:
        TransactionLost: It does.
    """
    if isinstance(error, PoolTimeout):
        raise TransactionLost("no connection became free") from error
    if not isinstance(error, DBAPIError):
        return
    state = getattr(error.orig, "sqlstate", None)
    code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY
    if error.connection_invalidated or state in _GIVEN_UP or code in _BUSY:
        raise TransactionLost(type(error.orig).__name__) from error
