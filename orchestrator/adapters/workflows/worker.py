"""The worker: runs what was enqueued, and takes up again what the last worker of its name left unfinished."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, ScheduleInput
from dbos import error as engine_errors

from orchestrator.adapters.workflows.context import LONGEST_WAIT_SECONDS, DbosContext
from orchestrator.adapters.workflows.engine_log import take_over_engine_log
from orchestrator.adapters.workflows.errors import EngineNotMigrated, JobFailed, StepFailed
from orchestrator.adapters.workflows.executor_lock import ExecutorLock
from orchestrator.adapters.workflows.identity import (
    APPLICATION,
    APPLICATION_VERSION,
    GENERAL_QUEUE,
    POLL_SECONDS,
    ROOMS_QUEUE,
)
from orchestrator.adapters.workflows.jobs import DatabaseEngine
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.adapters.workflows.process_lock import ProcessLock
from orchestrator.adapters.workflows.rescuer import LOOK_SECONDS, Rescuer
from orchestrator.adapters.workflows.running import RunningJobs
from orchestrator.services.unit_of_work import Clock

log = structlog.get_logger()

INTERRUPTION_SECONDS = 0.5
"""How long jobs get in any case to notice that the worker stops. The engine itself waits for them by full seconds."""

OUTCOME_SECONDS = 0.5
"""How long the engine gets to write the outcome of jobs that have just ended."""

OUTCOME_POLL_SECONDS = 0.02


class Worker:
    """Runs jobs, each in a thread of its own. One runs in a process at a time, and one per lock file; it starts once.

    On PostgreSQL several workers of different names share the work, on as many hosts as like, and look after each
    other: see ``rescuer``.

    A job that raises is over: logged once with its traceback, kept as failed by the engine, not tried again. A job
    whose worker died or stopped is not over, and never given up, however often that happens: it was promised.

    Args:
        engine: Writing engine of the database, whose tables ``schema.migrate_engine`` has made. On SQLite its
            transactions MUST begin with ``BEGIN IMMEDIATE``; on PostgreSQL they MUST be READ COMMITTED by default.
        kinds: What it can run. Work of another kind that a queue holds would stay as it is until a worker knows it.
        executor_id: Name of this worker, the same at each start on this host: its unfinished work is found by it.
        lock_file: Held while it runs; there is one per executor id.
        clock: The time for sleepers.
        rooms_at_once: In how many rooms exclusive jobs run at the same time. With several workers the number of the
            one that started last holds for each of them.
        look_seconds: How often a worker on PostgreSQL looks after the others.
        longest_wait_seconds: How late at most a sleeper notices that the clock was set.
    """

    def __init__(
        self,
        *,
        engine: DatabaseEngine,
        kinds: Iterable[JobKind],
        executor_id: str,
        lock_file: Path,
        clock: Clock,
        rooms_at_once: int,
        look_seconds: float = LOOK_SECONDS,
        longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
    ) -> None:
        self._engine = engine
        self._kinds = tuple(kinds)
        self._executor_id = executor_id
        self._lock = ProcessLock(lock_file)
        self._clock = clock
        self._rooms_at_once = rooms_at_once
        self._longest_wait_seconds = longest_wait_seconds
        self._stopping = threading.Event()
        self._running = RunningJobs()
        self._launched = False
        self._name_lock: ExecutorLock | None = None
        self._rescuer: Rescuer | None = None
        if engine.dialect.name == "postgresql":
            self._name_lock = ExecutorLock(engine, executor_id)
            self._rescuer = Rescuer(engine, executor_id, self._name_lock, look_seconds=look_seconds)

    @property
    def stopping(self) -> threading.Event:
        """Set from the moment on when it stops: a step that takes long can watch it and end early, by raising."""
        return self._stopping

    def start(self) -> None:
        """Begin to take work, in threads of its own. What the last worker left unfinished is put back into its queue.

        Raises:
            WorkerRunsAlready: Another process holds the lock file, or on PostgreSQL another host has a worker of
                this name.
            EngineNotMigrated: The engine's tables are not there, or not up to date.
        """
        self._lock.take()
        try:
            if self._name_lock:
                self._name_lock.take()
            self._launch()
            if self._rescuer:
                self._rescuer.start()
        except BaseException:
            self._end(wait_seconds=0)
            raise
        self._launched = True

    def stop(self, timeout_seconds: float) -> tuple[str, ...]:
        """Take no more work, interrupt the jobs between their steps, and wait for the steps under way, by full seconds.

        Before a start, or again, it does nothing.
        What was interrupted goes on when the worker is started again.

        Returns:
            Ids of the jobs whose step is still under way. Their threads would keep the process from ending: end what
            they wait for, or leave with ``os._exit``, and the step runs again at the next start.
        """
        self._stopping.set()
        if not self._launched:
            return ()
        idle = self._running.wait_until_none(INTERRUPTION_SECONDS)
        self._await_outcomes()
        self._end(wait_seconds=0 if idle else max(0, int(timeout_seconds - INTERRUPTION_SECONDS)))
        return tuple(sorted(self._running.ids()))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(0)

    def _launch(self) -> None:
        take_over_engine_log()
        scheduled: list[ScheduleInput] = []
        for kind in self._kinds:
            # Attempts are not counted: a sleeper would use them up by many quiet restarts.
            registered = DBOS.workflow(name=kind.name, max_recovery_attempts=None)
            if kind.cron is None:
                registered(self._workflow(kind))
            else:
                scheduled.append(
                    {
                        "schedule_name": kind.name,
                        "workflow_fn": registered(self._scheduled(kind)),
                        "schedule": kind.cron,
                        "queue_name": GENERAL_QUEUE,
                    }
                )
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_engine": self._engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            # The migration needs an engine of its own; here it is only checked that it was made.
            "run_migrations": False,
            # We use no messages between jobs; this is how long the thread for them takes to notice the end.
            "notification_listener_polling_interval_sec": POLL_SECONDS,
        }
        DBOS(config=config)
        DBOS.listen_queues([GENERAL_QUEUE, ROOMS_QUEUE])
        try:
            DBOS.launch()
        except engine_errors.DBOSInitializationError as error:
            raise EngineNotMigrated from error
        DBOS.register_queue(
            ROOMS_QUEUE,
            polling_interval_sec=POLL_SECONDS,
            partition_concurrency=1,
            worker_concurrency=self._rooms_at_once,
            on_conflict="always_update",
        )
        # Work that has not begun goes to the latest version, which after going back to older code is the older one.
        DBOS.set_latest_application_version(APPLICATION_VERSION)
        _begin_schedules(scheduled)
        _tell_of_other_versions()

    def _scheduled(self, kind: JobKind) -> Callable[[datetime, Any], None]:
        work = self._workflow(kind)

        def run(moment: datetime, _: Any) -> None:  # noqa: ANN401 - the engine's
            # Out of the store it comes as text.
            work({"at": str(moment)})

        return run

    def _workflow(self, kind: JobKind) -> Callable[[dict[str, str | None]], None]:
        def run(arguments: dict[str, str | None]) -> None:
            with self._running.counted(DBOS.workflow_id or ""):
                try:
                    kind.job(self._context(kind), **arguments)
                except Exception as error:
                    raise _reported(kind, error) from error

        return run

    def _context(self, kind: JobKind) -> DbosContext:
        return DbosContext(
            kind, clock=self._clock, stopping=self._stopping, longest_wait_seconds=self._longest_wait_seconds
        )

    def _await_outcomes(self) -> None:
        """The engine writes a job's outcome after its code has ended; closing it in between would repeat the job."""
        deadline = time.monotonic() + OUTCOME_SECONDS
        while time.monotonic() < deadline:
            begun = DBOS.list_workflows(
                status="PENDING", executor_id=self._executor_id, load_input=False, load_output=False
            )
            if {workflow.workflow_id for workflow in begun} <= self._running.ids() | self._running.left():
                return
            time.sleep(OUTCOME_POLL_SECONDS)

    def _end(self, *, wait_seconds: int) -> None:
        if self._rescuer:
            self._rescuer.stop()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=wait_seconds)
        self._launched = False
        if self._name_lock:
            self._name_lock.release()
        self._lock.release()


def _reported(kind: JobKind, error: Exception) -> JobFailed:
    """Log what ended a job, and give what is stored of it."""
    if isinstance(error, StepFailed):
        # The step's own exception tells where it happened; there is none when the failure was kept by an earlier run.
        log.error("job failed", job=DBOS.workflow_id, step=error.step, cause=error.cause, exc_info=error.__cause__)
        return JobFailed(kind.name, str(error))
    log.error("job failed", job=DBOS.workflow_id, cause=type(error).__name__, exc_info=error)
    return JobFailed(kind.name, type(error).__name__)


def _begin_schedules(scheduled: list[ScheduleInput]) -> None:
    """Have the engine begin these from now on, and once at once: this worker may have been away at the last moment."""
    DBOS.apply_schedules(scheduled)
    for schedule in scheduled:
        DBOS.trigger_schedule(schedule["schedule_name"])


def _tell_of_other_versions() -> None:
    begun = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
    versions = sorted({w.app_version for w in begun if w.app_version not in {None, APPLICATION_VERSION}})
    if versions:
        log.warning("work that began under another version waits for it", versions=versions)
