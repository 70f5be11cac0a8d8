"""Takes over the work of workers that died and do not come back. On PostgreSQL, where there may be several.

Why this exists: at its start a worker goes on with what the last worker of its name left. But a host that is gone for
good leaves work that nobody takes up, and rooms that nobody may enter: the engine's open edition rescues nothing.
"""

import threading

import structlog
from dbos import DBOS, WorkflowStatus

from orchestrator.adapters.workflows.executor_lock import ExecutorLock, is_free
from orchestrator.adapters.workflows.identity import APPLICATION, APPLICATION_VERSION
from orchestrator.adapters.workflows.jobs import DatabaseEngine

log = structlog.get_logger()

LOOK_SECONDS = 15.0
"""How often each worker looks after the others. Only who was gone in two looks is taken for dead: a worker that is
restarted has so long to come back, and the children of one that was killed have so long to notice and end."""


class Rescuer:
    """Looks after the other workers from a thread of its own, and keeps the lock by which they see that this one lives.

    A worker that lost its lock because its connection broke, and lives, takes it again at its own next look, before
    any other has looked twice. One that is cut off from the database for longer is taken for dead. If it comes back,
    its jobs stop at their next step, and what they were doing in a room is fenced off by the room's token.

    Args:
        engine: Writing engine of the database; the durable engine runs on it.
        executor_id: Name of this worker.
        lock: The lock of that name, taken already.
        look_seconds: How often it looks.
    """

    def __init__(
        self, engine: DatabaseEngine, executor_id: str, lock: ExecutorLock, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._engine = engine
        self._executor_id = executor_id
        self._lock = lock
        self._look_seconds = look_seconds
        self._gone: frozenset[str] = frozenset()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look_again_and_again, name="rescuer", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more. Also before a start."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> tuple[str, ...]:
        """Look once. Ids of the jobs that were put back into their queues, where any worker takes them."""
        others = {workflow.executor_id for workflow in _begun()} - {None, self._executor_id}
        gone = frozenset(other for other in others if other is not None and self._is_gone(other))
        rescued = [job for other in sorted(gone & self._gone) for job in self._rescue(other)]
        self._gone = gone
        return tuple(rescued)

    def _look_again_and_again(self) -> None:
        while not self._ending.wait(self._look_seconds):
            try:
                if not self._lock.keep():
                    log.error("another worker has this one's name", worker=self._executor_id)
                self.look()
            except Exception as error:  # noqa: BLE001 - whatever it was, such as a restart of the server: the next look comes
                log.warning("could not look after the other workers", error=type(error).__name__)

    def _is_gone(self, executor_id: str) -> bool:
        with self._engine.begin() as transaction:
            return is_free(transaction, executor_id)

    def _rescue(self, executor_id: str) -> list[str]:
        with self._engine.begin() as transaction:
            # Held until all is put back: no other worker does the same, and the dead one does not start meanwhile.
            if not is_free(transaction, executor_id):
                return []
            left = _begun(executor_id)
            for workflow in left:
                # Back into its own queue, or a room would be open to two.
                DBOS.resume_workflow(workflow.workflow_id, queue_name=workflow.queue_name)
        jobs = [workflow.workflow_id for workflow in left]
        if jobs:
            log.warning("took over from a worker that is gone", worker=executor_id, jobs=jobs)
        return jobs


def _begun(executor_id: str | None = None) -> list[WorkflowStatus]:
    """Jobs of this version's step order that have begun and not ended, of one worker or of all."""
    return DBOS.list_workflows(
        status="PENDING",
        executor_id=executor_id,
        app_version=APPLICATION_VERSION,
        application_name=APPLICATION,
        load_input=False,
        load_output=False,
    )
