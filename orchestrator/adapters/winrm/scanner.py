"""The scan of many machines at once (port ``MachineScanner``)."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime

from orchestrator.adapters.winrm.access import SecretMissing, secret_of
from orchestrator.adapters.winrm.command import command_line
from orchestrator.adapters.winrm.connection import CommandOverran, load_authorities, run_command_line
from orchestrator.adapters.winrm.failures import broke_off, classify
from orchestrator.adapters.winrm.reading import MachineOutput
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.domain.machines import ConnectionProfile, is_stranger
from orchestrator.domain.observations import Observation, ScanFailure, ScanFailureCause, ScanResult
from orchestrator.services.scanning import ScanTarget

MAX_DETAIL = 300
"""Characters of a failure's detail."""


@dataclass(frozen=True, slots=True)
class _Granted:
    """A profile whose secret is at hand."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A profile that lacks something on our side, so that its machines need not be contacted."""

    cause: ScanFailureCause
    detail: str


_Access = _Granted | _Refused


class WinrmScanner:
    """Reads machines over WinRM, by native commands, one command line each.

    Attributes:
        parallel: Machines that are read at once.
        command_seconds: How long the command line may run on one machine.
    """

    def __init__(
        self,
        read_secret: Callable[[str], str],
        clock: Callable[[], datetime],
        *,
        parallel: int = 64,
        command_seconds: float = 120,
    ) -> None:
        """Set the scanner up; nothing is contacted.

        Args:
            read_secret: Gives the secret of a name, or raises. Asked once per secret and scan. With the transport
                ``certificate`` the secret is the path of a PEM file that holds the client's certificate and key.
            clock: Now, in UTC.
            parallel: Machines that are read at once.
            command_seconds: How long the command line may run on one machine.
        """
        self._read_secret = read_secret
        self._clock = clock
        self.parallel = parallel
        self.command_seconds = command_seconds

    def scan(self, targets: Sequence[ScanTarget]) -> Iterator[ScanResult]:
        """Read all targets; each result comes as soon as it is there. See the port for what is owed."""
        if not targets:
            return
        access = {profile: self._access(profile) for profile in {target.profile for target in targets}}
        pool = ThreadPoolExecutor(max_workers=min(self.parallel, len(targets)), thread_name_prefix="scan")
        try:
            futures = [pool.submit(self._scan_one, target, access[target.profile]) for target in targets]
            for future in as_completed(futures):
                yield future.result()
        finally:
            # Whoever stops listening waits for what is under way, and for nothing that has not begun.
            pool.shutdown(wait=True, cancel_futures=True)

    def _access(self, profile: ConnectionProfile) -> _Access:
        """What a profile needs on our side: once per scan, not once per machine."""
        try:
            secret = secret_of(profile, self._read_secret)
        except SecretMissing as error:
            return _Refused(ScanFailureCause.SECRET_MISSING, error.problem)
        try:
            load_authorities(profile)
        except OSError as error:
            detail = f"authorities of profile {profile.name} cannot be loaded: {type(error).__name__}"
            return _Refused(ScanFailureCause.CERTIFICATE, detail)
        return _Granted(secret)

    def _scan_one(self, target: ScanTarget, access: _Access) -> ScanResult:
        """One result for one machine, whatever happens."""
        if isinstance(access, _Refused):
            return self._failure(target, access.cause, access.detail)
        marker = secrets.token_hex(4)
        try:
            return self._result(target, MachineOutput(self._read(target, access.secret, marker), marker))
        except UnreadableOutput as error:
            return self._failure(target, ScanFailureCause.UNREADABLE, f"section {error.section} {error.problem}")
        except CommandOverran as error:
            return self._failure(target, ScanFailureCause.UNREADABLE, error.problem)
        except Exception as error:  # noqa: BLE001 - one machine's fault must not take the others' results away
            return self._failure(target, *classify(error))

    def _read(self, target: ScanTarget, secret: str, marker: str) -> bytes:
        """What a machine prints. An exchange that breaks off is tried once more: reading changes nothing there."""

        def ask() -> bytes:
            return run_command_line(target, secret, command_line(marker), seconds=self.command_seconds)

        try:
            return ask()
        except Exception as error:
            if not broke_off(error):
                raise
        return ask()

    def _result(self, target: ScanTarget, output: MachineOutput) -> ScanResult:
        machine = target.machine
        hardware_id = output.hardware_id()
        if is_stranger(machine.hardware_id, hardware_id):
            seen = hardware_id or "none"
            return self._failure(target, ScanFailureCause.WRONG_MACHINE, f"hardware id that answers: {seen}")
        software = output.software()
        return Observation(
            machine_id=machine.id,
            at=self._clock(),
            computer_name=software.computer_name,
            hardware_id=hardware_id,
            products=software.products,
            chocolatey=software.chocolatey,
            reboot_pending=software.reboot_pending,
            hardware=output.hardware(),
        )

    def _failure(self, target: ScanTarget, cause: ScanFailureCause, detail: str) -> ScanFailure:
        return ScanFailure(target.machine.id, self._clock(), cause, detail[:MAX_DETAIL])
