"""How what is ours goes from a machine again, and what is never touched."""

from dataclasses import replace

import pytest

from orchestrator.domain.catalog import CatalogItem, Provider
from orchestrator.domain.observations import ChocolateyPackage, InstalledProduct, Observation
from orchestrator.domain.provider_calls import Removal
from orchestrator.domain.removals import may_remove, removal_of
from orchestrator.domain.rollouts import Placement
from tests.unit.domain.examples import item, observed, ours, release

VLC = item("vlc", "3.0.21")
ZIP = item("zip", release("23.01", product_code="{OLD}"), release("24.09", product_code="{NEW}"), provider=Provider.MSI)


def placed(*placements: Placement) -> dict[str, Placement]:
    return {placement.item_id: placement for placement in placements}


def with_packages(seen: Observation, *names: str) -> Observation:
    return replace(seen, chocolatey=tuple(ChocolateyPackage(name, "1.0") for name in names))


def products(*codes: str, windows_installer: bool = True) -> Observation:
    entries = tuple(InstalledProduct(c, "64", "zip", "1", windows_installer=windows_installer) for c in codes)
    return replace(observed(), products=entries)


def test_a_package_goes_by_its_id() -> None:
    assert removal_of(VLC, observed(vlc="3.0.21"), placed(ours("vlc"))) == Removal(VLC, packages=("vlc",))
    named = replace(VLC, package="VLC-media")
    seen = with_packages(observed(), "vlc-media")
    assert removal_of(named, seen, placed(ours("vlc"))) == Removal(named, packages=("vlc-media",))


def test_the_package_that_has_the_software_goes_after_the_shell_around_it() -> None:
    seen = with_packages(observed(), "vlc", "vlc.install", "dotnet")
    mine = placed(
        ours("vlc"),
        ours("chocolatey:vlc.install", dependency_of=["npp", "vlc"]),
        ours("chocolatey:dotnet", dependency_of=["vlc"]),
    )
    assert removal_of(VLC, seen, mine) == Removal(VLC, packages=("vlc", "vlc.install"))


@pytest.mark.parametrize("besides", [(), (ours("chocolatey:vlc.install", dependency_of=["npp"]),)])
def test_a_package_that_did_not_come_with_ours_stays(besides: tuple[Placement, ...]) -> None:
    """R4.2: only installed copies that are ours are removed."""
    seen = with_packages(observed(), "vlc", "vlc.install")
    assert removal_of(VLC, seen, placed(ours("vlc"), *besides)) == Removal(VLC, packages=("vlc",))


def test_what_is_left_of_a_removal_that_broke_off_in_the_middle_is_removed() -> None:
    seen = with_packages(observed(), "vlc.install")
    mine = placed(ours("vlc"), ours("chocolatey:vlc.install", dependency_of=["vlc"]))
    assert removal_of(VLC, seen, mine) == Removal(VLC, packages=("vlc.install",))


def test_a_product_goes_by_the_codes_of_the_releases_that_are_there() -> None:
    assert removal_of(ZIP, products("{old}", "{OTHER}"), placed(ours("zip", "24.09"))) == Removal(
        ZIP, product_codes=("{OLD}",)
    )


def test_a_product_that_shows_no_code_goes_by_that_of_the_release_that_was_placed() -> None:
    seen = products("{OLD}", windows_installer=False)
    assert removal_of(ZIP, seen, placed(ours("zip", "24.09"))) == Removal(ZIP, product_codes=("{NEW}",))
    assert removal_of(ZIP, seen, placed(ours("zip", "9.0"))) is None


@pytest.mark.parametrize(
    ("offered", "placement"),
    [
        (VLC, None),
        (item("vlc", provider=Provider.EXTERNAL), ours("vlc")),
    ],
)
def test_what_is_not_ours_or_comes_through_another_tool_is_never_removed(
    offered: CatalogItem, placement: Placement | None
) -> None:
    """R1.2: what another tool delivers is never removed; R4.2: nor is what isn't ours."""
    assert not may_remove(offered, placement)
    assert removal_of(offered, observed(vlc="3.0.21"), placed(placement) if placement else {}) is None
