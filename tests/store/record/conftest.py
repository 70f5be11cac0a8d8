"""Fixtures of this folder."""

from pathlib import Path

import pytest

from tests.store.databases import Database
from tests.store.record.written import Checks


@pytest.fixture
def checks(database: Database, tmp_path: Path) -> Checks:
    """Both checks of this test's database."""
    return Checks(database, tmp_path)
