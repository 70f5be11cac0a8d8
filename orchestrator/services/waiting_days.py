"""Evening by evening, whose turn it is with what is owed is recorded, once (RULES R4.5).

Why somebody had to wait on an earlier day cannot be found out later: which machines were off, or what the catalog
lacked, is stored nowhere with its dates. So each day's owner is kept in its evening; an evening that nobody looked at,
because no worker ran, stays unknown, and figures say so.
"""

from dataclasses import dataclass

from orchestrator.domain.waiting import WaitingDay, evening_of
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.owed_list import all_owed
from orchestrator.services.unit_of_work import Clock, Reads, Transactions

KEEP_WAITING_DAYS = "keep-waiting-days"
"""Kind of the durable work that the engine's schedule begins."""

KEEP_WAITING_DAYS_CRON = "7 * * * *"
"""Each hour: the evening comes at another one in each zone, and whoever missed it catches up until midnight."""


@dataclass(frozen=True, slots=True)
class WaitingTools:
    """What it works with: the store and the time."""

    transactions: Transactions
    reads: Reads
    clock: Clock


def keep_waiting_days(context: WorkflowContext, tools: WaitingTools) -> None:
    """Record this evening, if it has come and is not recorded yet."""
    context.step("evening", lambda: keep_evening(tools))


def keep_evening(tools: WaitingTools) -> int:
    """Record whose turn it is with all that was owed at 18:00 in the site's zone and still is; how many there are.

    The second time on a day, and before 18:00, nothing happens. Whatever was asked for later is not among them.
    """
    now = tools.clock.now()
    with tools.reads() as uow:
        evening = evening_of(now, uow.site.load().timezone)
        if now < evening.at or uow.waiting_days.has(evening.day):
            return 0
        owed = [entry for entry in all_owed(uow, now) if entry.clock.since <= evening.at]
    days = [WaitingDay(entry.id, entry.room.id, evening.day, entry.owner) for entry in owed]
    with tools.transactions() as uow:
        kept = uow.waiting_days.keep(evening, now, days)
        uow.commit()
    return len(days) if kept else 0
