"""Catalog items: software on offer, how it is delivered and how it is recognised on a machine."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.versions import by_version, compare


class Provider(StrEnum):
    """What delivers an item to a machine."""

    CHOCOLATEY = "chocolatey"  # a package of a Chocolatey feed
    MSI = "msi"  # a Windows Installer file on the site's own distribution point
    EXTERNAL = "external"  # another tool delivers; we detect, verify and owe (RULES R1.2)
    MANUAL = "manual"  # somebody does it by hand and says so; nothing on a machine proves it (RULES R2)

    @property
    def has_releases(self) -> bool:
        """Whether we deliver versions of it."""
        return self in {Provider.CHOCOLATEY, Provider.MSI}


class Updates(StrEnum):
    """Who moves an installed copy to a newer version (RULES R1.6)."""

    MANAGED = "managed"  # only we; another version than the wanted one differs
    SELF = "self"  # the software's own updater; anything at or above the wanted version is ready


@dataclass(frozen=True, slots=True)
class DetectionRule:
    """How an item is recognised in an observation (RULES R5.2). Every part that is given must agree.

    Attributes:
        chocolatey_id: Package id in ``choco list``.
        name_pattern: DisplayName with ``*`` as wildcard, compared without case.
        publisher: Publisher, compared without case.
        product_codes_from_releases: Whether a Windows Installer product code of the release list also proves it.
    """

    chocolatey_id: str | None = None
    name_pattern: str | None = None
    publisher: str | None = None
    product_codes_from_releases: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """One version of an item that the site may deliver.

    Attributes:
        version: Version as people and the uninstall entry say it.
        approved: Whether ``latest`` may mean it.
        released: Day of publication, or None.
        package_version: Version as the package feed says it, where it differs.
        source: MSI: path below the site's distribution point.
        sha256: MSI: lower-case hex digest of that file.
        product_code: MSI: ``{GUID}`` in upper case.
    """

    version: str
    approved: bool = True
    released: date | None = None
    package_version: str | None = None
    source: str | None = None
    sha256: str | None = None
    product_code: str | None = None

    @property
    def delivered_version(self) -> str:
        """The version that the provider is asked for."""
        return self.package_version or self.version


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """One piece of software on offer.

    Attributes:
        id: Stable short name, e.g. ``firefox``.
        title: Name that people know.
        publisher: Who makes it.
        summary: One sentence on what it is for.
        provider: What delivers it.
        detection: How it is recognised. Empty for ``manual``.
        releases: Versions, in no particular order. Empty for ``external`` and ``manual``.
        package: Chocolatey package id.
        feed: Path of the Chocolatey feed below the site's distribution point.
        feed_newest: Version that this feed serves when none is named, or None when nobody vouches for it. Only when
            it equals the approved version may the package share a call with others (see planning).
        arguments: Extra arguments of the installer (MSI properties such as ``ALLUSERS=1``).
        updates: Who moves installed copies.
        requires: Ids of items that must be on the same seat.
        conflicts_with: Ids of items that must not be on the same seat.
        coexists_with: Ids of items that are known to work beside it.
        provides: Capabilities such as ``browser``.
        minutes: Expected minutes of one installation.
        size_mb: Download size in megabytes, or None.
    """

    id: str
    title: str
    publisher: str
    provider: Provider
    detection: DetectionRule
    summary: str = ""
    releases: tuple[Release, ...] = ()
    package: str | None = None
    feed: str | None = None
    feed_newest: str | None = None
    arguments: str = ""
    updates: Updates = Updates.MANAGED
    requires: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    coexists_with: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    minutes: int = 5
    size_mb: int | None = None

    def latest(self) -> Release | None:
        """The newest approved release, which is what ``latest`` means (RULES R1.6); None if none is approved."""
        approved = (release for release in self.releases if release.approved)
        return max(approved, key=lambda release: by_version(release.version), default=None)

    @property
    def is_to_be_packaged(self) -> bool:
        """Whether we deliver it, and have no approved release yet."""
        return self.provider.has_releases and self.latest() is None

    def release(self, version: str) -> Release | None:
        """The release of exactly this version, or None."""
        return next((r for r in self.releases if compare(r.version, version) == 0), None)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All items of the site by id."""

    items: dict[str, CatalogItem] = field(default_factory=dict)

    def get(self, item_id: str) -> CatalogItem | None:
        """The item, or None."""
        return self.items.get(item_id)

    def conflict(self, one: str, other: str) -> bool:
        """Whether either of two items says that they cannot share a seat."""
        first, second = self.items.get(one), self.items.get(other)
        return bool((first and other in first.conflicts_with) or (second and one in second.conflicts_with))


@dataclass(eq=False)
class ItemIsRequired(Refusal):
    """A change would take away what another line of the room requires; that line is named."""

    item: str
    required_by: tuple[str, ...]
    classrooms: tuple[str, ...]
    code: ClassVar[str] = "item-is-required"


@dataclass(eq=False)
class VersionNotOffered(Refusal):
    """The catalog has no such release of the item."""

    item: str
    version: str
    offered: tuple[str, ...]
    code: ClassVar[str] = "version-not-offered"


@dataclass(eq=False)
class ItemInUse(Refusal):
    """A change would take an item off offer that open requests or the baselines of rooms name."""

    item: str
    classrooms: tuple[str, ...]
    requests: tuple[str, ...]
    code: ClassVar[str] = "item-in-use"


@dataclass(eq=False)
class ReleaseInUse(Refusal):
    """A change would take away the version that open requests ask for by name, or get as the latest."""

    item: str
    version: str
    requests: tuple[str, ...]
    code: ClassVar[str] = "release-in-use"


@dataclass(eq=False)
class ItemsWouldConflict(Refusal):
    """A change would set two items against each other that are both asked for in one room (RULES R2)."""

    item: str
    with_item: str
    classrooms: tuple[str, ...]
    requests: tuple[str, ...]
    code: ClassVar[str] = "items-would-conflict"


@dataclass(eq=False)
class ItemWouldBeBlocked(Refusal):
    """A change would let a safeguard keep an item away that is asked for: it would be what that is about, or need it
    (RULES R2). ``with_item`` is what the safeguard is about.
    """

    item: str
    with_item: str
    classrooms: tuple[str, ...]
    requests: tuple[str, ...]
    code: ClassVar[str] = "item-would-be-blocked"


@dataclass(eq=False)
class CoexistenceInUse(Refusal):
    """A change would take back that two items get along that are both asked for in one room (RULES R2)."""

    item: str
    with_item: str
    classrooms: tuple[str, ...]
    requests: tuple[str, ...]
    code: ClassVar[str] = "coexistence-in-use"
