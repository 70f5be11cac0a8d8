"""Connection profiles: how WinRM is spoken to the machines that share ``classroom_connection``."""

from orchestrator.domain.machines import ConnectionProfile
from orchestrator.services.site_files.hosts import Inventory
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.variables import CA_FROM_SETTINGS, Variables, value_of

DEFAULT_PROFILE = "default"
_REQUIRED = (
    "ansible_connection",
    "ansible_winrm_scheme",
    "ansible_winrm_transport",
    "ansible_user",
    "ansible_password",
)
_MEANING = (*_REQUIRED, "ansible_winrm_ca_trust_path")


def profile_name(facts: Variables) -> str:
    """The name of the connection profile that a machine refers to."""
    return value_of(facts, "classroom_connection", str) or DEFAULT_PROFILE


def read_profiles(inventory: Inventory, problems: Problems) -> tuple[ConnectionProfile, ...]:
    """One profile per name. Machines that share a name must share every value of it."""
    memberships = inventory.memberships()
    users: dict[str, list[tuple[Place, Variables]]] = {}
    for host in inventory.hosts.values():
        facts = inventory.of_host(host, memberships[host.name])
        users.setdefault(profile_name(facts), []).append((host.place, facts))
    return tuple(_profile(name, machines, problems) for name, machines in sorted(users.items()))


def _profile(name: str, machines: list[tuple[Place, Variables]], problems: Problems) -> ConnectionProfile:
    for variable in _MEANING:
        _check_agreement(name, variable, machines, problems)
    _, facts = machines[0]
    return ConnectionProfile(
        name=name,
        transport=value_of(facts, "ansible_winrm_transport", str) or "",
        user=value_of(facts, "ansible_user", str) or "",
        secret=value_of(facts, "ansible_password", str) or "",
        ca_file=value_of(facts, "ansible_winrm_ca_trust_path", str) or None,
    )


def _check_agreement(name: str, variable: str, machines: list[tuple[Place, Variables]], problems: Problems) -> None:
    """Every machine has the variable, and all the same value; otherwise each place that gives one is named."""
    absent = CA_FROM_SETTINGS if variable not in _REQUIRED else None
    places: dict[object, Place] = {}
    for machine, facts in machines:
        found = facts.get(variable)
        if found is None and absent is None:
            missing = Place(machine.file, f"{machine.path}.{variable}", machine.line)
            problems.add(missing, ProblemCode.MISSING, name)
            return
        if found is not None and found.value is None:
            return
        places.setdefault(found.value if found else absent, found.place if found else machine)
    for value, place in places.items() if len(places) > 1 else ():
        other = next(p for v, p in places.items() if v != value)
        problems.add(place, ProblemCode.PROFILE_DIFFERS, name, f"{other.file}:{other.line}")
