"""Contests, exemptions, the register and who rules, as people type them and see them."""

import json

import pytest

from orchestrator.domain.evidence import Category
from tests.api.answers.contests import OVERRIDE, SAFEGUARD, block, decline
from tests.cli.conftest import Shell

WORDS = ("--words", "The course needs it from May.")


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_who_rules_is_set_and_shown_with_what_is_missing(shell: Shell) -> None:
    """R4.1: set-up says when nobody independent exists."""
    before = _flat(shell.ok("rulers", "list"))
    assert "hardware nobody who may rule is named" in before
    said = shell.ok("rulers", "set", "hardware", "grace:teaching", "ada:teaching", "marta:it", who="marta")
    assert said.startswith("hardware: ")
    assert {"Prof. Grace Hopper (teaching side)", "Marta Manager (IT)"} <= set(said.strip()[10:].split(", "))
    assert "Missing" not in said
    said = shell.ok("rulers", "set", "security", "marta:it", who="marta")
    assert "Missing: nobody outside IT is named." in said
    assert "Missing: some decisions would leave nobody independent." in said


def test_who_answers_to_whom_is_set_and_shown(shell: Shell) -> None:
    assert "Nobody has said" in shell.ok("rulers", "superiors", who="marta")
    said = _flat(shell.ok("rulers", "set-superiors", "tim", "marta", who="marta"))
    assert "Tim Technician tim marta" in said


def test_a_decision_is_contested_and_ruled_on(shell: Shell) -> None:
    shell.ok("rulers", "set", "hardware", "grace:teaching", who="marta")
    request = decline(shell.service)
    said = _flat(shell.ok("contests", "make", request, OVERRIDE, *WORDS))
    assert "Stands before those who rule" in said
    assert "Of the override" in said
    contest = json.loads(shell.ok("contests", "list", "--json"))["contests"][0]["id"]
    assert "Git" in shell.ok("contests", "list", "--state", "open")
    refused = shell("contests", "rule", contest, "--overturn", *WORDS, who="sam")
    assert refused.exit_code == 6
    assert "the list for this category does not name you" in refused.stderr
    said = _flat(shell.ok("contests", "rule", contest, "--overturn", "--words", "Measured again.", who="grace"))
    assert "Stands overturned: the decision goes" in said
    assert "Ruling Measured again." in said
    assert "overturned" in shell.ok("contests", "show", contest)


def test_a_contest_is_taken_back(shell: Shell) -> None:
    request = decline(shell.service)
    contest = json.loads(shell.ok("contests", "make", request, OVERRIDE, *WORDS, "--json"))["id"]
    assert "withdrawn" in shell.ok("contests", "withdraw", contest)
    assert shell("contests", "withdraw", contest).exit_code == 5


def test_an_exemption_is_proposed_signed_and_approved(shell: Shell) -> None:
    """R4.3: security needs two persons."""
    block(shell.service, Category.SECURITY)
    terms = ("--compensation", "A network of its own", "--until", "2027-03-31", "--risk-owner", "grace")
    made = shell.ok("exemptions", "make", SAFEGUARD, "git", "B-204", *terms, "--json", who="marta")
    exemption = json.loads(made)["id"]
    said = _flat(shell.ok("exemptions", "show", exemption))
    assert "Signed not yet" in said
    assert "Second person still needed" in said
    assert "First seat 01" in said
    shell.ok("exemptions", "sign", exemption, who="grace")
    assert "Stands in force" in _flat(shell.ok("exemptions", "approve", exemption, who="sam"))
    assert "Prof. Grace Hopper" in shell.ok("exemptions", "list", "--state", "live")
    assert "lifted" in shell.ok("exemptions", "lift", exemption, who="sam")
    assert shell("exemptions", "refuse", exemption, who="grace").exit_code == 5


def test_a_refusal_is_overturned_on_terms(shell: Shell) -> None:
    """R4.3: overturning a safeguard's refusal makes an exemption."""
    shell.ok("rulers", "set", "policy", "grace:teaching", who="marta")
    request = str(shell.service.ask("git")["requests"][0]["id"])
    block(shell.service)
    made = shell.ok("contests", "make", request, SAFEGUARD, *WORDS, "--subject", "safeguard", "--json")
    contest = json.loads(made)["id"]
    bare = shell("contests", "rule", contest, "--overturn", *WORDS, who="grace")
    assert bare.exit_code == 4
    terms = ("--compensation", "A network of its own", "--until", "2027-03-31", "--risk-owner", "cleo")
    shell.ok("contests", "rule", contest, "--overturn", *WORDS, *terms, who="grace")
    assert "Cleo Coordinator" in shell.ok("exemptions", "list")


def test_the_register_is_kept(shell: Shell) -> None:
    assert "The register is empty." in shell.ok("documents", "list")
    said = shell.ok("documents", "add", "Acceptable use", "--owner", "Senate", "--outside-it", who="marta")
    assert said.startswith("“Acceptable use” is in the register")
    document = json.loads(shell.ok("documents", "list", "--json"))["documents"][0]["id"]
    assert "Senate yes" in _flat(shell.ok("documents", "list"))
    assert shell.ok("documents", "retire", document, who="marta") == "“Acceptable use” holds no more.\n"
    assert "Acceptable use" not in shell.ok("documents", "list")
    assert "Acceptable use" in shell.ok("documents", "list", "--retired")


@pytest.mark.parametrize("words", [("contests", "show", "x"), ("exemptions", "show", "x")])
def test_what_is_not_there_is_said(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert done.exit_code == 3
    assert "There is no" in done.stderr
