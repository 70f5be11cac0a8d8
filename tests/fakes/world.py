"""Machines in memory: what is on them, how they answer, and how installers behave on them."""

from dataclasses import dataclass, field
from datetime import datetime

from orchestrator.domain.catalog import Catalog, Provider
from orchestrator.domain.machines import Machine, is_stranger
from orchestrator.domain.observations import (
    ChocolateyPackage,
    Hardware,
    InstalledProduct,
    Observation,
    ScanFailure,
    ScanFailureCause,
    ScanResult,
)


@dataclass(frozen=True)
class Installer:
    """How an item's installer behaves on one machine.

    Attributes:
        exit_code: What it ends with.
        installs: Whether the software is there afterwards; None for what the exit code says.
        asks_restart: Whether Windows waits for a restart afterwards.
        brings: Chocolatey packages that come along.
        loses_connection: Whether the machine stops answering Ansible in the middle, with the work done or not.
    """

    exit_code: int = 0
    installs: bool | None = None
    asks_restart: bool = False
    brings: tuple[str, ...] = ()
    loses_connection: bool = False

    @property
    def leaves_software(self) -> bool:
        return self.exit_code in {0, 3010} if self.installs is None else self.installs


@dataclass
class FakeMachine:
    """One machine.

    Attributes:
        hardware_id: What it tells of its hardware; None for nothing.
        software: Item id to the version that Windows shows.
        packages: Chocolatey packages beside those of the software.
        fault: How a scan of it fails, or None when it answers.
        restart_due: Whether Windows waits for a restart.
        installers: By item id; others just work.
        uninstallers: Likewise; what one "installs" is what it leaves behind.
        executed: What installers were really started, as ``item version``; what was taken away as ``item absent``.
        hardware: What it has, or None where it does not tell.
    """

    hardware_id: str | None
    software: dict[str, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    fault: ScanFailureCause | None = None
    restart_due: bool = False
    installers: dict[str, Installer] = field(default_factory=dict)
    uninstallers: dict[str, Installer] = field(default_factory=dict)
    executed: list[str] = field(default_factory=list)
    hardware: Hardware | None = None

    def install(self, item_id: str, version: str) -> Installer:
        """Start an item's installer, and give how it behaved."""
        self.executed.append(f"{item_id} {version}")
        installer = self.installers.get(item_id, Installer())
        for package in installer.brings:
            self.packages[package] = "1.0"
        if installer.leaves_software:
            self.software[item_id] = version
        self.restart_due = self.restart_due or installer.asks_restart
        return installer

    def remove(self, item_id: str) -> Installer:
        """Start an item's uninstaller, and give how it behaved."""
        self.executed.append(f"{item_id} absent")
        uninstaller = self.uninstallers.get(item_id, Installer(installs=False))
        if not uninstaller.leaves_software:
            self.software.pop(item_id, None)
        self.restart_due = self.restart_due or uninstaller.asks_restart
        return uninstaller

    def restart(self) -> None:
        self.restart_due = False


@dataclass
class World:
    """All machines by id, seen with the eyes of a catalog whose items are recognised by their ids (see ``examples``).

    Attributes:
        catalog: What is on offer now.
        machines: By machine id.
        scans: Ids of the machines that were scanned, in order.
    """

    catalog: Catalog
    machines: dict[str, FakeMachine] = field(default_factory=dict)
    scans: list[str] = field(default_factory=list)

    def scan(self, machine: Machine, at: datetime) -> ScanResult:
        """What a scan of the machine sees now."""
        self.scans.append(machine.id)
        real = self.machines[machine.id]
        if real.fault is not None:
            return ScanFailure(machine.id, at, real.fault, "as told")
        if is_stranger(machine.hardware_id, real.hardware_id):
            return ScanFailure(machine.id, at, ScanFailureCause.WRONG_MACHINE, f"{real.hardware_id}")
        packages = real.packages | {
            item.package: release.delivered_version
            for item_id, version in real.software.items()
            if (item := self.catalog.items[item_id]).provider is Provider.CHOCOLATEY
            and item.package
            and (release := item.release(version))
        }
        return Observation(
            machine_id=machine.id,
            at=at,
            computer_name=machine.name.upper(),
            hardware_id=real.hardware_id,
            products=tuple(
                InstalledProduct(f"key-{item_id}", "64", f"{item_id} (x64)", version)
                for item_id, version in sorted(real.software.items())
            ),
            chocolatey=tuple(ChocolateyPackage(name, version) for name, version in sorted(packages.items())),
            reboot_pending=("file_rename",) if real.restart_due else (),
            hardware=real.hardware,
        )
