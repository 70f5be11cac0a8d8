"""Detection of one item on one machine (RULES R5.2)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.detection import Detected, DetectedState, Doubt, detect, is_ready
from orchestrator.domain.observations import ChocolateyPackage, InstalledProduct, Observation
from orchestrator.domain.versions import compare

CODE_2409 = "{23170F69-40C1-2702-2409-000001000000}"
CODE_2408 = "{23170F69-40C1-2702-2408-000001000000}"
ABSENT = Detected(DetectedState.ABSENT)


def item(
    rule: DetectionRule,
    *releases: Release,
    provider: Provider = Provider.CHOCOLATEY,
    updates: Updates = Updates.MANAGED,
) -> CatalogItem:
    return CatalogItem("item", "Item", "Maker", provider, rule, releases=releases, updates=updates)


def firefox(updates: Updates = Updates.SELF) -> CatalogItem:
    rule = DetectionRule(chocolatey_id="Firefox", name_pattern="Mozilla Firefox*", publisher="Mozilla")
    return item(rule, Release("145.0.1"), Release("144.0", package_version="144.0.0.20251014"), updates=updates)


def seven_zip() -> CatalogItem:
    rule = DetectionRule(name_pattern="7-Zip * (x64 edition)", product_codes_from_releases=True)
    releases = (Release("24.09", product_code=CODE_2409), Release("24.08", product_code=CODE_2408))
    return item(rule, *releases, provider=Provider.MSI)


def product(name: str, version: str | None, publisher: str | None = "Mozilla", key: str = "key") -> InstalledProduct:
    return InstalledProduct(key, "64", name, version, publisher, windows_installer=key.startswith("{"))


def seen(*products: InstalledProduct, choco: dict[str, str] | None = None) -> Observation:
    packages = None if choco is None else tuple(ChocolateyPackage(name, version) for name, version in choco.items())
    at = datetime(2026, 1, 12, 8, tzinfo=UTC)
    return Observation("m1", at, "B204-07", None, products, packages)


FIREFOX_145 = product("Mozilla Firefox (x64 en-US)", "145.0.1")


class TestTwoWitnesses:
    def test_present_when_registry_and_package_manager_agree(self) -> None:
        detected = detect(firefox(), seen(FIREFOX_145, choco={"firefox": "145.0.1"}))
        assert detected == Detected(DetectedState.PRESENT, "145.0.1", "145.0.1", ("145.0.1",))

    def test_absent_when_neither_has_it(self) -> None:
        assert detect(firefox(), seen(choco={"git": "2.47"})) == ABSENT
        assert detect(firefox(), seen()) == ABSENT

    def test_half_and_gone_when_only_the_package_manager_has_it(self) -> None:
        detected = detect(firefox(), seen(choco={"firefox": "145.0.1"}))
        assert detected == Detected(
            DetectedState.HALF, None, package_version="145.0.1", doubt=Doubt.ONLY_PACKAGE_MANAGER
        )
        assert not is_ready(detected, "145.0.1", Updates.SELF)
        assert not is_ready(detected, None, Updates.SELF)

    def test_half_but_there_when_only_the_registry_has_it(self) -> None:
        detected = detect(firefox(), seen(FIREFOX_145, choco={}))
        assert (detected.state, detected.doubt, detected.version) == (
            DetectedState.HALF,
            Doubt.ONLY_REGISTRY,
            "145.0.1",
        )
        assert is_ready(detected, "145.0.1", Updates.SELF)

    def test_without_a_package_manager_the_registry_alone_decides(self) -> None:
        assert detect(firefox(), seen(FIREFOX_145)) == Detected(
            DetectedState.PRESENT, "145.0.1", side_by_side=("145.0.1",)
        )

    def test_half_when_the_versions_differ_and_the_registry_wins(self) -> None:
        older = product("Mozilla Firefox (x64 en-US)", "143.0")
        detected = detect(firefox(), seen(older, choco={"firefox": "145.0.1"}))
        assert (detected.state, detected.doubt) == (DetectedState.HALF, Doubt.VERSIONS_DIFFER)
        assert (detected.version, detected.package_version) == ("143.0", "145.0.1")
        assert not is_ready(detected, "145.0.1", Updates.SELF)

    def test_a_package_version_is_compared_by_the_release_that_it_stands_for(self) -> None:
        entry = product("Mozilla Firefox (x64 en-US)", "144.0")
        detected = detect(firefox(Updates.MANAGED), seen(entry, choco={"firefox": "144.0.0.20251014"}))
        assert detected == Detected(DetectedState.PRESENT, "144.0", "144.0.0.20251014", ("144.0",))

    def test_software_that_updates_itself_may_be_newer_than_its_package(self) -> None:
        newer = product("Mozilla Firefox (x64 en-US)", "146.0")
        observation = seen(newer, choco={"firefox": "145.0.1"})
        assert detect(firefox(Updates.SELF), observation).state is DetectedState.PRESENT
        managed = detect(firefox(Updates.MANAGED), observation)
        assert (managed.state, managed.version) == (DetectedState.HALF, "146.0")

    def test_the_package_manager_tells_the_version_where_the_entry_has_none(self) -> None:
        nameless = product("Mozilla Firefox (x64 en-US)", None)
        detected = detect(firefox(), seen(nameless, choco={"firefox": "144.0.0.20251014"}))
        assert detected == Detected(DetectedState.PRESENT, "144.0", "144.0.0.20251014")

    def test_a_package_that_is_listed_twice_counts_with_its_highest_version(self) -> None:
        packages = (ChocolateyPackage("firefox", "99.0"), ChocolateyPackage("firefox", "145.0.1"))
        observation = Observation("m1", datetime(2026, 1, 12, tzinfo=UTC), None, None, (FIREFOX_145,), packages)
        assert detect(firefox(), observation).package_version == "145.0.1"


class TestPackageManagerAlone:
    RULE = DetectionRule(chocolatey_id="sysinternals")

    def test_present_or_absent_by_its_list(self) -> None:
        tool = item(self.RULE, Release("2025.10", package_version="2025.10.9"))
        assert detect(tool, seen(choco={"sysinternals": "2025.10.9"})) == Detected(
            DetectedState.PRESENT, "2025.10", "2025.10.9"
        )
        assert detect(tool, seen(choco={})) == ABSENT

    def test_a_version_that_no_release_explains_is_named_as_it_is(self) -> None:
        assert detect(item(self.RULE), seen(choco={"sysinternals": "2024.1"})).version == "2024.1"

    def test_unverifiable_without_a_list(self) -> None:
        detected = detect(item(self.RULE), seen())
        assert detected == Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_PACKAGE_LIST)
        assert not is_ready(detected, None, Updates.SELF)


class TestRegistryAlone:
    EDGE = item(
        DetectionRule(name_pattern="Microsoft Edge", publisher="Microsoft Corporation"), provider=Provider.EXTERNAL
    )

    def test_any_version_of_an_external_item_is_ready(self) -> None:
        detected = detect(self.EDGE, seen(product("Microsoft Edge", "142.0.3595.65", "Microsoft Corporation")))
        assert is_ready(detected, None, Updates.SELF)
        assert detected.version == "142.0.3595.65"

    def test_unverifiable_when_it_is_there_without_a_version(self) -> None:
        detected = detect(self.EDGE, seen(product("Microsoft Edge", None, "Microsoft Corporation")))
        assert detected == Detected(DetectedState.UNVERIFIABLE, doubt=Doubt.NO_VERSION)
        assert not is_ready(detected, None, Updates.SELF)

    @pytest.mark.parametrize(
        ("name", "publisher", "matches"),
        [
            ("Microsoft Edge", "Microsoft Corporation", True),
            ("MICROSOFT EDGE ", "microsoft corporation", True),
            ("Microsoft Edge Update", "Microsoft Corporation", False),
            ("Microsoft Edge", "Somebody Else", False),
            ("Microsoft Edge", None, False),
        ],
    )
    def test_name_and_publisher_must_agree_without_regard_to_case(
        self, name: str, publisher: str | None, matches: bool
    ) -> None:
        assert (detect(self.EDGE, seen(product(name, "1.0", publisher))).state is DetectedState.PRESENT) is matches

    @pytest.mark.parametrize(
        ("pattern", "name", "matches"),
        [
            ("Python 3.12.* (64-bit)", "Python 3.12.4 (64-bit)", True),
            ("Python 3.12.* (64-bit)", "Python 3.11.4 (64-bit)", False),
            ("*reader*", "Adobe Acrobat Reader (64-bit)", True),
            ("Tool [x64]?", "Tool [x64]?", True),
            ("Tool [x64]?", "Tool xa", False),
            ("a.c", "abc", False),
            ("**", "anything", True),
        ],
    )
    def test_only_the_asterisk_is_a_wildcard(self, pattern: str, name: str, matches: bool) -> None:
        detected = detect(item(DetectionRule(name_pattern=pattern)), seen(product(name, "1.0")))
        assert (detected.state is DetectedState.PRESENT) is matches

    def test_of_versions_side_by_side_the_highest_counts_and_all_are_named(self) -> None:
        rule = DetectionRule(name_pattern="Java *")
        detected = detect(item(rule), seen(product("Java 21", "21.0.9"), product("Java 8", "8.0.4710.9")))
        assert (detected.version, detected.side_by_side) == ("21.0.9", ("8.0.4710.9", "21.0.9"))
        assert not is_ready(detected, "8.0.4710.9", Updates.MANAGED)

    def test_a_rule_without_parts_verifies_nothing(self) -> None:
        for rule in (DetectionRule(), DetectionRule(publisher="Mozilla")):
            assert detect(item(rule), seen(FIREFOX_145, choco={})).doubt is Doubt.NO_RULE


class TestProductCodes:
    def test_a_padded_version_is_the_release_that_it_equals(self) -> None:
        detected = detect(seven_zip(), seen(product("7-Zip 24.09 (x64 edition)", "24.09.00.0", key=CODE_2409)))
        assert detected == Detected(DetectedState.PRESENT, "24.09", side_by_side=("24.09",))
        assert is_ready(detected, "24.09", Updates.MANAGED)

    def test_a_product_code_proves_the_release_whatever_name_and_version_are_shown(self) -> None:
        for shown in (None, "9.20 (odd)", "24.9.1"):
            detected = detect(seven_zip(), seen(product("Renamed", shown, key=CODE_2408.lower())))
            assert (detected.state, detected.version) == (DetectedState.PRESENT, "24.08")

    def test_a_patch_that_keeps_the_product_code_is_seen_by_the_shown_version(self) -> None:
        detected = detect(seven_zip(), seen(product("7-Zip 24.09 (x64 edition)", "24.09.00.0", key=CODE_2408)))
        assert detected.version == "24.09"

    def test_a_product_code_that_two_releases_share_proves_neither(self) -> None:
        rule = DetectionRule(product_codes_from_releases=True)
        shared = item(rule, Release("1.0", product_code=CODE_2409), Release("1.1", product_code=CODE_2409))
        assert detect(shared, seen(product("Tool", "1.1.0.0", key=CODE_2409))).version == "1.1"
        assert detect(shared, seen(product("Tool", "1.2", key=CODE_2409))).version == "1.2"
        assert detect(shared, seen(product("Tool", None, key=CODE_2409))).doubt is Doubt.NO_VERSION

    def test_another_version_is_named_and_not_ready(self) -> None:
        detected = detect(seven_zip(), seen(product("7-Zip 23.01 (x64 edition)", "23.01.00.0", key="{OTHER}")))
        assert (detected.state, detected.version) == (DetectedState.PRESENT, "23.01.00.0")
        assert not is_ready(detected, "24.09", Updates.MANAGED)

    def test_a_key_that_only_looks_like_a_product_code_proves_nothing(self) -> None:
        entry = InstalledProduct(CODE_2409, "64", "Something", "1.0", windows_installer=False)
        assert detect(seven_zip(), seen(entry)) == ABSENT

    def test_product_codes_prove_nothing_unless_the_rule_says_so(self) -> None:
        rule = DetectionRule(name_pattern="7-Zip*")
        other = item(rule, Release("24.09", product_code=CODE_2409), provider=Provider.MSI)
        assert detect(other, seen(product("Renamed", "24.09", key=CODE_2409))) == ABSENT


class TestVersionsThatCannotBeCompared:
    ODD = "unknown"

    def test_an_entry_with_one_counts_as_without_version(self) -> None:
        entry = product("Mozilla Firefox (x64 en-US)", self.ODD)
        assert detect(firefox(), seen(entry)).doubt is Doubt.NO_VERSION
        assert detect(firefox(), seen(entry, choco={"firefox": "145.0.1"})).version == "145.0.1"
        assert detect(firefox(), seen(entry, choco={"firefox": self.ODD})).doubt is Doubt.NO_VERSION
        assert detect(firefox(), seen(entry, choco={})).doubt is Doubt.NO_VERSION

    def test_a_package_with_one_cannot_be_verified(self) -> None:
        detected = detect(item(DetectionRule(chocolatey_id="tool")), seen(choco={"tool": self.ODD}))
        assert (detected.doubt, detected.package_version) == (Doubt.NO_VERSION, self.ODD)


class TestReady:
    @pytest.mark.parametrize(
        ("observed", "wanted", "updates", "ready"),
        [
            ("145.0.1", "145.0.1", Updates.MANAGED, True),
            ("145.0.1.0", "145.0.1", Updates.MANAGED, True),
            ("146.0", "145.0.1", Updates.MANAGED, False),
            ("146.0", "145.0.1", Updates.SELF, True),
            ("144.0", "145.0.1", Updates.SELF, False),
            ("144.0", None, Updates.MANAGED, True),
        ],
    )
    @pytest.mark.parametrize("state", [DetectedState.PRESENT, DetectedState.HALF])
    def test_by_version_and_by_who_updates(
        self, state: DetectedState, observed: str, wanted: str | None, updates: Updates, ready: bool
    ) -> None:
        assert is_ready(Detected(state, observed), wanted, updates) is ready

    @pytest.mark.parametrize("state", [DetectedState.ABSENT, DetectedState.UNVERIFIABLE])
    def test_never_what_is_absent_or_unknown(self, state: DetectedState) -> None:
        assert not is_ready(Detected(state), None, Updates.SELF)


VERSION = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}", fullmatch=True) | st.text(max_size=6)
ITEMS = st.builds(
    item,
    st.builds(
        DetectionRule,
        chocolatey_id=st.none() | st.just("tool"),
        name_pattern=st.none() | st.sampled_from(["Tool*", "*"]),
        publisher=st.none() | st.just("Maker"),
        product_codes_from_releases=st.booleans(),
    ),
    st.builds(
        Release,
        VERSION,
        package_version=st.none() | VERSION,
        product_code=st.none() | st.sampled_from([CODE_2408, CODE_2409]),
    ),
    updates=st.sampled_from(Updates),
)
OBSERVATIONS = st.builds(
    lambda products, choco: seen(*products, choco=choco),
    st.lists(
        st.builds(
            product,
            st.sampled_from(["Tool 1", "Other"]),
            st.none() | VERSION,
            st.sampled_from([None, "Maker", "maker "]),
            st.sampled_from(["Tool", CODE_2408, CODE_2409]),
        ),
        max_size=4,
    ),
    st.none() | st.dictionaries(st.sampled_from(["tool", "other"]), VERSION),
)


class TestWhateverIsSeen:
    @given(ITEMS, OBSERVATIONS)
    def test_the_fields_fit_the_state(self, what: CatalogItem, observation: Observation) -> None:
        detected = detect(what, observation)
        match detected.state:
            case DetectedState.PRESENT:
                assert detected.version is not None
                assert detected.doubt is None
            case DetectedState.HALF:
                assert (detected.version is None) is (detected.doubt is Doubt.ONLY_PACKAGE_MANAGER)
                assert detected.doubt is not None
            case DetectedState.UNVERIFIABLE:
                assert detected.version is None
                assert detected.doubt is not None
            case DetectedState.ABSENT:
                assert detected == ABSENT
        if detected.version is not None and detected.side_by_side:
            assert all(compare(version, detected.version) <= 0 for version in detected.side_by_side)

    @given(ITEMS, OBSERVATIONS)
    def test_the_order_of_what_was_seen_makes_no_difference(self, what: CatalogItem, observation: Observation) -> None:
        backwards = Observation(
            observation.machine_id,
            observation.at,
            observation.computer_name,
            observation.hardware_id,
            observation.products[::-1],
            None if observation.chocolatey is None else observation.chocolatey[::-1],
        )
        assert detect(what, observation) == detect(what, backwards)

    @given(ITEMS, OBSERVATIONS)
    def test_what_nobody_has_heard_of_is_never_ready(self, what: CatalogItem, observation: Observation) -> None:
        nothing = seen(choco=None if observation.chocolatey is None else {})
        assert not is_ready(detect(what, nothing), None, what.updates)
