"""The port through which machines are changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.provider_calls import ProviderCall


@dataclass(frozen=True, slots=True)
class MachineWork:
    """What one machine is asked to do in one run."""

    machine: Machine
    profile: ConnectionProfile
    calls: tuple[ProviderCall, ...]


@dataclass(frozen=True, slots=True)
class DeploymentRun:
    """One start of Ansible.

    Attributes:
        id: Unique per start, also when a step is run again.
        fence: Identity of the room; nothing with the same fence may be alive when a run starts.
        work: What each machine gets. Machines with nothing to do are not in it.
    """

    id: str
    fence: str
    work: tuple[MachineWork, ...]


class RunEventKind(StrEnum):
    """What a run tells while it goes on."""

    CALL_STARTED = "call_started"  # a provider call began on a machine
    CALL_SUCCEEDED = "call_succeeded"  # it ended well; `data` has changed, rc, reboot_required
    CALL_FAILED = "call_failed"  # it ended badly; `data` has rc, msg
    REMOVAL_STARTED = "removal_started"  # a provider call that takes something away began on a machine
    REMOVAL_SUCCEEDED = "removal_succeeded"  # it ended well; `data` as above
    REMOVAL_FAILED = "removal_failed"  # it ended badly; `data` has rc, msg
    UNREACHABLE = "unreachable"  # the machine did not answer; `data` has msg
    MACHINE_DONE = "machine_done"  # Ansible is through with the machine; `data` has ok, changed, failures
    OUTPUT = "output"  # a line of Ansible's own output that belongs to no machine


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One event of a run.

    Attributes:
        kind: See RunEventKind.
        machine_id: Machine that it concerns, or None.
        items: Catalog ids that it concerns.
        data: Plain JSON: ``rc`` (int), ``msg`` (str, at most 2,000 characters), ``changed`` (bool),
            ``reboot_required`` (bool) as far as known. Never a secret.
    """

    kind: RunEventKind
    machine_id: str | None = None
    items: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


class RunStatus(StrEnum):
    """How a run ended. What is on the machines, only the closing scan says."""

    SUCCESSFUL = "successful"  # Ansible had no failure on any machine
    FAILED = "failed"  # at least one machine failed or was unreachable
    CANCELLED = "cancelled"  # stopped on request; nothing of it is alive any more
    CRASHED = "crashed"  # Ansible itself could not do its work; the last OUTPUT events say why


class Deployer(Protocol):
    """Changes machines.

    MUST end every process of an earlier run with the same fence before it starts one, and every process of its own
    before it returns or raises; MUST hand events on in order, in batches, from the calling thread only; MUST keep
    secrets out of argv, environment, logs, events and everything it leaves on disk.
    """

    def apply(
        self,
        run: DeploymentRun,
        *,
        on_events: Callable[[Sequence[RunEvent]], None],
        cancelled: Callable[[], bool],
    ) -> RunStatus:
        """Do the work and say how it ended. ``cancelled`` is asked about every second."""
        ...

    def fence(self, fence: str) -> int:
        """End whatever is alive of runs with this fence, and say how many processes that were."""
        ...
