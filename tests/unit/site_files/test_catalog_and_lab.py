"""The example catalog offers what the virtual lab has on its shelf, and recognises it there."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from orchestrator.domain.catalog import Catalog, CatalogItem, Provider, Release
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.observations import ChocolateyPackage, InstalledProduct, Observation
from orchestrator.domain.versions import by_version
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.virtual_lab.shelf import FeedPackage, Product, load_shelf
from tests.unit.site_files.example import catalog_files

CATALOG = read_catalog(catalog_files()).declared(Catalog())
SHELF = load_shelf()
OFFERS = [(item, release) for item in CATALOG.items.values() for release in item.releases]
NAMES = [f"{item.id} {release.version}" for item, release in OFFERS]


def of_provider(provider: Provider) -> list[CatalogItem]:
    return [item for item in CATALOG.items.values() if item.provider is provider]


def seen(products: Iterable[Product], packages: Iterable[FeedPackage] = ()) -> Observation:
    """What a scan reads from a lab machine with the shelf's image and these beside it."""
    return Observation(
        "m1",
        datetime(2027, 1, 12, tzinfo=UTC),
        "PC-1",
        None,
        tuple(InstalledProduct(p.key, p.hive, p.name, p.version, p.publisher, p.windows_installer) for p in products),
        tuple(ChocolateyPackage(p.id, p.version) for p in packages),
    )


def with_dependencies(package_id: str, version: str) -> list[FeedPackage]:
    # A dependency on exactly one version is written in brackets.
    package = next(p for p in SHELF.packages[package_id] if p.version == version.strip("[]"))
    return [package, *(found for needed in package.dependencies for found in with_dependencies(*needed))]


def after_installation(item: CatalogItem, release: Release) -> Observation:
    """What a scan reads once the lab's installer has run."""
    if item.provider is Provider.MSI:
        file = SHELF.files[(release.source or "").removeprefix("files/")]
        return seen([*SHELF.image, file.product])
    packages = with_dependencies(item.package or "", release.delivered_version)
    return seen([*SHELF.image, *(product for package in packages for product in package.products)], packages)


def test_each_chocolatey_item_has_the_versions_of_the_labs_feed() -> None:
    for item in of_provider(Provider.CHOCOLATEY):
        versions = [package.version for package in SHELF.packages[item.package or ""]]
        assert sorted(versions, key=by_version) == [release.delivered_version for release in item.releases]
        if item.feed_newest is not None:
            assert item.feed_newest == max(versions, key=by_version)


def test_each_msi_release_is_a_file_of_the_distribution_point_with_its_checksum_and_product_code() -> None:
    offered = {
        release.source: (release.sha256, release.product_code)
        for item in of_provider(Provider.MSI)
        for release in item.releases
    }
    assert offered == {f"files/{name}": (file.sha256, file.product_code) for name, file in SHELF.files.items()}


@pytest.mark.parametrize(("item", "release"), OFFERS, ids=NAMES)
def test_what_the_lab_installs_is_recognised_as_that_release(item: CatalogItem, release: Release) -> None:
    detected = detect(item, after_installation(item, release))
    assert (detected.state, detected.version) == (DetectedState.PRESENT, release.version)


@pytest.mark.parametrize(("item", "release"), OFFERS, ids=NAMES)
def test_nothing_else_is_taken_for_it(item: CatalogItem, release: Release) -> None:
    observation = after_installation(item, release)
    present = {
        other.id for other in CATALOG.items.values() if detect(other, observation).state is DetectedState.PRESENT
    }
    assert present == {item.id, "microsoft-edge"}


def test_a_fresh_lab_machine_has_edge_and_nothing_else() -> None:
    present = {
        item.id
        for item in CATALOG.items.values()
        if item.provider is not Provider.MANUAL and detect(item, seen(SHELF.image)).state is not DetectedState.ABSENT
    }
    assert present == {"microsoft-edge"}
