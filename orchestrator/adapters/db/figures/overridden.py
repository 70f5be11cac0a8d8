"""Figures of overrides, and of those who had to answer for them (RULES R4.6)."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal, or_, select

from orchestrator.adapters.db.column_types import UtcTime
from orchestrator.adapters.db.figures.expressions import (
    CAME_INTO_FORCE,
    IN_FORCE_FROM,
    IN_FORCE_UNTIL,
    counted,
    earlier,
    group_of,
    later,
    seconds_between,
)
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.adapters.db.tables.decisions import override_requests, overrides
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideState
from orchestrator.services.figure_stores import FigureQuery

_o = overrides.c
_IN_ROOMS = overrides.join(classrooms, classrooms.c.id == _o.classroom_id)
_WITHHOLDING = (OverrideKind.DECLINE, OverrideKind.DEFER, OverrideKind.SUBSTITUTE, OverrideKind.EXCLUDE)
"""Kinds that keep what was asked for from a seat; a pin only changes its version."""

_OUTLASTS = exists(
    select(literal(1))
    .select_from(override_requests.join(requests, requests.c.id == override_requests.c.request_id))
    .where(override_requests.c.override_id == _o.id, requests.c.until.is_not(None), _o.expires_at >= requests.c.until)
    .correlate(overrides)
)
_DECLINES = or_(
    _o.kind == OverrideKind.DECLINE.value,
    # Without the requester's yes a substitute counts as a decline (R3.6), and so does what outlasts the course (R3.4).
    and_(_o.kind == OverrideKind.SUBSTITUTE.value, _o.agreed_at.is_(None)),
    _OUTLASTS,
)


def figures_of_overrides(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_overrides``, in one statement."""
    rows = (
        select(
            group_of(query, _o.created_at, _o.category).label("group"),
            _o.kind,
            _o.category,
            _o.state,
            case((_o.follows.is_not(None), 1), else_=0).label("follows"),
            case((_DECLINES, 1), else_=0).label("declines"),
            seconds_between(connection, _o.starts_at, _o.expires_at).label("seconds"),
        )
        .select_from(_IN_ROOMS)
        .where(CAME_INTO_FORCE, *_recorded(query), *_by(query))
        .subquery()
    )
    by = (rows.c.group, rows.c.kind, rows.c.category)
    sums = (
        func.count(),
        func.sum(rows.c.follows),
        func.sum(rows.c.declines),
        counted(rows.c.state == OverrideState.OVERTURNED.value),
        counted(rows.c.state == OverrideState.LAPSED.value),
        func.sum(rows.c.seconds),
    )
    totals: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(sums))
    parts: defaultdict[str, Counter[tuple[FigureName, str]]] = defaultdict(Counter)
    for group, kind, category, *numbers in connection.execute(select(*by, *sums).group_by(*by)):
        totals[group] = [total + int(number) for total, number in zip(totals[group], numbers, strict=True)]
        parts[group][FigureName.OVERRIDES_BY_KIND, kind] += numbers[0]
        parts[group][FigureName.OVERRIDES_BY_CATEGORY, category] += numbers[0]
    return [
        figure
        for group, numbers in totals.items()
        for figure in (*_totals(group, *numbers), *(Figure(n, group, p, c) for (n, p), c in parts[group].items()))
    ]


def _totals(
    group: str, count: int, follow_ups: int, declines: int, overturned: int, lapsed: int, seconds: int
) -> list[Figure]:
    return [
        Figure(FigureName.OVERRIDES, group, "", count),
        Figure(FigureName.FOLLOW_UPS, group, "", follow_ups, count),
        Figure(FigureName.COUNTED_AS_DECLINE, group, "", declines, count),
        Figure(FigureName.OVERTURNED, group, "", overturned, count),
        Figure(FigureName.LAPSED, group, "", lapsed, count),
        Figure(FigureName.DAYS_ASKED_FOR, group, "", seconds, count),
    ]


def figures_of_withheld_days(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_withheld_days``, in one statement.

    Each request's overrides are looked at by their beginning; what each adds is what lies behind the latest end of
    those before it.
    """
    begin = later(IN_FORCE_FROM, requests.c.created_at)
    end = earlier(earlier(IN_FORCE_UNTIL, requests.c.ended_at), literal(query.now, UtcTime()))
    joined = _IN_ROOMS.join(override_requests, override_requests.c.override_id == _o.id).join(
        requests, requests.c.id == override_requests.c.request_id
    )
    spans = (
        select(
            group_of(query, _o.created_at, _o.category).label("group"),
            requests.c.id.label("request_id"),
            _o.id.label("override_id"),
            begin.label("begin"),
            end.label("end"),
        )
        .select_from(joined)
        .where(CAME_INTO_FORCE, _o.kind.in_([k.value for k in _WITHHOLDING]), begin < end, *_recorded(query))
        .where(*_by(query))
        .subquery()
    )
    before = func.max(spans.c.end).over(
        partition_by=(spans.c.group, spans.c.request_id),
        order_by=(spans.c.begin, spans.c.override_id),
        rows=(None, -1),
    )
    rows = select(spans, before.label("before")).subquery()
    fresh = later(rows.c.begin, rows.c.before)
    seconds = case((rows.c.end > fresh, seconds_between(connection, fresh, rows.c.end)), else_=0)
    found = connection.execute(select(rows.c.group, func.sum(seconds)).group_by(rows.c.group))
    return [Figure(FigureName.DAYS_WITHHELD, group, "", int(total)) for group, total in found]


def figures_of_answers(connection: Connection, query: FigureQuery) -> list[Figure]:
    """``services.figure_stores.Figures.of_answers``, in one statement."""
    approved = and_(_o.approved_at.is_not(None), *_answered(query, _o.approved_by))
    confirmed = and_(_o.confirmed_at.is_not(None), *_answered(query, _o.confirmed_by))
    rows = (
        select(
            group_of(query, _o.created_at, _o.category).label("group"),
            case((approved, seconds_between(connection, _o.created_at, _o.approved_at))).label("approved"),
            case((confirmed, seconds_between(connection, _o.created_at, _o.confirmed_at))).label("confirmed"),
            _o.confirmation,
        )
        .select_from(_IN_ROOMS)
        .where(*_recorded(query))
        .subquery()
    )
    sums: tuple[ColumnElement[Any], ...] = (
        func.coalesce(func.sum(rows.c.approved), 0),
        func.count(rows.c.approved),
        func.coalesce(func.sum(rows.c.confirmed), 0),
        func.count(rows.c.confirmed),
        counted(rows.c.confirmation == Confirmation.NONE_CAME.value),
        counted(rows.c.confirmation != Confirmation.NOT_NEEDED.value),
    )
    figures: list[Figure] = []
    for group, *numbers in connection.execute(select(rows.c.group, *sums).group_by(rows.c.group)):
        to_approve, approvals, to_confirm, confirmations, missed, needed = map(int, numbers)
        figures += [
            Figure(FigureName.DAYS_TO_APPROVE, group, "", to_approve, approvals),
            Figure(FigureName.DAYS_TO_CONFIRM, group, "", to_confirm, confirmations),
        ]
        if query.person_id is None:
            figures.append(Figure(FigureName.NOT_CONFIRMED_IN_TIME, group, "", missed, needed))
    return figures


def _recorded(query: FigureQuery) -> tuple[ColumnElement[bool], ...]:
    return _o.created_at >= query.since, _o.created_at < min(query.until, query.now)


def _by(query: FigureQuery) -> tuple[ColumnElement[bool], ...]:
    return () if query.person_id is None else (_o.by == query.person_id,)


def _answered(query: FigureQuery, by: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return () if query.person_id is None else (by == query.person_id,)
