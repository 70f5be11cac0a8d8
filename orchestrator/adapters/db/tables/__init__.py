"""The tables by family: ``rooms`` (the site), ``asked`` (what people want), ``done`` (what happened), ``record``,
``publications`` (where its checkpoints went), ``accounts`` (people), ``decisions`` (what lies on top of requests),
``owed`` (what is owed beyond requests).
"""

from orchestrator.adapters.db.tables import accounts, asked, decisions, done, owed, publications, record, rooms
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = ["PREFIX", "accounts", "asked", "decisions", "done", "metadata", "owed", "publications", "record", "rooms"]
