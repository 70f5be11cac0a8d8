"""Intents (what is about to be installed) and placements (what is ours)."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.done import intents, placements
from orchestrator.domain.rollouts import Intent, IntentOutcome, Placement

_INTENT_KEY = ("rollout_id", "machine_id", "item_id")


class SqlPlacements(Repository):
    """The part of ``services.unit_of_work.Rollouts`` that tells what is ours on the machines."""

    __slots__ = ()

    def add_intents(self, given: Collection[Intent]) -> None:
        """Insert, or replace by (rollout, machine, item) what is not placed."""
        self._upsert(
            intents,
            [_intent_row(intent) for intent in given],
            key=_INTENT_KEY,
            where=intents.c.outcome != IntentOutcome.PLACED.value,
        )

    def intents(self, rollout_id: str) -> Sequence[Intent]:
        """All intents of a rollout by wave, machine and item."""
        found = select(intents).where(intents.c.rollout_id == rollout_id)
        rows = self._connection.execute(found.order_by(intents.c.wave, intents.c.machine_id, intents.c.item_id))
        return [_intent(row) for row in rows]

    def open_intents(self, machine_ids: Collection[str]) -> Sequence[Intent]:
        """Intents that no scan has settled, oldest first."""
        found = (
            select(intents)
            .where(intents.c.outcome == IntentOutcome.OPEN.value, intents.c.machine_id.in_(list(machine_ids)))
            .order_by(intents.c.created_at, *(intents.c[name] for name in _INTENT_KEY))
        )
        return [_intent(row) for row in self._connection.execute(found)]

    def settle_intent(self, intent: Intent) -> None:
        """Store its outcome.

        Raises:
            RowMissing: There is no such intent.
        """
        settled = self._connection.execute(
            update(intents)
            .where(
                intents.c.rollout_id == intent.rollout_id,
                intents.c.machine_id == intent.machine_id,
                intents.c.item_id == intent.item_id,
            )
            .values(outcome=intent.outcome.value)
        )
        must_exist(settled, "intent", intent.rollout_id, intent.machine_id, intent.item_id)

    def placements(self, machine_ids: Collection[str]) -> Sequence[Placement]:
        """What is ours on these machines, by machine and item."""
        found = select(placements).where(placements.c.machine_id.in_(list(machine_ids)))
        rows = self._connection.execute(found.order_by(placements.c.machine_id, placements.c.item_id))
        return [_placement(row) for row in rows]

    def put_placement(self, placement: Placement) -> None:
        """Insert or update by (machine, item)."""
        self._upsert(placements, [_placement_row(placement)], key=("machine_id", "item_id"))

    def remove_placement(self, machine_id: str, item_id: str) -> None:
        """It is no longer there."""
        self._connection.execute(
            delete(placements).where(placements.c.machine_id == machine_id, placements.c.item_id == item_id)
        )


def _intent(row: Row[Any]) -> Intent:
    return Intent(
        rollout_id=row.rollout_id,
        wave=row.wave,
        machine_id=row.machine_id,
        item_id=row.item_id,
        version=row.version,
        observed_before=row.observed_before,
        packages_before=tuple(row.packages_before),
        created_at=row.created_at,
        outcome=IntentOutcome(row.outcome),
    )


def _intent_row(intent: Intent) -> dict[str, Any]:
    return {
        "rollout_id": intent.rollout_id,
        "wave": intent.wave,
        "machine_id": intent.machine_id,
        "item_id": intent.item_id,
        "version": intent.version,
        "observed_before": intent.observed_before,
        "packages_before": list(intent.packages_before),
        "created_at": intent.created_at,
        "outcome": intent.outcome.value,
    }


def _placement(row: Row[Any]) -> Placement:
    return Placement(
        machine_id=row.machine_id,
        item_id=row.item_id,
        version=row.version,
        rollout_id=row.rollout_id,
        placed_at=row.placed_at,
        dependency_of=tuple(row.dependency_of),
        awaiting_reboot=row.awaiting_reboot,
    )


def _placement_row(placement: Placement) -> dict[str, Any]:
    return {
        "machine_id": placement.machine_id,
        "item_id": placement.item_id,
        "version": placement.version,
        "rollout_id": placement.rollout_id,
        "placed_at": placement.placed_at,
        "dependency_of": list(placement.dependency_of),
        "awaiting_reboot": placement.awaiting_reboot,
    }
