"""Finds what is alive of an earlier run, and ends it.

ansible-core 2.19 gives every fork a session of its own, so neither ansible-runner's cancel nor a signal to the process
group reaches them: they go on installing. What they cannot shed is the environment they were started with. Every
process of a run carries the marks of its fence there, and is found by them whoever its parent is by now.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psutil

from orchestrator.domain.errors import Refusal

SCOPE_MARK = "CLASSROOM_RUN_SCOPE"
FENCE_MARK = "CLASSROOM_RUN_FENCE"
RUN_MARK = "CLASSROOM_RUN_ID"

HOST_MODULE = "orchestrator.adapters.ansible.child"
"""The module that hosts ansible-runner; recognised in a process's arguments."""

GRACE_SECONDS = 5.0
"""How long Ansible has to end by itself after SIGTERM."""

KILL_SECONDS = 10.0
"""How long the system has to take away what was killed."""

_POLL_SECONDS = 0.05


@dataclass(eq=False)
class RunsStillAlive(Refusal):
    """Processes of an earlier run withstand even SIGKILL; nothing new is started beside them."""

    fence: str
    processes: tuple[int, ...]
    code: ClassVar[str] = "runs-still-alive"


@dataclass(frozen=True, slots=True)
class Fence:
    """What only one run at a time may hold.

    Attributes:
        scope: The installation, by its run folder, so that two of them on one host do not end each other's runs.
        name: The room.
    """

    scope: Path
    name: str

    def marks(self, run_id: str) -> dict[str, str]:
        """The environment variables that everything started by a run carries."""
        return {SCOPE_MARK: str(self.scope), FENCE_MARK: self.name, RUN_MARK: run_id}


def alive(fence: Fence, run_id: str | None = None) -> list[psutil.Process]:
    """Every process with the marks of ``fence``, or of one run in it, but the calling one."""
    marks = fence.marks(run_id or "").items()
    wanted = {name: value for name, value in marks if name != RUN_MARK or run_id}
    return [process for process, environment in _environments() if wanted.items() <= environment.items()]


def end_all(fence: Fence, run_id: str | None = None, *, grace: float = GRACE_SECONDS) -> int:
    """End every process with the marks of ``fence``, or of one run in it, and say how many there were.

    A run that comes to its end names itself: a slow worker must not end what runs in its place by then.

    ``ansible-playbook`` hears SIGTERM first, because it passes it on to its forks and takes its files away; its host
    then ends by itself. What is left after ``grace`` seconds is killed.

    Raises:
        RunsStillAlive: Something was still there KILL_SECONDS later.
    """
    found = _look(fence, run_id)
    seen: set[int] = set()
    told: set[int] = set()
    deadline = time.monotonic() + grace
    while found and time.monotonic() < deadline:
        seen |= {process.pid for process in found}
        # Looked at anew each time: a main that dies before it has told its forks leaves them as heads of their own.
        for process in _heads(found):
            if process.pid not in told:
                told.add(process.pid)
                _signal(process, terminate=True)
        time.sleep(_POLL_SECONDS)
        found = _look(fence, run_id)
    deadline = time.monotonic() + KILL_SECONDS
    while found:
        if time.monotonic() > deadline:
            raise RunsStillAlive(fence.name, tuple(process.pid for process in found))
        seen |= {process.pid for process in found}
        for process in found:
            _signal(process, terminate=False)
        time.sleep(_POLL_SECONDS)
        found = _look(fence, run_id)
    return len(seen)


def _look(fence: Fence, run_id: str | None) -> list[psutil.Process]:
    """What is alive; that it is nothing is believed at the second look only.

    A process that is being replaced by another program shows no environment for a moment, and one that was forked while
    the list was gone through, by a parent that then ended, is not on it.
    """
    found = alive(fence, run_id)
    if not found:
        time.sleep(_POLL_SECONDS)
        found = alive(fence, run_id)
    return found


def _environments() -> Iterator[tuple[psutil.Process, dict[str, str]]]:
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        try:
            yield process, process.environ()
        except (psutil.Error, OSError):
            # It ended meanwhile, or it is somebody else's: neither is a process of ours that is alive.
            continue


def _heads(found: list[psutil.Process]) -> list[psutil.Process]:
    """The processes that are told to stop: no hosts, which watch, and no children of others that are told."""
    workers = {process.pid: process for process in found if not _is_host(process)}
    return [process for process in workers.values() if _parent(process) not in workers]


def _is_host(process: psutil.Process) -> bool:
    try:
        return HOST_MODULE in process.cmdline()
    except (psutil.Error, OSError):
        return False


def _parent(process: psutil.Process) -> int:
    try:
        return process.ppid()
    except (psutil.Error, OSError):
        return 0


def _signal(process: psutil.Process, *, terminate: bool) -> None:
    try:
        process.terminate() if terminate else process.kill()
    except (psutil.Error, OSError):
        # Gone already, which is what was wanted; the next look says whether it is true.
        return
