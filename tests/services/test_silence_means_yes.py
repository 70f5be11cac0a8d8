"""What the worker owes a room it starts by itself (RULES R0)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.rollouts import RolloutState, RolloutTrigger, RolloutUnderWay, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.requests import Ask, Submitted
from orchestrator.services.rollouts import RUN_ROLLOUT
from tests.services.story import BO, TECHNICIAN, Story

MakeStory = Callable[..., Story]


class TestTheWorkerStartsByItself:
    def test_at_once_where_the_site_gives_no_notice(self, story: Story) -> None:
        """R0.3"""
        begun = story.clock.now()
        story.ask("browser")
        story.work()
        (rollout,) = story.rollouts()
        assert (rollout.trigger, rollout.actor_id, rollout.revision) == (RolloutTrigger.OWED, "worker", 1)
        assert rollout.created_at - begun < timedelta(minutes=1)

    def test_after_the_notice_period(self, make_story: MakeStory) -> None:
        """R0.3: 1 working day."""
        story = make_story(notice_working_days=1)
        story.ask("browser")
        story.work()
        (rollout,) = story.rollouts()
        assert rollout.created_at - datetime(2026, 11, 3, 18, tzinfo=UTC) < timedelta(minutes=1)
        assert rollout.created_at >= datetime(2026, 11, 3, 18, tzinfo=UTC)

    def test_early_enough_for_when_it_is_needed(self, make_story: MakeStory) -> None:
        """R0.3: the notice shrinks as needed-by comes near, and never blocks."""
        story = make_story(notice_working_days=1)
        needed_by = story.clock.now() + timedelta(hours=3)
        asked = story.ask("browser", needed_by=needed_by)
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY
        assert story.clock.now() < needed_by

    def test_when_a_baseline_changes_nobody_waits_for_notice(self, make_story: MakeStory) -> None:
        story = make_story(notice_working_days=1, baseline=["editor"])
        with story.transactions() as uow:
            uow.jobs.enqueue("owe-room", "room:r0", {"classroom_id": "room", "revision": "0"})
            uow.commit()
        story.work()
        assert story.clock.now() < datetime(2026, 11, 2, 9, tzinfo=UTC)
        assert story.rollouts()[-1].state is RolloutState.DONE

    def test_not_in_a_room_whose_rollouts_a_technician_starts_and_the_clock_runs_all_the_same(
        self, make_story: MakeStory
    ) -> None:
        """R0.5"""
        story = make_story(mode=RolloutMode.BY_TECHNICIAN)
        asked = story.ask("browser")
        story.work()
        assert story.rollouts() == []
        story.clock.move_to(story.clock.now() + timedelta(days=14))
        standing = story.view(asked).standing
        assert (standing.code, standing.late) == (StandingCode.OWED_BY_TECHNICIAN, True)

    def test_not_in_a_room_that_came_to_a_technician_during_the_notice(self, make_story: MakeStory) -> None:
        """R0.5"""
        story = make_story(notice_working_days=1)
        story.ask("browser")
        story.clock.after(timedelta(hours=1), lambda: story.make(RolloutMode.BY_TECHNICIAN))
        story.work()
        assert story.rollouts() == []

    def test_once_for_all_that_was_asked_for_before_it_began(self, story: Story) -> None:
        for item in ("browser", "editor", "zip"):
            story.ask(item)
        story.work()
        assert len(story.rollouts()) == 1
        assert all(len(machine.executed) == 3 for machine in story.world.machines.values())

    def test_not_at_all_where_everything_is_there_already(self, make_story: MakeStory) -> None:
        story = make_story(software={"browser": "2.0"})
        story.start()
        story.work()
        asked = story.ask("browser")
        assert asked.requests[0].standing.code is StandingCode.READY
        story.work()
        assert [r.trigger for r in story.rollouts()] == [RolloutTrigger.TECHNICIAN]


class TestATechnician:
    @pytest.mark.parametrize("mode", RolloutMode)
    def test_may_start_a_rollout_at_any_time(self, make_story: MakeStory, mode: RolloutMode) -> None:
        """R0.5"""
        story = make_story(mode=mode, notice_working_days=1)
        asked = story.ask("browser")
        rollout = story.start()
        assert (rollout.state, rollout.actor_id) == (RolloutState.QUEUED, TECHNICIAN.id)
        assert story.view(asked).standing.code is StandingCode.DEPLOYING
        story.work(RUN_ROLLOUT)
        assert story.view(asked).standing.code is StandingCode.READY

    def test_is_told_which_rollout_is_under_way(self, story: Story) -> None:
        rollout = story.start()
        with pytest.raises(RolloutUnderWay) as refused:
            story.start()
        assert refused.value.rollout_id == rollout.id
        assert len(story.jobs.waiting) == 1


class TestWhatHappensDuringARollout:
    def test_what_is_asked_for_during_a_wave_joins_the_next(self, make_story: MakeStory) -> None:
        """R0.4: the desired state is resolved anew before each wave."""
        story = make_story(wave_size=2)
        story.ask("browser")
        story.deployer.meanwhile = lambda: story.ask("editor", actor=BO)
        story.work()
        (rollout,) = story.rollouts()
        assert rollout.state is RolloutState.DONE
        assert all(machine.executed == ["browser 2.0", "editor 5.0"] for machine in story.world.machines.values())
        with story.reads() as uow:
            waves = uow.rollouts.waves(rollout.id)
        assert [change["item_id"] for change in waves[1].changes] == ["editor"]
        assert waves[0].digest != waves[1].digest == waves[-1].digest

    def test_what_is_asked_for_during_the_only_wave_is_delivered_as_well(self, story: Story) -> None:
        """R0.4"""
        asked = story.ask("browser")
        late = []
        story.deployer.meanwhile = lambda: late.append(story.ask("editor", actor=BO))
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY
        assert story.view(late[0]).standing.code is StandingCode.READY
        assert len(story.rollouts()) == 1

    def test_what_is_taken_back_during_a_wave_is_not_installed_in_the_next(self, make_story: MakeStory) -> None:
        """R0.4"""
        story = make_story(wave_size=2)
        asked = story.ask("browser")
        story.deployer.meanwhile = lambda: story.withdraw(asked)
        story.work()
        assert [machine.executed for machine in story.world.machines.values()] == [["browser 2.0"]] * 2 + [[]] * 2
        (rollout,) = story.rollouts()
        assert rollout.state is RolloutState.DONE
        assert story.states() == dict.fromkeys(story.world.machines, RunState.READY)

    @pytest.mark.parametrize("step", ["open", "plan-1", "apply-1", "verify-1", "plan-2", "close"])
    def test_a_request_that_is_accepted_before_any_step_is_delivered(self, story: Story, step: str) -> None:
        """No wake-up is lost, not even in the last step."""
        asked = story.ask("browser")
        late: list[Submitted] = []
        story.before_step(step, lambda: late.append(story.ask("editor", actor=BO)))
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY
        assert story.view(late[0]).standing.code is StandingCode.READY
        assert all(run.is_over for run in story.states().values())
        assert {r.state for r in story.rollouts()} == {RolloutState.DONE}

    def test_a_request_that_is_accepted_while_another_rollout_waits_is_delivered(self, story: Story) -> None:
        story.start()
        asked = story.ask("browser")
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY

    def test_a_request_for_other_seats_leaves_seats_that_are_through_alone(self, make_story: MakeStory) -> None:
        story = make_story(wave_size=2)
        story.ask("browser")
        story.deployer.meanwhile = lambda: story.ask(Ask("editor", target=SeatTarget.PODIUM), actor=BO)
        story.work()
        assert story.executed() == {
            "m1": ["browser 2.0", "editor 5.0"],
            "m2": ["browser 2.0"],
            "m3": ["browser 2.0"],
            "m4": ["browser 2.0"],
        }

    def test_latest_stays_what_it_was_when_the_rollout_began(self, make_story: MakeStory) -> None:
        """R1.6: `latest` is made concrete once per rollout."""
        story = make_story(wave_size=2)
        story.ask("pinned")
        newer = story.world.catalog.items["pinned"]
        story.deployer.meanwhile = lambda: story.offer(
            replace(newer, releases=(*newer.releases, replace(newer.releases[0], version="3.0")))
        )
        story.work()
        assert {tuple(machine.executed) for machine in story.world.machines.values()} == {("pinned 2.0",)}


class TestMoreThanOnce:
    def test_work_that_comes_again_does_nothing_in_a_room_that_is_ready(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        scans = len(story.world.scans)
        with story.transactions() as uow:
            uow.jobs.enqueue(RUN_ROLLOUT, "again", {"classroom_id": "room", "rollout_id": "again", "trigger": "owed"})
            uow.commit()
        story.work()
        assert len(story.rollouts()) == 1
        assert len(story.world.scans) == scans

    def test_a_second_rollout_of_a_ready_room_touches_nothing(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        story.start()
        story.work()
        assert [r.state for r in story.rollouts()] == [RolloutState.DONE] * 2
        assert len(story.deployer.runs) == 1
        assert all(machine.executed == ["browser 2.0"] for machine in story.world.machines.values())

    def test_what_failed_is_not_tried_again_for_each_request_that_was_served_with_it(self, story: Story) -> None:
        story.fail("m1", "browser")
        for item in ("browser", "editor", "zip"):
            story.ask(item)
        story.work()
        assert story.world.machines["m1"].executed.count("browser 2.0") == 1
