"""The variables that the import reads: what each may be, and where it may stand.

Names that begin with ``classroom_`` or ``ansible_`` are a closed list, so that a slip of the pen is found and plain
Ansible and the service never reach a machine in two different ways. All other names are the site's own: they are left
alone, but no template may stand in them either.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, partial
from typing import TypeVar
from zoneinfo import available_timezones

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.doors import MOST_PLACES, Door
from orchestrator.services.site_files import values
from orchestrator.services.site_files.nodes import Node, ScalarNode, scalars
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

CA_FROM_SETTINGS = ""
"""Value of the CA variable that leaves the choice to the service's own setting."""
SECRET_VARIABLE = "{{ lookup('ansible.builtin.env', 'CLASSROOM_SECRET_NAME') }}"  # noqa: S105 - a form
CA_VARIABLE = "{{ lookup('ansible.builtin.env', 'CLASSROOM_CA_FILE') }}"
POINT_VARIABLE = "{{ lookup('ansible.builtin.env', 'CLASSROOM_DISTRIBUTION_POINT') }}"
_SECRET = re.compile(r"\{\{ lookup\('ansible\.builtin\.env', 'CLASSROOM_SECRET_([A-Z][A-Z0-9_]{0,59})'\) \}\}")
_ADDRESS = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
# What mainboards show whose maker left the field alone; such an id says nothing about who answers.
_SHARED_UUIDS = {
    "03000200-0400-0500-0006-000700080009",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    f"{0:08}-0000-0000-0000-{0:012}",
}
_ROOM_CODE = re.compile(r"\w[\w .-]{0,39}")
_ITEM = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_CONNECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Scope(Enum):
    """Where a variable stands: the group of all machines, any other group, or one machine."""

    SITE = "all"
    GROUP = "group"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable where it is defined. ``value`` None: it was refused, and the problem is noted."""

    value: object | None
    place: Place


Variables = dict[str, Variable]
_T = TypeVar("_T")
_Reader = Callable[[Node, Problems], object | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    read: _Reader
    scopes: frozenset[Scope]


def _one_word(word: str) -> _Reader:
    return lambda node, problems: values.choice(node, problems, (word,))


def _ignored(node: Node, problems: Problems) -> object | None:
    return values.whole_number(node, problems, 1, 86_400)


def _secret(node: Node, problems: Problems) -> str | None:
    """The name of the secret: ``lab_admin`` for ``CLASSROOM_SECRET_LAB_ADMIN``."""
    match = _SECRET.fullmatch(node.text) if isinstance(node, ScalarNode) and not node.unsafe else None
    if match is None:
        problems.add(node.place, ProblemCode.SECRET_FORM, expected=SECRET_VARIABLE, hide=True)
        return None
    return match.group(1).lower()


def _ca_file(node: Node, problems: Problems) -> str | None:
    if isinstance(node, ScalarNode) and node.is_template:
        if node.text == CA_VARIABLE:
            return CA_FROM_SETTINGS
        problems.add(node.place, ProblemCode.LOOKUP_FORM, node.text, CA_VARIABLE)
        return None
    return values.text(node, problems, limit=400)


def _distribution_point(node: Node, problems: Problems) -> str | None:
    if isinstance(node, ScalarNode) and not node.unsafe and node.text == POINT_VARIABLE:
        return node.text
    shown = node.text if isinstance(node, ScalarNode) else ""
    problems.add(node.place, ProblemCode.LOOKUP_FORM, shown, POINT_VARIABLE)
    return None


def _timezone(node: Node, problems: Problems) -> str | None:
    found = values.text(node, problems)
    if found is not None and found not in _timezones():
        problems.add(node.place, ProblemCode.UNKNOWN_TIMEZONE, found, values.nearest(found, _timezones()))
        return None
    return found


@lru_cache(maxsize=1)
def _timezones() -> frozenset[str]:
    # Names with a region, and UTC: ``localtime`` and the like mean something else on each host.
    return frozenset(zone for zone in available_timezones() if "/" in zone) | {"UTC"}


def _hardware_id(node: Node, problems: Problems) -> str | None:
    found = values.text_like(
        node, problems, _UUID, ProblemCode.HARDWARE_ID_FORM, "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX"
    )
    if found is not None and found.upper() in _SHARED_UUIDS:
        problems.add(node.place, ProblemCode.HARDWARE_ID_FORM, found)
        return None
    return None if found is None else found.upper()


def _holidays(node: Node, problems: Problems) -> object:
    days = [
        (found.isoformat(), item.place)
        for item in values.listing(node, problems)
        if (found := values.day(item, problems))
    ]
    return values.each_once(days, problems)


def _baseline(node: Node, problems: Problems) -> object:
    """Item ids with the place of each, for the check against the catalog."""
    found = []
    for item in values.listing(node, problems):
        name = values.text_like(item, problems, _ITEM, ProblemCode.ID_FORM, "microsoft-edge")
        if name is not None:
            found.append((name, item.place))
    values.each_once(found, problems)
    return tuple(found)


def _door(node: Node, problems: Problems) -> Door | None:
    found = values.text(node, problems)
    door = Door.read(found) if found is not None else None
    if found is not None and door is None:
        problems.add(node.place, ProblemCode.DOOR_FORM, found, "left 2")
    return door


def _rule(read: _Reader, *scopes: Scope) -> _Rule:
    return _Rule(read, frozenset(scopes or Scope))


_BY_ROOM = (Scope.SITE, Scope.GROUP)
RULES: dict[str, _Rule] = {
    "classroom_site_timezone": _rule(_timezone, Scope.SITE),
    "classroom_site_holidays": _rule(_holidays, Scope.SITE),
    "classroom_notice_working_days": _rule(partial(values.whole_number, least=0, most=20), Scope.SITE),
    "classroom_site_team": _rule(partial(values.text, limit=100), Scope.SITE),
    "classroom_code": _rule(
        partial(values.text_like, form=_ROOM_CODE, code=ProblemCode.NAME_FORM, expected="B-204"),
        Scope.GROUP,
    ),
    "classroom_building": _rule(values.text, *_BY_ROOM),
    "classroom_department": _rule(values.text, *_BY_ROOM),
    "classroom_timezone": _rule(_timezone, *_BY_ROOM),
    "classroom_rollouts": _rule(partial(values.choice, choices=tuple(mode.value for mode in RolloutMode)), *_BY_ROOM),
    "classroom_baseline": _rule(_baseline, *_BY_ROOM),
    "classroom_door": _rule(_door, Scope.GROUP),
    "classroom_seat": _rule(partial(values.text, limit=20), Scope.MACHINE),
    "classroom_row": _rule(partial(values.whole_number, least=1, most=MOST_PLACES), Scope.MACHINE),
    "classroom_column": _rule(partial(values.whole_number, least=1, most=MOST_PLACES), Scope.MACHINE),
    "classroom_podium": _rule(values.truth, Scope.MACHINE),
    "classroom_hardware_id": _rule(_hardware_id, Scope.MACHINE),
    "classroom_out_of_service": _rule(values.text, Scope.MACHINE),
    "classroom_out_of_service_until": _rule(values.day, Scope.MACHINE),
    "classroom_connection": _rule(
        partial(values.text_like, form=_CONNECTION, code=ProblemCode.NAME_FORM, expected="lab-1")
    ),
    "classroom_software_distribution_point": _rule(_distribution_point),
    "ansible_connection": _rule(_one_word("winrm")),
    "ansible_host": _rule(
        partial(
            values.text_like, form=_ADDRESS, code=ProblemCode.ADDRESS_FORM, expected="pc-07.example.edu, 192.0.2.7"
        ),
        Scope.MACHINE,
    ),
    "ansible_port": _rule(partial(values.whole_number, least=1, most=65_535)),
    "ansible_user": _rule(values.text),
    "ansible_password": _rule(_secret),
    "ansible_winrm_scheme": _rule(_one_word("https")),
    "ansible_winrm_transport": _rule(partial(values.choice, choices=("basic", "ntlm", "credssp"))),
    "ansible_winrm_server_cert_validation": _rule(_one_word("validate")),
    "ansible_winrm_ca_trust_path": _rule(_ca_file),
    # For runs by hand only.
    "ansible_winrm_operation_timeout_sec": _rule(_ignored),
    "ansible_winrm_read_timeout_sec": _rule(_ignored),
}
_OURS = ("classroom_", "ansible_")


def value_of(variables: Variables, name: str, kind: type[_T]) -> _T | None:
    """A variable's value, or None where it is missing or was refused."""
    found = variables.get(name)
    return found.value if found is not None and isinstance(found.value, kind) else None


def read_variables(node: Node | None, scope: Scope, problems: Problems) -> Variables:
    """Read one place's variables: of a group or machine in hosts.yml, or of one file of group_vars or host_vars."""
    found: Variables = {}
    for name, value in values.mapping(node, problems).items():
        rule = RULES.get(name)
        if rule is not None:
            if scope not in rule.scopes:
                expected = ", ".join(s.value for s in Scope if s in rule.scopes)
                problems.add(value.place, ProblemCode.NOT_HERE, name, expected)
                continue
            found[name] = Variable(rule.read(value, problems), value.place)
            continue
        if name.startswith(_OURS):
            problems.add(value.place, ProblemCode.UNKNOWN_VARIABLE, name, values.nearest(name, RULES))
            continue
        for scalar in scalars(value):
            if scalar.is_template:
                problems.add(scalar.place, ProblemCode.TEMPLATE, scalar.text)
    return found
