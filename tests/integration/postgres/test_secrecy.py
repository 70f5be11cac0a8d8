"""Whatever goes wrong with a server, no process tells its password."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres_fixture import PostgresDatabase, PostgresServer

ROOT = Path(__file__).parents[3]
WRONG = "hunter2"


FAULTS = ["wrong password", "nobody there", "owner for service", "no such database", "nonsense"]
CASES = [(["worker"], fault) for fault in FAULTS] + [
    (command, "wrong password") for command in (["serve", "--port", "0"], ["db", "migrate"], ["db", "status"])
]


@pytest.mark.parametrize(("command", "fault"), CASES, ids=[f"{command[-1]} {fault}" for command, fault in CASES])
def test_a_command_that_cannot_work_with_its_database_ends_without_telling_a_password(
    postgres: PostgresServer, postgres_database: PostgresDatabase, command: list[str], fault: str, tmp_path: Path
) -> None:
    url, owner = postgres_database.url, postgres_database.owner_url
    broken = {
        "wrong password": [u.replace(u.split(":")[2].split("@")[0], WRONG) for u in (url, owner)],
        "nobody there": [u.replace(f":{postgres.port}", ":1") for u in (url, owner)],
        "owner for service": [owner, owner],
        "no such database": [u.replace(postgres_database.name, "nowhere") for u in (url, owner)],
        "nonsense": [u.replace("@127.0.0.1:", "@127.0.0.1:port") for u in (url, owner)],
    }[fault]
    environment = {
        **os.environ,
        "CLASSROOM_STATE_DIR": str(tmp_path),
        "CLASSROOM_DATABASE_URL": broken[0],
        "CLASSROOM_DATABASE_OWNER_URL": broken[1],
    }
    ended = subprocess.run(
        [sys.executable, "-m", "orchestrator.cli", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert said
    assert [secret for secret in (*postgres.passwords.values(), WRONG) if secret in said] == []
