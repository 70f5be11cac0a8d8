"""Looking at what rooms were asked to have, revision by revision."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.manifests import Difference, ManifestLine, Revision, diff
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Reads, UnitOfWork


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision with its room and the name of whoever made it."""

    room: Classroom
    revision: Revision
    actor: str


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """Some revisions of a room, newest first, with the names of those who made them by actor id."""

    room: Classroom
    revisions: tuple[Revision, ...]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RevisionDifference:
    """What a revision has over another one of the same room."""

    room: Classroom
    number: int
    against: int
    difference: Difference


def current_manifest(classroom: str, *, reads: Reads) -> RevisionView | Classroom:
    """The room's newest revision; the room alone before its first one.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        revision = uow.manifests.latest(room.id)
        return _view(uow, room, revision) if revision else room


def list_revisions(classroom: str, *, reads: Reads, before: int | None = None, limit: int = 50) -> RevisionPage:
    """Revisions, newest first, numbers below ``before``, at most ``limit``.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        found = tuple(uow.manifests.page(room.id, before=before, limit=limit))
        return RevisionPage(room, found, uow.people.names({revision.actor_id for revision in found}))


def get_revision(classroom: str, number: int, *, reads: Reads) -> RevisionView:
    """One revision.

    Raises:
        NotFound: No such room or revision.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        return _view(uow, room, _revision(uow, room, number))


def compare_revisions(classroom: str, number: int, against: int, *, reads: Reads) -> RevisionDifference:
    """What revision ``number`` has over ``against``; 0 is the empty manifest before the first revision.

    Raises:
        NotFound: No such room or revision.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        older, newer = (_lines(uow, room, n) for n in (against, number))
    return RevisionDifference(room, number, against, diff(older, newer))


def _lines(uow: UnitOfWork, room: Classroom, number: int) -> tuple[ManifestLine, ...]:
    return _revision(uow, room, number).lines if number else ()


def _revision(uow: UnitOfWork, room: Classroom, number: int) -> Revision:
    revision = uow.manifests.get(room.id, number)
    if revision is None:
        latest = uow.manifests.latest(room.id)
        raise NotFound(kind="revision", name=str(number), known=(str(latest.number),) if latest else ())
    return revision


def _view(uow: UnitOfWork, room: Classroom, revision: Revision) -> RevisionView:
    names = uow.people.names({revision.actor_id})
    return RevisionView(room, revision, names.get(revision.actor_id, revision.actor_id))
