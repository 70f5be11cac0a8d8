"""Fixtures of this folder."""

from pathlib import Path

import pytest

from tests.integration.ansible.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A deployer with folders of its own."""
    return Bench(tmp_path)
