"""Rollouts: starting, trying again, dry runs, and the durable workflow that carries them out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.domain.planning import PlanGroup, group
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.rollouts import (
    EverySeatSkipped,
    MachineRun,
    NothingToRetry,
    Rollout,
    RolloutIsOver,
    RolloutNotOver,
    RolloutState,
    RolloutTrigger,
    RolloutUnderWay,
    RunState,
)
from orchestrator.services.blackouts import refuse_in_blackout
from orchestrator.services.canaries import settle_canaries_of
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.machine_runs import leave_pending
from orchestrator.services.owing import owe_again
from orchestrator.services.readiness import note_readiness_of
from orchestrator.services.rollout_ends import close_rollout, give_up
from orchestrator.services.room_picture import RoomPicture, picture, room_by_code
from orchestrator.services.scanning import MachineScanner
from orchestrator.services.stored_values import Wave
from orchestrator.services.targets import scan_machines
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork
from orchestrator.services.waves import (
    RolloutTools,
    RoomLost,
    apply_wave,
    open_rollout,
    plan_wave,
    verify_wave,
)

RUN_ROLLOUT = "run-rollout"
"""Kind of the durable work below."""

_ROOM_LOST = "room_lost"
"""What the step gives when the room was lost, so that a replay knows it as well."""


def run_rollout(
    context: WorkflowContext,
    tools: RolloutTools,
    *,
    classroom_id: str,
    rollout_id: str,
    trigger: str,
    revision: str | None = None,
) -> None:
    """Bring a room to its desired state: scan, then waves of plan, apply and verify until nothing untried is left.

    Every step runs at least once and is safe to run again. The desired state is resolved anew before each wave, so
    what is asked for meanwhile joins the next one (RULES R0.4).
    """
    try:
        _carry_out(
            context, tools, classroom_id, rollout_id, RolloutTrigger(trigger), int(revision) if revision else None
        )
    except RoomLost:
        # Somebody else carries on in the room, and has the say about it.
        raise
    except Exception:
        # Whatever failed, the room must not stay blocked by a rollout that nobody carries on with.
        context.step("give-up", lambda: give_up(tools, rollout_id))
        raise


def _carry_out(
    context: WorkflowContext,
    tools: RolloutTools,
    classroom_id: str,
    rollout_id: str,
    trigger: RolloutTrigger,
    revision: int | None,
) -> None:
    if not context.step("open", lambda: _open(tools, classroom_id, rollout_id, trigger, revision)):
        return
    number = 1
    while context.step(f"plan-{number}", lambda n=number: plan_wave(tools, rollout_id, n)):
        if context.step(f"apply-{number}", lambda n=number: _apply(tools, rollout_id, n)) == _ROOM_LOST:
            raise RoomLost(classroom_id)
        context.step(f"verify-{number}", lambda n=number: verify_wave(tools, rollout_id, n))
        number += 1
    context.step("close", lambda: close_rollout(tools, rollout_id))


def _open(
    tools: RolloutTools, classroom_id: str, rollout_id: str, trigger: RolloutTrigger, revision: int | None
) -> bool:
    opened = open_rollout(tools, classroom_id, rollout_id, trigger, revision)
    if not opened:
        # A seat that goes first may have had it all the time, or not be able to show it: then no rollout comes to tell.
        settle_canaries_of(classroom_id, transactions=tools.transactions, clock=tools.clock)
    return opened


def _apply(tools: RolloutTools, rollout_id: str, number: int) -> str:
    try:
        return apply_wave(tools, rollout_id, number)
    except RoomLost:
        return _ROOM_LOST


def start_rollout(
    classroom: str,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    skip: Collection[str] = (),
) -> Rollout:
    """A technician starts a rollout now (RULES R0.5).

    Args:
        classroom: Code of the room.
        actor: Who.
        transactions: The store.
        clock: Tells the time.
        new_id: Gives ids.
        skip: Labels of seats that this rollout leaves out. It holds for this once: they are owed again (R2).

    Raises:
        NotFound: No such room, or no such seat.
        EverySeatSkipped: No machine would be left.
        RolloutUnderWay: One waits or runs already.
        InBlackout: The room has a blackout, and no emergency's update to be done (RULES R4.4).
    """
    with transactions() as uow:
        room = room_by_code(uow, classroom)
        skipped = _seats_of(room, skip)
        machine_ids = None
        if skipped:
            standing = uow.classrooms.assignments(room.id)
            machine_ids = tuple(a.machine_id for a in standing if a.seat_id not in skipped)
            if not machine_ids:
                raise EverySeatSkipped(classroom=room.code)
        rollout = _enqueue(uow, room, RolloutTrigger.TECHNICIAN, actor, clock, new_id(), machine_ids, skipped)
        uow.commit()
    return rollout


def _seats_of(room: Classroom, labels: Collection[str]) -> tuple[str, ...]:
    """The ids of seats, in the room's order."""
    known = tuple(seat.label for seat in room.seats)
    for label in labels:
        if label not in known:
            raise NotFound(kind="seat", name=label, known=known)
    return tuple(seat.id for seat in room.seats if seat.label in labels)


def cancel_rollout(rollout_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> Rollout:
    """Stop a rollout: one that waits is over at once, one that runs begins nothing more, and Ansible is ended.

    The room is owed what it did not get to, and every clock runs (RULES R2).

    Raises:
        NotFound: No such rollout.
        RolloutIsOver: It is over already.
    """
    with transactions() as uow:
        old = _rollout(uow, rollout_id)
        if old.state.is_over:
            raise RolloutIsOver(rollout_id=old.id, state=old.state)
        now = clock.now()
        rollout = replace(old.moved_to(RolloutState.CANCELLED, now), cancelled_by=actor.id)
        uow.rollouts.update(rollout)
        # Whatever Ansible is on at this moment gets its verdict from a scan when it has been ended.
        leave_pending(uow, rollout.id, now, {RunState.WAITING})
        uow.events.append(rollout.id, now, [("rollout.cancelled", None, {})])
        owe_again(uow, _room_of(uow, rollout), f"rollout:{rollout.id}:cancelled", now)
        uow.people.remember(actor)
        subjects = {"rollout": rollout.id, "classroom": rollout.classroom_id, "revision": str(rollout.revision)}
        subjects["outcome"] = rollout.state.value
        texts = {CHANGES: moved("state", old.state.value, rollout.state.value)}
        uow.audit.append(at=now, actor=actor, kind="rollout.cancelled", subjects=subjects, texts=texts)
        uow.commit()
    return rollout


def retry_rollout(
    rollout_id: str, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Rollout:
    """Try again, in a new rollout, exactly the seats that are not ready after this one.

    Raises:
        NotFound: No such rollout.
        RolloutNotOver: It still waits or runs.
        NothingToRetry: All its seats are ready or out of service.
        RolloutUnderWay: The room has another one that waits or runs.
        InBlackout: The room has a blackout, and no emergency's update to be done (RULES R4.4).
    """
    with transactions() as uow:
        old = _rollout(uow, rollout_id)
        if not old.state.is_over:
            raise RolloutNotOver(rollout_id=old.id)
        settled = {RunState.READY, RunState.OUT_OF_SERVICE}
        machine_ids = tuple(run.machine_id for run in uow.rollouts.runs(old.id) if run.state not in settled)
        if not machine_ids:
            raise NothingToRetry(rollout_id=old.id)
        rollout = _enqueue(uow, _room_of(uow, old), RolloutTrigger.RETRY, actor, clock, new_id(), machine_ids)
        uow.commit()
    return rollout


def _enqueue(
    uow: UnitOfWork,
    room: Classroom,
    trigger: RolloutTrigger,
    actor: Actor,
    clock: Clock,
    rollout_id: str,
    machine_ids: tuple[str, ...] | None,
    skipped: tuple[str, ...] = (),
) -> Rollout:
    under_way = uow.rollouts.under_way(room.id)
    if under_way:
        raise RolloutUnderWay(classroom=room.code, rollout_id=under_way.id)
    refuse_in_blackout(uow, room, clock.now())
    latest = uow.manifests.latest(room.id)
    rollout = Rollout(
        id=rollout_id,
        classroom_id=room.id,
        trigger=trigger,
        actor_id=actor.id,
        revision=latest.number if latest else 0,
        created_at=clock.now(),
        machine_ids=machine_ids,
        skipped=skipped,
    )
    uow.rollouts.add(rollout)
    arguments = {"classroom_id": room.id, "rollout_id": rollout.id, "trigger": trigger.value}
    uow.jobs.enqueue(RUN_ROLLOUT, rollout.id, arguments)
    if skipped:
        owe_again(uow, room, f"rollout:{rollout.id}:skipped", rollout.created_at)
    uow.people.remember(actor)
    subjects = {"rollout": rollout.id, "classroom": room.id, "revision": str(rollout.revision)}
    labels = ", ".join(seat.label for seat in room.seats if seat.id in skipped)
    texts = {CHANGES: recorded(trigger=trigger.value, skipped=labels or None)}
    uow.audit.append(at=rollout.created_at, actor=actor, kind="rollout.requested", subjects=subjects, texts=texts)
    return rollout


@dataclass(frozen=True, slots=True)
class RolloutView:
    """A rollout with its room, machine runs and waves, and the names of who began and who cancelled it."""

    rollout: Rollout
    room: Classroom
    runs: tuple[MachineRun, ...]
    waves: tuple[Wave, ...]
    machine_names: dict[str, str]
    actor: str
    cancelled_by: str | None = None


def get_rollout(rollout_id: str, *, reads: Reads) -> RolloutView:
    """One rollout with its state per seat.

    Raises:
        NotFound: No such rollout.
    """
    with reads() as uow:
        return _view(uow, _rollout(uow, rollout_id))


def list_rollouts(
    *,
    reads: Reads,
    classroom: str | None = None,
    state: RolloutState | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[RolloutView, ...]:
    """Rollouts, in one state or in any, newest first, older than the one with id ``after``.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom) if classroom else None
        found = uow.rollouts.page(classroom_id=room.id if room else None, state=state, after=after, limit=limit)
        return tuple(_view(uow, rollout) for rollout in found)


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room's plan: the picture it was made from, and equal machines together."""

    picture: RoomPicture
    groups: tuple[PlanGroup, ...]
    scanned: bool


def room_plan(classroom: str, *, reads: Reads, clock: Clock) -> RoomPlan:
    """Desired minus last observed, per seat and grouped.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        seen = picture(uow, room_by_code(uow, classroom), clock.now())
    return RoomPlan(seen, group([s.plan for s in seen.seats if s.plan]), scanned=False)


def dry_run(
    classroom: str,
    *,
    transactions: Transactions,
    reads: Reads,
    clock: Clock,
    scanner: MachineScanner,
    ca_file: str | None,
) -> RoomPlan:
    """What a rollout would do if it started now, from a scan made now. Changes nothing on any machine.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        machines = tuple(machine.as_of(clock.now()) for machine in uow.machines.of_classroom(room.id))
    scan_machines(machines, transactions=transactions, scanner=scanner, ca_file=ca_file, settles=False)
    note_readiness_of(room.id, transactions=transactions, clock=clock)
    plan = room_plan(classroom, reads=reads, clock=clock)
    return RoomPlan(plan.picture, plan.groups, scanned=True)


def _rollout(uow: UnitOfWork, rollout_id: str) -> Rollout:
    rollout = uow.rollouts.get(rollout_id)
    if rollout is None:
        raise NotFound(kind="rollout", name=rollout_id)
    return rollout


def _room_of(uow: UnitOfWork, rollout: Rollout) -> Classroom:
    room = uow.classrooms.get(rollout.classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=rollout.classroom_id)
    return room


def _view(uow: UnitOfWork, rollout: Rollout) -> RolloutView:
    room = _room_of(uow, rollout)
    runs = tuple(uow.rollouts.runs(rollout.id))
    machine_names = {m.id: m.name for m in uow.machines.all() if any(run.machine_id == m.id for run in runs)}
    by = rollout.cancelled_by
    names = uow.people.names({rollout.actor_id, *((by,) if by else ())})
    waves = tuple(uow.rollouts.waves(rollout.id))
    actor = names.get(rollout.actor_id, rollout.actor_id)
    return RolloutView(rollout, room, runs, waves, machine_names, actor, names.get(by, by) if by else None)
