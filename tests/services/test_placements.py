"""What is ours on the machines, what is not, and what waits for a restart."""

from collections.abc import Callable

import pytest

from orchestrator.domain.planning import Action
from orchestrator.domain.rollouts import CauseCode, IntentOutcome, RolloutState, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.requests import Ask
from tests.fakes.deployer import WorkerDied
from tests.fakes.world import Installer
from tests.services.story import Story

MakeStory = Callable[..., Story]


def actions(story: Story, machine_id: str = "m1") -> dict[str, Action]:
    (plan,) = (s.plan for s in story.picture().seats if s.machine and s.machine.id == machine_id and s.plan)
    return {line.item_id: line.action for line in plan.lines}


class TestOurs:
    def test_is_what_was_absent_and_a_scan_has_found_after_we_installed_it(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        placement = story.placements()["m1"]["browser"]
        assert (placement.version, placement.rollout_id) == ("2.0", story.rollouts()[0].id)
        assert (placement.dependency_of, placement.awaiting_reboot) == ((), False)

    def test_is_announced_before_anything_is_touched(self, story: Story) -> None:
        story.ask("browser")
        seen: list[tuple[str, str, str | None]] = []

        def note() -> None:
            with story.reads() as uow:
                seen.extend((i.item_id, i.version, i.observed_before) for i in uow.rollouts.open_intents({"m1"}))

        story.deployer.meanwhile = note
        story.work()
        assert seen == [("browser", "2.0", None)]

    def test_is_not_what_was_there_before(self, make_story: MakeStory) -> None:
        """R1.1: never removed by us."""
        story = make_story(software={"browser": "2.0"})
        story.ask("browser", "editor")
        story.work()
        assert set(story.placements()["m1"]) == {"editor"}

    def test_is_not_somebody_elses_copy_that_we_have_upgraded(self, make_story: MakeStory) -> None:
        """R1.1: adopted software is upgraded when something wanted says so, and never removed by us."""
        story = make_story(software={"browser": "1.0"})
        asked = story.ask("browser")
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY
        assert story.placements()["m1"] == {}

    def test_stays_ours_when_we_upgrade_it(self, story: Story) -> None:
        older = story.ask(Ask("pinned", version="1.0"))
        story.work()
        story.withdraw(older)
        story.ask("pinned")
        story.work()
        assert story.placements()["m1"]["pinned"].version == "2.0"

    def test_is_not_what_failed(self, story: Story) -> None:
        story.fail("m1", "browser")
        story.ask("browser")
        story.work()
        assert story.placements()["m1"] == {}
        with story.reads() as uow:
            outcomes = {i.machine_id: i.outcome for i in uow.rollouts.intents(story.rollouts()[0].id)}
        assert outcomes["m1"] is IntentOutcome.NOT_FOUND
        assert outcomes["m2"] is IntentOutcome.PLACED

    def test_is_not_what_somebody_installs_by_hand_after_we_failed(self, story: Story) -> None:
        story.fail("m1", "browser")
        story.ask("browser")
        story.work()
        story.world.machines["m1"].software["browser"] = "2.0"
        story.look()
        assert story.placements()["m1"] == {}
        assert story.seats()["m1"] is SeatState.READY

    def test_is_ours_no_longer_when_it_is_gone(self, story: Story) -> None:
        asked = story.ask("browser")
        story.work()
        story.world.machines["m1"].software.clear()
        story.look()
        assert story.placements()["m1"] == {}
        assert story.view(asked).standing.missing_seats == ("s1",)

    def test_that_has_another_version_now_differs(self, story: Story) -> None:
        story.ask("pinned")
        story.work()
        story.world.machines["m1"].software["pinned"] = "1.0"
        story.look()
        assert story.seats()["m1"] is SeatState.DIFFERS
        assert set(story.placements()["m1"]) == {"pinned"}

    def test_and_wanted_no_more_is_shown_and_stays(self, story: Story) -> None:
        """R1.7"""
        asked = story.ask("browser")
        story.work()
        story.withdraw(asked)
        story.work()
        assert actions(story) == {"browser": Action.REMOVAL_NOT_DUE}
        assert story.seats()["m1"] is SeatState.READY
        assert story.world.machines["m1"].software == {"browser": "2.0"}


class TestPulledIn:
    def test_packages_are_placed_as_dependency_of_what_they_came_with(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(brings=("dotnet",))
        story.world.machines["m1"].packages["old"] = "1.0"
        story.ask("browser")
        story.work()
        ours = story.placements()["m1"]
        assert set(ours) == {"browser", "chocolatey:dotnet"}
        assert ours["chocolatey:dotnet"].dependency_of == ("browser",)

    def test_packages_of_one_call_belong_to_all_of_it(self, story: Story) -> None:
        story.world.machines["m1"].installers["editor"] = Installer(brings=("dotnet",))
        story.ask("browser", "editor", "zip")
        story.work()
        assert story.placements()["m1"]["chocolatey:dotnet"].dependency_of == ("browser", "editor")

    def test_packages_that_the_catalog_offers_as_well_are_placed_all_the_same(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(brings=("vcredist",))
        story.ask("browser")
        story.work()
        assert story.placements()["m1"]["chocolatey:vcredist"].dependency_of == ("browser",)

    def test_packages_are_placed_although_the_worker_died(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(brings=("dotnet",))
        story.deployer.dies_after = True
        story.ask("browser")
        with pytest.raises(WorkerDied):
            story.work()
        story.work()
        assert set(story.placements()["m1"]) == {"browser", "chocolatey:dotnet"}

    def test_packages_that_are_gone_are_ours_no_longer(self, story: Story) -> None:
        story.world.machines["m1"].installers["browser"] = Installer(brings=("dotnet",))
        story.ask("browser")
        story.work()
        story.world.machines["m1"].packages.clear()
        story.look()
        assert set(story.placements()["m1"]) == {"browser"}


class TestARestart:
    """R5.2: ready is what a scan detects after the last restart."""

    @pytest.mark.parametrize("before", [{}, {"browser": "1.0"}])
    def test_that_windows_asks_for_keeps_the_seat_from_being_ready_until_it_was_had(
        self, make_story: MakeStory, before: dict[str, str]
    ) -> None:
        story = make_story(software=before)
        machine = story.world.machines["m1"]
        machine.installers["browser"] = Installer(3010, asks_restart=True)
        asked = story.ask("browser")
        story.work()
        assert story.rollouts()[0].state is RolloutState.INCOMPLETE
        assert story.states()["m1"] is RunState.REBOOT_NEEDED
        assert story.causes("m1") == [(CauseCode.REBOOT_NEEDED, "browser")]
        assert actions(story) == {"browser": Action.REBOOT}
        assert story.seats()["m1"] is SeatState.PENDING
        assert story.view(asked).standing.missing_seats == ("s1",)
        story.look()
        assert story.seats()["m1"] is SeatState.PENDING
        machine.restart()
        story.look()
        assert story.seats()["m1"] is SeatState.READY
        assert story.view(asked).standing.code is StandingCode.READY
        assert set(story.placements()["m1"]) == ({"browser"} if not before else set())

    def test_that_was_had_is_seen_by_the_next_rollout_which_touches_nothing(self, story: Story) -> None:
        machine = story.world.machines["m1"]
        machine.installers["browser"] = Installer(3010, asks_restart=True)
        story.ask("browser")
        story.work()
        machine.restart()
        story.start()
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE
        assert len(story.deployer.runs) == 1

    def test_that_windows_asked_for_on_its_own_does_not_touch_what_was_ready(self, story: Story) -> None:
        story.ask("browser")
        story.work()
        story.world.machines["m1"].restart_due = True
        story.look()
        assert story.seats()["m1"] is SeatState.READY
