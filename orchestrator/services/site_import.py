"""Import of a site's files: rooms, seats, machines, who stands where, baselines. A dry run unless told to apply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.changes import Change, FieldChange
from orchestrator.domain.classrooms import Classroom, RolloutMode
from orchestrator.domain.manifests import ChangeKind, Revision, lines_of
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, changes_text, imported
from orchestrator.domain.seat_plans import KeptPlan
from orchestrator.domain.site_changes import DeclaredSite, SiteState, differences, kept_plans, merged
from orchestrator.services.owing import OWE_ROOM, owe_from
from orchestrator.services.site_files.digest import digest_of
from orchestrator.services.site_files.site import read_site
from orchestrator.services.terms_again import follow_anew
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What an import of site files changes.

    Attributes:
        changes: Every change, in the order site, profiles, machines, rooms with their seats.
        not_in_files: Codes of rooms that only the store knows; they are left alone.
        machines_not_in_files: Names of machines that only the store knows; they stay known, but stand nowhere unless
            in one of those rooms.
        plans_kept: Plans that were drawn here and stay so, where the files say something else.
        applied: Whether the store was changed.
    """

    changes: tuple[Change, ...]
    not_in_files: tuple[str, ...]
    machines_not_in_files: tuple[str, ...]
    plans_kept: tuple[KeptPlan, ...]
    applied: bool


def import_site(
    files: Mapping[str, str],
    *,
    apply: bool,
    plans_from_files: bool = False,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> SiteChanges:
    """Compare a site's files with the store and, if told so, bring the store to what they say.

    A room whose baseline changes gets a new manifest revision; what that owes is enqueued in the same transaction if
    the room's rollouts are automatic.

    Args:
        files: Text by path below the site's folder: ``hosts.yml``, ``group_vars/….yml``, ``host_vars/….yml``.
        apply: Whether to change anything.
        plans_from_files: Whether a plan that was drawn here gives way to the files' one; else it stays and is named.
        actor: Who imports.
        transactions: The store.
        clock: Tells the time.
        new_id: Gives ids.

    Raises:
        InvalidInput: Something is wrong with the files; all of it is listed, and nothing was changed.
    """
    reading = read_site(files)
    now = clock.now()
    with transactions() as uow:
        declared = reading.declared(uow.catalog.load().items)
        before = _load(uow)
        after = merged(before, declared, new_id, plans_from_files=plans_from_files)
        changes = tuple(differences(before, after))
        applied = apply and bool(changes)
        if applied:
            _store_things(uow, before, after)
            _store_rooms(uow, before, after, now)
            revised = [_revise(uow, room, actor, now) for room in _with_new_baseline(before, after)]
            _owe(uow, before, after, {revision.classroom_id for revision in revised}, now)
            if (before.site.timezone, before.site.holidays) != (after.site.timezone, after.site.holidays):
                follow_anew(uow, f"site-{now.isoformat()}")
            uow.people.remember(actor)
            subjects, texts = {"files": digest_of(files)}, {CHANGES: changes_text(imported(changes))}
            uow.audit.append(at=now, actor=actor, kind="site.imported", subjects=subjects, texts=texts)
            for revision in revised:
                subjects = {"classroom": revision.classroom_id, "revision": str(revision.number)}
                texts = {CHANGES: _baseline(before, after, revision.classroom_id)}
                uow.audit.append(at=now, actor=actor, kind="baseline.changed", subjects=subjects, texts=texts)
            uow.commit()
    return SiteChanges(changes, *_not_in_files(before, declared), tuple(kept_plans(declared, after)), applied)


def _baseline(before: SiteState, after: SiteState, classroom_id: str) -> str:
    """What a room's baseline was and is, as the text beside the entry."""
    was, becomes = (
        next((", ".join(room.baseline) for room in state.rooms.values() if room.id == classroom_id), "") or None
        for state in (before, after)
    )
    return changes_text([FieldChange("baseline", was, becomes)])


def _load(uow: UnitOfWork) -> SiteState:
    rooms = uow.classrooms.all()
    standing = {a.seat_id: a.machine_id for room in rooms for a in uow.classrooms.assignments(room.id)}
    return SiteState(
        site=uow.site.load(),
        profiles=uow.machines.profiles(),
        rooms={room.code.casefold(): room for room in rooms},
        machines={machine.name.casefold(): machine for machine in uow.machines.all()},
        standing=standing,
    )


def _store_things(uow: UnitOfWork, before: SiteState, after: SiteState) -> None:
    """Write the site's facts, profiles and machines that differ."""
    if after.site != before.site:
        uow.site.put(after.site)
    for name, profile in after.profiles.items():
        if profile != before.profiles.get(name):
            uow.machines.put_profile(profile)
    for name, machine in after.machines.items():
        if machine != before.machines.get(name):
            uow.machines.put(machine)


def _store_rooms(uow: UnitOfWork, before: SiteState, after: SiteState, now: datetime) -> None:
    """Write rooms and assignments that differ: seats are left before they go, and there before they are taken."""
    for seat_id in before.standing.keys() - after.standing.keys():
        uow.classrooms.unassign(seat_id, now)
    for code, room in after.rooms.items():
        if room != before.rooms.get(code):
            uow.classrooms.put(room)
    for seat_id, machine_id in after.standing.items():
        if before.standing.get(seat_id) != machine_id:
            uow.classrooms.assign(seat_id, machine_id, now)


def _with_new_baseline(before: SiteState, after: SiteState) -> list[Classroom]:
    return [
        room
        for code, room in after.rooms.items()
        if room.baseline != (before.rooms[code].baseline if code in before.rooms else ())
    ]


def _revise(uow: UnitOfWork, room: Classroom, actor: Actor, now: datetime) -> Revision:
    latest = uow.manifests.latest(room.id)
    revision = Revision(
        classroom_id=room.id,
        number=latest.number + 1 if latest else 1,
        lines=lines_of(room.baseline, uow.requests.of_classroom(room.id)),
        change=ChangeKind.BASELINE,
        request_id=None,
        actor_id=actor.id,
        at=now,
    )
    uow.manifests.append(revision)
    return revision


def _owe(uow: UnitOfWork, before: SiteState, after: SiteState, revised: set[str], now: datetime) -> None:
    """Let the worker see to automatic rooms: new revision, new machine at a seat, or automatic only since now."""
    machines = {machine.id: machine for machine in after.machines.values()}
    for code, room in after.rooms.items():
        old = before.rooms.get(code)
        became_automatic = old is not None and old.mode is not room.mode
        newcomers = any(after.standing.get(s.id) not in {None, before.standing.get(s.id)} for s in room.seats)
        latest = uow.manifests.latest(room.id)
        if room.mode is RolloutMode.AUTOMATIC and latest and (room.id in revised or became_automatic or newcomers):
            # The revision alone would name work that may be over; what changed now is the room.
            key = f"{room.id}:r{latest.number}" if room.id in revised else f"{room.id}:site-{now.isoformat()}"
            uow.jobs.enqueue(OWE_ROOM, key, {"classroom_id": room.id, "revision": str(latest.number)})
        for seat in room.seats:
            machine = machines.get(after.standing.get(seat.id, ""))
            if machine is not None and machine.status_until is not None and machine.status_until > now:
                # What the machine has missed by then is owed to it as soon as it is back.
                back = f"back:{machine.id}:{machine.status_until.isoformat()}"
                owe_from(uow, room, back, machine.status_until)


def _not_in_files(before: SiteState, declared: DeclaredSite) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rooms = {room.code.casefold() for room in declared.rooms}
    machines = {machine.name.casefold() for machine in declared.machines}
    return (
        tuple(room.code for code, room in before.rooms.items() if code not in rooms),
        tuple(machine.name for name, machine in before.machines.items() if name not in machines),
    )
