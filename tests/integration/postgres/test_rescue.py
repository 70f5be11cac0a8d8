"""A worker that is killed and does not come back: another one finishes its work. One that lives is left alone."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from structlog.testing import capture_logs

from orchestrator.adapters.workflows.executor_lock import ExecutorLock
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.adapters.workflows.rescuer import Rescuer
from orchestrator.adapters.workflows.worker import Worker
from orchestrator.services.durable import WorkflowContext
from tests.integration.postgres.conftest import Process, StartWorker
from tests.integration.postgres.stage import DEADLINE_SECONDS, Stage, wait_for
from tests.integration.postgres.worker_process import kinds
from tests.postgres_fixture import PostgresDatabase, PostgresServer

NEVER = 3600.0
"""Seconds between the looks of a worker whose looks a test orders by itself."""


def kill(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(DEADLINE_SECONDS)


def looks_of(worker: Worker) -> Rescuer:
    rescuer = worker._rescuer
    assert rescuer is not None
    return rescuer


def deploy(stage: Stage, room: str, name: str) -> None:
    stage.enqueue(kinds(stage, ""), "deploy", name, {"classroom_id": room, "name": name})


def test_what_a_killed_worker_left_is_finished_by_another_one(stage: Stage, start_worker: StartWorker) -> None:
    first = start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    deploy(stage, "B-204", "b")
    start_worker("host-b")
    kill(first)

    wait_for(lambda: stage.marks("a")[2:] == ["install on host-b"])
    assert stage.marks("b") == []  # the room is still the rescued job's
    for name in ("a", "b"):
        (stage.folder / f"go-{name}").touch()
    wait_for(lambda: stage.states() == {"SUCCESS": 2})
    assert stage.marks("a") == ["scan on host-a", "install on host-a", "install on host-b", "verify on host-b"]
    assert stage.marks("b") == ["scan on host-b", "install on host-b", "verify on host-b"]
    assert stage.status("deploy:a") == ("SUCCESS", "host-b")


def test_the_work_of_a_worker_that_lives_is_never_touched(stage: Stage, start_worker: StartWorker) -> None:
    start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    with stage.worker(kinds(stage, "host-b"), "host-b", look_seconds=NEVER) as peer:
        assert [looks_of(peer).look() for _ in range(5)] == [()] * 5
        assert stage.status("deploy:a") == ("PENDING", "host-a")
        (stage.folder / "go-a").touch()
        wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert stage.marks("a") == ["scan on host-a", "install on host-a", "verify on host-a"]


def test_a_worker_is_taken_for_dead_only_at_the_second_look_and_by_one_of_its_peers(
    stage: Stage, start_worker: StartWorker
) -> None:
    first = start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    kill(first)
    with stage.worker(kinds(stage, "host-b"), "host-b", look_seconds=NEVER) as peer:
        others = [Rescuer(stage.engine, name, ExecutorLock(stage.engine, name)) for name in ("host-c", "host-d")]
        peers = [looks_of(peer), *others]
        wait_for(lambda: stage.holders("host-a") == [])
        assert [one.look() for one in peers] == [(), (), ()]
        assert stage.status("deploy:a") == ("PENDING", "host-a")
        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(lambda one: one.look(), peers)) == [(), (), ("deploy:a",)]
        wait_for(lambda: stage.status("deploy:a") == ("PENDING", "host-b"))
        assert [one.look() for one in peers] == [(), (), ()]
        (stage.folder / "go-a").touch()
        wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert stage.marks("a") == ["scan on host-a", "install on host-a", "install on host-b", "verify on host-b"]


def test_a_worker_that_came_back_between_two_looks_is_left_alone(stage: Stage, start_worker: StartWorker) -> None:
    first = start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    kill(first)
    with stage.worker(kinds(stage, "host-b"), "host-b", look_seconds=NEVER) as peer:
        wait_for(lambda: stage.holders("host-a") == [])
        assert looks_of(peer).look() == ()
        start_worker("host-a")
        assert looks_of(peer).look() == ()


def test_work_of_another_version_is_not_taken_over(stage: Stage, start_worker: StartWorker) -> None:
    first = start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    kill(first)
    with stage.engine.begin() as connection:
        connection.execute(text("UPDATE dbos.workflow_status SET application_version = 'classroom-wf0'"))
    with stage.worker(kinds(stage, "host-b"), "host-b", look_seconds=NEVER) as peer:
        wait_for(lambda: stage.holders("host-a") == [])
        assert [looks_of(peer).look() for _ in range(3)] == [(), (), ()]
    assert stage.status("deploy:a") == ("PENDING", "host-a")


def test_a_worker_that_comes_back_goes_on_with_its_own_work(stage: Stage, start_worker: StartWorker) -> None:
    first = start_worker("host-a")
    deploy(stage, "B-204", "a")
    wait_for(lambda: stage.marks("a") == ["scan on host-a", "install on host-a"])
    kill(first)
    start_worker("host-a")
    wait_for(lambda: stage.marks("a")[2:] == ["install on host-a"])
    (stage.folder / "go-a").touch()
    wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert stage.status("deploy:a") == ("SUCCESS", "host-a")


def test_a_worker_of_which_the_server_forgot_everything_takes_work_again(
    stage: Stage, postgres: PostgresServer, postgres_database: PostgresDatabase
) -> None:
    jobs = [
        JobKind("job", lambda context, **_: context.step("mark", stage.mark, "job", "done"), exclusive_per_room=False)
    ]
    with capture_logs(), stage.worker(jobs, "host-a"):
        before = stage.holders("host-a")
        postgres.restart_connections(postgres_database)
        wait_for(lambda: stage.holders("host-a") not in ([], before))
        stage.enqueue(jobs, "job", "1")
        wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert stage.marks("job") == ["done"]


def test_a_worker_whose_connections_break_takes_its_lock_again_and_keeps_its_work(stage: Stage) -> None:
    began, end = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        end.wait(DEADLINE_SECONDS)

    def job(context: WorkflowContext, **_: str | None) -> None:
        context.step("hold", hold)
        context.step("mark", stage.mark, "job", "done")

    jobs = [JobKind("job", job, exclusive_per_room=False)]
    with capture_logs() as logged, stage.worker(jobs, "host-a"):
        stage.enqueue(jobs, "job", "1")
        assert began.wait(DEADLINE_SECONDS)
        (before,) = stage.holders("host-a")
        with stage.engine.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
        wait_for(lambda: stage.holders("host-a") not in ([], [before]))
        end.set()
        wait_for(lambda: stage.states() == {"SUCCESS": 1})
    assert stage.marks("job") == ["done"]
    assert stage.status("job:1") == ("SUCCESS", "host-a")
    assert [entry["event"] for entry in logged] == ["the session of the worker's lock broke"]
