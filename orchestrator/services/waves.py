"""The steps of a rollout. Each is one short transaction, or work outside between two, and is safe to run again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.people import WORKER
from orchestrator.domain.planning import MachinePlan
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.rollouts import (
    CauseCode,
    MachineRun,
    Rollout,
    RolloutState,
    RolloutTrigger,
    RunState,
    waves,
)
from orchestrator.services.blackouts import in_blackout, owe_after_blackout
from orchestrator.services.deployment import Deployer, DeploymentRun, MachineWork, RunStatus
from orchestrator.services.emergencies import only_emergencies
from orchestrator.services.machine_runs import (
    EventKeeper,
    begun,
    blame,
    ended,
    includes,
    left_pending,
    passed_over,
    put_off,
    put_runs,
    settled_before,
    taken_into,
    unworked,
)
from orchestrator.services.readiness import note_readiness
from orchestrator.services.rollout_ends import LOOK_BACK, end_the_abandoned, rollout_subjects
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.scanning import MachineScanner
from orchestrator.services.targets import reachable, scan_machines
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork
from orchestrator.services.wave_work import calls_left, items_of, latest_in, still_to_try, store_wave, tried_before

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RolloutTools:
    """What the steps work with.

    Attributes:
        transactions, clock, new_id, scanner, deployer: The ports.
        ca_file: Authorities for profiles that name none of their own.
        wave_size: Machines in a wave; 0 for all at once.
        retry_pending_minutes: After how long the worker comes back for seats that were off.
        stopping: Whether the worker is about to end, so that a run must end too.
    """

    transactions: Transactions
    clock: Clock
    new_id: Callable[[], str]
    scanner: MachineScanner
    deployer: Deployer
    ca_file: str | None
    wave_size: int
    retry_pending_minutes: int
    stopping: Callable[[], bool] = lambda: False


class WorkStopped(RuntimeError):
    """The worker is about to end; what it was doing goes on when it is started again."""


class RoomLost(RuntimeError):
    """Another worker has taken the room's fence since; what this one did is for the other's closing scan to see."""


def open_rollout(
    tools: RolloutTools, classroom_id: str, rollout_id: str, trigger: RolloutTrigger, revision: int | None = None
) -> bool:
    """Make sure that the rollout exists and runs, and read its machines. False when the room is owed nothing.

    Args:
        tools: The ports.
        classroom_id: The room.
        rollout_id: The rollout, which a technician has stored already and the worker has not.
        trigger: What makes it begin.
        revision: The manifest's revision that owes it, or None. When another rollout has served that one meanwhile,
            nothing is owed: what failed there is for a technician to try again, what was off comes back by itself.
    """
    with tools.transactions() as uow:
        end_the_abandoned(uow, classroom_id, rollout_id, tools.clock.now())
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None:
            seen = picture(uow, _room(uow, classroom_id), tools.clock.now())
            served = revision is not None and not seen.has_unread_machine and _served(uow, classroom_id, revision)
            if not seen.owes or served:
                note_readiness(uow, seen)
                uow.commit()
                return False
            rollout = Rollout(
                rollout_id, classroom_id, trigger, WORKER.id, seen.revision_number, created_at=tools.clock.now()
            )
            uow.rollouts.add(rollout)
        if rollout.state is RolloutState.CANCELLED:
            uow.commit()
            return False
        first = rollout.state is RolloutState.QUEUED
        now = tools.clock.now()
        uow.rollouts.update(rollout.moved_to(RolloutState.RUNNING, now))
        uow.rollouts.take_fence(classroom_id, rollout_id)
        machines = [m.as_of(now) for m in uow.machines.of_classroom(classroom_id) if includes(rollout, m.id)]
        if first:
            uow.events.append(rollout_id, now, [("rollout.started", None, {"machines": len(machines)})])
            texts = {CHANGES: recorded(trigger=rollout.trigger.value, machines=len(machines))}
            uow.audit.append(
                at=now, actor=WORKER, kind="rollout.started", subjects=rollout_subjects(rollout), texts=texts
            )
        uow.commit()
    # Nothing of an earlier run may be alive while we look: what it was doing must be over, or seen by the next scan.
    tools.deployer.fence(classroom_id)
    scan_machines(machines, transactions=tools.transactions, scanner=tools.scanner, ca_file=tools.ca_file)
    return True


def plan_wave(tools: RolloutTools, rollout_id: str, number: int) -> int:
    """Resolve anew, choose the wave's machines and store its intents. The number of machines; 0 ends the rollout.

    Machines that need nothing, or could not be read, get their verdict here. In a blackout only an emergency's updates
    are planned; with nothing else left the rollout ends, and the room is owed the rest afterwards (RULES R4.4).
    """
    with tools.transactions() as uow:
        if uow.rollouts.wave(rollout_id, number):
            return len([run for run in uow.rollouts.runs(rollout_id) if run.wave == number])
        now = tools.clock.now()
        rollout = _rollout(uow, rollout_id)
        if rollout.state is RolloutState.CANCELLED:
            return 0
        seen = _picture(uow, rollout, now)
        runs = {run.machine_id: run for run in uow.rollouts.runs(rollout_id)}
        tried = tried_before(uow, rollout_id, number)
        blackout = in_blackout(uow, seen.room, now)
        if blackout is not None:
            owe_after_blackout(uow, seen.room, blackout, rollout_id)
        admitted = only_emergencies(seen) if blackout else seen
        work: dict[str, MachinePlan] = {}
        settled: list[MachineRun] = []
        for seat in seen.seats:
            if seat.machine is None or not includes(rollout, seat.machine.id):
                continue
            run = runs.get(seat.machine.id)
            plan = still_to_try(seat, admitted, tried.get(seat.machine.id, frozenset()))
            if plan and plan.calls:
                work[seat.machine.id] = plan
            elif blackout is not None and seat.plan is not None and seat.plan.calls and not settled_before(run):
                settled.append(put_off(run, seat, rollout_id, now))
            elif run is None or not run.state.is_over:
                # Also who waited for a later wave and is owed nothing any more: what it waited for was taken back.
                settled.append(unworked(run, seat, rollout_id, now))
        here = {seat.machine.id for seat in seen.seats if seat.machine}
        settled += [
            ended(run, None, None, None, now) for m, run in runs.items() if m not in here and not run.state.is_over
        ]
        chosen = waves(tuple(work), tools.wave_size)[:1]
        members = chosen[0] if chosen else ()
        waiting = [
            taken_into(runs.get(seat.machine.id), seat, rollout_id, number if seat.machine.id in members else 0, now)
            for seat in seen.seats
            if seat.machine is not None and seat.machine.id in work
        ]
        put_runs(uow, rollout_id, now, [*settled, *waiting], runs)
        if members:
            store_wave(uow, rollout_id, number, seen, {m: work[m] for m in members}, now)
        note_readiness(uow, seen)
        uow.commit()
    return len(members)


def apply_wave(tools: RolloutTools, rollout_id: str, number: int) -> str:
    """Run Ansible on the wave's machines and keep its events as they arrive. How the run ended.

    When this step runs again after its worker died, it fences what is left of the first attempt and reads the
    machines again, so that what was installed is not installed twice.
    """
    with tools.transactions() as uow:
        rollout = _rollout(uow, rollout_id)
        runs = [run for run in uow.rollouts.runs(rollout_id) if run.wave == number]
        members = {run.machine_id for run in runs}
        now = tools.clock.now()
        standing = (m.as_of(now) for m in uow.machines.of_classroom(rollout.classroom_id) if m.id in members)
        machines = [m for m in standing if m.status is MachineStatus.IN_SERVICE]
        token = uow.rollouts.take_fence(rollout.classroom_id, rollout_id)
        uow.commit()
    tools.deployer.fence(rollout.classroom_id)
    if rollout.state is RolloutState.CANCELLED:
        return RunStatus.CANCELLED.value
    if any(run.state is not RunState.WAITING for run in runs):
        log.info("wave runs again", rollout=rollout_id, wave=number)
        # Its scan settles the first attempt's intents, so what that one installed is ours already.
        scan_machines(machines, transactions=tools.transactions, scanner=tools.scanner, ca_file=tools.ca_file)
    with tools.transactions() as uow:
        now = tools.clock.now()
        calls = calls_left(uow, rollout_id, number, [m.id for m in machines], now)
        profiles = uow.machines.profiles()
        work = tuple(
            MachineWork(m, reachable(profiles[m.profile], tools.ca_file), calls[m.id]) for m in machines if calls[m.id]
        )
        before = {run.machine_id: run for run in uow.rollouts.runs(rollout_id)}
        working = [begun(before[w.machine.id], items_of(w.calls), now) for w in work]
        latest = uow.observations.latest([m.id for m in machines])
        unread = [(m, known.failure) for m in machines if (known := latest.get(m.id)) and known.failure]
        passed = [passed_over(before[m.id], failure.detail, now) for m, failure in unread]
        put_runs(uow, rollout_id, now, [*working, *passed], before)
        uow.commit()

    def lost() -> bool:
        return _lost(tools, rollout.classroom_id, token)

    status = RunStatus.SUCCESSFUL
    if work:
        run = DeploymentRun(id=tools.new_id(), fence=rollout.classroom_id, work=work)
        keeper = EventKeeper(tools.transactions, tools.clock, rollout_id)

        def stops() -> bool:
            return tools.stopping() or lost() or _cancelled(tools, rollout_id)

        status = tools.deployer.apply(run, on_events=keeper, cancelled=stops)
    if lost():
        raise RoomLost(rollout.classroom_id)
    if status is RunStatus.CANCELLED and not _cancelled(tools, rollout_id):
        raise WorkStopped(rollout_id)
    if status is RunStatus.CRASHED:
        with tools.transactions() as uow:
            blame(uow, rollout_id, [w.machine.id for w in work], CauseCode.RUN_CRASHED, tools.clock.now())
            uow.commit()
    return status.value


def verify_wave(tools: RolloutTools, rollout_id: str, number: int) -> None:
    """The closing scan of a wave: what it detects is the verdict, whatever Ansible reported."""
    with tools.transactions() as uow:
        rollout = _rollout(uow, rollout_id)
        members = {run.machine_id for run in uow.rollouts.runs(rollout_id) if run.wave == number}
        now = tools.clock.now()
        machines = [m.as_of(now) for m in uow.machines.of_classroom(rollout.classroom_id) if m.id in members]
    results = scan_machines(machines, transactions=tools.transactions, scanner=tools.scanner, ca_file=tools.ca_file)
    with tools.transactions() as uow:
        now = tools.clock.now()
        rollout = _rollout(uow, rollout_id)
        seen = _picture(uow, rollout, now)
        tried = tried_before(uow, rollout_id, number + 1)
        before = {run.machine_id: run for run in uow.rollouts.runs(rollout_id)}
        by_machine = {seat.machine.id: seat for seat in seen.seats if seat.machine}
        verdicts = [
            ended(before[machine_id], by_machine.get(machine_id), results.get(machine_id), tried.get(machine_id), now)
            for machine_id in sorted(members)
        ]
        if rollout.state is RolloutState.CANCELLED:
            verdicts = [left_pending(verdict, before[verdict.machine_id], now) for verdict in verdicts]
        put_runs(uow, rollout_id, now, verdicts, before)
        note_readiness(uow, seen)
        uow.commit()


def _picture(uow: UnitOfWork, rollout: Rollout, at: datetime) -> RoomPicture:
    """The room as this rollout sees it: what ``latest`` meant when it began, it means to its end (RULES R1.6)."""
    return picture(uow, _room(uow, rollout.classroom_id), at, latest_in(uow, rollout))


def _room(uow: UnitOfWork, classroom_id: str) -> Classroom:
    room = uow.classrooms.get(classroom_id)
    if room is None:
        raise NotFound(kind="classroom", name=classroom_id)
    return room


def _rollout(uow: UnitOfWork, rollout_id: str) -> Rollout:
    rollout = uow.rollouts.get(rollout_id)
    if rollout is None:
        raise NotFound(kind="rollout", name=rollout_id)
    return rollout


def _served(uow: UnitOfWork, classroom_id: str, revision: int) -> bool:
    """Whether a rollout of the whole room started from this revision or a later one, or took it into a wave."""
    made = uow.manifests.get(classroom_id, revision)
    for rollout in uow.rollouts.page(classroom_id=classroom_id, after=None, limit=LOOK_BACK):
        if rollout.machine_ids is None and rollout.state is not RolloutState.CANCELLED:
            latest = max((wave.at for wave in uow.rollouts.waves(rollout.id)), default=rollout.created_at)
            return rollout.revision >= revision or (made is not None and latest > made.at)
    return False


def _cancelled(tools: RolloutTools, rollout_id: str) -> bool:
    with tools.transactions() as uow:
        return _rollout(uow, rollout_id).state is RolloutState.CANCELLED


def _lost(tools: RolloutTools, classroom_id: str, token: int) -> bool:
    with tools.transactions() as uow:
        return uow.rollouts.fence_token(classroom_id) != token
