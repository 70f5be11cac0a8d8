"""The site's own facts: one row."""

from datetime import date

from sqlalchemy import select

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.rooms import site
from orchestrator.domain.calendars import Site

_THE_ROW = 1


class SqlSites(Repository):
    """``services.unit_of_work.Sites`` in SQL."""

    __slots__ = ()

    def load(self) -> Site:
        """Timezone, holidays, notice, team; the defaults before any import."""
        row = self._connection.execute(select(site)).one_or_none()
        if row is None:
            return Site()
        return Site(
            timezone=row.timezone,
            holidays=frozenset(map(date.fromisoformat, row.holidays)),
            notice_working_days=row.notice_working_days,
            team=row.team,
        )

    def put(self, facts: Site) -> None:
        """Replace them."""
        self._upsert(
            site,
            [
                {
                    "id": _THE_ROW,
                    "timezone": facts.timezone,
                    "holidays": [day.isoformat() for day in sorted(facts.holidays)],
                    "notice_working_days": facts.notice_working_days,
                    "team": facts.team,
                }
            ],
            key=("id",),
        )
