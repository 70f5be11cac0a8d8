import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.postgres.stage import Stage
from tests.postgres_fixture import SERVICE, PostgresDatabase, PostgresServer

ROOT = Path(__file__).parents[3]

Process = subprocess.Popen[str]
StartWorker = Callable[[str], Process]


@pytest.fixture
def stage(postgres: PostgresServer, postgres_database: PostgresDatabase, tmp_path: Path) -> Iterator[Stage]:
    with postgres.as_owner(postgres_database) as owner:
        owner.execute("CREATE TABLE mark (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job text, word text)")
        owner.execute(f"GRANT SELECT, INSERT ON mark TO {SERVICE}")
    made = Stage(postgres_database.url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def start_worker(stage: Stage) -> Iterator[StartWorker]:
    """Starts workers as processes of their own and waits until they run; ends them after the test."""
    with contextlib.ExitStack() as processes:

        def start(executor_id: str) -> Process:
            command = [
                sys.executable,
                "-m",
                "tests.integration.postgres.worker_process",
                str(stage.folder),
                executor_id,
            ]
            process = processes.enter_context(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env={**os.environ, "STAGE_URL": stage.url},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            processes.callback(process.kill)
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line == "ready\n", line + (process.stderr.read() if process.stderr else "")
            return process

        yield start
