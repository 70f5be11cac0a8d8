"""A worker in a process of its own, for tests with several, and for those that kill one.

Run as ``STAGE_URL=… python -m tests.integration.postgres.worker_process FOLDER EXECUTOR_ID``. It writes ``ready`` when
it runs and stops when its input ends. What it does shows in the stage's marks.
"""

import os
import sys
import time
from pathlib import Path

from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.services.durable import WorkflowContext
from tests.integration.postgres.stage import Stage, wait_for

VISIT_SECONDS = 0.05
"""How long a job of the kind ``visit`` stays in its room: long enough for another one to come in, if it could."""


def kinds(stage: Stage, executor_id: str) -> list[JobKind]:
    """``deploy`` waits in its second step for a file named after its job; ``visit`` goes in and out of its room."""

    def install(name: str) -> None:
        stage.mark(name, f"install on {executor_id}")
        wait_for((stage.folder / f"go-{name}").exists)

    def deploy(context: WorkflowContext, **arguments: str | None) -> None:
        name = str(arguments["name"])
        context.step("scan", lambda: stage.mark(name, f"scan on {executor_id}"))
        context.step("install", install, name)
        context.step("verify", lambda: stage.mark(name, f"verify on {executor_id}"))

    def stay(room: str, name: str) -> None:
        stage.mark(room, f"in {name} {executor_id}")
        time.sleep(VISIT_SECONDS)
        stage.mark(room, f"out {name} {executor_id}")

    def visit(context: WorkflowContext, **arguments: str | None) -> None:
        context.step("stay", stay, str(arguments["classroom_id"]), str(arguments["name"]))

    return [
        JobKind("deploy", deploy, exclusive_per_room=True),
        JobKind("visit", visit, exclusive_per_room=True),
    ]


def main() -> None:
    """Run until the input ends."""
    folder, executor_id = sys.argv[1:]
    stage = Stage(os.environ["STAGE_URL"], Path(folder))
    worker = stage.worker(kinds(stage, executor_id), executor_id)
    worker.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    worker.stop(0)
    os._exit(0)


if __name__ == "__main__":
    main()
