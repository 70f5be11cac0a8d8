"""Bringing signed checkpoints to where the record's owner cannot take them back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.publication_stores import Publication, PublicationProblem
from orchestrator.services.record_checkpoints import PUBLISH_CHECKPOINTS
from orchestrator.services.record_stores import Record, StoredCheckpoint
from orchestrator.services.unit_of_work import Clock, Reads, TransactionLost, Transactions, UnitOfWork

log = structlog.get_logger()

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))
"""Before a target that failed is tried again. After that it waits for the next checkpoint, or for the reconciler."""

_PAGE = 100


@dataclass(eq=False)
class NotPublished(Exception):
    """A checkpoint did not get to a target.

    Attributes:
        problem: Why.
        detail: What the target said, short, without anything secret.
    """

    problem: PublicationProblem
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.problem.value} {self.detail}".rstrip()


class CheckpointTarget(Protocol):
    """Somewhere that checkpoints are published to.

    Attributes:
        every: Whether it gets every checkpoint; otherwise only the newest, which binds all that is under it.
        rest: How long it is left alone after it got one. What is newest then comes with the reconciler.
    """

    every: bool
    rest: timedelta

    def publish(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> str:
        """Bring one checkpoint there; gives a remark, or an empty text.

        MUST be safe to call again with the same checkpoint, and MUST come to an end by itself. ``keys`` are the public
        keys of the record, for a target that keeps them beside the checkpoints.

        Raises:
            NotPublished: It did not get there.
        """
        ...


@dataclass(frozen=True, slots=True)
class PublishingTools:
    """What publishing works with.

    Attributes:
        transactions: Begins units of work that write.
        reads: Begins units of work that only read.
        clock: Tells the time.
        keys: Gives the public keys of the record.
        targets: By name, in the order in which they are tried.
    """

    transactions: Transactions
    reads: Reads
    clock: Clock
    keys: Callable[[], Sequence[VerifierKey]]
    targets: Mapping[str, CheckpointTarget]


def publish_checkpoints(context: WorkflowContext, tools: PublishingTools, *, number: str) -> None:
    """Bring to each target what it has not got yet, each in a step of its own, and come back to those that failed.

    Args:
        context: The engine's.
        tools: What it works with.
        number: Of the checkpoint that owes this.
    """
    left: list[str] = context.step("targets", lambda: list(tools.targets))
    for attempt, pause in enumerate((*PAUSES, None), 1):
        left = [name for name in left if not context.step(f"{name}-{attempt}", lambda n=name: publish_to(tools, n))]
        if not left or pause is None:
            return
        moment = context.step(f"again-{attempt}", lambda p=pause: _next_try(tools, int(number), p))
        if moment is None:
            return
        context.sleep_until(datetime.fromisoformat(moment))


def publish_to(tools: PublishingTools, name: str) -> bool:
    """Bring to one target what it has not got yet. Whether that is all there now; why not is kept and logged.

    The newest checkpoint there is goes, not the one that began this: work that comes late brings nothing that is old.
    """
    target = tools.targets.get(name)
    if target is None:
        return True  # the settings named it when this began, and no longer do
    with tools.reads() as uow:
        reached = uow.publications.reached().get(name)
        if reached is not None and _rests(uow, name, target, reached, tools.clock.now()):
            return True
        owed = owed_to(uow.record, target, reached)
    results = []
    for checkpoint in owed:
        result = _published(tools, name, target, checkpoint)
        results.append(result)
        if result.problem is not None:
            break
    if results:
        with tools.transactions() as uow:
            uow.publications.put(results)
            uow.commit()
    return not results or results[-1].problem is None


def _rests(uow: UnitOfWork, name: str, target: CheckpointTarget, reached: int, now: datetime) -> bool:
    """Whether the target got its last one so short a time ago that it is to be left alone."""
    return any(now < got.at + target.rest for got in uow.publications.of([reached]) if got.target == name)


def owed_to(record: Record, target: CheckpointTarget, reached: int | None) -> list[StoredCheckpoint]:
    """Checkpoints that a target has to get, oldest first.

    Args:
        record: The store's.
        target: Gets every one, or only the newest.
        reached: Number of the last one that got there; None when none ever did.
    """
    if not target.every:
        last = record.last_checkpoint()
        return [last] if last is not None and (reached is None or last.number > reached) else []
    owed: list[StoredCheckpoint] = []
    before: int | None = None
    while page := record.checkpoints(before=before, limit=_PAGE):
        new = [checkpoint for checkpoint in page if reached is None or checkpoint.number > reached]
        owed += new
        before = page[-1].number
        if len(new) < len(page):
            break
    return owed[::-1]


def enqueue_what_is_behind(tools: PublishingTools, at: str) -> None:
    """Enqueue publishing once more when a target lacks the newest checkpoint.

    Args:
        tools: What publishing works with.
        at: Tells this occasion from others.
    """
    with tools.transactions() as uow:
        last = uow.record.last_checkpoint()
        reached = uow.publications.reached()
        if last is not None and any(reached.get(name, -1) < last.number for name in tools.targets):
            uow.jobs.enqueue(PUBLISH_CHECKPOINTS, f"{last.number}:{at}", {"number": str(last.number)})
            uow.commit()


def _next_try(tools: PublishingTools, number: int, pause: timedelta) -> str | None:
    """When to try again, as ISO text; None when a later checkpoint is there, whose own work sees to what is left.

    So however long a target is away, only a few pieces of work wait for it.
    """
    with tools.reads() as uow:
        last = uow.record.last_checkpoint()
    return None if last is not None and last.number > number else (tools.clock.now() + pause).isoformat()


def _published(
    tools: PublishingTools, name: str, target: CheckpointTarget, checkpoint: StoredCheckpoint
) -> Publication:
    problem: PublicationProblem | None = None
    try:
        detail = target.publish(checkpoint, tools.keys())
    except NotPublished as error:
        problem, detail = error.problem, error.detail
        log.warning(
            "checkpoint not published", target=name, number=checkpoint.number, problem=problem.value, detail=detail
        )
    except TransactionLost:
        raise
    except Exception as error:
        # Whatever goes wrong with one target must not keep the checkpoint from the others.
        problem, detail = PublicationProblem.FAULT, type(error).__name__
        log.exception("checkpoint not published", target=name, number=checkpoint.number)
    return Publication(checkpoint.number, name, tools.clock.now(), problem, detail)
