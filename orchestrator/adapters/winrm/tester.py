"""The test of how one machine is reached (port ``ConnectionTester``), with the scan's own client."""

import ssl
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Thread

from orchestrator.adapters.winrm.access import SecretMissing, secret_of
from orchestrator.adapters.winrm.command import probe_line
from orchestrator.adapters.winrm.connection import CommandOverran, load_authorities, run_command_line
from orchestrator.adapters.winrm.failures import broke_off, classify
from orchestrator.adapters.winrm.handshake import (
    Place,
    certificate_of,
    connected,
    ends,
    is_no_route,
    is_number,
    is_silent_name_service,
    places_of,
    what_is_wrong,
)
from orchestrator.adapters.winrm.logins import was_let_in, why_no_shell, why_refused
from orchestrator.adapters.winrm.reading import read_probe
from orchestrator.adapters.winrm.scanner import MAX_DETAIL
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.domain.connections import (
    ConnectionFinding,
    ConnectionStep,
    StepFacts,
    StepResult,
    StepState,
    completed,
)
from orchestrator.domain.machines import is_stranger
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.services.scanning import ScanTarget

WHOLE_TEST_SECONDS = 60.0
"""How long a test may take, whatever the machine does: a page waits for it."""
_COMMAND_SECONDS = 20.0
_MAX_OUTPUT = 64 * 2**10

_F = ConnectionFinding
_BY_CAUSE = {
    ScanFailureCause.REFUSED: _F.PORT_REFUSED,
    ScanFailureCause.TIMED_OUT: _F.NO_ANSWER,
    ScanFailureCause.NAME_UNKNOWN: _F.NAME_UNKNOWN,
    ScanFailureCause.CERTIFICATE: _F.CERTIFICATE_REFUSED,
}


class _OtherMachine(Exception):
    """A stranger answers."""


class _AuthoritiesUnreadable(Exception):
    """What the profile trusts is not there on our side."""


class WinrmTester:
    """Tries how a machine is reached: name, port and certificate by themselves, login and shell as a scan does."""

    def __init__(self, read_secret: Callable[[str], str], *, seconds: float = WHOLE_TEST_SECONDS) -> None:
        """Set the tester up; nothing is contacted.

        Args:
            read_secret: Gives the secret of a name, or raises; asked once per test, after the certificate was seen.
            seconds: How long a test may take.
        """
        self._read_secret = read_secret
        self.seconds = seconds

    def test(self, target: ScanTarget) -> tuple[StepResult, ...]:
        """Try one machine. See the port for what is owed."""
        told: SimpleQueue[StepResult] = SimpleQueue()
        # No step has a limit of its own that holds against a name service, or a machine that sends a byte now and then.
        # Whoever is left behind there ends when its own time-outs or the process do.
        Thread(target=_Walk(target, self._read_secret, told.put).walk, name="connection-test", daemon=True).start()
        return completed(self._heard(told))

    def _heard(self, told: "SimpleQueue[StepResult]") -> Iterator[StepResult]:
        began = step_began = time.monotonic()
        for step in ConnectionStep:
            try:
                result = told.get(timeout=max(0.0, began + self.seconds - time.monotonic()))
            except Empty:
                facts = StepFacts(seconds=round(self.seconds))
                yield StepResult(step, StepState.FAILED, _F.TOO_LONG, _milliseconds(step_began), facts=facts)
                return
            yield result
            if result.state is StepState.FAILED:
                return
            step_began = time.monotonic()


class _Walk:
    """One test under way: goes from step to step and tells each."""

    def __init__(
        self, target: ScanTarget, read_secret: Callable[[str], str], tell: Callable[[StepResult], None]
    ) -> None:
        self._machine, self._profile = target.machine, target.profile
        self._target = target
        self._read_secret = read_secret
        self._tell = tell
        self._steps = list(ConnectionStep)
        self._began = time.monotonic()
        self._place: Place | None = None

    def walk(self) -> None:
        """Tell each step up to the first that fails."""
        try:
            self._reach()
            self._sign_in()
        except Exception as error:  # noqa: BLE001 - whatever happens is the finding of the step at which it happens
            if self._steps[0] is ConnectionStep.LOGIN and was_let_in(error):
                self._passed(_F.SIGNED_IN)
            finding, detail, facts = self._explained(error)
            step, taken = self._steps[0], _milliseconds(self._began)
            self._tell(StepResult(step, StepState.FAILED, finding, taken, detail[:MAX_DETAIL], facts))

    def _passed(self, finding: ConnectionFinding, facts: StepFacts | None = None) -> None:
        step, taken = self._steps.pop(0), _milliseconds(self._began)
        self._tell(StepResult(step, StepState.PASSED, finding, taken, facts=facts or StepFacts()))
        self._began = time.monotonic()

    def _reach(self) -> None:
        address, profile = self._machine.address, self._profile
        places = places_of(address, self._machine.port)
        known = _F.ADDRESS_GIVEN if is_number(address) else _F.NAME_KNOWN
        self._passed(known, StepFacts(addresses=tuple(dict.fromkeys(place.address for place in places))))
        with connected(places, profile.connect_timeout) as (connection, self._place):
            self._passed(_F.PORT_OPEN, StepFacts(connected=self._place.address))
            certificate = certificate_of(connection, address, self._trusted())
        by_file = profile.ca_file is not None
        trusted = _F.CERTIFICATE_TRUSTED if by_file else _F.CERTIFICATE_TRUSTED_BY_SYSTEM
        self._passed(trusted, StepFacts(until=ends(certificate)))

    def _trusted(self) -> ssl.SSLContext:
        try:
            return load_authorities(self._profile)
        except OSError as error:
            raise _AuthoritiesUnreadable(type(error).__name__) from None

    def _sign_in(self) -> None:
        secret = secret_of(self._profile, self._read_secret)
        output = run_command_line(
            self._target,
            secret,
            probe_line(),
            seconds=_COMMAND_SECONDS,
            max_output=_MAX_OUTPUT,
            on_open=lambda: self._passed(_F.SIGNED_IN),
        )
        read = read_probe(output)
        if is_stranger(self._machine.hardware_id, read.hardware_id):
            raise _OtherMachine(f"hardware id that answers: {read.hardware_id or 'none'}")
        self._passed(_F.SHELL_ANSWERED, StepFacts(code_page=read.code_page))

    def _explained(self, error: Exception) -> tuple[ConnectionFinding, str, StepFacts]:
        """What the step at hand failed of, technical words, and what else is worth knowing."""
        match error:
            case _OtherMachine():
                return _F.OTHER_MACHINE, str(error), StepFacts()
            case _AuthoritiesUnreadable():
                return _F.AUTHORITIES_UNREADABLE, f"authorities cannot be loaded: {error}", StepFacts()
            case SecretMissing():
                return _F.SECRET_MISSING, error.problem, StepFacts()
            case UnreadableOutput():
                return _F.SHELL_UNREADABLE, f"section {error.section} {error.problem}", StepFacts()
            case CommandOverran():
                return _F.NO_ANSWER, error.problem, StepFacts()
        cause, detail = classify(error)
        finding, facts = self._told(error, cause)
        return finding, detail, facts

    def _told(self, error: Exception, cause: ScanFailureCause) -> tuple[ConnectionFinding, StepFacts]:
        step, profile = self._steps[0], self._profile
        if step is ConnectionStep.CERTIFICATE and self._place and isinstance(error, ssl.SSLCertVerificationError):
            return what_is_wrong(
                error, self._place, self._machine.address, profile.connect_timeout, lambda: load_authorities(profile)
            )
        if step is ConnectionStep.LOGIN and cause is ScanFailureCause.CREDENTIALS_REFUSED:
            finding, methods = why_refused(error, profile.transport)
            return finding, StepFacts(methods=methods)
        return _finding(step, error, cause), StepFacts()


def _finding(step: ConnectionStep, error: Exception, cause: ScanFailureCause) -> ConnectionFinding:
    """What a step failed of, where nothing more is to be found out about it."""
    if step is ConnectionStep.NAME:
        return _F.NAMES_UNANSWERED if is_silent_name_service(error) else _F.NAME_UNKNOWN
    if broke_off(error):
        return _F.HUNG_UP
    if step is ConnectionStep.PORT and cause is ScanFailureCause.TIMED_OUT:
        return _F.NO_ROUTE if is_no_route(error) else _F.PORT_SILENT
    if step is ConnectionStep.CERTIFICATE and isinstance(error, ssl.SSLError):
        return _F.NO_TLS
    if step is ConnectionStep.SHELL and was_let_in(error):
        return why_no_shell(error)
    return _BY_CAUSE.get(cause, _F.NOT_WINRM)


def _milliseconds(since: float) -> int:
    return round((time.monotonic() - since) * 1000)
