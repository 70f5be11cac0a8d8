"""Which items share a call of their package manager, and what each call says."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.catalog import CatalogItem, Provider, Release
from orchestrator.domain.provider_calls import (
    ChocolateyCall,
    ChocolateyState,
    Delivery,
    MsiCall,
    MsiState,
    Removal,
    calls_for,
)
from tests.unit.domain.examples import item, release

PRESENT, UPGRADE, ABSENT = ChocolateyState.PRESENT, ChocolateyState.UPGRADE, ChocolateyState.ABSENT
MSI = Provider.MSI


def delivery(offered: CatalogItem, version: str | None = None, *, upgrade: bool = False) -> Delivery:
    chosen = offered.release(version) if version else offered.latest()
    assert chosen is not None
    return Delivery(offered, chosen, upgrade=upgrade)


def vouched(name: str, newest: str | None = "2.0", feed: str = "feeds/main") -> CatalogItem:
    return item(name, "1.0", "2.0", feed=feed, feed_newest=newest)


def call(*names: str, state: ChocolateyState = PRESENT, version: str | None = None, feed: str = "feeds/main") -> object:
    return ChocolateyCall(names, names, state, version, feed)


def test_packages_share_a_call_where_the_feed_vouches_for_the_wanted_version_as_its_newest() -> None:
    assert calls_for([delivery(vouched("b")), delivery(vouched("a"))]) == (call("a", "b"),)


def test_a_package_whose_feed_vouches_for_nothing_names_its_version() -> None:
    assert calls_for([delivery(vouched("a", newest=None))]) == (call("a", version="2.0"),)


def test_a_package_whose_feed_is_ahead_of_the_approved_version_names_its_version() -> None:
    made = calls_for([delivery(vouched("a", newest="3.0")), delivery(vouched("b"))])
    assert made == (call("b"), call("a", version="2.0"))


def test_a_package_that_is_asked_for_in_an_older_version_names_it() -> None:
    assert calls_for([delivery(vouched("a"), "1.0"), delivery(vouched("b"))]) == (call("b"), call("a", version="1.0"))


def test_the_feeds_newest_is_compared_with_the_packages_own_version() -> None:
    own = item("a", release("24.09", package_version="24.9.0"), feed_newest="24.9")
    assert calls_for([delivery(own)]) == (call("a"),)
    other = item("a", release("24.09", package_version="24.9.0.20251001"), feed_newest="24.9")
    assert calls_for([delivery(other)]) == (call("a", version="24.9.0.20251001"),)


def test_what_is_installed_and_what_is_upgraded_never_share_a_call() -> None:
    made = calls_for([delivery(vouched("a"), upgrade=True), delivery(vouched("b"))])
    assert made == (call("b"), call("a", state=UPGRADE))


def test_packages_of_different_feeds_never_share_a_call() -> None:
    made = calls_for([delivery(vouched("b", feed="feeds/x")), delivery(vouched("a", feed="feeds/y"))])
    assert made == (call("b", feed="feeds/x"), call("a", feed="feeds/y"))


def test_the_packages_id_is_used_where_it_differs_from_the_items() -> None:
    offered = CatalogItem("zip", "7-Zip", "Maker", Provider.CHOCOLATEY, item("zip").detection, package="7zip.install")
    made = calls_for([Delivery(offered, Release("1.0"), upgrade=False)])
    assert made == (ChocolateyCall(("zip",), ("7zip.install",), PRESENT, "1.0", ""),)


def test_an_msi_is_a_call_with_source_checksum_and_product_code_after_the_packages() -> None:
    offered = CatalogItem(
        "zip",
        "7-Zip",
        "Maker",
        Provider.MSI,
        item("zip").detection,
        releases=(release("24.09", source="msi/7z.msi", sha256="ab" * 32, product_code="{23170F69}"),),
        arguments="ALLUSERS=1",
    )
    made = calls_for([delivery(offered), delivery(vouched("zzz"))])
    assert made == (call("zzz"), MsiCall("zip", "7-Zip", "msi/7z.msi", "ab" * 32, "{23170F69}", "ALLUSERS=1"))
    assert made[1].items == ("zip",)


def test_what_another_tool_delivers_gets_no_call() -> None:
    """R1.2: we detect, verify and owe, never install."""
    assert calls_for([Delivery(item("edge", provider=Provider.EXTERNAL), Release("1.0"), upgrade=False)]) == ()


def test_a_removal_names_no_version_shares_no_call_and_comes_before_what_its_provider_installs() -> None:
    zip_ = item("zip", release("24.09", source="zip.msi", sha256="ab" * 32, product_code="{ZIP}"), provider=MSI)
    gone = [Removal(vouched("b"), packages=("b", "b.install")), Removal(vouched("c"), packages=("c",))]
    codes = Removal(item("old", provider=MSI), product_codes=("{1}", "{2}"))
    made = calls_for([delivery(vouched("a")), delivery(zip_)], [codes, *reversed(gone)])
    assert made == (
        call("b", state=ABSENT),
        ChocolateyCall(("b",), ("b.install",), ABSENT, None, "feeds/main"),
        call("c", state=ABSENT),
        call("a"),
        MsiCall("old", "Old", "", "", "{1}", state=MsiState.ABSENT),
        MsiCall("old", "Old", "", "", "{2}", state=MsiState.ABSENT),
        MsiCall("zip", "Zip", "zip.msi", "ab" * 32, "{ZIP}"),
    )
    assert [c.removes for c in made] == [True, True, True, False, True, True, False]


_deliveries = st.lists(
    st.builds(
        lambda name, newest, feed, version, upgrade: delivery(vouched(name, newest, feed), version, upgrade=upgrade),
        st.sampled_from("abcdef"),
        st.sampled_from([None, "1.0", "2.0", "3.0"]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["1.0", "2.0"]),
        st.booleans(),
    ),
    unique_by=lambda d: d.item.id,
)


@given(_deliveries, st.randoms(use_true_random=False))
def test_the_order_of_the_deliveries_makes_no_difference(deliveries: list[Delivery], chance: Random) -> None:
    shuffled = list(deliveries)
    chance.shuffle(shuffled)
    assert calls_for(shuffled) == calls_for(deliveries)


@given(_deliveries)
def test_a_call_without_a_version_can_only_bring_the_wanted_one(deliveries: list[Delivery]) -> None:
    by_id = {d.item.id: d for d in deliveries}
    made = calls_for(deliveries)
    assert sorted(i for c in made for i in c.items) == sorted(by_id)
    for one in made:
        assert isinstance(one, ChocolateyCall)
        assert len(one.items) == 1 or one.version is None
        for item_id in one.items:
            wanted = by_id[item_id]
            assert one.feed == wanted.item.feed
            assert (one.state is UPGRADE) is wanted.upgrade
            assert (one.version or wanted.item.feed_newest) == wanted.release.delivered_version
