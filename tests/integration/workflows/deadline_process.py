"""The product's worker, in a process of its own where need be, with the clock of a test and a death at a chosen moment.

A file in its folder of one of the names below has it killed when a deadline's work is there; the file goes with it, so
that the next worker lives.
"""

import os
import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.adapters.workflows.worker import Worker
from orchestrator.bootstrap import Parts, assembled, job_kinds
from orchestrator.services.deadlines import FOLLOW, follow_deadlines
from orchestrator.services.followed import FOLLOWED
from orchestrator.services.waves import RolloutTools
from tests.integration.workflows.deadline_stage import by_the_file, settings_of

BEFORE_COMMIT, AFTER_COMMIT = "die-before-commit", "die-after-commit"
LOOK_SECONDS = 0.05
"""How late at most a sleeper notices that the clock was set; the product looks less often."""


def _die_if_told(file: Path) -> None:
    if file.exists():
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _mortal(tools: RolloutTools, parts: Parts, jobs: JobClient, folder: Path) -> RolloutTools:
    """The same tools with transactions that a worker may not survive."""

    class Mortal(SqlUnitOfWork):
        def commit(self) -> None:
            _die_if_told(folder / BEFORE_COMMIT)
            super().commit()
            _die_if_told(folder / AFTER_COMMIT)

    return replace(tools, transactions=lambda: Mortal(parts.engines.write, jobs.on))


def worker_of(parts: Parts, folder: Path) -> Worker:
    """The worker over the parts of a folder, by their clock; not started yet."""
    parts.ensure_record_keys()
    tools = parts.tools(lambda: False)
    kinds = job_kinds(lambda: tools, parts.checkpoint_tools, parts.retention_tools, parts.waiting_tools)
    mortal = _mortal(tools, parts, JobClient(parts.engines.write, exclusivity(kinds)), folder)
    following = JobKind(
        FOLLOW,
        lambda context, **a: follow_deadlines(
            context, mortal, FOLLOWED, thing=str(a["thing"]), thing_id=str(a["thing_id"])
        ),
        exclusive_per_room=False,
    )
    return Worker(
        engine=parts.engines.write,
        kinds=[following if kind.name == FOLLOW else kind for kind in kinds],
        executor_id=parts.settings.executor_id,
        lock_file=folder / "worker.lock",
        clock=parts.toolbox.clock,
        rooms_at_once=1,
        longest_wait_seconds=LOOK_SECONDS,
    )


def run(folder: Path, ready: Connection) -> None:
    """Run the worker of a folder until it is killed; say when it takes work."""
    with assembled(settings_of(folder)) as made:
        worker = worker_of(by_the_file(made, folder), folder)
        worker.start()
        ready.send("ready")
        worker.stopping.wait()
