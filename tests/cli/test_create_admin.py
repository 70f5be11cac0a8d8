"""The first administrator, made on the host over the settings' own database."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.cli.host import operator
from orchestrator.cli.main import app
from tests.cli.conftest import Shell
from tests.store.databases import make_template, opened_copy

PASSWORD = "a pot of green tea"
IDA = ("people", "create-admin", "Ida.Rhodes", "--name", "Ida Rhodes", "--password-stdin")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without anybody in it."""
    file = make_template(tmp_path_factory.mktemp("empty"))
    migrate_engine(f"sqlite:///{file}")
    return file


def _run(url: str, folder: Path, *words: str, typed: str = f"{PASSWORD}\n", **variables: str) -> Result:
    environment = {
        "CLASSROOM_DATABASE_URL": url,
        "CLASSROOM_STATE_DIR": str(folder / "state"),
        "COLUMNS": "100",
        **variables,
    }
    return CliRunner().invoke(app, list(words), env=environment, input=typed, catch_exceptions=False)


def test_who_was_made_on_the_host_signs_in_and_may_make_others(shell: Shell, tmp_path: Path) -> None:
    migrate_engine(shell.service.database.url)
    done = _run(shell.service.database.url, tmp_path, *IDA)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "To sign in while the service runs: classroom login ida.rhodes" in done.stdout
    shell.ok("login", "ida.rhodes", who=None, typed=f"{PASSWORD}\n")
    shell.ok("people", "invite", "rosa", "--name", "Rosa", "--role", "administrator", who=None)


def test_the_record_says_who_on_the_host_made_them(empty: Path, tmp_path: Path) -> None:
    with opened_copy(empty, tmp_path) as database:
        assert _run(database.url, tmp_path, *IDA).exit_code == 0
        with database.reads() as uow:
            (person,) = uow.accounts.page(after=None, limit=10)
            (grant,) = uow.accounts.grants({person.id})[person.id]
    assert (grant.role.value, grant.by) == ("administrator", operator().id)
    assert operator().id.startswith("host:")


def test_a_login_that_is_taken_is_refused(empty: Path, tmp_path: Path) -> None:
    with opened_copy(empty, tmp_path) as database:
        assert _run(database.url, tmp_path, *IDA).exit_code == 0
        done = _run(database.url, tmp_path, *IDA)
    assert (done.exit_code, done.stdout) == (5, "")
    assert done.stderr.endswith("Try: classroom people show ida.rhodes\n")


@pytest.mark.parametrize("password", ["tea4two", "Ida.Rhodes2027", "passwordpassword"])
def test_a_weak_password_is_refused_and_not_repeated(empty: Path, tmp_path: Path, password: str) -> None:
    with opened_copy(empty, tmp_path) as database:
        done = _run(database.url, tmp_path, *IDA, typed=f"{password}\n")
        with database.reads() as uow:
            assert not uow.accounts.page(after=None, limit=10)
    assert done.exit_code == 5
    assert password not in done.stderr


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("ida rhodes", "--name", "Ida"), "login"),
        (("me", "--name", "Ida"), "login"),
        (("ida", "--name", ""), "name"),
        (("ida", "--name", "Ida\x07"), "name"),
        (("ida", "--name", "Ida", "--language", "la"), "language"),
        (("ida", "--name", "Ida", "--email", "nowhere"), "email"),
    ],
)
def test_what_the_service_would_not_take_is_not_made_here_either(
    empty: Path, tmp_path: Path, words: tuple[str, ...], field: str
) -> None:
    with opened_copy(empty, tmp_path) as database:
        done = _run(database.url, tmp_path, "people", "create-admin", *words, "--password-stdin")
    assert (done.exit_code, done.stdout) == (4, "")
    assert f"\n{field}" in done.stderr


def test_without_a_password_nobody_is_made(empty: Path, tmp_path: Path) -> None:
    with opened_copy(empty, tmp_path) as database:
        assert _run(database.url, tmp_path, *IDA, typed="").exit_code == 2
        with database.reads() as uow:
            assert not uow.accounts.page(after=None, limit=10)


def test_a_database_without_tables_is_told_with_the_command_that_makes_them(tmp_path: Path) -> None:
    done = _run(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path, *IDA)
    assert done.exit_code == 1
    assert "To make them: classroom db migrate" in done.stderr


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    wrong = _run("sqlite:///x", tmp_path, *IDA, CLASSROOM_PORT="many")
    assert (wrong.exit_code, wrong.stderr.splitlines()[-1]) == (1, "Correct these settings and start again.")
    missing = _run("sqlite:///x", tmp_path, *IDA, CLASSROOM_SETTINGS=str(tmp_path / "none.env"))
    assert missing.exit_code == 1
    assert "none.env" in missing.stderr
