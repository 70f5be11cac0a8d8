"""Work that the engine begins by itself."""

from datetime import UTC, datetime
from functools import partial

from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.services.durable import WorkflowContext
from tests.integration.workflows.stage import Stage, wait_for

EVERY_SECOND = "* * * * * *"
SELDOM = "0 0 29 2 *"
"""On leap days."""


def scheduled(stage: Stage, cron: str) -> JobKind:
    def look(context: WorkflowContext, *, at: str) -> None:
        context.step("mark", lambda: stage.mark("look", at))

    return JobKind("look", lambda context, **a: look(context, at=str(a["at"])), exclusive_per_room=False, cron=cron)


def _began(stage: Stage, count: int) -> bool:
    return len(stage.marks("look")) == count


def test_it_begins_again_and_again_each_with_its_moment(stage: Stage) -> None:
    with stage.worker([scheduled(stage, EVERY_SECOND)]):
        wait_for(lambda: len(stage.marks("look")) >= 4)
    moments = [datetime.fromisoformat(mark) for mark in stage.marks("look")]
    assert all(moment.tzinfo is not None for moment in moments)
    assert len(set(moments)) == len(moments)
    assert sum(moment.astimezone(UTC).microsecond == 0 for moment in moments) >= 2


def test_it_begins_once_at_each_start_of_a_worker(stage: Stage) -> None:
    for start in (1, 2):
        with stage.worker([scheduled(stage, SELDOM)]):
            wait_for(partial(_began, stage, start))
        assert len(stage.marks("look")) == start


def test_a_schedule_that_was_changed_holds_from_the_next_start(stage: Stage) -> None:
    with stage.worker([scheduled(stage, SELDOM)]):
        wait_for(lambda: len(stage.marks("look")) == 1)
    with stage.worker([scheduled(stage, EVERY_SECOND)]):
        wait_for(lambda: len(stage.marks("look")) >= 4)
    assert sum(datetime.fromisoformat(mark).microsecond == 0 for mark in stage.marks("look")) >= 1


def test_nobody_enqueues_it(stage: Stage) -> None:
    client = JobClient(stage.engine, exclusivity([scheduled(stage, SELDOM)]))
    assert client.exclusive == {}
    client.close()
