"""Figures that are fair, by team, room, category and month; and one's own (RULES R4.6, R4.7).

Asked for by nobody's name: figures of single persons are another use case (``person_figures``).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.figures import (
    BROKEN_DOWN,
    MOST_YEARS,
    Figure,
    FigureName,
    FigureProblem,
    Grouping,
    Month,
    months_of,
    sorted_figures,
)
from orchestrator.domain.safeguards import Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState
from orchestrator.domain.versions import compare
from orchestrator.domain.waiting import evenings_between
from orchestrator.services.figure_stores import FigureQuery, Freed, Guarded
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

_PAGE = 200
_OF_NO_PERSON = frozenset(
    {
        FigureName.NOT_CONFIRMED_IN_TIME,
        FigureName.CATALOG_NARROWINGS,
        FigureName.CATALOG_NARROWINGS_OVERTURNED,
        FigureName.WAITING_DAYS,
        FigureName.EVENINGS_UNRECORDED,
    }
)
"""Figures that no single person could have."""
_OF_THE_SITE = frozenset({Grouping.NOTHING, Grouping.MONTH})
"""Groupings in which what belongs to no room has its place."""


@dataclass(frozen=True, slots=True)
class FigureReport:
    """Figures of a period.

    Attributes:
        since, until: The period: from the first moment to before the second, UTC.
        at: The moment at which they were counted; nothing later is in them.
        timezone: The zone in which months begin.
        grouping: By what they stand apart.
        figures: By group's name, then in the order of the definitions.
    """

    since: datetime
    until: datetime
    at: datetime
    timezone: str
    grouping: Grouping
    figures: tuple[Figure, ...]


def read_figures(
    *,
    reads: Reads,
    clock: Clock,
    since: datetime | None = None,
    until: datetime | None = None,
    grouping: Grouping = Grouping.NOTHING,
    person_id: str | None = None,
) -> FigureReport:
    """Figures of a period, of the whole site or of one person's own requests and decisions.

    Args:
        reads: The store.
        clock: The time.
        since: Its first moment, UTC; None for a year before its end.
        until: The moment before which it ends, UTC; None for now.
        grouping: By what they stand apart.
        person_id: Whose own; None for everybody's.

    Raises:
        InvalidInput: The period ends before it begins, or is longer than figures are counted over.
    """
    now = clock.now()
    begin, end = period(since, until, now)
    with reads() as uow:
        site = uow.site.load()
        query = FigureQuery(begin, end, now, grouping, _months(grouping, begin, end, site), person_id)
        figures = [*_of_requests(uow, query), *_of_decisions(uow, query), *_of_words(uow, query)]
        if person_id is None:
            figures += _of_the_site(uow, query, site)
    if grouping is Grouping.NOTHING:
        figures += _missing(figures, own=person_id is not None)
    return FigureReport(begin, end, now, site.timezone, grouping, sorted_figures(figures))


def _of_requests(uow: UnitOfWork, query: FigureQuery) -> Sequence[Figure]:
    """Requests have no category."""
    if query.grouping is Grouping.CATEGORY:
        return ()
    guarded = guarded_items(_safeguards(uow), _exemptions(uow), uow.catalog.load())
    near = [g for g in guarded if g.since < query.until and g.until > query.since]
    return uow.figures.of_requests(query, near)


def _of_decisions(uow: UnitOfWork, query: FigureQuery) -> Iterator[Figure]:
    for figure in uow.figures.of_overrides(query):
        if not (query.grouping is Grouping.CATEGORY and figure.name is FigureName.OVERRIDES_BY_CATEGORY):
            yield figure
    yield from uow.figures.of_withheld_days(query)
    yield from uow.figures.of_answers(query)
    yield from uow.figures.of_contests(query)
    if query.grouping is not Grouping.CATEGORY:
        yield from uow.figures.of_holds(query)


def _of_words(uow: UnitOfWork, query: FigureQuery) -> Iterator[Figure]:
    """Advice, sign-offs and wishes have no category."""
    if query.grouping is not Grouping.CATEGORY:
        yield from uow.figures.of_advice(query, uow.rules.load().after_advice_days)
        yield from uow.figures.of_sign_offs(query)
        yield from uow.figures.of_wishes(query)


def _of_the_site(uow: UnitOfWork, query: FigureQuery, site: Site) -> Iterator[Figure]:
    """What belongs to no single person; and, by room, only the days on which its requests waited (R4.5)."""
    if query.grouping is not Grouping.CATEGORY:
        yield from uow.figures.of_waiting_days(query)
    if query.grouping in _OF_THE_SITE:
        yield from uow.figures.of_narrowings(query)
        yield from _unrecorded(uow.figures.evenings(query), query, site)


def _unrecorded(recorded: Mapping[str, int], query: FigureQuery, site: Site) -> Iterator[Figure]:
    """On how many evenings of the period nobody looked: what waiting days cannot tell of (R4.6)."""
    evenings = evenings_between(query.since, min(query.until, query.now), site.timezone)
    by_group = Counter(_month_of(evening.at, query.months) for evening in evenings)
    for group, count in by_group.items():
        missed = max(count - recorded.get(group, 0), 0)
        yield Figure(FigureName.EVENINGS_UNRECORDED, group, "", missed, count)
        if missed == count:
            yield Figure(FigureName.WAITING_DAYS, group)


def _month_of(moment: datetime, months: Sequence[Month]) -> str:
    return next((month.name for month in months if moment < month.end), "")


def _missing(figures: Sequence[Figure], *, own: bool) -> list[Figure]:
    """What has no row, because nothing was there to count.

    Where nothing could tell of it, it is unknown and not 0 (R4.6): so it is with waiting days without an evening.
    """
    there = {figure.name for figure in figures} | BROKEN_DOWN | (_OF_NO_PERSON if own else frozenset())
    unknown = {FigureName.WAITING_DAYS} if FigureName.EVENINGS_UNRECORDED not in there else set()
    return [
        Figure(name) if name in unknown else Figure(name, "", "", 0, _none_of(name))
        for name in FigureName
        if name not in there
    ]


def _none_of(name: FigureName) -> int | None:
    return 0 if Figure(name).unit.has_whole else None


def guarded_items(
    safeguards: Sequence[Safeguard], exemptions: Sequence[Exemption], catalog: Catalog
) -> tuple[Guarded, ...]:
    """What safeguards kept away from whom, and for how long (R4.6).

    A refusal that led to an exemption was overturned, so it never counts as a refusal where that holds; an exemption
    that no contest led to frees from the day on which it was granted.
    """
    found: list[Guarded] = []
    for guard in safeguards:
        since = guard.approved_at if guard.needs_approval else guard.created_at
        if since is None or guard.state is SafeguardState.PROPOSED:
            continue
        until = min(guard.ended_at or guard.expires_at, guard.expires_at)
        mine = [e for e in exemptions if e.safeguard_id == guard.id]
        for item in catalog.items.values():
            if not guard.aim.fits(item):
                continue
            freed = tuple(f for e in mine if e.item_id == item.id and (f := _freed(e, since)))
            if guard.kind is SafeguardKind.BLOCK:
                found.append(Guarded((item.id,), None, since, until, freed, guard.id))
                continue
            minimum = guard.minimum
            old = tuple(r.version for r in item.releases if minimum and compare(r.version, minimum) < 0)
            if old:
                found.append(Guarded((item.id,), old, since, until, freed, guard.id))
    return tuple(_together(found))


def _together(guarded: Sequence[Guarded]) -> Iterator[Guarded]:
    """The same windows with their items side by side: a wide pattern fits hundreds of items."""
    by_window: dict[tuple[object, ...], list[Guarded]] = {}
    for one in guarded:
        by_window.setdefault((one.safeguard_id, one.versions, one.since, one.until, one.freed), []).append(one)
    for same in by_window.values():
        first = same[0]
        items = tuple(sorted({item for one in same for item in one.item_ids}))
        yield Guarded(items, first.versions, first.since, first.until, first.freed, first.safeguard_id)


def _freed(exemption: Exemption, guarded_since: datetime) -> Freed | None:
    """Where and when an exemption took a safeguard away; None if it never came into force."""
    if exemption.state in {ExemptionState.PROPOSED, ExemptionState.REFUSED} or exemption.signed_at is None:
        return None
    if exemption.needs_approval and exemption.approved_at is None:
        return None
    until = min(exemption.ended_at or exemption.expires_at, exemption.expires_at)
    since = max(exemption.created_at, exemption.signed_at, exemption.approved_at or exemption.created_at)
    return Freed(exemption.classroom_ids, guarded_since if exemption.contest_id else since, until)


def _safeguards(uow: UnitOfWork) -> list[Safeguard]:
    found: list[Safeguard] = []
    while page := uow.safeguards.page(state=None, after=found[-1].id if found else None, limit=_PAGE):
        found += page
    return found


def _exemptions(uow: UnitOfWork) -> list[Exemption]:
    found: list[Exemption] = []
    while page := uow.exemptions.page(
        safeguard_id=None, state=None, after=found[-1].id if found else None, limit=_PAGE
    ):
        found += page
    return found


def _months(grouping: Grouping, begin: datetime, end: datetime, site: Site) -> tuple[Month, ...]:
    return months_of(begin, end, site.timezone) if grouping is Grouping.MONTH else ()


def period(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The period that is meant: without an end until now, without a beginning a year before the end.

    Raises:
        InvalidInput: It ends before it begins, or is longer than figures are counted over.
    """
    end = until or now
    begin = since or _years_before(end, 1)
    if begin >= end:
        if until is None:
            raise InvalidInput((FieldProblem("since", begin.isoformat(), FigureProblem.STILL_TO_COME.value),))
        raise InvalidInput((FieldProblem("until", end.isoformat(), "before-its-start", begin.isoformat()),))
    if begin < _years_before(end, MOST_YEARS):
        problem = FigureProblem.PERIOD_TOO_LONG.value
        raise InvalidInput((FieldProblem("since", begin.isoformat(), problem, str(MOST_YEARS)),))
    return begin, end


def _years_before(moment: datetime, years: int) -> datetime:
    """The same day so many years ago; the last of February where that year has no 29th."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)
