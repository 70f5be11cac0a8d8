"""Brakes."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.decisions import holds
from orchestrator.domain.holds import Hold

_CHANGES = ("canary_seat_id", "canary_passed_at", "ended_at", "ended_by")


class SqlHolds(Repository):
    """``services.decision_stores.Holds`` in SQL."""

    __slots__ = ()

    def add(self, hold: Hold) -> None:
        """Insert."""
        self._connection.execute(insert(holds).values(row_of(hold, holds)))

    def update(self, hold: Hold) -> None:
        """Store whether it was taken back, and whether its canary is ready.

        Raises:
            RowMissing: There is no such hold.
        """
        changed = row_of(hold, holds, only=_CHANGES)
        must_exist(
            self._connection.execute(update(holds).where(holds.c.id == hold.id).values(changed)), "hold", hold.id
        )

    def get(self, hold_id: str) -> Hold | None:
        """One hold. In a unit of work that may write, nobody else changes its room until that ends."""
        self._hold_room_of(select(holds.c.classroom_id).where(holds.c.id == hold_id))
        row = self._connection.execute(select(holds).where(holds.c.id == hold_id)).one_or_none()
        return None if row is None else value_of(Hold, row)

    def of_classroom(self, classroom_id: str) -> Sequence[Hold]:
        """All of a room, oldest first."""
        return self.of_classrooms([classroom_id])

    def of_classrooms(self, classroom_ids: Collection[str]) -> Sequence[Hold]:
        """All of these rooms, oldest first."""
        found = select(holds).where(holds.c.classroom_id.in_(list(classroom_ids))).order_by(holds.c.id)
        return [value_of(Hold, row) for row in self._connection.execute(found)]
