"""Moments as people type them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import typer


def moment_in(text: str | None, zone: str) -> str | None:
    """A moment in the room's time, for the service, unless it brings an offset of its own."""
    if text is None:
        return None
    moment = _read(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat()


def typed_moment(text: str) -> str:
    """A moment with its offset, for the service; without one it is this terminal's time, a day alone its beginning."""
    moment = _read(text)
    return (moment if moment.tzinfo else moment.astimezone()).isoformat()


def moment_of(text: str | None) -> str | None:
    """The same for what need not be given."""
    return typed_moment(text) if text else None


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no moment. Write it like 2027-01-12 08:00.") from None
