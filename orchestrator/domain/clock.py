"""The clock of a request: its age, when it is late, when it stands still, and who owns the waiting. Pure.

The one rule behind all: time runs for the instructor in disputes of compatibility, effort and opinion; it stands still
in disputes of security, licence and law, until somebody outside the technician's line accepts the risk (RULES). So
these two alone stop it: an override of such a category, confirmed or as long as it may still be (R3.2), and a safeguard
that blocks what was asked for. What proves unfounded has stopped nothing: a category that was refused or that nobody
confirmed, and an override that a contest overturned. Figures and owed list go by the same function.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.evidence import STANDS_STILL
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState

WorkingDays = Callable[[datetime, int], datetime]
"""When a term of n working days from a moment ends; see ``calendars.working_days``."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time: from ``start`` on, before ``end``."""

    start: datetime
    end: datetime


class OwedRank(StrEnum):
    """How urgent something is that is owed, the most urgent first."""

    LATE = "late"  # its deadline is over
    AT_RISK = "at_risk"  # it is close
    IN_TIME = "in_time"  # there is time left, or the clock stands still


@dataclass(frozen=True, slots=True)
class RequestClock:
    """What the clock of a request, or of a wish, shows at a moment.

    Attributes:
        since: When it began to run, UTC: the wish that a request came from counts.
        age: Since then.
        needed_by: As asked, UTC.
        stood_still: How long it has stood still so far.
        deadline: Needed-by and the time that it stood still, UTC; while it stands still it moves along.
        stands_still: Whether it does so now.
        late: Whether the deadline is over and it is not there as asked.
        at_risk: Whether it is close, and it is not there as asked.
        short_notice: Whether it is needed earlier than the service promise. It was accepted and is tried (R4.5).
    """

    since: datetime
    age: timedelta
    needed_by: datetime
    stood_still: timedelta
    deadline: datetime
    stands_still: bool
    late: bool
    at_risk: bool
    short_notice: bool

    @property
    def rank(self) -> OwedRank:
        """How urgent it is."""
        if self.late:
            return OwedRank.LATE
        return OwedRank.AT_RISK if self.at_risk else OwedRank.IN_TIME


def read_clock(
    since: datetime,
    needed_by: datetime,
    stops: Iterable[Interval],
    at: datetime,
    *,
    granted: bool,
    to_be_packaged: bool,
    numbers: RuleNumbers,
    working_days: WorkingDays,
) -> RequestClock:
    """What the clock shows at a moment (RULES R2, R4.5).

    Args:
        since: When it began to run.
        needed_by: As asked.
        stops: When it stood still; see ``stopped``.
        at: The moment.
        granted: Whether it is there as asked.
        to_be_packaged: Whether what was asked for had to be packaged first: the promise is another one then.
        numbers: The numbers of the rules.
        working_days: The site's.
    """
    stops = merged(stops)
    stood = stood_still(stops, since, at)
    still = any(stop.start <= at < stop.end for stop in stops)
    deadline = needed_by + stood
    late = not granted and at > deadline
    close = working_days(at, numbers.at_risk_working_days) >= deadline
    promise = numbers.promise_to_package_working_days if to_be_packaged else numbers.promise_packaged_working_days
    return RequestClock(
        since=since,
        age=at - since,
        needed_by=needed_by,
        stood_still=stood,
        deadline=deadline,
        stands_still=still,
        late=late,
        at_risk=not granted and not late and not still and close,
        short_notice=needed_by < working_days(since, promise),
    )


def stood_still(stops: Iterable[Interval], since: datetime, at: datetime) -> timedelta:
    """For how long a clock stood still between two moments; time that several stops share counts once."""
    within = (Interval(max(stop.start, since), min(stop.end, at)) for stop in merged(stops))
    return sum((stop.end - stop.start for stop in within if stop.start < stop.end), timedelta())


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time in intervals that do not overlap, oldest first."""
    found: list[Interval] = []
    for interval in sorted(i for i in intervals if i.start < i.end):
        if found and interval.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, interval.end))
        else:
            found.append(interval)
    return tuple(found)


def stopped(
    request: SoftwareRequest,
    overrides: Iterable[Override],
    safeguards: Iterable[Safeguard],
    exemptions: Collection[Exemption],
    catalog: Catalog,
    *,
    refused_since: datetime | None = None,
    proven: bool = False,
) -> tuple[Interval, ...]:
    """When a request's clock stood still, stands, or will stand if nobody does anything.

    Args:
        request: The request.
        overrides: All that ever bound it.
        safeguards: All of the site, those that are over too.
        exemptions: All from them.
        catalog: All items.
        refused_since: Since when the catalog says that what the safeguards are about is part of the request, UTC; None
            where it always did. The catalog of today says nothing about days before it was changed.
        proven: Leave out disputes whose confirmation may still come: what is counted is only what is known (R4.6).
    """
    mine = (override for override in overrides if request.id in override.request_ids)
    found = [stop for override in mine for stop in _stop_of(override, proven=proven)]
    if request.wanted is Wanted.PRESENT:
        needed = needs(request.item_id, catalog)
        for guard in safeguards:
            found += since(refusals(guard, needed, request.classroom_id, exemptions, catalog), refused_since)
    return merged(found)


def since(intervals: Iterable[Interval], start: datetime | None) -> tuple[Interval, ...]:
    """What is left of intervals from a moment on; None means all of them."""
    if start is None:
        return tuple(intervals)
    return tuple(Interval(max(i.start, start), i.end) for i in intervals if start < i.end)


def _stop_of(override: Override, *, proven: bool) -> Iterator[Interval]:
    """The time for which an override stops the clock.

    A category that nobody confirmed, because it was refused, taken back before, or left without an answer, was an
    ordinary one from the start (R3.2), and so was what a contest overturned; as long as the confirmation may still
    come, the clock stands.
    """
    if override.category not in STANDS_STILL or not override.keeps_all:
        return
    if override.needs_approval and override.approved_at is None:
        return
    start = max(override.starts_at, override.approved_at or override.starts_at)
    end = min(override.expires_at, override.ended_at or override.expires_at)
    waits = override.confirmation is Confirmation.WAITING and override.state is OverrideState.LIVE
    if waits and not proven:
        end = min(end, override.confirm_by or end)
    elif not override.was_confirmed_dispute:
        return
    if start < end:
        yield Interval(start, end)


def refusals(
    guard: Safeguard, items: Collection[str], classroom_id: str, exemptions: Iterable[Exemption], catalog: Catalog
) -> tuple[Interval, ...]:
    """When a safeguard refused one of these items in a room."""
    bound = guard.state in {SafeguardState.LIVE, SafeguardState.LIFTED, SafeguardState.EXPIRED}
    if guard.kind is not SafeguardKind.BLOCK or not bound:
        return ()
    start = max(guard.created_at, guard.approved_at or guard.created_at)
    whole = Interval(start, min(guard.expires_at, guard.ended_at or guard.expires_at))
    found: list[Interval] = []
    for item_id in items:
        item = catalog.get(item_id)
        if item is not None and guard.aim.fits(item):
            freed = [
                stretch
                for e in exemptions
                if e.safeguard_id == guard.id and e.item_id == item_id and classroom_id in e.classroom_ids
                for stretch in _freed(e)
            ]
            found += _without(whole, merged(freed))
    return merged(found)


def _freed(exemption: Exemption) -> Iterator[Interval]:
    over = {ExemptionState.LIFTED, ExemptionState.EXPIRED}
    if exemption.signed_at is None or exemption.state not in {ExemptionState.LIVE, *over}:
        return
    start = max(exemption.signed_at, exemption.approved_at or exemption.signed_at)
    yield Interval(start, min(exemption.expires_at, exemption.ended_at or exemption.expires_at))


def _without(whole: Interval, gaps: Sequence[Interval]) -> Iterator[Interval]:
    start = whole.start
    for gap in gaps:
        if start < min(gap.start, whole.end):
            yield Interval(start, min(gap.start, whole.end))
        start = max(start, gap.end)
    if start < whole.end:
        yield Interval(start, whole.end)


def needs(item_id: str, catalog: Catalog) -> frozenset[str]:
    """An item and all that it requires, directly or not."""
    found: set[str] = set()
    waiting = [item_id]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            item = catalog.get(name)
            waiting.extend(item.requires if item else ())
    return frozenset(found)
