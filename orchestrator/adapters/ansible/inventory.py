"""The inventory of one run: what each machine gets and how it is reached, safe from templates that came from outside.

ansible-core 2.19 evaluates ``{{ … }}`` in host variables *on the controller*. ``{"__ansible_unsafe": text}`` takes that
trust away from a string; it is understood in JSON inventories only, and not for names of hosts and groups. So this is
JSON, names are made up here, and every string that came from a person, a file or a machine is wrapped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestrator.domain.provider_calls import ChocolateyCall, MsiCall
from orchestrator.services.deployment import MachineWork

ROOM = "room_0001"
"""Name of the one group; a run never has machines of two rooms."""

OPERATION_TIMEOUT = 20
"""Seconds after which a machine answers "still working" and is asked again; pywinrm's own default."""

READ_TIMEOUT = 30
"""Seconds until an unanswered request counts as lost. pywinrm has one figure for connecting and reading, and demands
that it exceeds OPERATION_TIMEOUT; the profile's shorter connect timeout is therefore the scan's alone."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What Ansible reads, and who is who in it.

    Attributes:
        document: Content of ``hosts.json``. Holds the passwords.
        machines: The work of each machine by its generated name, e.g. ``m_0001``.
    """

    document: dict[str, Any]
    machines: dict[str, MachineWork]


def build_inventory(
    work: Sequence[MachineWork],
    *,
    distribution_point: str,
    secrets: Mapping[str, str],
    authorities: str | None = None,
) -> Inventory:
    """Write down ``work`` for Ansible.

    Args:
        work: Machines of one room, in the order in which they are begun.
        distribution_point: Base address of the site's own HTTPS distribution point.
        secrets: Secret by its name; every profile's is in it.
        authorities: File or directory of the system's certificate authorities, for profiles that name no file. With
            None pywinrm falls back to the list that its HTTP library ships.
    """
    machines = {f"m_{number:04d}": each for number, each in enumerate(work, start=1)}
    hosts = {
        name: _connection(each, secrets[each.profile.secret], authorities) | _calls(each)
        for name, each in machines.items()
    }
    everywhere = {"classroom_software_distribution_point": unsafe(distribution_point.rstrip("/"))}
    return Inventory({ROOM: {"hosts": hosts, "vars": everywhere}}, machines)


def unsafe(text: str) -> dict[str, str]:
    """``text`` as a value that Ansible never evaluates."""
    return {"__ansible_unsafe": text}


def _connection(work: MachineWork, secret: str, authorities: str | None) -> dict[str, Any]:
    machine, profile = work.machine, work.profile
    trust = profile.ca_file or authorities
    return {
        "ansible_connection": "winrm",
        "ansible_host": unsafe(machine.address),
        "ansible_port": machine.port,
        "ansible_user": unsafe(profile.user),
        "ansible_winrm_scheme": "https",
        "ansible_winrm_transport": [unsafe(profile.transport)],
        "ansible_winrm_server_cert_validation": "validate",
        "ansible_winrm_operation_timeout_sec": OPERATION_TIMEOUT,
        "ansible_winrm_read_timeout_sec": READ_TIMEOUT,
        **({"ansible_winrm_ca_trust_path": unsafe(trust)} if trust else {}),
        **_proof(profile.transport, secret),
    }


def _proof(transport: str, secret: str) -> dict[str, Any]:
    """What proves who we are: for ``certificate`` the secret is the path of a PEM file with certificate and key."""
    if transport == "certificate":
        return {"ansible_winrm_cert_pem": unsafe(secret), "ansible_winrm_cert_key_pem": unsafe(secret)}
    return {"ansible_password": unsafe(secret)}


def _calls(work: MachineWork) -> dict[str, Any]:
    return {
        "classroom_software_chocolatey": [_chocolatey(c) for c in work.calls if isinstance(c, ChocolateyCall)],
        "classroom_software_msi": [_msi(c) for c in work.calls if isinstance(c, MsiCall)],
    }


def _chocolatey(call: ChocolateyCall) -> dict[str, Any]:
    return {
        "items": [unsafe(item) for item in call.items],
        "packages": [unsafe(package) for package in call.packages],
        "state": unsafe(call.state.value),
        "feed": unsafe(call.feed.strip("/")),
    } | ({"version": unsafe(call.version)} if call.version else {})


def _msi(call: MsiCall) -> dict[str, Any]:
    named = {
        "item": unsafe(call.item),
        "title": unsafe(call.title),
        "state": unsafe(call.state.value),
        "product_code": unsafe(call.product_code),
    }
    if call.removes:
        return named
    file = {"source": unsafe(call.source.lstrip("/")), "sha256": unsafe(call.sha256)}
    return named | file | ({"arguments": unsafe(call.arguments)} if call.arguments else {})
