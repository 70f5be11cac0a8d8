"""Reading a rollout's live events."""

from collections.abc import Iterable, Sequence

from orchestrator.domain.errors import NotFound
from orchestrator.domain.rollouts import MachineRun, Rollout, RolloutState
from orchestrator.services.stored_values import StoredEvent
from orchestrator.services.unit_of_work import Reads


def is_through(rollout: Rollout, runs: Iterable[MachineRun]) -> bool:
    """Whether a rollout has no further events. One that was cancelled still looks at the machines it was on."""
    cancelled = rollout.state is RolloutState.CANCELLED
    return rollout.state.is_over and (not cancelled or all(run.state.is_over for run in runs))


def has_news(rollout_id: str, *, after: int, reads: Reads) -> bool:
    """Whether there are events after ``after``, or there will be none any more.

    Raises:
        NotFound: No such rollout.
    """
    with reads() as uow:
        rollout = uow.rollouts.get(rollout_id)
        if rollout is None:
            raise NotFound(kind="rollout", name=rollout_id)
        return bool(uow.events.after(rollout_id, after, 1)) or is_through(rollout, uow.rollouts.runs(rollout_id))


def last_event(rollout_id: str, *, reads: Reads) -> int:
    """Number of a rollout's last event; 0 if it has none."""
    with reads() as uow:
        return uow.events.last(rollout_id)


def read_events(rollout_id: str, *, after: int, limit: int, reads: Reads) -> Sequence[StoredEvent]:
    """Events with a greater sequence number than ``after``, in order, at most ``limit``.

    Raises:
        NotFound: No such rollout.
    """
    with reads() as uow:
        if uow.rollouts.get(rollout_id) is None:
            raise NotFound(kind="rollout", name=rollout_id)
        return tuple(uow.events.after(rollout_id, after, limit))
