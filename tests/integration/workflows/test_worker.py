"""The worker: one job at a time in a room, failures that stay failures, and a stop that loses nothing."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from orchestrator.adapters.workflows.errors import EngineNotMigrated
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.services.durable import WorkflowContext
from tests.integration.workflows.stage import DEADLINE_SECONDS, Stage, wait_for

FAR = datetime(2999, 1, 1, tzinfo=UTC)


def general(name: str, body: Callable[[WorkflowContext], None]) -> JobKind:
    def job(context: WorkflowContext, **_: str | None) -> None:
        body(context)

    return JobKind(name, job, exclusive_per_room=False)


class Rooms:
    """Jobs that stay in their room until they are let go, and note who was there with them."""

    def __init__(self) -> None:
        self.inside: list[tuple[str, str]] = []
        self.order: list[tuple[str, str]] = []
        self.crowded = False
        self.leave = threading.Event()
        self.kinds = [JobKind("visit", self._visit, exclusive_per_room=True)]

    def _visit(self, context: WorkflowContext, **arguments: str | None) -> None:
        context.step("stay", self._stay, str(arguments["classroom_id"]), str(arguments["name"]))

    def _stay(self, room: str, name: str) -> None:
        self.crowded = self.crowded or any(other == room for other, _ in self.inside)
        self.inside.append((room, name))
        self.order.append((room, name))
        self.leave.wait(DEADLINE_SECONDS)
        self.inside.remove((room, name))

    def enqueue(self, stage: Stage, room: str, name: str) -> None:
        stage.enqueue(self.kinds, "visit", f"{room}-{name}", {"classroom_id": room, "name": name})


def test_two_jobs_of_one_room_never_overlap_while_those_of_two_rooms_do(stage: Stage) -> None:
    rooms = Rooms()
    for room, name in (("B-204", "1"), ("B-204", "2"), ("C-101", "1"), ("C-101", "2")):
        rooms.enqueue(stage, room, name)

    with stage.worker(rooms.kinds):
        wait_for(lambda: len(rooms.inside) == 2)
        # When this one is inside, the queue was looked through with both rooms taken and somebody waiting for each.
        rooms.enqueue(stage, "D-300", "1")
        wait_for(lambda: len(rooms.inside) == 3)
        assert sorted(rooms.inside) == [("B-204", "1"), ("C-101", "1"), ("D-300", "1")]
        assert stage.states() == {"PENDING": 3, "ENQUEUED": 2}
        rooms.leave.set()
        wait_for(lambda: stage.states() == {"SUCCESS": 5})

    assert not rooms.crowded
    assert [name for room, name in rooms.order if room == "B-204"] == ["1", "2"]


def test_no_more_rooms_are_worked_on_at_once_than_allowed(stage: Stage) -> None:
    rooms = Rooms()
    canary = general("canary", lambda context: context.step("mark", stage.mark, "canary", "ran"))
    for room in ("B-204", "C-101", "D-300"):
        rooms.enqueue(stage, room, "1")
    kinds = [*rooms.kinds, canary]

    with stage.worker(kinds, rooms_at_once=2):
        wait_for(lambda: len(rooms.inside) == 2)
        stage.enqueue(kinds, "canary", "1")
        wait_for(lambda: stage.marks("canary") == ["ran"])
        assert stage.states() == {"PENDING": 2, "ENQUEUED": 1, "SUCCESS": 1}
        rooms.leave.set()
        wait_for(lambda: stage.states() == {"SUCCESS": 4})


def test_a_job_that_raises_is_over_logged_once_and_the_worker_goes_on(stage: Stage) -> None:
    ran: list[str] = []

    def fail() -> None:
        ran.append("step")
        raise LookupError("hunter2 is the password")

    def fail_between_steps(context: WorkflowContext) -> None:
        context.step("fine", lambda: None)
        raise ValueError("hunter2 is the password")

    kinds = [
        general("broken-step", lambda context: context.step("fail", fail)),
        general("broken-code", fail_between_steps),
        general("fine", lambda context: context.step("mark", stage.mark, "fine", "ran")),
    ]
    with capture_logs() as logged:
        with stage.worker(kinds):
            stage.enqueue(kinds, "broken-step", "1")
            stage.enqueue(kinds, "broken-code", "1")
            wait_for(lambda: stage.states() == {"ERROR": 2})
            stage.enqueue(kinds, "fine", "1")
            wait_for(lambda: stage.state("fine:1") == "SUCCESS")
        with stage.worker(kinds):
            stage.enqueue(kinds, "fine", "2")
            wait_for(lambda: stage.state("fine:2") == "SUCCESS")

    assert ran == ["step"]
    assert stage.states() == {"ERROR": 2, "SUCCESS": 2}
    told = {entry["job"]: (entry["log_level"], entry["cause"], str(entry["exc_info"])) for entry in logged}
    assert len(logged) == 2
    assert told == {
        "broken-step:1": ("error", "LookupError", "hunter2 is the password"),
        "broken-code:1": ("error", "ValueError", "hunter2 is the password"),
    }
    stored = b"".join(file.read_bytes() for file in stage.folder.iterdir())
    assert b"LookupError" in stored
    assert b"hunter2" not in stored


def test_a_stop_does_not_wait_for_a_long_step_and_leaves_it_for_the_next_worker(stage: Stage) -> None:
    began: list[str] = []
    end = threading.Event()

    def work() -> None:
        began.append("work")
        end.wait(DEADLINE_SECONDS)

    def body(context: WorkflowContext) -> None:
        context.step("before", began.append, "before")
        context.step("work", work)
        context.step("after", began.append, "after")

    kinds = [general("long", body)]
    stage.enqueue(kinds, "long", "1")
    worker = stage.worker(kinds)
    worker.start()
    wait_for(lambda: "work" in began)
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("dbos-executor")]

    assert worker.stop(0) == ("long:1",)

    end.set()
    for thread in threads:
        thread.join(DEADLINE_SECONDS)
    assert stage.states() == {"PENDING": 1}
    with stage.worker(kinds):
        wait_for(lambda: stage.state("long:1") == "SUCCESS")
    assert began == ["before", "work", "work", "after"]


def test_a_step_that_ends_while_the_worker_stops_is_kept_and_the_next_does_not_begin(stage: Stage) -> None:
    ran: list[str] = []
    stopping: list[threading.Event] = []

    def until_stopped() -> str:
        ran.append("work")
        stopping[-1].wait(DEADLINE_SECONDS)
        return "done"

    def body(context: WorkflowContext) -> None:
        ran.append(context.step("work", until_stopped))
        context.step("after", ran.append, "after")

    kinds = [general("watchful", body)]
    stage.enqueue(kinds, "watchful", "1")
    worker = stage.worker(kinds)
    stopping.append(worker.stopping)
    worker.start()
    wait_for(lambda: ran == ["work"])

    assert worker.stop(DEADLINE_SECONDS) == ()
    assert ran == ["work", "done"]
    with stage.worker(kinds):
        wait_for(lambda: stage.state("watchful:1") == "SUCCESS")
    assert ran == ["work", "done", "done", "after"]


def test_a_step_that_fails_because_the_worker_stops_is_not_a_failure(stage: Stage) -> None:
    ran: list[str] = []
    stopping: list[threading.Event] = []

    def interrupted_once() -> None:
        ran.append("work")
        if stopping:
            stopping.pop().wait(DEADLINE_SECONDS)
            raise ConnectionError("what it waited for was ended")

    kinds = [general("deploy", lambda context: context.step("work", interrupted_once))]
    stage.enqueue(kinds, "deploy", "1")
    worker = stage.worker(kinds)
    stopping.append(worker.stopping)
    with capture_logs() as logged:
        worker.start()
        wait_for(lambda: ran == ["work"])
        assert worker.stop(DEADLINE_SECONDS) == ()
        assert stage.states() == {"PENDING": 1}
        with stage.worker(kinds):
            wait_for(lambda: stage.state("deploy:1") == "SUCCESS")

    assert ran == ["work", "work"]
    assert logged == []


def test_a_sleeper_does_not_hold_up_a_stop_and_is_never_given_up(stage: Stage) -> None:
    moments = [FAR]

    def body(context: WorkflowContext) -> None:
        context.step("mark", stage.mark, "sleeper", "asleep")
        context.sleep_until(moments[-1])
        context.step("woke", stage.mark, "sleeper", "awake")

    kinds = [general("sleeper", body)]
    stage.enqueue(kinds, "sleeper", "1")
    worker = stage.worker(kinds)
    worker.start()
    wait_for(lambda: stage.marks() == ["asleep"])
    assert worker.stop(DEADLINE_SECONDS) == ()
    assert stage.states() == {"PENDING": 1}

    with stage.engine.begin() as connection:
        connection.execute(text("UPDATE workflow_status SET recovery_attempts = 100000"))
    moments.append(datetime.now(UTC) - timedelta(seconds=1))
    with stage.worker(kinds):
        wait_for(lambda: stage.state("sleeper:1") == "SUCCESS")
    assert stage.marks() == ["asleep", "awake"]


def test_what_began_under_another_version_is_left_alone_and_named_while_new_work_runs(stage: Stage) -> None:
    kinds = [general("sleeper", lambda context: context.sleep_until(FAR)), general("fine", lambda _: None)]
    stage.enqueue(kinds, "sleeper", "1")
    worker = stage.worker(kinds)
    worker.start()
    wait_for(lambda: stage.states() == {"PENDING": 1})
    worker.stop(0)
    with stage.engine.begin() as connection:
        connection.execute(text("UPDATE workflow_status SET application_version = 'classroom-wf0'"))
        # As after going back from newer code: another version was the latest one.
        connection.execute(
            text(
                "INSERT INTO application_versions (version_id, version_name, application_name, version_timestamp,"
                " created_at) VALUES ('x', 'classroom-wf99', 'classroom', :now, :now)"
            ),
            {"now": time.time_ns() // 1_000_000 - 1},
        )
    stage.enqueue(kinds, "fine", "1")

    with capture_logs() as logged, stage.worker(kinds):
        wait_for(lambda: stage.state("fine:1") == "SUCCESS")

    assert stage.state("sleeper:1") == "PENDING"
    assert [entry["versions"] for entry in logged if "versions" in entry] == [["classroom-wf0"]]


def test_a_database_without_the_engines_tables_is_refused(tmp_path: Path) -> None:
    empty = Stage(tmp_path)
    worker = empty.worker([])

    with capture_logs() as logged, pytest.raises(EngineNotMigrated):
        worker.start()

    assert logged == []
    assert worker.stop(0) == ()
    with Stage(tmp_path).prepare().worker([]):  # nothing of the failed start is in the way
        pass
    empty.close()
