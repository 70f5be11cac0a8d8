"""Reading a rollout's live events."""

from collections.abc import Sequence

from orchestrator.domain.errors import NotFound
from orchestrator.domain.rollouts import RolloutState
from orchestrator.services.stored_values import StoredEvent
from orchestrator.services.unit_of_work import Reads

OVER = frozenset({RolloutState.DONE, RolloutState.INCOMPLETE})
"""States after which a rollout has no further events."""


def has_news(rollout_id: str, *, after: int, reads: Reads) -> bool:
    """Whether there are events after ``after``, or there will be none any more.

    Raises:
        NotFound: No such rollout.
    """
    with reads() as uow:
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None:
            raise NotFound(kind="rollout", name=rollout_id)
        return rollout.state in OVER or bool(uow.events.after(rollout_id, after, 1))


def read_events(rollout_id: str, *, after: int, limit: int, reads: Reads) -> Sequence[StoredEvent]:
    """Events with a greater sequence number than ``after``, in order, at most ``limit``.

    Raises:
        NotFound: No such rollout.
    """
    with reads() as uow:
        if uow.rollouts.get(rollout_id) is None:
            raise NotFound(kind="rollout", name=rollout_id)
        return tuple(uow.events.after(rollout_id, after, limit))
