"""Catalog items on the wire."""

from datetime import date

from pydantic import Field

from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.catalog import CatalogItem
from orchestrator.services.wording import Speaker


class ReleaseOut(Wire):
    """One version that the site may deliver."""

    version: str = Field(examples=["145.0.1"])
    approved: bool
    released: date | None
    package_version: str | None = Field(description="Version as the package feed says it, where it differs.")
    source: str | None = Field(description="Path below the distribution point.")
    sha256: str | None


class CatalogItemRef(Wire):
    """An item in a list."""

    id: str = Field(examples=["firefox"])
    title: str = Field(examples=["Mozilla Firefox"])
    publisher: str
    summary: str
    provider: Term
    latest: str | None = Field(description="The newest approved version, which is what latest means.")
    provides: tuple[str, ...] = Field(examples=[["browser"]])


class CatalogOut(Wire):
    """A page of items by title."""

    items: tuple[CatalogItemRef, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class CatalogItemOut(CatalogItemRef):
    """One item."""

    updates: Term
    releases: tuple[ReleaseOut, ...] = Field(description="As the catalog lists them.")
    requires: tuple[ItemRef, ...]
    conflicts_with: tuple[ItemRef, ...]
    coexists_with: tuple[ItemRef, ...]
    minutes: int = Field(description="Expected minutes of one installation.")
    size_mb: int | None


def catalog_ref(item: CatalogItem, speaker: Speaker) -> CatalogItemRef:
    """An item in a list."""
    latest = item.latest()
    return CatalogItemRef(
        id=item.id,
        title=item.title,
        publisher=item.publisher,
        summary=item.summary,
        provider=Term.of(item.provider, speaker),
        latest=latest.version if latest else None,
        provides=item.provides,
    )


def catalog_out(item: CatalogItem, speaker: Speaker) -> CatalogItemOut:
    """One item; the speaker knows the titles of the others."""
    return CatalogItemOut(
        **catalog_ref(item, speaker).model_dump(),
        updates=Term.of(item.updates, speaker),
        releases=tuple(
            ReleaseOut(
                version=release.version,
                approved=release.approved,
                released=release.released,
                package_version=release.package_version,
                source=release.source,
                sha256=release.sha256,
            )
            for release in item.releases
        ),
        requires=tuple(ItemRef.of(other, speaker) for other in item.requires),
        conflicts_with=tuple(ItemRef.of(other, speaker) for other in item.conflicts_with),
        coexists_with=tuple(ItemRef.of(other, speaker) for other in item.coexists_with),
        minutes=item.minutes,
        size_mb=item.size_mb,
    )
