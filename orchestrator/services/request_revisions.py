"""The revisions that requests make of their room's manifest."""

from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.manifests import ChangeKind, Revision, lines_of
from orchestrator.domain.people import Actor
from orchestrator.services.unit_of_work import UnitOfWork


def append_revision(
    uow: UnitOfWork, room: Classroom, change: ChangeKind, request_id: str, actor: Actor, now: datetime
) -> int:
    """Give the manifest its next revision, and say which number that is."""
    number = newest_revision(uow, room) + 1
    lines = lines_of(room.baseline, uow.requests.of_classroom(room.id))
    uow.manifests.append(Revision(room.id, number, lines, change, request_id, actor.id, now))
    return number


def newest_revision(uow: UnitOfWork, room: Classroom) -> int:
    """Number of the room's newest revision; 0 before the first."""
    latest = uow.manifests.latest(room.id)
    return latest.number if latest else 0
