"""Overrides and holds at the command line."""

import csv
import json
from pathlib import Path
from typing import Any

from orchestrator.cli.exit_codes import ExitCode
from tests.cli.conftest import Shell

LIGHT = (
    "--category",
    "security",
    "--until",
    "2027-01-14 18:00",
    "--because",
    "This version is being attacked.",
    "--evidence",
    "advisory=CVE-2026-12345",
    "--evidence",
    "affected=< 146.0",
)
IN_THE_ROOM = ("--room", "B-204", "--item", "firefox")


def _record(shell: Shell, *more: str, kind: str = "decline") -> dict[str, Any]:
    shell.ok("requests", "submit", "B-204", "firefox")
    done = json.loads(shell.ok("overrides", "record", kind, *IN_THE_ROOM, *LIGHT, *more, "--json", who="tim"))
    assert isinstance(done, dict)
    return done


def test_recording_says_what_it_does_and_whoever_asked_finds_it(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    said = " ".join(shell.ok("overrides", "record", "decline", *IN_THE_ROOM, *LIGHT, who="tim").split())
    assert "Mozilla Firefox is not delivered in B-204 until Thu 14 Jan, 18:00. The reason: security." in said
    assert "Recorded by Tim Technician" in said
    listed = json.loads(shell.ok("overrides", "list", "--classroom", "B-204", "--json"))["overrides"]
    assert listed[0]["by"] is None
    request = listed[0]["requests"][0]
    assert f"Overrides {listed[0]['id']}" in " ".join(shell.ok("requests", "show", request).split())
    shown = " ".join(shell.ok("overrides", "show", listed[0]["id"]).split())
    assert "Signed by the classroom team (Physics)" in shown
    assert "Tim Technician" not in shown


def test_tables_fit_a_hundred_columns(shell: Shell) -> None:
    override = _record(shell)["id"]
    for words in (("overrides", "list"), ("overrides", "show", override)):
        assert max(map(len, shell.ok(*words).splitlines())) <= 100


def test_the_register_is_narrowed_and_written_to_a_file(shell: Shell, tmp_path: Path) -> None:
    override = _record(shell)["id"]
    file = tmp_path / "overrides.csv"
    words = ("overrides", "list", "--team", "Physics", "--since", "2027-01-12", "--no-contested")
    assert override in shell.ok(*words, "--json", who="olga")
    assert f"{file.name} holds them." in shell.ok(*words, "--csv", str(file), who="olga").replace("\n", "")
    with file.open(encoding="utf-8-sig", newline="") as text:
        (row,) = csv.DictReader(text)
    assert (row["id"], row["by"], row["contests"]) == (override, "Tim Technician", "")
    for other in (("--contested",), ("--team", "Chemistry"), ("--until", "2027-01-12T12:00:00Z")):
        shell.ok("overrides", "list", *other, "--csv", str(file))
        with file.open(encoding="utf-8-sig", newline="") as text:
            assert list(csv.DictReader(text)) == []


def test_a_file_that_cannot_be_had_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "overrides.csv"
    file.write_text("kept", encoding="utf-8")
    refused = shell("overrides", "list", "--classroom", "Z-9", "--csv", str(file))
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (ExitCode.NOT_FOUND, "kept")
    assert shell("overrides", "list", "--csv", str(tmp_path / "none" / "x")).exit_code == ExitCode.FAULT
    assert shell("overrides", "list", "--csv", str(file), "--limit", "3").exit_code == ExitCode.USAGE


def test_a_preview_says_what_is_missing_and_changes_nothing(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    words = ("--category", "hardware", "--until", "2027-03-30 18:00", "--because", "Too slow.")
    said = " ".join(shell.ok("overrides", "preview", "decline", *IN_THE_ROOM, *words, who="tim").split())
    assert "Would be recorded no" in said
    assert "it is longer than one person may decide" in said
    assert "- alternative: This is missing." in said
    assert shell.ok("overrides", "list").startswith("There are no such overrides")


def test_a_preview_shows_the_letter_and_hints_on_its_words(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    said = shell.ok("overrides", "preview", "decline", *IN_THE_ROOM, *LIGHT, who="tim")
    assert "Letter to Prof. Ada Lovelace: Mozilla Firefox in B-204" in said
    assert "Dear Prof. Ada Lovelace," in said
    hard = (*LIGHT, "--because", "The rollout of this manifest breaks the projector.")
    assert "- " in shell.ok("overrides", "preview", "decline", *IN_THE_ROOM, *hard, who="tim").split("as advice:")[1]


def test_what_is_refused_says_why(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    taste = ("--category", "taste", "--until", "2027-01-14 18:00", "--because", "I do not like it.")
    done = shell("overrides", "record", "decline", *IN_THE_ROOM, *taste, who="tim")
    assert done.exit_code == 4
    assert "incompatibility" in done.stderr
    unclear = shell("overrides", "record", "decline", *IN_THE_ROOM, *LIGHT[:-1], "everything", who="tim")
    assert unclear.exit_code == 2


def test_the_second_person_approves_or_refuses(shell: Shell) -> None:
    other = ("--category", "other")
    shell.ok("requests", "submit", "B-204", "firefox", "git")
    words = [*LIGHT[2:6], *other]
    ids = [
        json.loads(
            shell.ok("overrides", "record", "decline", "--room", "B-204", "--item", item, *words, "--json", who="tim")
        )["id"]
        for item in ("firefox", "git")
    ]
    assert "in force" in shell.ok("overrides", "approve", ids[0], who="marta")
    assert "not approved" in shell.ok("overrides", "refuse", ids[1], "--because", "It is mended.", who="marta")
    assert shell("overrides", "approve", ids[0], who="marta").exit_code == 5


def test_a_reason_is_confirmed_or_not_and_an_override_is_lifted(shell: Shell) -> None:
    override = _record(shell)["id"]
    assert shell("overrides", "confirm", override, who="marta").exit_code == 6
    assert "Confirmation confirmed" in " ".join(shell.ok("overrides", "confirm", override, who="sam").split())
    assert "lifted" in shell.ok("overrides", "lift", override, who="tim")
    assert shell("overrides", "confirm", override, "--no", "It is mended.", who="sam").exit_code == 5


def test_whoever_asked_says_yes_to_a_substitute(shell: Shell) -> None:
    override = _record(shell, "--substitute", "git", kind="substitute")["id"]
    assert "may say yes" in shell.ok("overrides", "show", override)
    assert "may say yes" not in shell.ok("overrides", "agree", override)


def test_a_hold_is_set_listed_and_lifted(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    why = ("--because", "The projector has gone black.")
    hold = json.loads(shell.ok("holds", "set", *IN_THE_ROOM, *why, "--json", who="tim"))
    assert "The projector has gone black." in shell.ok("holds", "list", "B-204")
    assert "Taken off" in shell.ok("holds", "lift", hold["id"], who="cleo")
    assert shell("holds", "set", *IN_THE_ROOM, *why, who="tim").exit_code == 5


def test_a_room_goes_back_to_an_earlier_revision(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "git")
    shell.ok("requests", "submit", "B-204", "firefox")
    words = ("--back-to", "1", "--first", "02", "--because", "The projector has gone black.")
    said = " ".join(shell.ok("holds", "set", "--room", "B-204", *words, who="tim").split())
    assert "B-204 went back to revision 1" in said
    assert "First at seat 02" in said
