"""Figures of wishes: what the catalogue did not have, and how long people waited for a first answer (RULES R2)."""

from sqlalchemy import Connection, case, func, select

from orchestrator.adapters.db.figures.expressions import counted, group_of, seconds_between
from orchestrator.adapters.db.tables.owed import wishes
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.domain.wishes import WishState
from orchestrator.services.figure_stores import FigureQuery

_w = wishes.c


def figures_of_wishes(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_wishes``, in one statement."""
    answered = _w.answered_at.is_not(None)
    wanted = (
        select(
            group_of(query, _w.created_at).label("group"),
            _w.state,
            _w.rose_at,
            case((answered, seconds_between(connection, _w.created_at, _w.answered_at))).label("seconds"),
        )
        .select_from(wishes.join(classrooms, classrooms.c.id == _w.classroom_id))
        .where(_w.created_at >= query.since, _w.created_at < min(query.until, query.now))
    )
    if query.person_id is not None:
        wanted = wanted.where(_w.requester_id == query.person_id)
    rows = wanted.subquery()
    sums = (
        func.count(),
        counted(rows.c.state == WishState.LINKED.value),
        counted(rows.c.state == WishState.WITHDRAWN.value),
        counted(rows.c.state == WishState.OPEN.value),
        func.count(rows.c.rose_at),
        func.coalesce(func.sum(rows.c.seconds), 0),
        func.count(rows.c.seconds),
    )
    figures: list[Figure] = []
    for group, *numbers in connection.execute(select(rows.c.group, *sums).group_by(rows.c.group)):
        made, linked, taken_back, waiting, risen, seconds, answers = map(int, numbers)
        figures += [
            Figure(FigureName.WISHES, group, "", made),
            Figure(FigureName.WISHES_LINKED, group, "", linked, made),
            Figure(FigureName.WISHES_TAKEN_BACK, group, "", taken_back, made),
            Figure(FigureName.WISHES_OPEN, group, "", waiting, made),
            Figure(FigureName.WISHES_UNANSWERED, group, "", made - answers, made),
            Figure(FigureName.WISHES_RISEN, group, "", risen, made),
            Figure(FigureName.DAYS_TO_FIRST_ANSWER, group, "", seconds, answers),
        ]
    return figures
