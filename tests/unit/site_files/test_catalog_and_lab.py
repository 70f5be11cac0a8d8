"""The example catalog offers what the virtual lab has on its shelf, and recognises it there."""

import pytest

from orchestrator.domain.catalog import Catalog, CatalogItem, Provider
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.observations import ChocolateyPackage, Hive, InstalledProduct, Observation
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.virtual_lab.shelf import Product, load_shelf
from tests.unit.site_files.example import catalog_files

CATALOG = read_catalog(catalog_files()).declared(Catalog())
OFFERS = [(item, release) for item in CATALOG.items.values() for release in item.releases]
