"""The demo as a newcomer meets it: as a process, with its exit status, its words, and nothing left behind."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from orchestrator.cli.demo.command import BROKEN
from orchestrator.domain.people import Role
from orchestrator.settings import ROOT
from orchestrator.virtual_lab.control import ask
from orchestrator.virtual_lab.execution_log import read_log
from orchestrator.virtual_lab.lab import LOG_FILE

TIMEOUT = 300
COMMAND = [sys.executable, "-m", "orchestrator.cli", "demo", "--port", "0"]


def _once(state: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--once", "--state", str(state), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


def _log(state: Path) -> list[dict[str, Any]]:
    return read_log(state / "lab" / LOG_FILE)


def _people(said: str) -> list[tuple[str, str, str]]:
    """Login, role and password of everybody in the table that the demo prints."""
    return re.findall(r"^([a-z.]+) +│ [^│]+│ ([a-z ]+?) +│ ([a-z0-9]{4}(?:-[a-z0-9]{4}){4}) *$", said, re.MULTILINE)


def _processes_of(state: Path) -> list[str]:
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            environment = process.environ()
        except (psutil.Error, OSError):
            continue
        if process.pid != psutil.Process().pid and (str(state) in words or str(state) in str(environment)):
            found.append(words)
    return found


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "demo"
    yield folder
    assert _processes_of(folder) == []


def test_every_seat_becomes_ready_and_a_second_run_has_nothing_to_do(state: Path) -> None:
    first = _once(state)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 of 12 seats in B-204 are ready." in first.stdout
    assert "4 of 4 seats in C-101 are ready." in first.stdout
    assert "the worker starts the rollout in B-204 by itself" in first.stdout
    assert "Tom Kilburn, the technician, starts the rollout in C-101." in first.stdout
    assert len([e for e in _log(state) if e["kind"] == "installer" and e["rc"] == 0]) >= 12 * 4 + 4 * 3
    assert max(len(line) for line in first.stdout.splitlines() if "┃" in line or "│" in line) <= 100

    _assert_taste_is_no_reason(first.stdout)
    _assert_who_insists_is_heard(first.stdout, _log(state))
    assert {role for _, role, _ in _people(first.stdout)} == {role.replace("_", " ") for role in Role}

    before = len([e for e in _log(state) if e["kind"] != "command"])
    second = _once(state)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "Nothing to do" in second.stdout
    assert second.stdout.count("This was played before") == 2
    assert "A contest was ruled on" in second.stdout, "what she was told is shown again"
    assert len([e for e in _log(state) if e["kind"] != "command"]) == before
    old, new = ({login: password for login, _, password in _people(run.stdout)} for run in (first, second))
    assert list(old) == list(new)
    assert not set(old.values()) & set(new.values())


def _assert_taste_is_no_reason(said: str) -> None:
    """The first story of decisions: two tries that are refused, advice that delays nothing, and both browsers."""
    words = _flowing(said)
    assert "“taste” is not possible here. Possible: security, licence, legal, incompatibility," in words
    assert "the catalogue says that the two get along" in words
    assert "So Tom Kilburn gives advice instead, which delays nothing" in words
    assert "Prof. Ada Lovelace stays with what she asked for." in words
    assert "Mozilla Firefox on 12, Microsoft Edge on 12, Student Records Forms on 12" in words


def _assert_who_insists_is_heard(said: str, log: list[dict[str, Any]]) -> None:
    """The second: a letter, a ruling that upholds, an exemption that comes to one seat first, and what she was told."""
    words = _flowing(said)
    assert "Weather Buddy in B-204: why we do not install it Dear Prof. Ada Lovelace," in words
    assert "Joan Clarke, the security officer, upholds the first safeguard, which is not hers" in words
    assert "Katherine Johnson, head of the library and outside IT, signs" in words
    assert "SwarmShare is ready on 12 of 12 seats in B-204 (since " in words
    assert words.count("A safeguard is in the way: ") == words.count("A contest was ruled on: ") == 2
    installed = [event["machine"] for event in log if event["kind"] == "installer" and "swarm-share" in str(event)]
    assert (installed[0], len(installed), len(set(installed))) == ("b204-01", 12, 12)
    assert "weather-buddy" not in str([event for event in log if event["kind"] == "installer"])


def _flowing(said: str) -> str:
    """What was said without the lines that it was cut into."""
    return re.sub(r"(\s|│)+", " ", said)


def _look_around(home: Path, url: str, passwords: Mapping[str, str]) -> None:
    """Do as a newcomer in another terminal what the demo says: sign in as the technician, and look at a room."""

    def classroom(*words: str, typed: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "orchestrator.cli", *words],
            cwd=ROOT,
            env={**os.environ, "XDG_CONFIG_HOME": str(home / "config"), "CLASSROOM_SERVER": url},
            input=typed,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "Signed in as Tom Kilburn" in classroom("login", "tom.kilburn", typed=passwords["tom.kilburn"] + "\n")
    assert "9 of 12 seats in B-204 are ready." in classroom("classrooms", "show", "B-204")
    assert "the token holds no more" in classroom("logout")


def test_three_broken_machines_are_named_and_once_mended_only_they_are_touched(state: Path, tmp_path: Path) -> None:
    state.mkdir()
    (state / "of-an-earlier-demo").touch()
    broken = _once(state, "--broken")
    assert broken.returncode == 2, broken.stdout + broken.stderr
    assert not (state / "of-an-earlier-demo").exists(), "it begins anew, or there were nothing to show"
    assert "9 of 12 seats in B-204 are ready." in broken.stdout
    words = re.sub(r"\s+", " ", broken.stdout)
    assert "P Seat 05 was switched off" in words
    assert "could not be installed on seat 09" in words
    assert "1603" in words
    assert "F Seat 11 did not accept the account" in words
    assert words.count("→") >= 3, "each has its advice"

    with subprocess.Popen(
        [*COMMAND, "--state", str(state)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as serving:
        assert serving.stdout is not None
        said = []
        for line in serving.stdout:
            said.append(line)
            if line.startswith("Serving:"):
                break
        assert said[-1].startswith("Serving:"), "".join(said)
        url = re.search(r"Serving: (\S+)/api/v1/openapi.json", said[-1])
        assert url is not None
        assert f"  CLASSROOM_SETTINGS={state}/settings.env ./run classroom audit verify\n" in said
        passwords = {login: password for login, _, password in _people("".join(said))}
        _look_around(tmp_path, url[1], passwords)
        for machine in BROKEN:
            ask(state / "lab", "set", machine=machine, word="on")
        serving.send_signal(signal.SIGINT)
        rest, _ = serving.communicate(timeout=TIMEOUT)
    assert serving.returncode == 0, rest
    assert _processes_of(state) == []

    before = len(_log(state))
    mended = _once(state)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert "12 of 12 seats in B-204 are ready." in mended.stdout
    touched = {e["machine"] for e in _log(state)[before:] if e["kind"] != "command"}
    assert touched == set(BROKEN)


def test_a_wrong_option_is_refused_with_words() -> None:
    refused = subprocess.run([*COMMAND, "--onec"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "--onec" in refused.stderr
