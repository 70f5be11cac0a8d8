"""What is asked at a terminal, and that secrets stay invisible there."""

from pathlib import Path

import pytest

from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.services.credentials import token_text
from tests.api.people import PASSWORD
from tests.cli.conftest import Shell
from tests.cli.terminal import Said, at_terminal
from tests.store.databases import make_template, opened_copy

NEW_PASSWORD = "a pot of green tea"


def _at(shell: Shell, *words: str, dialogue: dict[str, str], who: str | None = None) -> Said:
    token = token_text(who, f"secret-of-{who}") if who else ""
    variables = {"CLASSROOM_SERVER": shell.url, "XDG_CONFIG_HOME": str(shell.home), "CLASSROOM_TOKEN": token}
    return at_terminal(words, dialogue, **variables)


def test_login_and_password_are_asked_for_and_the_password_is_not_shown(shell: Shell) -> None:
    said = _at(shell, "login", dialogue={"Login: ": "ada", "Password: ": PASSWORD})
    assert said.exit_code == 0
    assert "Signed in as Prof. Ada Lovelace" in said.screen
    assert PASSWORD not in said.screen


def test_an_empty_password_is_not_sent(shell: Shell) -> None:
    said = _at(shell, "login", "ada", dialogue={"Password: ": ""})
    assert said.exit_code == 2
    assert "Password is empty" in said.screen


@pytest.mark.parametrize(("again", "exit_code"), [(NEW_PASSWORD, 0), ("another pot of tea", 4)])
def test_a_new_password_is_asked_for_twice(tmp_path: Path, again: str, exit_code: int) -> None:
    with opened_copy(make_template(tmp_path), tmp_path) as database:
        migrate_engine(database.url)
        said = at_terminal(
            ["people", "create-admin", "ida", "--name", "Ida Rhodes"],
            {"Password: ": NEW_PASSWORD, "Password, again: ": again},
            CLASSROOM_DATABASE_URL=database.url,
            CLASSROOM_STATE_DIR=str(tmp_path / "state"),
        )
        with database.reads() as uow:
            assert len(uow.accounts.page(after=None, limit=10)) == (exit_code == 0)
    assert said.exit_code == exit_code
    assert NEW_PASSWORD not in said.screen


@pytest.mark.parametrize(("answer", "left"), [("n", 0), ("y", 6)])
def test_nobody_is_deactivated_without_a_yes(shell: Shell, answer: str, left: int) -> None:
    said = _at(shell, "people", "deactivate", "ada", who="marta", dialogue={"[y/N]: ": answer})
    assert "Prof. Ada Lovelace will be signed out everywhere" in said.screen
    assert shell("whoami").exit_code == left
