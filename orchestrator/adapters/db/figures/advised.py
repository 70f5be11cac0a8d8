"""Figures of softer words: recommendations (RULES R3.9), and whether what was delivered works."""

from collections import Counter, defaultdict

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from orchestrator.adapters.db.figures.expressions import Moment, counted, group_of, seconds_between
from orchestrator.adapters.db.tables.advice import recommendations, sign_offs
from orchestrator.adapters.db.tables.asked import requests, settings_lines
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.advice import RecommendationState
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.domain.requests import RequestState
from orchestrator.services.figure_stores import FigureQuery

_a, _s, _r, _l = recommendations.c, sign_offs.c, requests.c, settings_lines.c
_DAY = 24 * 60 * 60
_FRACTION = len("2027-01-12T08:00:00.")
_SHARED = {
    RecommendationState.OPEN: FigureName.RECOMMENDATIONS_OPEN,
    RecommendationState.FOLLOWED: FigureName.RECOMMENDATIONS_FOLLOWED,
    RecommendationState.KEPT: FigureName.RECOMMENDATIONS_KEPT,
    RecommendationState.LAPSED: FigureName.RECOMMENDATIONS_LAPSED,
    RecommendationState.TAKEN_BACK: FigureName.RECOMMENDATIONS_TAKEN_BACK,
    RecommendationState.MOOT: FigureName.RECOMMENDATIONS_MOOT,
}


def figures_of_advice(connection: Connection, query: FigureQuery, after_advice_days: int) -> list[Figure]:
    """``services.figure_stores.Figures.of_advice``, in one statement.

    Whether a request was changed after advice is ``domain.advice.changed_after_advice``, in SQL.
    """
    withdrawn = and_(_r.state == RequestState.WITHDRAWN.value, _r.ended_at >= _a.at)
    said_anew = exists().where(
        _l.request_id == _a.request_id,
        _l.since > _r.created_at,
        _l.since >= _a.at,
        _within(connection, _a.at, _l.since, after_advice_days),
    )
    soon = or_(and_(withdrawn, _within(connection, _a.at, _r.ended_at, after_advice_days)), said_anew)
    wanted = (
        select(
            group_of(query, _a.at).label("group"),
            _a.state,
            _a.request_id,
            case((soon, 1), else_=0).label("changed"),
        )
        .select_from(
            recommendations.join(requests, _r.id == _a.request_id).join(classrooms, classrooms.c.id == _r.classroom_id)
        )
        .where(_a.at >= query.since, _a.at < min(query.until, query.now))
    )
    if query.person_id is not None:
        wanted = wanted.where(_a.by == query.person_id)
    rows = wanted.subquery()
    by_state = (counted(rows.c.state == state.value) for state in _SHARED)
    advised = func.count(rows.c.request_id.distinct())
    changed = func.count(case((rows.c.changed == 1, rows.c.request_id)).distinct())
    sums = (func.count(), advised, changed, *by_state)
    figures: list[Figure] = []
    for group, *numbers in connection.execute(select(rows.c.group, *sums).group_by(rows.c.group)):
        count, of, after_advice, *states = map(int, numbers)
        figures += [
            Figure(FigureName.RECOMMENDATIONS, group, "", count),
            *(Figure(name, group, "", its, count) for name, its in zip(_SHARED.values(), states, strict=True)),
            Figure(FigureName.CHANGED_AFTER_ADVICE, group, "", after_advice, of),
        ]
    return figures


def _within(connection: Connection, first: Moment, last: Moment, days: int) -> ColumnElement[bool]:
    """Whether a moment is at most so many days after another, to the microsecond."""
    seconds = seconds_between(connection, first, last)
    not_later = func.substr(last, _FRACTION + 1) <= func.substr(first, _FRACTION + 1)
    return or_(seconds < days * _DAY, and_(seconds == days * _DAY, not_later))


def figures_of_sign_offs(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_sign_offs``, in one statement."""
    wanted = (
        select(group_of(query, _s.asked_at).label("group"), _s.works, func.count().label("count"))
        .select_from(
            sign_offs.join(requests, _r.id == _s.request_id).join(classrooms, classrooms.c.id == _r.classroom_id)
        )
        .where(_s.asked_at >= query.since, _s.asked_at < min(query.until, query.now))
    )
    if query.person_id is not None:
        wanted = wanted.where(_s.person_id == query.person_id)
    counts: defaultdict[str, Counter[bool | None]] = defaultdict(Counter)
    for group, works, count in connection.execute(wanted.group_by("group", _s.works)):
        counts[group][works] += count
    figures: list[Figure] = []
    for group, its in counts.items():
        asked = its.total()
        figures += [
            Figure(FigureName.SIGN_OFFS, group, "", asked),
            Figure(FigureName.SIGN_OFFS_WORKS, group, "", its[True], asked),
            Figure(FigureName.SIGN_OFFS_WORKS_NOT, group, "", its[False], asked),
            Figure(FigureName.SIGN_OFFS_UNANSWERED, group, "", its[None], asked),
        ]
    return figures
