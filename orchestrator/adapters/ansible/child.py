"""The process that hosts ansible-runner for one run: ``python -m orchestrator.adapters.ansible.child``.

It reads its job, one line of JSON without any secret, from standard input and prints one line of JSON for each of
ansible-runner's events on standard output, at last ``{"end": …}``. Standard input stays open as long as its parent
lives: when it closes, the run has no owner any more, and this process ends Ansible, deletes the private directory with
the passwords, and ends itself. The fence does not rely on that; it finds what is left in any case.
"""

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

import ansible_runner

from orchestrator.adapters.ansible.fence import FENCE_MARK, RUN_MARK, SCOPE_MARK, Fence, end_all


def main() -> int:
    """Run the job that standard input describes."""
    job = json.loads(sys.stdin.readline())
    lines = _take_standard_output()
    orphaned = threading.Event()
    watch = threading.Thread(target=_end_with_parent, args=(Path(job["private_directory"]), orphaned), daemon=True)
    watch.start()
    try:
        end = _run(job, lines)
        _print(lines, {"end": end})
    finally:
        if orphaned.is_set():
            # The thread ends this process when it has tidied up.
            watch.join()
    return 0


def _run(job: dict[str, Any], lines: TextIO) -> dict[str, Any]:
    def hand_on(event: dict[str, Any]) -> bool:
        _print(lines, {"event": event})
        return False  # else ansible-runner would keep a file for every event

    runner = ansible_runner.run(
        private_data_dir=job["private_directory"],
        playbook=job["playbook"],
        inventory=job["inventory"],
        forks=job["forks"],
        ident="run",
        fact_cache_type="none",
        # The events carry Ansible's output; a second copy is not wanted. The short time-out is how long
        # ansible-runner takes to see that Ansible has ended.
        settings={"suppress_output_file": True, "pexpect_timeout": 1},
        quiet=True,
        event_handler=hand_on,
        # Never asked to cancel: it would leave the forks alive. Whoever cancels ends the processes.
        cancel_callback=_never,
    )
    return {"status": runner.status, "code": runner.rc}


def _take_standard_output() -> TextIO:
    """Keep standard output for the lines alone; whatever else prints goes to standard error."""
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return kept


def _end_with_parent(private: Path, orphaned: threading.Event) -> None:
    # Past the first line nothing is ever written: reading returns when the parent closes its end or is no more.
    os.read(sys.stdin.fileno(), 1)
    orphaned.set()
    end_all(Fence(Path(os.environ[SCOPE_MARK]), os.environ[FENCE_MARK]), os.environ[RUN_MARK])
    shutil.rmtree(private, ignore_errors=True)
    os._exit(1)


def _print(lines: TextIO, value: dict[str, Any]) -> None:
    try:
        print(json.dumps(value), file=lines, flush=True)
    except BrokenPipeError:
        # The parent is gone; the thread that watches it ends this process.
        threading.Event().wait()


def _never() -> bool:
    return False


if __name__ == "__main__":
    sys.exit(main())
