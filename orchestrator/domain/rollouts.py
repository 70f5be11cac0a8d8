"""Rollouts, their machine runs, and what they leave behind: intents and placements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal


class RolloutTrigger(StrEnum):
    """What made a rollout begin."""

    OWED = "owed"  # the worker, by itself, because the room is owed something (RULES R0.3)
    TECHNICIAN = "technician"  # a technician started it
    RETRY = "retry"  # a technician tries the failed seats again
    PENDING = "pending"  # the worker comes back for seats that were off


class RolloutState(StrEnum):
    """Where a rollout is."""

    QUEUED = "queued"  # waits for the worker, or for the room's other rollout to end
    RUNNING = "running"  # scans or installs
    DONE = "done"  # every seat it was for is ready
    INCOMPLETE = "incomplete"  # it is over, and some seats are not ready, each with its cause
    CANCELLED = "cancelled"  # somebody stopped it; what it did not get to is owed all the same (RULES R2)

    @property
    def is_over(self) -> bool:
        """Whether nothing new begins in it."""
        return self not in {RolloutState.QUEUED, RolloutState.RUNNING}


ROLLOUT_TRANSITIONS: dict[RolloutState, frozenset[RolloutState]] = {
    RolloutState.QUEUED: frozenset({RolloutState.RUNNING, RolloutState.CANCELLED}),
    RolloutState.RUNNING: frozenset({RolloutState.DONE, RolloutState.INCOMPLETE, RolloutState.CANCELLED}),
    RolloutState.DONE: frozenset(),
    RolloutState.INCOMPLETE: frozenset(),
    RolloutState.CANCELLED: frozenset(),
}


class RunState(StrEnum):
    """Where one machine's run in a rollout is, or how it ended."""

    WAITING = "waiting"  # its wave has not begun
    WORKING = "working"  # Ansible is on it
    VERIFYING = "verifying"  # Ansible is through; the closing scan decides
    READY = "ready"  # detected by the closing scan
    REBOOT_NEEDED = "reboot_needed"  # all is there, and Windows must restart before it counts
    DIFFERS = "differs"  # something is there, but not as wanted
    FAILED = "failed"  # cause known, needs a person
    PENDING = "pending"  # off: unreachable is not failed (RULES R5.4)
    OUT_OF_SERVICE = "out_of_service"  # the site took it out; not touched

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it in this rollout."""
        return self not in {RunState.WAITING, RunState.WORKING, RunState.VERIFYING}


_ENDS = frozenset(state for state in RunState if state.is_over)
RUN_TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    RunState.WAITING: frozenset({RunState.WORKING}) | _ENDS,
    RunState.WORKING: frozenset({RunState.WORKING, RunState.VERIFYING}) | _ENDS,
    # Back to work when the worker died before the verdict and the wave runs again.
    RunState.VERIFYING: frozenset({RunState.WORKING}) | _ENDS,
    # A machine that is through joins a later wave of the same rollout when something new was asked for meanwhile.
    **{state: frozenset({RunState.WAITING}) | _ENDS for state in _ENDS},
}


class CauseCode(StrEnum):
    """Why a seat is not ready. The words and the advice are made in ``services/wording``."""

    OFF = "off"  # nothing answered
    CREDENTIALS_REFUSED = "credentials_refused"  # wrong account or password
    SECRET_MISSING = "secret_missing"  # noqa: S105 - our side has no password for it
    CERTIFICATE = "certificate"  # its certificate cannot be trusted
    NAME_UNKNOWN = "name_unknown"  # its address does not resolve
    WRONG_MACHINE = "wrong_machine"  # a stranger answers behind its name
    NOT_WINDOWS_REMOTE = "not_windows_remote"  # it answers, but not as WinRM should
    INSTALLER_FAILED = "installer_failed"  # an installer ended with an error
    REMOVAL_FAILED = "removal_failed"  # an uninstaller ended with an error
    STILL_THERE = "still_there"  # it has to go and is still there
    NOT_DETECTED = "not_detected"  # the installer said yes, the scan says no
    OTHER_VERSION = "other_version"  # another version than the wanted one is there
    NEWER_THAN_WANTED = "newer_than_wanted"  # a newer one is there, and we don't downgrade by ourselves
    HALF = "half"  # package manager and registry disagree
    UNVERIFIABLE = "unverifiable"  # nothing can prove it
    OWED_ELSEWHERE = "owed_elsewhere"  # the tool that delivers it hasn't
    REBOOT_NEEDED = "reboot_needed"  # Windows must restart first
    CONNECTION_LOST = "connection_lost"  # it stopped answering while we were at work on it
    RUN_CRASHED = "run_crashed"  # Ansible itself could not do its work
    NOT_ASSIGNED = "not_assigned"  # no machine stands at the seat
    OUT_OF_SERVICE = "out_of_service"  # taken out by the site


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a seat is not ready.

    Attributes:
        code: See CauseCode.
        item_id: Item that it is about, or None.
        exit_code: The installer's exit code, or None.
        observed: Version that is there, or None.
        wanted: Version that should be, or None.
        detail: Technical words from the machine or from Ansible, without secrets; for technicians.
    """

    code: CauseCode
    item_id: str | None = None
    exit_code: int | None = None
    observed: str | None = None
    wanted: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rollout:
    """The work to bring one classroom to its desired state.

    Attributes:
        id: Identity in the store.
        classroom_id: The room.
        trigger: What made it begin.
        actor_id: Who.
        revision: Number of the manifest's revision that it started from.
        machine_ids: The machines it is limited to, or None for all of the room.
        state: See RolloutState.
        created_at, started_at, finished_at: UTC; None until then.
        skipped: Ids of seats that it leaves out, for this once (RULES R2).
        cancelled_by: Who cancelled it, or None.
    """

    id: str
    classroom_id: str
    trigger: RolloutTrigger
    actor_id: str
    revision: int
    created_at: datetime
    machine_ids: tuple[str, ...] | None = None
    state: RolloutState = RolloutState.QUEUED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    skipped: tuple[str, ...] = ()
    cancelled_by: str | None = None

    def moved_to(self, state: RolloutState, at: datetime) -> "Rollout":
        """The rollout in its next state; the same object when it is there already, so that a step may run again."""
        if state is self.state:
            return self
        if state not in ROLLOUT_TRANSITIONS[self.state]:
            raise IllegalTransition(thing="rollout", id=self.id, old=self.state, new=state)
        if state is RolloutState.RUNNING:
            return replace(self, state=state, started_at=at)
        return replace(self, state=state, finished_at=at)


@dataclass(frozen=True, slots=True)
class MachineRun:
    """One machine in one rollout.

    Attributes:
        rollout_id, machine_id: What it belongs to.
        seat_id: Seat at which the machine stands.
        wave: Wave that it is in, from 1; 0 when it needed no work.
        state: See RunState.
        causes: Why it is not ready; empty otherwise.
        changed_at: Last change of state, UTC.
    """

    rollout_id: str
    machine_id: str
    seat_id: str
    wave: int
    state: RunState
    changed_at: datetime
    causes: tuple[Cause, ...] = ()

    def moved_to(self, state: RunState, at: datetime, causes: tuple[Cause, ...] = ()) -> "MachineRun":
        """The run in its next state; unchanged when it is there already with the same causes."""
        if state is self.state and causes == self.causes:
            return self
        if state is not self.state and state not in RUN_TRANSITIONS[self.state]:
            raise IllegalTransition(thing="machine run", id=self.machine_id, old=self.state, new=state)
        return replace(self, state=state, causes=causes, changed_at=at)


class IntentOutcome(StrEnum):
    """What became of an intent."""

    OPEN = "open"  # no scan has looked since
    PLACED = "placed"  # a later scan found it: ours, unless somebody else's older copy was there before
    NOT_FOUND = "not_found"  # a later scan did not find it; or it was to be removed, and a later scan has looked


REMOVAL = "absent"
"""What stands in place of a version where something is to be removed; no version is without a digit."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Stored before Ansible starts: what the scan found, and what will be installed or removed.

    Attributes:
        rollout_id, wave, machine_id: The run that it belongs to.
        item_id, version: What will be installed; with ``REMOVAL`` for a version, what will be removed.
        observed_before: Version that the scan found, or None for absent.
        packages_before: Chocolatey packages that were there, so that what a package pulls in can be told apart.
        created_at: UTC.
        outcome: See IntentOutcome.
    """

    rollout_id: str
    wave: int
    machine_id: str
    item_id: str
    version: str
    observed_before: str | None
    packages_before: tuple[str, ...]
    created_at: datetime
    outcome: IntentOutcome = IntentOutcome.OPEN

    @property
    def removes(self) -> bool:
        """Whether it announces a removal."""
        return self.version == REMOVAL


RESTARTING = "restarting:"
"""Prefix of the item id of a mark that lasts until Windows has restarted, where we upgraded a copy that isn't ours."""

PULLED_IN = "chocolatey:"
"""Prefix of the item id under which a pulled-in package is placed."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Something on a machine that is ours.

    Attributes:
        machine_id: Where.
        item_id: Catalog id; for a pulled-in package ``chocolatey:<package id>``; for a mark see ``RESTARTING``.
        version: Version that was placed.
        rollout_id: Rollout that placed it.
        placed_at: When the scan proved it, UTC.
        dependency_of: For a pulled-in package the items it came with; it goes only with the last of them.
        awaiting_reboot: Whether Windows has asked for a restart since and not had it.
    """

    machine_id: str
    item_id: str
    version: str
    rollout_id: str
    placed_at: datetime
    dependency_of: tuple[str, ...] = ()
    awaiting_reboot: bool = False


def waves(machine_ids: Sequence[str], size: int | None) -> tuple[tuple[str, ...], ...]:
    """Machines cut into waves of ``size`` in their order; None or 0 makes one wave of all."""
    if not machine_ids:
        return ()
    step = size or len(machine_ids)
    return tuple(tuple(machine_ids[start : start + step]) for start in range(0, len(machine_ids), step))


def final_state(runs: Iterable[MachineRun]) -> RolloutState:
    """How a rollout ended: done only if every seat in service is ready."""
    settled = all(run.state in {RunState.READY, RunState.OUT_OF_SERVICE} for run in runs)
    return RolloutState.DONE if settled else RolloutState.INCOMPLETE


@dataclass(eq=False)
class IllegalTransition(Refusal):
    """A state that cannot follow the present one."""

    thing: str
    id: str
    old: str
    new: str
    code: ClassVar[str] = "illegal-transition"


@dataclass(eq=False)
class RolloutUnderWay(Refusal):
    """The room has a rollout that waits or runs; it is named."""

    classroom: str
    rollout_id: str
    code: ClassVar[str] = "rollout-under-way"


@dataclass(eq=False)
class NothingToRetry(Refusal):
    """No seat of that rollout failed or is pending."""

    rollout_id: str
    code: ClassVar[str] = "nothing-to-retry"


@dataclass(eq=False)
class RolloutIsOver(Refusal):
    """The rollout is over already, so nothing is left to be cancelled."""

    rollout_id: str
    state: RolloutState
    code: ClassVar[str] = "rollout-is-over"


@dataclass(eq=False)
class EverySeatSkipped(Refusal):
    """A rollout that skips every seat with a machine would do nothing."""

    classroom: str
    code: ClassVar[str] = "every-seat-skipped"


@dataclass(eq=False)
class RolloutNotOver(Refusal):
    """What was asked for has to wait until the rollout is over."""

    rollout_id: str
    code: ClassVar[str] = "rollout-not-over"
