"""Reading the record at a terminal."""

import base64
import csv
import json
import re
from pathlib import Path

import pytest

from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.new_file import writing
from orchestrator.services.publication_stores import Publication, PublicationProblem
from orchestrator.services.record_stores import StoredCheckpoint
from tests.api.moments import NOON
from tests.cli.conftest import Shell


def _asked(shell: Shell, item: str = "firefox") -> str:
    done = json.loads(shell.ok("requests", "submit", "B-204", item, "--json"))
    return str(done["requests"][0]["id"])


def _read(shell: Shell, *words: str) -> str:
    return shell.ok("record", *words, who="olga")


def test_entries_are_listed_in_words_page_by_page(shell: Shell) -> None:
    for item in ("firefox", "git"):
        _asked(shell, item)
    said = _read(shell, "list", "--limit", "1")
    assert "Request accepted" in said
    assert "Prof. Ada Lovelace asked for Git in B-204." in " ".join(said.split())
    assert "There are more: add --after 1" in said
    older = " ".join(_read(shell, "list", "--after", "1").split())
    assert "Mozilla Firefox" in older
    assert "There are more" not in older


def test_filters_narrow_the_list_and_an_empty_one_says_so(shell: Shell) -> None:
    _asked(shell)
    filters = [
        "--person",
        "ada",
        "--classroom",
        "b-204",
        "--item",
        "firefox",
        "--kind",
        "request.",
        "--words",
        "latest",
    ]
    page = json.loads(_read(shell, "list", *filters, "--since", "2027-01-01T00:00:00+00:00", "--json"))
    assert [entry["index"] for entry in page["entries"]] == [0]
    assert "No entry fits." in _read(shell, "list", "--outcome", "done")


def test_one_entry_is_shown_with_what_stands_beside_it(shell: Shell) -> None:
    request = _asked(shell)
    said = _read(shell, "show", "0")
    assert request in said
    assert "Mozilla Firefox (firefox)" in said
    assert "version: - → latest" in " ".join(said.split())
    assert json.loads(_read(shell, "show", "0", "--json"))["leaf"] in said


def test_the_life_of_a_request_is_a_text_to_print(shell: Shell) -> None:
    request = _asked(shell)
    shell.ok("requests", "withdraw", request)
    said = " ".join(_read(shell, "life", request).split())
    assert "Mozilla Firefox in B-204" in said
    assert said.index("asked for") < said.index("took the request")
    assert "The manifest of B-204 got revision 2" in said
    told = json.loads(_read(shell, "life", request, "--json"))
    assert f"out of 2 entries under the root {told['record_root']}" in said
    assert told["moments"][0]["entry"]["index"] == 0


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_an_export_is_a_whole_file_that_nobody_else_reads(shell: Shell, tmp_path: Path, form: str) -> None:
    _asked(shell)
    _asked(shell, "git")
    file = tmp_path / f"record.{form}"
    file.write_text("old")
    said = _read(shell, "export", "--format", form, "--output", str(file), "--item", "git")
    assert str(file.stat().st_size) in said
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob(".*.part")) == []
    if form == "csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            assert [row["item"] for row in csv.DictReader(lines)] == ["Git"]
    elif form == "jsonl":
        assert [json.loads(line)["index"] for line in file.read_text().splitlines()] == [1]
    else:
        assert file.read_bytes().startswith(b"PK")


def test_an_export_that_fails_leaves_what_was_there(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "record.csv"
    file.write_text("old")
    refused = shell("record", "export", "-o", str(file), "--person", "nobody", who="olga")
    assert refused.exit_code == ExitCode.NOT_FOUND
    assert file.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir() if found.suffix == ".part"] == []
    nowhere = shell("record", "export", "-o", str(tmp_path / "no" / "r.csv"), who="olga")
    assert nowhere.exit_code == ExitCode.FAULT
    assert "cannot be written" in nowhere.stderr
    assert shell("record", "export", "-o", str(file), "--format", "pdf", who="olga").exit_code == ExitCode.USAGE


def test_a_file_that_breaks_off_takes_no_place(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("old")

    def break_off() -> None:
        with writing(file) as new:
            new.write(b"half")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        break_off()
    assert [found.read_text() for found in tmp_path.iterdir()] == ["old"]


def test_proofs_are_worked_out_again_here(shell: Shell) -> None:
    for item in ("firefox", "git"):
        _asked(shell, item)
    said = _read(shell, "proof", "0", "--size", "2")
    root = json.loads(_read(shell, "proof", "0", "--json"))["root"]
    assert "Entry 0 is one of the first 2." in said
    assert root in said
    assert base64.b64encode(bytes.fromhex(root)).decode() in said
    grown = _read(shell, "growth", "1")
    assert "The first 2 entries begin with the first 1" in " ".join(grown.split())
    assert root in grown


def test_a_day_or_a_time_without_an_offset_is_meant_as_the_terminal_shows_it(shell: Shell) -> None:
    _asked(shell, "firefox")
    told = json.loads(_read(shell, "list", "--since", "2020-01-01", "--until", "2199-12-31 08:00", "--json"))
    assert len(told["entries"]) == 1
    assert json.loads(_read(shell, "list", "--until", "2020-01-01", "--json"))["entries"] == []


def test_an_entry_that_was_changed_behind_the_records_back_fails_its_proof(shell: Shell) -> None:
    for item in ("firefox", "git"):
        _asked(shell, item)
    for (name,) in shell.service.database.sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cs_audit_entries'"
    ):
        shell.service.database.sql(f"DROP TRIGGER {name}")
    shell.service.database.sql(
        "UPDATE cs_audit_entries SET body = replace(body, 'firefox', 'malware') WHERE entry_index = 0"
    )
    done = shell("record", "proof", "0", who="olga")
    assert done.exit_code == ExitCode.FAULT
    assert "does not hold" in done.stderr


def test_checkpoints_are_listed_and_the_newest_is_printed_byte_for_byte(shell: Shell) -> None:
    assert "None has been signed yet." in _read(shell, "checkpoints")
    missing = shell("record", "checkpoints", "--latest", who="olga")
    assert missing.exit_code == ExitCode.NOT_FOUND
    _asked(shell)
    note = "example.org/record\n1\nAAAA\n\n— example.org/record BBBB\n"
    with shell.service.database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, 1, NOON, note.encode()))
        down = Publication(0, "webhook", NOON, PublicationProblem.REFUSED, "HTTP 503")
        uow.publications.put([Publication(0, "folder", NOON), down])
        uow.commit()
    assert "folder, webhook (refused HTTP 503)" in " ".join(_read(shell, "checkpoints").split())
    assert re.search(r"0\s+1\s+.*AAAA", _read(shell, "checkpoints"))
    assert json.loads(_read(shell, "checkpoints", "--json"))["checkpoints"][0]["note"] == note
    assert _read(shell, "checkpoints", "--latest") == note
    assert _read(shell, "keys") == ""


def test_who_may_not_read_it_is_told_so(shell: Shell, tmp_path: Path) -> None:
    request = _asked(shell)
    for words in (
        ["list"],
        ["show", "0"],
        ["proof", "0"],
        ["checkpoints", "--latest"],
        ["export", "-o", str(tmp_path / "x.csv")],
    ):
        refused = shell("record", *words)
        assert (refused.exit_code, refused.stdout) == (ExitCode.NOT_ALLOWED, "")
    assert "asked for" in shell.ok("record", "life", request)
    short = shell("record", "proof", "0", "--size", "9", who="olga")
    assert short.exit_code == ExitCode.REFUSED


def test_what_is_not_there_names_the_command_to_try(shell: Shell) -> None:
    assert "Try: classroom record list" in shell("record", "show", "7", who="olga").stderr
    _asked(shell)
    assert "Try: classroom record list --limit 1" in shell("record", "proof", "0", "--size", "9", who="olga").stderr
