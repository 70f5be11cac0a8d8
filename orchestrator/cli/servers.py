"""Addresses of services: which are equal, and where a password or token may be sent."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

import typer

DEFAULT_SERVER = "http://127.0.0.1:8000"
_PORTS = {"http": 80, "https": 443}

Server = Annotated[str, typer.Option("--server", envvar="CLASSROOM_SERVER", help="Address of the service.")]


def normal(server: str) -> str:
    """The address of a service in the form in which two spellings of it are equal.

    Raises:
        ValueError: It is no address.
    """
    found = urlsplit(server)
    scheme, host = found.scheme.lower(), (found.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}:{found.port or _PORTS.get(scheme, 0)}{found.path.rstrip('/')}"


def is_this_host(server: str) -> bool:
    """Whether a service listens on the loopback interface, which nobody else can listen in on."""
    name = urlsplit(server).hostname or ""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def keeps_secrets(server: str) -> bool:
    """Whether what is sent to a service can be read by nobody on the way."""
    return urlsplit(server).scheme.lower() != "http" or is_this_host(server)
