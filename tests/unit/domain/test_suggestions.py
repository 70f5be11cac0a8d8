"""What an advisory suggests for an item of the catalogue, and what it leaves open (RULES R4.2)."""

from datetime import date

import pytest

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct, AffectedRange, parse_range
from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release
from orchestrator.domain.suggestions import Found, Suggestion, SuggestionKind, SuggestionWhy, suggestion

FIREFOX = CatalogItem(
    "firefox",
    "Mozilla Firefox",
    "Mozilla",
    Provider.CHOCOLATEY,
    DetectionRule("firefox"),
    releases=(Release("144.0.2"), Release("145.0.1"), Release("146.0", approved=False)),
)
EDGE = CatalogItem("microsoft-edge", "Microsoft Edge", "Microsoft", Provider.EXTERNAL, DetectionRule())
_W = SuggestionWhy
_MINIMUM = SuggestionKind.MINIMUM_VERSION


def about(*ranges: str | None, known_exploited: bool = False) -> Advisory:
    """An advisory of one product per range; None is a product without versions."""
    products = tuple(
        AffectedProduct("Chocolatey", f"p{n}", None if text is None else (parse_range(text),))
        for n, text in enumerate(ranges)
    )
    return Advisory(AdvisorySource.OSV, "CVE-2026-10001", "", products, known_exploited=known_exploited)


@pytest.mark.parametrize(
    ("ranges", "kind", "version", "affected", "whys"),
    [
        (["< 145.0"], _MINIMUM, "145.0", ("144.0.2",), [_W.FIX_KNOWN, _W.RELEASE_AFFECTED]),
        (["< 145.0.2"], _MINIMUM, "145.0.2", ("144.0.2", "145.0.1"), [_W.FIX_KNOWN, _W.LATEST_AFFECTED]),
        (["< 100"], _MINIMUM, "100", (), [_W.FIX_KNOWN, _W.NO_RELEASE_AFFECTED]),
        (["< 128.5", ">= 145, < 146"], _MINIMUM, "146", ("145.0.1",), [_W.FIX_KNOWN, _W.LATEST_AFFECTED]),
        (["<= 145.0.1"], SuggestionKind.BLOCK, None, ("144.0.2", "145.0.1"), [_W.NO_FIX_KNOWN, _W.LATEST_AFFECTED]),
        (["146.0"], SuggestionKind.BLOCK, None, ("146.0",), [_W.NO_FIX_KNOWN, _W.RELEASE_AFFECTED]),
        (["all"], SuggestionKind.BLOCK, None, ("144.0.2", "145.0.1", "146.0"), [_W.NO_FIX_KNOWN, _W.LATEST_AFFECTED]),
    ],
)  # fmt: skip
def test_a_known_range_suggests_a_minimum_version_where_a_mended_one_is_known_and_else_a_block(
    ranges: list[str], kind: SuggestionKind, version: str | None, affected: tuple[str, ...], whys: list[SuggestionWhy]
) -> None:
    """R4.2: what is suggested is a safeguard of a kind that there is."""
    found = suggestion(about(*ranges), FIREFOX)
    assert (found.kind, found.version, found.affected_releases, list(found.whys)) == (kind, version, affected, whys)
    assert found.affected is bool(affected)


@pytest.mark.parametrize("ranges", [[None], ["< 145.0", None], []])
def test_where_versions_are_not_known_somebody_has_to_look_and_nothing_is_made_up(ranges: list[str | None]) -> None:
    assert suggestion(about(*ranges), FIREFOX) == Suggestion(
        SuggestionKind.LOOK, None, None, (), None, (SuggestionWhy.RANGE_UNKNOWN,)
    )


def test_that_a_flaw_is_used_is_said_first() -> None:
    assert suggestion(about("< 1", known_exploited=True), FIREFOX).whys[0] is SuggestionWhy.KNOWN_EXPLOITED


@pytest.mark.parametrize("item", [EDGE, None])
def test_of_what_we_deliver_no_version_it_is_not_known_whether_it_is_affected(item: CatalogItem | None) -> None:
    found = suggestion(about("< 145.0"), item)
    assert (found.kind, found.version, found.affected) == (SuggestionKind.MINIMUM_VERSION, "145.0", None)
    assert SuggestionWhy.NOTHING_ON_OFFER in found.whys


def test_the_same_range_of_two_products_is_told_once() -> None:
    assert suggestion(about("< 145.0", "< 145.0"), FIREFOX).ranges == (AffectedRange(fixed="145.0"),)


def test_a_suggestion_is_the_same_one_as_long_as_list_number_and_item_are() -> None:
    one, later = (Found("firefox", about("< 1"), date(2026, 11, day)) for day in (1, 2))
    assert one.id == later.id == "osv:CVE-2026-10001:firefox"
    assert Found("git", about("< 1"), None).id != one.id
