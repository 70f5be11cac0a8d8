"""``classroom db``."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestrator.cli.db import app

RUNNER = CliRunner()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'store.sqlite'}"


def test_a_database_is_made_and_then_there_is_nothing_to_do(url: str, tmp_path: Path) -> None:
    before = RUNNER.invoke(app, ["status", "--url", url])
    assert (before.exit_code, before.stderr) == (1, "Next: classroom db migrate\n")
    assert "there are no tables yet; this version needs 0004" in before.stdout
    assert not list(tmp_path.iterdir())

    first = RUNNER.invoke(app, ["migrate", "--url", url])
    again = RUNNER.invoke(app, ["migrate", "--url", url])
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "steps taken: 4; its tables are at 0004" in first.stdout
    assert "nothing to do" in again.stdout

    after = RUNNER.invoke(app, ["status", "--url", url])
    assert (after.exit_code, after.stderr) == (0, "")
    assert "up to date, at 0004" in after.stdout


def test_it_makes_the_durable_engine_s_tables_too(url: str, tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["migrate", "--url", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "new" / "store.sqlite")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"cs_requests", "workflow_status"} <= names


def test_the_database_of_the_settings_is_the_default(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", url)
    told = json.loads(RUNNER.invoke(app, ["status", "--json"]).stdout)
    assert told == {
        "database": str(tmp_path / "new" / "store.sqlite"),
        "present": None,
        "wanted": "0004",
        "missing": ["0001", "0002", "0003", "0004"],
    }


@pytest.mark.parametrize("command", ["migrate", "status"])
def test_another_kind_of_database_is_refused_in_words(command: str) -> None:
    refused = RUNNER.invoke(app, [command, "--url", "postgresql://user:hunter2@db.example.edu/store"])
    assert refused.exit_code == 1
    assert "the store is a SQLite file now" in refused.stderr
    assert "hunter2" not in refused.output


@pytest.mark.parametrize("command", ["migrate", "status"])
def test_a_database_of_a_newer_version_is_left_alone(command: str, url: str, tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["migrate", "--url", url]).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "new" / "store.sqlite")) as connection, connection:
        connection.execute("UPDATE cs_schema_version SET version_num = '9999'")
    refused = RUNNER.invoke(app, [command, "--url", url])
    assert refused.exit_code == 1
    assert "the database is at 9999" in refused.stderr
    assert "install that version" in refused.stderr
