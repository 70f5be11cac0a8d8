"""Scanners that see what they are told to see, or a world of machines in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from orchestrator.domain.observations import Observation, ScanFailure, ScanFailureCause, ScanResult
from orchestrator.services.scanning import MachineScanner, ScanTarget
from orchestrator.services.unit_of_work import Clock
from tests.fakes.world import World


@dataclass
class FakeScanner(MachineScanner):
    """Gives a result per machine; whoever has none is off.

    Attributes:
        results: By machine id.
        at: The moment that failures of machines without a result bear.
        scanned: Ids of all machines that were asked for, in order.
    """

    results: Mapping[str, ScanResult] = field(default_factory=dict)
    at: datetime = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
    scanned: list[str] = field(default_factory=list)

    def scan(self, targets: Sequence[ScanTarget]) -> Iterator[ScanResult]:
        """One result per target, in their order."""
        for target in targets:
            machine_id = target.machine.id
            self.scanned.append(machine_id)
            found = self.results.get(machine_id)
            if isinstance(found, Observation | ScanFailure):
                yield replace(found, machine_id=machine_id)
            else:
                yield ScanFailure(machine_id, self.at, ScanFailureCause.TIMED_OUT, "no answer in time")


@dataclass
class WorldScanner(MachineScanner):
    """Sees a world of machines in memory."""

    world: World
    clock: Clock

    def scan(self, targets: Sequence[ScanTarget]) -> Iterator[ScanResult]:
        """One result per target, in their order."""
        for target in targets:
            yield self.world.scan(target.machine, self.clock.now())
