"""One suite, whatever database stands behind the port: today a SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.databases import Database, make_template, open_copy
from tests.store.values import furnish

DATABASES = ["sqlite file"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session", params=DATABASES)
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """What the suite runs over."""
    return str(request.param)


@pytest.fixture
def database(kind_of_database: str, template: Path, tmp_path: Path) -> Iterator[Database]:  # noqa: ARG001 - one kind now
    """An empty, migrated database of this test's own."""
    opened = open_copy(template, tmp_path)
    yield opened
    opened.engines.dispose()


@pytest.fixture
def campus(database: Database) -> Database:
    """The same with two rooms, their machines and one rollout."""
    furnish(database)
    return database
