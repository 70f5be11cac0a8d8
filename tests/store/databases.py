"""Databases for tests: migrated once, then copied."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from orchestrator.adapters.db.engine import Engines, open_engines, write_engine
from orchestrator.adapters.db.migrate import migrate
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from tests.postgres_fixture import PostgresServer


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
    """One migrated database with what opens it.

    Attributes:
        url: For the service.
        engines: The service's.
        owner: Engine of whom the tables belong to; on SQLite there is nobody else than the service.
        jobs: What was enqueued.
    """

    url: str
    engines: Engines
    owner: Engine
    jobs: RecordingJobs = field(default_factory=RecordingJobs)

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.owner.dialect.name

    def transactions(self) -> SqlUnitOfWork:
        """A unit of work that may write."""
        return SqlUnitOfWork(self.engines.write, self.jobs.on)

    def reads(self) -> SqlUnitOfWork:
        """A unit of work that only reads."""
        return SqlUnitOfWork(self.engines.read)

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever a column holds
        """Run one statement of raw SQL as the tables' owner in a transaction of its own, and give its rows."""
        with self.owner.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def close(self) -> None:
        """Close all connections."""
        self.engines.dispose()
        self.owner.dispose()


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
    engines = open_engines(url)
    return Database(url, engines, engines.write)


@contextmanager
def opened_copy(template: Path | PostgresServer, folder: Path) -> Iterator[Database]:
    """A migrated, empty database, closed at the end: a copy of a SQLite file, or of a server's template."""
    if isinstance(template, Path):
        opened = open_copy(template, folder)
        yield opened
        opened.close()
    else:
        made = template.migrated()
        opened = Database(made.url, open_engines(made.url), write_engine(made.owner_url))
        yield opened
        opened.close()
        template.drop(made)
