"""Periods as people choose them: days of a calendar, in a zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.web.pages import Page
from orchestrator.services.wording import Speaker

_NO_MOMENT = "not-a-moment"


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


def asking_for_days(page: Page, wrong: Any) -> Any:
    """A problem as it stands beside fields for days: whoever typed no day is asked for one, and for no moment."""
    if not wrong or not wrong.get("problems"):
        return wrong
    said = page.say("Give a day, such as {day}.").format(
        day=Speaker(page.language, "UTC", page.now).day(page.now.date())
    )
    asked = {"problem": "not-a-day", "text": said}
    told = [{**one, **asked} if one.get("problem") == _NO_MOMENT else one for one in wrong["problems"]]
    return {**wrong, "problems": told}


def _read(day: str) -> datetime | None:
    try:
        return datetime.fromisoformat(day)
    except ValueError:
        return None
