"""What an import needs beside a database: a clock that stands still, ids that can be read, the example's files."""

import json
from datetime import datetime
from itertools import count
from typing import Any

from orchestrator.adapters.db.tables import metadata
from orchestrator.domain.people import Actor
from orchestrator.services.catalog_import import CatalogChanges, import_catalog
from orchestrator.services.site_import import SiteChanges, import_site
from tests.store.databases import Database
from tests.store.values import NOON

MAX = Actor("person:max", "Max Mustermann")


class StandingClock:
    """Always says the same moment, until it is put forward."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        """That moment."""
        return self.moment


class Importer:
    """Imports into one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StandingClock()
        self._ids = (f"id-{n}" for n in count(1))

    def site(self, files: dict[str, str], *, apply: bool = True, plans_from_files: bool = False) -> SiteChanges:
        """Import a site's files."""
        return import_site(
            files,
            apply=apply,
            plans_from_files=plans_from_files,
            actor=MAX,
            transactions=self.database.transactions,
            clock=self.clock,
            new_id=self._ids.__next__,
        )

    def catalog(self, files: dict[str, str], *, apply: bool = True, reason: str | None = None) -> CatalogChanges:
        """Import a catalog's files."""
        return import_catalog(
            files,
            apply=apply,
            actor=MAX,
            transactions=self.database.transactions,
            clock=self.clock,
            new_id=self._ids.__next__,
            reason=reason,
        )

    def record(self) -> list[dict[str, Any]]:
        """All audit entries, oldest first."""
        return [
            json.loads(body) for (body,) in self.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
        ]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        return {name: self.database.sql(f"SELECT * FROM {name}") for name in metadata.tables}  # noqa: S608 - our own names
