"""A record to bend."""

import pytest

from tests.unit.verifier.record import Record, a_record


@pytest.fixture
def record() -> Record:
    """A hundred entries with a checkpoint after every tenth."""
    return a_record()
