"""What a simulated machine remembers: its registry, its packages, its identity. Kept as one JSON file per machine."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from orchestrator.virtual_lab import registry as reg
from orchestrator.virtual_lab.certificates import write_private
from orchestrator.virtual_lab.faults import Faults
from orchestrator.virtual_lab.registry import Registry
from orchestrator.virtual_lab.shelf import Product

_FORMAT = 1


@dataclass(slots=True)
class InstalledPackage:
    """A Chocolatey package on a machine.

    Attributes:
        id: Its id in lower case.
        version: Installed version.
        dependencies: Ids of the packages that it needs.
        asked_for: Whether somebody asked for it by name; otherwise it came as a dependency.
        keys: Registry keys of the products that its installer wrote.
    """

    id: str
    version: str
    dependencies: tuple[str, ...] = ()
    asked_for: bool = True
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class InstalledMsi:
    """A Windows Installer product on a machine: codes, version, and the key of its uninstall entry."""

    product_code: str
    upgrade_code: str
    version: str
    file: str
    key: str


@dataclass(slots=True)
class MachineState:
    """Everything that survives a restart of the lab.

    Attributes:
        hardware_id: SMBIOS UUID in upper case.
        computer_name: Name that Windows gives itself.
        chocolatey: Version of Chocolatey, or None.
        registry: The registry.
        packages: Chocolatey packages by id.
        msi: Windows Installer products by product code in upper case.
        boots: How often it was started.
        faults: What is wrong with it by order of whoever runs the lab.
    """

    hardware_id: str
    computer_name: str
    chocolatey: str | None
    registry: Registry = field(default_factory=Registry)
    packages: dict[str, InstalledPackage] = field(default_factory=dict)
    msi: dict[str, InstalledMsi] = field(default_factory=dict)
    boots: int = 1
    faults: Faults = field(default_factory=Faults)

    def write_product(self, product: Product) -> str:
        """Write an uninstall entry; gives the path of its key."""
        path = f"{reg.UNINSTALL_32 if product.hive == '32' else reg.UNINSTALL_64}\\{product.key}"
        self.registry.set(path, "DisplayName", product.name)
        self.registry.set(path, "DisplayVersion", product.version)
        self.registry.set(path, "Publisher", product.publisher)
        if product.windows_installer:
            command = f"MsiExec.exe /X{product.key}"
            self.registry.set(path, "WindowsInstaller", "0x1", "REG_DWORD")
        else:
            command = rf'"C:\Program Files\{product.name}\uninstall.exe"'
        self.registry.set(path, "UninstallString", command)
        return path

    def reboot_reasons(self) -> tuple[str, ...]:
        """Which keys ask for a restart: ``component_servicing``, ``windows_update``, ``file_rename``."""
        found = []
        if self.registry.key(reg.SERVICING_REBOOT):
            found.append("component_servicing")
        if self.registry.key(reg.UPDATE_REBOOT):
            found.append("windows_update")
        if self.registry.get(reg.SESSION_MANAGER, reg.FILE_RENAMES):
            found.append("file_rename")
        return tuple(found)

    def ask_for_reboot(self) -> None:
        """Leave a file to be replaced at the next start, as installers do."""
        renames = r"\??\C:\Windows\Temp\replaced-at-restart.tmp\0"
        self.registry.set(reg.SESSION_MANAGER, reg.FILE_RENAMES, renames, "REG_MULTI_SZ")

    def restarted(self) -> None:
        """What a start of Windows does: pending replacements are made, the flags go."""
        self.boots += 1
        self.registry.delete_key(reg.SERVICING_REBOOT)
        self.registry.delete_key(reg.UPDATE_REBOOT)
        self.registry.delete_value(reg.SESSION_MANAGER, reg.FILE_RENAMES)

    def to_json(self) -> dict[str, Any]:
        """The form that ``from_json`` takes."""
        return {
            "format": _FORMAT,
            "hardware_id": self.hardware_id,
            "computer_name": self.computer_name,
            "chocolatey": self.chocolatey,
            "boots": self.boots,
            "faults": self.faults.to_json(),
            "packages": [asdict(p) for p in self.packages.values()],
            "msi": [asdict(m) for m in self.msi.values()],
            "registry": self.registry.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build the state from a file's content."""
        packages = (
            InstalledPackage(**{**p, "dependencies": tuple(p["dependencies"]), "keys": tuple(p["keys"])})
            for p in data["packages"]
        )
        msi = (InstalledMsi(**m) for m in data["msi"])
        return cls(
            hardware_id=data["hardware_id"],
            computer_name=data["computer_name"],
            chocolatey=data["chocolatey"],
            registry=Registry(data["registry"]),
            packages={p.id: p for p in packages},
            msi={m.product_code.upper(): m for m in msi},
            boots=data["boots"],
            faults=Faults.from_json(data["faults"]),
        )


def load_state(path: Path) -> MachineState | None:
    """The state that a file holds, or None where the machine is new."""
    if not path.exists():
        return None
    return MachineState.from_json(json.loads(path.read_text(encoding="utf-8")))


def save_state(path: Path, state: MachineState) -> None:
    """Replace the file in one step, so that a killed lab never leaves half of it."""
    write_private(path, json.dumps(state.to_json(), ensure_ascii=False).encode())
