"""``classroom connections``: the list, and the test of a seat's machine."""

import json

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep
from tests.cli.conftest import Shell
from tests.fakes.tester import failing


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_a_machine_that_is_reached_ends_in_zero(shell: Shell) -> None:
    shown = _flat(shell.ok("connections", "test", "B-204", "01", who="tim"))
    assert shown.startswith("Seat 01 in B-204 can be reached: every step works. b204-01, b204-01.example.edu:5986")
    assert "name works 2 ms b204-01.example.edu leads to 10.20.4.5." in shown
    assert "What to do" not in shown


def test_a_machine_that_is_not_reached_ends_in_nine_and_says_what_to_do(shell: Shell) -> None:
    failed = failing(ConnectionStep.NAME, ConnectionFinding.NAME_UNKNOWN, "address does not resolve")
    shell.service.tester.fails = {"b204-m1": failed}
    done = shell("connections", "test", "B-204", "01", who="root")
    assert (done.exit_code, done.stderr) == (9, "")
    assert max(map(len, done.stdout.splitlines())) <= 100
    shown = _flat(done.stdout)
    assert "cannot be reached: it fails at the step “name”." in shown
    assert "port not tried Not tried, because a step before it fails." in shown
    assert "What to do: Correct the address in the site's files" in shown
    assert "Technical words: address does not resolve" in shown
    done = shell("connections", "test", "B-204", "01", "--json", who="root")
    assert (done.exit_code, json.loads(done.stdout)["steps"][0]["finding"]) == (9, "name_unknown")


def test_a_seat_that_is_not_there_and_somebody_who_may_not(shell: Shell) -> None:
    done = shell("connections", "test", "B-204", "77", who="root")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        3,
        "The room has no seat 77. It has: 01, 02, 03 and 04.",
    )
    assert shell("connections", "test", "B-204", "01", who="ada").exit_code == 6
    assert shell.service.tester.tested == []


def test_the_list_says_who_uses_what(shell: Shell) -> None:
    shown = _flat(shell.ok("connections", "list", who="root"))
    assert "lab basic installer lab_password" in shown
    assert "4 of 4 in B-204, 2 of 2 in C-101" in shown
