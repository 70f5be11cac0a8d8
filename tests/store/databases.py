"""Databases for tests: migrated once, then copied."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.engine import URL, Dialect

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


class Opener:
    """The service's engines and the owner's, lent to one database after the other.

    An engine keeps the SQL that it has made of each statement. With engines of its own every test would make all of it
    anew, which takes longer than running it.

    Args:
        url: For the service.
        owner_url: For whom the tables belong to; the same on SQLite.
    """

    _idle: ClassVar[list["Opener"]] = []

    def __init__(self, url: URL, owner_url: URL) -> None:
        self._made_for = _lasting(owner_url)
        self._name = owner_url.database
        self.engines = open_engines(url.render_as_string(hide_password=False))
        same = url == owner_url
        self.owner = self.engines.write if same else write_engine(owner_url.render_as_string(hide_password=False))
        for engine in {self.engines.write, self.engines.read, self.owner}:
            event.listen(engine, "do_connect", self._direct)

    @classmethod
    def lend(cls, url: str, owner_url: str) -> "Opener":
        """One for this database."""
        of_owner = make_url(owner_url)
        for one in cls._idle:
            if one._made_for == _lasting(of_owner):
                cls._idle.remove(one)
                one._name = of_owner.database
                one._close()  # what a late thread of an earlier test has opened since
                return one
        return cls(make_url(url), of_owner)

    def give_back(self) -> None:
        """Close all connections, and be there for the next one."""
        self._close()
        self._idle.append(self)

    def _close(self) -> None:
        self.engines.dispose()
        self.owner.dispose()

    def _direct(self, dialect: Dialect, _: object, words: list[Any], named: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            words[0] = self._name
        else:
            named["dbname"] = self._name


def _lasting(url: URL) -> tuple[str, str | None, int | None]:
    """What the databases of one engine have in common: a server, or that they are files."""
    return url.drivername, url.host, url.port


@dataclass
class Database:
    """One migrated database with what opens it.

    Attributes:
        url: For the service.
        engines: The service's.
        owner: Engine of whom the tables belong to; on SQLite there is nobody else than the service.
        opener: Who lent the engines, or None.
        jobs: What was enqueued.
        closed: Whether it was closed.
    """

    url: str
    engines: Engines
    owner: Engine
    opener: Opener | None = None
    jobs: RecordingJobs = field(default_factory=RecordingJobs)
    closed: bool = False

    @classmethod
    def opened(cls, url: str, owner_url: str) -> "Database":
        """This one, by engines that are lent to it."""
        opener = Opener.lend(url, owner_url)
        return cls(url, opener.engines, opener.owner, opener)

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
        """Close all connections. Once closed, it is closed: its engines may be somebody else's by then."""
        if self.closed:
            return
        self.closed = True
        if self.opener:
            self.opener.give_back()
        else:
            self.engines.dispose()
            self.owner.dispose()


def make_template(folder: Path) -> Path:
    """A migrated SQLite file without anything in it; make it once and copy it for each test."""
    file = folder / "template.sqlite"
    migrate(f"sqlite:///{file}")
    return file


def open_copy(template: Path, folder: Path) -> Database:
    """A copy of the template in ``folder``. Close it at the end."""
    file = folder / "store.sqlite"
    shutil.copyfile(template, file)
    url = f"sqlite:///{file}"
    return Database.opened(url, url)


@contextmanager
def opened_copy(template: Path | PostgresServer, folder: Path) -> Iterator[Database]:
    """A migrated, empty database, closed at the end: a copy of a SQLite file, or of a server's template."""
    if isinstance(template, Path):
        opened = open_copy(template, folder)
        yield opened
        opened.close()
    else:
        made = template.migrated()
        opened = Database.opened(made.url, made.owner_url)
        yield opened
        opened.close()
        template.drop(made)
