"""Small values that the tests of the pure rules are about."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat, SeatTarget
from orchestrator.domain.observations import ChocolateyPackage, InstalledProduct, Observation
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.rollouts import Placement

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""A Monday."""


def release(version: str, **more: object) -> Release:
    return Release(version, **more)  # type: ignore[arg-type]


def item(
    item_id: str,
    *versions: str | Release,
    provider: Provider = Provider.CHOCOLATEY,
    updates: Updates = Updates.MANAGED,
    requires: Iterable[str] = (),
    conflicts_with: Iterable[str] = (),
    feed: str | None = "feeds/main",
    feed_newest: str | None = None,
) -> CatalogItem:
    """An item that is recognised by a registry entry of its id and, for Chocolatey, by the package of its id."""
    chocolatey = provider is Provider.CHOCOLATEY
    return CatalogItem(
        id=item_id,
        title=item_id.title(),
        publisher="Maker",
        provider=provider,
        detection=DetectionRule(chocolatey_id=item_id if chocolatey else None, name_pattern=f"{item_id}*"),
        releases=tuple(v if isinstance(v, Release) else Release(v) for v in versions),
        package=item_id if chocolatey else None,
        feed=feed if chocolatey else None,
        feed_newest=feed_newest,
        updates=updates,
        requires=tuple(requires),
        conflicts_with=tuple(conflicts_with),
    )


def catalog(*items: CatalogItem) -> Catalog:
    return Catalog({i.id: i for i in items})


def room(
    seats: int = 3,
    *,
    podium: bool = True,
    baseline: Iterable[str] = (),
    mode: RolloutMode = RolloutMode.AUTOMATIC,
) -> Classroom:
    """A room with seats ``s1`` …, the first of them the podium."""
    places = tuple(Seat(f"s{n}", f"{n:02}", 1, n, podium=podium and n == 1) for n in range(1, seats + 1))
    return Classroom("room", "B-204", "B", "Europe/Berlin", mode, tuple(baseline), places)


def ask(
    request_id: str,
    item_id: str,
    *,
    age: int = 0,
    wanted: Wanted = Wanted.PRESENT,
    version: str = LATEST,
    target: SeatTarget = SeatTarget.ALL,
    enough: int | None = None,
    until: datetime | None = None,
    requester: str = "person:ada",
) -> SoftwareRequest:
    """A request that was accepted ``age`` minutes before NOW and is needed five days after it."""
    return SoftwareRequest(
        id=request_id,
        classroom_id="room",
        item_id=item_id,
        requester_id=requester,
        entered_by=requester,
        needed_by=NOW + timedelta(days=5),
        created_at=NOW - timedelta(minutes=age),
        wanted=wanted,
        version=version,
        target=target,
        enough=enough,
        until=until,
    )


def observed(
    machine_id: str = "m1",
    software: Mapping[str, str] | None = None,
    *,
    reboot_pending: Iterable[str] = (),
    registry_only: Iterable[str] = (),
    chocolatey: bool = True,
    **more: str,
) -> Observation:
    """What a scan saw: item id to version, for each a registry entry and a package, as an installer leaves them."""
    shown = {**(software or {}), **more}
    products = tuple(InstalledProduct(f"key-{name}", "64", f"{name} (x64)", v) for name, v in shown.items())
    skip = set(registry_only)
    packages = tuple(ChocolateyPackage(name, v) for name, v in shown.items() if name not in skip)
    return Observation(
        machine_id,
        NOW,
        machine_id.upper(),
        f"UUID-{machine_id}",
        products,
        packages if chocolatey else None,
        tuple(reboot_pending),
    )


def ours(
    item_id: str,
    version: str = "1.0",
    *,
    machine_id: str = "m1",
    awaiting_reboot: bool = False,
    dependency_of: Iterable[str] = (),
) -> Placement:
    return Placement(machine_id, item_id, version, "rollout", NOW, tuple(dependency_of), awaiting_reboot)
