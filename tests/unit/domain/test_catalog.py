"""Releases and relations of catalog items."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.versions import compare
from tests.unit.domain.examples import catalog, item, release


def test_latest_is_the_newest_approved_release() -> None:
    """R1.6"""
    offered = item("app", "9.0", "10.0", release("11.0", approved=False))
    assert offered.latest() == release("10.0")


def test_latest_is_nothing_where_nothing_is_approved() -> None:
    assert item("app").latest() is None
    assert item("app", release("1.0", approved=False)).latest() is None


def test_a_release_is_found_in_every_spelling_of_its_version() -> None:
    offered = item("app", "24.09")
    assert offered.release("24.9.0") == release("24.09")
    assert offered.release("24.10") is None


def test_the_provider_is_asked_for_the_packages_own_version_where_it_differs() -> None:
    assert release("24.09").delivered_version == "24.09"
    assert release("24.09", package_version="24.9.0").delivered_version == "24.9.0"


def test_a_conflict_holds_both_ways_whichever_item_says_so() -> None:
    items = catalog(item("a", conflicts_with=["b"]), item("b"), item("c"))
    assert items.conflict("a", "b")
    assert items.conflict("b", "a")
    assert not items.conflict("a", "c")
    assert not items.conflict("b", "unknown")
    assert catalog(item("a", conflicts_with=["gone"])).conflict("gone", "a")


_versions = st.lists(st.sampled_from(["1", "1.0", "1.9", "1.10", "2.0-rc1", "2.0"]), min_size=1, unique=True)


@given(_versions, st.randoms(use_true_random=False))
def test_latest_is_as_new_as_any_in_whatever_order_the_releases_stand(versions: list[str], chance: Random) -> None:
    chance.shuffle(versions)
    newest = item("app", *versions).latest()
    assert newest is not None
    assert all(compare(newest.version, version) >= 0 for version in versions)
