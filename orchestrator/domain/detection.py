"""Detection: what an observation says of one catalog item (RULES R5.2).

Two witnesses may speak: the package manager's list and the uninstall entries of the registry. Where both are asked
and disagree, the state is *half* and the registry wins: it says whether the software is there and in which version.
Who brought it, we or others, is not seen here; placements know.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Release, Updates
from orchestrator.domain.observations import InstalledProduct, Observation
from orchestrator.domain.versions import by_version, compare, satisfies

_NUMBER = re.compile("[0-9]")


class DetectedState(StrEnum):
    """What was seen of one item on one machine."""

    ABSENT = "absent"  # every witness that the rule asks was heard, and none has it
    PRESENT = "present"  # it is there, in a known version
    HALF = "half"  # package manager and registry disagree; the registry's word stands in `version`
    UNVERIFIABLE = "unverifiable"  # nothing can be said for certain: unknown is not ready (RULES R5.4)


class Doubt(StrEnum):
    """Why an item is only half there, or cannot be verified."""

    ONLY_PACKAGE_MANAGER = "only_package_manager"  # listed as installed, but Windows has no such entry: it is gone
    ONLY_REGISTRY = "only_registry"  # it is there, but the package manager knows nothing of it
    VERSIONS_DIFFER = "versions_differ"  # both have it, in versions that do not correspond
    NO_PACKAGE_LIST = "no_package_list"  # the rule knows the package manager only, and the machine has none
    NO_VERSION = "no_version"  # it is there, but nothing tells a version that can be compared
    NO_RULE = "no_rule"  # the rule has no part that anything could be recognised by


@dataclass(frozen=True, slots=True)
class Detected:
    """One item on one machine.

    Attributes:
        state: See DetectedState.
        version: The observed version as the catalog or the uninstall entry says it; the highest where several are
            installed side by side, because that is what people get. Always set for ``present``; for ``half`` it is
            None exactly when Windows has no entry (``only_package_manager``); None otherwise.
        package_version: Version in the package manager's list, in its own words; None where it is not listed.
        side_by_side: All versions that the registry shows, oldest first.
        doubt: See Doubt; None for ``absent`` and ``present``.
    """

    state: DetectedState
    version: str | None = None
    package_version: str | None = None
    side_by_side: tuple[str, ...] = ()
    doubt: Doubt | None = None


def detect(item: CatalogItem, observation: Observation) -> Detected:
    """What ``observation`` says of ``item``, by the item's detection rule. Never raises.

    A product code of the release list proves the software as well as the name pattern does; the publisher only
    narrows the name pattern.
    """
    rule = item.detection
    asks_registry = rule.name_pattern is not None or rule.product_codes_from_releases
    listed = _listed_version(rule, observation)
    if not asks_registry:
        return _by_package_manager(item, observation, listed)
    entries = _matching_entries(item, observation.products)
    # Without a Chocolatey on the machine there is nobody to disagree: the registry alone decides.
    has_second_witness = rule.chocolatey_id is not None and observation.chocolatey is not None
    if not entries:
        if listed is None:
            return Detected(DetectedState.ABSENT)
        return Detected(DetectedState.HALF, package_version=listed, doubt=Doubt.ONLY_PACKAGE_MANAGER)
    versions = tuple(_in_order(v for entry in entries if (v := _entry_version(item, entry)) is not None))
    if not has_second_witness:
        if not versions:
            return Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_VERSION)
        return Detected(DetectedState.PRESENT, versions[-1], side_by_side=versions)
    return _by_both(item, listed, versions)


def recognises(item: CatalogItem, product: InstalledProduct) -> bool:
    """Whether an entry in the list of programs is one of an item, by the item's detection rule."""
    return _has_name(item.detection, product) or bool(_proven_releases(item, product))


def is_ready(detected: Detected, wanted_version: str | None, updates: Updates) -> bool:
    """Whether what was detected is what was wanted (RULES R5.2).

    The registry wins where the package manager disagrees, so an item that is half there is ready when Windows shows
    the wanted version. Nothing that cannot be verified is ready.

    Args:
        detected: What a scan saw.
        wanted_version: Concrete version that is desired, or None when any version does.
        updates: Who moves installed copies: with ``self`` a newer version is as good.
    """
    if detected.version is None or detected.state not in {DetectedState.PRESENT, DetectedState.HALF}:
        return False
    if wanted_version is None:
        return True
    return satisfies(detected.version, wanted_version, self_updating=updates is Updates.SELF)


def _by_package_manager(item: CatalogItem, observation: Observation, listed: str | None) -> Detected:
    """The verdict of a rule that knows nothing of the registry."""
    if item.detection.chocolatey_id is None:
        return Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_RULE)
    if observation.chocolatey is None:
        return Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_PACKAGE_LIST)
    if listed is None:
        return Detected(DetectedState.ABSENT)
    version = _displayed_versions(item, listed)[-1]
    if not _is_comparable(version):
        return Detected(DetectedState.UNVERIFIABLE, package_version=listed, doubt=Doubt.NO_VERSION)
    return Detected(DetectedState.PRESENT, version, listed)


def _by_both(item: CatalogItem, listed: str | None, versions: tuple[str, ...]) -> Detected:
    """The verdict where the software has an uninstall entry and the package manager was asked as well."""
    if listed is None:
        if not versions:
            return Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_VERSION)
        return Detected(DetectedState.HALF, versions[-1], side_by_side=versions, doubt=Doubt.ONLY_REGISTRY)
    packaged = [v for v in _displayed_versions(item, listed) if _is_comparable(v)]
    if not versions:
        if not packaged:
            return Detected(DetectedState.UNVERIFIABLE, package_version=listed, doubt=Doubt.NO_VERSION)
        return Detected(DetectedState.PRESENT, packaged[-1], listed)
    seen = versions[-1]
    agree = any(compare(p, v) == 0 for p in packaged for v in versions)
    moved_itself_on = item.updates is Updates.SELF and any(compare(p, seen) < 0 for p in packaged)
    if agree or moved_itself_on:
        return Detected(DetectedState.PRESENT, seen, listed, versions)
    return Detected(DetectedState.HALF, seen, listed, versions, Doubt.VERSIONS_DIFFER)


def _listed_version(rule: DetectionRule, observation: Observation) -> str | None:
    """The package manager's version of the rule's package, or None when it is not listed; the highest of several."""
    if rule.chocolatey_id is None:
        return None
    wanted = rule.chocolatey_id.casefold()
    listed = [p.version for p in observation.chocolatey or () if p.id.casefold() == wanted]
    comparable = _in_order(version for version in listed if _is_comparable(version))
    return comparable[-1] if comparable else next(iter(listed), None)


def _displayed_versions(item: CatalogItem, package_version: str) -> list[str]:
    """The versions that a package's version stands for, oldest first: by the release list, else its own."""
    named = _versions_of(r for r in item.releases if _same(r.delivered_version, package_version))
    return named or [package_version]


def _matching_entries(item: CatalogItem, products: Sequence[InstalledProduct]) -> list[InstalledProduct]:
    return [product for product in products if recognises(item, product)]


def _has_name(rule: DetectionRule, product: InstalledProduct) -> bool:
    if rule.name_pattern is None or not _name_regex(rule.name_pattern).fullmatch(product.name.strip().casefold()):
        return False
    if rule.publisher is None:
        return True
    return (product.publisher or "").strip().casefold() == rule.publisher.strip().casefold()


@lru_cache(maxsize=1024)
def _name_regex(pattern: str) -> re.Pattern[str]:
    # Only the asterisk is a wildcard; brackets and question marks do occur in product names. Runs of asterisks are
    # one, so that no pattern makes the search slow.
    parts = re.split(r"\*+", pattern.strip().casefold())
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def _proven_releases(item: CatalogItem, product: InstalledProduct) -> list[Release]:
    """The releases whose product code this entry has."""
    if not item.detection.product_codes_from_releases or not product.windows_installer:
        return []
    code = product.key.casefold()
    return [r for r in item.releases if r.product_code is not None and r.product_code.casefold() == code]


def _entry_version(item: CatalogItem, product: InstalledProduct) -> str | None:
    """The version of one matching entry, or None when nothing tells one that can be compared.

    A DisplayVersion that equals a release is that release (7-Zip shows ``24.09.00.0`` for ``24.09``). Else a product
    code that belongs to one release proves that release, however oddly the entry spells it (Python 3.12.4 shows
    ``3.12.4150.0``). In that order, because a patch keeps the product code and moves only the DisplayVersion.
    """
    shown = product.version if product.version and _is_comparable(product.version) else None
    if shown is not None:
        named = _versions_of(r for r in item.releases if _same(r.version, shown))
        if named:
            return named[-1]
    proven = _versions_of(_proven_releases(item, product))
    return proven[0] if len(proven) == 1 else shown


def _in_order(versions: Iterable[str]) -> list[str]:
    """Oldest first, each once; the spelling decides between equal ones, so that the order is always the same."""
    return sorted(set(versions), key=lambda version: (by_version(version), version))


def _versions_of(releases: Iterable[Release]) -> list[str]:
    return _in_order(release.version for release in releases if _is_comparable(release.version))


def _same(one: str, other: str) -> bool:
    return _is_comparable(one) and _is_comparable(other) and compare(one, other) == 0


def _is_comparable(version: str) -> bool:
    """Whether a text tells a version. Machines show any text as one, and one without a number (``unknown``) is none."""
    return _NUMBER.search(version) is not None
