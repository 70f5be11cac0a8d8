"""A room is brought to what it should have, and each seat that isn't there yet says why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import Provider, Updates
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.provider_calls import ChocolateyCall, MsiCall
from orchestrator.domain.rollouts import (
    CauseCode,
    NothingToRetry,
    RolloutNotOver,
    RolloutState,
    RolloutTrigger,
    RunState,
)
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.requests import Ask
from orchestrator.services.rollouts import get_rollout, retry_rollout, room_plan
from tests.fakes.world import Installer
from tests.services.story import ROOM, TECHNICIAN, Story
from tests.unit.domain.examples import item

MakeStory = Callable[..., Story]


def retry(story: Story) -> None:
    retry_rollout(
        story.rollouts()[-1].id,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


class TestARoomOfTwelve:
    def test_gets_what_was_asked_for_on_every_seat(self, make_story: MakeStory) -> None:
        """R0.4: nobody presses approve."""
        story = make_story(machines=12)
        asked = story.ask("browser", "zip")
        assert {view.standing.code for view in asked.requests} == {StandingCode.OWED}
        assert story.work() == ["owe-room", "run-rollout"]
        (rollout,) = story.rollouts()
        assert rollout.state is RolloutState.DONE
        assert story.states() == dict.fromkeys(story.world.machines, RunState.READY)
        assert set(story.seats().values()) == {SeatState.READY}
        assert story.executed() == {key: ["browser 2.0", "zip 24.09"] for key in story.world.machines}
        assert [set(ours) for ours in story.placements().values()] == [{"browser", "zip"}] * 12
        assert {story.view(asked, n).standing.code for n in (0, 1)} == {StandingCode.READY}

    def test_names_three_seats_that_are_not_ready_each_with_its_cause(self, make_story: MakeStory) -> None:
        """R5.4: unreachable is not failed."""
        story = self.broken(make_story)
        (rollout,) = story.rollouts()
        assert rollout.state is RolloutState.INCOMPLETE
        assert sum(state is RunState.READY for state in story.states().values()) == 9
        assert {m: s for m, s in story.states().items() if s is not RunState.READY} == {
            "m3": RunState.PENDING,
            "m7": RunState.FAILED,
            "m12": RunState.FAILED,
        }
        assert story.causes("m3") == [(CauseCode.OFF, None)]
        assert story.causes("m7") == [(CauseCode.INSTALLER_FAILED, "browser")]
        assert story.runs()["m7"].causes[0].exit_code == 1603
        assert story.causes("m12") == [(CauseCode.CREDENTIALS_REFUSED, None)]
        assert story.seats() == {
            m: {"m3": SeatState.PENDING, "m7": SeatState.FAILED, "m12": SeatState.FAILED}.get(m, SeatState.READY)
            for m in story.world.machines
        }

    def test_is_touched_only_where_it_was_mended(self, make_story: MakeStory) -> None:
        story = self.broken(make_story)
        for name in ("m3", "m12"):
            story.world.machines[name].fault = None
        story.world.machines["m7"].installers.clear()
        retry(story)
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert story.rollouts()[-1].trigger is RolloutTrigger.RETRY
        assert [w.machine.id for w in story.deployer.runs[-1].work] == ["m3", "m7", "m12"]
        assert set(story.states()) == {"m3", "m7", "m12"}
        assert all(machine.software == {"browser": "2.0"} for machine in story.world.machines.values())
        assert set(story.seats().values()) == {SeatState.READY}
        assert sum(len(calls) for calls in story.executed().values()) == 13

    @staticmethod
    def broken(make_story: MakeStory) -> Story:
        story = make_story(machines=12)
        story.world.machines["m3"].fault = ScanFailureCause.TIMED_OUT
        story.fail("m7", "browser")
        story.world.machines["m12"].fault = ScanFailureCause.CREDENTIALS_REFUSED
        story.ask("browser")
        story.work()
        return story


class TestTheScanDecides:
    """R5.2: ready only if detection says so, whatever Ansible reported."""

    def test_success_that_the_scan_does_not_find_has_failed(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(installs=False)
        asked = story.ask("browser")
        story.work()
        assert story.states()["m1"] is RunState.FAILED
        assert story.causes("m1") == [(CauseCode.NOT_DETECTED, "browser")]
        assert "browser" not in story.placements()["m1"]
        assert story.view(asked).standing.missing_seats == ("s1",)

    def test_a_failure_that_left_the_software_there_is_ready(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(1603, installs=True)
        story.ask("browser")
        story.work()
        assert story.states()["m1"] is RunState.READY
        assert set(story.placements()["m1"]) == {"browser"}

    def test_what_failed_is_tried_once_in_a_rollout(self, story: Story) -> None:
        story.fail("m1", "browser")
        story.ask("browser")
        story.work()
        assert story.executed()["m1"] == ["browser 2.0"]

    def test_a_failure_in_an_earlier_wave_keeps_its_cause_through_a_later_one(self, story: Story) -> None:
        story.fail("m1", "browser")
        story.ask("browser")
        story.deployer.meanwhile = lambda: story.ask("editor")
        story.work()
        assert story.executed()["m1"] == ["browser 2.0", "editor 5.0"]
        assert story.states()["m1"] is RunState.FAILED
        assert story.causes("m1") == [(CauseCode.INSTALLER_FAILED, "browser")]

    def test_one_of_two_that_failed_is_named_alone(self, story: Story) -> None:
        story.fail("m1", "zip")
        story.ask("browser", "zip")
        story.work()
        assert story.causes("m1") == [(CauseCode.INSTALLER_FAILED, "zip")]
        assert set(story.placements()["m1"]) == {"browser"}

    def test_a_machine_that_is_lost_in_the_middle_is_not_said_to_have_reported_success(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(installs=False, loses_connection=True)
        story.ask("browser", "zip")
        story.work()
        assert story.states()["m1"] is RunState.FAILED
        assert story.causes("m1") == [(CauseCode.CONNECTION_LOST, "browser"), (CauseCode.CONNECTION_LOST, "zip")]

    def test_a_machine_that_is_lost_with_the_work_done_is_ready(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(loses_connection=True)
        story.ask("browser")
        story.work()
        assert story.states()["m1"] is RunState.READY

    def test_a_machine_that_is_switched_off_in_the_middle_is_pending(self, story: Story) -> None:
        """R5.4"""
        machine = story.world.machines["m1"]
        machine.installers["browser"] = Installer(installs=False, loses_connection=True)
        story.deployer.meanwhile = lambda: setattr(machine, "fault", ScanFailureCause.REFUSED)
        story.ask("browser")
        story.work()
        assert story.states()["m1"] is RunState.PENDING
        assert story.causes("m1") == [(CauseCode.OFF, None)]

    def test_a_run_that_could_not_do_its_work_is_named_on_every_seat(self, story: Story) -> None:
        story.deployer.crashes = True
        story.ask("browser")
        story.work()
        assert story.rollouts()[-1].state is RolloutState.INCOMPLETE
        assert story.states() == dict.fromkeys(story.world.machines, RunState.FAILED)
        assert story.causes("m1") == [(CauseCode.RUN_CRASHED, "browser")]
        assert set(story.seats().values()) == {SeatState.FAILED}


class TestWhoIsNotTouched:
    def test_a_stranger_behind_a_machines_name(self, story: Story) -> None:
        """R5.1"""
        story.ask("editor")
        story.work()
        story.world.machines["m2"].hardware_id = "ANOTHER"
        story.ask("browser")
        story.work()
        assert story.states()["m2"] is RunState.FAILED
        assert story.causes("m2") == [(CauseCode.WRONG_MACHINE, None)]
        assert story.executed()["m2"] == ["editor 5.0"]
        assert story.seats()["m2"] is SeatState.FAILED

    def test_a_machine_whose_name_leads_to_the_pc_of_another_seat(self, story: Story) -> None:
        """R5.1: what is seen on one machine never makes another seat ready."""
        story.world.machines["m2"] = story.world.machines["m1"]
        story.ask("browser")
        story.work()
        assert story.seats()["m2"] is SeatState.FAILED
        assert story.causes("m2") == [(CauseCode.WRONG_MACHINE, None)]
        assert story.executed()["m1"] == ["browser 2.0"]

    def test_a_machine_out_of_service(self, story: Story) -> None:
        story.take_out_of_service("m2", "fan")
        asked = story.ask("browser")
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert story.states()["m2"] is RunState.OUT_OF_SERVICE
        assert story.executed()["m2"] == []
        assert "m2" not in story.world.scans
        standing = story.view(asked).standing
        assert (standing.code, standing.ready, standing.out_of_service) == (StandingCode.READY, 3, 1)

    def test_a_machine_that_goes_out_of_service_between_plan_and_work(self, story: Story) -> None:
        story.before_step("apply-1", lambda: story.take_out_of_service("m2", "fan"))
        story.ask("browser")
        story.work()
        assert story.executed()["m2"] == []
        assert story.states()["m2"] is RunState.OUT_OF_SERVICE
        assert story.rollouts()[-1].state is RolloutState.DONE

    def test_a_machine_that_leaves_the_room_while_it_waits_for_its_wave(self, make_story: MakeStory) -> None:
        story = make_story(wave_size=2)
        story.ask("browser")

        def carry_away() -> None:
            with story.transactions() as uow:
                uow.classrooms.unassign("s4", story.clock.now())
                uow.commit()

        story.deployer.meanwhile = carry_away
        story.work()
        assert story.executed()["m4"] == []
        assert story.states()["m4"] is RunState.FAILED
        assert story.causes("m4") == [(CauseCode.NOT_ASSIGNED, None)]

    def test_software_that_nobody_asked_for(self, make_story: MakeStory) -> None:
        story = make_story(software={"editor": "5.0", "zip": "24.09"})
        story.ask("browser")
        story.work()
        assert story.executed() == {key: ["browser 2.0"] for key in story.world.machines}
        assert [set(ours) for ours in story.placements().values()] == [{"browser"}] * 4


class TestOneWish:
    def test_for_a_version_by_name_takes_a_call_of_its_own(self, story: Story) -> None:
        story.ask("browser", "editor", Ask("pinned", version="1.0"), "zip")
        story.work()
        calls = story.deployer.runs[0].work[0].calls
        assert [call.items for call in calls] == [("browser", "editor"), ("pinned",), ("zip",)]
        assert [type(call) for call in calls] == [ChocolateyCall, ChocolateyCall, MsiCall]

    def test_for_software_in_an_older_version_is_an_upgrade(self, make_story: MakeStory) -> None:
        story = make_story(software={"pinned": "1.0"})
        asked = story.ask("pinned")
        story.work()
        assert story.executed()["m1"] == ["pinned 2.0"]
        assert story.view(asked).standing.code is StandingCode.READY

    def test_for_an_older_version_than_is_there_sets_nothing_back(self, make_story: MakeStory) -> None:
        """R1.6: a downgrade is its own, confirmed action."""
        story = make_story(software={"pinned": "2.0"})
        asked = story.ask(Ask("pinned", version="1.0"))
        story.start()
        story.work()
        assert story.deployer.runs == []
        assert story.states()["m1"] is RunState.DIFFERS
        assert story.seats()["m1"] is SeatState.DIFFERS
        assert story.view(asked).standing.code is StandingCode.OWED

    def test_for_software_that_moved_itself_on_is_ready(self, make_story: MakeStory) -> None:
        """R1.6"""
        story = make_story(software={"browser": "2.0"})
        asked = story.ask(Ask("browser", version="1.0"))
        story.work()
        assert story.deployer.runs == []
        assert story.view(asked).standing.code is StandingCode.READY

    def test_for_what_another_tool_delivers_is_owed_elsewhere_and_installs_nothing(self, story: Story) -> None:
        """R1.2"""
        story.world.machines["m1"].software["edge"] = "140.0"
        story.offer(item("edge", "140.0", provider=Provider.EXTERNAL, updates=Updates.SELF))
        asked = story.ask("edge")
        story.work()
        assert story.deployer.runs == []
        assert story.view(asked).standing.ready == 1
        assert story.view(asked).standing.code is StandingCode.OWED_ELSEWHERE
        assert story.seats() == {"m1": SeatState.READY, **dict.fromkeys(["m2", "m3", "m4"], SeatState.PENDING)}

    def test_for_what_has_no_release_waits_and_holds_nothing_else_up(self, story: Story) -> None:
        asked = story.ask("unpackaged", "browser")
        story.work()
        assert story.view(asked, 0).standing.code is StandingCode.WAITING_FOR_PACKAGING
        assert story.view(asked, 1).standing.code is StandingCode.READY


class TestTwoVersionsInOneRollout:
    def test_the_second_is_installed_and_the_work_ends(self, make_story: MakeStory) -> None:
        """Somebody's older version gives way in the middle of a rollout to a newer one."""
        story = make_story(wave_size=2)
        older = story.ask(Ask("pinned", version="1.0"))
        story.deployer.meanwhile = lambda: (story.withdraw(older), story.ask("pinned"))
        story.work()
        assert story.executed()["m1"] == ["pinned 1.0", "pinned 2.0"]
        assert story.executed()["m4"] == ["pinned 2.0"]
        assert {r.state for r in story.rollouts()} == {RolloutState.DONE}
        assert {p["pinned"].version for p in story.placements().values()} == {"2.0"}

    def test_the_second_fails_and_the_work_ends(self, make_story: MakeStory) -> None:
        story = make_story(wave_size=2)
        older = story.ask(Ask("pinned", version="1.0"))

        def change() -> None:
            story.withdraw(older)
            story.ask("pinned")
            story.fail("m1", "pinned")

        story.deployer.meanwhile = change
        story.work()
        assert story.executed()["m1"] == ["pinned 1.0", "pinned 2.0"]
        assert story.causes("m1") == [(CauseCode.INSTALLER_FAILED, "pinned")]
        assert story.placements()["m1"]["pinned"].version == "1.0"


class TestARolloutThatIsOver:
    def test_can_be_tried_again_only_then(self, story: Story) -> None:
        story.start()
        with pytest.raises(RolloutNotOver):
            retry(story)

    def test_has_nothing_to_try_again_where_all_is_ready(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        with pytest.raises(NothingToRetry):
            retry(story)

    def test_shows_rooms_runs_and_waves(self, make_story: MakeStory) -> None:
        story = make_story(wave_size=3)
        story.ask("browser")
        story.work()
        view = get_rollout(story.rollouts()[0].id, reads=story.reads)
        assert [wave.number for wave in view.waves] == [1, 2]
        assert [run.wave for run in view.runs] == [1, 1, 1, 2]
        assert view.machine_names["m1"] == "b204-01"
        assert (view.room.code, view.actor) == (ROOM, "worker")

    def test_has_told_each_step_in_order(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        told = story.events()
        assert told[0] == "rollout.started"
        assert told[-1] == "rollout.finished"
        assert told.index("wave.started") < told.index("call_started") < told.index("call_succeeded")
        assert told.index("call_succeeded") < told.index("machine_done")


class TestADryRun:
    def test_scans_and_changes_nothing(self, story: Story) -> None:
        story.ask("browser")
        before = {name: dict(machine.software) for name, machine in story.world.machines.items()}
        plan = story.look()
        assert plan.scanned
        assert [group.machine_ids for group in plan.groups] == [("m1", "m2", "m3", "m4")]
        assert len(plan.groups[0].calls) == 1
        assert {name: machine.software for name, machine in story.world.machines.items()} == before
        assert story.deployer.runs == []
        assert room_plan(ROOM, reads=story.reads, clock=story.clock).groups == plan.groups

    def test_in_the_middle_of_a_wave_takes_nothing_from_it(self, story: Story) -> None:
        """What a rollout has announced is settled by its own closing scan, not by who looks in between."""
        story.ask("browser")
        story.deployer.first = story.look
        story.work()
        assert story.states() == dict.fromkeys(story.world.machines, RunState.READY)
        assert [set(ours) for ours in story.placements().values()] == [{"browser"}] * 4


def test_a_request_is_followed_from_owed_to_ready(story: Story) -> None:
    codes = []
    asked = story.ask("browser", needed_by=story.clock.now() + timedelta(days=1))
    for step in ("open", "plan-1", "apply-1", "verify-1", "close"):
        story.before_step(step, lambda: codes.append(story.view(asked).standing.code))
    codes.append(story.view(asked).standing.code)
    story.work()
    codes.append(story.view(asked).standing.code)
    deploying, ready, owed = StandingCode.DEPLOYING, StandingCode.READY, StandingCode.OWED
    assert codes == [owed, owed, deploying, deploying, deploying, ready, ready]
