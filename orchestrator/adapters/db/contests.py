"""Contests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.contests import contests
from orchestrator.domain.contests import Contest, ContestState, ContestSubject

_t = contests.c
_CHANGES = ("category", "stage", "rose_at", "outside_at", "state", "ended_at", "ended_by", "ruling")


class SqlContests(Repository):
    """``services.contest_stores.Contests`` in SQL."""

    __slots__ = ()

    def add(self, contest: Contest) -> None:
        """Insert."""
        self._connection.execute(insert(contests).values(row_of(contest, contests)))

    def update(self, contest: Contest) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such contest.
        """
        changed = row_of(contest, contests, only=_CHANGES)
        done = self._connection.execute(update(contests).where(_t.id == contest.id).values(changed))
        must_exist(done, "contest", contest.id)

    def seen(self, contest_id: str) -> Contest | None:
        """One contest as it is now; it may change until somebody holds it by ``get``."""
        return next(iter(self._found(select(contests).where(_t.id == contest_id))), None)

    def get(self, contest_id: str) -> Contest | None:
        """One contest. In a unit of work that may write, nobody else changes its room until that ends."""
        self._hold_room_of(select(_t.classroom_id).where(_t.id == contest_id))
        return next(iter(self._found(self._held(select(contests).where(_t.id == contest_id)))), None)

    def open_of(self, subject: ContestSubject, decision_id: str) -> Sequence[Contest]:
        """Those that wait for a ruling on one decision, oldest first."""
        mine = _t.subject == subject.value, _t.decision_id == decision_id, _t.state == ContestState.OPEN.value
        return self._found(select(contests).where(*mine).order_by(_t.id))

    def page(
        self,
        *,
        subject: ContestSubject | None,
        decision_id: str | None,
        request_id: str | None,
        classroom_id: str | None,
        state: ContestState | None,
        after: str | None,
        limit: int,
    ) -> Sequence[Contest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        found = select(contests).order_by(_t.id.desc()).limit(limit)
        wanted = {
            "subject": subject,
            "decision_id": decision_id,
            "request_id": request_id,
            "classroom_id": classroom_id,
            "state": state,
        }
        for name, value in wanted.items():
            if value is not None:
                found = found.where(_t[name] == str(value))
        if after is not None:
            found = found.where(_t.id < after)
        return self._found(found)

    def _found(self, wanted: Select[Any]) -> Sequence[Contest]:
        return [value_of(Contest, row) for row in self._connection.execute(wanted)]
