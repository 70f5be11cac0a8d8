"""Working days, terms of notice, and when a room's rollout may start (RULES R0)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestrator.domain.blackouts import Blackout, after_blackouts
from orchestrator.domain.classrooms import Classroom

END_OF_WORKING_DAY = time(18, 0)
NEEDED_BY_DEFAULT = 5
"""Working days after which a request without a date is needed (R0.2)."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Site:
    """What the calendar, and whoever writes letters, needs to know of a university.

    Attributes:
        timezone: IANA name of the zone in which its working days end.
        holidays: Days that are no working days.
        notice_working_days: Notice period before the worker starts an owed rollout (R0.3); 0 means at once.
        team: What people call the team that looks after classrooms, by which letters are signed (R4.7); empty for the
            usual name.
    """

    timezone: str = "UTC"
    holidays: frozenset[date] = field(default_factory=frozenset)
    notice_working_days: int = 1
    team: str = ""


def working_days(site: Site) -> Callable[[datetime, int], datetime]:
    """A function that says when a term of n working days from a moment ends: at 18:00 of the nth, in UTC.

    The day of the moment itself is not counted; Saturdays, Sundays and holidays are no working days; n of 0 or less
    gives the moment back.
    """
    zone = ZoneInfo(site.timezone)

    def end_of_term(start: datetime, count: int) -> datetime:
        if count <= 0:
            return start
        day = start.astimezone(zone).date()
        while count:
            day += timedelta(days=1)
            if day.weekday() < _SATURDAY and day not in site.holidays:
                count -= 1
        return datetime.combine(day, END_OF_WORKING_DAY, zone).astimezone(UTC)

    return end_of_term


def default_needed_by(site: Site, at: datetime) -> datetime:
    """When a request without a date is needed: 5 working days from now (R0.2)."""
    return working_days(site)(at, NEEDED_BY_DEFAULT)


def end_of_notice(site: Site, accepted_at: datetime, needed_by: datetime, minutes: int) -> datetime:
    """When an owed rollout may start for the notice's sake (R0.3).

    The period shrinks as needed-by comes near, down to nothing, and never blocks: a rollout that takes ``minutes``
    could still be through by then.
    """
    full = working_days(site)(accepted_at, site.notice_working_days)
    last_start = needed_by - timedelta(minutes=minutes)
    return max(accepted_at, min(full, last_start))


def next_slot(room: Classroom, minutes: int, at: datetime, blackouts: Iterable[Blackout] = ()) -> datetime:
    """The earliest moment from ``at`` on at which a rollout of ``minutes`` may start in ``room``.

    A room without windows or timetable may be worked on at once (R0.3), and no room has either yet. Blackouts move the
    slot behind them; the clock of what is owed runs on all the same (R4.4).
    """
    return after_blackouts(blackouts, room, minutes, at)
