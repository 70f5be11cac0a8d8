"""Stories of seats that go first: after a brake that went back (R3.8), and under an exemption (R4.3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.people import Role
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.safeguards import Exemption, ExemptionState, SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.canaries import settle_canaries
from orchestrator.services.requests import Ask
from tests.fakes.deployer import WorkerDied
from tests.services.guarding import guard, hire, recorded, told
from tests.services.story import Story

MakeStory = Callable[..., Story]


def goes_back(story: Story, *items: str | Ask, first: str = "s2") -> Hold:
    """The room went back before these were asked for; the time is over, and one seat goes first."""
    asked = story.ask(*items)
    now = story.clock.now()
    hold = Hold(
        "h1",
        HoldScope.REVISION,
        "room",
        tuple(view.request.id for view in asked.requests),
        "It broke the room.",
        "person:tia",
        now - timedelta(hours=73),
        now - timedelta(hours=1),
        revision=1,
        canary_seat_id=first,
    )
    with story.transactions() as uow:
        uow.holds.add(hold)
        uow.commit()
    return hold


def kept(story: Story) -> Hold:
    with story.reads() as uow:
        (hold,) = uow.holds.of_classroom("room")
    return hold


def test_the_others_follow_when_the_first_seat_is_ready(story: Story) -> None:
    """R3.8: the newer state is owed again, to one seat first."""
    goes_back(story, "browser")
    story.work()
    first, second = story.rollouts()
    assert {m: run.wave for m, run in story.runs(first).items() if run.wave} == {"m2": 1}
    assert {m for m, run in story.runs(second).items() if run.wave} == {"m1", "m3", "m4"}
    assert all(done == ["browser 2.0"] for done in story.executed().values())
    assert kept(story).canary_passed_at is not None
    assert recorded(story, "canary.") == ["canary.passed"]


def test_the_others_wait_when_it_failed_and_whoever_is_on_duty_is_told(story: Story) -> None:
    """R3.8"""
    hire(story, "tia", Role.TECHNICIAN)
    goes_back(story, "browser")
    story.fail("m2", "browser")
    story.work()
    assert story.states()["m2"] is RunState.FAILED
    assert story.executed() == {"m1": [], "m2": ["browser 2.0"], "m3": [], "m4": []}
    assert told(story, "tia") == [NoticeKind.CANARY_FAILED]
    assert kept(story).canary_passed_at is None
    # A technician mends it, and tries again.
    del story.world.machines["m2"].installers["browser"]
    story.start()
    story.work()
    assert all("browser" in machine.software for machine in story.world.machines.values())


def test_that_it_is_off_is_no_failure(story: Story) -> None:
    """R5.4: off is not wrong."""
    hire(story, "tia", Role.TECHNICIAN)
    goes_back(story, "browser")
    story.world.machines["m2"].fault = ScanFailureCause.REFUSED
    story.work()
    assert told(story, "tia") == []
    assert kept(story).canary_passed_at is None


def test_it_is_settled_although_the_worker_dies_between_the_verdict_and_that(story: Story) -> None:
    goes_back(story, "browser")
    story.forget_step("close")
    with pytest.raises(WorkerDied):
        story.work()
    story.work()
    rollout = story.rollouts()[0]
    for _ in range(2):
        settle_canaries(rollout.id, transactions=story.transactions, clock=story.clock)
    assert recorded(story, "canary.") == ["canary.passed"]


def test_an_exemptions_seat_has_to_have_what_it_was_granted_for(story: Story) -> None:
    """R4.3: that nothing is wrong there proves nothing as long as nobody asks for it."""
    safeguard = guard(story, hire(story, "sam", Role.SECURITY_OFFICER), SafeguardKind.BLOCK)
    now = story.clock.now()
    exemption = Exemption(
        "x1",
        safeguard.id,
        "browser",
        ("room",),
        "Only without a network",
        "person:sam",
        now,
        now + timedelta(days=30),
        "person:dean",
        signed_at=now,
        canary_seat_id="s2",
        state=ExemptionState.LIVE,
    )
    with story.transactions() as uow:
        uow.exemptions.add(exemption)
        uow.commit()
    story.ask("editor")
    story.work()
    assert recorded(story, "canary.") == []
    story.ask("browser")
    story.work()
    assert recorded(story, "canary.") == ["canary.passed"]
    assert all("browser" in machine.software for machine in story.world.machines.values())


def test_a_seat_for_which_nobody_asks_lets_another_go_first(story: Story) -> None:
    """R3.8: it resumes by itself, whichever seat was named."""
    asked = goes_back(story, Ask("browser", target=SeatTarget.PODIUM), first="s2")
    story.work()
    assert recorded(story, "canary.") == ["canary.moved", "canary.passed"]
    assert kept(story).canary_seat_id == "s1"
    assert story.standing(asked.request_ids[0]).code is StandingCode.READY


def test_a_seat_whose_machine_is_out_of_service_lets_another_go_first(story: Story) -> None:
    """R3.8, R2: a machine out of service is no way to keep it from all others."""
    goes_back(story, "browser")
    story.take_out_of_service("m2", "no screen")
    story.work()
    assert recorded(story, "canary.") == ["canary.moved", "canary.passed"]
    assert [m for m, machine in story.world.machines.items() if "browser" in machine.software] == ["m1", "m3", "m4"]


def test_a_seat_that_had_it_all_the_time_is_ready_without_a_rollout(story: Story) -> None:
    """R3.8: nothing has to be done on it, so nothing but the look tells."""
    story.world.machines["m2"].software["browser"] = "2.0"
    story.look()
    goes_back(story, "browser")
    story.work()
    assert recorded(story, "canary.") == ["canary.passed"]
    assert all("browser" in machine.software for machine in story.world.machines.values())
