"""Figures of requests: each one that was due stands in exactly one line (RULES R4.5, R4.6)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, false, func, literal, not_, or_, select

from orchestrator.adapters.db.column_types import UtcTime
from orchestrator.adapters.db.figures.expressions import (
    CAME_INTO_FORCE,
    IN_FORCE_FROM,
    IN_FORCE_UNTIL,
    group_of,
    in_force_at,
)
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.adapters.db.tables.contests import contests
from orchestrator.adapters.db.tables.decisions import override_requests, overrides
from orchestrator.adapters.db.tables.figures import request_milestones, request_promises
from orchestrator.adapters.db.tables.rooms import catalog_items, classrooms
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.evidence import STANDS_STILL
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.domain.overrides import KEEPS_ALL, Confirmation, OverrideState
from orchestrator.domain.requests import LATEST, RequestState, Wanted
from orchestrator.services.figure_stores import FigureQuery, Freed, Guarded

BY_HAND = "manual"
"""The provider of work that is stated and not scanned for."""

_r, _m, _p = requests.c, request_milestones.c, request_promises.c


class _Line(StrEnum):
    """Where a request that was due is counted; the first that fits."""

    TAKEN_BACK = "taken_back"
    UNRECORDED = "unrecorded"
    STATED_BY_HAND = "stated_by_hand"
    SHORT_NOTICE = "short_notice"
    SAFEGUARDED = "safeguarded"
    STOOD_STILL = "stood_still"
    LEAD = "lead"


class _Outcome(StrEnum):
    """What had become of it."""

    IN_TIME = "in_time"
    LATER = "later"
    OTHERWISE = "otherwise"
    NOT_READY = "not_ready"


_SHARED = {
    _Line.STOOD_STILL: FigureName.STOOD_STILL,
    _Line.SHORT_NOTICE: FigureName.SHORT_NOTICE,
    _Line.STATED_BY_HAND: FigureName.STATED_BY_HAND,
}
_COUNTED = {
    _Line.SAFEGUARDED: FigureName.SAFEGUARDED,
    _Line.TAKEN_BACK: FigureName.TAKEN_BACK,
    _Line.UNRECORDED: FigureName.UNRECORDED,
}
_OF_THE_LEAD = {
    _Outcome.IN_TIME: FigureName.READY_IN_TIME,
    _Outcome.LATER: FigureName.READY_LATER,
    _Outcome.OTHERWISE: FigureName.READY_OTHERWISE,
    _Outcome.NOT_READY: FigureName.NOT_READY,
}


def figures_of_requests(connection: Connection, query: FigureQuery, guarded: Sequence[Guarded]) -> list[Figure]:
    """``services.figure_stores.Figures.of_requests``, in one statement."""
    due = _due(query, guarded).subquery()
    by = (due.c.group, due.c.line, due.c.outcome)
    sums = (func.count(), func.sum(due.c.overridden), func.sum(due.c.contested))
    counts: defaultdict[str, Counter[tuple[_Line, _Outcome]]] = defaultdict(Counter)
    overridden: Counter[str] = Counter()
    contested: Counter[str] = Counter()
    for group, line, outcome, count, its_overridden, its_contested in connection.execute(
        select(*by, *sums).group_by(*by)
    ):
        counts[group][_Line(line), _Outcome(outcome)] += count
        if _Line(line) is _Line.LEAD:
            overridden[group] += int(its_overridden)
            contested[group] += int(its_contested)
    return [
        figure for group in counts for figure in _figures(group, counts[group], overridden[group], contested[group])
    ]


def _figures(group: str, counts: Counter[tuple[_Line, _Outcome]], overridden: int, contested: int) -> list[Figure]:
    every = {line: sum(counts[line, outcome] for outcome in _Outcome) for line in _Line}
    lead = every[_Line.LEAD]
    return [
        *(Figure(name, group, "", counts[_Line.LEAD, outcome], lead) for outcome, name in _OF_THE_LEAD.items()),
        Figure(FigureName.OVERRIDDEN, group, "", overridden, lead),
        Figure(FigureName.SAFEGUARD_CONTESTED, group, "", contested, lead),
        *(Figure(name, group, "", counts[line, _Outcome.IN_TIME], every[line]) for line, name in _SHARED.items()),
        *(Figure(name, group, "", every[line]) for line, name in _COUNTED.items()),
    ]


def _due(query: FigureQuery, guarded: Sequence[Guarded]) -> Select[Any]:
    """A row for each request that was due, with its group, its line and its outcome."""
    stood_still = _stood_still()
    # Where the clock stood still, what counts is the needed-by that was moved by that time.
    deadline = case((stood_still, func.coalesce(_m.needed_by, _r.needed_by)), else_=_r.needed_by)
    in_time = and_(_m.as_asked_at.is_not(None), _m.as_asked_at <= deadline)
    taken_back = and_(_r.state == RequestState.WITHDRAWN.value, _r.ended_at <= _r.needed_by)
    # Software with a settings line stands apart only where that was granted in time: nothing that is done after
    # needed-by takes a request off the line in which it was late.
    granted = and_(func.coalesce(_m.stated, 0) == 1, or_(_r.settings_line_id.is_(None), in_time))
    by_hand = or_(granted, func.coalesce(catalog_items.c.provider, "") == BY_HAND)
    line = case(
        (taken_back, _Line.TAKEN_BACK.value),
        (_p.request_id.is_(None), _Line.UNRECORDED.value),
        (by_hand, _Line.STATED_BY_HAND.value),
        (_r.needed_by < _p.promised_by, _Line.SHORT_NOTICE.value),
        (and_(not_(in_time), _refused(guarded)), _Line.SAFEGUARDED.value),
        (stood_still, _Line.STOOD_STILL.value),
        else_=_Line.LEAD.value,
    )
    outcome = case(
        (_m.request_id.is_(None), _Outcome.NOT_READY.value),
        (_m.as_asked_at.is_(None), _Outcome.OTHERWISE.value),
        (in_time, _Outcome.IN_TIME.value),
        else_=_Outcome.LATER.value,
    )
    overridden = case((_bound(in_force_at(_r.needed_by)), 1), else_=0)
    contested = case((and_(not_(in_time), _refused_and_contested(guarded)), 1), else_=0)
    joined = (
        requests.join(classrooms, classrooms.c.id == _r.classroom_id)
        .outerjoin(request_milestones, _m.request_id == _r.id)
        .outerjoin(request_promises, _p.request_id == _r.id)
        .outerjoin(catalog_items, catalog_items.c.id == _r.item_id)
    )
    wanted = select(
        group_of(query, _r.needed_by).label("group"),
        line.label("line"),
        outcome.label("outcome"),
        overridden.label("overridden"),
        contested.label("contested"),
    ).select_from(joined)
    wanted = wanted.where(_r.needed_by >= query.since, _r.needed_by < min(query.until, query.now))
    return wanted if query.person_id is None else wanted.where(_r.requester_id == query.person_id)


def _bound(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an override of which a condition holds bound the request."""
    binding = override_requests.join(overrides, overrides.c.id == override_requests.c.override_id)
    found = select(literal(1)).select_from(binding).where(override_requests.c.request_id == _r.id, condition)
    return exists(found.correlate(requests))


def _stood_still() -> ColumnElement[bool]:
    """Whether a confirmed dispute of security, licence or law, that nobody overturned, stopped its clock.

    It takes more than whoever records the override: otherwise a technician could take a request off the lead figure.
    """
    dispute = and_(
        overrides.c.category.in_(sorted(STANDS_STILL)),
        # A pin, a substitute, and whatever leaves some seats free stop nothing: what is left is owed now.
        overrides.c.kind.in_(sorted(KEEPS_ALL)),
        overrides.c.seat_ids == [],
        overrides.c.confirmation == Confirmation.CONFIRMED.value,
        overrides.c.state != OverrideState.OVERTURNED.value,
    )
    overlaps = and_(_r.needed_by >= IN_FORCE_FROM, _r.created_at < IN_FORCE_UNTIL, IN_FORCE_FROM < IN_FORCE_UNTIL)
    return _bound(and_(CAME_INTO_FORCE, dispute, overlaps))


def _refused(guarded: Sequence[Guarded]) -> ColumnElement[bool]:
    """Whether a safeguard kept it away at its needed-by, and that was upheld or uncontested (R4.6)."""
    return _by_a_safeguard(guarded, lambda g: not_(_contested(g, ContestState.OPEN, ContestState.OVERTURNED)))


def _refused_and_contested(guarded: Sequence[Guarded]) -> ColumnElement[bool]:
    """Whether a safeguard kept it away at its needed-by, and a contest of that waits for its ruling.

    Such a request stays where it is counted without the safeguard: leaving a contest unruled takes nothing off the
    lead figure.
    """
    return _by_a_safeguard(guarded, lambda guard: _contested(guard, ContestState.OPEN))


def _by_a_safeguard(
    guarded: Sequence[Guarded], condition: Callable[[Guarded], ColumnElement[bool]]
) -> ColumnElement[bool]:
    if not guarded:
        return false()
    kept_away = (and_(_kept_away(guard), condition(guard)) for guard in guarded)
    return and_(_r.wanted == Wanted.PRESENT.value, or_(*kept_away))


def _contested(guard: Guarded, *states: ContestState) -> ColumnElement[bool]:
    """Whether the safeguard's refusal of the request is contested, and the contest stands so."""
    contest = and_(
        contests.c.decision_id == guard.safeguard_id,
        contests.c.subject == ContestSubject.SAFEGUARD.value,
        contests.c.request_id == _r.id,
        contests.c.state.in_([state.value for state in states]),
    )
    return exists(select(literal(1)).select_from(contests).where(contest).correlate(requests))


def _kept_away(guard: Guarded) -> ColumnElement[bool]:
    version = () if guard.versions is None else (_r.version != LATEST, _r.version.in_(guard.versions))
    free = [not_(_free(freed)) for freed in guard.freed]
    return and_(_r.item_id.in_(guard.item_ids), _within(guard), *version, *free)


def _free(freed: Freed) -> ColumnElement[bool]:
    return and_(_r.classroom_id.in_(freed.classroom_ids), _within(freed))


def _within(window: Guarded | Freed) -> ColumnElement[bool]:
    since, until = literal(window.since, UtcTime()), literal(window.until, UtcTime())
    return and_(_r.needed_by >= since, _r.needed_by < until)
