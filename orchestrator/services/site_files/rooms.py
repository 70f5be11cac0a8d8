"""From an inventory to rooms, seats and machines, and who stands where."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.doors import Door
from orchestrator.domain.machines import Machine, MachineStatus
from orchestrator.domain.seat_plans import door_bound, plan_of
from orchestrator.domain.site_changes import Standing
from orchestrator.services.site_files.clashes import check_clashes, check_positions
from orchestrator.services.site_files.connections import profile_name
from orchestrator.services.site_files.hosts import Group, Host, Inventory
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.variables import Variables, value_of

WINRM_HTTPS_PORT = 5986
_SEAT_FIELDS = ("classroom_seat", "classroom_row", "classroom_column")


@dataclass(frozen=True, slots=True)
class Found:
    """What the inventory says of rooms. ``mentions`` are the items of the baselines, each with its place."""

    rooms: tuple[Classroom, ...]
    machines: tuple[Machine, ...]
    standing: tuple[Standing, ...]
    mentions: tuple[tuple[str, Place], ...]


@dataclass(slots=True)
class _Room:
    """A group that has a room's code, and the seats that its machines have brought so far."""

    group: Group
    facts: Variables
    code: str | None
    seats: list[Seat] = field(default_factory=list)


def read_rooms(inventory: Inventory, site_timezone: str, problems: Problems) -> Found:
    """Rooms, machines and who stands where; what doesn't fit together becomes a problem."""
    rooms = _room_groups(inventory, problems)
    memberships = inventory.memberships()
    machines: list[Machine] = []
    standing: list[Standing] = []
    by_host: dict[str, tuple[Host, Variables, str | None]] = {}
    for host in inventory.hosts.values():
        facts = inventory.of_host(host, memberships[host.name])
        above = [group.name for group in inventory.above(memberships[host.name])]
        room = _room_of(host, facts, [rooms[name] for name in above if name in rooms], problems)
        machines.append(_machine(host, facts, room.facts if room else facts, site_timezone, problems))
        by_host[host.name] = (host, facts, room.group.name if room else None)
        seat = _seat(host, facts, problems) if room else None
        if room and seat:
            room.seats.append(seat)
            standing.append(Standing(room.code or "", seat.label, host.name))
    check_clashes(by_host, problems)
    check_positions(by_host, problems)
    finished = tuple(_finished(room, site_timezone, problems) for room in rooms.values())
    mentions = {place: item for room in rooms.values() for item, place in _baseline(room.facts)}
    return Found(finished, tuple(machines), tuple(standing), tuple((item, place) for place, item in mentions.items()))


def _room_groups(inventory: Inventory, problems: Problems) -> dict[str, _Room]:
    """By group name, the groups that say a room's code themselves."""
    rooms: dict[str, _Room] = {}
    codes: dict[str, list[_Room]] = {}
    for group in inventory.groups.values():
        own = {**group.inline, **group.file}
        if "classroom_code" not in own:
            continue
        room = rooms[group.name] = _Room(group, inventory.of_group(group.name), value_of(own, "classroom_code", str))
        if room.code is not None:
            codes.setdefault(room.code.casefold(), []).append(room)
    for same in codes.values():
        for room in same if len(same) > 1 else ():
            others = ", ".join(other.group.name for other in same if other is not room)
            problems.add(room.facts["classroom_code"].place, ProblemCode.ROOM_CODE_TWICE, room.code or "", others)
    return rooms


def _room_of(host: Host, facts: Variables, rooms: list[_Room], problems: Problems) -> _Room | None:
    if len(rooms) > 1:
        problems.add(host.place, ProblemCode.TWO_ROOMS, host.name, ", ".join(room.group.name for room in rooms))
        return None
    if not rooms:
        for name in _SEAT_FIELDS:
            if name in facts:
                problems.add(facts[name].place, ProblemCode.SEAT_WITHOUT_ROOM, host.name)
                break
        return None
    return rooms[0]


def _seat(host: Host, facts: Variables, problems: Problems) -> Seat | None:
    for name in _SEAT_FIELDS:
        if name not in facts:
            place = Place(host.place.file, f"{host.place.path}.{name}", host.place.line)
            problems.add(place, ProblemCode.MISSING, host.name)
    label = value_of(facts, "classroom_seat", str)
    row, column = value_of(facts, "classroom_row", int), value_of(facts, "classroom_column", int)
    if label is None or row is None or column is None:
        return None
    return Seat("", label, row, column, podium=value_of(facts, "classroom_podium", bool) or False)


def _machine(host: Host, facts: Variables, around: Variables, site_timezone: str, problems: Problems) -> Machine:
    reason = value_of(facts, "classroom_out_of_service", str)
    last_day = value_of(facts, "classroom_out_of_service_until", date)
    _check_out_of_service(host, facts, problems)
    zone = ZoneInfo(value_of(around, "classroom_timezone", str) or site_timezone)
    return Machine(
        id="",
        name=host.name,
        address=value_of(facts, "ansible_host", str) or host.name,
        port=value_of(facts, "ansible_port", int) or WINRM_HTTPS_PORT,
        profile=profile_name(facts),
        hardware_id=value_of(facts, "classroom_hardware_id", str),
        status=MachineStatus.IN_SERVICE if reason is None else MachineStatus.OUT_OF_SERVICE,
        status_reason=reason or "",
        status_until=_end_of(last_day, zone) if last_day and reason is not None else None,
    )


def _check_out_of_service(host: Host, facts: Variables, problems: Problems) -> None:
    """Out of service takes a reason and an end: without one it would keep a seat from its software for good (R2)."""
    pair = ("classroom_out_of_service", "classroom_out_of_service_until")
    for given, other in (pair, pair[::-1]):
        if given in facts and other not in facts:
            place = facts[given].place
            path = f"{place.path.removesuffix(given)}{other}"
            problems.add(Place(place.file, path, place.line), ProblemCode.MISSING, host.name)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """The end of a day, in UTC: the machine is back with the next one."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _finished(room: _Room, site_timezone: str, problems: Problems) -> Classroom:
    if "classroom_building" not in room.facts:
        code = room.facts["classroom_code"].place
        path = f"{code.path.removesuffix('classroom_code')}classroom_building"
        problems.add(Place(code.file, path, code.line), ProblemCode.MISSING, room.group.name)
    mode = value_of(room.facts, "classroom_rollouts", str)
    finished = Classroom(
        id="",
        code=room.code or "",
        building=value_of(room.facts, "classroom_building", str) or "",
        timezone=value_of(room.facts, "classroom_timezone", str) or site_timezone,
        mode=RolloutMode(mode) if mode else RolloutMode.AUTOMATIC,
        baseline=tuple(item for item, _ in _baseline(room.facts)),
        seats=tuple(sorted(room.seats, key=lambda seat: (seat.row, seat.column))),
        department=value_of(room.facts, "classroom_department", str) or "",
        door=value_of(room.facts, "classroom_door", Door),
    )
    _check_door(finished, room.facts, problems)
    return finished


def _check_door(room: Classroom, facts: Variables, problems: Problems) -> None:
    """A door far beyond the seats would be drawn where no wall is."""
    most = door_bound(plan_of(room))
    if room.door is not None and room.door.place > most:
        problems.add(facts["classroom_door"].place, ProblemCode.DOOR_BEYOND, str(room.door), f"1..{most}")


def _baseline(facts: Variables) -> tuple[tuple[str, Place], ...]:
    return value_of(facts, "classroom_baseline", tuple) or ()
