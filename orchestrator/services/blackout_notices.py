"""Telling people of a blackout: who looks after its rooms, and whose requests may have to wait for its end (R4.4)."""

from collections.abc import Iterable
from datetime import datetime

from orchestrator.domain.blackouts import Blackout
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, Role, ScopeKind
from orchestrator.services.notices import tell
from orchestrator.services.role_holders import role_holders
from orchestrator.services.unit_of_work import UnitOfWork

_TEAM = (Role.TECHNICIAN, Role.COORDINATOR)
"""Who looks after a room."""


def tell_team(
    uow: UnitOfWork, blackout: Blackout, kind: NoticeKind, rooms: Iterable[Classroom], actor: Actor, at: datetime
) -> None:
    """Tell technicians and coordinators of these rooms, each once, whatever the number of their rooms."""
    staff = role_holders(uow)
    people = {person_id for room in rooms for person_id in staff.in_room(_TEAM, room)} - {actor.id}
    about = {"blackout": blackout.id, "until": blackout.ends_at.isoformat()}
    if blackout.scope.kind is ScopeKind.CLASSROOM:
        about["classroom"] = blackout.scope.name
    tell(uow, sorted(people), kind, blackout.id, about, at)


def tell_those_who_wait(uow: UnitOfWork, blackout: Blackout, rooms: Iterable[Classroom], at: datetime) -> None:
    """Tell whoever has asked for something in these rooms that was never ready, and may have to wait for the end.

    What is needed before the blackout begins is not moved by it, unless it is late by then: then its requester sees so.
    """
    asked = uow.requests.of_classrooms([room.id for room in rooms])
    near = [r for r in asked if r.counts_at(at) and blackout.starts_at <= max(r.needed_by, at)]
    ready = uow.milestones.of_requests([request.id for request in near])
    for request in (r for r in near if r.id not in ready):
        about = {"blackout": blackout.id, "request": request.id, "classroom": request.classroom_id}
        about |= {"item": request.item_id, "until": blackout.ends_at.isoformat()}
        thing = f"{blackout.id}:{request.id}"
        tell(uow, [request.requester_id], NoticeKind.BLACKOUT_DELAYS, thing, about, at)
