"""What is ours and has to go now: taken away once, owed until a scan proves it, and what is others' left alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.planning import Action
from orchestrator.domain.rollouts import CauseCode, IntentOutcome, RolloutState, RunState
from orchestrator.domain.verdicts import SeatState
from tests.fakes.deployer import WorkerDied
from tests.fakes.removals import let_go
from tests.fakes.world import Installer
from tests.services.story import Story

MakeStory = Callable[..., Story]
Block = Callable[..., None]


@pytest.fixture
def block(story: Story) -> Block:
    """Let items be absent from the room from now on, and what is ours of them go; without items nothing any more."""
    return partial(let_go, story.transactions)


def actions(story: Story, machine_id: str = "m1") -> dict[str, Action]:
    (plan,) = (s.plan for s in story.picture().seats if s.machine and s.machine.id == machine_id and s.plan)
    return {line.item_id: line.action for line in plan.lines}


def outcomes(story: Story, item_id: str) -> dict[str, tuple[bool, IntentOutcome]]:
    with story.reads() as uow:
        intents = uow.rollouts.intents(story.rollouts()[-1].id)
    return {i.machine_id: (i.removes, i.outcome) for i in intents if i.item_id == item_id}


def roll_out(story: Story) -> None:
    story.start()
    story.work()


def test_what_is_ours_goes_and_is_ours_no_longer_once_a_scan_has_seen_it(story: Story, block: Block) -> None:
    """R4.2"""
    story.ask("browser", "zip")
    story.work()
    block("browser", "zip")
    assert actions(story) == {"browser": Action.REMOVE, "zip": Action.REMOVE}
    assert story.seats()["m1"] is SeatState.PENDING
    roll_out(story)
    assert story.rollouts()[-1].state is RolloutState.DONE
    assert {m: machine.software for m, machine in story.world.machines.items()} == {f"m{n}": {} for n in range(1, 5)}
    assert story.placements()["m1"] == {}
    assert set(story.seats().values()) == {SeatState.READY}
    assert outcomes(story, "zip")["m1"] == (True, IntentOutcome.NOT_FOUND)
    told = story.events()
    assert told.index("removal_started") < told.index("removal_succeeded") < told.index("machine_done")


def test_what_others_put_there_is_left_alone(make_story: MakeStory, block: Block) -> None:
    """R4.2: others are only reported."""
    story = make_story(software={"browser": "2.0"})
    story.ask("editor")
    block("browser")
    story.work()
    assert actions(story) == {"browser": Action.NOT_OURS, "editor": Action.NOTHING}
    assert story.world.machines["m1"].software == {"browser": "2.0", "editor": "5.0"}
    assert story.seats()["m1"] is SeatState.READY


def test_a_removal_that_fails_is_tried_once_in_a_rollout_and_says_why(story: Story, block: Block) -> None:
    story.ask("browser")
    story.work()
    story.world.machines["m1"].uninstallers["browser"] = Installer(1603, installs=True)
    block("browser")
    roll_out(story)
    assert story.executed()["m1"] == ["browser 2.0", "browser absent"]
    assert story.rollouts()[-1].state is RolloutState.INCOMPLETE
    assert story.causes("m1") == [(CauseCode.REMOVAL_FAILED, "browser")]
    assert (story.seats()["m1"], story.seats()["m2"]) == (SeatState.FAILED, SeatState.READY)
    assert set(story.placements()["m1"]) == {"browser"}
    story.world.machines["m1"].uninstallers.clear()
    roll_out(story)
    assert story.executed()["m1"] == ["browser 2.0", "browser absent", "browser absent"]
    assert story.rollouts()[-1].state is RolloutState.DONE


def test_a_removal_that_reports_success_and_leaves_it_there_has_failed(story: Story, block: Block) -> None:
    story.ask("browser")
    story.work()
    story.world.machines["m1"].uninstallers["browser"] = Installer(0, installs=True)
    block("browser")
    roll_out(story)
    assert story.states()["m1"] is RunState.FAILED
    assert story.causes("m1") == [(CauseCode.STILL_THERE, "browser")]


def test_what_nothing_could_remove_ends_the_rollout_and_is_said(story: Story, block: Block) -> None:
    """Without the release that was placed nobody knows its product code."""
    story.ask("zip", "editor")
    story.work()
    story.offer(replace(story.world.catalog.items["zip"], releases=()))
    block("zip", "editor")
    roll_out(story)
    assert story.executed()["m1"][2:] == ["editor absent"]
    assert story.states()["m1"] is RunState.FAILED
    assert story.causes("m1") == [(CauseCode.STILL_THERE, "zip")]
    roll_out(story)
    assert story.causes("m1") == [(CauseCode.STILL_THERE, "zip")]


@pytest.mark.parametrize("when", ["dies_before", "dies_after"])
def test_a_worker_that_dies_takes_nothing_away_twice(story: Story, block: Block, when: str) -> None:
    story.ask("browser")
    story.work()
    block("browser")
    setattr(story.deployer, when, True)
    story.start()
    with pytest.raises(WorkerDied):
        story.work()
    story.work()
    assert story.executed()["m1"] == ["browser 2.0", "browser absent"]
    assert story.rollouts()[-1].state is RolloutState.DONE
    assert story.placements()["m1"] == {}


def test_what_somebody_else_installs_in_the_place_of_ours_is_not_taken_away_by_the_second_attempt(
    story: Story, block: Block
) -> None:
    story.ask("browser")
    story.work()
    block("browser")
    story.deployer.dies_after = True
    story.start()
    with pytest.raises(WorkerDied):
        story.work()
    story.before_step("verify-1", lambda: story.world.machines["m1"].software.update(browser="1.0"))
    story.work()
    assert story.executed()["m1"] == ["browser 2.0", "browser absent"]
    assert actions(story) == {"browser": Action.NOT_OURS}


def test_a_block_that_comes_while_it_is_being_installed_is_carried_out_in_the_next_wave(
    story: Story, block: Block
) -> None:
    story.ask("browser", "editor")
    story.deployer.meanwhile = lambda: block("browser")
    story.work()
    assert story.executed()["m1"] == ["browser 2.0", "editor 5.0", "browser absent"]
    (rollout,) = story.rollouts()
    assert rollout.state is RolloutState.DONE
    assert set(story.placements()["m1"]) == {"editor"}


def test_a_block_that_is_lifted_lets_what_is_asked_for_come_back(story: Story, block: Block) -> None:
    """R3.5: when it is lifted the desired state returns by itself."""
    story.ask("browser")
    story.work()
    block("browser")
    roll_out(story)
    block()
    roll_out(story)
    assert story.executed()["m1"] == ["browser 2.0", "browser absent", "browser 2.0"]
    assert set(story.placements()["m1"]) == {"browser"}


def test_a_machine_that_is_off_gives_its_copy_back_when_it_is_on_again(story: Story, block: Block) -> None:
    """R5.4: off is not wrong."""
    story.ask("browser")
    story.work()
    block("browser")
    story.world.machines["m1"].fault = ScanFailureCause.TIMED_OUT
    roll_out(story)
    assert story.states()["m1"] is RunState.PENDING
    story.world.machines["m1"].fault = None
    story.watch()
    assert story.world.machines["m1"].software == {}
    assert story.seats()["m1"] is SeatState.READY


def test_the_package_that_has_the_software_goes_with_the_shell_around_it(story: Story, block: Block) -> None:
    machine = story.world.machines["m1"]
    machine.installers["browser"] = Installer(brings=("browser.install", "dotnet"))
    story.ask("browser")
    story.work()
    block("browser")
    roll_out(story)
    assert (machine.software, machine.packages) == ({}, {"dotnet": "1.0"})
    assert set(story.placements()["m1"]) == {"chocolatey:dotnet"}
