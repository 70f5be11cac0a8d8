"""``classroom db``."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestrator.cli.db import app
from tests.postgres_fixture import PostgresDatabase, PostgresServer
from tests.store.schemas import STEPS

RUNNER = CliRunner()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'store.sqlite'}"


def test_a_database_is_made_and_then_there_is_nothing_to_do(url: str, tmp_path: Path) -> None:
    before = RUNNER.invoke(app, ["status", "--url", url])
    assert (before.exit_code, before.stderr) == (1, "Next: classroom db migrate\n")
    assert f"there are no tables yet; this version needs {STEPS[-1]}" in before.stdout
    assert not list(tmp_path.iterdir())

    first = RUNNER.invoke(app, ["migrate", "--url", url])
    again = RUNNER.invoke(app, ["migrate", "--url", url])
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert f"steps taken: {len(STEPS)}; its tables are at {STEPS[-1]}" in first.stdout
    assert "nothing to do" in again.stdout

    after = RUNNER.invoke(app, ["status", "--url", url])
    assert (after.exit_code, after.stderr) == (0, "")
    assert f"up to date, at {STEPS[-1]}" in after.stdout


def test_it_makes_the_durable_engine_s_tables_too(url: str, tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["migrate", "--url", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "new" / "store.sqlite")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"cs_requests", "workflow_status"} <= names


def test_tables_are_not_changed_under_a_worker(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its jobs know the tables that it was started with."""
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", url)
    monkeypatch.setenv("CLASSROOM_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CLASSROOM_EXECUTOR_ID", "night")
    with _working(tmp_path / "worker-night.lock"):
        refused = RUNNER.invoke(app, ["migrate"])
        assert refused.exit_code == 1
        assert refused.stderr == (
            "A worker runs here as night, and nothing has been changed.\n"
            "Stop the worker and the service, then: classroom db migrate\n"
        )
        assert not (tmp_path / "new").exists()
    assert RUNNER.invoke(app, ["migrate"]).exit_code == 0
    with _working(tmp_path / "worker-night.lock"):
        assert "nothing to do" in RUNNER.invoke(app, ["migrate"]).stdout


@contextmanager
def _working(lock: Path) -> Iterator[None]:
    """A process that holds a worker's lock."""
    code = (
        "import pathlib, sys; from orchestrator.adapters.workflows.process_lock import ProcessLock; "
        "ProcessLock(pathlib.Path(sys.argv[1])).take(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate()


def test_a_step_that_fails_is_told_in_words(url: str, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    file = tmp_path / "new" / "store.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE cs_wishes (id TEXT)")
    failed = RUNNER.invoke(app, ["migrate", "--url", url])
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert failed.stderr == (
        f"{file}: its tables could not be brought up to date, and are as they were: table cs_wishes already exists\n"
    )


def test_a_database_that_somebody_writes_to_is_told_in_words(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.adapters.db.sqlite.BUSY_SECONDS", 0)
    assert RUNNER.invoke(app, ["migrate", "--url", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "new" / "store.sqlite", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        failed = RUNNER.invoke(app, ["migrate", "--url", url])
    assert failed.exit_code == 1
    assert failed.stderr.endswith("and are as they were: database is locked\n")


def test_the_database_of_the_settings_is_the_default(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", url)
    told = json.loads(RUNNER.invoke(app, ["status", "--json"]).stdout)
    assert told == {
        "database": str(tmp_path / "new" / "store.sqlite"),
        "present": None,
        "wanted": STEPS[-1],
        "missing": list(STEPS),
    }


@pytest.mark.parametrize("command", ["migrate", "status"])
def test_a_server_is_not_named_on_the_command_line(command: str) -> None:
    refused = RUNNER.invoke(app, [command, "--url", "postgresql://user:hunter2@db.example.edu/store"])
    assert refused.exit_code == 1
    assert "name a server in the settings" in refused.stderr
    assert "hunter2" not in refused.output


@pytest.mark.parametrize("command", ["migrate", "status"])
def test_another_kind_of_database_is_refused_in_words(command: str) -> None:
    refused = RUNNER.invoke(app, [command, "--url", "mysql://user:hunter2@db.example.edu/store"])
    assert refused.exit_code == 1
    assert "the store is a SQLite file or a PostgreSQL database" in refused.stderr
    assert "hunter2" not in refused.output


def test_a_server_is_migrated_as_the_owner_and_looked_at_as_the_service(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = postgres.empty()
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", new.url)
    without = RUNNER.invoke(app, ["migrate"])
    assert without.exit_code == 1
    assert "CLASSROOM_DATABASE_OWNER_URL" in without.stderr

    monkeypatch.setenv("CLASSROOM_DATABASE_OWNER_URL", new.owner_url)
    where = f"PostgreSQL database {new.name} at 127.0.0.1:{postgres.port}"
    before = RUNNER.invoke(app, ["status"])
    assert (before.exit_code, before.stderr) == (1, "Next: classroom db migrate\n")
    assert before.stdout.startswith(f"{where}: there are no tables yet")
    first, again = RUNNER.invoke(app, ["migrate"]), RUNNER.invoke(app, ["migrate"])
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert f"{where}: steps taken: {len(STEPS)}; its tables are at {STEPS[-1]}" in first.stdout
    assert "nothing to do" in again.stdout

    monkeypatch.delenv("CLASSROOM_DATABASE_OWNER_URL")
    after = RUNNER.invoke(app, ["status", "--json"])
    assert json.loads(after.stdout) == {"database": where, "present": STEPS[-1], "wanted": STEPS[-1], "missing": []}
    said = "".join(result.output for result in (without, before, first, again, after))
    assert not [password for password in postgres.passwords.values() if password in said]
    postgres.drop(new)


def test_a_service_that_is_the_owner_is_told_so(
    postgres_database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", postgres_database.owner_url)
    told = RUNNER.invoke(app, ["status"])
    assert told.exit_code == 1
    assert "owns tables of ours" in told.stderr


@pytest.mark.parametrize("command", ["migrate", "status"])
def test_a_database_of_a_newer_version_is_left_alone(command: str, url: str, tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["migrate", "--url", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "new" / "store.sqlite")) as connection, connection:
        connection.execute("UPDATE cs_schema_version SET version_num = '9999'")
    refused = RUNNER.invoke(app, [command, "--url", url])
    assert refused.exit_code == 1
    assert "is at 9999" in refused.stderr
    assert "install that version" in refused.stderr
