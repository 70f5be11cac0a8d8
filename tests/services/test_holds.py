"""The fast brake: what it keeps away, for how long, once, and that everything goes on by itself (RULES R3.8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.hold_rules import HeldBefore, HoldIsOver, NothingToHold, RolloutIsOver
from orchestrator.domain.holds import HoldScope
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.people import Caller, NotPermitted, Role
from orchestrator.domain.requests import RequestIsOver, Wanted
from orchestrator.domain.standing import StandingCode
from orchestrator.services.holds import list_holds
from orchestrator.services.requests import Ask
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.language import Language
from orchestrator.services.wording.requests import say_standing
from tests.services.deciders import Deciders
from tests.services.story import ADA, BO, ROOM, Story


def code(story: Story, request_id: str) -> StandingCode:
    return story.standing(request_id).code


def test_a_held_request_waits_three_days_and_goes_on_by_itself(story: Story, deciders: Deciders, tim: Caller) -> None:
    """R3.8: one sentence, no category."""
    asked = story.ask("editor").requests[0].request
    held = deciders.hold(tim, request_id=asked.id)
    assert held.hold.until - held.hold.at == timedelta(hours=72)
    story.work()
    assert code(story, asked.id) is StandingCode.HELD
    story.wait_until(held.hold.until - timedelta(minutes=1))
    assert code(story, asked.id) is StandingCode.HELD
    story.wait_until(held.hold.until)
    assert code(story, asked.id) is StandingCode.READY
    assert deciders.told(ADA.id) == ["held", "hold_ended"]
    assert deciders.recorded("hold.") == ["hold.set", "hold.over"]


def test_its_end_comes_once_although_the_job_runs_again(story: Story, deciders: Deciders, tim: Caller) -> None:
    asked = story.ask("editor").requests[0].request
    held = deciders.hold(tim, request_id=asked.id)
    jobs = list(story.jobs.waiting)
    story.wait_until(held.hold.until)
    story.clock.moment -= timedelta(days=1)
    story.histories.clear()
    story.jobs.waiting.extend(job for job in jobs if job.arguments.get("thing") == "hold")
    story.wait_until(held.hold.until + timedelta(days=1))
    assert deciders.recorded("hold.over") == ["hold.over"]


def test_a_request_is_held_once(story: Story, deciders: Deciders, tim: Caller) -> None:
    asked = story.ask("editor").requests[0].request
    first = deciders.hold(tim, request_id=asked.id)
    deciders.lift_hold(tim, first)
    for what in ({"request_id": asked.id}, {"classroom": ROOM, "item": "editor"}):
        with pytest.raises(HeldBefore) as refused:
            deciders.hold(tim, **what)
        assert refused.value.hold_id == first.hold.id


def test_a_title_is_held_with_the_baselines_line_and_once(make_story: Callable[..., Story]) -> None:
    story = make_story(baseline=["editor"])
    deciders = Deciders(story)
    cleo = deciders.hire("cleo", Role.COORDINATOR)
    asked = story.ask("editor").requests[0].request
    held = deciders.hold(cleo, classroom=ROOM, item="editor")
    assert (held.hold.scope, held.hold.request_ids) == (HoldScope.ITEM, (asked.id,))
    story.work()
    assert story.executed()["m1"] == []
    with pytest.raises(HeldBefore):
        deciders.hold(cleo, classroom=ROOM, item="editor")
    story.wait_until(held.hold.until)
    assert "editor" in story.placements()["m1"]


def test_whoever_is_on_duty_takes_it_off_again(story: Story, deciders: Deciders, tim: Caller) -> None:
    tom = deciders.hire("tom", Role.TECHNICIAN)
    asked = story.ask("editor").requests[0].request
    held = deciders.hold(tim, request_id=asked.id)
    assert deciders.lift_hold(tom, held).hold.ended_by == tom.actor.id
    story.work()
    assert code(story, asked.id) is StandingCode.READY
    with pytest.raises(HoldIsOver):
        deciders.lift_hold(tom, held)
    story.wait_until(held.hold.until)
    assert deciders.recorded("hold.") == ["hold.set", "hold.lifted"]


def test_only_who_is_on_duty_holds(story: Story, deciders: Deciders) -> None:
    asked = story.ask("editor").requests[0].request
    ida = deciders.hire("ida", Role.INSTRUCTOR)
    with pytest.raises(NotPermitted):
        deciders.hold(ida, request_id=asked.id)


def test_a_rollout_that_runs_stops_before_its_next_wave(make_story: Callable[..., Story]) -> None:
    """R0.4: each wave is resolved anew."""
    story = make_story(wave_size=2)
    deciders = Deciders(story)
    tim = deciders.hire("tim", Role.TECHNICIAN)
    asked = story.ask("editor").requests[0].request
    held = []

    def brake() -> None:
        held.append(deciders.hold(tim, rollout_id=story.rollouts()[-1].id))

    story.before_step("plan-2", brake)
    story.work()
    assert [bool(done) for done in story.executed().values()] == [True, True, False, False]
    assert code(story, asked.id) is StandingCode.HELD
    with pytest.raises(RolloutIsOver):
        deciders.hold(tim, rollout_id=story.rollouts()[-1].id)
    story.wait_until(held[0].hold.until)
    assert code(story, asked.id) is StandingCode.READY


def test_a_rollouts_hold_leaves_alone_what_was_held_before(story: Story, deciders: Deciders, tim: Caller) -> None:
    first, second = story.ask("editor").requests[0].request, story.ask("zip", actor=BO).requests[0].request
    deciders.lift_hold(tim, deciders.hold(tim, request_id=first.id))
    rollout = story.start()
    held = deciders.hold(tim, rollout_id=rollout.id)
    assert held.hold.request_ids == (second.id,)
    with pytest.raises(HeldBefore):
        deciders.hold(tim, rollout_id=rollout.id)


def test_a_room_that_broke_goes_back_and_the_newer_state_returns_to_one_seat_first(
    story: Story, deciders: Deciders, tim: Caller
) -> None:
    """R3.8: after the hold the newer revision is owed again, and a day before the technicians are told."""
    old = story.ask("editor").requests[0].request
    story.work()
    new = story.ask("zip").requests[0].request
    story.work()
    held = deciders.hold(tim, classroom=ROOM, revision=1)
    assert (held.hold.scope, held.hold.request_ids) == (HoldScope.REVISION, (new.id,))
    assert held.hold.canary_seat_id == "s1"
    assert code(story, old.id) is StandingCode.READY
    assert code(story, new.id) is StandingCode.HELD
    story.wait_until(held.hold.until - timedelta(hours=25))
    assert "newer_state_comes_back" not in deciders.told(tim.actor.id)
    story.wait_until(held.hold.until - timedelta(hours=23))
    assert deciders.told(tim.actor.id) == ["newer_state_comes_back"]
    story.world.machines["m1"].fault = ScanFailureCause.REFUSED
    story.wait_until(held.hold.until)
    (kept,) = story.standing(new.id).withheld
    assert (kept.code.value, set(kept.seat_ids)) == ("canary", {"s2", "s3", "s4"})
    story.world.machines["m1"].fault = None
    story.start()
    story.work()
    assert code(story, new.id) is StandingCode.READY
    assert deciders.recorded("canary.") == ["canary.passed"]
    assert deciders.recorded("hold.") == ["hold.set", "hold.announced", "hold.over"]
    assert deciders.told(ADA.id) == ["room_went_back", "hold_ended"]


def test_the_seat_that_goes_first_may_be_named(story: Story, deciders: Deciders, tim: Caller) -> None:
    story.ask("editor")
    story.ask("zip", actor=BO)
    assert deciders.hold(tim, classroom=ROOM, revision=1, canary_seat="03").hold.canary_seat_id == "s3"


def test_what_is_not_there_cannot_be_held(story: Story, deciders: Deciders, tim: Caller) -> None:
    asked = story.ask("editor")
    for what in (
        {"classroom": ROOM, "revision": 9},
        {"classroom": ROOM, "item": "nothing"},
        {"request_id": "nothing"},
        {"rollout_id": "nothing"},
        {"classroom": "B-999", "item": "editor"},
        {"classroom": ROOM, "revision": 0},
    ):
        with pytest.raises(NotFound):
            deciders.hold(tim, **what)
    for what in ({"classroom": ROOM, "item": "zip"}, {"classroom": ROOM, "revision": 1}):
        with pytest.raises(NothingToHold):
            deciders.hold(tim, **what)
    for what in ({}, {"classroom": ROOM}, {"classroom": ROOM, "request_id": "x"}):
        with pytest.raises(InvalidInput):
            deciders.hold(tim, **what)
    story.withdraw(asked)
    with pytest.raises(RequestIsOver):
        deciders.hold(tim, request_id=asked.requests[0].request.id)


def test_a_rooms_holds_are_listed_newest_first(story: Story, deciders: Deciders, tim: Caller) -> None:
    requests = [story.ask(name).requests[0].request for name in ("editor", "zip")]
    holds = [deciders.hold(tim, request_id=request.id).hold.id for request in requests]
    listed = list_holds(ROOM, reads=story.reads, clock=story.clock)
    assert [(view.hold.id, view.by) for view in listed] == [(holds[1], "Tim"), (holds[0], "Tim")]


def test_what_is_there_and_held_is_told_as_there(story: Story, deciders: Deciders, tim: Caller) -> None:
    """R3.8: nothing of it is changed meanwhile, and the words count it."""
    asked = story.ask("editor")
    story.work()
    deciders.hold(tim, request_id=asked.requests[0].request.id)
    said = say_standing(Speaker(Language.EN), story.view(asked))
    assert "is there on 4 of 4 seats in " in said
    assert "nothing is changed meanwhile" in said
    assert "an 4 von 4 Plätzen" in say_standing(Speaker(Language.DE), story.view(asked))


def test_what_others_asked_for_too_is_told_as_there_while_one_request_is_held(
    story: Story, deciders: Deciders, tim: Caller
) -> None:
    """R3.8: the hold is on one request; what another one brought is there all the same."""
    story.ask("editor", actor=BO)
    story.work()
    asked = story.ask("editor")
    deciders.hold(tim, request_id=asked.requests[0].request.id)
    view = story.view(asked)
    assert (view.standing.code, view.standing.left_there) == (StandingCode.HELD, 4)
    assert "is there on 4 of 4 seats in " in say_standing(Speaker(Language.EN), view)
    assert view.standing.missing_seats == ()


def test_what_somebody_else_put_there_is_told_as_there_and_on_which_seats_it_is_missing(
    story: Story, deciders: Deciders, tim: Caller
) -> None:
    """R3.8: a scan has seen it, whoever installed it."""
    story.world.machines["m1"].software["editor"] = "1.0"
    asked = story.ask("editor")
    story.look()
    deciders.hold(tim, classroom=ROOM, item="editor")
    view = story.view(asked)
    assert "is there on 1 of 4 seats in " in say_standing(Speaker(Language.EN), view)
    assert view.standing.missing_seats == ("s2", "s3", "s4")


def test_where_a_held_title_is_away_as_asked_is_counted(story: Story, deciders: Deciders, tim: Caller) -> None:
    """R3.8: in the same words, whether it is asked to be there or away."""
    story.world.machines["m1"].software["editor"] = "1.0"
    asked = story.ask(Ask("editor", wanted=Wanted.ABSENT))
    story.look()
    deciders.hold(tim, request_id=asked.requests[0].request.id)
    view = story.view(asked)
    assert view.standing.code is StandingCode.HELD
    assert f"{ROOM} is without Editor on 3 of 4 seats, and is held as it is" in say_standing(Speaker(Language.EN), view)
