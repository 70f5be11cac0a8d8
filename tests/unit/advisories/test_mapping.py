"""Which products of others' lists are items of ours."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct
from orchestrator.domain.errors import InvalidInput
from orchestrator.services.advisory_files.mapping import MappingLine, read_mapping, shipped_mapping
from orchestrator.settings import ROOT

KEV, OSV = AdvisorySource.KEV, AdvisorySource.OSV
GOOD = """---
kev:
  - vendor: Mozilla
    product: "*Firefox*"
    item: firefox
osv:
  - ecosystem: Chocolatey
    name: firefox
    item: firefox
"""


OSV_LINE = "  - ecosystem: Chocolatey\n    name: firefox\n    item: firefox\n"


def items_of(source: AdvisorySource, *products: tuple[str, str]) -> set[str]:
    """What the shipped mapping takes products for."""
    advisory = Advisory(source, "CVE-2026-10001", "", tuple(AffectedProduct(*product) for product in products))
    return set(shipped_mapping().products_by_item(advisory))


@pytest.mark.parametrize(
    ("vendor", "product", "items"),
    [
        ("Mozilla", "Firefox", {"firefox"}),
        ("MOZILLA", "Firefox, Firefox ESR, and Thunderbird", {"firefox"}),
        ("Mozilla", "Thunderbird", set()),
        ("7-Zip", "7-Zip", {"7zip"}),
        ("VideoLAN", "VLC Media Player", {"vlc"}),
        ("LibreOffice", "LibreOffice", {"libreoffice"}),
        ("Notepad++", "Notepad++", {"notepadplusplus"}),
        ("Git", "Git", {"git"}),
        ("GitLab", "GitLab CE/EE", set()),
        ("Microsoft", "Edge and Internet Explorer", {"microsoft-edge"}),
        ("Google", "Chromium V8", {"microsoft-edge"}),
        ("Google", "Chrome", set()),
    ],
)
def test_the_shipped_mapping_knows_the_example_catalogue_as_the_catalogue_of_exploited_flaws_writes_it(
    vendor: str, product: str, items: set[str]
) -> None:
    assert items_of(KEV, (vendor, product)) == items


def test_the_shipped_mapping_names_items_of_the_example_catalogue_only() -> None:
    known = {file.stem for file in Path(ROOT, "inventory", "catalog").glob("*.yml")}
    text = Path(ROOT, "inventory", "advisory-mapping.yml").read_text()
    assert read_mapping(text, known=known) == shipped_mapping()
    covered = {line.item_id for line in shipped_mapping().lines}
    assert covered == {"firefox", "vlc", "7zip", "notepadplusplus", "libreoffice", "git", "microsoft-edge"}


def test_packages_of_linux_distributions_are_not_taken_for_programs_of_windows() -> None:
    assert items_of(OSV, ("Debian:12", "firefox-esr"), ("Alpine:v3.20", "git"), ("npm", "git")) == set()
    assert items_of(OSV, ("chocolatey", "Firefox"), ("GIT", "https://github.com/git/git")) == {"firefox", "git"}


def test_a_line_without_a_release_means_all_releases_of_an_ecosystem() -> None:
    every, one = MappingLine(OSV, "Debian", "a", "a"), MappingLine(OSV, "Debian:12", "a", "a")
    products = [AffectedProduct("Debian:12", "a"), AffectedProduct("Debian:13", "a")]
    assert [(every.fits(product), one.fits(product)) for product in products] == [(True, True), (True, False)]


def test_a_product_of_one_kind_of_list_is_not_looked_up_in_the_other() -> None:
    assert items_of(OSV, ("Mozilla", "Firefox")) == set()


@pytest.mark.parametrize(
    ("old", "new", "field", "line", "problem"),
    [
        ("kev:", "kv:", "kv", 3, "unknown-key"),
        ("    item: firefox\nosv", "    itme: firefox\nosv", "kev[0].itme", 5, "unknown-key"),
        ("    item: firefox\nosv", "osv", "kev[0].item", 3, "missing"),
        ("item: firefox\nosv", "item: Fire Fox\nosv", "kev[0].item", 5, "id-form"),
        ("item: firefox\nosv", "item: fierfox\nosv", "kev[0].item", 5, "unknown-item"),
        ("vendor: Mozilla", "vendor: 7", "kev[0].vendor", 3, "needs-quotes"),
        ("vendor: Mozilla", "vendor: [Mozilla]", "kev[0].vendor", 3, "not-text"),
        ('"*Firefox*"', '"*"', "kev[0].product", 4, "pattern-form"),
        ('"*Firefox*"', "*Firefox", "kev[0].product", 4, "yaml-alias"),
        (OSV_LINE, "  - firefox\n", "osv[0]", 7, "not-a-mapping"),
        (OSV_LINE, "  firefox\n", "osv", 7, "not-a-list"),
    ],
)  # fmt: skip
def test_a_slip_in_a_mapping_is_told_with_its_line(old: str, new: str, field: str, line: int, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidInput) as told:
        read_mapping(GOOD.replace(old, new, 1), known={"firefox"})
    assert (field, line, problem) in [(p.field, p.line, p.problem) for p in told.value.problems]


@pytest.mark.parametrize(("text", "problem"), [("", "empty"), ("- a", "not-a-mapping"), ("a: [", "not-yaml")])
def test_what_is_no_mapping_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as told:
        read_mapping(text)
    assert [p.problem for p in told.value.problems] == [problem]


def test_the_same_line_twice_is_told() -> None:
    lines = GOOD.partition("kev:\n")[2].partition("osv:")[0]
    with pytest.raises(InvalidInput) as told:
        read_mapping(GOOD.replace(lines, lines + lines))
    assert [(p.field, p.problem) for p in told.value.problems] == [("kev[1]", "listed-twice")]


def test_a_mapping_may_name_items_that_a_site_does_not_have() -> None:
    assert [line.item_id for line in read_mapping(GOOD).lines] == ["firefox", "firefox"]


@given(st.text(alphabet="ab*", max_size=8), st.text(alphabet="ab", max_size=8))
def test_an_asterisk_stands_for_any_text(pattern: str, text: str) -> None:
    def naive(rest: str, left: str) -> bool:
        if not rest:
            return not left
        if rest[0] == "*":
            return naive(rest[1:], left) or (bool(left) and naive(rest, left[1:]))
        return bool(left) and rest[0] == left[0] and naive(rest[1:], left[1:])

    assert MappingLine(KEV, pattern, "*", "a").fits(AffectedProduct(text, "")) == naive(pattern, text)


def test_a_pattern_of_asterisks_takes_no_time() -> None:
    line = MappingLine(KEV, "*a" * 100 + "b", "*", "a")
    assert not line.fits(AffectedProduct("a" * 300, ""))
