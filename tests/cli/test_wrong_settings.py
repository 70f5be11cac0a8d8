"""Wrong settings and options on the host: a sentence that names them, never a traceback."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestrator.cli.main import app

HOST_COMMANDS = (
    ("db", "status"),
    ("db", "migrate"),
    ("serve", "--port", "0"),
    ("worker",),
    ("audit", "export", "somewhere"),
    ("audit", "keys", "list"),
    ("people", "create-admin", "ida.rhodes", "--name", "Ida Rhodes"),
)


def _run(*words: str, **variables: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200", **variables}, catch_exceptions=False)


def _with_file(folder: Path, text: str, **variables: str) -> tuple[Path, Result]:
    file = folder / "settings.env"
    file.write_text(text)
    return file, _run("db", "status", CLASSROOM_SETTINGS=str(file), **variables)


@pytest.mark.parametrize("words", HOST_COMMANDS)
def test_every_host_command_names_the_setting_its_value_and_what_would_be_right(words: tuple[str, ...]) -> None:
    done = _run(*words, CLASSROOM_PORT="99999")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("CLASSROOM_PORT is '99999': it should be less than or equal to 65535.\n")


@pytest.mark.parametrize("words", HOST_COMMANDS)
def test_every_host_command_names_a_settings_file_that_is_not_there(words: tuple[str, ...], tmp_path: Path) -> None:
    done = _run(*words, CLASSROOM_SETTINGS=str(tmp_path / "none.env"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"CLASSROOM_SETTINGS names {tmp_path / 'none.env'}, which is not there.\n")


def test_a_value_that_may_hold_a_secret_is_not_shown() -> None:
    done = _run("db", "status", CLASSROOM_CHECKPOINT_WEBHOOK="http://example.org/token-of-theirs")
    assert done.exit_code == 1
    assert done.stderr.startswith("CLASSROOM_CHECKPOINT_WEBHOOK: must begin with https://")
    assert "token-of-theirs" not in done.stderr


def test_settings_that_do_not_go_together_are_named() -> None:
    done = _run("db", "status", CLASSROOM_SMTP_USERNAME="mail")
    assert done.exit_code == 1
    assert done.stderr.startswith("CLASSROOM_SMTP_USERNAME and CLASSROOM_SMTP_PASSWORD go together.\n")


@pytest.mark.parametrize(
    "words", [("serve", "--port", "99999"), ("demo", "--port", "-1"), ("lab", "start", "--distribution-port", "70000")]
)
def test_a_port_that_is_none_is_refused_as_an_option(words: tuple[str, ...]) -> None:
    done = _run(*words)
    assert done.exit_code == 2
    assert f"Invalid value for '{words[-2]}'" in done.stderr
    assert "65535" in done.stderr or "greater than or equal to 0" in done.stderr


@pytest.mark.parametrize(
    "wrong", ["foo bar", "CLASSROOM_PORT", 'CLASSROOM_HOST="127.0.0.1', "CLASSROOM_HOST='127.0.0.1' 'x'"]
)
def test_a_line_that_cannot_be_read_is_refused_by_its_number(tmp_path: Path, wrong: str) -> None:
    file, done = _with_file(tmp_path, f"# What we set.\nCLASSROOM_PORT=8000\n\n{wrong}\n")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{file}, line 4, cannot be read: write NAME=value")


def test_a_name_in_the_file_that_is_no_setting_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    file, done = _with_file(tmp_path, "CLASSROOM_LANGUAGE=de\n\nCLASSROOM_PROT=8000\n")
    assert done.exit_code == 1
    expected = f"{file}, line 3: CLASSROOM_PROT is no setting; the nearest one is CLASSROOM_PORT.\n"
    assert done.stderr.startswith(expected)


def test_a_secret_in_the_file_is_refused_without_its_value(tmp_path: Path) -> None:
    _, done = _with_file(tmp_path, "CLASSROOM_SECRET_LAB_ADMIN=open-sesame\n")
    assert done.exit_code == 1
    assert "secrets come from the environment, or from a file in CLASSROOM_SECRETS_DIR" in done.stderr
    assert "open-sesame" not in done.stderr


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_bytes(b"CLASSROOM_PORT=\xff\n")
    done = _run("db", "status", CLASSROOM_SETTINGS=str(file))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{file} cannot be read: ")


def test_comments_export_quotes_and_names_of_others_are_taken(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.sqlite'}"
    _, done = _with_file(tmp_path, f"# Ours\nexport classroom_database_url='{url}'\n\nTZ=Europe/Berlin\n")
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{tmp_path / 'none.sqlite'}: there are no tables yet")


def test_an_unknown_name_in_the_environment_is_left_alone(tmp_path: Path) -> None:
    _, done = _with_file(tmp_path, f"CLASSROOM_DATABASE_URL=sqlite:///{tmp_path / 'x'}\n", CLASSROOM_PROT="1")
    assert done.stdout.startswith(f"{tmp_path / 'x'}: there are no tables yet")


def test_a_database_without_tables_is_named(tmp_path: Path) -> None:
    done = _run(
        "audit", "export", str(tmp_path / "out"), CLASSROOM_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite'}"
    )
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'none.sqlite'} has no tables yet; this version needs ")
    assert "To make them: classroom db migrate\n" in done.stderr


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are the notes of a meeting.\n" * 40)
    done = _run("db", "status", "--url", f"sqlite:///{file}")
    assert (done.exit_code, done.stderr) == (1, f"{file} is a file, but no SQLite database\n")


@pytest.mark.parametrize("words", [("db", "migrate"), ("worker",)])
def test_a_folder_that_cannot_be_made_is_named(words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("")
    below = file / "folder"
    done = _run(*words, CLASSROOM_DATABASE_URL=f"sqlite:///{below / 'db'}", CLASSROOM_STATE_DIR=str(below))
    assert done.exit_code == 1
    assert str(file) in done.stderr
    assert "this user must be able to write there." in done.stderr


@pytest.mark.parametrize("noun", ["site", "catalog"])
def test_a_folder_to_import_that_is_not_there_is_not_found(noun: str, tmp_path: Path) -> None:
    done = _run(noun, "import", str(tmp_path / "none"))
    assert done.exit_code == 3
    assert done.stderr.startswith(f"{tmp_path / 'none'} is not there.\n")
