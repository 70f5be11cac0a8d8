"""Nothing of a run outlives it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from orchestrator.adapters.ansible.fence import HOST_MODULE, Fence, alive
from orchestrator.domain.provider_calls import ChocolateyCall, ChocolateyState
from orchestrator.services.deployment import RunEventKind, RunStatus
from tests.integration.ansible.bench import ROOT, Bench, lab_work
from tests.lab_fixture import MakeLab, RunningLab

MACHINES = ("b204-01", "b204-02")
FIREFOX = ChocolateyCall(("firefox",), ("firefox",), ChocolateyState.PRESENT, "145.0.1", "feed")

# What a worker does: host the deployer and store events. Its first line says that a call has begun everywhere.
WORKER = """
import json, sys
from pathlib import Path
from orchestrator.domain.machines import *
from orchestrator.domain.provider_calls import *
from orchestrator.services.deployment import *
from tests.integration.ansible.bench import Bench

job = json.loads(sys.argv[1])
bench = Bench(Path(job["folder"]), {"winrm": sys.stdin.readline().strip()}, job["point"])
profile = ConnectionProfile("lab", "basic", job["user"], "winrm", ca_file=job["ca"])
call = ChocolateyCall(("firefox",), ("firefox",), ChocolateyState.PRESENT, "145.0.1", "feed")
work = [MachineWork(Machine(n, n, a, p, "lab"), profile, (call,)) for n, (a, p) in job["machines"].items()]
begun = []

def take(events):
    fresh = [e for e in events if e.kind is RunEventKind.CALL_STARTED]
    begun.extend(fresh)
    if fresh and len(begun) == len(work):
        print("begun", flush=True)

bench.deployer().apply(DeploymentRun("run-1", "room-1", tuple(work)), on_events=take, cancelled=lambda: False)
print("ended", flush=True)
"""


@pytest.fixture
def hanging(bench: Bench, make_lab: MakeLab) -> RunningLab:
    """Two machines on which Firefox's installer never ends."""
    lab = make_lab(MACHINES)
    bench.use(lab)
    for machine in MACHINES:
        lab.set(machine, "hang=firefox")
    return lab


@pytest.fixture
def worker(bench: Bench, hanging: RunningLab) -> Iterator[subprocess.Popen[str]]:
    """A process that hosts a deployer in the middle of a run."""
    job = {
        "folder": str(bench.folder), "point": hanging.distribution_url, "user": hanging.username,
        "ca": hanging.ca_path, "machines": hanging.machines,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, json.dumps(job)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    print(hanging.password, file=process.stdin, flush=True)
    assert process.stdout.readline() == "begun\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    bench.deployer().fence("room-1")


def fence_of(bench: Bench) -> Fence:
    return Fence(bench.run_folder, "room-1")


def test_a_cancelled_run_leaves_nothing_alive(bench: Bench, hanging: RunningLab) -> None:
    seen: list[psutil.Process] = []

    def cancelled() -> bool:
        if len(bench.of(RunEventKind.CALL_STARTED)) < len(MACHINES):
            return False
        seen.extend(alive(fence_of(bench)))
        return True

    work = [lab_work(hanging, machine, FIREFOX) for machine in MACHINES]
    assert bench.apply(*work, cancelled=cancelled) is RunStatus.CANCELLED
    # The host, ansible-playbook, and a fork for each machine were alive when it was cancelled.
    assert len(seen) >= 2 + len(MACHINES)
    assert alive(fence_of(bench)) == []
    assert list(bench.private.iterdir()) == []
    assert bench.deployer().fence("room-1") == 0


def test_after_a_killed_worker_the_fence_ends_what_is_left_and_a_new_run_works(
    bench: Bench, hanging: RunningLab, worker: subprocess.Popen[str]
) -> None:
    # Either of the two would end Ansible if it saw the other go, so the host sees nothing any more before it is killed.
    (host,) = [process for process in alive(fence_of(bench)) if HOST_MODULE in process.cmdline()]
    os.kill(host.pid, signal.SIGSTOP)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    os.kill(host.pid, signal.SIGKILL)
    psutil.wait_procs([host])
    assert len(alive(fence_of(bench))) >= 1 + len(MACHINES)
    assert list(bench.private.glob("*/hosts.json"))
    assert bench.deployer().fence("room-1") >= 1 + len(MACHINES)
    assert alive(fence_of(bench)) == []
    assert list(bench.private.iterdir()) == []
    for machine in MACHINES:
        hanging.set(machine, "on")
    work = [lab_work(hanging, machine, FIREFOX) for machine in MACHINES]
    assert bench.apply(*work, run_id="run-2") is RunStatus.SUCCESSFUL


def test_a_run_begins_by_ending_what_an_earlier_one_left(
    bench: Bench, hanging: RunningLab, worker: subprocess.Popen[str]
) -> None:
    before = alive(fence_of(bench))
    assert len(before) >= 2 + len(MACHINES)
    for machine in MACHINES:
        hanging.set(machine, "on")
    assert bench.apply(lab_work(hanging, MACHINES[0], FIREFOX), run_id="run-2") is RunStatus.SUCCESSFUL
    # The worker that was overtaken learns it, and its own end did no harm to the run in its place.
    assert worker.stdout
    assert worker.stdout.readline() == "ended\n"
    assert [p for p in before if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []


def test_the_host_ends_ansible_deletes_the_passwords_and_ends_itself_when_its_worker_is_gone(
    bench: Bench, worker: subprocess.Popen[str]
) -> None:
    before = alive(fence_of(bench))
    worker.kill()
    worker.wait()
    gone, left = psutil.wait_procs(before, timeout=30)
    assert left == []
    assert len(gone) == len(before)
    assert list(bench.private.iterdir()) == []


def test_the_run_of_another_room_goes_on(bench: Bench, worker: subprocess.Popen[str]) -> None:
    before = alive(fence_of(bench))
    assert bench.deployer().fence("room-2") == 0
    assert len(alive(fence_of(bench))) == len(before)
    assert worker.poll() is None


def test_every_process_of_a_run_carries_its_marks(worker: subprocess.Popen[str]) -> None:
    (host,) = [process for process in psutil.Process(worker.pid).children() if HOST_MODULE in process.cmdline()]
    family = [host, *host.children(recursive=True)]
    assert len(family) >= 2 + len(MACHINES)
    for process in family:
        environment = process.environ()
        assert environment["CLASSROOM_RUN_FENCE"] == "room-1"
        assert environment["CLASSROOM_RUN_ID"] == "run-1"
