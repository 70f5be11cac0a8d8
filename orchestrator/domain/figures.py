"""Figures that are fair: what is counted, and how a share is said (RULES R4.6). What each means: ``docs/figures.md``.

A figure whose ground is not there is unknown, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_YEARS = 10
"""Years that figures may cover at once."""


class FigureProblem(StrEnum):
    """What can be wrong with a period that figures are asked for. The comment says what stands in ``expected``."""

    STILL_TO_COME = "still-to-come"
    PERIOD_TOO_LONG = "period-too-long"  # the years that may be counted together


class FigureName(StrEnum):
    """What is counted."""

    READY_IN_TIME = "ready_in_time"  # the lead figure: ready before needed-by as asked, of those that were due
    READY_LATER = "ready_later"  # of the same: ready as asked, but after needed-by
    READY_OTHERWISE = "ready_otherwise"  # of the same: ready, but a decision had changed something
    NOT_READY = "not_ready"  # of the same: not ready yet
    OVERRIDDEN = "overridden"  # of the same: an override was in force at needed-by
    SAFEGUARD_CONTESTED = "safeguard_contested"  # of the same: kept away by a safeguard, and a contest of that is open
    SAFEGUARDED = "safeguarded"  # refused by a safeguard, and that was upheld or nobody contests it
    STOOD_STILL = "stood_still"  # a confirmed dispute of security, licence or law stopped the clock for a while
    SHORT_NOTICE = "short_notice"  # needed earlier than the service promises
    STATED_BY_HAND = "stated_by_hand"  # work by hand: stated, not verified
    TAKEN_BACK = "taken_back"  # withdrawn before needed-by
    UNRECORDED = "unrecorded"  # accepted before readiness was kept
    OVERRIDES = "overrides"  # recorded
    OVERRIDES_BY_KIND = "overrides_by_kind"  # the same, kind by kind
    OVERRIDES_BY_CATEGORY = "overrides_by_category"  # the same, category by category
    FOLLOW_UPS = "follow_ups"  # of the same: followed up another one
    COUNTED_AS_DECLINE = "counted_as_decline"  # of the same: declined, in words or in effect
    OVERTURNED = "overturned"  # of the same: a contest was ruled for the instructor
    LAPSED = "lapsed"  # of the same: nobody ruled in time
    DAYS_ASKED_FOR = "days_asked_for"  # how long they were meant to last
    DAYS_WITHHELD = "days_withheld"  # for how long requests really went without
    HOLDS = "holds"  # brakes
    DAYS_HELD = "days_held"  # for how long
    DAYS_TO_APPROVE = "days_to_approve"  # from the record to the second person's yes
    DAYS_TO_CONFIRM = "days_to_confirm"  # from the record to the confirmation of its category
    NOT_CONFIRMED_IN_TIME = "not_confirmed_in_time"  # categories that nobody confirmed, of those that had to be
    CONTESTS = "contests"  # made
    CONTESTS_BY_SUBJECT = "contests_by_subject"  # the same, by what is contested
    CONTESTS_OPEN = "contests_open"  # of the same: wait for a ruling
    CONTESTS_UPHELD = "contests_upheld"  # of the same: the decision stayed
    CONTESTS_OVERTURNED = "contests_overturned"  # of the same: it went
    CONTESTS_LAPSED = "contests_lapsed"  # of the same: nobody ruled in time, so it went by itself
    CONTESTS_WITHDRAWN = "contests_withdrawn"  # of the same: taken back by whoever made it
    CONTESTS_MOOT = "contests_moot"  # of the same: the decision, or the request, ended in another way
    DAYS_TO_RULE = "days_to_rule"  # from a contest to its ruling
    MEDIAN_DAYS_TO_RULE = "median_days_to_rule"  # the middle one of the same
    CATALOG_NARROWINGS = "catalog_narrowings"  # changes of the catalogue that took something away and were applied
    CATALOG_NARROWINGS_OVERTURNED = "catalog_narrowings_overturned"  # of the same: a contest was ruled against it
    RECOMMENDATIONS = "recommendations"  # made
    RECOMMENDATIONS_OPEN = "recommendations_open"  # of the same: wait for an answer
    RECOMMENDATIONS_FOLLOWED = "recommendations_followed"  # of the same: the requester took the advice
    RECOMMENDATIONS_KEPT = "recommendations_kept"  # of the same: the requester stayed with what was asked for
    RECOMMENDATIONS_LAPSED = "recommendations_lapsed"  # of the same: nobody answered in time
    RECOMMENDATIONS_TAKEN_BACK = "recommendations_taken_back"  # of the same: by whoever gave it
    RECOMMENDATIONS_MOOT = "recommendations_moot"  # of the same: the request was over before
    CHANGED_AFTER_ADVICE = "changed_after_advice"  # requests changed soon after one, of those that had one (R3.9)
    WISHES = "wishes"  # made
    WISHES_LINKED = "wishes_linked"  # of the same: became a request
    WISHES_TAKEN_BACK = "wishes_taken_back"  # of the same: by whoever wished
    WISHES_OPEN = "wishes_open"  # of the same: wait to be linked
    WISHES_UNANSWERED = "wishes_unanswered"  # of the same: had no first answer, whatever became of them
    WISHES_RISEN = "wishes_risen"  # of the same: had none in time
    DAYS_TO_FIRST_ANSWER = "days_to_first_answer"  # from a wish to its first answer
    SIGN_OFFS = "sign_offs"  # requesters asked whether it works
    SIGN_OFFS_WORKS = "sign_offs_works"  # of the same: it does
    SIGN_OFFS_WORKS_NOT = "sign_offs_works_not"  # of the same: it does not
    SIGN_OFFS_UNANSWERED = "sign_offs_unanswered"  # of the same: nobody has said so
    WAITING_DAYS = "waiting_days"  # days on which something was owed in the evening, by whose turn it was (R4.5)
    EVENINGS_UNRECORDED = "evenings_unrecorded"  # evenings of which nothing is recorded, of those in the period


class Unit(StrEnum):
    """What a figure's number is."""

    COUNT = "count"  # a number
    SHARE = "share"  # a number of all of them
    DAYS = "days"  # seconds in all, said as days
    MEAN_DAYS = "mean_days"  # seconds in all and how many there were, said as days each
    MEDIAN_DAYS = "median_days"  # seconds of the middle one and how many there were, said as days

    @property
    def has_whole(self) -> bool:
        """Whether a number of all belongs to it."""
        return self not in {Unit.COUNT, Unit.DAYS}


_F = FigureName
_SHARES = frozenset(
    {
        _F.READY_IN_TIME,
        _F.READY_LATER,
        _F.READY_OTHERWISE,
        _F.NOT_READY,
        _F.OVERRIDDEN,
        _F.SAFEGUARD_CONTESTED,
        _F.STOOD_STILL,
        _F.SHORT_NOTICE,
        _F.STATED_BY_HAND,
        _F.FOLLOW_UPS,
        _F.COUNTED_AS_DECLINE,
        _F.OVERTURNED,
        _F.LAPSED,
        _F.NOT_CONFIRMED_IN_TIME,
        _F.CONTESTS_OPEN,
        _F.CONTESTS_UPHELD,
        _F.CONTESTS_OVERTURNED,
        _F.CONTESTS_LAPSED,
        _F.CONTESTS_WITHDRAWN,
        _F.CONTESTS_MOOT,
        _F.CATALOG_NARROWINGS_OVERTURNED,
        _F.RECOMMENDATIONS_OPEN,
        _F.RECOMMENDATIONS_FOLLOWED,
        _F.RECOMMENDATIONS_KEPT,
        _F.RECOMMENDATIONS_LAPSED,
        _F.RECOMMENDATIONS_TAKEN_BACK,
        _F.RECOMMENDATIONS_MOOT,
        _F.CHANGED_AFTER_ADVICE,
        _F.WISHES_LINKED,
        _F.WISHES_TAKEN_BACK,
        _F.WISHES_OPEN,
        _F.WISHES_UNANSWERED,
        _F.WISHES_RISEN,
        _F.SIGN_OFFS_WORKS,
        _F.SIGN_OFFS_WORKS_NOT,
        _F.SIGN_OFFS_UNANSWERED,
        _F.EVENINGS_UNRECORDED,
    }
)
_OF_DAYS: Mapping[FigureName, Unit] = {
    _F.DAYS_ASKED_FOR: Unit.MEAN_DAYS,
    _F.DAYS_TO_APPROVE: Unit.MEAN_DAYS,
    _F.DAYS_TO_CONFIRM: Unit.MEAN_DAYS,
    _F.DAYS_TO_RULE: Unit.MEAN_DAYS,
    _F.DAYS_TO_FIRST_ANSWER: Unit.MEAN_DAYS,
    _F.MEDIAN_DAYS_TO_RULE: Unit.MEDIAN_DAYS,
    _F.DAYS_WITHHELD: Unit.DAYS,
    _F.DAYS_HELD: Unit.DAYS,
}
UNITS: Mapping[FigureName, Unit] = {
    name: Unit.SHARE if name in _SHARES else _OF_DAYS.get(name, Unit.COUNT) for name in FigureName
}
"""What each figure's number is."""

GOAL = 9_999
"""Of 10,000 requests, so many are to be ready before needed-by as asked (R4.6): 99.99 %."""

BROKEN_DOWN = frozenset({_F.OVERRIDES_BY_KIND, _F.OVERRIDES_BY_CATEGORY, _F.CONTESTS_BY_SUBJECT})
"""Figures that only repeat another one part by part; where there is nothing, there is no part."""


class Grouping(StrEnum):
    """By what figures stand apart: never by person (R4.7)."""

    NOTHING = "nothing"  # the whole site
    TEAM = "team"  # the department that owns the room
    BUILDING = "building"  # the room's building
    ROOM = "room"  # the room
    CATEGORY = "category"  # why it was decided so; then there are figures of overrides and contests only
    MONTH = "month"  # the month of needed-by, or in which it was recorded, in the site's zone


@dataclass(frozen=True, slots=True)
class Figure:
    """One number.

    Attributes:
        name: What it counts.
        group: To which group it belongs: a department, a building, a room's code, a category or a month such as
            ``2027-01``; empty for the whole site, and for rooms that no department owns.
        part: Kind, category, subject or owner, where a figure is broken down; else empty.
        value: How many, or how many seconds; None where that is unknown.
        of: How many there are in all, for a share or a mean; else None.
    """

    name: FigureName
    group: str = ""
    part: str = ""
    value: int | None = None
    of: int | None = None

    @property
    def unit(self) -> Unit:
        """What its number is."""
        return UNITS[self.name]

    @property
    def percent(self) -> str | None:
        """A share in percent with two places, such as ``99.75``; None where there is nothing to divide."""
        if self.unit is not Unit.SHARE or self.value is None or not self.of:
            return None
        return percent_text(self.value, self.of)

    @property
    def days(self) -> str | None:
        """Days in all, or each, with one place, such as ``2.5``; None where it counts no days, or nothing is known."""
        if self.value is None or self.unit in {Unit.COUNT, Unit.SHARE}:
            return None
        if self.unit is Unit.DAYS:
            return days_text(self.value, 1)
        if self.unit is Unit.MEDIAN_DAYS:
            return days_text(self.value, 1) if self.of else None
        return days_text(self.value, self.of) if self.of else None

    @property
    def goal_met(self) -> bool | None:
        """Whether the lead figure reaches its goal; None for any other one, and where nothing was due."""
        if self.name is not FigureName.READY_IN_TIME or self.value is None or not self.of:
            return None
        return meets_goal(self.value, self.of)


def percent_text(part: int, whole: int) -> str:
    """A share in percent, cut off behind two places (R4.6).

    Never rounded up: 100.00 says that none is missing, and 99.99 that the goal is reached.
    """
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02}"


def meets_goal(part: int, whole: int) -> bool:
    """Whether so many of so many reach the goal of 99.99 % (R4.6); compared as whole numbers."""
    return part * 10_000 >= GOAL * whole


def days_text(seconds: int, count: int) -> str:
    """Days each, cut off behind one place."""
    tenths = seconds * 10 // (86_400 * count)
    return f"{tenths // 10}.{tenths % 10}"


def sorted_figures(figures: list[Figure]) -> tuple[Figure, ...]:
    """By group's name, then in the order of the definitions: nothing is ever put in order by its value (R4.7)."""
    order = {name: number for number, name in enumerate(FigureName)}
    return tuple(sorted(figures, key=lambda f: (f.group.casefold(), f.group, order[f.name], f.part)))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month: its name such as ``2027-01``, and the moment before which it lies, UTC or with an offset."""

    name: str
    end: datetime


def months_of(since: datetime, until: datetime, timezone: str) -> tuple[Month, ...]:
    """The months that a period touches, oldest first, as they begin and end in a zone.

    Args:
        since: Its first moment.
        until: The moment before which it ends.
        timezone: IANA name.
    """
    zone = ZoneInfo(timezone)
    day = since.astimezone(zone).date().replace(day=1)
    months: list[Month] = []
    while _midnight(day, zone) < until:
        following = (day + timedelta(days=32)).replace(day=1)
        months.append(Month(f"{day:%Y-%m}", _midnight(following, zone)))
        day = following
    return tuple(months)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
