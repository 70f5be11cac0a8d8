"""What a site's files change: declared against stored. Pure; ids of new things come from a function that is given.

Files know names, the store knows ids. ``merged`` gives the state that the store should be in after an import, with the
ids that it had; ``differences`` says in words of the site what that changes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from orchestrator.domain.calendars import Site
from orchestrator.domain.changes import Change, ChangedThing, change
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.seat_plans import KeptPlan, kept_as_drawn, kept_plan

_SITE = ("timezone", "holidays", "notice_working_days", "team")
_PROFILE = ("transport", "user", "secret", "ca_file")
_MACHINE = ("name", "address", "port", "profile", "hardware_id", "status", "status_reason", "status_until")
_CLASSROOM = ("code", "building", "department", "timezone", "mode", "baseline", "door", "drawn_at")
_SEAT = ("row", "column", "podium")


@dataclass(frozen=True, slots=True)
class Standing:
    """Which machine the files put at which seat of which room."""

    classroom: str
    seat: str
    machine: str


@dataclass(frozen=True, slots=True)
class DeclaredSite:
    """What the files say. The ids of rooms, seats and machines are empty: the store gives them."""

    site: Site
    profiles: tuple[ConnectionProfile, ...] = ()
    rooms: tuple[Classroom, ...] = ()
    machines: tuple[Machine, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteState:
    """What the store holds.

    Attributes:
        site: Timezone, holidays, notice.
        profiles: Connection profiles by name.
        rooms: Rooms by code without case.
        machines: Machines by name without case.
        standing: Machine id by seat id.
    """

    site: Site
    profiles: Mapping[str, ConnectionProfile]
    rooms: Mapping[str, Classroom]
    machines: Mapping[str, Machine]
    standing: Mapping[str, str]


def merged(
    stored: SiteState, declared: DeclaredSite, new_id: Callable[[], str], *, plans_from_files: bool = False
) -> SiteState:
    """The state after an import.

    Rooms are matched by code, seats by label, machines by name. A room that the files don't have stays as it is, with
    whoever stands in it, unless the files put that machine elsewhere. A machine that they don't have stays known, but
    leaves its seat. A hardware id that a scan has learnt stays where the files have none, unless they say that it is
    another machine's. A room whose plan was drawn here keeps it, unless the plans come
    from the files.
    """
    machines = dict(stored.machines)
    claimed = {machine.hardware_id for machine in declared.machines}
    for machine in declared.machines:
        key = machine.name.casefold()
        old = stored.machines.get(key)
        learnt = old.hardware_id if old and old.hardware_id not in claimed else None
        hardware_id = machine.hardware_id or learnt
        machines[key] = replace(machine, id=old.id if old else new_id(), hardware_id=hardware_id)
    placed = {machines[place.machine.casefold()].id for place in declared.standing}
    rooms = dict(stored.rooms)
    standing = {seat: machine_id for seat, machine_id in stored.standing.items() if machine_id not in placed}
    for room in declared.rooms:
        key = room.code.casefold()
        before = stored.rooms.get(key)
        for seat in before.seats if before else ():
            standing.pop(seat.id, None)
        keeps = before is not None and before.drawn_at is not None and not plans_from_files
        rooms[key] = _with_ids(kept_as_drawn(room, before) if before and keeps else room, before, new_id)
    for place in declared.standing:
        seats = rooms[place.classroom.casefold()].seats
        seat_id = next(seat.id for seat in seats if seat.label == place.seat)
        standing[seat_id] = machines[place.machine.casefold()].id
    profiles = dict(stored.profiles)
    for profile in declared.profiles:
        known = profiles.get(profile.name, profile)
        profiles[profile.name] = replace(profile, connect_timeout=known.connect_timeout)
    return SiteState(declared.site, profiles, rooms, machines, standing)


def kept_plans(declared: DeclaredSite, after: SiteState) -> Iterator[KeptPlan]:
    """The plans that an import leaves as they were drawn, as far as the files say something else."""
    for room in declared.rooms:
        becomes = after.rooms[room.code.casefold()]
        if becomes.drawn_at is not None and (kept := kept_plan(room, becomes)):
            yield kept


def _with_ids(room: Classroom, old: Classroom | None, new_id: Callable[[], str]) -> Classroom:
    known = {seat.label: seat.id for seat in old.seats} if old else {}
    seats = tuple(replace(seat, id=known.get(seat.label) or new_id()) for seat in room.seats)
    return replace(room, id=old.id if old else new_id(), seats=seats)


@dataclass(frozen=True, slots=True)
class _Assignment:
    machine: str


def differences(before: SiteState, after: SiteState) -> Iterator[Change]:
    """What turns one state into the other: site, profiles, machines, then room by room with its seats."""
    yield from change(ChangedThing.SITE, "", before.site, after.site, _SITE)
    for name, profile in after.profiles.items():
        yield from change(ChangedThing.PROFILE, name, before.profiles.get(name), profile, _PROFILE)
    for key, machine in after.machines.items():
        yield from change(ChangedThing.MACHINE, machine.name, before.machines.get(key), machine, _MACHINE)
    names = {machine.id: machine.name for machine in after.machines.values()}
    for key, room in after.rooms.items():
        old = before.rooms.get(key)
        yield from change(ChangedThing.CLASSROOM, room.code, old, room, _CLASSROOM)
        seats_before = {seat.label: seat for seat in old.seats} if old else {}
        seats_after = {seat.label: seat for seat in room.seats}
        for label in dict.fromkeys((*seats_after, *seats_before)):
            one, other = seats_before.get(label), seats_after.get(label)
            yield from change(ChangedThing.SEAT, label, one, other, _SEAT, room.code)
            stood = before.standing.get(one.id) if one else None
            stands = after.standing.get(other.id) if other else None
            yield from change(
                ChangedThing.ASSIGNMENT,
                label,
                _Assignment(names[stood]) if stood else None,
                _Assignment(names[stands]) if stands else None,
                ("machine",),
                room.code,
            )
