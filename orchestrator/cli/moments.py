"""Moments as people type them, in the time of whoever sits at the terminal."""

from datetime import datetime

import typer


def typed_moment(text: str) -> str:
    """A moment with its offset, for the service; without one it is this terminal's time, a day alone its beginning."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no moment. Write it like 2027-01-12 08:00.") from None
    return (moment if moment.tzinfo else moment.astimezone()).isoformat()
