"""Why a machine could not be read, told from the exceptions that pywinrm lets through.

pywinrm hands on what requests raises, and requests wraps what the operating system said, sometimes three deep. The
innermost builtin exceptions say most, and they are the same whatever library stands between.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

from winrm.exceptions import AuthenticationError, WinRMError, WinRMTransportError, WSManFaultError

from orchestrator.domain.observations import ScanFailureCause

_ACCESS_DENIED = 5  # ERROR_ACCESS_DENIED as a WSMan fault code
_HTTP_FORBIDDEN = 403
# pywinrm brings this library along and lets its exceptions through; by name, because it has no typed interface.
_CREDSSP_EXCEPTIONS = "requests_credssp.exceptions"
_NOBODY_THERE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})


Verdict = tuple[ScanFailureCause, str]


def classify(error: BaseException) -> Verdict:
    """The cause of a failed exchange, and technical words for a technician.

    The words are ours and OpenSSL's, never the machine's: whatever it sends could hold the password that it was
    just given.
    """
    chain = tuple(chain_of(error))
    for link in chain:
        verdict = _network(link) or _winrm(link)
        if verdict is not None:
            return verdict
    return ScanFailureCause.PROTOCOL, f"the exchange ended with {type(chain[-1]).__name__}"


def broke_off(error: BaseException) -> bool:
    """Whether the other side was there and hung up in the middle, as it does when it is out of breath for a moment."""
    return any(
        isinstance(link, ConnectionError | ssl.SSLEOFError) and not isinstance(link, ConnectionRefusedError)
        for link in chain_of(error)
    )


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that it came from, each once, the outermost first."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _network(link: BaseException) -> Verdict | None:
    """What the network or TLS said; None when this link is neither."""
    verdict: Verdict | None = None
    match link:
        case ssl.SSLCertVerificationError():
            verdict = ScanFailureCause.CERTIFICATE, f"certificate: {getattr(link, 'verify_message', 'not accepted')}"
        case ssl.SSLError():
            # Both attributes are set by OpenSSL only; urllib3 makes such errors without them.
            verdict = ScanFailureCause.PROTOCOL, f"no TLS: {getattr(link, 'reason', None) or 'the handshake failed'}"
        case socket.gaierror():
            verdict = ScanFailureCause.NAME_UNKNOWN, f"address does not resolve: {link.strerror}"
        case ConnectionRefusedError():
            verdict = ScanFailureCause.REFUSED, "connection refused"
        case TimeoutError():
            verdict = ScanFailureCause.TIMED_OUT, "no answer in time"
        case OSError(errno=number) if number in _NOBODY_THERE:
            verdict = ScanFailureCause.TIMED_OUT, "no route to the machine: nobody answers for its address"
    return verdict


def _winrm(link: BaseException) -> Verdict | None:
    """What WinRM or its authentication said; None when this link is no answer of either."""
    verdict: Verdict | None = None
    match link:
        case AuthenticationError():
            verdict = ScanFailureCause.CREDENTIALS_REFUSED, "HTTP 401: user or password is not accepted"
        case PermissionError(errno=None):
            # An operating system's refusal has a number; this one is how requests_ntlm says it.
            verdict = ScanFailureCause.CREDENTIALS_REFUSED, "NTLM is not offered"
        case _ if type(link).__module__ == _CREDSSP_EXCEPTIONS:
            verdict = ScanFailureCause.CREDENTIALS_REFUSED, f"CredSSP: {type(link).__name__}"
        case WSManFaultError(wsman_fault_code=code) if code == _ACCESS_DENIED:
            verdict = ScanFailureCause.CREDENTIALS_REFUSED, "access denied: the account may not use WinRM"
        case WSManFaultError():
            verdict = ScanFailureCause.PROTOCOL, f"WSMan fault {link.wsman_fault_code} in HTTP {link.code}"
        case WinRMTransportError(code=code) if code == _HTTP_FORBIDDEN:
            verdict = ScanFailureCause.CREDENTIALS_REFUSED, "HTTP 403: the account may not use WinRM"
        case WinRMTransportError():
            verdict = ScanFailureCause.PROTOCOL, f"HTTP {link.code} instead of a WSMan answer"
        case WinRMError():
            verdict = ScanFailureCause.PROTOCOL, f"WinRM cannot be spoken: {type(link).__name__}"
    return verdict
