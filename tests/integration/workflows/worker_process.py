"""A worker in a process of its own, for tests that kill it.

Run as ``python -m tests.integration.workflows.worker_process FOLDER``. It writes ``ready`` when it runs and stops when
its input ends. What it does shows in the stage's marks, and waits for files in FOLDER.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.services.durable import WorkflowContext
from tests.integration.workflows.stage import Stage, wait_for

SLEEP_SECONDS = 4.0


def kinds(stage: Stage) -> list[JobKind]:
    """Kinds whose steps mark what they do; the second step of ``deploy`` waits for a file named after its job."""

    def install(name: str) -> None:
        stage.mark(name, "install")
        wait_for((stage.folder / f"go-{name}").exists)

    def deploy(context: WorkflowContext, **arguments: str | None) -> None:
        name = str(arguments["name"])
        context.step("scan", stage.mark, name, "scan")
        context.step("install", install, name)
        context.step("verify", stage.mark, name, "verify")

    def choose() -> str:
        moment = (datetime.now(UTC) + timedelta(seconds=SLEEP_SECONDS)).isoformat()
        stage.mark("sleeper", moment)
        return moment

    def sleeper(context: WorkflowContext, **_: str | None) -> None:
        moment = datetime.fromisoformat(context.step("choose", choose))
        context.sleep_until(moment)
        context.step("wake", lambda: stage.mark("sleeper", datetime.now(UTC).isoformat()))

    def moment(context: WorkflowContext, **_: str | None) -> None:
        context.step("now", lambda: stage.mark("moment", repr(time.time())))

    return [
        JobKind("deploy", deploy, exclusive_per_room=True),
        JobKind("sleeper", sleeper, exclusive_per_room=False),
        JobKind("moment", moment, exclusive_per_room=False),
    ]


def main() -> None:
    """Run until the input ends."""
    stage = Stage(Path(sys.argv[1]))
    worker = stage.worker(kinds(stage))
    worker.start()
    _say("ready")
    sys.stdin.read()
    left = worker.stop(0)
    _say("left " + " ".join(left))
    os._exit(0)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
