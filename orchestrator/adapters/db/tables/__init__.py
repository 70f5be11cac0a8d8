"""The tables by family: ``rooms`` (the site), ``asked`` (what people want), ``done`` (what happened), ``record``,
``publications`` (where its checkpoints went), ``accounts`` (people),
``suggestions`` (what lists of advisories say of items).
"""

from orchestrator.adapters.db.tables import accounts, asked, done, publications, record, rooms, suggestions
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = ["PREFIX", "accounts", "asked", "done", "metadata", "publications", "record", "rooms", "suggestions"]
