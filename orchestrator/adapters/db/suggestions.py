"""Suggestions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.suggestions import suggestions
from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct, AffectedRange
from orchestrator.domain.suggestions import Found
from orchestrator.services.suggestion_stores import Dismissal, KeptSuggestion

_t = suggestions.c
_AT_ONCE = 500
"""Identities in one statement."""


class SqlSuggestions(Repository):
    """``services.suggestion_stores.Suggestions`` in SQL."""

    __slots__ = ()

    def put(self, found: Sequence[Found], at: datetime, *, reopen: bool) -> None:
        """Insert or update; ``reopen`` takes dismissals away, otherwise they stay as they are."""
        opened = {"dismissed_at": None, "dismissed_by": None, "dismissed_reason": None} if reopen else {}
        rows = [
            {
                "id": one.id,
                "item_id": one.item_id,
                "advisory": _plain(one.advisory),
                "file_date": one.file_date,
                "imported_at": at,
                **opened,
            }
            for one in found
        ]
        self._upsert(suggestions, rows, key=("id",))

    def get(self, identity: str) -> KeptSuggestion | None:
        """One of them."""
        return self.kept([identity]).get(identity)

    def kept(self, identities: Collection[str]) -> Mapping[str, KeptSuggestion]:
        """By identity; those that are not there are missing."""
        asked = sorted(identities)
        found: dict[str, KeptSuggestion] = {}
        for first in range(0, len(asked), _AT_ONCE):
            some = select(suggestions).where(_t.id.in_(asked[first : first + _AT_ONCE]))
            found |= {row.id: _kept(row) for row in self._connection.execute(some)}
        return found

    def page(self, *, item_id: str | None, dismissed: bool, after: str | None, limit: int) -> Sequence[KeptSuggestion]:
        """By identity backwards, which is newest number first within each kind of list; those below ``after``."""
        found = select(suggestions).where(_t.dismissed_at.is_not(None) if dismissed else _t.dismissed_at.is_(None))
        if item_id is not None:
            found = found.where(_t.item_id == item_id)
        if after is not None:
            found = found.where(_t.id < after)
        return [_kept(row) for row in self._connection.execute(found.order_by(_t.id.desc()).limit(limit))]

    def dismiss(self, identity: str, dismissal: Dismissal) -> bool:
        """Dismiss an open one; False where there is none of this identity that is open."""
        changed = self._connection.execute(
            update(suggestions)
            .where(_t.id == identity, _t.dismissed_at.is_(None))
            .values(dismissed_at=dismissal.at, dismissed_by=dismissal.by, dismissed_reason=dismissal.reason)
        )
        return changed.rowcount == 1

    def erase_reason(self, identity: str, dismissed_at: datetime) -> None:
        """Erase the words of the dismissal of that moment for good; it stays dismissed. Nothing where there is none."""
        that = update(suggestions).where(_t.id == identity, _t.dismissed_at == dismissed_at)
        self._connection.execute(that.values(dismissed_reason=""))

    def remove(self, identities: Collection[str]) -> None:
        """Take away what was withdrawn by those who published it."""
        asked = sorted(identities)
        for first in range(0, len(asked), _AT_ONCE):
            self._connection.execute(delete(suggestions).where(_t.id.in_(asked[first : first + _AT_ONCE])))


def _kept(row: Row[Any]) -> KeptSuggestion:
    dismissal = None
    if row.dismissed_at is not None:
        dismissal = Dismissal(row.dismissed_by, row.dismissed_at, row.dismissed_reason)
    return KeptSuggestion(Found(row.item_id, _advisory(row.advisory), row.file_date), row.imported_at, dismissal)


def _plain(advisory: Advisory) -> dict[str, Any]:
    return {
        "source": advisory.source.value,
        "id": advisory.id,
        "title": advisory.title,
        "products": [
            {
                "vendor": product.vendor,
                "product": product.product,
                "ranges": None
                if product.ranges is None
                else [[span.introduced, span.fixed, span.last_affected] for span in product.ranges],
            }
            for product in advisory.products
        ],
        "summary": advisory.summary,
        "aliases": list(advisory.aliases),
        "known_exploited": advisory.known_exploited,
        "due": _said(advisory.due),
        "published": _said(advisory.published),
        "withdrawn": _said(advisory.withdrawn),
        "url": advisory.url,
    }


def _advisory(data: dict[str, Any]) -> Advisory:
    return Advisory(
        source=AdvisorySource(data["source"]),
        id=data["id"],
        title=data["title"],
        products=tuple(
            AffectedProduct(
                product["vendor"],
                product["product"],
                None if product["ranges"] is None else tuple(AffectedRange(*span) for span in product["ranges"]),
            )
            for product in data["products"]
        ),
        summary=data["summary"],
        aliases=tuple(data["aliases"]),
        known_exploited=data["known_exploited"],
        due=_day(data["due"]),
        published=_day(data["published"]),
        withdrawn=_day(data["withdrawn"]),
        url=data["url"],
    )


def _said(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
