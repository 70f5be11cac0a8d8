"""What holds in a room whatever people, machines and the worker do, in whatever order."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.errors import Refusal
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.requests import RequestState, Wanted
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.owing import OWE_ROOM
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.requests import Ask
from orchestrator.services.rollouts import RUN_ROLLOUT
from tests.fakes.deployer import WorkerDied
from tests.fakes.world import Installer
from tests.services.story import ADA, BO, Story, furnished
from tests.store.databases import open_copy

VERSION = {"browser": "2.0", "editor": "5.0", "zip": "24.09", "rival": "1.0"}
MACHINES = ["m1", "m2", "m3"]
machines = st.sampled_from(MACHINES)
items = st.sampled_from(sorted(VERSION))


@dataclass(frozen=True)
class Happening:
    """Something that happens in a story; its words are what a failing example shows."""

    words: str
    happen: Callable[[Story], object] = field(repr=False)


def _asks(item: str, target: SeatTarget, ada: bool) -> Happening:
    def happen(story: Story) -> None:
        with contextlib.suppress(Refusal):
            story.ask(Ask(item, target=target), actor=ADA if ada else BO)

    return Happening(f"ask for {item} on {target}, {'Ada' if ada else 'Bo'}", happen)


def _withdraws(number: int) -> Happening:
    def happen(story: Story) -> None:
        live = [r for r in story.picture().requests if r.state is RequestState.OPEN]
        if live:
            chosen = live[number % len(live)]
            actor = ADA if chosen.requester_id == ADA.id else BO
            withdraw_request(chosen.id, actor=actor, transactions=story.transactions, clock=story.clock)

    return Happening(f"withdraw number {number}", happen)


def _work(story: Story) -> None:
    with contextlib.suppress(WorkerDied):
        story.work()


def _dies(before: bool, told: bool) -> Happening:
    def happen(story: Story) -> None:
        deployer = story.deployer
        deployer.dies_before, deployer.dies_after, deployer.tells_before_it_dies = before, not before, told
        _work(story)

    return Happening(f"die {'before' if before else 'after'} the installers, told: {told}", happen)


def _forgets(step: str) -> Happening:
    def happen(story: Story) -> None:
        story.forget_step(step)
        _work(story)

    return Happening(f"die with the result of {step}", happen)


def _faulty(machine: str, fault: ScanFailureCause | None) -> Happening:
    return Happening(
        f"{machine}: {fault or 'on'}", lambda story: setattr(story.world.machines[machine], "fault", fault)
    )


def _installs(machine: str, item: str, installer: Installer) -> Happening:
    def happen(story: Story) -> None:
        story.world.machines[machine].installers[item] = installer

    return Happening(f"{machine}: {item} by {installer}", happen)


def _restarts(machine: str) -> Happening:
    return Happening(f"{machine}: restart", lambda story: story.world.machines[machine].restart())


def _loses(machine: str, item: str) -> Happening:
    return Happening(
        f"{machine}: no {item} any more", lambda story: story.world.machines[machine].software.pop(item, None)
    )


def _start(story: Story) -> None:
    with contextlib.suppress(Refusal):
        story.start()


def _meanwhile(what: Happening, *, first: bool) -> Happening:
    def happen(story: Story) -> None:
        setattr(story.deployer, "first" if first else "meanwhile", lambda: what.happen(story))
        _work(story)

    return Happening(f"work; {'before' if first else 'after'} the installers {what.words}", happen)


asking = st.builds(_asks, items, st.sampled_from(SeatTarget), st.booleans())
withdrawing = st.builds(_withdraws, st.integers(0, 5))
switching = st.builds(_faulty, machines, st.sampled_from([None, ScanFailureCause.TIMED_OUT, ScanFailureCause.REFUSED]))
looking = st.just(Happening("look", lambda story: story.look()))
harmless = st.one_of(
    asking,
    asking,
    withdrawing,
    switching,
    looking,
    st.just(Happening("work", _work)),
    st.builds(_dies, st.booleans(), st.booleans()),
    st.builds(_forgets, st.sampled_from(["open", "plan-1", "verify-1", "plan-2", "close"])),
    st.builds(_meanwhile, st.one_of(asking, withdrawing, switching, looking), first=st.booleans()),
)
installers = st.builds(
    Installer,
    st.sampled_from([0, 1603, 3010]),
    st.sampled_from([None, True, False]),
    st.booleans(),
    st.sampled_from([(), ("dotnet",)]),
    st.booleans(),
)
harmful = st.one_of(
    st.builds(_installs, machines, items, installers),
    st.builds(_faulty, machines, st.just(ScanFailureCause.CREDENTIALS_REFUSED)),
    st.builds(_restarts, machines),
    st.builds(_loses, machines, items),
    st.just(Happening("a technician starts a rollout", _start)),
)
limits = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def fresh(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Story]:
    """A new story for each example."""
    folder, numbers = tmp_path_factory.mktemp("whatever"), count()

    def make(**choices: object) -> Story:
        place = folder / str(next(numbers))
        place.mkdir()
        return furnished(open_copy(migrated, place), machines=len(MACHINES), **choices)  # type: ignore[arg-type]

    return make


def check(story: Story, there_before: dict[str, set[str]]) -> None:
    """What holds at every moment in which nobody is at work."""
    picture = story.picture()
    for seat in picture.seats:
        assert seat.machine is not None
        real = story.world.machines[seat.machine.id]
        if seat.state is SeatState.READY:
            wanted = {line.item_id: line.version for line in picture.desired.for_seat(seat.seat.id)}
            assert seat.seen is not None
            assert seat.seen.failure is None
            assert seat.seen.observation is not None
            shown = {p.name.removesuffix(" (x64)"): p.version for p in seat.seen.observation.products}
            assert wanted.items() <= shown.items()
        for item_id, placement in story.placements()[seat.machine.id].items():
            if not placement.dependency_of and not item_id.startswith("restarting:"):
                assert f"{item_id} {placement.version}" in real.executed
                assert item_id not in there_before[seat.machine.id]
    if not any(job.kind == RUN_ROLLOUT for job in story.jobs.waiting):
        assert picture.under_way is None
        for rollout in story.rollouts():
            assert all(state.is_over for state in story.states(rollout).values())


def finish(story: Story) -> None:
    """Everything that waits is done, with a worker that doesn't die any more."""
    story.deployer.dies_before = story.deployer.dies_after = False
    story.deployer.first = story.deployer.meanwhile = None
    story.plot.forgets.clear()
    story.watch()


def owed_for_no_reason(story: Story) -> list[str]:
    """Requests that are neither ready nor held up by another one."""
    fine = {StandingCode.READY, StandingCode.IN_CONFLICT, StandingCode.WITHDRAWN}
    return [
        f"{request.item_id}: {story.standing(request.id)}"
        for request in story.picture().requests
        if story.standing(request.id).code not in fine
    ]


@limits
@given(st.lists(harmless, max_size=12), st.sampled_from([0, 1, 2]))
def test_no_wake_up_is_ever_lost(fresh: Callable[..., Story], happenings: list[Happening], wave_size: int) -> None:
    """R0.3, R5.4: with machines that are on in the end and installers that work, nobody has to do anything."""
    story = fresh(wave_size=wave_size)
    for happening in happenings:
        happening.happen(story)
        check(story, {m: set() for m in MACHINES})
    for machine in story.world.machines.values():
        machine.fault = None
    finish(story)
    check(story, {m: set() for m in MACHINES})
    assert owed_for_no_reason(story) == []
    picture = story.picture()
    assert {seat.state for seat in picture.seats if picture.desired.for_seat(seat.seat.id)} <= {SeatState.READY}


@limits
@given(
    st.lists(st.one_of(harmless, harmful), max_size=12),
    st.dictionaries(machines, st.frozensets(items)),
    st.sampled_from([0, 2]),
)
def test_nothing_is_ready_without_proof_and_everything_can_be_mended(
    fresh: Callable[..., Story], happenings: list[Happening], before: dict[str, frozenset[str]], wave_size: int
) -> None:
    """R5.2: ready is what a scan has detected; R5.4: unknown is not ready."""
    story = fresh(wave_size=wave_size)
    there_before = {m: set(before.get(m, ())) for m in MACHINES}
    for machine_id, names in there_before.items():
        story.world.machines[machine_id].software.update({name: VERSION[name] for name in names})
    for happening in happenings:
        happening.happen(story)
        gone = {m: there_before[m] - story.world.machines[m].software.keys() for m in MACHINES}
        there_before = {m: there_before[m] - gone[m] for m in MACHINES}
        check(story, there_before)
    for machine in story.world.machines.values():
        machine.fault = None
        machine.installers.clear()
        machine.restart()
    finish(story)
    story.start()
    story.work()
    check(story, there_before)
    assert owed_for_no_reason(story) == []
    assert set(story.seats().values()) == {SeatState.READY}


@limits
@given(st.lists(st.one_of(harmless, harmful), max_size=12))
def test_nothing_that_a_technician_does_takes_a_late_request_off_the_owed_list(
    fresh: Callable[..., Story], happenings: list[Happening]
) -> None:
    """R2: without an override a late request is owed until it is proved ready, and never counts as granted."""
    story = fresh(mode=RolloutMode.BY_TECHNICIAN)
    asked = story.ask(Ask("editor"), actor=ADA)
    late = asked.requests[0].request
    story.clock.move_to(late.needed_by)
    for happening in happenings:
        happening.happen(story)
        request = next(r for r in story.picture().requests if r.id == late.id)
        standing = story.standing(late.id)
        if request.state is RequestState.OPEN and request.wanted is Wanted.PRESENT:
            seen = [s.seen.observation for s in story.picture().seats if s.seen and s.seen.observation]
            proved = sum(any(p.name == "editor (x64)" for p in observation.products) for observation in seen)
            assert standing.late is (standing.code is not StandingCode.READY)
            assert standing.ready <= proved
        assert OWE_ROOM not in {job.kind for job in story.jobs.waiting}
