"""Decisions by which somebody may look at the figures of single persons."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.figures import person_figure_decisions
from orchestrator.domain.person_figures import PersonFigureDecision, PersonFigureState

_t = person_figure_decisions.c


class SqlPersonFigureDecisions(Repository):
    """``services.figure_stores.PersonFigureDecisions`` in SQL."""

    __slots__ = ()

    def add(self, decision: PersonFigureDecision) -> None:
        """Insert."""
        row = row_of(decision, person_figure_decisions)
        self._connection.execute(insert(person_figure_decisions).values(row))

    def update(self, decision: PersonFigureDecision) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such decision.
        """
        changed = row_of(decision, person_figure_decisions, only=("state", "decided_by", "decided_at"))
        wanted = update(person_figure_decisions).where(_t.id == decision.id).values(changed)
        must_exist(self._connection.execute(wanted), "decision about figures", decision.id)

    def get(self, decision_id: str) -> PersonFigureDecision | None:
        """One decision. In a unit of work that may write, nobody else changes it until that ends."""
        wanted = self._held(select(person_figure_decisions).where(_t.id == decision_id))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else value_of(PersonFigureDecision, row)

    def live_at(self, at: datetime) -> Sequence[PersonFigureDecision]:
        """Those in force, oldest first."""
        in_force = _t.state == PersonFigureState.LIVE.value, _t.until > at
        found = select(person_figure_decisions).where(*in_force).order_by(_t.id)
        return [value_of(PersonFigureDecision, row) for row in self._connection.execute(found)]

    def page(self, *, after: str | None, limit: int) -> Sequence[PersonFigureDecision]:
        """Newest first, strictly older than ``after``."""
        found = select(person_figure_decisions).order_by(_t.id.desc()).limit(limit)
        if after is not None:
            found = found.where(_t.id < after)
        return [value_of(PersonFigureDecision, row) for row in self._connection.execute(found)]
