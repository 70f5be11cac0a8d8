"""A service for each test, over a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.people import hire_cast
from tests.api.service import Service, furnish
from tests.store.databases import Database, make_template, opened_copy


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file to copy: migrated, with people and nothing else."""
    return _filled(make_template(tmp_path_factory.mktemp("migrated")), tmp_path_factory.mktemp("staffed"), hire_cast)


@pytest.fixture(scope="session")
def template(staffed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file to copy: migrated, with people and a furnished campus."""
    return _filled(staffed, tmp_path_factory.mktemp("furnished"), furnish)


@pytest.fixture
def service(template: Path, tmp_path: Path) -> Iterator[Service]:
    """The service over a furnished campus."""
    with opened_copy(template, tmp_path) as database:
        yield Service(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """The service over a furnished campus on either database, for what the databases do differently: many at once."""
    on_a_server = request.param == "postgresql"
    with opened_copy(request.getfixturevalue("postgres" if on_a_server else "template"), tmp_path) as database:
        if on_a_server:
            furnish(database)
            hire_cast(database)
        yield Service(database)


def _filled(template: Path, folder: Path, fill: Callable[[Database], None]) -> Path:
    with opened_copy(template, folder) as database:
        fill(database)
        file = Path(database.url.removeprefix("sqlite:///"))
    # SQLite writes all into the one file when the last connection is closed.
    assert not file.with_name(file.name + "-wal").exists()
    return file
