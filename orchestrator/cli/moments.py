"""Moments as people type them."""

from datetime import datetime


def moment_of(text: str | None) -> str | None:
    """A moment with its offset; one that nobody can read here is left to the service to refuse."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return text
    # A moment without an offset is meant as the terminal shows moments.
    return moment.astimezone().isoformat() if moment else None
