"""Tests of connections: how a machine is reached, step by step, and what each step found. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ConnectionStep(StrEnum):
    """What has to work for a machine to be reached, in this order: each needs the one before."""

    NAME = "name"  # its address resolves
    PORT = "port"  # something listens there
    CERTIFICATE = "certificate"  # TLS, and a certificate that is valid for the address and trusted
    LOGIN = "login"  # the profile's account is let in
    SHELL = "shell"  # a shell opens, and a command in it answers


class StepState(StrEnum):
    """What became of a step."""

    PASSED = "passed"  # it works
    FAILED = "failed"  # it does not; the finding says why
    NOT_TRIED = "not_tried"  # one before it failed


class ConnectionFinding(StrEnum):
    """What a step found."""

    # Of the name.
    NAME_KNOWN = "name_known"
    ADDRESS_GIVEN = "address_given"  # the site's files give a number, no name
    NAME_UNKNOWN = "name_unknown"
    NAMES_UNANSWERED = "names_unanswered"  # the name service is silent
    # Of the port.
    PORT_OPEN = "port_open"
    PORT_REFUSED = "port_refused"  # somebody is there, and nothing listens
    PORT_SILENT = "port_silent"
    NO_ROUTE = "no_route"
    # Of the certificate. No profile can say that it is not checked, nor that there is no TLS.
    CERTIFICATE_TRUSTED = "certificate_trusted"  # by the profile's or the site's file
    CERTIFICATE_TRUSTED_BY_SYSTEM = "certificate_trusted_by_system"  # by what this host trusts
    AUTHORITIES_UNREADABLE = "authorities_unreadable"  # on our side
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NOT_YET = "certificate_not_yet"
    CERTIFICATE_OTHER_NAME = "certificate_other_name"
    AUTHORITY_UNKNOWN = "authority_unknown"
    CERTIFICATE_REFUSED = "certificate_refused"  # for any other reason
    NO_TLS = "no_tls"
    # Of the login.
    SIGNED_IN = "signed_in"
    SECRET_MISSING = "secret_missing"  # noqa: S105 - on our side
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - or locked, disabled, expired: most ways do not tell
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_DISABLED = "account_disabled"
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105 - or must be changed first
    METHOD_NOT_OFFERED = "method_not_offered"  # the machine lets nobody in by the profile's transport
    NOT_ALLOWED = "not_allowed"  # known, but may not use WinRM
    # Of the shell.
    SHELL_ANSWERED = "shell_answered"
    SHELL_DENIED = "shell_denied"
    SHELL_REFUSED = "shell_refused"  # for another reason, such as too many shells
    SHELL_UNREADABLE = "shell_unreadable"
    OTHER_MACHINE = "other_machine"  # a stranger's hardware answers
    # Of any step that asks the machine.
    HUNG_UP = "hung_up"
    NO_ANSWER = "no_answer"
    NOT_WINRM = "not_winrm"
    TOO_LONG = "too_long"  # the time of the whole test was over


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is worth knowing of a step's finding; what does not belong to it stays empty.

    Attributes:
        addresses: What the name leads to.
        connected: Address at which the port answered.
        until: When the certificate ends, or has ended, UTC.
        names: Whom the certificate is for, as an authority that is trusted has signed it; at most a few.
        methods: Ways to sign in that the machine offers.
        code_page: Of the shell; 65001 is UTF-8.
        seconds: How long the whole test may take.
    """

    addresses: tuple[str, ...] = ()
    connected: str = ""
    until: datetime | None = None
    names: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    code_page: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step.

    Attributes:
        step: Which.
        state: See StepState.
        finding: What it found; None if it was not tried.
        milliseconds: How long it took; None if it was not tried.
        detail: Technical words for a technician, without secrets and never the machine's own, at most 300 characters.
        facts: See StepFacts.
    """

    step: ConnectionStep
    state: StepState
    finding: ConnectionFinding | None = None
    milliseconds: int | None = None
    detail: str = ""
    facts: StepFacts = field(default_factory=StepFacts)


def completed(results: Iterable[StepResult]) -> tuple[StepResult, ...]:
    """All steps in their order: those that were tried, up to the first that failed, and the others as not tried."""
    tried: dict[ConnectionStep, StepResult] = {}
    for result in results:
        tried[result.step] = result
        if result.state is StepState.FAILED:
            break
    return tuple(tried.get(step) or StepResult(step, StepState.NOT_TRIED) for step in ConnectionStep)


def failed_step(results: Iterable[StepResult]) -> ConnectionStep | None:
    """The step at which a test failed; None if the machine is reached."""
    return next((result.step for result in results if result.state is not StepState.PASSED), None)
