"""Several workers on one server share the work: nothing twice, and a room is one's alone whoever works in it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from orchestrator.adapters.workflows import executor_lock
from orchestrator.adapters.workflows.errors import WorkerRunsAlready
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import exclusivity
from tests.integration.postgres.conftest import StartWorker
from tests.integration.postgres.stage import DEADLINE_SECONDS, Stage, wait_for
from tests.integration.postgres.worker_process import kinds

ROOMS = ("B-204", "C-101", "D-300", "E-001")
JOBS = 20


def test_twenty_jobs_in_four_rooms_run_once_each_and_one_at_a_time_in_a_room(
    stage: Stage, start_worker: StartWorker
) -> None:
    for host in ("host-a", "host-b"):
        start_worker(host)
    for number in range(JOBS):
        room = ROOMS[number % len(ROOMS)]
        stage.enqueue(kinds(stage, ""), "visit", str(number), {"classroom_id": room, "name": str(number)})
    wait_for(lambda: stage.states() == {"SUCCESS": JOBS})

    visits: list[tuple[str, str]] = []
    for room in ROOMS:
        words = [word.split() for word in stage.marks(room)]
        assert [direction for direction, _, _ in words] == ["in", "out"] * (JOBS // len(ROOMS))
        assert all(gone_in[1:] == gone_out[1:] for gone_in, gone_out in zip(words[::2], words[1::2], strict=True))
        assert [int(name) for _, name, _ in words[::2]] == sorted(int(name) for _, name, _ in words[::2])
        visits += [(name, host) for _, name, host in words[::2]]
    assert sorted(int(name) for name, _ in visits) == list(range(JOBS))
    assert {host for _, host in visits} == {"host-a", "host-b"}


def test_work_is_enqueued_with_the_change_that_owes_it_or_not_at_all(stage: Stage) -> None:
    client = JobClient(stage.engine, exclusivity(kinds(stage, "")))
    with stage.engine.connect() as connection:
        with connection.begin() as transaction:
            client.on(connection).enqueue("visit", "1", {"classroom_id": "B-204", "name": "1"})
            transaction.rollback()
        assert stage.states() == {}
        with connection.begin():
            for _ in range(2):
                client.on(connection).enqueue("visit", "1", {"classroom_id": "B-204", "name": "1"})
            assert stage.states() == {}
    assert stage.states() == {"ENQUEUED": 1}
    client.close()


def test_the_same_work_enqueued_by_many_at_once_is_one_job(stage: Stage) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(
            lambda _: stage.enqueue(kinds(stage, ""), "visit", "1", {"classroom_id": "B-204", "name": "1"}), range(16)
        ):
            pass
    assert stage.states() == {"ENQUEUED": 1}


def test_a_second_worker_of_the_same_name_is_refused_on_whatever_host(
    stage: Stage, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_worker("host-a")
    (stage.folder / "host-a.lock").unlink()  # as if this were another computer
    monkeypatch.setattr(executor_lock, "TAKE_SECONDS", 0.3)
    with pytest.raises(WorkerRunsAlready, match="worker host-a"):
        stage.worker([], "host-a").start()
    first.kill()
    first.wait(DEADLINE_SECONDS)
    with stage.worker([], "host-a"):
        assert stage.states() == {}


def test_a_worker_that_ended_leaves_no_lock_and_no_session_behind(stage: Stage) -> None:
    with stage.worker(kinds(stage, "host-a"), "host-a"):
        assert len(stage.holders("host-a")) == 1
    assert stage.holders("host-a") == []
    stage.engine.dispose()
    sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    wait_for(lambda: stage.sql(sessions) == [(1,)])
