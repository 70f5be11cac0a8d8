"""Observed state: what a scan read from a machine, and when. Never mixed with what is desired."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class InstalledProduct:
    """One entry of an uninstall hive.

    Attributes:
        key: Name of the registry subkey: a product code ``{GUID}`` for Windows Installer packages, else free.
        hive: ``64`` or ``32`` (WOW6432Node).
        name: DisplayName.
        version: DisplayVersion, or None where the entry has none.
        publisher: Publisher, or None.
        windows_installer: Whether Windows Installer owns the entry, so that ``key`` is a product code.
    """

    key: str
    hive: str
    name: str
    version: str | None = None
    publisher: str | None = None
    windows_installer: bool = False


@dataclass(frozen=True, slots=True)
class ChocolateyPackage:
    """One line of ``choco list``: lower-case id and installed version."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Hardware:
    """What a machine is made of and which Windows it runs, as far as it told; None for a part is "not told".

    Attributes:
        memory_mb: Memory that Windows can use, rounded up to whole gigabytes (1,024 MB): firmware and graphics keep a
            part of what is fitted, and nobody asks for 15.8 GB.
        disk_mb: Size of the system drive.
        disk_free_mb: What is free on it.
        cpu: Name of the processor.
        cpu_cores: Logical processors.
        windows_build: Such as ``10.0.22631.4460``; the last part is missing where Windows didn't tell it.
        windows_name: Such as ``Windows 11 Education``.
    """

    memory_mb: int | None = None
    disk_mb: int | None = None
    disk_free_mb: int | None = None
    cpu: str | None = None
    cpu_cores: int | None = None
    windows_build: str | None = None
    windows_name: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """All that one successful scan of one machine saw.

    Attributes:
        machine_id: Machine that was scanned.
        at: When, in UTC.
        computer_name: Name that Windows gives itself.
        hardware_id: SMBIOS UUID in upper case without braces, or None where Windows didn't tell.
        products: Uninstall entries of both hives, sorted by name and key.
        chocolatey: Installed packages sorted by id; None where there is no Chocolatey.
        reboot_pending: Which keys ask for a reboot: ``component_servicing``, ``windows_update``, ``file_rename``.
        hardware: What it is made of; None where it told nothing of it, or was read before scans asked.
    """

    machine_id: str
    at: datetime
    computer_name: str | None
    hardware_id: str | None
    products: tuple[InstalledProduct, ...] = ()
    chocolatey: tuple[ChocolateyPackage, ...] | None = None
    reboot_pending: tuple[str, ...] = ()
    hardware: Hardware | None = None


class ScanFailureCause(StrEnum):
    """Why a machine could not be read. Only ``credentials_refused`` and ``wrong_machine`` need a person."""

    REFUSED = "refused"  # nothing listens: off, or the service is stopped
    TIMED_OUT = "timed_out"  # no answer in time: off, or the network drops it
    NAME_UNKNOWN = "name_unknown"  # the address does not resolve
    CERTIFICATE = "certificate"  # TLS certificate is not from an authority that we trust, or for another name
    CREDENTIALS_REFUSED = "credentials_refused"  # WinRM said 401
    SECRET_MISSING = "secret_missing"  # noqa: S105 - the password's secret is not there on our side
    PROTOCOL = "protocol"  # it answered, but not as WinRM should
    UNREADABLE = "unreadable"  # the command ran, but its output is not what Windows prints
    WRONG_MACHINE = "wrong_machine"  # a stranger's hardware answers behind the name

    @property
    def machine_is_absent(self) -> bool:
        """Whether the machine is probably switched off: unreachable is not failed (RULES R5.4)."""
        return self in {ScanFailureCause.REFUSED, ScanFailureCause.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class ScanFailure:
    """A scan that saw nothing.

    Attributes:
        machine_id: Machine that was tried.
        at: When, in UTC.
        cause: See ScanFailureCause.
        detail: Technical words for a technician, without secrets, at most 300 characters.
        since: When a machine that is off was first found to be so, without an answer since, UTC; None where this is
            the first time. The store fills it in.
    """

    machine_id: str
    at: datetime
    cause: ScanFailureCause
    detail: str = ""
    since: datetime | None = None


ScanResult = Observation | ScanFailure
