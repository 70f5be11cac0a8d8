"""A service for each test, over a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.service import Service, furnish
from tests.store.databases import make_template, opened_copy


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def service(template: Path, tmp_path: Path) -> Iterator[Service]:
    """The service over a furnished campus."""
    with opened_copy(template, tmp_path) as database:
        furnish(database)
        yield Service(database)
