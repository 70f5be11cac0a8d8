"""A worker that dies in the middle of a rollout: nothing is lost, nothing is done twice."""

from collections.abc import Callable

import pytest

from orchestrator.adapters.workflows.errors import StepFailed
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.rollouts import CauseCode, RolloutState, RunState
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.deployment import RunStatus
from orchestrator.services.rollout_ends import AWAIT_MACHINES
from orchestrator.services.rollouts import RUN_ROLLOUT
from orchestrator.services.waves import RoomLost, WorkStopped, apply_wave, open_rollout, plan_wave
from tests.fakes.deployer import WorkerDied
from tests.services.story import Story

MakeStory = Callable[..., Story]


def died(story: Story) -> None:
    """Let the worker work until it dies."""
    with pytest.raises(WorkerDied):
        story.work()


def died_at(story: Story, step: str) -> None:
    """Let the worker work until it dies just before a step."""

    def die() -> None:
        raise WorkerDied

    story.before_step(step, die)
    died(story)


class TestInTheMiddleOfTheWork:
    @pytest.mark.parametrize("told", [False, True])
    def test_after_ansible_has_installed_nothing_is_installed_twice_and_all_of_it_is_ours(
        self, story: Story, told: bool
    ) -> None:
        story.deployer.dies_after = True
        story.deployer.tells_before_it_dies = told
        story.ask("browser", "zip")
        died(story)
        assert all(not ours for ours in story.placements().values())
        assert not any(state.is_over for state in story.states().values())
        assert set(story.seats().values()) == {SeatState.WORKING}
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert story.states() == dict.fromkeys(story.world.machines, RunState.READY)
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0", "zip 24.09")}
        assert [set(ours) for ours in story.placements().values()] == [{"browser", "zip"}] * 4

    def test_before_ansible_has_begun_everything_is_installed_once(self, story: Story) -> None:
        story.deployer.dies_before = True
        story.ask("browser")
        died(story)
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert [set(ours) for ours in story.placements().values()] == [{"browser"}] * 4

    def test_what_is_left_of_it_is_ended_before_anything_is_read_or_begun(self, story: Story) -> None:
        story.deployer.dies_after = True
        story.ask("browser")
        died(story)
        fenced = len(story.deployer.fenced)
        story.work()
        assert len(story.deployer.fenced) == fenced + 1

    @pytest.mark.parametrize("told", [False, True])
    def test_what_failed_is_tried_once_more_and_the_verdict_is_the_scans(self, story: Story, told: bool) -> None:
        story.fail("m1", "browser")
        story.deployer.dies_after = True
        story.deployer.tells_before_it_dies = told
        story.ask("browser")
        died(story)
        story.work()
        assert story.rollouts()[-1].state is RolloutState.INCOMPLETE
        assert story.causes("m1") == [(CauseCode.INSTALLER_FAILED, "browser")]
        assert story.executed() == {
            "m1": ["browser 2.0"] * 2,
            "m2": ["browser 2.0"],
            "m3": ["browser 2.0"],
            "m4": ["browser 2.0"],
        }

    def test_a_machine_that_was_done_by_half_gets_the_rest(self, story: Story) -> None:
        story.deployer.dies_before = True
        story.ask("browser", "zip")
        died(story)
        story.world.machines["m1"].install("browser", "2.0")
        story.work()
        assert story.executed()["m1"] == ["browser 2.0", "zip 24.09"]
        assert set(story.placements()["m1"]) == {"browser", "zip"}
        assert story.states()["m1"] is RunState.READY

    def test_a_machine_that_is_off_by_then_is_pending_and_comes_back_by_itself(self, story: Story) -> None:
        """R5.4"""
        story.deployer.dies_before = True
        story.ask("browser")
        died(story)
        story.world.machines["m1"].fault = ScanFailureCause.REFUSED
        story.work()
        assert story.states()["m1"] is RunState.PENDING
        assert [job.kind for job in story.jobs.waiting] == [AWAIT_MACHINES]

    def test_a_machine_that_is_off_only_while_the_wave_is_taken_up_again_is_not_said_to_have_reported_success(
        self, story: Story
    ) -> None:
        story.deployer.dies_before = True
        story.ask("browser")
        died(story)
        machine = story.world.machines["m1"]
        machine.fault = ScanFailureCause.REFUSED
        story.before_step("verify-1", lambda: setattr(machine, "fault", None))
        story.work()
        assert story.executed()["m1"] == []
        assert story.causes("m1") == [(CauseCode.CONNECTION_LOST, "browser")]

    def test_a_machine_that_another_pc_has_taken_the_place_of_by_then_is_not_touched(self, story: Story) -> None:
        """R5.1"""
        story.deployer.dies_before = True
        story.ask("browser")
        died(story)
        story.world.machines["m1"].hardware_id = "ANOTHER"
        story.work()
        assert story.executed()["m1"] == []
        assert story.causes("m1") == [(CauseCode.WRONG_MACHINE, None)]


class TestBetweenTwoSteps:
    @pytest.mark.parametrize("step", ["open", "plan-1", "apply-1", "verify-1", "plan-2", "close"])
    def test_the_rollout_goes_on_where_it_was(self, story: Story, step: str) -> None:
        story.ask("browser")
        died_at(story, step)
        story.work()
        assert [r.state for r in story.rollouts()] == [RolloutState.DONE]
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert [set(ours) for ours in story.placements().values()] == [{"browser"}] * 4

    @pytest.mark.parametrize("step", ["open", "plan-1", "verify-1", "plan-2", "close"])
    def test_a_step_whose_result_was_not_kept_can_run_again(self, make_story: MakeStory, step: str) -> None:
        story = make_story(wave_size=2)
        story.forget_step(step)
        story.ask("browser")
        died(story)
        story.work()
        assert [r.state for r in story.rollouts()] == [RolloutState.DONE]
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert story.events().count("rollout.started") == story.events().count("rollout.finished") == 1

    def test_it_may_die_as_often_as_it_likes(self, story: Story) -> None:
        story.ask("browser", "zip")
        for _ in range(5):
            story.deployer.dies_after = True
            died(story)
            story.world.machines["m1"].software.pop("zip", None)
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert story.executed()["m2"] == ["browser 2.0", "zip 24.09"]


class TestAnotherWorker:
    def test_that_took_the_room_meanwhile_has_the_verdict_alone(self, story: Story) -> None:
        story.ask("browser")

        def take() -> None:
            with story.transactions() as uow:
                uow.rollouts.take_fence("room", story.rollouts()[-1].id)
                uow.commit()

        story.deployer.meanwhile = take
        with pytest.raises(RoomLost):
            story.work()
        assert story.rollouts()[-1].state is RolloutState.RUNNING
        assert set(story.states().values()) == {RunState.VERIFYING}
        assert "rollout.given_up" not in story.events()

    def test_is_noticed_by_the_step_itself(self, story: Story) -> None:
        story.ask("browser")
        died_at(story, "apply-1")
        rollout = story.rollouts()[-1]

        def take() -> None:
            with story.transactions() as uow:
                uow.rollouts.take_fence("room", rollout.id)
                uow.commit()

        story.deployer.meanwhile = take
        with pytest.raises(RoomLost):
            apply_wave(story.tools, rollout.id, 1)

    def test_that_ends_stops_its_work_without_a_verdict(self, story: Story) -> None:
        story.ask("browser")
        died_at(story, "apply-1")
        rollout = story.rollouts()[-1]
        story.stop_the_worker()
        with pytest.raises(WorkStopped):
            apply_wave(story.tools, rollout.id, 1)
        assert not any(state.is_over for state in story.states().values())


class TestARolloutThatNobodyCarriesOnWith:
    def test_whose_step_fails_for_good_is_given_up_and_the_room_is_free(self, story: Story) -> None:
        story.ask("browser")
        story.break_step("verify-1")
        with pytest.raises(StepFailed):
            story.work()
        assert story.rollouts()[-1].state is RolloutState.INCOMPLETE
        assert story.states() == dict.fromkeys(story.world.machines, RunState.FAILED)
        assert story.causes("m1") == [(CauseCode.RUN_CRASHED, None)]
        assert set(story.seats().values()) == {SeatState.FAILED}
        story.start()
        story.work()
        assert set(story.seats().values()) == {SeatState.READY}
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0",)}
        assert [set(ours) for ours in story.placements().values()] == [{"browser"}] * 4

    def test_does_not_forget_seats_that_were_off(self, story: Story) -> None:
        story.world.machines["m4"].fault = ScanFailureCause.REFUSED
        story.ask("browser")
        story.break_step("verify-1")
        with pytest.raises(StepFailed):
            story.work()
        assert story.states()["m4"] is RunState.PENDING
        assert [job.kind for job in story.jobs.waiting] == [AWAIT_MACHINES]

    def test_and_whose_work_is_lost_is_ended_by_the_next_one(self, story: Story) -> None:
        """A state that cannot be left would keep technicians out of the room for ever."""
        story.ask("browser")
        died_at(story, "verify-1")
        (lost,) = [job for job in story.jobs.waiting if job.kind == RUN_ROLLOUT]
        story.jobs.waiting.remove(lost)
        story.ask("editor")
        story.work()
        assert [r.state for r in story.rollouts()] == [RolloutState.INCOMPLETE, RolloutState.DONE]
        assert story.picture().under_way is None
        assert {tuple(calls) for calls in story.executed().values()} == {("browser 2.0", "editor 5.0")}
        assert [set(ours) for ours in story.placements().values()] == [{"browser", "editor"}] * 4


def test_a_run_that_was_cancelled_from_outside_is_not_taken_for_done(story: Story) -> None:
    story.ask("browser")
    died_at(story, "apply-1")
    story.deployer.cancels = True
    with pytest.raises(WorkStopped):
        apply_wave(story.tools, story.rollouts()[-1].id, 1)
    assert RunStatus.CANCELLED not in story.events()


def test_a_step_that_runs_again_gives_what_it_gave(story: Story) -> None:
    story.ask("browser")
    died_at(story, "apply-1")
    rollout = story.rollouts()[-1]
    assert open_rollout(story.tools, "room", rollout.id, rollout.trigger)
    assert plan_wave(story.tools, rollout.id, 1) == plan_wave(story.tools, rollout.id, 1) == 4
