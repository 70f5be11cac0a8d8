"""Machine runs: how each machine of a rollout moves from state to state, each move with its event."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.observations import ScanFailure, ScanResult
from orchestrator.domain.planning import Action, MachinePlan, PlanLine
from orchestrator.domain.rollouts import REMOVAL, Cause, CauseCode, MachineRun, Rollout, RunState
from orchestrator.domain.verdicts import end_of_read, end_of_unread
from orchestrator.services.deployment import RunEvent, RunEventKind
from orchestrator.services.room_picture import SeatPicture
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork


def includes(rollout: Rollout, machine_id: str) -> bool:
    """Whether the rollout is for this machine."""
    return rollout.machine_ids is None or machine_id in rollout.machine_ids


def put_runs(
    uow: UnitOfWork, rollout_id: str, now: datetime, runs: Iterable[MachineRun], before: Mapping[str, MachineRun]
) -> None:
    """Store machine runs, and an event for each that changed."""
    changed = [run for run in runs if before.get(run.machine_id) != run]
    uow.rollouts.put_runs(changed)
    uow.events.append(rollout_id, now, [("machine.state", run.machine_id, _told(run)) for run in changed])


def _told(run: MachineRun) -> dict[str, Any]:
    causes = [{key: value for key, value in asdict(cause).items() if value not in (None, "")} for cause in run.causes]
    return {"state": run.state.value, "wave": run.wave, "causes": causes}


def taken_into(run: MachineRun | None, seat: SeatPicture, rollout_id: str, wave: int, now: datetime) -> MachineRun:
    """The run of a machine that waits for its wave; wave 0 means a later one."""
    if run is None:
        return MachineRun(rollout_id, _machine_id(seat), seat.seat.id, wave, RunState.WAITING, now)
    # What an earlier wave reported stays known: it is not tried again in this rollout.
    return replace(run.moved_to(RunState.WAITING, now, _of_items(run.causes)), wave=wave)


def begun(run: MachineRun, items: Collection[str], now: datetime) -> MachineRun:
    """The run of a machine on which Ansible starts with these items; what was reported of others stays known."""
    kept = tuple(cause for cause in _of_items(run.causes) if cause.item_id not in items)
    return run.moved_to(RunState.WORKING, now, kept)


def _of_items(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(cause for cause in causes if cause.item_id is not None)


def passed_over(run: MachineRun, detail: str, now: datetime) -> MachineRun:
    """The run of a machine that was to be worked on and could not be read when its wave was taken up again."""
    return run.moved_to(run.state, now, (*run.causes, Cause(CauseCode.CONNECTION_LOST, detail=detail)))


def unworked(run: MachineRun | None, seat: SeatPicture, rollout_id: str, now: datetime) -> MachineRun:
    """The run of a machine that needs nothing, or nothing any more, or on which nothing can be done now."""
    state, causes = _verdict(seat, run.causes if run else (), None)
    if run is None:
        return MachineRun(rollout_id, _machine_id(seat), seat.seat.id, 0, state, now, causes)
    return run.moved_to(state, now, causes)


def settled_before(run: MachineRun | None) -> bool:
    """Whether a run has ended already, with something else than that all is there."""
    return run is not None and run.state.is_over and run.state is not RunState.READY


def put_off(run: MachineRun | None, seat: SeatPicture, rollout_id: str, now: datetime) -> MachineRun:
    """The run of a machine whose work has to wait until a blackout is over: it is taken up by itself then."""
    if run is None:
        return MachineRun(rollout_id, _machine_id(seat), seat.seat.id, 0, RunState.PENDING, now)
    return run.moved_to(RunState.PENDING, now, _of_items(run.causes))


def ended(
    run: MachineRun,
    seat: SeatPicture | None,
    result: ScanResult | None,
    tried: Collection[tuple[str, str]] | None,
    now: datetime,
) -> MachineRun:
    """The run after its wave's closing scan.

    Args:
        run: As it was; its causes are what Ansible reported.
        seat: The seat's picture after the scan, or None when the machine has left the room meanwhile.
        result: The closing scan's result, or None when it has not been read.
        tried: What this rollout has tried there.
        now: UTC.
    """
    if seat is None:
        return run.moved_to(RunState.FAILED, now, (Cause(CauseCode.NOT_ASSIGNED),))
    if isinstance(result, ScanFailure):
        state, causes = end_of_unread(result)
        return run.moved_to(state, now, causes)
    state, causes = _verdict(seat, run.causes, tried or ())
    return run.moved_to(state, now, causes)


def leave_pending(uow: UnitOfWork, rollout_id: str, now: datetime, states: Collection[RunState]) -> None:
    """Let go of a cancelled rollout's machine runs that are in one of these states and not over."""
    before = {run.machine_id: run for run in uow.rollouts.runs(rollout_id)}
    left = [run for run in before.values() if run.state in states and not run.state.is_over]
    put_runs(uow, rollout_id, now, [run.moved_to(RunState.PENDING, now) for run in left], before)


def left_pending(verdict: MachineRun, before: MachineRun, now: datetime) -> MachineRun:
    """The run of a machine whose rollout was cancelled: what no installer reported as failed is still to come."""
    settled = {RunState.READY, RunState.REBOOT_NEEDED, RunState.OUT_OF_SERVICE}
    return verdict if verdict.state in settled or before.causes else verdict.moved_to(RunState.PENDING, now)


def _verdict(
    seat: SeatPicture, reported: Sequence[Cause], tried: Collection[tuple[str, str]] | None
) -> tuple[RunState, tuple[Cause, ...]]:
    """How a run ends; with ``tried`` None everything that is wanted counts, else what this rollout has tried."""
    if seat.machine is not None and seat.machine.status is MachineStatus.OUT_OF_SERVICE:
        return RunState.OUT_OF_SERVICE, seat.causes
    if seat.seen is not None and seat.seen.failure is not None:
        return end_of_unread(seat.seen.failure)
    if seat.plan is None:
        return RunState.PENDING, ()
    if tried is None:
        return end_of_read(seat.plan, reported)
    fresh = {line.item_id for line in seat.plan.lines if line.action.is_work and _untried(line, seat.plan, tried)}
    return end_of_read(seat.plan, reported, untried=fresh)


def _untried(line: PlanLine, plan: MachinePlan, tried: Collection[tuple[str, str]]) -> bool:
    """Whether a line came up after the run's work was chosen. A removal that nothing could carry out never does."""
    if line.action is Action.REMOVE:
        callable_ = any(line.item_id in call.items for call in plan.calls)
        return callable_ and (line.item_id, REMOVAL) not in tried
    return line.item_id not in {item for item, _ in tried}


def blame(uow: UnitOfWork, rollout_id: str, machine_ids: Collection[str], code: CauseCode, now: datetime) -> None:
    """Note one cause for all that the machines' runs were to install or remove and nothing else was reported for."""
    before = {run.machine_id: run for run in uow.rollouts.runs(rollout_id)}
    intents = uow.rollouts.intents(rollout_id)
    noted = []
    for machine_id in machine_ids:
        run = before[machine_id]
        told = {cause.item_id for cause in run.causes}
        items = {i.item_id for i in intents if (i.machine_id, i.wave) == (machine_id, run.wave)} - told
        noted.append(replace(run, causes=(*run.causes, *(Cause(code, item_id=item) for item in sorted(items)))))
    put_runs(uow, rollout_id, now, noted, before)


class EventKeeper:
    """Stores a run's events as they arrive, batch by batch, and moves the machine runs along."""

    def __init__(self, transactions: Transactions, clock: Clock, rollout_id: str) -> None:
        self._transactions = transactions
        self._clock = clock
        self._rollout_id = rollout_id

    def __call__(self, events: Sequence[RunEvent]) -> None:
        """Store one batch in one transaction."""
        with self._transactions() as uow:
            now = self._clock.now()
            uow.events.append(
                self._rollout_id,
                now,
                [(e.kind.value, e.machine_id, {"items": list(e.items), **e.data}) for e in events],
            )
            before = {run.machine_id: run for run in uow.rollouts.runs(self._rollout_id)}
            after = dict(before)
            for event in events:
                if event.machine_id in after:
                    after[event.machine_id] = _after(after[event.machine_id], event, now)
            put_runs(uow, self._rollout_id, now, after.values(), before)
            uow.commit()


def _after(run: MachineRun, event: RunEvent, now: datetime) -> MachineRun:
    if run.state is not RunState.WORKING:
        return run
    if event.kind is RunEventKind.CALL_FAILED:
        return replace(run, causes=(*run.causes, *_reported(event, CauseCode.INSTALLER_FAILED)))
    if event.kind is RunEventKind.REMOVAL_FAILED:
        return replace(run, causes=(*run.causes, *_reported(event, CauseCode.REMOVAL_FAILED)))
    if event.kind is RunEventKind.UNREACHABLE:
        # Besides the call that it was at, whatever was to come after it is concerned.
        lost = Cause(CauseCode.CONNECTION_LOST, detail=_detail(event))
        return run.moved_to(RunState.VERIFYING, now, (*run.causes, *_reported(event, lost.code), lost))
    if event.kind is RunEventKind.MACHINE_DONE:
        return run.moved_to(RunState.VERIFYING, now, run.causes)
    return run


def _reported(event: RunEvent, code: CauseCode) -> tuple[Cause, ...]:
    exit_code = event.data.get("rc")
    return tuple(
        Cause(code, item_id=item, exit_code=exit_code if isinstance(exit_code, int) else None, detail=_detail(event))
        for item in event.items
    )


def _detail(event: RunEvent) -> str:
    return str(event.data.get("msg", ""))[:500]


def _machine_id(seat: SeatPicture) -> str:
    if seat.machine is None:
        raise ValueError(f"no machine at seat {seat.seat.label}")
    return seat.machine.id
