"""Statements that work by hand is done."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.asked import ticks
from orchestrator.domain.hand_work import Tick, TickAnswer


class SqlTicks(Repository):
    """``services.hand_work_stores.Ticks`` in SQL."""

    __slots__ = ()

    def put(self, tick: Tick) -> None:
        """Insert, or store the answer of one that is there; all else of it never changes."""
        answer = {
            "answer": tick.answer.value,
            "answered_at": tick.answered_at,
            "answer_words": tick.answer_words,
        }
        changed = self._connection.execute(update(ticks).where(ticks.c.id == tick.id).values(answer))
        if changed.rowcount:
            return
        self._connection.execute(
            insert(ticks).values(
                id=tick.id,
                request_id=tick.request_id,
                actor_id=tick.by,
                at=tick.at,
                evidence=tick.evidence,
                confirm_until=tick.confirm_until,
                line_id=tick.line_id,
                why=tick.why,
                **answer,
            )
        )

    def erase(self, tick_id: str, *, evidence: bool = False, why: bool = False, answer: bool = False) -> None:
        """Erase words for good: what was done, why it is not as asked, what was said of it. What counts stays so."""
        for column, gone in ((ticks.c.evidence, evidence), (ticks.c.why, why), (ticks.c.answer_words, answer)):
            if gone:
                there = update(ticks).where(ticks.c.id == tick_id, column.is_not(None))
                self._connection.execute(there.values({column.name: ""}))

    def of(self, request_ids: Collection[str]) -> Sequence[Tick]:
        """All that was stated about these requests, oldest first."""
        found = select(ticks).where(ticks.c.request_id.in_(list(request_ids))).order_by(ticks.c.id)
        return [_tick(row) for row in self._connection.execute(found)]


def _tick(row: Row[Any]) -> Tick:
    return Tick(
        id=row.id,
        request_id=row.request_id,
        by=row.actor_id,
        at=row.at,
        evidence=row.evidence,
        confirm_until=row.confirm_until,
        answer=TickAnswer(row.answer),
        answered_at=row.answered_at,
        line_id=row.line_id,
        why=row.why,
        answer_words=row.answer_words,
    )
