"""What a job may rely on, held against the engine and against the fake that the tests of services use."""

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from orchestrator.adapters.workflows.errors import ExclusiveJobSleeps, ResultNotPlain, StepFailed, StepOrderChanged
from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.unit_of_work import Clock
from tests.fakes.workflow import FakeClock, InlineContext, KeptStep
from tests.integration.postgres.stage import Stage as ServerStage
from tests.integration.workflows.stage import DEADLINE_SECONDS, Stage, SystemClock

Body = Callable[[WorkflowContext], None]


class Death(BaseException):
    """The worker dies here: nothing that the step did is kept, and nobody cleans up."""


class Lives(Protocol):
    """One job over several lives of its worker."""

    @property
    def clock(self) -> Clock: ...

    def live(self, body: Body, *, exclusive: bool = False) -> BaseException | None:
        """Start a worker with the job's code and wait for the job's end in it: what it raised, or None."""
        ...


@dataclass
class InlineLives:
    clock: FakeClock = field(default_factory=FakeClock)
    history: dict[int, KeptStep] = field(default_factory=dict)

    def live(self, body: Body, *, exclusive: bool = False) -> BaseException | None:
        try:
            body(InlineContext(self.clock, self.history, exclusive))
        except (Exception, Death) as error:  # noqa: BLE001 - it is what the test asks for
            return error
        return None


@dataclass
class EngineLives:
    stage: Stage | ServerStage
    clock: SystemClock = field(default_factory=SystemClock)

    def live(self, body: Body, *, exclusive: bool = False) -> BaseException | None:
        ends: queue.Queue[BaseException | None] = queue.Queue()

        def job(context: WorkflowContext, **_: str | None) -> None:
            try:
                body(context)
            except BaseException as error:
                ends.put(error)
                raise
            ends.put(None)

        kinds = [JobKind("job", job, exclusive)]
        self.stage.enqueue(kinds, "job", "1", {"classroom_id": "B-204"})
        stage = self.stage
        with stage.worker(kinds, "host-a") if isinstance(stage, ServerStage) else stage.worker(kinds):
            return ends.get(timeout=DEADLINE_SECONDS)


@pytest.fixture(params=["fake", "engine", "engine on a server"])
def lives(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lives]:
    if request.param == "fake":
        yield InlineLives()
        return
    stage: Stage | ServerStage
    if request.param == "engine":
        stage = Stage(tmp_path).prepare()
    else:
        stage = ServerStage(request.getfixturevalue("postgres_database").url, tmp_path)
    yield EngineLives(stage)
    stage.close()


def test_steps_run_in_the_order_of_the_code_and_give_their_results(lives: Lives) -> None:
    ran: list[str] = []
    seen: list[object] = []

    def give(name: str, result: object) -> object:
        ran.append(name)
        return result

    def body(context: WorkflowContext) -> None:
        seen.append(context.step("scan", give, "scan", {"B-204": [1, 2]}))
        seen.append(context.step("nothing", give, "nothing", None))
        seen.append(context.step("apply", give, "apply", 0.5))

    assert lives.live(body) is None
    assert ran == ["scan", "nothing", "apply"]
    assert seen == [{"B-204": [1, 2]}, None, 0.5]


def test_after_a_death_kept_results_are_given_and_the_step_under_way_runs_again(lives: Lives) -> None:
    ran: list[str] = []
    seen: list[object] = []

    def count() -> int:
        ran.append("scan")
        return len(ran)

    def die_once() -> str:
        ran.append("apply")
        if ran.count("apply") == 1:
            raise Death
        return "applied"

    def body(context: WorkflowContext) -> None:
        seen.append(context.step("scan", count))
        seen.append(context.step("apply", die_once))
        seen.append(context.step("verify", lambda: ran.append("verify")))

    assert isinstance(lives.live(body), Death)
    assert lives.live(body) is None
    assert ran == ["scan", "apply", "apply", "verify"]
    assert seen == [1, 1, "applied", None]


def test_steps_of_the_same_name_are_told_apart_by_their_place(lives: Lives) -> None:
    seen: list[object] = []
    died: list[bool] = []

    def die_once() -> None:
        if not died:
            died.append(True)
            raise Death

    def body(context: WorkflowContext) -> None:
        seen.extend(context.step("wave", lambda number=number: number) for number in (1, 2, 3))
        context.step("close", die_once)

    assert isinstance(lives.live(body), Death)
    assert lives.live(body) is None
    assert seen == [1, 2, 3, 1, 2, 3]


def test_a_failed_step_fails_the_same_way_when_it_is_replayed_and_does_not_run_again(lives: Lives) -> None:
    ran: list[str] = []
    failures: list[str] = []

    def fail() -> None:
        ran.append("install")
        raise LookupError("a text with somebody's words in it")

    def die_once() -> None:
        ran.append("note")
        if ran.count("note") == 1:
            raise Death

    def body(context: WorkflowContext) -> None:
        try:
            context.step("install", fail)
        except StepFailed as error:
            failures.append(str(error))
        context.step("note", die_once)

    assert isinstance(lives.live(body), Death)
    assert lives.live(body) is None
    assert ran == ["install", "note", "note"]
    assert failures == ["step install failed with LookupError"] * 2


def test_the_first_run_tells_what_a_step_raised(lives: Lives) -> None:
    def fail() -> None:
        raise LookupError("no such seat")

    end = lives.live(lambda context: context.step("install", fail))

    assert isinstance(end, StepFailed)
    assert isinstance(end.__cause__, LookupError)


@pytest.mark.parametrize(
    "result", [(1, 2), {1: "a"}, datetime(2026, 11, 2, tzinfo=UTC), {"seats": {"a"}}, float("nan"), b"bytes"]
)
def test_a_result_that_would_come_back_as_something_else_is_refused(lives: Lives, result: object) -> None:
    end = lives.live(lambda context: context.step("scan", lambda: result))

    assert isinstance(end, StepFailed)
    assert isinstance(end.__cause__, ResultNotPlain)


def test_code_that_comes_to_another_step_than_the_kept_one_is_stopped(lives: Lives) -> None:
    ran: list[str] = []

    def die() -> None:
        raise Death

    def old(context: WorkflowContext) -> None:
        context.step("scan", lambda: ran.append("scan"))
        context.step("apply", die)

    def new(context: WorkflowContext) -> None:
        context.step("wake", lambda: ran.append("wake"))
        context.step("scan", lambda: ran.append("scan"))

    assert isinstance(lives.live(old), Death)
    end = lives.live(new)
    assert isinstance(end, StepOrderChanged)
    assert (end.step, end.kept) == ("wake", "scan")
    assert ran == ["scan"]


def test_a_sleep_ends_not_before_its_moment_and_a_past_one_at_once(lives: Lives) -> None:
    woke: list[datetime] = []
    moments: list[datetime] = []

    def body(context: WorkflowContext) -> None:
        # Counted from here: what it takes until a worker runs is another matter.
        began = lives.clock.now()
        moments.extend((began - timedelta(days=1), began + timedelta(seconds=0.5)))
        for moment in moments:
            context.sleep_until(moment)
            woke.append(lives.clock.now())

    assert lives.live(body) is None
    assert woke[0] < moments[1] <= woke[1]


def test_a_moment_without_a_zone_is_refused(lives: Lives) -> None:
    naive = datetime(2026, 11, 2, 8, 0)  # noqa: DTZ001 - that is the point

    assert isinstance(lives.live(lambda context: context.sleep_until(naive)), ValueError)


def test_a_job_that_is_exclusive_per_room_may_not_sleep(lives: Lives) -> None:
    moment = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

    end = lives.live(lambda context: context.sleep_until(moment), exclusive=True)

    assert isinstance(end, ExclusiveJobSleeps)
