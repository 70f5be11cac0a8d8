"""What the tests of several workers stand on: a database on a server, marks that tell what ran, ways to wait."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, event, text

from orchestrator.adapters.db.engine import write_engine
from orchestrator.adapters.workflows.executor_lock import key_of
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.adapters.workflows.worker import Worker

DEADLINE_SECONDS = 60.0
"""How long a test waits for what must come, on a machine that is busy with other things."""

LOOK_SECONDS = 0.2
"""How often workers of these tests look after each other."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until it holds, by looking; a test that waits in vain fails."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@dataclass
class Stage:
    """One migrated database as the service sees it, and a folder for lock files and signals.

    The table ``mark`` beside ours tells what ran, where, and in what order.
    """

    url: str
    folder: Path

    def __post_init__(self) -> None:
        self.engine: Engine = write_engine(self.url)

    def enqueue(
        self, kinds: list[JobKind], kind: str, key: str, arguments: Mapping[str, str | None] | None = None
    ) -> None:
        client = JobClient(self.engine, exclusivity(kinds))
        with self.engine.begin() as connection:
            client.on(connection).enqueue(kind, key, arguments or {})
        client.close()

    def worker(
        self, kinds: list[JobKind], executor_id: str, *, rooms_at_once: int = 2, look_seconds: float = LOOK_SECONDS
    ) -> Worker:
        return Worker(
            engine=self.engine,
            kinds=kinds,
            executor_id=executor_id,
            lock_file=self.folder / f"{executor_id}.lock",
            clock=SystemClock(),
            rooms_at_once=rooms_at_once,
            look_seconds=look_seconds,
        )

    def mark(self, job: str, word: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO mark (job, word) VALUES (:job, :word)"), {"job": job, "word": word})

    def marks(self, job: str | None = None) -> list[str]:
        with self.engine.begin() as connection:
            rows = connection.execute(text("SELECT job, word FROM mark ORDER BY id")).all()
        return [row.word for row in rows if job in {None, row.job}]

    def status(self, job_id: str) -> tuple[str, str] | None:
        """What the engine's own table says of a job: its state, and the worker that has or had it."""
        with self.engine.begin() as connection:
            query = text("SELECT status, executor_id FROM dbos.workflow_status WHERE workflow_uuid = :id")
            row = connection.execute(query, {"id": job_id}).one_or_none()
        return None if row is None else (row.status, row.executor_id)

    def states(self) -> dict[str, int]:
        with self.engine.begin() as connection:
            query = text("SELECT status, count(*) AS n FROM dbos.workflow_status GROUP BY status")
            return {row.status: row.n for row in connection.execute(query)}

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with self.engine.begin() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def holders(self, executor_id: str) -> list[int]:
        """Server processes of the sessions that hold the lock of a worker's name."""
        held = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND (classid::bigint << 32) | objid::bigint = :key"
        with self.engine.begin() as connection:
            return list(connection.execute(text(held), {"key": key_of(executor_id)}).scalars())

    def close(self) -> None:
        # A thread of the engine may still write how a job ended: what it hands back then has no pool to go to.
        event.listen(self.engine, "checkin", lambda _, record: record.invalidate())
        self.engine.dispose()
