"""Personal data that nobody needs any more goes by itself (RULES R4.7).

All kinds of it, with how long each stays: ``docs/privacy.md``.
"""

from dataclasses import dataclass
from datetime import timedelta

from orchestrator.services.durable import WorkflowContext
from orchestrator.services.unit_of_work import Clock, Transactions

FORGET = "forget-personal-data"
"""Kind of the durable work that the engine's schedule begins."""

FORGET_CRON = "17 3 * * *"
"""Once a night."""

AT_ONCE = 1_000
"""Rows of one transaction, so that nobody else waits for long."""


@dataclass(frozen=True, slots=True)
class RetentionTools:
    """What forgetting works with.

    Attributes:
        transactions, clock: The ports.
        notice_days: Days after which a notice goes that was read; one that nobody has read stays.
    """

    transactions: Transactions
    clock: Clock
    notice_days: int


def forget_personal_data(context: WorkflowContext, tools: RetentionTools) -> None:
    """Delete what is over its time; running it again deletes nothing more."""
    context.step("notices", lambda: forget_notices(tools))


def forget_notices(tools: RetentionTools) -> int:
    """Delete notices that were read and are old; how many."""
    before = tools.clock.now() - timedelta(days=tools.notice_days)
    total, gone = 0, AT_ONCE
    while gone == AT_ONCE:
        with tools.transactions() as uow:
            gone = uow.notices.forget_read(before, AT_ONCE)
            uow.commit()
        total += gone
    return total
