"""What follows when a safeguard begins or ends: rooms are owed another state, and people are told before it comes.

All of it happens in the transaction of the decision; the work itself follows at each room's next slot, so that nobody
finds a version changed or a copy gone before they were told (RULES R4.2, R4.4, R1.5).
"""

from collections.abc import Callable, Collection
from datetime import datetime

from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Role
from orchestrator.domain.requests import LATEST, SoftwareRequest
from orchestrator.domain.safeguards import Safeguard, SafeguardKind
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from orchestrator.services.owing import owe_for
from orchestrator.services.role_holders import RoleHolders, role_holders
from orchestrator.services.safeguard_impact import Impact, RoomImpact
from orchestrator.services.safeguard_refusals import tell_refusals, tell_superseded
from orchestrator.services.unit_of_work import UnitOfWork


def begin(uow: UnitOfWork, guard: Safeguard, impact: Impact, at: datetime, new_id: Callable[[], str]) -> None:
    """A safeguard binds from now on.

    Args:
        uow: The decision's own unit of work, which holds the rooms.
        guard: The safeguard, live.
        impact: What it does.
        at: UTC.
        new_id: Makes identities.
    """
    people = role_holders(uow)
    for room in impact.rooms:
        if room.changes:
            owe_for(uow, room.room, f"safeguard:{guard.id}:live")
        tell_refusals(uow, guard, room.withheld, room.room, at, new_id)
        superseded = _tell_of_pins(uow, guard, room, at, new_id)
        # One decision tells everybody one thing: who has a letter about their own request knows of the room, too.
        written_to = {request.requester_id for request in (*room.withheld, *superseded)}
        if guard.kind is SafeguardKind.BLOCK and room.going:
            about = {"safeguard": guard.id, "classroom": room.room.id}
            others = [one for one in _everybody(uow, room, people, at) if one not in written_to]
            tell(uow, others, NoticeKind.COPY_GOES, f"{guard.id}:{room.room.id}", about, at)
        if guard.kind is SafeguardKind.PROTECTIVE_UPDATE:
            _announce(uow, guard, room, people, written_to, at, new_id)


def end(uow: UnitOfWork, guard: Safeguard, impact: Impact, at: datetime) -> None:
    """A safeguard binds no more: everything returns by itself (R3.5). ``guard`` says how it ended."""
    for room in impact.rooms:
        about = {"safeguard": guard.id, "classroom": room.room.id, "state": guard.state.value}
        if room.changes:
            owe_for(uow, room.room, f"safeguard:{guard.id}:{guard.state.value}")
        for request in dict.fromkeys((*room.withheld, *room.raised)):
            named = {**about, "request": request.id, "item": request.item_id}
            told = f"{guard.id}:{request.id}"
            tell(uow, {request.requester_id}, NoticeKind.SAFEGUARD_ENDED, told, named, at)
    about = {"safeguard": guard.id, "state": guard.state.value}
    tell(uow, (guard.owner, guard.by), NoticeKind.SAFEGUARD_ENDED, guard.id, about, at)


def _tell_of_pins(
    uow: UnitOfWork, guard: Safeguard, room: RoomImpact, at: datetime, new_id: Callable[[], str]
) -> list[SoftwareRequest]:
    """Older versions that were asked for by name, or pinned by an override, are superseded. Overrides stay.

    Gives the requests of which that holds.
    """
    pinned = {request_id for override in room.pins for request_id in override.request_ids}
    superseded = [r for r in room.raised if r.id in pinned or r.version != LATEST]
    tell_superseded(uow, guard, superseded, room.room, at, new_id)
    for override in room.pins:
        about = {"safeguard": guard.id, "classroom": room.room.id, "override": override.id, "item": override.item_id}
        tell(uow, (override.by,), NoticeKind.PIN_SUPERSEDED, f"{guard.id}:{override.id}", about, at)
    return superseded


def _announce(
    uow: UnitOfWork,
    guard: Safeguard,
    room: RoomImpact,
    people: RoleHolders,
    written_to: Collection[str],
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    """Announce a protective update where a version that people use changes, to them all (R1.5, R4.4)."""
    if not room.copies and not room.raised:
        return
    using = [request for request in _live(uow, room, at) if request.requester_id not in written_to]
    letters = send_letters(uow, LetterOccasion.UPDATE, guard, using, room.room, at, new_id) if using else {}
    about = {"safeguard": guard.id, "classroom": room.room.id}
    others = [one for one in _everybody(uow, room, people, at) if one not in written_to]
    tell(uow, others, NoticeKind.UPDATE_ANNOUNCED, f"{guard.id}:{room.room.id}", about, at, letters=letters)


def _everybody(uow: UnitOfWork, room: RoomImpact, people: RoleHolders, at: datetime) -> tuple[str, ...]:
    """Everybody with a live request in the room, and its coordinators."""
    asking = (request.requester_id for request in _live(uow, room, at))
    return tuple(dict.fromkeys((*asking, *people.in_room({Role.COORDINATOR}, room.room))))


def _live(uow: UnitOfWork, room: RoomImpact, at: datetime) -> list[SoftwareRequest]:
    return [r for r in uow.requests.of_classroom(room.room.id) if r.counts_at(at)]
