"""Reading machines and keeping what was seen."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.machines import ConnectionProfile, Machine, MachineStatus
from orchestrator.domain.observations import Observation, ScanFailure, ScanFailureCause, ScanResult
from orchestrator.services.placements import settle
from orchestrator.services.scanning import MachineScanner, ScanTarget
from orchestrator.services.unit_of_work import Transactions, UnitOfWork


def scan_machines(
    machines: Iterable[Machine],
    *,
    transactions: Transactions,
    scanner: MachineScanner,
    ca_file: str | None,
    settles: bool = True,
) -> dict[str, ScanResult]:
    """Scan machines in service and record what each showed; results by machine id.

    A machine's first scan learns its hardware. Intents that were open are settled by what the scan sees, whichever
    attempt they came from: this is how software becomes ours (see ``placements``).

    Args:
        machines: Which.
        transactions: The store.
        scanner: Reads them.
        ca_file: Authorities for profiles that name none of their own.
        settles: Whether it is a rollout that looks. Anybody else may look in the middle of its work.
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
        with transactions() as uow:
            results[result.machine_id] = record(uow, by_id[result.machine_id], result, settles=settles)
            uow.commit()
    return results


def record(uow: UnitOfWork, machine: Machine, result: ScanResult, *, settles: bool) -> ScanResult:
    """Keep one machine's scan result, learn its hardware, and settle its intents. What was kept."""
    if isinstance(result, Observation) and machine.hardware_id is None and result.hardware_id:
        twin = _seated_with(uow, result.hardware_id, machine)
        if twin:
            # Its address leads to a PC that stands at another seat: what was seen there proves nothing of this one.
            result = ScanFailure(machine.id, result.at, ScanFailureCause.WRONG_MACHINE, f"hardware of {twin.name}")
        else:
            # Read anew: the site's files may have changed its address since the scan began.
            uow.machines.put(replace(uow.machines.get(machine.id) or machine, hardware_id=result.hardware_id))
    uow.observations.record(result)
    if isinstance(result, Observation):
        settle(uow, result, settles=settles)
    return result


def _seated_with(uow: UnitOfWork, hardware_id: str, besides: Machine) -> Machine | None:
    """Another machine that stands at a seat and is known to be this hardware."""
    seated = {a.machine_id for room in uow.classrooms.all() for a in uow.classrooms.assignments(room.id)}
    same = (m for m in uow.machines.all() if m.hardware_id and m.hardware_id.casefold() == hardware_id.casefold())
    return next((m for m in same if m.id in seated and m.id != besides.id), None)


def silent_machines(uow: UnitOfWork, classroom_id: str, at: datetime) -> list[Machine]:
    """Machines of the room in service that did not answer when they were last looked for, or never were."""
    standing = (machine.as_of(at) for machine in uow.machines.of_classroom(classroom_id))
    machines = [m for m in standing if m.status is MachineStatus.IN_SERVICE]
    seen = uow.observations.latest([m.id for m in machines])
    return [
        m
        for m in machines
        if (known := seen.get(m.id)) is None or (known.failure is not None and known.failure.cause.machine_is_absent)
    ]


def reachable(profile: ConnectionProfile, ca_file: str | None) -> ConnectionProfile:
    """The profile with the site's authorities where it names none of its own."""
    return profile if profile.ca_file else replace(profile, ca_file=ca_file)
