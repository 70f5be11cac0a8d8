"""Two machines that claim the same: address, hardware, seat, place in the room. Each of them is named."""

from collections.abc import Hashable, Iterable, Mapping

from orchestrator.services.site_files.hosts import Host
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.variables import Variables, value_of

Claims = Mapping[str, tuple[Host, Variables, str | None]]
"""By machine: where it stands in the files, its variables, and the group of its room or None."""


def check_clashes(claims: Claims, problems: Problems) -> None:
    """Find machines behind one address and port, or with one hardware id."""
    addresses = []
    hardware = []
    for host, facts, _ in claims.values():
        address = (value_of(facts, "ansible_host", str) or host.name).casefold()
        own = {**host.inline, **host.file}
        where = own.get("ansible_port") or own.get("ansible_host")
        addresses.append(
            ((address, value_of(facts, "ansible_port", int)), host.name, where.place if where else host.place)
        )
        hardware_id = value_of(facts, "classroom_hardware_id", str)
        if hardware_id is not None:
            hardware.append((hardware_id, host.name, facts["classroom_hardware_id"].place))
    _report(addresses, ProblemCode.ADDRESS_TWICE, problems)
    _report(hardware, ProblemCode.HARDWARE_ID_TWICE, problems)


def check_positions(claims: Claims, problems: Problems) -> None:
    """Find machines at one seat, and seats in one place of a room."""
    seats = []
    positions = []
    for host, facts, room in claims.values():
        label = value_of(facts, "classroom_seat", str)
        row, column = value_of(facts, "classroom_row", int), value_of(facts, "classroom_column", int)
        if room is not None and label is not None:
            seats.append(((room, label), host.name, facts["classroom_seat"].place))
        if room is not None and row is not None and column is not None:
            positions.append(((room, row, column), host.name, facts["classroom_column"].place))
    _report(seats, ProblemCode.SEAT_TWICE, problems)
    _report(positions, ProblemCode.POSITION_TWICE, problems)


def _report(claimed: Iterable[tuple[Hashable, str, Place]], code: ProblemCode, problems: Problems) -> None:
    by_key: dict[Hashable, list[tuple[str, Place]]] = {}
    for key, name, place in claimed:
        by_key.setdefault(key, []).append((name, place))
    for same in by_key.values():
        for name, place in same if len(same) > 1 else ():
            # Two names are enough to find the rest; a forgotten line would otherwise list a whole building.
            others = [other for other, _ in same if other != name][:2]
            problems.add(place, code, name, ", ".join(others))
