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


@dataclass(frozen=True, slots=True)
class ChocolateyCall:
    """One call of ``win_chocolatey``.

    Attributes:
        items: Catalog ids that it delivers, as many as packages, in the same order.
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


@dataclass(frozen=True, slots=True)
class MsiCall:
    """One call of ``win_package`` for a Windows Installer file.

    Attributes:
        item: Catalog id.
        title: Name for people, shown in the live output.
        source: Path of the file below the distribution point.
        sha256: Lower-case hex digest.
        product_code: ``{GUID}``; makes the call idempotent.
        arguments: Extra installer arguments; empty for none.
    """

    item: str
    title: str
    source: str
    sha256: str
    product_code: str
    arguments: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """The one item that it delivers, in the form that all calls share."""
        return (self.item,)


ProviderCall = ChocolateyCall | MsiCall


@dataclass(frozen=True, slots=True)
class Delivery:
    """One item that is to be delivered to one machine in one release."""

    item: CatalogItem
    release: Release
    upgrade: bool


def calls_for(deliveries: Sequence[Delivery]) -> tuple[ProviderCall, ...]:
    """The calls that deliver all of ``deliveries``, Chocolatey first, in the order of the catalog ids.

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
    return (*grouped, *alone, *(call for call in calls if isinstance(call, MsiCall)))


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
