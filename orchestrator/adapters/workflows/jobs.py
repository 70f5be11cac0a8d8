"""Enqueueing: one row in the engine's table, in the transaction of the change that owes the work.

The process that enqueues needs no running engine: the row is all, and a worker finds it.
"""

from collections.abc import Mapping
from typing import Any

from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions

from orchestrator.adapters.workflows.errors import ClassroomMissing, UnknownJobKind
from orchestrator.adapters.workflows.identity import APPLICATION, GENERAL_QUEUE, ROOMS_QUEUE

DatabaseEngine = Any
"""A SQLAlchemy engine. Its type has no name here: what makes one, and only that, imports SQLAlchemy."""

DatabaseConnection = Any
"""A SQLAlchemy connection or session with an open transaction."""


class JobClient:
    """Makes enqueuers. One per process is enough; it starts no thread, and connects only when it is used.

    Args:
        engine: Writing engine of the database that holds the engine's tables (see ``schema``) and our own.
        exclusive: Every kind that may be enqueued, and whether it is exclusive per room (see ``kinds.exclusivity``).
    """

    def __init__(self, engine: DatabaseEngine, exclusive: Mapping[str, bool]) -> None:
        self.exclusive = dict(exclusive)
        self.dbos = DBOSClient(
            system_database_engine=engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def on(self, connection: DatabaseConnection) -> "DbosJobs":
        """The enqueuer of one transaction."""
        return DbosJobs(connection, self)

    def close(self) -> None:
        """Let go of the database. The engine that was given stays open."""
        self.dbos.destroy()


class DbosJobs:
    """``Jobs`` on one open transaction: nothing is enqueued unless that commits.

    Args:
        connection: The transaction's connection or session.
        client: What it is enqueued with.
    """

    def __init__(self, connection: DatabaseConnection, client: JobClient) -> None:
        self._connection = connection
        self._client = client

    def enqueue(self, kind: str, key: str, arguments: Mapping[str, str | None]) -> None:
        """Enqueue a job of ``kind`` once per ``key``; the same key again changes nothing, even when the job is over.

        Raises:
            UnknownJobKind: No such kind.
            ClassroomMissing: The kind is exclusive per room, and ``classroom_id`` is not among the arguments.
        """
        exclusive = self._client.exclusive.get(kind)
        if exclusive is None:
            raise UnknownJobKind(kind)
        # No version is given: what has not begun has no kept results, so the newest worker may take it.
        options: EnqueueOptions = {
            "workflow_name": kind,
            "workflow_id": f"{kind}:{key}",
            "queue_name": ROOMS_QUEUE if exclusive else GENERAL_QUEUE,
        }
        if exclusive:
            classroom_id = arguments.get("classroom_id")
            if not classroom_id:
                raise ClassroomMissing(kind)
            options["queue_partition_key"] = classroom_id
        # One positional dictionary, because an argument's name could be one of the method's own.
        self._client.dbos.enqueue_in_transaction(self._connection, options, dict(arguments))
