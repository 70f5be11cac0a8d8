"""Live events of rollouts, numbered within each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.done import events, rollouts
from orchestrator.services.stored_values import StoredEvent


class SqlEvents(Repository):
    """``services.unit_of_work.Events`` in SQL."""

    __slots__ = ()

    def append(self, rollout_id: str, at: datetime, given: Sequence[tuple[str, str | None, dict[str, Any]]]) -> None:
        """Append (kind, machine id, data) in order under the rollout's next sequence numbers.

        The numbers are taken by counting up the rollout's own row, which holds off whoever else appends to it until
        this transaction ends; so a reader who has seen a number will never see a smaller one appear.

        Raises:
            RowMissing: There is no such rollout.
        """
        if not given:
            return
        counted = (
            update(rollouts)
            .where(rollouts.c.id == rollout_id)
            .values(event_count=rollouts.c.event_count + len(given))
            .returning(rollouts.c.event_count)
        )
        last: int | None = self._connection.execute(counted).scalar_one_or_none()
        if last is None:
            raise RowMissing("rollout", (rollout_id,))
        first = last - len(given) + 1
        self._connection.execute(
            insert(events),
            [
                {
                    "rollout_id": rollout_id,
                    "sequence": number,
                    "at": at,
                    "kind": kind,
                    "machine_id": machine,
                    "data": data,
                }
                for number, (kind, machine, data) in enumerate(given, first)
            ],
        )

    def last(self, rollout_id: str) -> int:
        """Number of a rollout's last event; 0 if it has none."""
        return self._connection.scalar(select(rollouts.c.event_count).where(rollouts.c.id == rollout_id)) or 0

    def after(self, rollout_id: str, sequence: int, limit: int) -> Sequence[StoredEvent]:
        """Events with a greater sequence number, in order."""
        found = (
            select(events)
            .where(events.c.rollout_id == rollout_id, events.c.sequence > sequence)
            .order_by(events.c.sequence)
            .limit(limit)
        )
        return [
            StoredEvent(sequence=row.sequence, at=row.at, kind=row.kind, machine_id=row.machine_id, data=row.data)
            for row in self._connection.execute(found)
        ]
