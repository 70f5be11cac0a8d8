"""What people type, and what they see."""

import json
import shutil
from pathlib import Path

import pytest

from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from orchestrator.settings import ROOT
from tests.api.people import hire
from tests.api.service import edge
from tests.cli.conftest import Shell


def _id_of(shell: Shell, *words: str) -> str:
    return str(json.loads(shell.ok(*words, "--json"))["requests"][0]["id"])


def _rollout(shell: Shell, states: dict[int, RunState], causes: dict[int, Cause]) -> str:
    rollout = str(json.loads(shell.ok("rollouts", "start", "B-204", "--json", who="tim"))["id"])
    shell.service.finish(rollout, states, causes)
    return rollout


def test_asking_says_at_once_where_it_stands_and_how_to_follow_it(shell: Shell) -> None:
    said = shell.ok("requests", "submit", "B-204", "firefox", "git=144.0.2", "--needed-by", "2027-01-18 08:00")
    lines = " ".join(said.split())
    assert "Mozilla Firefox is ready on 0 of 4 seats in B-204; the rest follows by itself." in lines
    assert "Needed by Mon 18 Jan, 08:00." in lines
    assert lines.count("To follow it: classroom requests show ") == 2


def test_a_form_may_say_everything_that_the_api_takes(shell: Shell) -> None:
    words = ["--seats", "podium", "--enough", "1", "--course", "CS-101", "--until", "2027-07-31T00:00:00+00:00"]
    asked = json.loads(
        shell.ok("requests", "submit", "B-204", "git", "--absent", "--for", "grace", *words, "--json", who="cleo")
    )["requests"][0]
    told = (asked["wanted"]["code"], asked["seats"]["code"], asked["enough"], asked["course"], asked["until"])
    assert told == ("absent", "podium", 1, "CS-101", "2027-07-31T00:00:00Z")
    assert asked["requester"] == {"id": "person:grace", "name": "Prof. Grace Hopper"}


def test_a_request_for_absence_says_so_and_has_nothing_missing_once_it_is_over(shell: Shell) -> None:
    request = _id_of(shell, "requests", "submit", "B-204", "git", "--absent")
    said = " ".join(shell.ok("requests", "show", request).split())
    assert "Wanted not there Room B-204" in said
    assert "Still at 01, 02, 03" in said
    assert "Still at" not in shell.ok("requests", "withdraw", request)


def test_a_wish_for_absence_reads_like_one_in_the_tables(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "git", "--absent")
    shell.ok("requests", "submit", "B-204", "microsoft-edge")
    shell.service.see("B-204", 1, edge())
    for words in (("plans", "dry-run", "B-204"), ("classrooms", "seat", "B-204", "01")):
        said = " ".join(shell.ok(*words, who="tim").split())
        assert "not there Prof. Ada Lovelace asked that it be absent." in said
        assert "142.0 any Prof. Ada Lovelace asked for it." in said


def test_a_moment_is_read_in_the_rooms_time(shell: Shell) -> None:
    asked = json.loads(shell.ok("requests", "submit", "B-204", "git", "--needed-by", "2027-07-01 08:00", "--json"))
    assert asked["requests"][0]["needed_by"] == "2027-07-01T06:00:00Z"
    assert "2027-07-01 08:00" in shell.ok("requests", "show", asked["requests"][0]["id"])


def test_what_is_no_moment_is_an_error_of_the_command(shell: Shell) -> None:
    done = shell("requests", "submit", "B-204", "git", "--needed-by", "soon")
    assert done.exit_code == 2
    assert "2027-01-12 08:00" in done.stderr


def test_a_key_sent_twice_asks_once(shell: Shell) -> None:
    first, again = (_id_of(shell, "requests", "submit", "B-204", "git", "--key", "k") for _ in range(2))
    assert first == again


def test_requests_are_listed_page_by_page_and_taken_back(shell: Shell) -> None:
    first = _id_of(shell, "requests", "submit", "B-204", "firefox")
    second = _id_of(shell, "requests", "submit", "C-101", "git")
    page = shell.ok("requests", "list", "--limit", "1")
    assert second in page
    assert f"add --after {second}" in page
    assert first in shell.ok("requests", "list", "--after", second)
    assert "withdrawn" in shell.ok("requests", "withdraw", first)
    assert first not in shell.ok("requests", "list", "--state", "open")


def test_a_room_shows_each_seat_with_letter_word_and_reason(shell: Shell) -> None:
    shell.service.see("B-204", 1, edge())
    assert "nothing was changed on them" in " ".join(shell.ok("plans", "dry-run", "B-204", who="tim").split())
    lines = [" ".join(line.split()) for line in shell.ok("classrooms", "show", "B-204").splitlines()]
    assert lines[0] == "1 of 4 seats in B-204 is ready. 1 seat is out of service."
    assert "01 R ready b204-01" in lines
    assert "02 P pending b204-02 Seat 02 was switched off when we tried on Tue 12 Jan, 13:00." in lines
    assert "04 O out of service b204-04 Seat 04 is out of service: fan broken." in lines


def test_one_seat_shows_its_lines_with_their_whys(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox")
    shell.ok("plans", "dry-run", "B-204", who="tim")
    said = " ".join(shell.ok("classrooms", "seat", "B-204", "02").split())
    assert "We try again by ourselves when it is on." in said
    assert "Mozilla Firefox not known yet 145.0.1 Prof. Ada Lovelace asked for it." in said


def test_rooms_and_software_are_listed(shell: Shell) -> None:
    assert "a technician starts each rollout" in shell.ok("classrooms", "list")
    assert "Mozilla Firefox" in shell.ok("catalog", "list", "web", "browser")
    assert "Nothing matches." in shell.ok("catalog", "list", "netscape")
    assert "Works beside  Microsoft Edge" in shell.ok("catalog", "show", "firefox")


def test_a_rollout_that_brought_every_seat_is_watched_to_its_end(shell: Shell) -> None:
    rollout = _rollout(shell, {1: RunState.READY, 2: RunState.READY}, {})
    said = shell.ok("rollouts", "watch", rollout)
    assert "13:04  Seat 01 is ready." in said
    assert "ended on Tue 12 Jan, 13:04: 2 of 2 seats ready." in said
    assert rollout in shell.ok("rollouts", "list", "--classroom", "B-204")


def test_a_rollout_with_seats_left_says_why_and_what_to_do_and_ends_with_8(shell: Shell) -> None:
    failed = Cause(CauseCode.INSTALLER_FAILED, "firefox", 1603)
    rollout = _rollout(shell, {1: RunState.READY, 2: RunState.FAILED}, {2: failed})
    done = shell("rollouts", "watch", rollout)
    said = " ".join(done.stdout.split())
    assert done.exit_code == 8
    assert "could not be installed on seat 02: a fatal error during installation (exit code 1603)." in said
    assert f"To try these seats again: classroom rollouts retry {rollout}" in said
    assert "Usual reasons are" in " ".join(shell.ok("rollouts", "show", rollout).split())
    events = [json.loads(line) for line in shell("rollouts", "watch", rollout, "--json").stdout.splitlines()]
    assert [event["sequence"] for event in events] == [1, 2, 3]
    assert "waits to start" in shell.ok("rollouts", "retry", rollout, who="tim")


def test_the_shipped_files_are_compared_then_applied(shell: Shell) -> None:
    site = str(ROOT / "inventory" / "example")
    assert shell.ok("site", "import", site, who="marta").endswith("To apply it: the same command with --apply\n")
    assert "changes were made." in shell.ok("site", "import", site, "--apply", who="marta")
    assert "There is nothing to change" in shell.ok("site", "import", site, "--apply", who="marta")
    assert "changes were made." in shell.ok(
        "catalog", "import", str(ROOT / "inventory" / "catalog"), "--apply", who="marta"
    )


def test_a_bad_file_is_named_with_its_line_on_stderr(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "firefox.yml").write_text("id: firefox\nprovider: floppy\n")
    done = shell("catalog", "import", str(folder), "--apply", who="marta")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "firefox.yml:2 provider (floppy): “floppy” is not possible here." in done.stderr


def test_a_site_that_names_unknown_software_is_led_to_the_catalog_import(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "inventory" / "example", folder)
    rooms = folder / "group_vars" / "room_b_204.yml"
    rooms.write_text(rooms.read_text().replace("microsoft-edge", "cello-edge"))
    done = shell("site", "import", str(folder), who="marta")
    assert done.exit_code == 4
    assert "Try: classroom catalog import DIR --apply, before the site\n" in done.stderr


@pytest.mark.parametrize("folder", ["nowhere", "empty", "latin"])
def test_a_folder_that_cannot_be_read_is_told_before_anything_is_sent(
    shell: Shell, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "hosts.yml").write_bytes("Hörsaal".encode("latin-1"))
    done = shell("site", "import", str(tmp_path / folder), who="marta")
    assert done.exit_code == (3 if folder == "nowhere" else 4)
    assert folder in done.stderr


def test_hidden_files_and_other_kinds_are_not_sent(shell: Shell, tmp_path: Path) -> None:
    for name in (".hidden.yml", ".git/config.yml", "README.md", "hosts.yml"):
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("all: {}\n")
    done = shell("site", "import", str(tmp_path / "site"), who="marta")
    assert "hidden" not in done.stderr
    assert ".git" not in done.stderr
    assert "README" not in done.stderr


def test_words_come_in_the_language_that_is_set(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSROOM_LANGUAGE", "de")
    assert "sind bereit" in shell.ok("classrooms", "show", "C-101")


def test_no_line_is_wider_than_a_hundred_columns_and_none_has_colour(shell: Shell) -> None:
    shell.ok("requests", "submit", "B-204", "firefox", "git")
    for who, words in (
        ("ada", ("requests", "list")),
        ("ada", ("classrooms", "show", "B-204")),
        ("tim", ("plans", "dry-run", "B-204")),
        ("ada", ("catalog", "list")),
        ("marta", ("site", "import", str(ROOT / "inventory" / "example"))),
        ("marta", ("people", "list")),
        ("marta", ("people", "show", "ada")),
        ("ada", ("tokens", "list")),
        ("ada", ("whoami",)),
    ):
        said = shell.ok(*words, who=who)
        assert max(map(len, said.splitlines())) <= 100, words
        assert "\x1b" not in said, words


def test_text_of_people_is_no_markup_and_no_command_of_the_terminal(shell: Shell) -> None:
    hire(shell.service.database, "rosa", (Role.INSTRUCTOR, CAMPUS), name="[red]Rosa[/red]")
    shell.ok("requests", "submit", "B-204", "git", "--course", "[bold]{x}", who="rosa")
    said = shell.ok("requests", "show", _id_of(shell, "requests", "list"))
    assert "[red]Rosa[/red]" in said
    assert "[bold]{x}" in said


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ada", ("whoami",)),
        ("ada", ("classrooms", "list")),
        ("ada", ("classrooms", "show", "B-204")),
        ("ada", ("classrooms", "seat", "B-204", "01")),
        ("ada", ("catalog", "list")),
        ("ada", ("catalog", "show", "firefox")),
        ("ada", ("requests", "list")),
        ("ada", ("requests", "submit", "B-204", "git")),
        ("ada", ("plans", "show", "B-204")),
        ("tim", ("plans", "dry-run", "B-204")),
        ("ada", ("rollouts", "list")),
        ("tim", ("rollouts", "start", "C-101")),
        ("marta", ("site", "import", str(ROOT / "inventory" / "example"))),
        ("marta", ("catalog", "import", str(ROOT / "inventory" / "catalog"))),
        ("marta", ("people", "list")),
        ("marta", ("people", "show", "ada")),
        ("marta", ("people", "invite", "rosa", "--name", "Rosa")),
        ("marta", ("people", "grant", "ada", "coordinator@classroom:B-204")),
        ("marta", ("people", "revoke", "ada", "instructor")),
        ("marta", ("people", "deactivate", "ada", "--yes")),
        ("marta", ("people", "reactivate", "ada")),
        ("root", ("people", "reset-password", "ada")),
        ("ada", ("sessions", "list")),
        ("ada", ("tokens", "list")),
        ("ada", ("tokens", "make", "report")),
    ],
)
def test_machines_get_json(shell: Shell, who: str, words: tuple[str, ...]) -> None:
    assert json.loads(shell.ok(*words, "--json", who=who))
