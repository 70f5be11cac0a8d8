"""Worker processes that are killed, and what the next one makes of what they left. The test is the other process."""

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from orchestrator.adapters.workflows.errors import WorkerRunsAlready
from tests.integration.workflows.stage import DEADLINE_SECONDS, Stage, wait_for
from tests.integration.workflows.worker_process import kinds

ROOT = Path(__file__).parents[3]

Process = subprocess.Popen[str]
StartWorker = Callable[[], Process]


@pytest.fixture
def start_worker(stage: Stage) -> Iterator[StartWorker]:
    """Starts workers and waits until they run; ends them after the test."""
    with contextlib.ExitStack() as processes:

        def start() -> Process:
            command = [sys.executable, "-m", "tests.integration.workflows.worker_process", str(stage.folder)]
            process = processes.enter_context(
                subprocess.Popen(
                    command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
            )
            processes.callback(process.kill)
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line == "ready\n", line + (process.stderr.read() if process.stderr else "")
            return process

        yield start


def kill(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(DEADLINE_SECONDS)


def deploy(stage: Stage, room: str, name: str) -> None:
    stage.enqueue(kinds(stage), "deploy", name, {"classroom_id": room, "name": name})


def test_after_a_kill_in_mid_step_that_step_runs_again_and_no_earlier_one(
    stage: Stage, start_worker: StartWorker
) -> None:
    first = start_worker()
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan", "install"])
    kill(first)
    assert stage.state("deploy:a") == "PENDING"

    (stage.folder / "go-a").touch()
    start_worker()
    wait_for(lambda: stage.state("deploy:a") == "SUCCESS")
    assert stage.marks("a") == ["scan", "install", "install", "verify"]


def test_a_killed_job_still_has_its_room_for_itself_when_it_comes_back(stage: Stage, start_worker: StartWorker) -> None:
    first = start_worker()
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan", "install"])
    deploy(stage, "B-204", "b")
    kill(first)

    start_worker()
    wait_for(lambda: stage.marks("a") == ["scan", "install", "install"])
    (stage.folder / "go-b").touch()
    deploy(stage, "C-101", "c")
    wait_for(lambda: stage.marks("c") == ["scan", "install"])  # so the queue was looked through
    assert stage.marks("b") == []
    (stage.folder / "go-a").touch()
    wait_for(lambda: stage.state("deploy:b") == "SUCCESS")
    assert stage.marks("a") == ["scan", "install", "install", "verify"]
    assert stage.marks("b") == ["scan", "install", "verify"]


def test_after_a_kill_in_its_sleep_a_job_wakes_at_the_moment_that_was_chosen(
    stage: Stage, start_worker: StartWorker
) -> None:
    first = start_worker()
    stage.enqueue(kinds(stage), "sleeper", "1")
    wait_for(lambda: len(stage.marks("sleeper")) == 1)
    kill(first)
    assert stage.state("sleeper:1") == "PENDING"
    assert len(stage.marks("sleeper")) == 1

    start_worker()
    wait_for(lambda: stage.state("sleeper:1") == "SUCCESS")
    chosen, woke = (datetime.fromisoformat(word) for word in stage.marks("sleeper"))
    assert woke >= chosen


def test_a_worker_that_is_stopped_in_a_step_ends_at_once_and_says_nothing_of_it(
    stage: Stage, start_worker: StartWorker
) -> None:
    worker = start_worker()
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan", "install"])

    said, complaints = worker.communicate(timeout=DEADLINE_SECONDS / 2)  # the step would wait longer

    assert said == "left deploy:a\n"
    assert complaints == ""
    assert stage.state("deploy:a") == "PENDING"


def test_a_second_worker_of_the_same_name_is_refused_until_the_first_is_dead(
    stage: Stage, start_worker: StartWorker
) -> None:
    first = start_worker()
    with pytest.raises(WorkerRunsAlready):
        stage.worker(kinds(stage)).start()
    kill(first)

    with stage.worker(kinds(stage)):
        stage.enqueue(kinds(stage), "moment", "1")
        wait_for(lambda: stage.state("moment:1") == "SUCCESS")


def test_what_a_killed_worker_left_behind_does_not_keep_its_lock(tmp_path: Path) -> None:
    code = """
import os, sys, pathlib
from orchestrator.adapters.workflows.process_lock import ProcessLock
ProcessLock(pathlib.Path(sys.argv[1])).take()
if os.fork() == 0:
    print(os.getpid(), flush=True)
    sys.stdin.read()
    os._exit(0)
os.wait()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "worker.lock")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        kill(parent)
        os.kill(orphan, 0)  # it lives
        stage = Stage(tmp_path).prepare()
        with stage.worker([]):
            pass
        os.kill(orphan, 0)
        stage.close()


def test_how_soon_committed_work_runs_in_another_process(
    stage: Stage, start_worker: StartWorker, record_property: Callable[[str, object], None]
) -> None:
    start_worker()
    waits = []
    for number in range(15):
        stage.enqueue(kinds(stage), "moment", str(number))
        committed = time.time()
        wait_for(partial(stage.is_done, f"moment:{number}"))
        waits.append(float(stage.marks("moment")[-1]) - committed)

    median = statistics.median(waits)
    record_property("median_seconds_from_commit_to_running", round(median, 3))
    print(f"commit to running: median {median * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms")  # noqa: T201 - a figure for people
    assert stage.states() == {"SUCCESS": 15}
