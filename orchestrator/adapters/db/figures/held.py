"""Figures of brakes (RULES R4.6)."""

from sqlalchemy import Connection, case, func, literal, select

from orchestrator.adapters.db.column_types import UtcTime
from orchestrator.adapters.db.figures.expressions import earlier, group_of, seconds_between
from orchestrator.adapters.db.tables.decisions import holds
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.services.figure_stores import FigureQuery

_h = holds.c


def figures_of_holds(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_holds``, in one statement."""
    end = earlier(earlier(_h.until, _h.ended_at), literal(query.now, UtcTime()))
    wanted = select(
        group_of(query, _h.at).label("group"),
        case((end > _h.at, seconds_between(connection, _h.at, end)), else_=0).label("seconds"),
    ).select_from(holds.join(classrooms, classrooms.c.id == _h.classroom_id))
    wanted = wanted.where(_h.at >= query.since, _h.at < min(query.until, query.now))
    if query.person_id is not None:
        wanted = wanted.where(_h.by == query.person_id)
    rows = wanted.subquery()
    found = connection.execute(select(rows.c.group, func.count(), func.sum(rows.c.seconds)).group_by(rows.c.group))
    figures: list[Figure] = []
    for group, count, seconds in found:
        figures.append(Figure(FigureName.HOLDS, group, "", count))
        figures.append(Figure(FigureName.DAYS_HELD, group, "", int(seconds)))
    return figures
