"""Changes of the catalog that take something away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.owed import catalog_changes
from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangeState

_CHANGES = ("state", "decided_by", "decided_at", "ended_by", "ended_at")


class SqlCatalogChanges(Repository):
    """``services.owed_stores.CatalogChanges`` in SQL."""

    __slots__ = ()

    def add(self, change: CatalogChange) -> None:
        """Insert."""
        self._connection.execute(insert(catalog_changes).values(row_of(change, catalog_changes)))

    def update(self, change: CatalogChange) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such change.
        """
        changed = row_of(change, catalog_changes, only=_CHANGES)
        mine = catalog_changes.c.id == change.id
        must_exist(
            self._connection.execute(update(catalog_changes).where(mine).values(changed)), "catalog change", change.id
        )

    def get(self, change_id: str) -> CatalogChange | None:
        """One change. In a unit of work that may write, nobody else changes it until that ends."""
        return self._one(self._held(select(catalog_changes).where(catalog_changes.c.id == change_id)))

    def seen(self, change_id: str) -> CatalogChange | None:
        """One change as it is now, for whoever holds a room already: changes are held before rooms."""
        return self._one(select(catalog_changes).where(catalog_changes.c.id == change_id))

    def page(self, *, state: CatalogChangeState | None, after: str | None, limit: int) -> Sequence[CatalogChange]:
        """Newest first, strictly older than the one with id ``after``."""
        found = select(catalog_changes).order_by(catalog_changes.c.id.desc()).limit(limit)
        if state is not None:
            found = found.where(catalog_changes.c.state == state.value)
        if after is not None:
            found = found.where(catalog_changes.c.id < after)
        return [value_of(CatalogChange, row) for row in self._connection.execute(found)]

    def in_force(self) -> Sequence[tuple[datetime, tuple[str, ...]]]:
        """When each one that is in force was decided on, and ids of the requests that it touched; oldest first."""
        columns = catalog_changes.c.decided_at, catalog_changes.c.touched
        applied = catalog_changes.c.state == CatalogChangeState.APPLIED.value
        found = select(*columns).where(applied).order_by(catalog_changes.c.decided_at, catalog_changes.c.id)
        return [(at, tuple(touched["request_ids"])) for at, touched in self._connection.execute(found)]

    def _one(self, wanted: Select[Any]) -> CatalogChange | None:
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else value_of(CatalogChange, row)
