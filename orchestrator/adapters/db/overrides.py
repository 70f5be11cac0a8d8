"""Overrides with the requests that each binds."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, insert, or_, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.adapters.db.tables.decisions import override_requests, overrides
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState

_CHANGES = (
    "approved_by",
    "approved_at",
    "confirmation",
    "confirmed_by",
    "confirmed_at",
    "agreed_at",
    "state",
    "ended_at",
    "ended_by",
)


class SqlOverrides(Repository):
    """``services.decision_stores.Overrides`` in SQL."""

    __slots__ = ()

    def add(self, override: Override) -> None:
        """Insert."""
        self._connection.execute(insert(overrides).values(row_of(override, overrides)))
        bound = [{"override_id": override.id, "request_id": request_id} for request_id in override.request_ids]
        if bound:
            self._connection.execute(insert(override_requests), bound)

    def update(self, override: Override) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such override.
        """
        changed = row_of(override, overrides, only=_CHANGES)
        done = self._connection.execute(update(overrides).where(overrides.c.id == override.id).values(changed))
        must_exist(done, "override", override.id)

    def get(self, override_id: str) -> Override | None:
        """One override. In a unit of work that may write, nobody else changes its room until that ends."""
        self._hold_room_of(select(overrides.c.classroom_id).where(overrides.c.id == override_id))
        return next(iter(self._found(select(overrides).where(overrides.c.id == override_id))), None)

    def of_requests(self, request_ids: Collection[str]) -> Sequence[Override]:
        """All that ever bound one of these requests, oldest first."""
        bound = select(override_requests.c.override_id).where(override_requests.c.request_id.in_(list(request_ids)))
        return self._found(select(overrides).where(overrides.c.id.in_(bound)).order_by(overrides.c.id))

    def live_in(self, classroom_id: str) -> Sequence[Override]:
        """Those of a room in the state LIVE, oldest first."""
        mine = overrides.c.classroom_id == classroom_id, overrides.c.state == OverrideState.LIVE.value
        return self._found(select(overrides).where(*mine).order_by(overrides.c.id))

    def page(
        self,
        *,
        classroom_id: str | None,
        request_id: str | None,
        item_id: str | None,
        kind: OverrideKind | None,
        category: Category | None,
        state: OverrideState | None,
        after: str | None,
        limit: int,
        person_id: str | None = None,
    ) -> Sequence[Override]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        found = select(overrides).order_by(overrides.c.id.desc()).limit(limit)
        wanted = {"classroom_id": classroom_id, "item_id": item_id, "kind": kind, "category": category, "state": state}
        for name, value in wanted.items():
            if value is not None:
                found = found.where(overrides.c[name] == str(value))
        if request_id is not None:
            bound = select(override_requests.c.override_id).where(override_requests.c.request_id == request_id)
            found = found.where(overrides.c.id.in_(bound))
        if person_id is not None:
            asked = select(requests.c.id).where(requests.c.requester_id == person_id)
            bound = select(override_requests.c.override_id).where(override_requests.c.request_id.in_(asked))
            took_part = [overrides.c[name] == person_id for name in ("by", "approved_by", "confirmed_by", "ended_by")]
            found = found.where(or_(*took_part, overrides.c.id.in_(bound)))
        if after is not None:
            found = found.where(overrides.c.id < after)
        return self._found(found)

    def _found(self, wanted: Select[Any]) -> Sequence[Override]:
        rows: Sequence[Row[Any]] = self._connection.execute(wanted).all()
        if not rows:
            return []
        bound: defaultdict[str, list[str]] = defaultdict(list)
        links = (
            select(override_requests)
            .where(override_requests.c.override_id.in_([row.id for row in rows]))
            .order_by(override_requests.c.request_id)
        )
        for link in self._connection.execute(links):
            bound[link.override_id].append(link.request_id)
        return [value_of(Override, row, request_ids=tuple(bound[row.id])) for row in rows]
