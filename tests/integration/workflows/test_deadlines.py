"""Deadlines by the real durable engine: on time, once, across restarts and clock changes (RULES R3.5).

What ends here is an override; everything that is followed goes the same way.
"""

import contextlib
import multiprocessing
import multiprocessing.context
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator.bootstrap import assembled, migrate_database
from orchestrator.domain.overrides import Override, OverrideState
from orchestrator.domain.people import Role
from tests.integration.decisions.hands import decline, entries, hire, stored, told
from tests.integration.workflows.deadline_process import AFTER_COMMIT, BEFORE_COMMIT, run, worker_of
from tests.integration.workflows.deadline_stage import MORNING, DeadlineStage, FileClock, by_the_file, settings_of
from tests.integration.workflows.stage import DEADLINE_SECONDS, wait_for
from tests.service_fixture import ADA, FIREFOX, GIT, ROOM

HOUR = timedelta(hours=1)

# A server has the product imported already and forks: seconds less for each worker than a new interpreter.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([run.__module__])
Process = multiprocessing.context.ForkServerProcess


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the product."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate_database(settings_of(folder))
    return folder


@pytest.fixture
def stage(tmp_path: Path, migrated: Path) -> Iterator[DeadlineStage]:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    FileClock(tmp_path / "clock").set(MORNING)
    with assembled(settings_of(tmp_path)) as parts:
        made = DeadlineStage(tmp_path, by_the_file(parts, tmp_path))
        made.furnish()
        yield made


@pytest.fixture
def start_worker(stage: DeadlineStage) -> Iterator[Callable[[], Process]]:
    """Starts the worker and waits until it runs; ends it after the test."""
    with contextlib.ExitStack() as processes:

        def start() -> Process:
            here, there = PROCESSES.Pipe()
            process = PROCESSES.Process(target=run, args=(stage.folder, there))
            process.start()
            processes.callback(kill, process)
            assert here.poll(DEADLINE_SECONDS)
            assert here.recv() == "ready"
            return process

        yield start


StartWorker = Callable[[], Process]


@pytest.fixture
def override(stage: DeadlineStage) -> Override:
    """Keeps Ada's request away for an hour."""
    tia = hire(stage.tools, "tia", Role.TECHNICIAN)
    return decline(stage.tools, tia, stage.ask(FIREFOX.id).id, MORNING + HOUR)


def falls_asleep(stage: DeadlineStage, override: Override) -> None:
    """Wait until a worker waits for the end that it has read."""
    followed = f"follow-deadlines:override:{override.id}"
    wait_for(lambda: stage.steps(followed)[-1:] == ["next-1"])


def ends(stage: DeadlineStage, override: Override) -> None:
    """Wait until nothing more can come of an override, and until the room got what it is owed."""
    followed = f"follow-deadlines:override:{override.id}"
    wait_for(lambda: stage.jobs(followed) == {followed: "SUCCESS"})
    owed = f"run-rollout:{ROOM}:override:{override.id}:expired:"
    wait_for(lambda: set(stage.jobs(owed).values()) == {"SUCCESS"})


def ended_once(stage: DeadlineStage, override: Override) -> bool:
    """Whether it has expired, and all that follows is there exactly once."""
    owed = f"{ROOM}:override:{override.id}:expired"
    return (
        stored(stage.tools, override).state is OverrideState.EXPIRED
        and entries(stage.tools, "override.expired") == 1
        and told(stage.tools, ADA.id).count("override_ended") == 1
        and list(stage.jobs(f"owe-room:{owed}").values()) == ["SUCCESS"]
        and len(stage.jobs(f"run-rollout:{owed}:")) == 1
    )


def untouched(stage: DeadlineStage, override: Override, *, ended: int = 0) -> bool:
    """Whether nothing of its end is there, while so many others have ended."""
    return (
        stored(stage.tools, override).state is OverrideState.LIVE
        and entries(stage.tools, "override.expired") == ended
        and told(stage.tools, ADA.id).count("override_ended") == ended
        and stage.jobs(f"owe-room:{ROOM}:override:{override.id}:expired") == {}
    )


def kill(process: Process) -> None:
    process.kill()
    process.join(DEADLINE_SECONDS)


def test_a_worker_that_is_killed_before_the_end_and_started_after_it_ends_it_once(
    stage: DeadlineStage, start_worker: StartWorker, override: Override
) -> None:
    first = start_worker()
    falls_asleep(stage, override)
    kill(first)
    stage.clock.jump(2 * HOUR)
    assert untouched(stage, override)

    start_worker()
    ends(stage, override)

    assert ended_once(stage, override)
    assert stored(stage.tools, override).ended_at == MORNING + 2 * HOUR


@pytest.mark.parametrize("moment", [BEFORE_COMMIT, AFTER_COMMIT])
def test_a_worker_that_is_killed_while_it_ends_it_leaves_all_of_the_end_or_nothing(
    stage: DeadlineStage, start_worker: StartWorker, override: Override, moment: str
) -> None:
    """There is nothing between a decision and its notices: they are in one transaction.

    No worker was there at all before the moment had passed.
    """
    stage.clock.jump(2 * HOUR)
    (stage.folder / moment).touch()
    first = start_worker()
    first.join(DEADLINE_SECONDS)
    assert first.exitcode == -signal.SIGKILL
    expired = stored(stage.tools, override).state is OverrideState.EXPIRED
    assert expired is (moment == AFTER_COMMIT)
    assert expired or untouched(stage, override)
    assert told(stage.tools, ADA.id).count("override_ended") == entries(stage.tools, "override.expired") == int(expired)

    start_worker()
    ends(stage, override)

    assert ended_once(stage, override)


def test_a_clock_that_jumps_ahead_ends_it_and_one_that_is_put_back_afterwards_ends_nothing_again(
    stage: DeadlineStage, override: Override
) -> None:
    with worker_of(stage.parts, stage.folder):
        falls_asleep(stage, override)
        stage.clock.jump(timedelta(days=30))
        ends(stage, override)
        stage.clock.set(MORNING)
        other = decline(stage.tools, hire(stage.tools, "tom", Role.TECHNICIAN), stage.ask(GIT.id).id, MORNING + HOUR)
        falls_asleep(stage, other)
        stage.clock.jump(HOUR)
        ends(stage, other)
    assert stored(stage.tools, override).ended_at == MORNING + timedelta(days=30)
    assert entries(stage.tools, "override.expired") == told(stage.tools, ADA.id).count("override_ended") == 2


def test_a_clock_that_is_put_back_while_it_sleeps_has_it_wait_for_the_moment_that_was_said(
    stage: DeadlineStage, override: Override
) -> None:
    yesterday = MORNING - timedelta(days=1)
    with worker_of(stage.parts, stage.folder):
        falls_asleep(stage, override)
        stage.clock.set(yesterday)
        other = decline(stage.tools, hire(stage.tools, "tom", Role.TECHNICIAN), stage.ask(GIT.id).id, yesterday + HOUR)
        falls_asleep(stage, other)
        stage.clock.jump(HOUR)
        ends(stage, other)  # so the sleepers have looked at the clock
        assert untouched(stage, override, ended=1)
        stage.clock.set(MORNING + HOUR)
        ends(stage, override)
    assert stored(stage.tools, override).ended_at == MORNING + HOUR
    assert entries(stage.tools, "override.expired") == 2
