"""Moments as people type them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import typer


def moment_in(text: str | None, zone: str) -> str | None:
    """A moment as people type it, in the room's time unless it brings an offset of its own."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no moment. Write it like 2027-01-12 08:00.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat()
