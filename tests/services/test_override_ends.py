"""How overrides end (R3.5): on time, once, whatever restarts and clocks do; and when one takes effect."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.overrides import OverrideIsOver, OverrideState
from orchestrator.domain.people import Caller, Role
from tests.services.deciders import Deciders
from tests.services.story import ADA, BO, ROOM, Story


class TestEnds:
    """R3.5: on time, once, whatever restarts and clocks do."""

    def test_the_end_comes_once_although_the_clock_is_put_back_and_the_job_runs_again(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id))
        story.wait_until(override.expires_at - timedelta(minutes=1))
        assert deciders.stored(override).state is OverrideState.LIVE
        jobs = list(story.jobs.waiting)
        story.wait_until(override.expires_at)
        story.clock.moment -= timedelta(days=1)
        assert deciders.stored(override).state is OverrideState.EXPIRED
        # The worker died before it could write down that it was through: the same job comes again, without memory.
        story.histories.clear()
        story.jobs.waiting.extend(jobs)
        story.wait_until(override.expires_at + timedelta(days=3))
        assert deciders.recorded("override.expired") == ["override.expired"]
        assert deciders.told(ADA.id).count("override_ended") == 1

    def test_a_clock_that_runs_ahead_and_is_put_back_ends_nothing_early(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id))
        begin = story.clock.moment
        story.clock.moment = override.expires_at - timedelta(hours=1)
        story.wait_until(override.expires_at - timedelta(hours=1))
        story.clock.moment = begin
        story.wait_until(begin + timedelta(hours=1))
        assert deciders.stored(override).state is OverrideState.LIVE
        story.wait_until(override.expires_at)
        assert deciders.stored(override).state is OverrideState.EXPIRED

    def test_with_the_last_of_its_requests_it_is_moot(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        first, second = story.ask("editor"), story.ask("editor", actor=BO)
        override = deciders.record(tim, deciders.command(None, classroom=ROOM, item="editor"))
        story.withdraw(first)
        story.wait_until(deciders.after(hours=1))
        assert deciders.stored(override).state is OverrideState.LIVE
        story.withdraw(second, BO)
        story.wait_until(deciders.after(hours=1))
        assert deciders.stored(override).state is OverrideState.MOOT
        assert deciders.recorded("override.moot") == ["override.moot"] * 2

    def test_what_was_lifted_does_not_expire_as_well(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id))
        deciders.lift(tim, override)
        with pytest.raises(OverrideIsOver):
            deciders.lift(tim, override)
        story.wait_until(override.expires_at)
        assert deciders.stored(override).state is OverrideState.LIFTED
        assert deciders.recorded("override.") == ["override.recorded", "override.lifted"]


def test_an_override_takes_effect_at_the_next_wave(make_story: Callable[..., Story]) -> None:
    """R0.4: the desired state is resolved anew before each wave."""
    story = make_story(wave_size=2)
    deciders = Deciders(story)
    tim = deciders.hire("tim", Role.TECHNICIAN)
    asked = story.ask("editor").requests[0].request
    story.before_step("plan-2", lambda: deciders.record(tim, deciders.command(asked.id)))
    story.work()
    assert [bool(done) for done in story.executed().values()] == [True, True, False, False]
