"""Figures of changes of the catalogue that took something away: the site's, not a room's (RULES R2, R4.6)."""

from sqlalchemy import Connection, func, select

from orchestrator.adapters.db.figures.expressions import counted, group_of
from orchestrator.adapters.db.tables.owed import catalog_changes
from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.services.figure_stores import FigureQuery

_n = catalog_changes.c
_APPLIED = (CatalogChangeState.APPLIED.value, CatalogChangeState.OVERTURNED.value)


def figures_of_narrowings(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_narrowings``, in one statement."""
    rows = (
        select(group_of(query, _n.decided_at).label("group"), _n.state)
        .where(_n.state.in_(_APPLIED), _n.decided_at >= query.since, _n.decided_at < min(query.until, query.now))
        .subquery()
    )
    sums = (func.count(), counted(rows.c.state == CatalogChangeState.OVERTURNED.value))
    figures: list[Figure] = []
    for group, count, overturned in connection.execute(select(rows.c.group, *sums).group_by(rows.c.group)):
        figures.append(Figure(FigureName.CATALOG_NARROWINGS, group, "", count))
        figures.append(Figure(FigureName.CATALOG_NARROWINGS_OVERTURNED, group, "", int(overturned), count))
    return figures
