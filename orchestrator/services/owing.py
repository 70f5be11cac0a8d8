"""Enqueueing what a room is owed, in the transaction of whatever owes it."""

from orchestrator.domain.classrooms import Classroom, RolloutMode
from orchestrator.services.unit_of_work import UnitOfWork

OWE_ROOM = "owe-room"
"""Kind of the durable work that a change of the manifest, or the end of a decision, owes."""


def owe_revision(uow: UnitOfWork, room: Classroom, revision: int) -> None:
    """The room is owed what a revision of its manifest asks for; nothing where a technician starts its rollouts."""
    if room.mode is RolloutMode.AUTOMATIC:
        arguments = {"classroom_id": room.id, "revision": str(revision)}
        uow.jobs.enqueue(OWE_ROOM, f"{room.id}:r{revision}", arguments)


def owe_for(uow: UnitOfWork, room: Classroom, because: str) -> None:
    """The room is owed something although its manifest did not change: a decision began or ended (RULES R3.5).

    Args:
        uow: The decision's own unit of work.
        room: The room.
        because: What happened, such as ``override:<id>:expired``; the same again owes nothing more.
    """
    if room.mode is RolloutMode.AUTOMATIC:
        latest = uow.manifests.latest(room.id)
        revision = str(latest.number if latest else 0)
        arguments = {"classroom_id": room.id, "revision": revision, "because": because}
        uow.jobs.enqueue(OWE_ROOM, f"{room.id}:{because}", arguments)
