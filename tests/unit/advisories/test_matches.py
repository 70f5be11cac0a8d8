"""Which entries of lists are about items of the catalogue."""

import json
from datetime import date
from typing import Any

from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider
from orchestrator.domain.suggestions import Found
from orchestrator.services.advisory_files.mapping import shipped_mapping
from orchestrator.services.advisory_files.reading import read_advisories
from orchestrator.services.advisory_suggestions import matches
from tests.unit.advisories.lists import KEV_ELSEWHERE, KEV_FIREFOX, affected, kev, osv

CATALOG = Catalog(
    {name: CatalogItem(name, name, "", Provider.EXTERNAL, DetectionRule()) for name in ("firefox", "git")}
)


def found_in(*entries: dict[str, Any], exploited: tuple[dict[str, Any], ...] = ()) -> dict[str, Found]:
    files = {"kev.json": kev(*exploited), "osv.json": json.dumps(list(entries))}
    return {one.id: one for one in matches(read_advisories(files), shipped_mapping(), CATALOG)}


def test_what_is_about_nothing_in_the_catalogue_is_left_out() -> None:
    vlc = osv("OSV-2026-1", affected=[affected("vlc", {"introduced": "0"})])
    assert found_in(vlc, exploited=(KEV_ELSEWHERE,)) == {}


def test_each_item_of_an_entry_has_a_suggestion_of_its_own_with_only_its_own_products() -> None:
    both = osv(affected=[affected(name, {"introduced": "0"}) for name in ("firefox", "git", "vlc")])
    found = found_in(both)
    assert sorted(found) == ["osv:GHSA-2x4c-5g6h-7j8m:firefox", "osv:GHSA-2x4c-5g6h-7j8m:git"]
    assert [p.product for p in found["osv:GHSA-2x4c-5g6h-7j8m:git"].advisory.products] == ["git"]


def test_what_one_list_knows_to_be_exploited_is_so_in_the_other_by_the_same_number() -> None:
    found = found_in(osv(), osv("OSV-2026-2", aliases=[]), exploited=(KEV_FIREFOX,))
    assert {name: (one.advisory.known_exploited, one.advisory.due) for name, one in found.items()} == {
        "kev:CVE-2026-10001:firefox": (True, date(2026, 12, 1)),
        "osv:GHSA-2x4c-5g6h-7j8m:firefox": (True, date(2026, 12, 1)),
        "osv:OSV-2026-2:firefox": (False, None),
    }
    assert {one.file_date for one in found.values()} == {date(2026, 11, 12), date(2026, 11, 11)}
