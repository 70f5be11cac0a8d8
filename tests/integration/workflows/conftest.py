from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.workflows.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path).prepare()
    yield made
    made.close()
