"""Durable work as the real queue keeps it: with its transaction or not at all, and once per key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, event


@dataclass(frozen=True)
class QueuedJob:
    kind: str
    key: str
    arguments: dict[str, str | None]

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass
class JobLog:
    """What was enqueued and committed.

    Attributes:
        waiting: Not run yet, in order.
        known: Ids of all that were ever enqueued.
    """

    waiting: list[QueuedJob] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    def on(self, connection: Connection) -> "_Enqueuer":
        """The enqueuer of one transaction."""
        enqueuer = _Enqueuer()
        event.listen(connection, "commit", lambda _: self._keep(enqueuer))
        return enqueuer

    def _keep(self, enqueuer: "_Enqueuer") -> None:
        for job in enqueuer.jobs:
            if job.id not in self.known:
                self.known.append(job.id)
                self.waiting.append(job)
        enqueuer.jobs.clear()


@dataclass
class _Enqueuer:
    jobs: list[QueuedJob] = field(default_factory=list)

    def enqueue(self, kind: str, key: str, arguments: Mapping[str, str | None]) -> None:
        self.jobs.append(QueuedJob(kind, key, dict(arguments)))
