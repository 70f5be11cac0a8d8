"""How a rollout ends: with its verdict, or given up; and what is seen to then."""

from datetime import datetime

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.people import WORKER
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.rollouts import Cause, CauseCode, Rollout, RolloutState, RunState, final_state
from orchestrator.services.canaries import settle_canaries
from orchestrator.services.deadlines import DeadlineTools
from orchestrator.services.machine_runs import leave_pending, put_runs
from orchestrator.services.targets import silent_machines
from orchestrator.services.unit_of_work import UnitOfWork

LOOK_BACK = 20
"""Rollouts among which the room's last whole one is looked for; retries of single seats may have come since."""

AWAIT_MACHINES = "await-machines"
"""Kind of the durable work that comes back for seats that were off."""


def give_up(tools: DeadlineTools, rollout_id: str) -> None:
    """End a rollout of which a step failed for good, so that the room is free and every seat names its cause."""
    with tools.transactions() as uow:
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None:
            return
        if rollout.state is RolloutState.CANCELLED:
            leave_pending(uow, rollout_id, tools.clock.now(), frozenset(RunState))
        elif not rollout.state.is_over:
            _give_up(uow, rollout, tools.clock.now())
        uow.commit()
    settle_canaries(rollout_id, transactions=tools.transactions, clock=tools.clock)


def _give_up(uow: UnitOfWork, rollout: Rollout, now: datetime) -> None:
    before = {run.machine_id: run for run in uow.rollouts.runs(rollout.id)}
    crashed = Cause(CauseCode.RUN_CRASHED)
    broken = [
        run.moved_to(RunState.FAILED, now, (*run.causes, crashed)) for run in before.values() if not run.state.is_over
    ]
    put_runs(uow, rollout.id, now, broken, before)
    uow.rollouts.update(rollout.moved_to(RolloutState.RUNNING, now).moved_to(RolloutState.INCOMPLETE, now))
    _watch_silent_machines(uow, rollout, now)
    uow.events.append(rollout.id, now, [("rollout.given_up", None, {})])
    subjects = {**rollout_subjects(rollout), "outcome": "given_up"}
    uow.audit.append(at=now, actor=WORKER, kind="rollout.given_up", subjects=subjects)


def end_the_abandoned(uow: UnitOfWork, classroom_id: str, rollout_id: str, now: datetime) -> None:
    """Give up rollouts that still count as running although another one's turn has come: nobody carries on with them.

    At most one runs in a room at a time; without this, one whose work was lost would keep technicians out for ever.
    """
    for other in uow.rollouts.page(classroom_id=classroom_id, after=None, limit=LOOK_BACK):
        if other.id != rollout_id and other.state is RolloutState.RUNNING:
            _give_up(uow, other, now)
        elif other.id != rollout_id and other.state is RolloutState.CANCELLED:
            leave_pending(uow, other.id, now, frozenset(RunState))


def _watch_silent_machines(uow: UnitOfWork, rollout: Rollout, now: datetime) -> None:
    """Have somebody come back for the room's machines that are off.

    For all of the room, not only this rollout's: who watched after an earlier rollout leaves it to the newest.
    """
    room = uow.classrooms.get(rollout.classroom_id)
    if room is not None and room.mode is RolloutMode.AUTOMATIC and silent_machines(uow, room.id, now):
        arguments = {"classroom_id": room.id, "rollout_id": rollout.id}
        uow.jobs.enqueue(AWAIT_MACHINES, rollout.id, arguments)


def close_rollout(tools: DeadlineTools, rollout_id: str) -> None:
    """End the rollout with its verdict, and look what came of seats that went first."""
    _close(tools, rollout_id)
    settle_canaries(rollout_id, transactions=tools.transactions, clock=tools.clock)


def _close(tools: DeadlineTools, rollout_id: str) -> None:
    """Give the verdict, and see to it that seats that were off are not forgotten."""
    with tools.transactions() as uow:
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None or rollout.state.is_over:
            return
        now = tools.clock.now()
        runs = uow.rollouts.runs(rollout_id)
        state = final_state(runs)
        uow.rollouts.update(rollout.moved_to(state, now))
        _watch_silent_machines(uow, rollout, now)
        ready = sum(run.state is RunState.READY for run in runs)
        data = {"state": state.value, "ready": ready, "machines": len(runs)}
        uow.events.append(rollout_id, now, [("rollout.finished", None, data)])
        subjects = {**rollout_subjects(rollout), "outcome": state.value}
        texts = {CHANGES: _outcome(rollout, state, ready, len(runs))}
        uow.audit.append(at=now, actor=WORKER, kind=f"rollout.{state.value}", subjects=subjects, texts=texts)
        uow.commit()


def rollout_subjects(rollout: Rollout) -> dict[str, str]:
    """What an entry of the record about a rollout names."""
    return {"rollout": rollout.id, "classroom": rollout.classroom_id, "revision": str(rollout.revision)}


def _outcome(rollout: Rollout, state: RolloutState, ready: int, machines: int) -> str:
    """How a rollout ended, as the text beside the entry."""
    return changes_text(
        [
            FieldChange("state", rollout.state.value, state.value),
            FieldChange("ready", None, str(ready)),
            FieldChange("machines", None, str(machines)),
        ]
    )
