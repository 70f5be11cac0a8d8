"""Fixtures that more than one folder of tests uses."""

from collections.abc import Iterator

import pytest
import structlog

pytest_plugins = ["tests.lab_fixture", "tests.postgres_fixture", "tests.service_fixture"]


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command that a test ran in this process has its log go to that test's stderr, which is closed afterwards."""
    yield
    structlog.reset_defaults()
