"""The tables by family: ``rooms`` (the site), ``asked`` (what people want), ``done`` (what happened), ``record``,
``publications`` (where its checkpoints went), ``accounts`` (people), ``decisions`` (what lies on top of requests),
``blackouts``.
"""

from orchestrator.adapters.db.tables import accounts, asked, blackouts, decisions, done, publications, record, rooms
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = [
    "PREFIX",
    "accounts",
    "asked",
    "blackouts",
    "decisions",
    "done",
    "metadata",
    "publications",
    "record",
    "rooms",
]
