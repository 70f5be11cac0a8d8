"""Machines: Windows PCs known by their hardware, and how to reach them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class MachineStatus(StrEnum):
    """What the site says of a machine, regardless of what a scan sees."""

    IN_SERVICE = "in_service"  # takes part in everything
    OUT_OF_SERVICE = "out_of_service"  # shown, not touched, not counted as failed


@dataclass(frozen=True, slots=True)
class ConnectionProfile:
    """How WinRM is spoken to a group of machines.

    Attributes:
        name: Name that machines refer to.
        transport: ``basic``, ``ntlm``, ``credssp`` or ``certificate``; always over HTTPS.
        user: Account on the machine.
        secret: Name of the secret that holds the password; never the password.
        ca_file: PEM file that machine certificates are verified with, or None for the system's authorities.
        connect_timeout: Seconds until an unanswered connection counts as off.
    """

    name: str
    transport: str
    user: str
    secret: str
    ca_file: str | None = None
    connect_timeout: int = 5


@dataclass(frozen=True, slots=True)
class Machine:
    """One Windows PC.

    Attributes:
        id: Identity in the store.
        name: Name in the site's inventory, e.g. ``b204-07``.
        address: DNS name or IP address of its WinRM listener.
        port: Port of its WinRM HTTPS listener.
        profile: Name of its connection profile.
        hardware_id: SMBIOS UUID in upper case, from the inventory or learnt by the first scan; None until then.
        status: See MachineStatus.
        status_reason: Why it is out of service, in the site's words; empty when in service.
        status_until: When it is back in service by itself, UTC; None when in service, or nobody has said (R1.3, R2).
    """

    id: str
    name: str
    address: str
    port: int
    profile: str
    hardware_id: str | None = None
    status: MachineStatus = MachineStatus.IN_SERVICE
    status_reason: str = ""
    status_until: datetime | None = None

    def as_of(self, at: datetime) -> "Machine":
        """The machine as it counts at a moment: when its time out of service is over, it takes part again.

        An end that nobody has renewed would otherwise keep a seat from its software in silence (RULES R2).
        """
        if self.status_until is None or at < self.status_until:
            return self
        return replace(self, status=MachineStatus.IN_SERVICE, status_reason="", status_until=None)


def is_stranger(known_hardware_id: str | None, seen_hardware_id: str | None) -> bool:
    """Whether who answers behind a machine's name is another machine (RULES R5.1: never touched).

    A machine whose hardware nobody has recorded yet is no stranger: its first scan makes the acquaintance. One that
    stops telling its hardware id is one, because nothing vouches for it.
    """
    if known_hardware_id is None:
        return False
    return seen_hardware_id is None or known_hardware_id.casefold() != seen_hardware_id.casefold()
