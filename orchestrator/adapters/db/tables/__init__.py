"""The tables by family: ``rooms`` (the site), ``asked`` (what people want), ``done`` (what happened), ``record``."""

from orchestrator.adapters.db.tables import asked, done, record, rooms
from orchestrator.adapters.db.tables.base import PREFIX, metadata

__all__ = ["PREFIX", "asked", "done", "metadata", "record", "rooms"]
