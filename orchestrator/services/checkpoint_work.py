"""When checkpoints are signed: soon after each decision, and regularly while entries are unsigned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestrator.domain.people import Actor
from orchestrator.services.checkpoint_publishing import PublishingTools, enqueue_what_is_behind
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.record_checkpoints import SigningTools, sign_checkpoint
from orchestrator.services.unit_of_work import Audit, UnitOfWork

SIGN_CHECKPOINT = "sign-checkpoint"
"""Kind of the durable work that a person's entry owes."""

RECONCILE_RECORD = "reconcile-record"
"""Kind of the durable work that the engine's schedule begins."""

RECONCILE_CRON = "*/30 * * * *"
"""Twice an hour, so that no entry stays unsigned for an hour, whoever wrote it."""

_DECIDERS = ("person:", "host:")


@dataclass(frozen=True, slots=True)
class CheckpointTools:
    """What signing and publishing work with.

    Attributes:
        signing: For signing.
        publishing: For publishing.
        gather_seconds: How long a decision waits for others that are to be signed with it.
    """

    signing: SigningTools
    publishing: PublishingTools
    gather_seconds: int


class DecisionsOweCheckpoints:
    """The log's ``Audit``, by which an entry of a person's or an operator's owes a checkpoint.

    The work is enqueued in the entry's own transaction, under a key that says which checkpoint was the last one. So
    all decisions up to the next checkpoint owe the same piece of work. None is left out: the head is locked from the
    append on, and ``sign_checkpoint`` holds the same lock. A decision that commits before a signing is covered by it;
    one that comes after finds a new last checkpoint, and so a new key.

    Args:
        uow: Of the same transaction.
        audit: What really appends.
    """

    def __init__(self, uow: UnitOfWork, audit: Audit) -> None:
        self._uow = uow
        self._audit = audit

    def append(
        self,
        *,
        at: datetime,
        actor: Actor,
        kind: str,
        subjects: Mapping[str, str],
        texts: Mapping[str, str] | None = None,
    ) -> int:
        """Append one entry and give its index; see ``services.unit_of_work.Audit``."""
        index = self._audit.append(at=at, actor=actor, kind=kind, subjects=subjects, texts=texts)
        if actor.id.startswith(_DECIDERS):
            # Read only now that the head is locked: an earlier look might miss a checkpoint that is signed meanwhile.
            last = self._uow.record.last_checkpoint()
            self._uow.jobs.enqueue(SIGN_CHECKPOINT, f"after-{-1 if last is None else last.number}", {})
        return index


def sign_after_decision(context: WorkflowContext, tools: CheckpointTools) -> None:
    """Wait a little for other decisions, then sign them all at once."""
    moment = context.step("gather", lambda: _later(tools))
    context.sleep_until(datetime.fromisoformat(moment))
    context.step("sign", lambda: sign_checkpoint(tools.signing))


def reconcile_record(context: WorkflowContext, tools: CheckpointTools, *, at: str) -> None:
    """Bring behind targets up to date, and sign what is unsigned: entries of the service's own, and what was missed.

    Args:
        context: The engine's.
        tools: What it works with.
        at: The moment of the schedule.
    """
    context.step("catch-up", lambda: enqueue_what_is_behind(tools.publishing, at))
    context.step("sign", lambda: sign_checkpoint(tools.signing))


def _later(tools: CheckpointTools) -> str:
    return (tools.signing.clock.now() + timedelta(seconds=tools.gather_seconds)).isoformat()
