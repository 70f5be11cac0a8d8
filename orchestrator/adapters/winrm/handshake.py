"""How far the way to a machine's WinRM listener leads without its account: name, port, certificate."""

import contextlib
import errno
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orchestrator.domain.connections import ConnectionFinding, StepFacts

MOST_NAMES = 5
_LONGEST_NAME = 100
# Numbers of OpenSSL (x509_vfy.h), which Python hands on as ``verify_code``.
_NOT_YET_VALID, _HAS_EXPIRED = 9, 10
_SELF_SIGNED, _SELF_SIGNED_IN_CHAIN, _NO_ISSUER, _NO_FIRST_SIGNATURE = 18, 19, 20, 21
_OTHER_NAME, _OTHER_ADDRESS = 62, 64
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME

_BY_VERIFY_CODE = {
    _NOT_YET_VALID: ConnectionFinding.CERTIFICATE_NOT_YET,
    _HAS_EXPIRED: ConnectionFinding.CERTIFICATE_EXPIRED,
    _SELF_SIGNED: ConnectionFinding.AUTHORITY_UNKNOWN,
    _SELF_SIGNED_IN_CHAIN: ConnectionFinding.AUTHORITY_UNKNOWN,
    _NO_ISSUER: ConnectionFinding.AUTHORITY_UNKNOWN,
    _NO_FIRST_SIGNATURE: ConnectionFinding.AUTHORITY_UNKNOWN,
    _OTHER_NAME: ConnectionFinding.CERTIFICATE_OTHER_NAME,
    _OTHER_ADDRESS: ConnectionFinding.CERTIFICATE_OTHER_NAME,
}

_ASKED_AGAIN = {ConnectionFinding.CERTIFICATE_EXPIRED, ConnectionFinding.CERTIFICATE_OTHER_NAME}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name leads: family of the socket, and what it connects to."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def address(self) -> str:
        """IP address."""
        return str(self.sockaddr[0])


def is_number(address: str) -> bool:
    """Whether an address is an IP address, so that no name has to be looked up."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def places_of(address: str, port: int) -> tuple[Place, ...]:
    """Where a name leads.

    Raises:
        OSError: It does not resolve (``socket.gaierror``).
        UnicodeError: It cannot be a name.
    """
    found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(Place(family, sockaddr) for family, _, _, _, sockaddr in found))


@contextlib.contextmanager
def connected(places: tuple[Place, ...], seconds: float) -> Iterator[tuple[socket.socket, Place]]:
    """A connection to the first place that answers, each tried so long.

    Raises:
        OSError: None does; what the last one said.
    """
    *others, last = places
    for place in others:
        with contextlib.suppress(OSError):
            connection = _connect(place, seconds)
            break
    else:
        place, connection = last, _connect(last, seconds)
    with connection:
        yield connection, place


def _connect(place: Place, seconds: float) -> socket.socket:
    connection = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(place.sockaddr)
    except BaseException:
        connection.close()
        raise
    return connection


def certificate_of(connection: socket.socket, address: str, trusted: ssl.SSLContext) -> dict[str, Any]:
    """The certificate that is shown, once it is found to be valid and trusted, as ``getpeercert`` gives it.

    Raises:
        OSError: TLS is not spoken, or the certificate is not accepted (``ssl.SSLError`` is one).
    """
    with trusted.wrap_socket(connection, server_hostname=address) as tls:
        return tls.getpeercert() or {}


def ends(certificate: dict[str, Any]) -> datetime | None:
    """When a certificate ends, UTC."""
    told = certificate.get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(told), UTC) if told else None


def what_is_wrong(
    error: ssl.SSLCertVerificationError, place: Place, address: str, seconds: float, trust: Callable[[], ssl.SSLContext]
) -> tuple[ConnectionFinding, StepFacts]:
    """Why a certificate is not accepted, with its end or its names where that is what is wrong.

    Those are asked for once more, with the one check left out that failed, so that what is told was signed by an
    authority that is trusted. Nothing secret is sent.

    Args:
        error: What the handshake ended with.
        place: Where the machine is.
        address: Its name.
        seconds: How long each part may take.
        trust: Makes a context of what the profile trusts.
    """
    finding = _BY_VERIFY_CODE.get(getattr(error, "verify_code", 0), ConnectionFinding.CERTIFICATE_REFUSED)
    if finding not in _ASKED_AGAIN:
        return finding, StepFacts()
    certificate: dict[str, Any] = {}
    with contextlib.suppress(OSError):
        trusted = trust()
        if finding is ConnectionFinding.CERTIFICATE_EXPIRED:
            trusted.verify_flags |= _NO_CHECK_TIME  # Python has no name for it
        else:
            trusted.check_hostname = False
        with connected((place,), seconds) as (connection, _):
            certificate = certificate_of(connection, address, trusted)
    if finding is ConnectionFinding.CERTIFICATE_EXPIRED:
        return finding, StepFacts(until=ends(certificate))
    names = [name for _, name in certificate.get("subjectAltName", ()) if name.isprintable()]
    return finding, StepFacts(names=tuple(name[:_LONGEST_NAME] for name in names[:MOST_NAMES]))


def is_silent_name_service(error: BaseException) -> bool:
    """Whether it was not the name that is unknown, but nobody who could be asked."""
    return isinstance(error, socket.gaierror) and error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL}


def is_no_route(error: BaseException) -> bool:
    """Whether nobody answers for an address, as far as this host or a router on the way knows."""
    return isinstance(error, OSError) and error.errno in {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN}
