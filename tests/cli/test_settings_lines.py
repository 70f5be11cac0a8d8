"""A line about settings and add-ons at the terminal."""

import json

from tests.cli.conftest import Shell

WORDS = "with the uBlock extension"


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_is_asked_for_stated_changed_and_dropped(shell: Shell) -> None:
    """R2"""
    done = json.loads(shell.ok("requests", "submit", "B-204", "firefox", "--settings", WORDS, "--json"))
    request = done["requests"][0]["id"]
    assert f"Settings, add-ons {WORDS}" in plain(shell.ok("requests", "show", request))
    said = plain(shell.ok("requests", "tick", request, "--evidence", "It is in the policy.", who="tim"))
    assert f"The line “{WORDS}” about settings and add-ons is done, as Tim Technician states." in said
    assert "is done, as stated by Tim Technician" in plain(shell.ok("requests", "answer", request, "--yes"))
    said = plain(shell.ok("requests", "settings", request, "with a start page"))
    assert "Your line “with a start page” waits for an answer." in said
    assert json.loads(shell.ok("requests", "settings", request, "--drop", "--json"))["settings_line"] is None


def test_it_is_about_one_item_and_says_what_it_wants(shell: Shell) -> None:
    refused = shell("requests", "submit", "B-204", "firefox", "git", "--settings", WORDS)
    assert refused.exit_code == 2
    assert "it is about one item" in plain(refused.stderr)
    assert shell("requests", "settings", "r1").exit_code == 2
    assert shell("requests", "settings", "r1", WORDS, "--drop").exit_code == 2


def test_nobody_else_changes_it(shell: Shell) -> None:
    """R1.10"""
    done = json.loads(shell.ok("requests", "submit", "B-204", "firefox", "--settings", WORDS, "--json"))
    refused = shell("requests", "settings", done["requests"][0]["id"], "--drop", who="grace")
    assert refused.exit_code == 6
    assert "may withdraw request" in plain(refused.stderr)


def test_what_is_not_as_asked_is_said_with_its_why_and_answered_with_words(shell: Shell) -> None:
    """R2"""
    done = json.loads(shell.ok("requests", "submit", "B-204", "firefox", "--settings", WORDS, "--json"))
    request = done["requests"][0]["id"]
    otherwise = ("--evidence", "Lite is there.", "--why", "No licence.")
    said = plain(shell.ok("requests", "tick", request, *otherwise, who="tim"))
    assert "is not done as asked, says Tim Technician: “No licence”. Instead: “Lite is there”." in said
    assert "Not as asked: No licence. Instead: Lite is there." in said
    said = plain(shell.ok("requests", "answer", request, "--no", "--words", "I need it."))
    assert "Answer: I need it." in said
