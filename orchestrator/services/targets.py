"""Reading machines and keeping what was seen."""

from collections.abc import Iterable
from dataclasses import replace

from orchestrator.domain.machines import ConnectionProfile, Machine, MachineStatus
from orchestrator.domain.observations import Observation, ScanResult
from orchestrator.services.placements import settle
from orchestrator.services.scanning import MachineScanner, ScanTarget
from orchestrator.services.unit_of_work import Transactions, UnitOfWork


def scan_machines(
    machines: Iterable[Machine], *, transactions: Transactions, scanner: MachineScanner, ca_file: str | None
) -> dict[str, ScanResult]:
    """Scan machines in service and record what each showed; results by machine id.

    A machine's first scan learns its hardware. Intents that were open are settled by what the scan sees, whichever
    attempt they came from: this is how software becomes ours (see ``placements``).
    """
    with transactions() as uow:
        profiles = uow.machines.profiles()
    targets = [
        ScanTarget(machine, reachable(profiles[machine.profile], ca_file))
        for machine in machines
        if machine.status is MachineStatus.IN_SERVICE
    ]
    by_id = {target.machine.id: target.machine for target in targets}
    results: dict[str, ScanResult] = {}
    for result in scanner.scan(targets):
        results[result.machine_id] = result
        with transactions() as uow:
            record(uow, by_id[result.machine_id], result)
            uow.commit()
    return results


def record(uow: UnitOfWork, machine: Machine, result: ScanResult) -> None:
    """Keep one machine's scan result, learn its hardware, and settle its intents."""
    uow.observations.record(result)
    if isinstance(result, Observation):
        if machine.hardware_id is None and result.hardware_id:
            uow.machines.put(replace(machine, hardware_id=result.hardware_id))
        settle(uow, result)


def reachable(profile: ConnectionProfile, ca_file: str | None) -> ConnectionProfile:
    """The profile with the site's authorities where it names none of its own."""
    return profile if profile.ca_file else replace(profile, ca_file=ca_file)
