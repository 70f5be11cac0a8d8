"""Whose turn it was with what was owed, evening by evening."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select

from orchestrator.adapters.db.records import row_of
from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.figures import waiting_days, waiting_evenings
from orchestrator.domain.waiting import Evening, WaitingDay, WaitingOwner


class SqlWaitingDays(Repository):
    """``services.figure_stores.WaitingDays`` in SQL."""

    __slots__ = ()

    def has(self, day: date) -> bool:
        """Whether the day's evening is recorded."""
        found = select(waiting_evenings.c.day).where(waiting_evenings.c.day == day)
        return self._connection.execute(found).first() is not None

    def keep(self, evening: Evening, looked_at: datetime, days: Collection[WaitingDay]) -> bool:
        """Insert an evening with all of its days, and say so; False, and nothing changes, where it is there already."""
        row = {"day": evening.day, "evening": evening.at, "looked_at": looked_at}
        once = insert(self._connection, waiting_evenings).values(row).on_conflict_do_nothing(index_elements=["day"])
        # What is given back is the new row: a count of rows is not told by every driver.
        if self._connection.execute(once.returning(waiting_evenings.c.day)).first() is None:
            return False
        rows = [row_of(day, waiting_days) for day in days]
        if rows:
            self._connection.execute(insert(self._connection, waiting_days), rows)
        return True

    def of_owed(self, owed_ids: Collection[str]) -> Mapping[str, Mapping[date, WaitingOwner]]:
        """By request or wish: whose turn it was on each recorded day; those without one are missing."""
        columns = (waiting_days.c.owed_id, waiting_days.c.day, waiting_days.c.owner)
        found: defaultdict[str, dict[date, WaitingOwner]] = defaultdict(dict)
        for owed_id, day, owner in self._connection.execute(
            select(*columns).where(waiting_days.c.owed_id.in_(list(owed_ids)))
        ):
            found[owed_id][day] = WaitingOwner(owner)
        return found
