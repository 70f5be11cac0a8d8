"""A step whose transaction the server gave up runs again; nobody has to be told of a rollout that failed for that."""

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.workflows import context as steps
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.domain.people import WORKER
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.unit_of_work import TransactionLost
from tests.integration.postgres.stage import DEADLINE_SECONDS, Stage, wait_for

IN_TRANSACTION = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'idle in transaction' AND pid <> pg_backend_pid() AND query LIKE '%cs_people%'"
)


def test_a_step_whose_connection_breaks_runs_again_in_the_same_worker(stage: Stage) -> None:
    attempts: list[int] = []

    def remember() -> str:
        attempts.append(1)
        with SqlUnitOfWork(stage.engine) as uow:
            uow.people.remember(WORKER)
            if len(attempts) == 1:
                with stage.engine.begin() as other:
                    assert other.execute(text(IN_TRANSACTION)).all() == [(True,)]
            uow.commit()
        return "remembered"

    def job(context: WorkflowContext, **_: str | None) -> None:
        stage.mark("job", context.step("remember", remember))

    kinds = [JobKind("job", job, exclusive_per_room=False)]
    with capture_logs() as logged, stage.worker(kinds, "host-a"):
        stage.enqueue(kinds, "job", "1")
        wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert len(attempts) == 2
    assert stage.marks("job") == ["remembered"]
    assert stage.sql("SELECT id FROM cs_people") == [(WORKER.id,)]
    assert [(entry["event"], entry["step"]) for entry in logged] == [("step runs again", "remember")]


def lost_again_and_again(attempts: list[int]) -> list[JobKind]:
    def lose() -> None:
        attempts.append(1)
        raise TransactionLost("DeadlockDetected")

    def job(context: WorkflowContext, **_: str | None) -> None:
        context.step("lose", lose)

    return [JobKind("job", job, exclusive_per_room=False)]


def test_a_step_that_is_given_up_each_time_fails_at_last(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAUSES_SECONDS", (0.0, 0.0))
    attempts: list[int] = []
    kinds = lost_again_and_again(attempts)
    with capture_logs() as logged, stage.worker(kinds, "host-a"):
        stage.enqueue(kinds, "job", "1")
        wait_for(lambda: stage.states() == {"ERROR": 1})
    assert len(attempts) == 3
    assert [entry["event"] for entry in logged] == ["step runs again", "step runs again", "job failed"]


def test_a_worker_that_is_stopped_between_two_attempts_leaves_the_job_for_later(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "PAUSES_SECONDS", (3600.0,))
    attempts: list[int] = []
    kinds = lost_again_and_again(attempts)
    worker = stage.worker(kinds, "host-a")
    with capture_logs() as logged:
        worker.start()
        stage.enqueue(kinds, "job", "1")
        wait_for(lambda: len(logged) == 1)
        assert worker.stop(DEADLINE_SECONDS) == ()
    assert len(attempts) == 1
    assert stage.states() == {"PENDING": 1}
