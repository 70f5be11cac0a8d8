"""What is on offer, and the site's own facts."""

from dataclasses import replace
from datetime import date

from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Release, Updates
from tests.store.databases import Database
from tests.store.values import a_request

FIREFOX = CatalogItem(
    id="firefox",
    title="Mozilla Firefox",
    publisher="Mozilla",
    provider=Provider.CHOCOLATEY,
    detection=DetectionRule(chocolatey_id="firefox", name_pattern="Mozilla Firefox*", publisher="Mozilla"),
    summary="A browser.",
    releases=(
        Release("145.0.1", released=date(2026, 11, 18), package_version="145.0.1.20261118"),
        Release("99.0", approved=False),
        Release("144.0"),
    ),
    package="firefox",
    feed="feeds/browsers",
    feed_newest="145.0.1",
    arguments="/NoDesktopShortcut",
    updates=Updates.SELF,
    requires=("visual-c",),
    conflicts_with=("old-plugin", "a"),
    coexists_with=("edge",),
    provides=("browser",),
    minutes=3,
    size_mb=60,
)
EDGE = CatalogItem(
    "edge", "Microsoft Edge", "Microsoft", Provider.EXTERNAL, DetectionRule(product_codes_from_releases=True)
)


def test_a_catalog_comes_back_as_it_was_put(database: Database) -> None:
    with database.transactions() as uow:
        assert uow.catalog.load() == Catalog()
        uow.catalog.put(FIREFOX)
        uow.catalog.put(EDGE)
        uow.commit()
    with database.reads() as uow:
        loaded = uow.catalog.load()
    assert loaded == Catalog({"edge": EDGE, "firefox": FIREFOX})
    assert list(loaded.items) == ["edge", "firefox"]


def test_putting_an_item_again_replaces_it_with_its_releases(database: Database) -> None:
    newer = replace(
        FIREFOX, title="Firefox", releases=(Release("146.0", source="f.msi", sha256="0" * 64, product_code="{A}"),)
    )
    with database.transactions() as uow:
        uow.catalog.put(FIREFOX)
        uow.catalog.put(EDGE)
        uow.catalog.put(newer)
        assert uow.catalog.load().items == {"edge": EDGE, "firefox": newer}


def test_what_is_taken_off_offer_is_gone_and_requests_keep_its_id(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.catalog.put(FIREFOX)
        uow.requests.add(a_request(item="firefox"))
        uow.catalog.remove("firefox")
        uow.catalog.remove("firefox")
        uow.commit()
    with campus.reads() as uow:
        assert uow.catalog.load() == Catalog()
        assert [r.item_id for r in uow.requests.of_classroom("b204")] == ["firefox"]


def test_the_site_has_its_defaults_until_it_is_imported(database: Database) -> None:
    site = Site("Europe/Berlin", frozenset({date(2027, 1, 1), date(2026, 12, 25)}), notice_working_days=0)
    with database.transactions() as uow:
        assert uow.site.load() == Site()
        uow.site.put(replace(site, timezone="UTC"))
        uow.site.put(site)
        uow.commit()
    with database.reads() as uow:
        assert uow.site.load() == site
