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
        cron: When the engine itself begins one, in UTC, with the moment as its argument ``at``; on several workers
            only one does. Besides, one begins at each start of a worker. None for work that is enqueued.
    """

    name: str
    job: Job
    exclusive_per_room: bool
    cron: str | None = None


def exclusivity(kinds: Iterable[JobKind]) -> Mapping[str, bool]:
    """What an enqueuer has to know of the kinds that are enqueued: whether each is exclusive per room, by name."""
    return {kind.name: kind.exclusive_per_room for kind in kinds if kind.cron is None}
