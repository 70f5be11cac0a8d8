"""One simulated machine, as the programs that run on it see it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestrator.virtual_lab import registry as reg
from orchestrator.virtual_lab.execution_log import ExecutionLog
from orchestrator.virtual_lab.faults import STRANGER_COMPUTER_NAME, STRANGER_HARDWARE_ID, Faults
from orchestrator.virtual_lab.hardware import write_hardware
from orchestrator.virtual_lab.latency import Latency
from orchestrator.virtual_lab.machine_state import InstalledPackage, MachineState, load_state, save_state
from orchestrator.virtual_lab.network import Network
from orchestrator.virtual_lab.registry import Registry, describe
from orchestrator.virtual_lab.shelf import Product, Shelf
from orchestrator.virtual_lab.specs import BadSpec, MachineSpec


@dataclass(slots=True)
class Surroundings:
    """What all machines of a lab share."""

    log: ExecutionLog
    latency: Latency
    network: Network


@dataclass(slots=True)
class Machine:
    """A machine: what it is, what it remembers, what surrounds it.

    Attributes:
        spec: What the caller said of it.
        state: What it remembers.
        around: Log, latency and network.
        file: Where its state is kept.
        temporary_files: Files that Ansible put there, by path in lower case; gone at a restart.
        jobs: Results of asynchronous tasks by job id; None while a job runs.
        background: Tasks that go on without a shell.
    """

    spec: MachineSpec
    state: MachineState
    around: Surroundings
    file: Path
    temporary_files: dict[str, bytes] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    background: set[asyncio.Task[Any]] = field(default_factory=set)
    _installing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _mended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """Name in the lab."""
        return self.spec.name

    @property
    def registry(self) -> Registry:
        """Its registry."""
        return self.state.registry

    @property
    def hardware_id(self) -> str:
        """The SMBIOS UUID that it shows."""
        return STRANGER_HARDWARE_ID if self.state.faults.stranger else self.state.hardware_id

    @property
    def computer_name(self) -> str:
        """The name that Windows gives itself."""
        return STRANGER_COMPUTER_NAME if self.state.faults.stranger else self.state.computer_name

    @property
    def installer_is_running(self) -> bool:
        """Whether Windows Installer would answer 1618."""
        return self._installing.locked()

    def save(self) -> None:
        """Write the state to disk; called after every change."""
        save_state(self.file, self.state)

    def set_faults(self, faults: Faults) -> None:
        """Set what is wrong with it; identity and hanging installers follow at once."""
        self.state.faults = faults
        self.registry.set(reg.HARDWARE_CONFIG, "LastConfig", f"{{{self.hardware_id}}}")
        self._mended.set()
        self.save()

    @asynccontextmanager
    async def installing(self) -> AsyncIterator[None]:
        """One installer at a time; a second waits."""
        async with self._installing:
            yield

    async def while_hanging(self, names: tuple[str, ...]) -> None:
        """Wait as long as a fault makes an installer of one of these names hang."""
        while self.state.faults.hangs(names):
            self._mended.clear()
            await self._mended.wait()

    def lose_memory(self) -> None:
        """What a power cut takes: what runs by itself, and what lay in temporary files."""
        for task in tuple(self.background):
            task.cancel()
        self.temporary_files.clear()
        self.jobs.clear()

    def describe(self) -> dict[str, Any]:
        """State for people and tests."""
        packages = [
            {"id": p.id, "version": p.version, "asked_for": p.asked_for, "dependencies": list(p.dependencies)}
            for p in self.state.packages.values()
        ]
        return {
            "name": self.name,
            "hardware_id": self.hardware_id,
            "computer_name": self.computer_name,
            "hardware": asdict(self.spec.fitted),
            "chocolatey": self.state.chocolatey,
            "packages": sorted(packages, key=lambda p: str(p["id"])),
            "products": describe(self.registry),
            "reboot_pending": list(self.state.reboot_reasons()),
            "installing": self.installer_is_running,
            "boots": self.state.boots,
            "faults": self.state.faults.words(),
        }


def open_machine(spec: MachineSpec, directory: Path, around: Surroundings, shelf: Shelf) -> Machine:
    """Load a machine, or image a new one. What the spec says of identity and hardware holds in both cases.

    Raises:
        BadSpec: It shall start with a package that the shelf doesn't have.
    """
    file = directory / f"{spec.name}.json"
    state = load_state(file)
    if state is None:
        state = _imaged(spec, shelf)
    if spec.hardware_id:
        state.hardware_id = spec.uuid
    if spec.computer_name:
        state.computer_name = spec.windows_name
    write_hardware(state.registry, spec.fitted)
    machine = Machine(spec, state, around, file)
    machine.set_faults(state.faults)
    return machine


def _imaged(spec: MachineSpec, shelf: Shelf) -> MachineState:
    state = MachineState(spec.uuid, spec.windows_name, spec.chocolatey)
    for path in (reg.UNINSTALL_64, reg.UNINSTALL_32):
        state.registry.add_key(path)
    for product in (*shelf.image, *(Product(**p) for p in spec.products)):
        state.write_product(product)
    for wanted in spec.packages:
        package_id, _, version = wanted.partition("=")
        _place(state, shelf, spec.name, package_id, version)
    return state


def _place(
    state: MachineState, shelf: Shelf, machine: str, package_id: str, version: str, *, asked_for: bool = True
) -> None:
    """Put a package and what it needs on a new machine; an empty version means the newest."""
    versions = {p.version: p for p in shelf.packages.get(package_id, ())}
    package = versions.get(version or next(reversed(versions), ""))
    if package is None:
        raise BadSpec(f"{machine}: the shelf has no package {package_id} {version}".rstrip())
    keys = tuple(state.write_product(p) for p in package.products)
    needed = tuple(i for i, _ in package.dependencies)
    state.packages[package_id] = InstalledPackage(package_id, package.version, needed, asked_for, keys)
    for dependency, its_version in package.dependencies:
        _place(state, shelf, machine, dependency, its_version.strip("[]"), asked_for=False)
