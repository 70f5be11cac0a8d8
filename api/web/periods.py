"""Periods as people choose them: days of a calendar, in a zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def begin_of(day: str, zone: str) -> str:
    """The moment at which a day begins; what is no day is passed on as it was typed, so that it is told."""
    found = _read(day)
    return found.replace(tzinfo=found.tzinfo or ZoneInfo(zone)).isoformat() if found else day


def end_of(day: str, zone: str) -> str:
    """The moment at which a day is over; a moment of a day is itself."""
    found = _read(day)
    if not found:
        return day
    whole = len(day) == len("2027-01-12")
    return (found + timedelta(days=whole)).replace(tzinfo=found.tzinfo or ZoneInfo(zone)).isoformat()


def _read(day: str) -> datetime | None:
    try:
        return datetime.fromisoformat(day)
    except ValueError:
        return None
