"""The order of a job's steps can be read off without running them, to be pinned to a version."""

from datetime import UTC, datetime

import pytest

from orchestrator.services.durable import WorkflowContext
from tests.fakes.workflow import FakeClock, InlineContext, step_order


def waves(context: WorkflowContext, **arguments: str | None) -> None:
    if not context.step("open", print, arguments["room"]):
        return
    number = 1
    while context.step("plan", print, number):
        context.sleep_until(datetime(2026, 11, 3, tzinfo=UTC))
        context.step(f"apply-{number}", print, number)
        number += 1
    context.step("close", print)


def test_the_steps_are_named_in_order_for_given_results_and_none_runs(capsys: pytest.CaptureFixture[str]) -> None:
    order = step_order(waves, {"room": "B-204"}, {"open": [True], "plan": [2, 1, 0]})

    assert order == ("open", "plan", "apply-1", "plan", "apply-2", "plan", "close")
    assert step_order(waves, {"room": "B-204"}) == ("open",)
    assert capsys.readouterr().out == ""


def test_a_result_that_is_asked_for_too_often_is_missed() -> None:
    with pytest.raises(IndexError):
        step_order(waves, {"room": "B-204"}, {"open": [True], "plan": [1]})


def test_the_inline_context_moves_the_clock_forward_in_a_sleep_and_never_back() -> None:
    clock = FakeClock(datetime(2026, 11, 2, tzinfo=UTC))
    context = InlineContext(clock)

    context.sleep_until(datetime(2026, 11, 3, tzinfo=UTC))
    context.sleep_until(datetime(2026, 11, 1, tzinfo=UTC))

    assert clock.now() == datetime(2026, 11, 3, tzinfo=UTC)
    assert context.slept == [datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)]


def test_the_inline_context_tells_steps_that_ran_from_those_whose_results_were_kept() -> None:
    first = InlineContext()
    first.step("scan", lambda: 7)
    second = InlineContext(history=first.history)

    assert [second.step("scan", lambda: 8), second.step("apply", lambda: 9)] == [7, 9]
    assert (second.steps, second.ran) == (["scan", "apply"], ["apply"])
