"""Where a run keeps its files."""

import os
import stat
from pathlib import Path

import pytest

from orchestrator.adapters.ansible.fence import Fence
from orchestrator.adapters.ansible.run_files import (
    RunLog,
    private_directory,
    private_root,
    remove_left_over,
    write_private,
)
from tests.integration.ansible.examples import work


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_directory_is_for_this_user_alone_and_gone_afterwards(tmp_path: Path) -> None:
    with private_directory(tmp_path, Fence(tmp_path, "room/1")) as directory:
        write_private(directory / "hosts.json", {"password": "x"})
        assert mode(directory) == 0o700
        assert mode(directory / "hosts.json") == 0o600
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_for_its_fence_only(tmp_path: Path) -> None:
    mine, other = Fence(tmp_path, "room 1"), Fence(tmp_path, "room 10")
    for fence in (mine, other):
        context = private_directory(tmp_path, fence)
        (context.__enter__() / "hosts.json").write_text("{}")
    remove_left_over(tmp_path, mine)
    assert len(list(tmp_path.iterdir())) == 1
    remove_left_over(tmp_path, other)
    assert list(tmp_path.iterdir()) == []


def test_memory_is_preferred_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, own = tmp_path / "shm", tmp_path / "runtime"
    own.mkdir()
    monkeypatch.setattr("orchestrator.adapters.ansible.run_files.IN_MEMORY", str(shared))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    assert private_root(tmp_path / "run") == own
    shared.mkdir()
    assert private_root(tmp_path / "run") == shared
    assert private_root(tmp_path / "run", own) == own
    assert private_root(tmp_path / "run", tmp_path / "nowhere") == shared


def test_without_memory_it_is_a_private_directory_on_the_disk_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("orchestrator.adapters.ansible.run_files.IN_MEMORY", "/nowhere")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    root = private_root(tmp_path / "run")
    assert mode(root) == 0o700
    assert "private-directory-on-disk" in capsys.readouterr().out


def test_a_log_is_named_after_its_run_and_says_who_is_who(tmp_path: Path) -> None:
    with RunLog(tmp_path / "logs", "rollout 7/wave 1", keep=3) as log:
        log.write_who_is_who({"m_0001": work(4)})
        log.write("TASK [x] ***\r\nok: [m_0001]\r\n")
    assert log.path.name == "rollout_7_wave_1.log"
    assert mode(log.path) == 0o600
    assert log.path.read_text() == "m_0001 = b204-04 at 192.0.2.1:5986\nTASK [x] ***\nok: [m_0001]\n"


def test_a_log_obeys_no_control_characters(tmp_path: Path) -> None:
    with RunLog(tmp_path, "1", keep=3) as log:
        log.write("a\x1b]0;title\x07b\tc")
    assert log.path.read_text() == "a]0;titleb\tc\n"


def test_only_the_newest_logs_stay(tmp_path: Path) -> None:
    for number in range(6):
        with RunLog(tmp_path, f"run-{number}", keep=3) as log:
            log.write("x")
        os.utime(log.path, (number, number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-3.log", "run-4.log", "run-5.log"]
