"""Causes that no listener of a test can bring about; the others are tried over real sockets."""

import errno
import socket
import ssl

import pytest
from winrm.exceptions import InvalidCredentialsError, WinRMError, WinRMTransportError, WSManFaultError

from orchestrator.adapters.winrm.failures import classify
from orchestrator.domain.observations import ScanFailureCause


def wrapped(inner: Exception) -> Exception:
    """As requests wraps what urllib3 wraps."""
    outer = ConnectionError("the machine's own words")
    outer.__context__ = inner
    return outer


def fault(code: int | None) -> WSManFaultError:
    return WSManFaultError(500, "bad", "<xml/>", "the machine's own words", wsman_fault_code=code)


@pytest.mark.parametrize(
    ("error", "cause", "word"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), ScanFailureCause.REFUSED, "refused"),
        (TimeoutError("timed out"), ScanFailureCause.TIMED_OUT, "no answer"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), ScanFailureCause.TIMED_OUT, "no route"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), ScanFailureCause.NAME_UNKNOWN, "Name"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong"), ScanFailureCause.PROTOCOL, "no TLS"),
        (ssl.SSLCertVerificationError("by hand"), ScanFailureCause.CERTIFICATE, "not accepted"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), ScanFailureCause.PROTOCOL, "ConnectionResetError"),
        (InvalidCredentialsError("rejected"), ScanFailureCause.CREDENTIALS_REFUSED, "401"),
        (PermissionError("no NTLM challenge"), ScanFailureCause.CREDENTIALS_REFUSED, "NTLM"),
        (PermissionError(errno.EACCES, "forbidden here"), ScanFailureCause.PROTOCOL, "PermissionError"),
        (fault(5), ScanFailureCause.CREDENTIALS_REFUSED, "access denied"),
        (fault(2150859174), ScanFailureCause.PROTOCOL, "WSMan fault 2150859174 in HTTP 500"),
        (fault(None), ScanFailureCause.PROTOCOL, "WSMan fault None"),
        (WinRMTransportError("http", 403, "no"), ScanFailureCause.CREDENTIALS_REFUSED, "403"),
        (WinRMTransportError("http", 404, "no"), ScanFailureCause.PROTOCOL, "HTTP 404"),
        (WinRMError("unsupported auth method"), ScanFailureCause.PROTOCOL, "WinRM cannot be spoken"),
        (KeyError("ShellId"), ScanFailureCause.PROTOCOL, "KeyError"),
    ],
)
def test_the_cause_is_told_from_what_lies_deepest(error: Exception, cause: ScanFailureCause, word: str) -> None:
    for raised in (error, wrapped(error)):
        seen, detail = classify(raised)
        assert seen is cause
        assert word in detail
        assert "own words" not in detail


def test_credssp_tells_by_itself_that_the_password_is_wrong() -> None:
    credssp = pytest.importorskip("requests_credssp.exceptions")
    cause, detail = classify(credssp.NTStatusException(0xC000006D))
    assert cause is ScanFailureCause.CREDENTIALS_REFUSED
    assert "CredSSP" in detail


def test_errors_that_name_each_other_in_a_circle_are_walked_once() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert classify(one)[0] is ScanFailureCause.PROTOCOL
