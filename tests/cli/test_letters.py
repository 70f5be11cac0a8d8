"""What people see of their letters and notices at a terminal."""

import json

import pytest

from tests.api.letters import write_letter
from tests.cli.conftest import Shell


@pytest.fixture
def written(shell: Shell) -> str:
    """A letter to Ada about her request."""
    shell.service.ask("firefox")
    return write_letter(shell.service)


def test_a_letter_prints_as_a_letter(shell: Shell, written: str) -> None:
    lines = shell.ok("letters", "show", written).splitlines()
    assert lines[:5] == ["The classroom team (Physics)", "2027-01-12", "", "To Prof. Ada Lovelace", ""]
    assert lines[5].startswith("Mozilla Firefox in B-204: not until")
    assert lines[7] == "Dear Prof. Ada Lovelace,"
    assert lines[-2:] == ["Kind regards", "The classroom team (Physics)"]
    # A command that is to be copied stays on one line.
    assert max(len(line) for line in lines if "classroom contests" not in line) <= 75
    assert max(map(len, lines)) <= 100
    (step,) = (number for number, line in enumerate(lines) if line.startswith("2. "))
    assert lines[step + 1].startswith("   ")
    assert json.loads(shell.ok("letters", "show", written, "--json"))["id"] == written


def test_letters_are_listed_with_what_they_are_about(shell: Shell, written: str) -> None:
    said = shell.ok("letters", "list")
    assert written in said
    assert "To read one: classroom letters show LETTER" in said
    assert json.loads(shell.ok("letters", "list", "--json"))["letters"][0]["id"] == written
    assert "all is as you asked" in shell.ok("letters", "list", who="grace")


def test_notices_are_listed_read_and_then_no_longer_new(shell: Shell, written: str) -> None:
    said = shell.ok("notices", "list", "--unread")
    words = " ".join(said.split())
    assert "Your request for Mozilla Firefox in B-204 is not carried out as you asked." in words
    assert f"The letter: classroom letters show {written}" in said
    assert "To mark them as read: classroom notices read" in said
    assert shell.ok("notices", "read") == "1 notice is marked as read.\n"
    assert json.loads(shell.ok("notices", "read", "--json")) == {"read": 0}
    assert "nothing that you would have to be told" in shell.ok("notices", "list", "--unread")
    assert "To mark them as read" not in shell.ok("notices", "list")


def test_one_notice_can_be_marked_as_read(shell: Shell, written: str) -> None:
    assert written
    (notice,) = json.loads(shell.ok("notices", "list", "--json"))["notices"]
    assert shell.ok("notices", "read", notice["id"]) == "1 notice is marked as read.\n"


def test_somebody_elses_letter_is_refused_with_the_reason(shell: Shell, written: str) -> None:
    refused = shell("letters", "show", written, who="grace")
    assert refused.exit_code == 6
    assert "read the record" in refused.stderr
