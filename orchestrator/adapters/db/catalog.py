"""What is on offer."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, delete, insert, select

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.rooms import catalog_items, catalog_releases
from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Release, Updates


class SqlCatalog(Repository):
    """``services.unit_of_work.CatalogStore`` in SQL."""

    __slots__ = ()

    def load(self) -> Catalog:
        """The whole catalog, items by id, each with its releases in the order in which they were put."""
        releases: dict[str, list[Release]] = defaultdict(list)
        rows = self._connection.execute(
            select(catalog_releases).order_by(catalog_releases.c.item_id, catalog_releases.c.position)
        )
        for row in rows:
            releases[row.item_id].append(_release(row))
        items = self._connection.execute(select(catalog_items).order_by(catalog_items.c.id))
        return Catalog({row.id: _item(row, tuple(releases[row.id])) for row in items})

    def put(self, item: CatalogItem) -> None:
        """Insert or update one item with its releases."""
        self._upsert(catalog_items, [_item_row(item)], key=("id",))
        self._connection.execute(delete(catalog_releases).where(catalog_releases.c.item_id == item.id))
        if item.releases:
            rows = [_release_row(item.id, position, release) for position, release in enumerate(item.releases)]
            self._connection.execute(insert(catalog_releases), rows)

    def remove(self, item_id: str) -> None:
        """Take one item off offer. Requests keep their item id."""
        self._connection.execute(delete(catalog_releases).where(catalog_releases.c.item_id == item_id))
        self._connection.execute(delete(catalog_items).where(catalog_items.c.id == item_id))


def _item(row: Row[Any], releases: tuple[Release, ...]) -> CatalogItem:
    return CatalogItem(
        id=row.id,
        title=row.title,
        publisher=row.publisher,
        provider=Provider(row.provider),
        detection=DetectionRule(**row.detection),
        summary=row.summary,
        releases=releases,
        package=row.package,
        feed=row.feed,
        feed_newest=row.feed_newest,
        arguments=row.arguments,
        updates=Updates(row.updates),
        requires=tuple(row.requires),
        conflicts_with=tuple(row.conflicts_with),
        coexists_with=tuple(row.coexists_with),
        provides=tuple(row.provides),
        minutes=row.minutes,
        size_mb=row.size_mb,
    )


def _item_row(item: CatalogItem) -> dict[str, Any]:
    rule = item.detection
    return {
        "id": item.id,
        "title": item.title,
        "publisher": item.publisher,
        "summary": item.summary,
        "provider": item.provider.value,
        "detection": {
            "chocolatey_id": rule.chocolatey_id,
            "name_pattern": rule.name_pattern,
            "publisher": rule.publisher,
            "product_codes_from_releases": rule.product_codes_from_releases,
        },
        "package": item.package,
        "feed": item.feed,
        "feed_newest": item.feed_newest,
        "arguments": item.arguments,
        "updates": item.updates.value,
        "requires": list(item.requires),
        "conflicts_with": list(item.conflicts_with),
        "coexists_with": list(item.coexists_with),
        "provides": list(item.provides),
        "minutes": item.minutes,
        "size_mb": item.size_mb,
    }


def _release(row: Row[Any]) -> Release:
    return Release(
        version=row.version,
        approved=row.approved,
        released=row.released,
        package_version=row.package_version,
        source=row.source,
        sha256=row.sha256,
        product_code=row.product_code,
    )


def _release_row(item_id: str, position: int, release: Release) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "position": position,
        "version": release.version,
        "approved": release.approved,
        "released": release.released,
        "package_version": release.package_version,
        "source": release.source,
        "sha256": release.sha256,
        "product_code": release.product_code,
    }
