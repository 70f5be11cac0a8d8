"""What people type about safeguards and blackouts, and what they see."""

import json
from datetime import timedelta

from orchestrator.cli.exit_codes import ExitCode
from tests.api.moments import NOON
from tests.api.service import firefox
from tests.cli.conftest import Shell

REVIEW, END = (str((NOON + timedelta(days=days)).isoformat()) for days in (30, 60))
SAID = [
    "--title",
    "The open hole",
    "--explanation",
    "A web page can take the machine over.",
    "--owner",
    "sam",
    "--review",
    REVIEW,
    "--expires",
    END,
]
CVE = ["--category", "security", "--evidence", "advisory=CVE-2026-12345", "--evidence", "affected=< 146.0"]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_block_is_set_read_by_everybody_and_lifted(shell: Shell) -> None:
    made = json.loads(shell.ok("safeguards", "set", "block", "--item", "firefox", *CVE, *SAID, "--json", who="sam"))
    shown = plain(shell.ok("safeguards", "show", made["id"]))
    assert shown.startswith("Mozilla Firefox is not installed anywhere until ")
    assert "A web page can take the machine over." in shown
    assert "Evidence advisory: CVE-2026-12345; affected: < 146.0" in shown
    assert "Owner Sam Security" in shown
    assert "Mozilla Firefox is not installed" in plain(shell.ok("safeguards", "list", "--state", "live"))
    asked = plain(shell.ok("requests", "submit", "B-204", "firefox"))
    assert "because a safeguard of the university keeps it away" in asked
    words = ("safeguards", "lift", made["id"], "--reason", "Mended.")
    assert shell(*words, who="sam").exit_code == ExitCode.USAGE
    assert "State lifted" in plain(shell.ok(*words, "--yes", who="sam"))
    assert "There are no such safeguards." in shell.ok("safeguards", "list", "--state", "live")


def test_a_pattern_is_looked_at_set_and_approved_by_somebody_else(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    aim = ["--name", "*Firefox*"]
    looked = shell.ok("safeguards", "preview", "block", *aim, who="sam")
    assert "1 request in 1 room and 4 seats would be concerned." in plain(looked)
    digest = looked.split()[-1]
    words = ["safeguards", "set", "block", *aim, *CVE, *SAID]
    unseen = shell(*words, who="sam")
    assert (unseen.exit_code, "Look at the preview" in plain(unseen.stderr)) == (ExitCode.REFUSED, True)
    made = json.loads(shell.ok(*words, "--impact", digest, "--json", who="sam"))
    own = shell("safeguards", "approve", made["id"], "--impact", digest, who="sam")
    assert own.exit_code == ExitCode.NOT_ALLOWED
    again = shell.ok("safeguards", "impact", made["id"], who="marta").split()[-1]
    done = plain(shell.ok("safeguards", "approve", made["id"], "--impact", again, who="marta"))
    assert "software whose name fits “*Firefox*”".casefold() in done.casefold()
    assert "State in force" in done
    assert "Approved by Marta Manager" in done


def test_one_that_waits_can_be_refused(shell: Shell) -> None:
    words = ["--category", "other", "--evidence", "words=It is like this."]
    made = json.loads(shell.ok("safeguards", "set", "block", "--item", "git", *words, *SAID, "--json", who="marta"))
    done = plain(shell.ok("safeguards", "refuse", made["id"], "--reason", "No.", who="sam"))
    assert "State not approved" in done


def test_rooms_that_an_update_has_not_reached_are_listed(shell: Shell) -> None:
    assert "No room is exposed." in shell.ok("safeguards", "exposed")
    shell.service.see("B-204", 1, firefox("144.0.2"))
    shell.ok("plans", "dry-run", "B-204", who="tim")
    deadline = (NOON + timedelta(days=3)).isoformat()
    update = ["--item", "firefox", "--minimum", "145.0.1", "--deadline", deadline]
    shell.ok("safeguards", "set", "protective_update", *update, *CVE, *SAID, who="sam")
    shell.service.clock.moment = NOON + timedelta(days=4)
    said = plain(shell.ok("safeguards", "exposed"))
    assert "Mozilla Firefox is older than version 145.0.1 on 1 seat since the deadline" in said
    assert len(json.loads(shell.ok("safeguards", "exposed", "--json"))["exposed"]) == 1


def test_a_moment_that_is_none_is_told_by_the_command_line_itself(shell: Shell) -> None:
    told = shell("blackouts", "set", "soon", "later", "--reason", "Exams.", who="marta")
    assert told.exit_code == ExitCode.USAGE
    assert "2027-01-12 08:00" in told.stderr


def test_a_blackout_keeps_a_technician_out_until_it_is_lifted(shell: Shell) -> None:
    starts, ends = (NOON - timedelta(hours=1)).isoformat(), (NOON + timedelta(days=2)).isoformat()
    words = ["blackouts", "set", starts, ends, "--reason", "Written exams.", "--where", "building:main building"]
    said = plain(shell.ok(*words, who="marta"))
    assert said.startswith("Nothing is started in Main building from ")
    out = shell("rollouts", "start", "B-204", who="tim")
    assert (out.exit_code, "Written exams." in plain(out.stderr)) == (ExitCode.REFUSED, True)
    listed = json.loads(shell.ok("blackouts", "list", "--json"))["blackouts"]
    assert [b["on"] for b in listed] == [True]
    assert "Written exams." in plain(shell.ok("blackouts", "list"))
    assert "It was lifted" in shell.ok("blackouts", "lift", listed[0]["id"], "--yes", who="marta")
    shell.ok("rollouts", "start", "B-204", who="tim")
