"""Processes of earlier runs are found by their environment and ended."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from orchestrator.adapters.ansible.fence import HOST_MODULE, Fence, alive, end_all

WAITS = "import sys, time; print('up', flush=True); time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAITS
# A fork in a session of its own, whose parent ends at once: what Ansible's workers are after their main is killed.
ORPHANS = "import os, sys, time\nif os.fork(): os._exit(0)\nos.setsid()\nprint('up', flush=True); time.sleep(600)\n"
# A parent that ends at the first signal, and a child in a session of its own.
FAMILY = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    print('up', flush=True)\ntime.sleep(600)\n"

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program with the marks of a fence and wait until it is up; whatever is left is killed afterwards."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(fence: Fence, program: str = WAITS, *arguments: str, run_id: str = "run-1") -> subprocess.Popen[bytes]:
        environment = {"PATH": os.defpath, **fence.marks(run_id)}
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments], env=environment, stdout=subprocess.PIPE, start_new_session=True
        )
        begun.append(process)
        assert process.stdout
        assert process.stdout.readline() == b"up\n"
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


@pytest.fixture
def fence(tmp_path: Path) -> Fence:
    return Fence(tmp_path, "room {1}")


def test_what_carries_the_marks_is_ended_and_counted(fence: Fence, start: Start) -> None:
    processes = [start(fence), start(fence)]
    assert {process.pid for process in alive(fence)} == {process.pid for process in processes}
    assert end_all(fence) == 2
    assert alive(fence) == []


def test_nothing_alive_is_nothing_to_end(fence: Fence) -> None:
    assert end_all(fence) == 0


def test_an_orphan_in_its_own_session_is_found(fence: Fence, start: Start) -> None:
    start(fence, ORPHANS)
    (orphan,) = alive(fence)
    assert end_all(fence) == 1
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE


def test_what_ignores_the_polite_signal_is_killed(fence: Fence, start: Start) -> None:
    start(fence, DEAF)
    assert end_all(fence, grace=0.1) == 1
    assert alive(fence) == []


def test_the_host_is_not_told_to_stop_while_what_it_hosts_ends(fence: Fence, start: Start) -> None:
    host = start(fence, WAITS, HOST_MODULE)
    assert end_all(fence, grace=0.1) == 1
    assert host.wait() == -9


def test_another_room_and_another_installation_stay_alive(fence: Fence, start: Start, tmp_path: Path) -> None:
    other_room, other_installation = Fence(fence.scope, "room 2"), Fence(tmp_path / "other", fence.name)
    bystanders = [start(other_room), start(other_installation)]
    start(fence)
    assert end_all(fence) == 1
    assert [process.poll() for process in bystanders] == [None, None]


def test_a_run_that_ends_leaves_the_next_one_alone(fence: Fence, start: Start) -> None:
    start(fence, run_id="run-1")
    successor = start(fence, run_id="run-2")
    assert end_all(fence, "run-1") == 1
    assert [process.pid for process in alive(fence)] == [successor.pid]


def test_the_calling_process_never_ends_itself(fence: Fence) -> None:
    program = (
        "from pathlib import Path; from orchestrator.adapters.ansible.fence import Fence, end_all; "
        f"print(end_all(Fence(Path({str(fence.scope)!r}), {fence.name!r})))"
    )
    environment = {"PATH": os.defpath, **fence.marks("run-1")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_the_children_of_a_parent_that_dies_without_telling_them_are_told(fence: Fence, start: Start) -> None:
    # The grace is longer than the test may take: nothing but the polite signal ends them.
    parent = start(fence, FAMILY)
    assert len(alive(fence)) == 2
    assert end_all(fence, grace=600) == 2
    assert parent.wait() == -15
