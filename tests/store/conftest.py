"""One suite over both databases that may stand behind the port: a SQLite file, and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, make_template, opened_copy
from tests.store.figure_rows import ROOMS
from tests.store.values import furnish

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session", params=DATABASES)
def template(request: pytest.FixtureRequest) -> Path | PostgresServer:
    """What the suite's databases are copied from. A server starts only when a test asks for one."""
    found: Path | PostgresServer = request.getfixturevalue(
        "sqlite_template" if request.param == "sqlite" else "postgres"
    )
    return found


@pytest.fixture
def database(template: Path | PostgresServer, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database of this test's own."""
    with opened_copy(template, tmp_path) as opened:
        yield opened


@pytest.fixture
def campus(database: Database) -> Database:
    """The same with two rooms, their machines and one rollout."""
    furnish(database)
    return database


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite file, for what only SQLite knows."""
    with opened_copy(sqlite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
def server_database(postgres: PostgresServer, tmp_path: Path) -> Iterator[Database]:
    """A PostgreSQL database, for what only a server knows."""
    with opened_copy(postgres, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def three_rooms(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Three rooms, and a title of the catalogue that is work by hand; each example is rolled back."""
    with opened_copy(template, tmp_path_factory.mktemp("figures")) as opened:
        with opened.transactions() as uow:
            for room in ROOMS:
                uow.classrooms.put(room)
            uow.commit()
        with opened.engines.write.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO cs_catalog_items (id, title, publisher, summary, provider, detection, arguments,"
                    " updates, requires, conflicts_with, coexists_with, provides, minutes) VALUES"
                    " ('site-access', 'Site access', '', '', 'manual', '{}', '', 'managed', '[]', '[]', '[]', '[]', 0)"
                )
            )
        yield opened
