"""Start and stop a lab as a process of its own.

The child gets its specification over standard input, because that holds the password, and tells that all ports listen
over a pipe; nobody waits by sleeping.
"""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from orchestrator.virtual_lab.lab import LabInfo, LabNotStarted, read_info
from orchestrator.virtual_lab.specs import LabSpec

MODULE = "orchestrator.virtual_lab"
OUTPUT_FILE = "lab.log"
_STOP_SECONDS = 10.0


def start(spec: LabSpec) -> LabInfo:
    """Start a lab in the background; returns when all its ports listen.

    Raises:
        LabNotStarted: With the child's own reason.
    """
    spec.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    read_end, write_end = os.pipe()
    with (spec.state / OUTPUT_FILE).open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 - our own module, no words of others
            [sys.executable, "-m", MODULE, "--ready-fd", str(write_end)],
            stdin=subprocess.PIPE, stdout=output, stderr=output, pass_fds=(write_end,), start_new_session=True,
        )  # fmt: skip
    os.close(write_end)
    # A child that dies at once leaves a broken pipe; its reason comes over the other one.
    with contextlib.suppress(BrokenPipeError):
        assert child.stdin is not None  # noqa: S101 - it was asked for
        with child.stdin as stdin:
            stdin.write(json.dumps(spec.to_json()).encode())
    with os.fdopen(read_end, "rb") as pipe:
        answer = json.loads(pipe.read() or b"{}")
    if "info" not in answer:
        child.wait()
        reason = answer.get("error", f"it ended without a word; see {spec.state / OUTPUT_FILE}")
        raise LabNotStarted(reason)
    # The child outlives this process on purpose; without this Python warns that nobody has waited for it.
    child.returncode = 0
    return LabInfo(**answer["info"])


def process_of(info: LabInfo) -> psutil.Process | None:
    """The process of a lab, if it still runs and is really that one and not another with its number."""
    try:
        process = psutil.Process(info.pid)
        same = abs(process.create_time() - info.started) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same else None


def stop(state: Path) -> bool:
    """End the lab of a state directory. False where none runs."""
    info = read_info(state)
    process = process_of(info) if info else None
    if process is None:
        return False
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_STOP_SECONDS)
    return True
