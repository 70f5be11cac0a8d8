"""Read the machines of a lab from a plain Ansible inventory (``hosts.yml``).

Understood: groups with ``hosts``, ``children`` and ``vars``, nested as deep as wanted; a host's own variables beat
those of its groups, an inner group's those of an outer one. Looked at: ``ansible_host``, ``ansible_port``,
``ansible_user``, ``classroom_hardware_id``, ``classroom_computer_name``, and for the lab alone ``lab_language``,
``lab_accepts_utf8``, ``lab_chocolatey``, ``lab_packages``, ``lab_hardware``. Not read: ``group_vars`` and ``host_vars``
directories, templates, patterns such as ``pc[01:12]``.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestrator.virtual_lab.specs import DEFAULT_CHOCOLATEY, DEFAULT_USERNAME, BadSpec, MachineSpec


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an inventory says that matters to a lab."""

    machines: tuple[MachineSpec, ...]
    username: str


class _Loader(yaml.SafeLoader):
    """Knows Ansible's tags just enough to pass over them."""


def _plain(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Any:  # noqa: ANN401 - YAML holds any plain type
    del suffix
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


_Loader.add_multi_constructor("!", _plain)


def read_inventory(path: Path, *, free_ports: bool = False) -> Inventory:
    """Read an inventory.

    Args:
        path: The file.
        free_ports: Whether to leave the ports to chance instead of taking those of the file.

    Raises:
        BadSpec: The file can't be read, or a host cannot be a lab machine.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader with harmless tags
    except (OSError, yaml.YAMLError) as error:
        raise BadSpec(f"{path} cannot be read: {error}") from error
    hosts: dict[str, dict[str, Any]] = {}
    for name, group in _mapping(data).items():
        _walk(_mapping(group), {}, hosts, where=f"{path}, group {name}")
    if not hosts:
        raise BadSpec(f"{path} names no hosts")
    machines = tuple(_machine(name, variables, free_ports=free_ports) for name, variables in hosts.items())
    users = {str(v["ansible_user"]) for v in hosts.values() if "ansible_user" in v}
    if len(users) > 1:
        raise BadSpec(f"{path}: a lab has one account for all machines, not {', '.join(sorted(users))}")
    return Inventory(machines, users.pop() if users else DEFAULT_USERNAME)


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 - YAML holds any plain type
    return value if isinstance(value, Mapping) else {}


def _walk(
    group: Mapping[str, Any], inherited: Mapping[str, Any], hosts: dict[str, dict[str, Any]], *, where: str
) -> None:
    variables = {**inherited, **_mapping(group.get("vars"))}
    for name, own in _mapping(group.get("hosts")).items():
        if "[" in str(name):
            raise BadSpec(f"{where}: the lab does not expand the pattern {name}; write one line per machine")
        hosts[str(name)] = {**hosts.get(str(name), {}), **variables, **_mapping(own)}
    for name, child in _mapping(group.get("children")).items():
        _walk(_mapping(child), variables, hosts, where=f"{where} > {name}")


def _machine(name: str, variables: Mapping[str, Any], *, free_ports: bool) -> MachineSpec:
    address = str(variables.get("ansible_host", name))
    address = "127.0.0.1" if address == "localhost" else address
    try:
        is_loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise BadSpec(f"{name}: ansible_host is {address}, but a lab machine listens on a loopback address only")
    port = str(variables.get("ansible_port", 0))
    if not port.isdecimal():
        raise BadSpec(f"{name}: ansible_port is {port!r}, not a number")
    chocolatey = variables.get("lab_chocolatey", DEFAULT_CHOCOLATEY)
    return MachineSpec(
        name=name,
        address=address,
        port=0 if free_ports else int(port),
        hardware_id=str(variables.get("classroom_hardware_id", "")),
        computer_name=str(variables.get("classroom_computer_name", "")),
        language=str(variables.get("lab_language", "en")),
        accepts_utf8=bool(variables.get("lab_accepts_utf8", True)),
        chocolatey=None if chocolatey in {None, "none"} else str(chocolatey),
        packages=tuple(str(p) for p in variables.get("lab_packages") or ()),
        hardware=_mapping(variables.get("lab_hardware")),
    )
