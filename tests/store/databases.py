"""Databases for tests: migrated once, then copied."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from orchestrator.adapters.db.engine import Engines, open_engines
from orchestrator.adapters.db.migrate import migrate
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork


class RecordingJobs:
    """Enqueues into a list: what was asked for, and on which connection."""

    def __init__(self) -> None:
        self.enqueued: list[tuple[str, str, dict[str, str | None]]] = []
        self.connections: list[Connection] = []

    def on(self, connection: Connection) -> "RecordingJobs":
        """The factory that a unit of work gets."""
        self.connections.append(connection)
        return self

    def enqueue(self, kind: str, key: str, arguments: Mapping[str, str | None]) -> None:
        """Write it down."""
        self.enqueued.append((kind, key, dict(arguments)))


@dataclass
class Database:
    """One migrated database with what opens it."""

    url: str
    engines: Engines
    jobs: RecordingJobs = field(default_factory=RecordingJobs)

    def transactions(self) -> SqlUnitOfWork:
        """A unit of work that may write."""
        return SqlUnitOfWork(self.engines.write, self.jobs.on)

    def reads(self) -> SqlUnitOfWork:
        """A unit of work that only reads."""
        return SqlUnitOfWork(self.engines.read)

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever a column holds
        """Run one statement of raw SQL in a transaction of its own, and give its rows."""
        with self.engines.write.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []


def make_template(folder: Path) -> Path:
    """A migrated SQLite file without anything in it; make it once and copy it for each test."""
    file = folder / "template.sqlite"
    migrate(f"sqlite:///{file}")
    return file


def open_copy(template: Path, folder: Path) -> Database:
    """A copy of the template in ``folder``. Dispose of its engines at the end."""
    file = folder / "store.sqlite"
    shutil.copyfile(template, file)
    url = f"sqlite:///{file}"
    return Database(url, open_engines(url))
