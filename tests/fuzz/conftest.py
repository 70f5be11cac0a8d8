"""The service of the API's tests over a fuller store, and a line that says how to bring a find back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.conftest import staffed, template
from tests.api.service import CountingIds, Service
from tests.fuzz.calls import EXAMPLES, SEED
from tests.fuzz.furnished import Known, furnish_all
from tests.store.databases import opened_copy

__all__ = ["staffed", "template"]


@pytest.fixture(scope="session")
def stage(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Service, Known]:
    """A database file to copy, the service that furnished it, and what exists in it."""
    with opened_copy(template, tmp_path_factory.mktemp("stage")) as database:
        service = Service(database)
        known = furnish_all(service)
        file = Path(database.url.removeprefix("sqlite:///"))
    # SQLite writes all into the one file when the last connection is closed.
    assert not file.with_name(file.name + "-wal").exists()
    return file, service, known


@pytest.fixture
def known(stage: tuple[Path, Service, Known]) -> Known:
    """What exists, by the name of the parameter or field that may hold it."""
    return stage[2]


@pytest.fixture
def service(stage: tuple[Path, Service, Known], tmp_path: Path) -> Iterator[Service]:
    """The service over a copy of its own, which goes on with ids and machines as they were."""
    file, before, _ = stage
    ids = CountingIds()
    ids.count = before.new_id.count
    with opened_copy(file, tmp_path) as database:
        yield replace(before, database=database, new_id=ids)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which calls were drawn, so that the same ones can be drawn again."""
    terminalreporter.write_line(
        f"API fuzz: seed {SEED}, {EXAMPLES} calls of each operation (CLASSROOM_FUZZ_SEED, CLASSROOM_FUZZ_CALLS)"
    )
