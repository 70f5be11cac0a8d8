"""Numbers of advisories, and the versions that they are about (RULES R3.2)."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.advisories import (
    ALL_VERSIONS,
    ID_EXAMPLE,
    RANGE_EXAMPLE,
    AdvisoryScheme,
    AffectedRange,
    advisory_id,
    checked_advisory_id,
    covers,
    fixed_in,
    format_range,
    is_cve_id,
    parse_range,
)
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.versions import compare


@pytest.mark.parametrize("text", ["CVE-2026-1234", "CVE-1999-0001", "CVE-2026-1234567890123456789"])
def test_a_cve_number_is_recognised(text: str) -> None:
    """R3.2: the CVE's form is checked."""
    assert is_cve_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CVE-2026-123",
        "CVE-2026-12345678901234567890",
        "CVE-1998-1234",
        "CVE-2100-1234",
        "CVE-26-1234",
        "cve-2026-1234",
        " CVE-2026-1234",
        "CVE-2026-1234\n",
        "CVE 2026 1234",
        "CVE-٢٠٢٦-1234",
        "CVE-2026-12a4",
    ],
)
def test_what_only_looks_like_a_cve_number_is_none(text: str) -> None:
    assert not is_cve_id(text)


@pytest.mark.parametrize(
    ("text", "scheme", "spelt"),
    [
        (" cve-2026-1234 ", AdvisoryScheme.CVE, "CVE-2026-1234"),
        ("ghsa-2X4C-5g6h-7j8m", AdvisoryScheme.GITHUB, "GHSA-2x4c-5g6h-7j8m"),
        ("RHSA-2026:1234", AdvisoryScheme.VENDOR, "RHSA-2026:1234"),
        ("mfsa2026-10", AdvisoryScheme.VENDOR, "mfsa2026-10"),
        ("MS17-010", AdvisoryScheme.VENDOR, "MS17-010"),
        ("VideoLAN-SB-VLC-3021", AdvisoryScheme.VENDOR, "VideoLAN-SB-VLC-3021"),
    ],
)
def test_a_number_is_read_in_any_case_and_spelt_as_its_list_does(text: str, scheme: AdvisoryScheme, spelt: str) -> None:
    found = advisory_id(text)
    assert found is not None
    assert (found.scheme, found.text) == (scheme, spelt)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CVE-2026-12",
        "CVE_2026_1234",
        "GHSA-1111-2222",
        "GHSA-aaaa-bbbb-cccc",
        "dangerous",
        "no-number",
        "17-010",
        "I read it in the news",
        f"RHSA-{'1' * 80}",
        "RHSA-٢٠٢٦",
        "RHSA-2026:1234; DROP",
    ],
)
def test_words_and_misspelt_numbers_are_no_number_of_an_advisory(text: str) -> None:
    assert advisory_id(text) is None
    with pytest.raises(InvalidInput) as told:
        checked_advisory_id(text, field="evidence.advisory")
    (problem,) = told.value.problems
    assert (problem.field, problem.problem, problem.expected) == ("evidence.advisory", "advisory-form", ID_EXAMPLE)


def test_what_is_said_to_be_right_is_right() -> None:
    assert all(advisory_id(text) for text in ID_EXAMPLE.split(","))
    assert format_range(parse_range(RANGE_EXAMPLE)) == RANGE_EXAMPLE


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("< 144.0", AffectedRange(fixed="144.0")),
        ("<144.0", AffectedRange(fixed="144.0")),
        (">= 1.2, < 1.5.3", AffectedRange("1.2", "1.5.3")),
        (">=1.2 <1.5.3", AffectedRange("1.2", "1.5.3")),
        ("< 1.5.3, >= 1.2", AffectedRange("1.2", "1.5.3")),
        (">= 1.2 and < 1.5.3", AffectedRange("1.2", "1.5.3")),
        (">= 1.2 und <= 1.5.3", AffectedRange("1.2", last_affected="1.5.3")),
        ("<= 6.00", AffectedRange(last_affected="6.00")),
        ("≤ 6.00", AffectedRange(last_affected="6.00")),
        ("≥ 6.00", AffectedRange("6.00")),
        ("all", ALL_VERSIONS),
        (" Alle ", ALL_VERSIONS),
        ("*", ALL_VERSIONS),
        ("144.0", AffectedRange("144.0", last_affected="144.0")),
        ("= 144.0", AffectedRange("144.0", last_affected="144.0")),
        ("< 2024.1 Update 10", AffectedRange(fixed="2024.1 Update 10")),
        ("<= R2023b", AffectedRange(last_affected="R2023b")),
        ("< 128.0.1esr", AffectedRange(fixed="128.0.1esr")),
        ("< 8u391", AffectedRange(fixed="8u391")),
        ("< 1.0-rc1", AffectedRange(fixed="1.0-rc1")),
    ],
)
def test_a_range_is_read_as_people_write_it(text: str, affected: AffectedRange) -> None:
    """R3.2: evidence names the affected range."""
    assert parse_range(text) == affected


@pytest.mark.parametrize(
    ("text", "problem", "expected"),
    [
        ("", "empty", ""),
        ("   ", "empty", ""),
        ("old ones", "range-form", RANGE_EXAMPLE),
        ("before 144.0", "range-form", RANGE_EXAMPLE),
        ("144.0 or older", "range-form", RANGE_EXAMPLE),
        ("144.0 and older", "range-form", RANGE_EXAMPLE),
        ("1.2 - 1.5", "range-form", RANGE_EXAMPLE),
        ("1.2, 1.5", "range-form", RANGE_EXAMPLE),
        ("<", "range-form", RANGE_EXAMPLE),
        ("< <", "range-form", RANGE_EXAMPLE),
        ("Firefox < 144", "range-form", RANGE_EXAMPLE),
        ("< 144.0; rm -rf", "range-form", RANGE_EXAMPLE),
        ("> 1.2", "range-first-version", RANGE_EXAMPLE),
        ("> 1.2, < 1.5", "range-first-version", RANGE_EXAMPLE),
        ("< 1.2, < 1.5", "range-bound-twice", RANGE_EXAMPLE),
        ("= 1.2, >= 1.2", "range-bound-twice", RANGE_EXAMPLE),
        ("< 1.5, <= 1.4", "range-two-ends", RANGE_EXAMPLE),
        (">= 1.5, < 1.5", "range-backwards", RANGE_EXAMPLE),
        (">= 1.5, <= 1.4.9", "range-backwards", RANGE_EXAMPLE),
        ("< 1." + "1" * 200, "too-long", "200"),
    ],
)
def test_what_is_no_range_is_told_with_field_value_and_what_would_be_right(
    text: str, problem: str, expected: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        parse_range(text, field="evidence.affected")
    (found,) = told.value.problems
    assert (found.field, found.problem, found.expected) == ("evidence.affected", problem, expected)
    assert len(found.value) <= 80
    assert found.value[:20].strip() == text.strip()[:20].strip()


def test_a_value_that_a_terminal_would_obey_is_shown_harmless() -> None:
    with pytest.raises(InvalidInput) as told:
        parse_range("\x1b[31m")
    assert told.value.problems == (FieldProblem("affected_range", "\\u001b[31m", "range-form", RANGE_EXAMPLE),)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("< 144.0", ["1", "143.0.4", "144.0-rc1", "144.0b3"], ["144.0", "144", "144.0.0.0", "144.0.1", "145.0.1"]),
        (">= 1.2, < 1.5.3", ["1.2", "1.2.0", "1.5.2"], ["1.1.9", "1.2-rc1", "1.5.3", "2"]),
        ("<= 6.00", ["5.9", "6.0", "6.00"], ["6.01", "6.0.0.1"]),
        ("144.0", ["144.0", "144", "v144.0"], ["143.9", "144.0.1"]),
        ("all", ["", "0", "9999"], []),
    ],
)
def test_a_range_covers_the_versions_between_its_bounds(text: str, inside: list[str], outside: list[str]) -> None:
    """R3.2: evidence of a security reason covers the version that would be installed, or it is none."""
    affected = parse_range(text)
    assert [version for version in inside if not covers(affected, version)] == []
    assert [version for version in outside if covers(affected, version)] == []


_number = st.integers(0, 30).map(str)
_versions = st.builds(
    lambda numbers, tail: ".".join(numbers) + tail,
    st.lists(_number, min_size=1, max_size=4),
    st.sampled_from(["", "esr", "-rc1", "b2", " Update 2", "-1"]),
)


@st.composite
def _ranges(draw: st.DrawFn) -> AffectedRange:
    """Any range that can be written."""
    lower, upper = draw(st.none() | _versions), draw(st.none() | _versions)
    if lower is not None and upper is not None and compare(lower, upper) > 0:
        lower, upper = upper, lower
    if draw(st.booleans()) and not (lower is not None and upper is not None and compare(lower, upper) == 0):
        return AffectedRange(lower, fixed=upper)
    return AffectedRange(lower, last_affected=upper)


@given(_ranges())
def test_a_range_that_is_written_down_is_read_back(affected: AffectedRange) -> None:
    assert parse_range(format_range(affected)) == affected
    assert str(affected) == format_range(affected)


@given(_ranges(), _versions)
def test_nothing_below_introduced_and_nothing_from_fixed_on_is_ever_covered(
    affected: AffectedRange, version: str
) -> None:
    """R3.2: a version that was not vulnerable yet, or is not any more, is no evidence."""
    if affected.introduced is not None and compare(version, affected.introduced) < 0:
        assert not covers(affected, version)
    if affected.fixed is not None and compare(version, affected.fixed) >= 0:
        assert not covers(affected, version)


@given(_ranges(), _versions, _versions, _versions)
def test_what_lies_between_two_covered_versions_is_covered(
    affected: AffectedRange, one: str, other: str, third: str
) -> None:
    oldest, middle, newest = sorted(
        [one, other, third], key=lambda text: [compare(text, v) for v in (one, other, third)]
    )
    if covers(affected, oldest) and covers(affected, newest):
        assert covers(affected, middle)


@given(st.text(max_size=60) | st.text(alphabet="<>=≤, .0123456789abv-", max_size=30))
def test_whatever_is_written_is_read_or_refused_and_never_a_fault(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        affected = parse_range(text)
        assert parse_range(format_range(affected)) == affected


@pytest.mark.parametrize(
    ("ranges", "fixed"),
    [
        ([], None),
        (["< 144.0"], "144.0"),
        (["< 128.5", ">= 129, < 144.0"], "144.0"),
        (["< 1.10", "< 1.9"], "1.10"),
        (["< 144.0", ">= 145.0"], None),
        (["<= 6.00"], None),
        (["<= 6.00", ">= 7, < 7.2"], "7.2"),
        (["< 5.0", ">= 6, <= 6.2"], None),
        (["all"], None),
    ],
)
def test_a_fixed_version_is_named_only_where_nothing_after_it_is_affected(ranges: list[str], fixed: str | None) -> None:
    assert fixed_in(map(parse_range, ranges)) == fixed


@given(st.lists(_ranges(), max_size=4), _versions)
def test_no_version_from_the_fixed_one_on_is_covered_by_any_range(ranges: list[AffectedRange], version: str) -> None:
    fixed = fixed_in(ranges)
    if fixed is not None and compare(version, fixed) >= 0:
        assert not any(covers(affected, version) for affected in ranges)
