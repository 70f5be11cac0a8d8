"""Overrides with the requests that each binds."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, insert, or_, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.adapters.db.tables.contests import contests
from orchestrator.adapters.db.tables.decisions import override_requests, overrides
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.contests import Contest, ContestSubject
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.services.decision_stores import OverrideQuery

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
_ABOUT_OVERRIDES = contests.c.subject == ContestSubject.OVERRIDE.value


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

    def live_in(self, classroom_ids: Collection[str]) -> Sequence[Override]:
        """Those of these rooms in the state LIVE, oldest first."""
        mine = overrides.c.classroom_id.in_(list(classroom_ids)), overrides.c.state == OverrideState.LIVE.value
        return self._found(select(overrides).where(*mine).order_by(overrides.c.id))

    def page(self, query: OverrideQuery, *, after: str | None, limit: int) -> Sequence[Override]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        found = select(overrides).where(*_conditions(query)).order_by(overrides.c.id.desc()).limit(limit)
        if after is not None:
            found = found.where(overrides.c.id < after)
        return self._found(found)

    def contests(self, override_ids: Collection[str]) -> Sequence[Contest]:
        """All contests that there ever were about these overrides, oldest first."""
        about = _ABOUT_OVERRIDES, contests.c.decision_id.in_(list(override_ids))
        found = select(contests).where(*about).order_by(contests.c.id)
        return [value_of(Contest, row) for row in self._connection.execute(found)]

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


def _conditions(query: OverrideQuery) -> Iterator[ColumnElement[bool]]:
    """What rows must fulfil to be among those that are wanted."""
    mine = overrides.c
    for name in ("classroom_id", "item_id", "kind", "category", "state"):
        value = getattr(query, name)
        if value is not None:
            yield mine[name] == str(value)
    if query.since is not None:
        yield mine.created_at >= query.since
    if query.until is not None:
        yield mine.created_at < query.until
    if query.team is not None:
        yield mine.classroom_id.in_(select(classrooms.c.id).where(classrooms.c.department == query.team))
    bound = select(override_requests.c.override_id)
    if query.request_id is not None:
        yield mine.id.in_(bound.where(override_requests.c.request_id == query.request_id))
    if query.person_id is not None:
        asked = select(requests.c.id).where(requests.c.requester_id == query.person_id)
        took_part = [mine[name] == query.person_id for name in ("by", "approved_by", "confirmed_by", "ended_by")]
        yield or_(*took_part, mine.id.in_(bound.where(override_requests.c.request_id.in_(asked))))
    yield from _by_what_waits(query)


def _by_what_waits(query: OverrideQuery) -> Iterator[ColumnElement[bool]]:
    """Of these the part about contests, and about reasons that wait for whoever confirms them."""
    mine = overrides.c
    about = select(contests.c.id).where(_ABOUT_OVERRIDES, contests.c.decision_id == mine.id)
    if query.contested is not None:
        yield about.exists() if query.contested else ~about.exists()
    if query.contest is not None:
        yield about.where(contests.c.state == query.contest.value).exists()
    if query.unconfirmed is not None:
        waits = and_(mine.confirmation == Confirmation.WAITING.value, mine.ended_at.is_(None))
        yield waits if query.unconfirmed else ~waits
