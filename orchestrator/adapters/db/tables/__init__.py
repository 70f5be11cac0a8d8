"""The tables by family.

``rooms`` (the site), ``asked`` (what people want), ``done`` (what happened), ``record``, ``publications`` (where its
checkpoints went), ``accounts`` (people), ``decisions`` (what lies on top of requests), ``advice`` (softer words).
"""

from orchestrator.adapters.db.tables import accounts, advice, asked, decisions, done, publications, record, rooms
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = ["PREFIX", "accounts", "advice", "asked", "decisions", "done", "metadata", "publications", "record", "rooms"]
