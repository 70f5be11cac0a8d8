"""Work by hand at the terminal: asked for, stated, answered."""

import json

from tests.api.service import PORT
from tests.cli.conftest import Shell

EVIDENCE = "Rule 4711 opens port 8080 within the room."


def asked(shell: Shell) -> str:
    shell.service.offer(PORT)
    done = shell.ok("requests", "submit", "B-204", PORT.id, "--json")
    return str(json.loads(done)["requests"][0]["id"])


def test_work_by_hand_is_stated_with_evidence_and_counts_when_the_requester_says_yes(shell: Shell) -> None:
    """R2"""
    request = asked(shell)
    assert "somebody has yet to do it" in " ".join(shell.ok("requests", "show", request).split())
    said = " ".join(shell.ok("requests", "tick", request, "--evidence", EVIDENCE, who="tim").split())
    assert "Tim Technician states that Open firewall port 8080 in B-204 is done." in said
    assert f"by Tim Technician (not answered yet): {EVIDENCE}" in said
    said = " ".join(shell.ok("requests", "answer", request, "--yes").split())
    assert "is done, as stated by Tim Technician; no machine has verified it." in said
    assert json.loads(shell.ok("requests", "show", request, "--json"))["standing"]["code"] == "stated_done"


def test_what_cannot_be_stated_or_answered_says_why_and_what_to_do(shell: Shell) -> None:
    request = asked(shell)
    refused = shell("requests", "answer", request, "--no")
    assert refused.exit_code == 5
    assert "Nobody has stated yet" in " ".join(refused.stderr.split())
    assert f"classroom requests show {request}" in " ".join(refused.stderr.split())
    shell.ok("requests", "tick", request, "--evidence", EVIDENCE, who="tim")
    assert shell("requests", "answer", request, "--yes", who="grace").exit_code == 6
    again = shell("requests", "tick", request, "--evidence", EVIDENCE, who="tim")
    assert again.exit_code == 5
    assert "Tim Technician stated on" in " ".join(again.stderr.split())


def test_an_answer_must_be_one_of_the_two(shell: Shell) -> None:
    assert shell("requests", "answer", "r1").exit_code == 2
