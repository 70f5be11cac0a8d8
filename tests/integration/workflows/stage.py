"""What the tests of the durable engine stand on: a database file with an engine as the product's, and ways to wait."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.adapters.workflows.worker import Worker

DEADLINE_SECONDS = 60.0
"""How long a test waits for what must come, on a machine that is busy with other things."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def open_engine(file: Path) -> Engine:
    """A writing engine as the store's: driver autocommit, the write lock from the start, one connection."""
    engine = create_engine(
        f"sqlite:///{file}", connect_args={"isolation_level": None}, pool_size=1, max_overflow=0, pool_timeout=30
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's
        for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until it holds, by looking; a test that waits in vain fails."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@dataclass
class Stage:
    """One database with the engine's tables and one of ours, ``mark``, which tells what ran and in what order."""

    folder: Path

    def __post_init__(self) -> None:
        self.file = self.folder / "database.sqlite"
        self.engine = open_engine(self.file)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def prepare(self) -> "Stage":
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE mark (id INTEGER PRIMARY KEY, job TEXT, word TEXT)"))
        migrate_engine(self.url)
        return self

    def enqueue(
        self, kinds: list[JobKind], kind: str, key: str, arguments: Mapping[str, str | None] | None = None
    ) -> None:
        client = JobClient(self.engine, exclusivity(kinds))
        with self.engine.begin() as connection:
            client.on(connection).enqueue(kind, key, arguments or {})
        client.close()

    def worker(self, kinds: list[JobKind], *, rooms_at_once: int = 8) -> Worker:
        return Worker(
            engine=self.engine,
            kinds=kinds,
            executor_id="host-a",
            lock_file=self.folder / "worker.lock",
            clock=SystemClock(),
            rooms_at_once=rooms_at_once,
        )

    def mark(self, job: str, word: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO mark (job, word) VALUES (:job, :word)"), {"job": job, "word": word})

    def marks(self, job: str | None = None) -> list[str]:
        with self.engine.begin() as connection:
            rows = connection.execute(text("SELECT job, word FROM mark ORDER BY id")).all()
        return [row.word for row in rows if job in {None, row.job}]

    def state(self, job_id: str) -> str | None:
        """What the engine's own table says of a job."""
        with self.engine.begin() as connection:
            query = text("SELECT status FROM workflow_status WHERE workflow_uuid = :id")
            return connection.execute(query, {"id": job_id}).scalar()

    def is_done(self, job_id: str) -> bool:
        return self.state(job_id) == "SUCCESS"

    def states(self) -> dict[str, int]:
        with self.engine.begin() as connection:
            rows = connection.execute(text("SELECT status, count(*) AS n FROM workflow_status GROUP BY status")).all()
        return {row.status: row.n for row in rows}

    def close(self) -> None:
        self.engine.dispose()
