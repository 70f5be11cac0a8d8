"""Removals: how what is ours goes from a machine again, and what is never touched. Pure."""

from collections.abc import Mapping

from orchestrator.domain.catalog import CatalogItem, Provider
from orchestrator.domain.observations import Observation
from orchestrator.domain.provider_calls import Removal
from orchestrator.domain.rollouts import PULLED_IN, Placement

_REAL_PACKAGES = (".install", ".portable")
"""By Chocolatey's convention ``vlc`` is a shell around ``vlc.install`` or ``vlc.portable``, which has the software."""


def may_remove(item: CatalogItem, placement: Placement | None) -> bool:
    """Whether a copy may be taken away by us: it is ours, and it is us who deliver the item (RULES R1.2, R4.2)."""
    return placement is not None and item.provider.has_releases


def removal_of(item: CatalogItem, seen: Observation, placed: Mapping[str, Placement]) -> Removal | None:
    """What takes our copy of ``item`` away; None where nothing that we could call would.

    What came along with it stays, but for the package that by its name has the software itself: nothing on a machine
    says what else needs a pulled-in package.

    Args:
        item: The item.
        seen: What the machine's last scan saw.
        placed: What is ours on that machine, by item id.
    """
    placement = placed.get(item.id)
    if placement is None or not may_remove(item, placement):
        return None
    if item.provider is Provider.CHOCOLATEY:
        packages = _packages(item, seen, placed)
        return Removal(item, packages=packages) if packages else None
    codes = _product_codes(item, seen, placement)
    return Removal(item, product_codes=codes) if codes else None


def _packages(item: CatalogItem, seen: Observation, placed: Mapping[str, Placement]) -> tuple[str, ...]:
    listed = {package.id.casefold() for package in seen.chocolatey or ()}
    own = (item.package or item.id).casefold()
    came_along = [
        name
        for name in (own + ending for ending in _REAL_PACKAGES)
        if (pulled_in := placed.get(PULLED_IN + name)) and item.id in pulled_in.dependency_of
    ]
    return tuple(name for name in (own, *came_along) if name in listed)


def _product_codes(item: CatalogItem, seen: Observation, placement: Placement) -> tuple[str, ...]:
    """The codes of releases that are there, else the one of the release that was placed."""
    there = {product.key.casefold() for product in seen.products if product.windows_installer}
    offered = [release.product_code for release in item.releases if release.product_code]
    found = tuple(sorted(code for code in offered if code.casefold() in there))
    release = item.release(placement.version)
    return found or ((release.product_code,) if release and release.product_code else ())
