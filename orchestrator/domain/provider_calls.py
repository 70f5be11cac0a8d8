"""What a machine is asked to do, in the terms of the provider that does it.

A plan says *install Firefox 145.0.1*; a call says which package manager gets which arguments. Calls are what goes to
the role ``classroom_software``; its argument specification has the same fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from orchestrator.domain.catalog import CatalogItem, Provider, Release
from orchestrator.domain.versions import compare


class ChocolateyState(StrEnum):
    """The states of ``win_chocolatey`` that we use."""

    PRESENT = "present"  # nothing of the package is installed yet
    UPGRADE = "upgrade"  # an older version is installed
    ABSENT = "absent"  # it goes, in whatever version it is there


class MsiState(StrEnum):
    """The states of ``win_package`` that we use."""

    PRESENT = "present"  # it is installed
    ABSENT = "absent"  # it goes


@dataclass(frozen=True, slots=True)
class ChocolateyCall:
    """One call of ``win_chocolatey``.

    Attributes:
        items: Catalog ids that it delivers or removes, as many as packages, in the same order.
        packages: Package ids.
        state: See ChocolateyState.
        version: Version, or None for what the feed serves as newest. With several packages always None, because the
            module has one version for its whole list.
        feed: Path of the feed below the distribution point.
    """

    items: tuple[str, ...]
    packages: tuple[str, ...]
    state: ChocolateyState
    version: str | None
    feed: str

    @property
    def removes(self) -> bool:
        """Whether it takes something away."""
        return self.state is ChocolateyState.ABSENT


@dataclass(frozen=True, slots=True)
class MsiCall:
    """One call of ``win_package`` for a product of Windows Installer.

    Attributes:
        item: Catalog id.
        title: Name for people, shown in the live output.
        source: Path of the file below the distribution point; empty for a removal, which needs none.
        sha256: Lower-case hex digest of that file; empty likewise.
        product_code: ``{GUID}``; makes the call idempotent.
        arguments: Extra installer arguments; empty for none.
        state: See MsiState.
    """

    item: str
    title: str
    source: str
    sha256: str
    product_code: str
    arguments: str = ""
    state: MsiState = MsiState.PRESENT

    @property
    def removes(self) -> bool:
        """Whether it takes something away."""
        return self.state is MsiState.ABSENT

    @property
    def items(self) -> tuple[str, ...]:
        """The one item that it delivers or removes, in the form that all calls share."""
        return (self.item,)


ProviderCall = ChocolateyCall | MsiCall


@dataclass(frozen=True, slots=True)
class Delivery:
    """One item that is to be delivered to one machine in one release."""

    item: CatalogItem
    release: Release
    upgrade: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """One item that is to be taken away from one machine; see ``removals`` for what of it is there and ours.

    Attributes:
        item: The item.
        packages: Chocolatey package ids, one that others need after those.
        product_codes: Windows Installer's product codes.
    """

    item: CatalogItem
    packages: tuple[str, ...] = ()
    product_codes: tuple[str, ...] = ()


def calls_for(deliveries: Sequence[Delivery], removals: Sequence[Removal] = ()) -> tuple[ProviderCall, ...]:
    """The calls that deliver all of ``deliveries``, Chocolatey first, in the order of the catalog ids.

    Each provider removes before it installs, because what is to go may stand in the way of what comes. A removal
    shares no call: ``win_chocolatey`` does not keep the order of its list, and gives it up with the first failure.
    ``win_chocolatey`` has one state and one version for its list, so packages share a call only where no version has
    to be named: from a feed whose newest version is vouched for and equals the approved one, with the same state.
    """
    shared: dict[tuple[str, ChocolateyState], list[Delivery]] = {}
    calls: list[ProviderCall] = []
    for delivery in sorted(deliveries, key=lambda d: d.item.id):
        item, release = delivery.item, delivery.release
        if item.provider is Provider.MSI:
            calls.append(_msi_call(item, release))
        elif item.provider is Provider.CHOCOLATEY:
            state = ChocolateyState.UPGRADE if delivery.upgrade else ChocolateyState.PRESENT
            newest = item.feed_newest
            if newest is not None and compare(newest, release.delivered_version) == 0:
                shared.setdefault((item.feed or "", state), []).append(delivery)
            else:
                calls.append(_chocolatey_call((delivery,), state, release.delivered_version))
    grouped = [_chocolatey_call(tuple(group), state, None) for (_, state), group in sorted(shared.items())]
    alone = [call for call in calls if isinstance(call, ChocolateyCall)]
    gone = [call for removal in sorted(removals, key=lambda r: r.item.id) for call in _removing(removal)]
    chocolatey = [call for call in gone if isinstance(call, ChocolateyCall)]
    msi = [call for call in (*gone, *calls) if isinstance(call, MsiCall)]
    return (*chocolatey, *grouped, *alone, *msi)


def _removing(removal: Removal) -> list[ProviderCall]:
    item = removal.item
    calls: list[ProviderCall] = [
        ChocolateyCall((item.id,), (package,), ChocolateyState.ABSENT, None, item.feed or "")
        for package in removal.packages
    ]
    return calls + [
        MsiCall(item.id, item.title, "", "", product_code, state=MsiState.ABSENT)
        for product_code in removal.product_codes
    ]


def _chocolatey_call(group: tuple[Delivery, ...], state: ChocolateyState, version: str | None) -> ChocolateyCall:
    return ChocolateyCall(
        items=tuple(d.item.id for d in group),
        packages=tuple(d.item.package or d.item.id for d in group),
        state=state,
        version=version,
        feed=group[0].item.feed or "",
    )


def _msi_call(item: CatalogItem, release: Release) -> MsiCall:
    # The catalog's schema demands these three of every MSI release; an item that lacks them never gets this far.
    return MsiCall(
        item=item.id,
        title=item.title,
        source=release.source or "",
        sha256=release.sha256 or "",
        product_code=release.product_code or "",
        arguments=item.arguments,
    )
