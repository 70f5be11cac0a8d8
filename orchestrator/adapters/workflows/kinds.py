"""What the worker can run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestrator.services.durable import Job


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of durable work.

    Attributes:
        name: What it is enqueued by. Stored with every piece of work, so it never changes.
        job: Its code.
        exclusive_per_room: At most one such job runs in a room at a time, in the order of enqueueing. It MUST have a
            ``classroom_id`` among its arguments and MUST NOT sleep: a sleeper would keep everybody else out of the
            room. Wait in another kind, and enqueue this one when the time has come.
    """

    name: str
    job: Job
    exclusive_per_room: bool


def exclusivity(kinds: Iterable[JobKind]) -> Mapping[str, bool]:
    """What an enqueuer has to know of the kinds: whether each is exclusive per room, by name."""
    return {kind.name: kind.exclusive_per_room for kind in kinds}
