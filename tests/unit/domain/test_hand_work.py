"""What is stated of work by hand, and what comes of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.hand_work import (
    Tick,
    TickAnswer,
    TickedByRequester,
    TickIsAnswered,
    TickStands,
    latest_tick,
    new_tick,
    tick_standing,
    ticks_as_of,
)
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.standing import StandingCode
from tests.unit.domain.examples import NOW, ask

REQUEST = ask("r1", "port")
UNTIL = datetime.fromisoformat("2026-11-16T18:00:00+00:00")
TICK = Tick("t1", "r1", "person:tia", NOW, "Rule 4711", UNTIL)
CONFIRMED, DENIED = (TICK.answered(answer, NOW) for answer in (TickAnswer.CONFIRMED, TickAnswer.DENIED))
AGAIN = replace(TICK, id="t2")


@pytest.mark.parametrize(
    ("ticks", "at", "code"),
    [
        ((), NOW, StandingCode.OWED_BY_HAND),
        ((replace(TICK, request_id="r2"),), NOW, StandingCode.OWED_BY_HAND),
        ((TICK,), NOW, StandingCode.STATED),
        ((TICK,), UNTIL - timedelta(seconds=1), StandingCode.STATED),
        ((TICK,), UNTIL, StandingCode.STATED_DONE),
        ((CONFIRMED,), NOW, StandingCode.STATED_DONE),
        ((DENIED,), UNTIL, StandingCode.OWED_BY_HAND),
        ((AGAIN, DENIED), NOW, StandingCode.STATED),
    ],
)
def test_it_is_owed_until_the_requester_says_yes_or_nothing_for_ten_working_days(
    ticks: tuple[Tick, ...], at: datetime, code: StandingCode
) -> None:
    """R2"""
    assert tick_standing(REQUEST, ticks, at) is code


def test_only_what_stands_unanswered_still_counts_as_owed() -> None:
    """R2: it never counts as verified."""
    owed = {code for code in StandingCode if code.is_owed}
    assert {StandingCode.OWED_BY_HAND, StandingCode.STATED} <= owed
    assert set(StandingCode) - owed == {
        StandingCode.READY,
        StandingCode.STATED_DONE,
        StandingCode.WITHDRAWN,
        StandingCode.CLOSED,
    }


def make(by: str = "person:tia", *before: Tick) -> Tick:
    return new_tick(
        "t9",
        REQUEST,
        by=by,
        evidence="done",
        before=before,
        at=NOW,
        silence_working_days=RuleNumbers().silence_working_days,
        end_of_term=working_days(Site("UTC")),
    )


def test_a_statement_gives_the_requester_ten_working_days() -> None:
    """R2"""
    assert RuleNumbers().silence_working_days == 10
    assert make() == Tick("t9", "r1", "person:tia", NOW, "done", UNTIL)
    assert make("person:tia", DENIED).answer is TickAnswer.UNANSWERED


def test_nobody_states_to_be_done_what_they_have_asked_for() -> None:
    with pytest.raises(TickedByRequester):
        make(REQUEST.requester_id)


def test_nobody_states_to_be_done_what_they_have_typed_in() -> None:
    on_behalf = replace(REQUEST, entered_by="person:tia")
    with pytest.raises(TickedByRequester):
        new_tick(
            "t9",
            on_behalf,
            by="person:tia",
            evidence="",
            before=(),
            at=NOW,
            silence_working_days=10,
            end_of_term=lambda at, _: at,
        )


@pytest.mark.parametrize("standing", [TICK, CONFIRMED])
def test_what_stands_is_not_stated_again(standing: Tick) -> None:
    with pytest.raises(TickStands) as caught:
        make("person:tom", standing)
    assert (caught.value.by, caught.value.at) == ("person:tia", NOW)


def test_an_answer_is_given_once_and_may_come_when_silence_has_counted_as_one() -> None:
    denied = TICK.answered(TickAnswer.DENIED, UNTIL + timedelta(days=1))
    assert (denied.answer_at(UNTIL + timedelta(days=2)), denied.answered_at) == (
        TickAnswer.DENIED,
        UNTIL + timedelta(days=1),
    )
    with pytest.raises(TickIsAnswered):
        denied.answered(TickAnswer.CONFIRMED, UNTIL)


def test_silence_is_what_counts_at_a_moment_and_is_never_stored() -> None:
    seen = [tick.answer for at in (NOW, UNTIL) for tick in ticks_as_of(REQUEST, (TICK,), at)]
    assert seen == [TickAnswer.UNANSWERED, TickAnswer.SILENCE]
    assert latest_tick(REQUEST, (TICK, AGAIN)) == AGAIN
