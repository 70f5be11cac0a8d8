"""Enqueueing what a room is owed, in the transaction of whatever owes it."""

from datetime import datetime

from orchestrator.domain.calendars import working_days
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


def owe_again(uow: UnitOfWork, room: Classroom, because: str, now: datetime) -> None:
    """The room is owed what somebody has kept from it for once: the seats that a rollout skipped, or what one that was
    cancelled did not get to (RULES R2).

    Not at once, or cancelling would be in vain: after a working day, or the site's notice where that is longer. A
    technician may start a rollout before, and the clocks run.
    """
    site = uow.site.load()
    owe_from(uow, room, because, working_days(site)(now, max(1, site.notice_working_days)))


def owe_from(uow: UnitOfWork, room: Classroom, because: str, earliest: datetime) -> None:
    """As ``owe_for``, but not before a moment."""
    if room.mode is RolloutMode.AUTOMATIC:
        latest = uow.manifests.latest(room.id)
        revision = str(latest.number if latest else 0)
        arguments = {
            "classroom_id": room.id,
            "revision": revision,
            "because": because,
            "earliest": earliest.isoformat(),
        }
        uow.jobs.enqueue(OWE_ROOM, f"{room.id}:{because}", arguments)
