"""Figures of contests, and of those who had to rule on them (RULES R4.6)."""

from collections import Counter, defaultdict

from sqlalchemy import Connection, and_, case, func, literal, or_, select

from orchestrator.adapters.db.figures.expressions import counted, group_of, seconds_between
from orchestrator.adapters.db.tables.contests import contests
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.services.figure_stores import FigureQuery

_c = contests.c
_RULED = (ContestState.UPHELD.value, ContestState.OVERTURNED.value)
_SHARED = {
    ContestState.OPEN: FigureName.CONTESTS_OPEN,
    ContestState.UPHELD: FigureName.CONTESTS_UPHELD,
    ContestState.OVERTURNED: FigureName.CONTESTS_OVERTURNED,
    ContestState.LAPSED: FigureName.CONTESTS_LAPSED,
    ContestState.WITHDRAWN: FigureName.CONTESTS_WITHDRAWN,
    ContestState.MOOT: FigureName.CONTESTS_MOOT,
}


def figures_of_contests(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_contests``, in one statement.

    The median is made by hand, because SQLite has none: the rulings of a group are numbered by their length, and what
    counts is the middle one, or the two around the middle.
    """
    made = literal(1) if query.person_id is None else case((_c.by == query.person_id, 1), else_=0)
    ruled = and_(_c.state.in_(_RULED), _c.ended_at.is_not(None))
    if query.person_id is not None:
        ruled = and_(ruled, _c.ended_by == query.person_id)
    rows = (
        select(
            group_of(query, _c.at, _c.category).label("group"),
            _c.state,
            _c.subject,
            made.label("made"),
            case((ruled, seconds_between(connection, _c.at, _c.ended_at))).label("seconds"),
        )
        .select_from(contests.join(classrooms, classrooms.c.id == _c.classroom_id))
        .where(_c.at >= query.since, _c.at < min(query.until, query.now))
        .where(or_(made == 1, ruled))
        .subquery()
    )
    is_ruled = rows.c.seconds.is_not(None)
    place = func.row_number().over(partition_by=(rows.c.group, case((is_ruled, 1), else_=0)), order_by=rows.c.seconds)
    rulings = func.count(rows.c.seconds).over(partition_by=rows.c.group)
    placed = select(rows, place.label("place"), rulings.label("rulings")).subquery()
    middle = and_(
        placed.c.seconds.is_not(None),
        or_(placed.c.place == (placed.c.rulings + 1) // 2, placed.c.place == (placed.c.rulings + 2) // 2),
    )
    by = (placed.c.group, placed.c.state, placed.c.subject)
    sums = (
        func.sum(placed.c.made),
        func.coalesce(func.sum(placed.c.seconds), 0),
        func.count(placed.c.seconds),
        func.coalesce(func.sum(case((middle, placed.c.seconds))), 0),
        counted(middle),
    )
    counts: defaultdict[str, Counter[ContestState | ContestSubject]] = defaultdict(Counter)
    lengths: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for group, state, subject, count, *numbers in connection.execute(select(*by, *sums).group_by(*by)):
        counts[group][ContestState(state)] += int(count)
        counts[group][ContestSubject(subject)] += int(count)
        lengths[group] = [total + int(number) for total, number in zip(lengths[group], numbers, strict=True)]
    return [figure for group, its in counts.items() for figure in _figures(group, its, *lengths[group])]


def _figures(
    group: str, counts: Counter[ContestState | ContestSubject], seconds: int, rulings: int, middle: int, middles: int
) -> list[Figure]:
    count = sum(counts[state] for state in ContestState)
    subjects = [subject for subject in ContestSubject if counts[subject]]
    return [
        Figure(FigureName.CONTESTS, group, "", count),
        *(Figure(FigureName.CONTESTS_BY_SUBJECT, group, s.value, counts[s]) for s in subjects),
        *(Figure(name, group, "", counts[state], count) for state, name in _SHARED.items()),
        Figure(FigureName.DAYS_TO_RULE, group, "", seconds, rulings),
        Figure(FigureName.MEDIAN_DAYS_TO_RULE, group, "", middle // middles if middles else 0, rulings),
    ]
