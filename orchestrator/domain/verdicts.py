"""Verdicts: how a machine run ended, and in which state a seat is, from what was planned, seen and reported. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from orchestrator.domain.machines import Machine, MachineStatus
from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from orchestrator.domain.planning import Action, MachinePlan, PlanLine
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState


class SeatState(StrEnum):
    """The state of a seat as people see it; the letter is the value's."""

    READY = "R"  # everything that it should have was detected after the last restart
    WORKING = "W"  # a run is on it now
    PENDING = "P"  # owed: off, in use, or its turn has not come; taken up by itself
    FAILED = "F"  # a run failed; the cause is known
    DIFFERS = "D"  # something that we placed has changed since
    OUT_OF_SERVICE = "O"  # taken out by the site, with a reason
    UNKNOWN = "?"  # no machine, never seen, or nothing can prove it


_SCAN_CAUSES = {
    ScanFailureCause.REFUSED: CauseCode.OFF,
    ScanFailureCause.TIMED_OUT: CauseCode.OFF,
    ScanFailureCause.NAME_UNKNOWN: CauseCode.NAME_UNKNOWN,
    ScanFailureCause.CERTIFICATE: CauseCode.CERTIFICATE,
    ScanFailureCause.CREDENTIALS_REFUSED: CauseCode.CREDENTIALS_REFUSED,
    ScanFailureCause.SECRET_MISSING: CauseCode.SECRET_MISSING,
    ScanFailureCause.PROTOCOL: CauseCode.NOT_WINDOWS_REMOTE,
    ScanFailureCause.UNREADABLE: CauseCode.NOT_WINDOWS_REMOTE,
    ScanFailureCause.WRONG_MACHINE: CauseCode.WRONG_MACHINE,
}

_ACTION_CAUSES = {
    Action.INSTALL: CauseCode.NOT_DETECTED,
    Action.UPGRADE: CauseCode.OTHER_VERSION,
    Action.REMOVE: CauseCode.STILL_THERE,
    Action.REBOOT: CauseCode.REBOOT_NEEDED,
    Action.OWED_ELSEWHERE: CauseCode.OWED_ELSEWHERE,
    Action.NEWER_THAN_WANTED: CauseCode.NEWER_THAN_WANTED,
    Action.HALF: CauseCode.HALF,
    Action.UNVERIFIABLE: CauseCode.UNVERIFIABLE,
}


_OF_REMOVALS = frozenset({CauseCode.REMOVAL_FAILED, CauseCode.STILL_THERE})
_OF_ANY_WORK = frozenset({CauseCode.CONNECTION_LOST, CauseCode.RUN_CRASHED})
_DIFFERING = frozenset({CauseCode.OTHER_VERSION, CauseCode.NEWER_THAN_WANTED})
_NO_FAILURE = _DIFFERING | {CauseCode.REBOOT_NEEDED, CauseCode.OWED_ELSEWHERE}
"""What a run can leave behind without having failed: what another tool owes is owed, not failed (RULES R1.2)."""


def cause_of(failure: ScanFailure) -> Cause:
    """Why a machine that could not be read keeps its seat from being ready."""
    return Cause(_SCAN_CAUSES[failure.cause], detail=failure.detail)


def end_of_unread(failure: ScanFailure) -> tuple[RunState, tuple[Cause, ...]]:
    """How the run of a machine ends that could not be read: unreachable is not failed (RULES R5.4)."""
    state = RunState.PENDING if failure.cause.machine_is_absent else RunState.FAILED
    return state, (cause_of(failure),)


def end_of_read(
    plan: MachinePlan, reported: Iterable[Cause] = (), untried: Collection[str | None] = ()
) -> tuple[RunState, tuple[Cause, ...]]:
    """How the run of a machine ends that a scan has read: ready only if detection says so, whatever Ansible reported.

    Args:
        plan: Desired minus what the closing scan saw.
        reported: What Ansible reported as failed; it explains what the scan found missing, and nothing else. A cause
            without item explains whatever nothing else does.
        untried: Items that came to be wanted after this run's work was chosen; they don't count against it.
    """
    told = tuple(reported)
    known = tuple(
        _explained(line, told) for line in plan.lines if not line.action.satisfied and line.item_id not in untried
    )
    if not known:
        return RunState.READY, ()
    codes = {cause.code for cause in known}
    if codes == {CauseCode.REBOOT_NEEDED}:
        return RunState.REBOOT_NEEDED, known
    if not codes <= _NO_FAILURE:
        return RunState.FAILED, known
    return RunState.DIFFERS if codes & _DIFFERING else RunState.PENDING, known


def _explained(line: PlanLine, told: Sequence[Cause]) -> Cause:
    """Why a line is open: what was told of its item, else what broke the whole run off, else what the scan shows."""
    if not line.action.is_work:
        return _cause(line)
    of_it = [cause for cause in told if cause.item_id == line.item_id and _fits(cause, line)]
    if of_it:
        return of_it[-1]
    broke_off = next((cause for cause in reversed(told) if cause.item_id is None), None)
    return replace(broke_off, item_id=line.item_id) if broke_off else _cause(line)


def _fits(cause: Cause, line: PlanLine) -> bool:
    """Whether what was told is of the same kind of work: a failed removal explains nothing that is to be installed."""
    return cause.code in _OF_ANY_WORK or (cause.code in _OF_REMOVALS) is (line.action is Action.REMOVE)


def _cause(line: PlanLine) -> Cause:
    return Cause(_ACTION_CAUSES[line.action], item_id=line.item_id, observed=line.observed, wanted=line.wanted)


def seat_state(  # noqa: PLR0911 - a decision table reads best as one return per row
    machine: Machine | None,
    plan: MachinePlan | None,
    failure: ScanFailure | None,
    run: MachineRun | None,
) -> tuple[SeatState, tuple[Cause, ...]]:
    """In which state a seat is, and why it is not ready.

    Args:
        machine: Who stands there, or None.
        plan: Desired minus last observed, or None when no scan has read the machine.
        failure: The latest scan's failure, or None when it read the machine.
        run: The machine's latest run, of a rollout that runs or is over, or None.
    """
    if machine is None:
        return SeatState.UNKNOWN, (Cause(CauseCode.NOT_ASSIGNED),)
    if machine.status is MachineStatus.OUT_OF_SERVICE:
        return SeatState.OUT_OF_SERVICE, (Cause(CauseCode.OUT_OF_SERVICE, detail=machine.status_reason),)
    if run is not None and run.state in {RunState.WORKING, RunState.VERIFYING}:
        return SeatState.WORKING, ()
    if failure is not None:
        absent = failure.cause.machine_is_absent
        return SeatState.PENDING if absent else SeatState.FAILED, (cause_of(failure),)
    if plan is None:
        return SeatState.UNKNOWN, ()
    if plan.ready:
        return SeatState.READY, ()
    return _not_ready(plan, run)


def _not_ready(plan: MachinePlan, run: MachineRun | None) -> tuple[SeatState, tuple[Cause, ...]]:
    open_lines = [line for line in plan.lines if not line.action.satisfied]
    if all(line.action is Action.UNVERIFIABLE for line in open_lines):
        return SeatState.UNKNOWN, tuple(map(_cause, open_lines))
    owed = {line.item_id for line in open_lines if line.action.is_work}
    wanting = {line.item_id: line for line in open_lines}
    causes = run.causes if run else ()
    broken = tuple(cause for cause in causes if cause.item_id is None and cause.code is CauseCode.RUN_CRASHED)
    reported = tuple(
        cause for cause in causes if (line := wanting.get(cause.item_id or "")) is not None and _fits(cause, line)
    )
    if broken and owed:
        return SeatState.FAILED, broken + reported
    if reported:
        told = {cause.item_id for cause in reported}
        state, known = end_of_read(plan, reported, untried=owed - told)
        return _AFTER_A_RUN[state], known
    named = [line for line in open_lines if line.ours or not line.action.is_work]
    differs = any(line.action in _CHANGED for line in named)
    return SeatState.DIFFERS if differs else SeatState.PENDING, tuple(map(_cause, named))


_CHANGED = frozenset({Action.INSTALL, Action.UPGRADE, Action.NEWER_THAN_WANTED})
"""What is owed for something of ours because somebody has changed it. What has to go now merely waits for its turn."""

_AFTER_A_RUN = {
    RunState.PENDING: SeatState.PENDING,
    RunState.REBOOT_NEEDED: SeatState.PENDING,
    RunState.DIFFERS: SeatState.DIFFERS,
    RunState.FAILED: SeatState.FAILED,
}
"""The states in which the run of a machine with open lines can end."""
