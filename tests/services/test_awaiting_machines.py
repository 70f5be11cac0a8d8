"""Seats that were off are taken up again by themselves."""

from collections.abc import Callable
from datetime import timedelta

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.rollouts import RolloutState, RolloutTrigger, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.deadlines import FOLLOW
from orchestrator.services.owed import await_machines
from orchestrator.services.rollout_ends import AWAIT_MACHINES
from orchestrator.services.rollouts import RUN_ROLLOUT, retry_rollout
from tests.services.story import TECHNICIAN, Story

MakeStory = Callable[..., Story]
OFF = ScanFailureCause.TIMED_OUT


def switch(story: Story, *machines: str, fault: ScanFailureCause | None = None) -> None:
    """Switch machines on, or let them fail."""
    for name in machines:
        story.world.machines[name].fault = fault


def one_off(make_story: MakeStory, *names: str, **choices: object) -> Story:
    """A room in which some machines were off during the rollout."""
    story = make_story(**choices)
    switch(story, *(names or ("m4",)), fault=OFF)
    story.ask("browser")
    story.work()
    return story


class TestASeatThatWasOff:
    def test_is_pending_and_gets_its_software_when_it_answers_again(self, make_story: MakeStory) -> None:
        """R5.4: unreachable is not failed."""
        story = one_off(make_story)
        assert story.seats()["m4"] is SeatState.PENDING
        story.clock.after(timedelta(hours=3), lambda: switch(story, "m4"))
        story.watch()
        assert [r.trigger for r in story.rollouts()] == [RolloutTrigger.OWED, RolloutTrigger.PENDING]
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert story.seats()["m4"] is SeatState.READY
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert {job.kind for job in story.jobs.waiting} <= {FOLLOW}, "nobody comes back for it any more"

    def test_gets_its_software_although_somebody_else_saw_it_answer_first(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        switch(story, "m4")
        story.look()
        assert story.seats()["m4"] is SeatState.PENDING
        story.watch()
        assert story.seats()["m4"] is SeatState.READY

    def test_is_looked_for_less_and_less_often_and_at_least_once_a_day(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        (job,) = story.jobs.waiting
        story.clock.after(timedelta(days=5), lambda: switch(story, "m4"))
        context = story.run(job)
        waits = [round((b - a) / timedelta(minutes=1)) for a, b in zip(context.slept, context.slept[1:], strict=False)]
        assert waits[:6] == [30, 60, 120, 240, 480, 960]
        assert set(waits[6:]) == {24 * 60}
        assert len(story.world.scans) < 30

    def test_that_answers_and_has_everything_needs_no_rollout(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        machine = story.world.machines["m4"]
        machine.software["browser"] = "2.0"
        story.clock.after(timedelta(hours=1), lambda: switch(story, "m4"))
        story.watch()
        assert len(story.rollouts()) == 1
        assert story.seats()["m4"] is SeatState.READY

    def test_that_answers_with_a_refused_password_is_for_a_person(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        story.clock.after(timedelta(hours=1), lambda: switch(story, "m4", fault=ScanFailureCause.CREDENTIALS_REFUSED))
        story.watch()
        assert len(story.rollouts()) == 1
        assert story.seats()["m4"] is SeatState.FAILED
        assert story.jobs.waiting == []

    def test_is_no_reason_to_try_again_what_failed_elsewhere(self, make_story: MakeStory) -> None:
        story = make_story()
        switch(story, "m4", fault=OFF)
        story.fail("m1", "browser")
        story.ask("browser")
        story.work()
        (job,) = story.jobs.waiting
        story.clock.after(timedelta(days=2), lambda: story.take_out_of_service("m4", "gone"))
        story.run(job)
        assert story.executed()["m1"] == ["browser 2.0"]
        assert len(story.rollouts()) == 1


class TestSeveralSeatsThatWereOff:
    def test_each_gets_its_software_when_it_answers(self, make_story: MakeStory) -> None:
        story = one_off(make_story, "m2", "m3", "m4")
        for hours, name in enumerate(("m3", "m2", "m4"), 1):
            story.clock.after(timedelta(hours=5 * hours), lambda n=name: switch(story, n))  # type: ignore[misc]
        story.watch()
        assert set(story.seats().values()) == {SeatState.READY}
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert [r.state for r in story.rollouts()[:-1]] == [RolloutState.INCOMPLETE] * (len(story.rollouts()) - 1)

    def test_one_that_answers_and_is_owed_nothing_ends_no_watch_over_the_others(self, make_story: MakeStory) -> None:
        story = make_story(software={"browser": "2.0"})
        story.ask("browser")
        story.work()
        switch(story, "m3", "m4", fault=OFF)
        story.start()
        story.work()
        story.clock.after(timedelta(hours=1), lambda: switch(story, "m3"))
        story.clock.after(timedelta(hours=9), lambda: switch(story, "m4"))
        story.watch()
        assert set(story.seats().values()) == {SeatState.READY}


class TestTheWatch:
    def test_ends_when_a_newer_rollout_has_come(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        (job,) = story.jobs.waiting
        switch(story, "m4")
        story.start()
        story.work()
        scans = len(story.world.scans)
        story.run(job)
        assert len(story.world.scans) == scans
        assert len(story.rollouts()) == 2

    def test_goes_over_to_the_newest_rollout_even_if_that_was_for_other_seats(self, make_story: MakeStory) -> None:
        """No wake-up is lost."""
        story = make_story()
        story.fail("m1", "browser")
        story.ask("browser")
        story.work()
        first = story.rollouts()[0]
        switch(story, "m4", fault=OFF)
        story.ask("editor")
        story.work()
        retry_rollout(
            first.id,
            actor=TECHNICIAN,
            transactions=story.transactions,
            clock=story.clock,
            new_id=story.tools.new_id,
        )
        story.work()
        assert set(story.states()) == {"m1"}
        story.clock.after(timedelta(days=1), lambda: switch(story, "m4"))
        story.watch()
        assert story.executed()["m4"] == ["browser 2.0", "editor 5.0"]

    def test_is_not_kept_in_a_room_whose_rollouts_a_technician_starts(self, make_story: MakeStory) -> None:
        """R0.5"""
        story = make_story(mode=RolloutMode.BY_TECHNICIAN)
        switch(story, "m4", fault=OFF)
        story.ask("browser")
        story.start()
        story.work()
        assert story.states()["m4"] is RunState.PENDING
        assert story.jobs.waiting == []

    def test_starts_nothing_in_a_room_that_has_come_to_a_technician(self, make_story: MakeStory) -> None:
        """R0.5"""
        story = one_off(make_story)
        story.make(RolloutMode.BY_TECHNICIAN)
        switch(story, "m4")
        story.watch()
        assert len(story.rollouts()) == 1

    def test_may_die_and_go_on(self, make_story: MakeStory) -> None:
        story = one_off(make_story)
        (job,) = story.jobs.waiting
        story.clock.after(timedelta(hours=1), lambda: switch(story, "m4"))
        context = story.run(job)
        story.jobs.waiting = [j for j in story.jobs.waiting if j.kind != RUN_ROLLOUT]
        replay = type(context)(clock=story.clock, history=context.history)
        await_machines(replay, story.tools, classroom_id="room", rollout_id=story.rollouts()[0].id)
        assert replay.ran == []
        assert replay.steps == context.steps

    def test_follows_a_machine_that_came_into_the_room_unseen(self, make_story: MakeStory) -> None:
        story = make_story()
        story.ask("browser")
        story.before_step("plan-1", lambda: story.newcomer("m5"))
        story.work()
        assert story.states()["m5"] is RunState.PENDING
        assert [job.kind for job in story.jobs.waiting] == [AWAIT_MACHINES]
        story.watch()
        assert story.seats()["m5"] is SeatState.READY


def test_a_request_is_ready_when_the_last_seat_is(make_story: MakeStory) -> None:
    story = make_story()
    switch(story, "m4", fault=OFF)
    asked = story.ask("browser")
    story.work()
    assert (story.view(asked).standing.code, story.view(asked).standing.ready) == (StandingCode.OWED, 3)
    switch(story, "m4")
    story.watch()
    assert story.view(asked).standing.code is StandingCode.READY
