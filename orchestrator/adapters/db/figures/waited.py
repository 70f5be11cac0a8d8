"""Figures of waiting days: each evening on which something was owed, by whose turn it was (RULES R4.5)."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from orchestrator.adapters.db.figures.expressions import group_of
from orchestrator.adapters.db.tables.figures import waiting_days, waiting_evenings
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.services.figure_stores import FigureQuery

_d, _e = waiting_days.c, waiting_evenings.c


def figures_of_waiting_days(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_waiting_days``, in one statement."""
    joined = waiting_days.join(waiting_evenings, _e.day == _d.day).join(classrooms, classrooms.c.id == _d.classroom_id)
    rows = (
        select(group_of(query, _e.evening).label("group"), _d.owner)
        .select_from(joined)
        .where(_e.evening >= query.since, _e.evening < min(query.until, query.now))
        .subquery()
    )
    by = (rows.c.group, rows.c.owner)
    found = connection.execute(select(*by, func.count()).group_by(*by))
    return [Figure(FigureName.WAITING_DAYS, group, owner, count) for group, owner, count in found]


def recorded_evenings(connection: Connection, query: FigureQuery) -> Mapping[str, int]:
    """``services.figure_stores.Figures.evenings``, in one statement."""
    rows = (
        select(group_of(query, _e.evening).label("group"))
        .where(_e.evening >= query.since, _e.evening < min(query.until, query.now))
        .subquery()
    )
    found = connection.execute(select(rows.c.group, func.count()).group_by(rows.c.group))
    return {group: count for group, count in found}  # noqa: C416 - rows are no pairs to the type checker
