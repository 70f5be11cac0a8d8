"""One free line about settings and add-ons: what has become of a request that has one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.hand_work import (
    SettingsLineChanged,
    Tick,
    TickAnswer,
    latest_tick,
    new_tick,
    tick_standing,
    ticks_as_of,
)
from orchestrator.domain.planning import plan_machine
from orchestrator.domain.requests import RequestState, SettingsLine, SoftwareRequest
from orchestrator.domain.resolution import resolve
from orchestrator.domain.standing import RequestStanding, SeatStanding, StandingCode, standing
from orchestrator.domain.verdicts import SeatState
from orchestrator.domain.waiting import WaitingOwner, owner_now
from tests.unit.domain.examples import NOW, ask, catalog, item, observed, room

ITEMS = catalog(item("app", "2.0"))
LINE = SettingsLine("l1", "with uBlock", NOW)
ASKED = replace(ask("r1", "app"), settings_line=LINE)
UNTIL = NOW + timedelta(days=14)
TICK = Tick("t1", "r1", "person:tia", NOW, "uBlock is in the policy", UNTIL, line_id="l1")
THERE, BARE = {"app": "2.0"}, dict[str, str]()


def stand(
    line: StandingCode | None, *machines: dict[str, str], request: SoftwareRequest = ASKED, late: bool = False
) -> RequestStanding:
    at = request.needed_by + timedelta(minutes=1) if late else NOW
    place = room()
    desired = resolve(place, [request], ITEMS, at)
    plans = (
        plan_machine(desired.for_seat(seat.id), observed("m1", software), ITEMS, ())
        for seat, software in zip(place.seats, machines, strict=True)
    )
    seats = {seat.id: SeatStanding(SeatState.READY, plan) for seat, plan in zip(place.seats, plans, strict=True)}
    return standing(request, place, desired, seats, at, under_way=False, line=line)


@pytest.mark.parametrize(
    ("line", "code", "granted"),
    [
        (StandingCode.OWED_BY_HAND, StandingCode.LINE_OPEN, False),
        (StandingCode.STATED, StandingCode.LINE_STATED, False),
        (StandingCode.STATED_DONE, StandingCode.READY, True),
        (None, StandingCode.READY, True),
    ],
)
def test_software_on_all_seats_is_not_there_as_asked_before_the_line_is_answered(
    line: StandingCode | None, code: StandingCode, granted: bool
) -> None:
    """R2"""
    found = stand(line, THERE, THERE, THERE, late=True)
    assert (found.code, found.as_asked, found.late) == (code, granted, not granted)
    assert (found.ready, found.missing_seats, found.line) == (3, (), line)


def test_an_answered_line_makes_no_software() -> None:
    """R2: both are needed, in either order."""
    found = stand(StandingCode.STATED_DONE, THERE, THERE, BARE, late=True)
    assert (found.code, found.as_asked, found.late) == (StandingCode.OWED, False, True)


@pytest.mark.parametrize("state", [RequestState.WITHDRAWN, RequestState.CLOSED])
def test_of_what_is_over_no_line_is_owed(state: RequestState) -> None:
    found = stand(StandingCode.OWED_BY_HAND, THERE, THERE, THERE, request=replace(ASKED, state=state))
    assert (found.code.value, found.line, found.late) == (state.value, None, False)


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        (StandingCode.LINE_OPEN, WaitingOwner.IT),
        (StandingCode.OWED_BY_HAND, WaitingOwner.IT),
        (StandingCode.LINE_STATED, WaitingOwner.REQUESTER),
        (StandingCode.STATED, WaitingOwner.REQUESTER),
    ],
)
def test_it_waits_for_it_until_somebody_states_it_and_then_for_whoever_asked(
    code: StandingCode, owner: WaitingOwner
) -> None:
    """R4.5: not for machines, although no seat lacks anything."""
    found = RequestStanding(code, 3, 3, 3, 0, (), late=False)
    assert owner_now(found, {}, frozenset({"s1", "s2", "s3"}), window_closed=True) is owner


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LINE, StandingCode.STATED),
        (replace(LINE, id="l2", words="with uBlock and a start page"), StandingCode.OWED_BY_HAND),
        (None, StandingCode.OWED_BY_HAND),
    ],
)
def test_other_words_are_another_line_that_waits_for_an_answer_anew(
    line: SettingsLine | None, code: StandingCode
) -> None:
    """R2"""
    request = replace(ASKED, settings_line=line)
    for ticks in ((TICK,), (TICK.answered(TickAnswer.CONFIRMED, NOW),)):
        stated = code is StandingCode.STATED
        assert (latest_tick(request, ticks) is not None) is stated
        assert (tick_standing(request, ticks, NOW) is StandingCode.OWED_BY_HAND) is not stated


def answers(request: SoftwareRequest, *ticks: Tick) -> Iterable[TickAnswer]:
    return [tick.answer for tick in ticks_as_of(request, ticks, UNTIL)]


def test_what_was_stated_of_other_words_needs_no_answer_any_more() -> None:
    said = TICK.answered(TickAnswer.DENIED, NOW)
    assert answers(ASKED, TICK, said) == [TickAnswer.SILENCE, TickAnswer.DENIED]
    changed = replace(ASKED, settings_line=replace(LINE, id="l2"))
    assert answers(changed, TICK, said) == [TickAnswer.OVERTAKEN, TickAnswer.DENIED]
    assert answers(ask("r2", "app"), TICK) == []


@pytest.mark.parametrize(("read", "has"), [(None, LINE), ("l0", LINE), ("l1", None)])
def test_nobody_states_to_be_done_what_they_have_not_read(read: str | None, has: SettingsLine | None) -> None:
    """R2: a line that was changed a moment ago is not answered along with the one before."""
    with pytest.raises(SettingsLineChanged):
        state(replace(ASKED, settings_line=has), read)
    assert state(ASKED, "l1").line_id == "l1"


def state(request: SoftwareRequest, read: str | None) -> Tick:
    return new_tick(
        "t9",
        request,
        by="person:tia",
        evidence="done",
        line_id=read,
        before=(),
        at=NOW,
        silence_working_days=10,
        end_of_term=lambda at, _: at,
    )
