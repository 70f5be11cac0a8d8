"""The order of version strings that Windows software really uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.versions import by_version, compare, satisfies

EQUAL = [
    ("24.09", "24.9"),  # 7-Zip: catalog and package
    ("24.09", "24.09.00.0"),  # 7-Zip: catalog and the MSI's DisplayVersion
    ("4.0.0.0", "4"),
    ("01.2", "1.2"),
    ("v22.11.0", "22.11.0"),  # Node.js
    ("V1.2", " 1.2 "),
    ("128.0.1esr", "128.0.1 ESR"),  # Firefox
    ("2024.1update2", "2024.1 Update 2"),
    ("7, 0, 1, 2", "7.0.1.2"),  # version resources of old installers
    ("1.0rc1", "1.0-rc.1"),
    ("2.0.final", "2.0"),
    ("3.0GA", "3"),
    ("", "0.0"),
    ("1.0.0-rc1", "1-rc1"),
]

OLDER = [
    ("1.9", "1.10.0"),
    ("3.0.20", "3.0.21"),  # VLC
    ("142.0.3595.94", "142.0.3595.100"),  # Microsoft Edge
    ("142.0.3595.94", "143.0.1"),
    ("145.0", "145.0.1"),
    ("128.0.1", "128.0.1esr"),
    ("128.0.1esr", "128.0.2"),
    ("115.18.0esr", "128.0.1esr"),
    ("8u391", "8u402"),  # Java 8
    ("8.0.3910.13", "8.0.4020.8"),  # the same in the registry
    ("21.0.5+9", "21.0.5+11"),  # Temurin
    ("21.0.5", "21.0.5+9"),
    ("2024.1", "2024.1 Update 2"),
    ("2024.1 Update 2", "2024.1 Update 10"),
    ("2024.1 Update 10", "2024.2"),
    ("R2023a", "R2023b"),  # MATLAB
    ("R2023b", "R2024a"),
    ("R2023b", "R2023b Update 5"),
    ("2.47.1.windows.1", "2.47.1.windows.2"),  # Git for Windows
    ("2.47.1.windows.2", "2.47.2"),
    ("3.12.4", "3.12.4150.0"),  # Python: why product codes go before such a DisplayVersion
    ("6.4p9", "6.4p10"),
    ("1.1.1k", "1.1.1w"),  # OpenSSL
    ("1.0a2", "1.0b1"),
    ("1.0-beta2", "1.0-beta10"),
    ("1.0 beta 10", "1.0-rc1"),
    ("3.0.0-RC1", "3.0.0"),  # GIMP
    ("1.0.rc1", "1.0"),
    ("1.0-preview", "1.0"),
    ("1.0", "1.0sp1"),
    ("1.0", "1.0-1"),
    ("1.0-1", "1.0.1"),
    ("24.09", "24.10"),
    ("2.9999999999999999999", "2.10000000000000000000"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_versions_that_are_written_differently_are_equal(one: str, other: str) -> None:
    assert (compare(one, other), compare(other, one)) == (0, 0)
    assert by_version(one) == by_version(other)


@pytest.mark.parametrize(("older", "newer"), OLDER)
def test_an_older_version_comes_before_a_newer_one(older: str, newer: str) -> None:
    assert (compare(older, newer), compare(newer, older)) == (-1, 1)


def test_sorting_by_version_goes_from_the_oldest_to_the_newest() -> None:
    in_order = ["1.0a1", "1.0-beta2", "1.0-rc1", "1.0", "1.0esr", "1.0-1", "1.0.1", "1.9", "1.10"]
    upside_down = in_order[::-1]
    assert sorted(upside_down, key=by_version) == in_order


@pytest.mark.parametrize(
    ("observed", "wanted", "managed", "self_updating"),
    [
        ("145.0.1", "145.0.1", True, True),
        ("145.0.1.0", "145.0.1", True, True),
        ("146.0", "145.0.1", False, True),
        ("145.0", "145.0.1", False, False),
        ("145.0.1-rc1", "145.0.1", False, False),
    ],
)
def test_newer_satisfies_only_where_the_software_updates_itself(
    observed: str, wanted: str, managed: bool, self_updating: bool
) -> None:
    """R1.6, R5.2: with `updates: self`, observed at or above desired is ready; else only the wanted version is."""
    assert satisfies(observed, wanted, self_updating=False) is managed
    assert satisfies(observed, wanted, self_updating=True) is self_updating


_number = st.integers(0, 12).map(str)
_dotted = st.lists(_number, min_size=1, max_size=4).map(".".join)
_words = ["", "esr", "-rc1", ".rc.1", " beta 2", "a", "b3", " (64-bit)", "+5", "_1", "-0", "u3", "sp1", ".windows.1"]
_words += [" Update 2", " Update 10", ".final", "-SNAPSHOT", ", 0", ".0.0", "k"]
_realistic = st.tuples(st.sampled_from(["", "v", "R"]), _dotted, st.sampled_from(_words), st.sampled_from(_words)).map(
    "".join
)
_any = st.one_of(_realistic, st.text(max_size=12), st.text(alphabet="01a.- ²٣", max_size=10))


@given(_any)
def test_every_version_equals_itself_whatever_the_case_and_the_space_around_it(version: str) -> None:
    assert compare(version, version) == 0
    assert compare(f" {version}\t", version) == 0


@given(_any, _any)
def test_the_order_of_two_does_not_depend_on_which_comes_first(one: str, other: str) -> None:
    assert compare(one, other) == -compare(other, one)


@given(_any, _any, _any)
def test_the_order_never_runs_in_a_circle(one: str, other: str, third: str) -> None:
    oldest, _, newest = sorted([one, other, third], key=by_version)
    assert compare(oldest, newest) <= 0
    if compare(one, other) <= 0 and compare(other, third) <= 0:
        assert compare(one, third) <= 0


@given(_any, _any, _any)
def test_equal_versions_compare_alike_with_any_third(one: str, other: str, third: str) -> None:
    if compare(one, other) == 0:
        assert compare(one, third) == compare(other, third)


@given(_dotted, st.integers(1, 3))
def test_zeros_that_pad_a_number_say_nothing(version: str, zeros: int) -> None:
    assert compare(version, version + ".0" * zeros) == 0
    assert compare(version + "-rc1", version + ".0" * zeros + "-rc1") == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert compare(one, other) in {-1, 0, 1}


@pytest.mark.parametrize("text", ["9" * 20_000, "1-" * 20_000, "a1" * 20_000, "!" * 20_000, "1.0²", "٣.1", "\ud800"])
def test_text_of_any_length_and_script_can_be_compared(text: str) -> None:
    assert compare(text, text) == 0
    assert compare(text, "1.0") in {-1, 0, 1}
