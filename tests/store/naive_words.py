"""Contests, advice, wishes, sign-offs, narrowings and waiting days as somebody would count them by hand."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import TypeVar

from orchestrator.domain.advice import RecommendationState, changed_after_advice
from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.contests import Contest, ContestState
from orchestrator.domain.figures import Figure, FigureName, Grouping
from orchestrator.domain.wishes import WishState
from orchestrator.services.figure_stores import FigureQuery
from tests.store.naive_figures import Rows, group_of, is_theirs, seconds

F = FigureName
DAYS = 2
"""Within how many days a request counts as changed after advice: few, so that some are later."""

Thing = TypeVar("Thing")


def of_the_site(query: FigureQuery) -> FigureQuery:
    """The same for what belongs to no room: all of it, or by month."""
    by_month = query.grouping is Grouping.MONTH
    return query if by_month else replace(query, grouping=Grouping.NOTHING)


def of_contests(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    def ruled(contest: Contest) -> bool:
        over = contest.state in {ContestState.UPHELD, ContestState.OVERTURNED} and contest.ended_at is not None
        return over and is_theirs(contest.ended_by or "", query)

    groups = _grouped(
        [c for c in rows.contests if _falls(c.at, query) and (is_theirs(c.by, query) or ruled(c))],
        lambda c: group_of(rows, query, zone, c.classroom_id, c.at, c.category),
    )
    found: list[Figure] = []
    for group, its in groups.items():
        made = [c for c in its if is_theirs(c.by, query)]
        states, subjects = Counter(c.state for c in made), Counter(c.subject.value for c in made)
        lengths = [seconds(c.at, c.ended_at) for c in its if ruled(c) and c.ended_at]
        found += [
            Figure(F.CONTESTS, group, "", len(made)),
            *(Figure(F.CONTESTS_BY_SUBJECT, group, subject, count) for subject, count in subjects.items()),
            Figure(F.CONTESTS_OPEN, group, "", states[ContestState.OPEN], len(made)),
            Figure(F.CONTESTS_UPHELD, group, "", states[ContestState.UPHELD], len(made)),
            Figure(F.CONTESTS_OVERTURNED, group, "", states[ContestState.OVERTURNED], len(made)),
            Figure(F.CONTESTS_LAPSED, group, "", states[ContestState.LAPSED], len(made)),
            Figure(F.CONTESTS_WITHDRAWN, group, "", states[ContestState.WITHDRAWN], len(made)),
            Figure(F.CONTESTS_MOOT, group, "", states[ContestState.MOOT], len(made)),
            Figure(F.DAYS_TO_RULE, group, "", sum(lengths), len(lengths)),
            Figure(F.MEDIAN_DAYS_TO_RULE, group, "", int(median(lengths) // 1) if lengths else 0, len(lengths)),
        ]
    return found


def of_narrowings(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    applied = {CatalogChangeState.APPLIED, CatalogChangeState.OVERTURNED}
    these = [n for n in rows.narrowings if n.state in applied and n.decided_at and _falls(n.decided_at, query)]
    found: list[Figure] = []
    for group, its in _grouped(these, lambda n: _month(rows, query, zone, n.decided_at or n.at)).items():
        overturned = sum(n.state is CatalogChangeState.OVERTURNED for n in its)
        found.append(Figure(F.CATALOG_NARROWINGS, group, "", len(its)))
        found.append(Figure(F.CATALOG_NARROWINGS_OVERTURNED, group, "", overturned, len(its)))
    return found


def of_advice(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    requests = {request.id: request for request in rows.requests}
    these = [a for a in rows.recommendations if _falls(a.at, query) and is_theirs(a.by, query)]
    groups = _grouped(these, lambda a: group_of(rows, query, zone, requests[a.request_id].classroom_id, a.at, None))
    found: list[Figure] = []
    for group, its in groups.items():
        states = Counter(a.state for a in its)
        advised = {a.request_id for a in its}
        lines = {i: [line.since] for i in advised if (line := requests[i].settings_line)}
        changed = sum(changed_after_advice(requests[i], its, DAYS, lines.get(i, [])) for i in advised)
        found += [
            Figure(F.RECOMMENDATIONS, group, "", len(its)),
            Figure(F.RECOMMENDATIONS_OPEN, group, "", states[RecommendationState.OPEN], len(its)),
            Figure(F.RECOMMENDATIONS_FOLLOWED, group, "", states[RecommendationState.FOLLOWED], len(its)),
            Figure(F.RECOMMENDATIONS_KEPT, group, "", states[RecommendationState.KEPT], len(its)),
            Figure(F.RECOMMENDATIONS_LAPSED, group, "", states[RecommendationState.LAPSED], len(its)),
            Figure(F.RECOMMENDATIONS_TAKEN_BACK, group, "", states[RecommendationState.TAKEN_BACK], len(its)),
            Figure(F.RECOMMENDATIONS_MOOT, group, "", states[RecommendationState.MOOT], len(its)),
            Figure(F.CHANGED_AFTER_ADVICE, group, "", changed, len(advised)),
        ]
    return found


def of_sign_offs(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    rooms = {request.id: request.classroom_id for request in rows.requests}
    these = [s for s in rows.sign_offs if _falls(s.asked_at, query) and is_theirs(s.person_id, query)]
    found: list[Figure] = []
    groups = _grouped(these, lambda s: group_of(rows, query, zone, rooms[s.request_id], s.asked_at, None))
    for group, its in groups.items():
        found += [
            Figure(F.SIGN_OFFS, group, "", len(its)),
            Figure(F.SIGN_OFFS_WORKS, group, "", sum(s.works is True for s in its), len(its)),
            Figure(F.SIGN_OFFS_WORKS_NOT, group, "", sum(s.works is False for s in its), len(its)),
            Figure(F.SIGN_OFFS_UNANSWERED, group, "", sum(s.works is None for s in its), len(its)),
        ]
    return found


def of_wishes(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    these = [w for w in rows.wishes if _falls(w.created_at, query) and is_theirs(w.requester_id, query)]
    found: list[Figure] = []
    for group, its in _grouped(
        these, lambda w: group_of(rows, query, zone, w.classroom_id, w.created_at, None)
    ).items():
        states = Counter(w.state for w in its)
        answers = [seconds(w.created_at, w.answered_at) for w in its if w.answered_at]
        found += [
            Figure(F.WISHES, group, "", len(its)),
            Figure(F.WISHES_LINKED, group, "", states[WishState.LINKED], len(its)),
            Figure(F.WISHES_TAKEN_BACK, group, "", states[WishState.WITHDRAWN], len(its)),
            Figure(F.WISHES_OPEN, group, "", states[WishState.OPEN], len(its)),
            Figure(F.WISHES_UNANSWERED, group, "", len(its) - len(answers), len(its)),
            Figure(F.WISHES_RISEN, group, "", sum(w.rose_at is not None for w in its), len(its)),
            Figure(F.DAYS_TO_FIRST_ANSWER, group, "", sum(answers), len(answers)),
        ]
    return found


def of_waiting_days(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    evenings = {evening.day: evening.at for evening in rows.evenings}
    found: Counter[tuple[str, str]] = Counter()
    for waited in rows.waiting:
        evening = evenings[waited.day]
        if _falls(evening, query):
            found[group_of(rows, query, zone, waited.classroom_id, evening, None), waited.owner.value] += 1
    return [Figure(F.WAITING_DAYS, group, owner, count) for (group, owner), count in found.items()]


def evenings(rows: Rows, query: FigureQuery, zone: str) -> dict[str, int]:
    """How many are recorded, by group."""
    return dict(Counter(_month(rows, query, zone, e.at) for e in rows.evenings if _falls(e.at, query)))


def _month(rows: Rows, query: FigureQuery, zone: str, moment: datetime) -> str:
    """The group of what belongs to no room."""
    return group_of(rows, of_the_site(query), zone, next(iter(rows.rooms)), moment, None)


def _falls(moment: datetime, query: FigureQuery) -> bool:
    return query.since <= moment < min(query.until, query.now)


def _grouped(things: Iterable[Thing], key: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups
