"""What the families share: groups, lengths of time, and when an override was in force."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, cast, func, literal, or_
from sqlalchemy.dialects import postgresql

from orchestrator.adapters.db.column_types import PlainText, UtcTime
from orchestrator.adapters.db.tables.decisions import overrides
from orchestrator.adapters.db.tables.rooms import classrooms
from orchestrator.domain.figures import Grouping, Month
from orchestrator.services.figure_stores import FigureQuery

Moment = ColumnElement[Any]
"""A moment as it stands in a column: text that sorts by age."""

_OF_ROOMS: Mapping[Grouping, ColumnElement[str]] = {
    Grouping.TEAM: classrooms.c.department,
    Grouping.BUILDING: classrooms.c.building,
    Grouping.ROOM: classrooms.c.code,
}


def group_of(query: FigureQuery, moment: Moment, category: ColumnElement[str] | None = None) -> ColumnElement[str]:
    """The group of a row that is joined with its room.

    Args:
        query: What is asked for.
        moment: What decides about its month.
        category: What decides about its category, where it has one.
    """
    if query.grouping is Grouping.MONTH and query.months:
        return _month(query.months, moment)
    if query.grouping is Grouping.CATEGORY and category is not None:
        return category
    return _OF_ROOMS.get(query.grouping, literal("", PlainText()))


def _month(months: tuple[Month, ...], moment: Moment) -> ColumnElement[str]:
    whens = [(moment < literal(month.end, UtcTime()), literal(month.name, PlainText())) for month in months]
    return case(*whens, else_=literal(months[-1].name, PlainText()))


def seconds_between(connection: Connection, first: Moment, last: Moment) -> ColumnElement[int]:
    """Whole seconds from one moment to another; fractions of a second are cut off from both."""
    return _second(connection, last) - _second(connection, first)


def _second(connection: Connection, moment: Moment) -> ColumnElement[int]:
    if connection.dialect.name == "postgresql":
        at = cast(cast(moment, PlainText), postgresql.TIMESTAMP(timezone=True))
        return cast(func.floor(func.extract("epoch", at)), BigInteger)
    # Cut off by hand: SQLite keeps thousandths only, and would round 59.9999 seconds up.
    return cast(func.strftime("%s", func.substr(moment, 1, len("2027-01-12T08:00:00"))), BigInteger)


def later(one: Moment, other: Moment) -> Moment:
    """The later of two moments; ``one`` where ``other`` is NULL."""
    return case((other > one, other), else_=one)


def earlier(one: Moment, other: Moment) -> Moment:
    """The earlier of two moments; ``one`` where ``other`` is NULL."""
    return case((other < one, other), else_=one)


def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


CAME_INTO_FORCE = or_(overrides.c.needs_approval == 0, overrides.c.approved_at.is_not(None))
"""Of an override: it was in force once, and is not a mere proposal."""

IN_FORCE_FROM = later(overrides.c.starts_at, overrides.c.approved_at)
"""From when an override that came into force was so."""

IN_FORCE_UNTIL = earlier(overrides.c.expires_at, overrides.c.ended_at)
"""Before when it was so."""


def in_force_at(moment: Moment) -> ColumnElement[bool]:
    """Whether an override was in force at a moment."""
    return and_(CAME_INTO_FORCE, moment >= IN_FORCE_FROM, moment < IN_FORCE_UNTIL)
