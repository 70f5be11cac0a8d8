"""The port through which machines are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.observations import ScanResult


@dataclass(frozen=True, slots=True)
class ScanTarget:
    """A machine to be read and how to reach it."""

    machine: Machine
    profile: ConnectionProfile


class MachineScanner(Protocol):
    """Reads what is on machines.

    MUST yield exactly one result per target, as each comes in, in any order; MUST turn every fault of one machine
    into a ScanFailure of that machine; MUST NOT change anything on a machine; MUST NOT yield an Observation of a
    stranger (``domain.machines.is_stranger``) but a ScanFailure ``wrong_machine``.

    Raises: nothing for a machine's fault.
    """

    def scan(self, targets: Sequence[ScanTarget]) -> Iterator[ScanResult]:
        """Read all targets, several at once."""
        ...
