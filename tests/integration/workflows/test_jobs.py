"""Enqueueing happens in the caller's transaction or not at all, once per key, without a running engine."""

import json
import threading

import pytest
from sqlalchemy import text

from orchestrator.adapters.workflows.errors import ClassroomMissing, UnknownJobKind
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.services.durable import WorkflowContext
from tests.integration.workflows.stage import Stage, wait_for

ROOM = {"classroom_id": "B-204"}


def marking(stage: Stage) -> list[JobKind]:
    """A kind that marks the word it is given, and one that is exclusive per room and marks its room."""

    def write(context: WorkflowContext, **arguments: str | None) -> None:
        context.step("write", stage.mark, "write", arguments["word"])

    def visit(context: WorkflowContext, **arguments: str | None) -> None:
        context.step("visit", stage.mark, "visit", arguments["classroom_id"])

    return [JobKind("write", write, exclusive_per_room=False), JobKind("visit", visit, exclusive_per_room=True)]


def rows(stage: Stage) -> int:
    """How many rows the engine's tables hold for work."""
    with stage.engine.begin() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names from here
            for table in ("workflow_status", "workflow_input", "operation_outputs")
        ]
    return sum(counts)


def test_a_transaction_that_is_rolled_back_leaves_no_work(stage: Stage) -> None:
    client = JobClient(stage.engine, {"write": False, "visit": True})
    with stage.engine.connect() as connection:
        transaction = connection.begin()
        client.on(connection).enqueue("write", "1", {"word": "hello"})
        client.on(connection).enqueue("visit", "1", ROOM)
        assert connection.execute(text("SELECT count(*) FROM workflow_status")).scalar_one() == 2
        transaction.rollback()

    assert rows(stage) == 0
    client.close()


def test_what_was_committed_before_any_worker_ran_is_run_by_the_first_one(stage: Stage) -> None:
    kinds = marking(stage)
    stage.enqueue(kinds, "write", "1", {"word": "hello"})
    stage.enqueue(kinds, "visit", "1", ROOM)

    with stage.worker(kinds):
        wait_for(lambda: stage.states() == {"SUCCESS": 2})

    assert sorted(stage.marks()) == ["B-204", "hello"]


def test_the_same_key_again_changes_nothing_and_spares_the_callers_transaction(stage: Stage) -> None:
    kinds = marking(stage)
    client = JobClient(stage.engine, {"write": False})
    with stage.engine.begin() as connection:
        jobs = client.on(connection)
        jobs.enqueue("write", "1", {"word": "first"})
        jobs.enqueue("write", "1", {"word": "second"})
        connection.execute(text("INSERT INTO mark (job, word) VALUES ('caller', 'went on')"))

    with stage.worker(kinds):
        wait_for(lambda: stage.state("write:1") == "SUCCESS")
        stage.enqueue(kinds, "write", "1", {"word": "after it was done"})
        stage.enqueue(kinds, "write", "2", {"word": "another key"})
        wait_for(lambda: stage.state("write:2") == "SUCCESS")

    assert stage.marks("write") == ["first", "another key"]
    assert stage.marks("caller") == ["went on"]
    client.close()


def test_equal_keys_of_two_kinds_are_two_jobs(stage: Stage) -> None:
    kinds = marking(stage)
    stage.enqueue(kinds, "write", "1", {"word": "hello"})
    stage.enqueue(kinds, "visit", "1", ROOM)

    assert stage.states() == {"ENQUEUED": 2}


def test_refused_work_leaves_the_transaction_usable(stage: Stage) -> None:
    client = JobClient(stage.engine, {"visit": True})
    with stage.engine.begin() as connection:
        jobs = client.on(connection)
        with pytest.raises(UnknownJobKind, match="paint"):
            jobs.enqueue("paint", "1", {})
        for missing in ({}, {"classroom_id": None}, {"classroom_id": ""}):
            with pytest.raises(ClassroomMissing, match="visit"):
                jobs.enqueue("visit", "1", missing)
        jobs.enqueue("visit", "2", ROOM)

    assert stage.states() == {"ENQUEUED": 1}
    client.close()


def test_enqueueing_starts_no_thread(stage: Stage) -> None:
    before = set(threading.enumerate())

    client = JobClient(stage.engine, {"write": False})
    with stage.engine.begin() as connection:
        client.on(connection).enqueue("write", "1", {"word": "hello"})

    assert set(threading.enumerate()) == before
    client.close()


def test_arguments_of_any_name_arrive_and_are_stored_as_plain_json(stage: Stage) -> None:
    got: list[dict[str, str | None]] = []

    def take(context: WorkflowContext, **arguments: str | None) -> None:
        context.step("take", got.append, arguments)

    kinds = [JobKind("take", take, exclusive_per_room=False)]
    arguments = {"options": "ü", "conn_or_session": None, "self": "{{ lookup('pipe', 'id') }}"}
    stage.enqueue(kinds, "take", "1", arguments)

    with stage.engine.begin() as connection:
        stored = connection.execute(text("SELECT inputs FROM workflow_input")).scalar_one()
    assert arguments in json.loads(stored)["positionalArgs"]

    with stage.worker(kinds):
        wait_for(lambda: stage.state("take:1") == "SUCCESS")
    assert got == [arguments]


def test_a_step_enqueues_further_work_in_its_own_transaction(stage: Stage) -> None:
    kinds = marking(stage)
    client = JobClient(stage.engine, {"write": False})

    def owe() -> None:
        with stage.engine.begin() as connection:
            client.on(connection).enqueue("write", "1", {"word": "owed"})

    def start(context: WorkflowContext, **_: str | None) -> None:
        context.step("owe", owe)

    kinds.append(JobKind("start", start, exclusive_per_room=True))
    stage.enqueue(kinds, "start", "1", ROOM)
    with stage.worker(kinds):
        wait_for(lambda: stage.states() == {"SUCCESS": 2})

    assert stage.marks() == ["owed"]
    client.close()


def test_migrating_again_keeps_tables_work_and_what_is_ours(stage: Stage) -> None:
    stage.enqueue(marking(stage), "write", "1", {"word": "hello"})
    stage.mark("ours", "here")
    before = rows(stage)

    migrate_engine(stage.url)

    assert rows(stage) == before
    assert stage.marks("ours") == ["here"]
