"""The tables by family, each in its module; each says there what it is for."""

from orchestrator.adapters.db.tables import (
    accounts,
    advice,
    asked,
    blackouts,
    contests,
    decisions,
    done,
    figures,
    letters,
    owed,
    publications,
    record,
    rooms,
    suggestions,
)
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = [
    "PREFIX",
    "accounts",
    "advice",
    "asked",
    "blackouts",
    "contests",
    "decisions",
    "done",
    "figures",
    "letters",
    "metadata",
    "owed",
    "publications",
    "record",
    "rooms",
    "suggestions",
]
