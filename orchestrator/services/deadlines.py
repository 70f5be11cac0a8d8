"""Deadlines: what happens to a decision by itself when its time has come, on time and once.

One durable piece of work follows one thing to its end. The moments are read anew from the thing itself each time, so
that a change of its dates, of the rules' numbers or of the host's clock is noticed at the next look; what has to be
done is decided by the thing's own state, so that a second look does nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orchestrator.services.durable import WorkflowContext
from orchestrator.services.record_stores import RecordQuery
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

FOLLOW = "follow-deadlines"
"""Kind of the durable work below."""


class DeadlineTools(Protocol):
    """What following a deadline works with: of the rollouts' tools, those that reach no machine."""

    @property
    def transactions(self) -> Transactions:
        """The store."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def new_id(self) -> Callable[[], str]:
        """Makes identities."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """One kind of thing that has deadlines.

    Attributes:
        next_moment: When the thing with this id is to be looked at next, UTC; None when nothing more can come by
            itself. It only reads.
        come_due: Do what is due at a moment, in a transaction of its own; nothing where nothing is due.
    """

    next_moment: Callable[[UnitOfWork, str], datetime | None]
    come_due: Callable[[DeadlineTools, str, datetime], None]


def follow(uow: UnitOfWork, thing: str, thing_id: str, *, because: str = "") -> None:
    """Have the deadlines of a thing followed, from the transaction that makes it on.

    Args:
        uow: That transaction.
        thing: Kind of the thing, as ``followed`` knows it.
        thing_id: Id of the thing.
        because: What has happened to a thing that is followed already, and has brought its next moment nearer: whoever
            follows it sleeps until the moment that was known, so that somebody else has to look at once.
    """
    key = f"{thing}:{thing_id}:{because}" if because else f"{thing}:{thing_id}"
    uow.jobs.enqueue(FOLLOW, key, {"thing": thing, "thing_id": thing_id})


def has_happened(uow: UnitOfWork, kind: str, subject: str, identity: str) -> bool:
    """Whether the record has an entry of this kind about a thing.

    Why this exists: some moments change nothing of the thing itself (somebody was told, something began). That they
    have been is only written in the record, and without it a second look would do them again.
    """
    return bool(uow.record.page(RecordQuery(subjects={subject: identity}, kind=kind), before=None, limit=1))


def follow_deadlines(
    context: WorkflowContext, tools: DeadlineTools, kinds: Mapping[str, Followed], *, thing: str, thing_id: str
) -> None:
    """Wait for each of a thing's moments, and do what is due then, until nothing more can come."""
    number = 1
    while moment := context.step(f"next-{number}", lambda: _next(tools, kinds[thing], thing_id)):
        context.sleep_until(datetime.fromisoformat(moment))
        context.step(f"due-{number}", lambda: kinds[thing].come_due(tools, thing_id, tools.clock.now()))
        number += 1


def _next(tools: DeadlineTools, followed: Followed, thing_id: str) -> str | None:
    with tools.transactions() as uow:
        moment = followed.next_moment(uow, thing_id)
    return None if moment is None else moment.isoformat()
