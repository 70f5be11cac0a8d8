"""Why an account is not let in, where no listener of a test can bring it about."""

from types import SimpleNamespace

import pytest
from winrm.exceptions import (
    InvalidCredentialsError,
    WinRMOperationTimeoutError,
    WinRMTransportError,
    WSManFaultError,
)

from orchestrator.adapters.winrm.logins import was_let_in, why_no_shell, why_refused
from orchestrator.domain.connections import ConnectionFinding as Finding

credssp = pytest.importorskip("requests_credssp.exceptions")


class _Answered(Exception):
    """As requests says that an answer was no success."""

    def __init__(self, challenge: str) -> None:
        super().__init__("the machine's own words")
        self.response = SimpleNamespace(headers={"WWW-Authenticate": challenge})


def refused(challenge: str) -> InvalidCredentialsError:
    """401, as pywinrm hands it on."""
    error = InvalidCredentialsError("rejected")
    error.__context__ = _Answered(challenge)
    return error


def fault(code: int) -> WSManFaultError:
    return WSManFaultError(500, "bad", "<xml/>", "the machine's own words", wsman_fault_code=code)


@pytest.mark.parametrize(
    ("transport", "challenge", "finding", "methods"),
    [
        ("basic", 'Basic realm="WSMAN"', Finding.PASSWORD_REFUSED, ("Basic",)),
        ("basic", "Negotiate, Kerberos", Finding.METHOD_NOT_OFFERED, ("Negotiate", "Kerberos")),
        ("basic", 'Negotiate, Basic realm="WSMAN"', Finding.PASSWORD_REFUSED, ("Negotiate", "Basic")),
        ("ntlm", "Negotiate", Finding.PASSWORD_REFUSED, ("Negotiate",)),
        ("ntlm", "Kerberos", Finding.METHOD_NOT_OFFERED, ("Kerberos",)),
        ("credssp", "Negotiate", Finding.METHOD_NOT_OFFERED, ("Negotiate",)),
        ("basic", "", Finding.PASSWORD_REFUSED, ()),
        ("basic", "Canary-7f3a!, <script>", Finding.PASSWORD_REFUSED, ()),
    ],
)
def test_a_way_that_is_not_offered_is_no_wrong_password(
    transport: str, challenge: str, finding: Finding, methods: tuple[str, ...]
) -> None:
    assert why_refused(refused(challenge), transport) == (finding, methods)


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (0xC0000234, Finding.ACCOUNT_LOCKED),
        (0xC0000072, Finding.ACCOUNT_DISABLED),
        (0xC0000071, Finding.PASSWORD_EXPIRED),
        (0xC0000224, Finding.PASSWORD_EXPIRED),
        (0xC000006D, Finding.PASSWORD_REFUSED),
    ],
)
def test_credssp_tells_what_is_the_matter_with_the_account(status: int, finding: Finding) -> None:
    assert why_refused(credssp.NTStatusException(status), "credssp")[0] is finding


def test_credssp_that_is_not_offered_is_named() -> None:
    words = "The server did not response CredSSP being an available authentication method - actual: 'Negotiate'"
    assert why_refused(credssp.AuthenticationException(words), "credssp")[0] is Finding.METHOD_NOT_OFFERED


def test_ntlm_that_is_not_offered_is_named() -> None:
    assert why_refused(PermissionError("no NTLM challenge"), "ntlm")[0] is Finding.METHOD_NOT_OFFERED


def test_a_known_account_without_the_right_is_told_apart() -> None:
    assert why_refused(WinRMTransportError("http", 403, "no"), "basic")[0] is Finding.NOT_ALLOWED


def test_a_fault_comes_from_behind_the_door() -> None:
    assert was_let_in(fault(5))
    assert not was_let_in(refused("Basic"))
    assert why_no_shell(fault(5)) is Finding.SHELL_DENIED
    assert why_no_shell(fault(2150859174)) is Finding.SHELL_REFUSED
    assert was_let_in(WinRMOperationTimeoutError())
    assert why_no_shell(WinRMOperationTimeoutError()) is Finding.NO_ANSWER
