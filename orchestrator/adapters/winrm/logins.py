"""What a machine said to the account that was shown to it, as far as it told."""

from collections.abc import Iterator

from winrm.exceptions import AuthenticationError, WinRMOperationTimeoutError, WSManFaultError

from orchestrator.adapters.winrm.failures import chain_of
from orchestrator.domain.connections import ConnectionFinding

_ACCESS_DENIED = 5  # ERROR_ACCESS_DENIED as a WSMan fault code
_METHODS = {"basic": "Basic", "ntlm": "NTLM", "negotiate": "Negotiate", "kerberos": "Kerberos", "credssp": "CredSSP"}
"""Ways to sign in over HTTP, by their names in lower case; nothing else of a machine's header is told."""
_TAKES = {"basic": {"Basic"}, "ntlm": {"NTLM", "Negotiate"}, "credssp": {"CredSSP"}}
"""By transport, what the machine has to offer at least one of."""
# What CredSSP hands on of Windows' own reason (ntstatus.h). The other ways have nothing but 401 for all of them.
_STATUSES = {
    0xC0000234: ConnectionFinding.ACCOUNT_LOCKED,
    0xC0000072: ConnectionFinding.ACCOUNT_DISABLED,
    0xC0000071: ConnectionFinding.PASSWORD_EXPIRED,
    0xC0000224: ConnectionFinding.PASSWORD_EXPIRED,
}
# As requests_credssp says that the machine does not offer it; it has no exception of its own for that.
_NO_CREDSSP = "available authentication method"


def was_let_in(error: BaseException) -> bool:
    """Whether an exchange that failed shows that the account is accepted: a fault comes from behind the door."""
    return any(isinstance(link, WSManFaultError | WinRMOperationTimeoutError) for link in chain_of(error))


def why_no_shell(error: BaseException) -> ConnectionFinding:
    """Why an account that was let in got no shell."""
    fault = next((link for link in chain_of(error) if isinstance(link, WSManFaultError)), None)
    if fault is None:
        return ConnectionFinding.NO_ANSWER
    denied = fault.wsman_fault_code == _ACCESS_DENIED
    return ConnectionFinding.SHELL_DENIED if denied else ConnectionFinding.SHELL_REFUSED


def why_refused(error: BaseException, transport: str) -> tuple[ConnectionFinding, tuple[str, ...]]:
    """Why an account was not let in, and the ways to sign in that the machine offers, as far as it told.

    Args:
        error: What ``failures.classify`` calls refused credentials.
        transport: Of the profile.
    """
    links = tuple(chain_of(error))
    offered = tuple(dict.fromkeys(method for link in links for method in _offered(link)))
    for link in links:
        status = getattr(link, "status", None)
        if isinstance(status, int) and status in _STATUSES:
            return _STATUSES[status], offered
        if isinstance(link, PermissionError) or _NO_CREDSSP in str(link):
            return ConnectionFinding.METHOD_NOT_OFFERED, offered
    if offered and transport in _TAKES and not _TAKES[transport].intersection(offered):
        return ConnectionFinding.METHOD_NOT_OFFERED, offered
    if any(isinstance(link, AuthenticationError) or hasattr(link, "status") for link in links):
        return ConnectionFinding.PASSWORD_REFUSED, offered
    return ConnectionFinding.NOT_ALLOWED, offered


def _offered(link: BaseException) -> Iterator[str]:
    headers = getattr(getattr(link, "response", None), "headers", None)
    if headers is None:
        return
    for challenge in str(headers.get("WWW-Authenticate", "")).split(","):
        word = challenge.strip().partition(" ")[0].casefold()
        if word in _METHODS:
            yield _METHODS[word]
