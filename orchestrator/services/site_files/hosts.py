"""``hosts.yml`` with ``group_vars`` and ``host_vars``: groups, machines, and which value of a variable holds for whom.

The order in which variables win is plain Ansible's (VARIABLE_PRECEDENCE of ansible-core 2.19, and its sorting of
groups by depth and name), so that a hand-run play and the service always mean the same machine.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from orchestrator.services.site_files import values
from orchestrator.services.site_files.nodes import Node
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.variables import Scope, Variables, read_variables

HOSTS = "hosts.yml"
GROUP_VARS = "group_vars"
HOST_VARS = "host_vars"
ALL = "all"
_UNGROUPED = "ungrouped"
_MAX_LEVELS = 50
_GROUP_KEYS = ("hosts", "vars", "children")
_GROUP_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
# No range such as pc[01:12], no port: what is written is what Ansible calls the machine.
_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(slots=True)
class Group:
    """A group of the inventory: its own machines, the groups above it, its variables by where they stand.

    ``depth`` counts the steps from ``all`` by the longest way.
    """

    name: str
    place: Place
    depth: int = 0
    parents: set[str] = field(default_factory=set)
    members: dict[str, None] = field(default_factory=dict)
    inline: Variables = field(default_factory=dict)
    file: Variables = field(default_factory=dict)


@dataclass(slots=True)
class Host:
    """A machine of the inventory."""

    name: str
    place: Place
    inline: Variables = field(default_factory=dict)
    file: Variables = field(default_factory=dict)


class Inventory:
    """Everything that hosts.yml, group_vars and host_vars say, before it means anything."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {ALL: Group(ALL, Place(HOSTS))}
        self.hosts: dict[str, Host] = {}

    def above(self, names: Iterable[str]) -> list[Group]:
        """These groups and all above them, in the order in which later ones win."""
        found: set[str] = set()
        waiting = [*names, ALL]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.groups[name].parents)
        return sorted((self.groups[name] for name in found), key=lambda group: (group.depth, group.name))

    def of_group(self, name: str) -> Variables:
        """The variables that hold for a group as a whole."""
        return _layered(self.above([name]))

    def of_host(self, host: Host, groups: Iterable[str]) -> Variables:
        """The variables that hold for a machine in these groups."""
        return {**_layered(self.above(groups)), **host.inline, **host.file}

    def memberships(self) -> dict[str, list[str]]:
        """By machine, the groups that list it themselves."""
        found: dict[str, list[str]] = {name: [] for name in self.hosts}
        for group in self.groups.values():
            for member in group.members:
                found[member].append(group.name)
        return found


def read_inventory(trees: Mapping[str, Node], problems: Problems) -> Inventory | None:
    """Put the files together; None where the groups contain each other and nothing more can be said."""
    inventory = Inventory()
    _read_hosts(trees.get(HOSTS), inventory, problems)
    for file, tree in trees.items():
        folder, _, name = file.removesuffix(".yml").partition("/")
        if folder == GROUP_VARS:
            _read_group_file(inventory, name, file, tree, problems)
        elif folder == HOST_VARS:
            host = inventory.hosts.get(name)
            found = read_variables(tree, Scope.MACHINE, problems)
            if host is None:
                problems.add(Place(file), ProblemCode.UNKNOWN_MACHINE, name, values.nearest(name, inventory.hosts))
            else:
                host.file = found
    _check_names(inventory, problems)
    return inventory if _is_tree(inventory, problems) else None


def _read_group_file(inventory: Inventory, name: str, file: str, tree: Node, problems: Problems) -> None:
    found = read_variables(tree, _scope(name), problems)
    if name == _UNGROUPED or name not in inventory.groups:
        problems.add(Place(file), ProblemCode.UNKNOWN_GROUP, name, values.nearest(name, inventory.groups))
    else:
        inventory.groups[name].file = found


def _read_hosts(tree: Node | None, inventory: Inventory, problems: Problems) -> None:
    waiting: list[tuple[str, Node, str | None]] = []
    waiting.extend((name, node, None) for name, node in values.mapping(tree, problems).items())
    while waiting:
        name, node, parent = waiting.pop(0)
        if not _GROUP_NAME.fullmatch(name) or name == _UNGROUPED:
            problems.add(node.place, ProblemCode.NAME_FORM, name, "room_b_204")
            continue
        group = inventory.groups.setdefault(name, Group(name, node.place))
        if name == ALL:
            group.place = node.place
        elif parent is None:
            group.parents.add(ALL)
        if parent is not None:
            group.parents.add(parent)
        entries = values.mapping(node, problems)
        for key, value in entries.items():
            if key not in _GROUP_KEYS:
                problems.add(value.place, ProblemCode.UNKNOWN_KEY, key, ", ".join(_GROUP_KEYS))
        group.inline.update(read_variables(entries.get("vars"), _scope(name), problems))
        for host_name, variables in values.mapping(entries.get("hosts"), problems).items():
            _read_host(inventory, group, host_name, variables, problems)
        children = values.mapping(entries.get("children"), problems)
        waiting.extend((child, child_node, name) for child, child_node in children.items())


def _read_host(inventory: Inventory, group: Group, name: str, node: Node, problems: Problems) -> None:
    if not _HOST_NAME.fullmatch(name):
        problems.add(node.place, ProblemCode.NAME_FORM, name, "b204-07")
        return
    host = inventory.hosts.setdefault(name, Host(name, node.place))
    host.inline.update(read_variables(node, Scope.MACHINE, problems))
    group.members[name] = None


def _scope(group: str) -> Scope:
    return Scope.SITE if group == ALL else Scope.GROUP


def _layered(groups: list[Group]) -> Variables:
    """Ansible's layers: ``all`` in hosts.yml, other groups there, group_vars/all, group_vars of other groups."""
    found: Variables = {}
    for is_file in (False, True):
        for group in groups:
            found.update(group.file if is_file else group.inline)
    return found


def _check_names(inventory: Inventory, problems: Problems) -> None:
    spelt: dict[str, Host] = {}
    for host in inventory.hosts.values():
        if host.name in inventory.groups:
            problems.add(host.place, ProblemCode.NAME_OF_GROUP_AND_MACHINE, host.name)
        other = spelt.setdefault(host.name.casefold(), host)
        if other is not host:
            problems.add(host.place, ProblemCode.NAME_TWICE, host.name, other.name)


def _is_tree(inventory: Inventory, problems: Problems) -> bool:
    """Whether no group is within itself. Takes away, level by level, the groups that nothing is left above."""
    left = dict(inventory.groups)
    for depth in range(_MAX_LEVELS):
        for group in [group for group in left.values() if not group.parents & left.keys()]:
            group.depth = depth
        left = {name: group for name, group in left.items() if group.parents & left.keys()}
    for group in left.values():
        problems.add(group.place, ProblemCode.GROUP_CYCLE, group.name)
    return not left
