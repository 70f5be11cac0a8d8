"""Figures as somebody would count them by hand: row by row, in Python, without looking at how the store does it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from orchestrator.domain.advice import Recommendation, SignOff
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest, ContestState, ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.figures import Figure, FigureName, Grouping
from orchestrator.domain.holds import Hold
from orchestrator.domain.milestones import Milestone, Promise
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideState
from orchestrator.domain.requests import LATEST, RequestState, SoftwareRequest, Wanted
from orchestrator.domain.waiting import Evening, WaitingDay
from orchestrator.domain.wishes import Wish
from orchestrator.services.figure_stores import FigureQuery, Guarded

F = FigureName


@dataclass(frozen=True)
class Rows:
    """All that there is."""

    rooms: Mapping[str, Classroom]
    requests: Sequence[SoftwareRequest] = ()
    promises: Mapping[str, Promise] = ()  # type: ignore[assignment]
    milestones: Mapping[str, Milestone] = ()  # type: ignore[assignment]
    overrides: Sequence[Override] = ()
    holds: Sequence[Hold] = ()
    contests: Sequence[Contest] = ()
    recommendations: Sequence[Recommendation] = ()
    sign_offs: Sequence[SignOff] = ()
    wishes: Sequence[Wish] = ()
    narrowings: Sequence[CatalogChange] = ()
    evenings: Sequence[Evening] = ()
    waiting: Sequence[WaitingDay] = ()
    guarded: Sequence[Guarded] = ()
    by_hand: frozenset[str] = frozenset()


Grouped = dict[str, list[Figure]]


def of_requests(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    groups: dict[str, list[SoftwareRequest]] = {}
    for request in rows.requests:
        mine = query.person_id in {None, request.requester_id}
        if mine and query.since <= request.needed_by < min(query.until, query.now):
            key = group_of(rows, query, zone, request.classroom_id, request.needed_by, None)
            groups.setdefault(key, []).append(request)
    found: list[Figure] = []
    for group, its in groups.items():
        lines: Counter[str] = Counter()
        good: Counter[str] = Counter()
        outcomes: Counter[str] = Counter()
        overridden = contested = 0
        for request in its:
            line = _line(rows, request)
            lines[line] += 1
            good[line] += _in_time(rows, request)
            if line == "lead":
                outcomes[_outcome(rows, request)] += 1
                bound = (o for o in rows.overrides if request.id in o.request_ids)
                overridden += any(_in_force(o, request.needed_by) for o in bound)
                contested += not _in_time(rows, request) and any(
                    _guards(g, request) and ContestState.OPEN in _contests(rows, g, request) for g in rows.guarded
                )
        lead = lines["lead"]
        found += [
            Figure(F.READY_IN_TIME, group, "", outcomes["in time"], lead),
            Figure(F.READY_LATER, group, "", outcomes["later"], lead),
            Figure(F.READY_OTHERWISE, group, "", outcomes["otherwise"], lead),
            Figure(F.NOT_READY, group, "", outcomes["never"], lead),
            Figure(F.OVERRIDDEN, group, "", overridden, lead),
            Figure(F.SAFEGUARD_CONTESTED, group, "", contested, lead),
            Figure(F.STOOD_STILL, group, "", good["still"], lines["still"]),
            Figure(F.SHORT_NOTICE, group, "", good["short"], lines["short"]),
            Figure(F.STATED_BY_HAND, group, "", good["hand"], lines["hand"]),
            Figure(F.SAFEGUARDED, group, "", lines["guarded"]),
            Figure(F.TAKEN_BACK, group, "", lines["back"]),
            Figure(F.UNRECORDED, group, "", lines["unrecorded"]),
        ]
    return found


def of_overrides(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    found: list[Figure] = []
    for group, its in _grouped_overrides(
        rows, query, zone, lambda o: _bound_once(o) and is_theirs(o.by, query)
    ).items():
        count = len(its)
        found += [
            Figure(F.OVERRIDES, group, "", count),
            Figure(F.FOLLOW_UPS, group, "", sum(o.follows is not None for o in its), count),
            Figure(F.COUNTED_AS_DECLINE, group, "", sum(_declines(rows, o) for o in its), count),
            Figure(F.OVERTURNED, group, "", sum(o.state is OverrideState.OVERTURNED for o in its), count),
            Figure(F.LAPSED, group, "", sum(o.state is OverrideState.LAPSED for o in its), count),
            Figure(F.DAYS_ASKED_FOR, group, "", sum(seconds(o.starts_at, o.expires_at) for o in its), count),
        ]
        kinds, categories = Counter(o.kind.value for o in its), Counter(o.category.value for o in its)
        found += [Figure(F.OVERRIDES_BY_KIND, group, kind, n) for kind, n in kinds.items()]
        found += [Figure(F.OVERRIDES_BY_CATEGORY, group, category, n) for category, n in categories.items()]
    return found


def of_withheld_days(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    """Second by second would take too long; so by the moments at which something begins or ends."""
    found: list[Figure] = []
    kinds = set(OverrideKind) - {OverrideKind.PIN}
    requests = {request.id: request for request in rows.requests}

    def chosen(override: Override) -> bool:
        return _bound_once(override) and override.kind in kinds and is_theirs(override.by, query)

    for group, its in _grouped_overrides(rows, query, zone, chosen).items():
        total, any_span = 0, False
        for request in requests.values():
            spans = [
                (max(_from(o), request.created_at), min(_until(o), request.ended_at or query.now, query.now))
                for o in its
                if request.id in o.request_ids
            ]
            spans = [(begin, end) for begin, end in spans if begin < end]
            any_span = any_span or bool(spans)
            marks = sorted({moment for span in spans for moment in span})
            for first, last in pairwise(marks):
                if any(begin <= first and last <= end for begin, end in spans):
                    total += seconds(first, last)
        if any_span:
            found.append(Figure(F.DAYS_WITHHELD, group, "", total))
    return found


def of_answers(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    found: list[Figure] = []
    for group, its in _grouped_overrides(rows, query, zone, lambda _: True).items():
        approved = [
            seconds(o.created_at, o.approved_at) for o in its if o.approved_at and is_theirs(o.approved_by or "", query)
        ]
        confirmed = [
            seconds(o.created_at, o.confirmed_at)
            for o in its
            if o.confirmed_at and is_theirs(o.confirmed_by or "", query)
        ]
        found.append(Figure(F.DAYS_TO_APPROVE, group, "", sum(approved), len(approved)))
        found.append(Figure(F.DAYS_TO_CONFIRM, group, "", sum(confirmed), len(confirmed)))
        if query.person_id is None:
            needed = [o for o in its if o.confirmation is not Confirmation.NOT_NEEDED]
            missed = sum(o.confirmation is Confirmation.NONE_CAME for o in needed)
            found.append(Figure(F.NOT_CONFIRMED_IN_TIME, group, "", missed, len(needed)))
    return found


def of_holds(rows: Rows, query: FigureQuery, zone: str) -> list[Figure]:
    groups: dict[str, list[int]] = {}
    for hold in rows.holds:
        if query.since <= hold.at < min(query.until, query.now) and is_theirs(hold.by, query):
            end = min(hold.until, hold.ended_at or hold.until, query.now)
            key = group_of(rows, query, zone, hold.classroom_id, hold.at, None)
            groups.setdefault(key, []).append(seconds(hold.at, end) if end > hold.at else 0)
    return [
        figure
        for group, lengths in groups.items()
        for figure in (Figure(F.HOLDS, group, "", len(lengths)), Figure(F.DAYS_HELD, group, "", sum(lengths)))
    ]


def _line(rows: Rows, request: SoftwareRequest) -> str:
    if request.state is RequestState.WITHDRAWN and request.ended_at and request.ended_at <= request.needed_by:
        return "back"
    if request.id not in rows.promises:
        return "unrecorded"
    milestone = rows.milestones.get(request.id)
    granted = milestone and milestone.stated and (request.settings_line is None or _in_time(rows, request))
    if request.item_id in rows.by_hand or granted:
        return "hand"
    if request.needed_by < rows.promises[request.id].promised_by:
        return "short"
    if not _in_time(rows, request) and any(
        _guards(guard, request) and not {ContestState.OPEN, ContestState.OVERTURNED} & _contests(rows, guard, request)
        for guard in rows.guarded
    ):
        return "guarded"
    return "still" if _stood_still(rows, request) else "lead"


def _outcome(rows: Rows, request: SoftwareRequest) -> str:
    milestone = rows.milestones.get(request.id)
    if milestone is None:
        return "never"
    if milestone.as_asked_at is None:
        return "otherwise"
    return "in time" if _in_time(rows, request) else "later"


def _in_time(rows: Rows, request: SoftwareRequest) -> bool:
    milestone = rows.milestones.get(request.id)
    if milestone is None or milestone.as_asked_at is None:
        return False
    deadline = milestone.needed_by if _stood_still(rows, request) else request.needed_by
    return milestone.as_asked_at <= deadline


def _stood_still(rows: Rows, request: SoftwareRequest) -> bool:
    return any(
        request.id in o.request_ids
        and _bound_once(o)
        and o.category in {Category.SECURITY, Category.LICENCE, Category.LEGAL}
        and o.confirmation is Confirmation.CONFIRMED
        and o.kind in {OverrideKind.DECLINE, OverrideKind.DEFER}
        and not o.seat_ids
        and o.state is not OverrideState.OVERTURNED
        and _from(o) < _until(o)
        and _from(o) <= request.needed_by
        and request.created_at < _until(o)
        for o in rows.overrides
    )


def _guards(guard: Guarded, request: SoftwareRequest) -> bool:
    if request.wanted is not Wanted.PRESENT or request.item_id not in guard.item_ids:
        return False
    if guard.versions is not None and (request.version == LATEST or request.version not in guard.versions):
        return False
    free = any(
        request.classroom_id in freed.classroom_ids and freed.since <= request.needed_by < freed.until
        for freed in guard.freed
    )
    return guard.since <= request.needed_by < guard.until and not free


def _contests(rows: Rows, guard: Guarded, request: SoftwareRequest) -> set[ContestState]:
    return {
        contest.state
        for contest in rows.contests
        if contest.subject is ContestSubject.SAFEGUARD
        and contest.decision_id == guard.safeguard_id
        and contest.request_id == request.id
    }


def _declines(rows: Rows, override: Override) -> bool:
    untils = [r.until for r in rows.requests if r.id in override.request_ids and r.until]
    return (
        override.kind is OverrideKind.DECLINE
        or (override.kind is OverrideKind.SUBSTITUTE and override.agreed_at is None)
        or any(override.expires_at >= until for until in untils)
    )


def _grouped_overrides(
    rows: Rows, query: FigureQuery, zone: str, chosen: Callable[[Override], bool]
) -> dict[str, list[Override]]:
    groups: dict[str, list[Override]] = {}
    for override in rows.overrides:
        if query.since <= override.created_at < min(query.until, query.now) and chosen(override):
            key = group_of(rows, query, zone, override.classroom_id, override.created_at, override.category)
            groups.setdefault(key, []).append(override)
    return groups


def group_of(  # the arguments are what a group can depend on
    rows: Rows, query: FigureQuery, zone: str, room_id: str, moment: datetime, category: Category | None
) -> str:
    room = rows.rooms[room_id]
    return {
        Grouping.NOTHING: "",
        Grouping.TEAM: room.department,
        Grouping.BUILDING: room.building,
        Grouping.ROOM: room.code,
        Grouping.CATEGORY: category.value if category else "",
        Grouping.MONTH: f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}",
    }[query.grouping]


def is_theirs(person: str, query: FigureQuery) -> bool:
    return query.person_id in {None, person}


def _bound_once(override: Override) -> bool:
    return not override.needs_approval or override.approved_at is not None


def _from(override: Override) -> datetime:
    return max(override.starts_at, override.approved_at or override.starts_at)


def _until(override: Override) -> datetime:
    return min(override.expires_at, override.ended_at or override.expires_at)


def _in_force(override: Override, at: datetime) -> bool:
    return _bound_once(override) and _from(override) <= at < _until(override)


def seconds(first: datetime, last: datetime) -> int:
    return round((last.replace(microsecond=0) - first.replace(microsecond=0)) / timedelta(seconds=1))


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Comparable, whatever order they come in."""
    return sorted(figures, key=lambda f: (f.group, f.name, f.part))
