"""Who owns the waiting: every waiting day has one owner (RULES R4.5). Pure.

For now the owner follows from what the request waits for. For days that are past it is what was recorded in that
evening. For an evening of which nothing is recorded it follows from what is stored with its dates: overrides, holds
and safeguards; what the catalog lacked, or which machines were off, is not, so there the present reason stands.
Figures count recorded evenings only.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from orchestrator.domain.clock import Interval
from orchestrator.domain.evidence import Category
from orchestrator.domain.holds import Hold
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState, first_narrowest
from orchestrator.domain.standing import RequestStanding, StandingCode

_EVENING = time(18, 0)
_OF_IT = frozenset(
    {
        StandingCode.SAFEGUARDED,
        StandingCode.HELD,
        StandingCode.IN_CONFLICT,
        StandingCode.OWED_BY_HAND,
        StandingCode.LINE_OPEN,
    }
)


class WaitingOwner(StrEnum):
    """Whose turn it is."""

    REQUESTER = "requester"  # an answer is awaited: to something else in its place, or to work by hand that is stated
    LICENCE = "licence"  # there are not enough licences
    PACKAGING = "packaging"  # the catalog has nothing that could be delivered
    WINDOW = "window"  # an exam, an outage, or no time in which the room may be worked on
    MACHINE = "machine"  # every seat that lacks it is off, out of service, or without a machine
    IT = "it"  # whoever runs the rooms


@dataclass(frozen=True, slots=True)
class PastReasons:
    """What is stored of why a request waited.

    Attributes:
        overrides: All that ever bound it.
        holds: All of its room.
        refused: When a safeguard refused it.
        wished: While it was a wish, or None.
        recorded: Whose turn it was on each day whose evening is recorded.
    """

    overrides: tuple[Override, ...] = ()
    holds: tuple[Hold, ...] = ()
    refused: tuple[Interval, ...] = ()
    wished: Interval | None = None
    recorded: Mapping[date, WaitingOwner] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evening:
    """A day, and the moment, UTC, that says whose day it is: 18:00 in the site's zone."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingDay:
    """That something was owed in an evening.

    Attributes:
        owed_id: Id of the request or wish.
        classroom_id: Its room.
        day: The day, where the site is.
        owner: Whose turn it was.
    """

    owed_id: str
    classroom_id: str
    day: date
    owner: WaitingOwner


def evening_of(at: datetime, timezone: str) -> Evening:
    """The evening of the day in which a moment lies, in the site's zone; it may be still to come."""
    zone = ZoneInfo(timezone)
    day = at.astimezone(zone).date()
    return Evening(day, _evening(day, zone))


def evenings_between(since: datetime, until: datetime, timezone: str) -> tuple[Evening, ...]:
    """The evenings of a period: from its first moment to before ``until``, oldest first."""
    zone = ZoneInfo(timezone)
    days = _days(since.astimezone(zone).date(), until.astimezone(zone).date())
    evenings = (Evening(day, _evening(day, zone)) for day in days)
    return tuple(evening for evening in evenings if since <= evening.at < until)


def owner_now(  # noqa: PLR0911 - a decision table reads best as one return per row
    standing: RequestStanding,
    overrides: Mapping[str, Override],
    away: frozenset[str],
    *,
    window_closed: bool = False,
) -> WaitingOwner | None:
    """Whose turn it is with a request; None where it is there as asked, or over.

    Args:
        standing: What has become of it.
        overrides: By id, those that bind it.
        away: Ids of seats on which nothing can be done: off, out of service, or without a machine.
        window_closed: Whether a blackout keeps the room closed.
    """
    if standing.as_asked or standing.code in {StandingCode.WITHDRAWN, StandingCode.CLOSED}:
        return None
    if standing.code in _OF_IT:
        return WaitingOwner.IT
    if standing.code in {StandingCode.STATED, StandingCode.LINE_STATED}:
        return WaitingOwner.REQUESTER
    if standing.code is StandingCode.WAITING_FOR_PACKAGING:
        return WaitingOwner.PACKAGING
    first = next((o for w in standing.withheld if (o := overrides.get(w.decision_id))), None)
    if first is not None and standing.code in {StandingCode.OVERRIDDEN, StandingCode.READY}:
        return _owner_of(first)
    if standing.code is StandingCode.READY:
        return WaitingOwner.MACHINE if standing.out_of_service else WaitingOwner.IT
    if away.issuperset(standing.missing_seats):
        return WaitingOwner.MACHINE
    return WaitingOwner.WINDOW if window_closed else WaitingOwner.IT


def _owner_of(override: Override) -> WaitingOwner:
    if override.kind is OverrideKind.SUBSTITUTE and override.agreed_at is None:
        return WaitingOwner.REQUESTER
    owners = {Category.LICENCE: WaitingOwner.LICENCE, Category.FREEZE: WaitingOwner.WINDOW}
    return owners.get(override.category, WaitingOwner.IT)


def days_by_owner(
    since: datetime, at: datetime, now_owner: WaitingOwner, past: PastReasons, request_id: str, timezone: str
) -> dict[WaitingOwner, int]:
    """How many of the days since it was asked for each owner had; their sum is the number of days.

    A day is whose it was at 18:00 in the site's zone, and today whose it is now.
    """
    zone = ZoneInfo(timezone)
    today = at.astimezone(zone).date()
    owners = [
        now_owner
        if day == today
        else past.recorded.get(day) or _owner_on(_evening(day, zone), now_owner, past, request_id)
        for day in _days(since.astimezone(zone).date(), today)
    ]
    return dict(Counter(owners))


def days_withheld(overrides: Iterable[Override], holds: Iterable[Hold], request_id: str, at: datetime) -> int:
    """Days, begun ones too, for which decisions have kept a request away or changed it so far (RULES R3.4)."""
    bound = [*(_bound(o) for o in overrides if request_id in o.request_ids), *_held(holds, request_id)]
    days = {day for stretch in bound if stretch for day in _days_of(stretch, at)}
    return len(days)


def _bound(override: Override) -> Interval | None:
    """The time for which an override has bound, or binds if nobody ends it."""
    if override.state in {OverrideState.PROPOSED, OverrideState.REFUSED}:
        return None
    start = max(override.starts_at, override.approved_at or override.starts_at)
    return Interval(start, min(override.expires_at, override.ended_at or override.expires_at))


def _held(holds: Iterable[Hold], request_id: str) -> Iterable[Interval]:
    return [Interval(h.at, min(h.until, h.ended_at or h.until)) for h in holds if request_id in h.request_ids]


def _days_of(stretch: Interval, at: datetime) -> Iterable[date]:
    end = min(stretch.end, at)
    return _days(stretch.start.date(), (end - timedelta(microseconds=1)).date()) if stretch.start < end else ()


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _evening(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, _EVENING, zone).astimezone(UTC)


def _owner_on(moment: datetime, otherwise: WaitingOwner, past: PastReasons, request_id: str) -> WaitingOwner:
    holds_then: Callable[[Interval | None], bool] = lambda i: i is not None and i.start <= moment < i.end  # noqa: E731 - short and local
    if any(map(holds_then, past.refused)) or any(map(holds_then, _held(past.holds, request_id))):
        return WaitingOwner.IT
    for override in sorted(past.overrides, key=first_narrowest):
        if request_id in override.request_ids and holds_then(_bound(override)):
            return _owner_of(override)
    return WaitingOwner.IT if holds_then(past.wished) else otherwise
