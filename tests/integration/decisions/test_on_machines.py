"""Decisions as the machines feel them: the worker is a process, and Ansible works on a lab behind real WinRM."""

from datetime import timedelta

from orchestrator.domain.overrides import OverrideState
from orchestrator.domain.people import Role
from orchestrator.domain.rollouts import RolloutState, RolloutTrigger
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.holds import lift_hold
from tests.integration.decisions.hands import decline, entries, guard, hire, hold, stored, told
from tests.lab_fixture import MakeLab
from tests.service_fixture import ADA, MakeInstallation

ONE, TWO = "b204-01", "b204-02"


def test_what_an_override_kept_away_is_installed_by_itself_when_it_expires(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    """R3.5, in the host's own time."""
    lab = make_lab([ONE])
    made = make_installation(lab)
    tools = made.parts.toolbox
    tia = hire(tools, "tia", Role.TECHNICIAN)
    made.start_worker()
    asked = made.submit("firefox", "git")
    expires = tools.clock.now() + timedelta(seconds=2)
    override = decline(tools, tia, asked.requests[0].request.id, expires)
    made.until(lambda: made.placed() == {ONE: {"firefox", "git"}}, "the browser came after the override's end")

    ended = stored(tools, override)
    assert (ended.state, entries(tools, "override.expired")) == (OverrideState.EXPIRED, 1)
    assert ended.ended_at is not None
    assert expires <= ended.ended_at
    assert told(tools, ADA.id).count("override_ended") == 1
    browser = [line for line in lab.log("installer", ONE) if line["item"] == "firefox"]
    assert [line["rc"] for line in browser] == [0]
    made.until(lambda: all(rollout.finished_at for rollout in made.rollouts()), "all rollouts are over")
    assert {rollout.trigger for rollout in made.rollouts()} == {RolloutTrigger.OWED}


def test_a_hold_that_is_set_between_two_waves_stops_the_second_and_its_end_brings_the_rest(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    """R3.8, R0.4: the desired state is resolved anew before each wave."""
    lab = make_lab([ONE, TWO], time_scale=1)
    made = make_installation(lab, database={"CLASSROOM_WAVE_SIZE": "1"})
    tools = made.parts.toolbox
    tia = hire(tools, "tia", Role.TECHNICIAN)
    asked = made.submit("firefox").requests[0].request
    made.start_worker()

    def first_wave_is_on_a_machine() -> bool:
        with made.parts.toolbox.reads() as uow:
            return any(e.kind == "call_started" for r in made.rollouts() for e in uow.events.after(r.id, 0, 100))

    made.until(first_wave_is_on_a_machine, "the first wave began")
    held = hold(tools, tia, asked.id, "The projector has gone black.")
    first = made.finished()

    assert first.state is RolloutState.DONE
    assert made.placed() == {ONE: {"firefox"}, TWO: set()}
    assert lab.installers() == [f"{ONE} firefox install 0"]

    lift_hold(held, caller=tia, transactions=tools.transactions, clock=tools.clock)
    made.finished(2)

    assert made.placed() == {ONE: {"firefox"}, TWO: {"firefox"}}
    assert lab.installers() == [f"{ONE} firefox install 0", f"{TWO} firefox install 0"]
    assert (entries(tools, "hold.set"), entries(tools, "hold.lifted")) == (1, 1)


def test_a_block_takes_ours_away_by_itself_and_leaves_what_others_put_there(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    """R4.2: from the request to the copy that is gone, with real Ansible."""
    lab = make_lab([{"name": ONE}, {"name": TWO, "packages": ["firefox"]}])
    made = make_installation(lab)
    tools = made.parts.toolbox
    joan = hire(tools, "joan", Role.SECURITY_OFFICER)
    made.submit("firefox", "git")
    made.start_worker()
    made.finished()
    assert made.placed() == {ONE: {"firefox", "git"}, TWO: {"git"}}

    guard(tools, joan, SafeguardKind.BLOCK, "firefox", "A web page can take the machine over.")
    ended = made.finished(2)

    assert ended.state is RolloutState.DONE
    assert made.placed() == {ONE: {"git"}, TWO: {"git"}}
    assert ["firefox" in {p["id"] for p in lab.state(name)["packages"]} for name in (ONE, TWO)] == [False, True]
    assert lab.installers(ONE)[-1] == f"{ONE} firefox uninstall 0"
    assert [line for line in lab.installers(TWO) if "firefox" in line] == []
    assert told(tools, ADA.id).count("safeguard_refuses") == 1
    assert "copy_goes" not in told(tools, ADA.id), "her letter says it all"
