"""The engine's side of ``WorkflowContext``: what a job holds in its hands while it runs."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from dbos import DBOS, PortableWorkflowError
from dbos import error as engine_errors

from orchestrator.adapters.workflows.errors import ExclusiveJobSleeps, Interrupted, StepFailed, StepOrderChanged
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.adapters.workflows.plain import plain_json
from orchestrator.services.unit_of_work import Clock, TransactionLost

log = structlog.get_logger()

PAUSES_SECONDS = (0.1, 0.3, 1.0, 3.0, 10.0, 20.0)
"""Before a step runs again because the database gave it up: long enough in all for the server to be restarted."""

LONGEST_WAIT_SECONDS = 30.0
"""How long a sleeper trusts a timer before it looks at the clock again, which may have been set, or stood still."""


class DbosContext:
    """Given to one run of one job.

    Steps are written to run again after their worker died, and they do so too when the database gave up one of their
    transactions. Otherwise they are never retried: what a step raises is an answer, which is kept and raised again at
    each replay as ``StepFailed``.

    When the worker stops, the job ends with ``Interrupted`` before its next step, or in its sleep, or in the step
    that fails meanwhile (whoever stops the worker may well have ended what the step was waiting for). Nothing is kept
    of that: the job goes on there when the worker is started again.
    """

    def __init__(self, kind: JobKind, *, clock: Clock, stopping: threading.Event, longest_wait_seconds: float) -> None:
        self._kind = kind
        self._clock = clock
        self._stopping = stopping
        self._longest_wait_seconds = longest_wait_seconds

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        """Run ``function(*arguments)`` once and keep its result; on replay give the kept result.

        Raises:
            StepFailed: The function raised, now or when it ran.
            ResultNotPlain: As the cause of a ``StepFailed``: its result would not come back from the store as it is.
            StepOrderChanged: Another step's result was kept here.
            Interrupted: The worker stops.
        """
        if self._stopping.is_set():
            raise Interrupted

        def run() -> Any:  # noqa: ANN401 - plain JSON
            try:
                return plain_json(name, self._repeated(name, lambda: function(*arguments)))
            except Exception as error:
                if self._stopping.is_set():
                    raise Interrupted from error
                raise StepFailed(name, type(error).__name__) from error

        try:
            return DBOS.run_step({"name": name}, run)
        except PortableWorkflowError as kept:
            raise _as_first_raised(name, kept) from None
        except engine_errors.DBOSUnexpectedStepError as error:
            _, _, _, recorded = error.inputs
            raise StepOrderChanged(name, recorded) from None
        except engine_errors.DBOSException as error:
            if self._stopping.is_set():
                # The step outlived the engine, which can't keep its result any more.
                raise Interrupted from error
            raise

    def _repeated(self, name: str, function: Callable[[], Any]) -> Any:  # noqa: ANN401 - plain JSON
        """What the function gives, at last when the database lets it; the last time whatever it raises."""
        for pause in PAUSES_SECONDS:
            try:
                return function()
            except TransactionLost as error:
                log.warning("step runs again", job=DBOS.workflow_id, step=name, lost=str(error))
                if self._stopping.wait(pause):
                    raise
        return function()

    def sleep_until(self, moment: datetime) -> None:
        """Wait until ``moment``, which a step has given: so it is the same after a restart, and nothing is kept here.

        A sleeper costs a thread. It wakes up at once when the worker stops.

        Raises:
            ExclusiveJobSleeps: The job's kind is exclusive per room.
            ValueError: ``moment`` has no zone.
            Interrupted: The worker stops.
        """
        if self._kind.exclusive_per_room:
            raise ExclusiveJobSleeps(self._kind.name)
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no zone")
        while (left := (moment - self._clock.now()).total_seconds()) > 0:
            if self._stopping.wait(min(left, self._longest_wait_seconds)):
                raise Interrupted


def _as_first_raised(step: str, kept: PortableWorkflowError) -> StepFailed:
    cause = kept.data.get("cause") if isinstance(kept.data, dict) else None
    return StepFailed(step, str(cause or kept.name))
