"""What the caller says of a lab: its machines and how it runs."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from orchestrator.virtual_lab.hardware import HardwareSpec, usual_hardware

DEFAULT_CHOCOLATEY = "2.4.1"
DEFAULT_USERNAME = "lab-admin"
# Real seconds that one simulated minute takes: Firefox (2 minutes) installs in 0.4 s, LibreOffice (15) in 3 s.
DEFAULT_TIME_SCALE = 0.2
_OEM_CODE_PAGES = {"en": 437, "de": 850}


class BadSpec(ValueError):
    """A machine is described in a way that the lab cannot build."""


@dataclass(frozen=True, slots=True)
class MachineSpec:
    r"""One machine to simulate.

    Attributes:
        name: Name in the inventory, e.g. ``b204-07``; also a DNS name in its certificate.
        address: Loopback address that it listens on.
        port: Port, or 0 for a free one (the same as last time, where that is still free).
        hardware_id: SMBIOS UUID; derived from the name when empty.
        computer_name: Name that Windows gives itself; the name in upper case when empty.
        language: ``en`` or ``de``: words of ``reg.exe`` and cmd.exe, and the OEM code page.
        accepts_utf8: Whether code page 65001 is granted; otherwise the OEM code page stays.
        chocolatey: Version of Chocolatey, or None where it is not installed.
        packages: Chocolatey packages of the shelf that are there from the start, ``id`` or ``id=version``.
        products: Further uninstall entries that are there from the start: ``key``, ``hive``, ``name``, ``version``,
            ``publisher``, ``windows_installer``.
        hardware: Attributes of its HardwareSpec that are not the usual ones for its name.
    """

    name: str
    address: str = "127.0.0.1"
    port: int = 0
    hardware_id: str = ""
    computer_name: str = ""
    language: str = "en"
    accepts_utf8: bool = True
    chocolatey: str | None = DEFAULT_CHOCOLATEY
    packages: tuple[str, ...] = ()
    products: tuple[Mapping[str, Any], ...] = ()
    hardware: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.language not in _OEM_CODE_PAGES:
            raise BadSpec(f"{self.name}: the lab speaks {' and '.join(_OEM_CODE_PAGES)}, not {self.language!r}")
        unknown = set(self.hardware) - {f.name for f in fields(HardwareSpec)}
        if unknown:
            raise BadSpec(f"{self.name}: the hardware of a lab machine has no {', '.join(sorted(unknown))}")
        if not self.fitted.is_possible:
            raise BadSpec(f"{self.name}: no Windows machine is made of {dict(self.hardware)}")

    @property
    def fitted(self) -> HardwareSpec:
        """What it is made of."""
        return replace(usual_hardware(self.name), **self.hardware)

    @property
    def uuid(self) -> str:
        """The SMBIOS UUID in upper case, without braces."""
        if self.hardware_id:
            return self.hardware_id.strip("{}").upper()
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name}.lab")).upper()

    @property
    def windows_name(self) -> str:
        """The computer name; Windows cuts it to 15 characters."""
        return (self.computer_name or self.name).upper()[:15]

    @property
    def oem_code_page(self) -> int:
        """Code page of its console."""
        return _OEM_CODE_PAGES[self.language]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build one from the form that ``asdict`` gives.

        Raises:
            BadSpec: An attribute is unknown.
        """
        unknown = set(data) - {f.name for f in fields(cls)}
        if unknown:
            raise BadSpec(f"a lab machine has no {', '.join(sorted(unknown))}")
        values = dict(data)
        for name in ("packages", "products"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)


@dataclass(frozen=True, slots=True)
class LabSpec:
    """A lab to run.

    Attributes:
        state: Directory of everything that outlives the process.
        machines: Its machines, with different names.
        username: Local administrator of every machine.
        password: Its password.
        time_scale: Real seconds that one simulated minute takes; 0 for none.
        distribution_port: Port of the distribution point, or 0 for a free one.
    """

    state: Path
    machines: tuple[MachineSpec, ...]
    password: str = field(repr=False)
    username: str = DEFAULT_USERNAME
    time_scale: float = DEFAULT_TIME_SCALE
    distribution_port: int = 0

    def __post_init__(self) -> None:
        names = [m.name for m in self.machines]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise BadSpec(f"two machines have the same name: {', '.join(twice)}")
        if not self.password:
            raise BadSpec("the machines need a password")

    def to_json(self) -> dict[str, Any]:
        """Plain data, with the password: for a pipe, not for a file."""
        return {**asdict(self), "state": str(self.state)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build one from what ``to_json`` gave."""
        values = dict(data)
        values["state"] = Path(values["state"])
        values["machines"] = tuple(MachineSpec.from_json(m) for m in values["machines"])
        return cls(**values)
