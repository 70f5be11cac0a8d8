"""Moments as people say them: "Mon 12 Jan, 08:00", in the zone of the room that they are about."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """How a language names days and months and puts a moment together.

    Attributes:
        days: Short names from Monday to Sunday.
        months: Short names from January to December.
        moment: Pattern with ``day``, ``date``, ``month``, ``hour``, ``minute``.
        moment_of_year: The same with ``year``, for moments of another year than the present one.
        plain_day: Pattern of a calendar day with its year: ``date``, ``month``, ``year``.
        day: Pattern of a day alone, with its year.
    """

    days: tuple[str, str, str, str, str, str, str]
    months: tuple[str, str, str, str, str, str, str, str, str, str, str, str]
    moment: str
    moment_of_year: str
    plain_day: str
    day: str


def say_moment(moment: datetime, zone: str, calendar: CalendarWords, now: datetime | None = None) -> str:
    """A moment in local time; the year only where it isn't the present one.

    Args:
        moment: Timezone-aware.
        zone: IANA name.
        calendar: The language's words.
        now: The present moment; None leaves the year away.
    """
    place = ZoneInfo(zone)
    local = moment.astimezone(place)
    other_year = now is not None and now.astimezone(place).year != local.year
    pattern = calendar.moment_of_year if other_year else calendar.moment
    return pattern.format(
        day=calendar.days[local.weekday()],
        date=local.day,
        month=calendar.months[local.month - 1],
        year=local.year,
        hour=local.hour,
        minute=local.minute,
    )


def say_day(day: date, calendar: CalendarWords) -> str:
    """A day with its year: "Tue 12 Jan 2027"."""
    return calendar.day.format(
        day=calendar.days[day.weekday()], date=day.day, month=calendar.months[day.month - 1], year=day.year
    )


def say_plain_day(day: date, calendar: CalendarWords) -> str:
    """A calendar day, always with its year: of what came from outside nobody knows how old it is."""
    return calendar.plain_day.format(date=day.day, month=calendar.months[day.month - 1], year=day.year)
