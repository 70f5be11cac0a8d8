"""Suggestions in the store: imported, dismissed, open again, taken away."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.people import Actor
from orchestrator.services.record_redact import redact
from orchestrator.services.suggestion_import import ImportedSuggestions, import_suggestions
from orchestrator.services.suggestion_stores import Dismissal, KeptSuggestion
from orchestrator.services.suggestions import (
    SuggestionIsDismissed,
    SuggestionView,
    dismiss_suggestion,
    list_suggestions,
)
from tests.fakes.workflow import FakeClock
from tests.store.databases import Database
from tests.store.values import LATER, NOON
from tests.unit.advisories.lists import KEV_ELSEWHERE, KEV_FIREFOX, affected, kev, osv, zipped

MARTA = Actor("person:marta", "Marta Manager")
FIREFOX = CatalogItem(
    "firefox",
    "Mozilla Firefox",
    "Mozilla",
    Provider.CHOCOLATEY,
    DetectionRule("firefox"),
    releases=(Release("144.0.2"), Release("145.0.1")),
)
KEV_ID, OSV_ID = "kev:CVE-2026-10001:firefox", "osv:GHSA-2x4c-5g6h-7j8m:firefox"


@pytest.fixture
def stocked(database: Database) -> Database:
    """A store whose catalogue has Firefox."""
    with database.transactions() as uow:
        uow.catalog.put(FIREFOX)
        uow.commit()
    return database


def bring(
    database: Database,
    files: Mapping[str, str],
    *,
    apply: bool = True,
    mapping: str | None = None,
    at: Any = NOON,  # noqa: ANN401 - a moment
) -> ImportedSuggestions:
    return import_suggestions(
        files, mapping=mapping, apply=apply, actor=MARTA, transactions=database.transactions, clock=FakeClock(moment=at)
    )


def lists(*entries: dict[str, Any], exploited: tuple[dict[str, Any], ...] = (KEV_FIREFOX,)) -> dict[str, str]:
    return {"kev.json": kev(*exploited), "osv.json": json.dumps(list(entries or (osv(),)))}


def listed(database: Database, *, dismissed: bool = False, **query: Any) -> list[SuggestionView]:  # noqa: ANN401 - of the query
    asked = {"item_id": None, "after": None, "limit": 50, **query}
    return list(list_suggestions(reads=database.reads, dismissed=dismissed, **asked))


def ids(database: Database, *, dismissed: bool = False, **query: Any) -> list[str]:  # noqa: ANN401 - likewise
    return [view.kept.found.id for view in listed(database, dismissed=dismissed, **query)]


def dismiss(database: Database, identity: str = KEV_ID) -> SuggestionView:
    return dismiss_suggestion(
        identity, "Not here.", actor=MARTA, transactions=database.transactions, clock=FakeClock(moment=LATER)
    )


def entries(database: Database) -> list[str]:
    rows = database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return [json.loads(bytes(body) if not isinstance(body, str) else body)["kind"] for (body,) in rows]


def test_an_import_that_is_not_applied_changes_nothing(stocked: Database) -> None:
    done = bring(stocked, lists(), apply=False)
    assert ([one.id for one in done.new], done.applied) == ([KEV_ID, OSV_ID], False)
    assert (ids(stocked), entries(stocked)) == ([], [])


def test_what_is_kept_comes_back_as_it_was(stocked: Database) -> None:
    done = bring(stocked, lists(osv(affected=[affected("firefox", {"introduced": "1"}, {"last_affected": "2"})])))
    with stocked.reads() as uow:
        for one in done.new:
            assert uow.suggestions.get(one.id) == KeptSuggestion(one, NOON)
    assert entries(stocked) == ["suggestions.imported"]


def test_an_archive_comes_in_base64(stocked: Database) -> None:
    archive = zipped({"a.json": json.dumps(osv())})
    done = bring(stocked, {"all.zip": base64.b64encode(archive).decode()})
    assert [one.id for one in done.new] == [OSV_ID]
    with pytest.raises(InvalidInput) as told:
        bring(stocked, {"all.zip": "no base64!"})
    assert [(p.where, p.problem, p.expected) for p in told.value.problems] == [("all.zip", "not-a-zip", "base64")]


def test_the_same_lists_again_change_nothing_but_the_day(stocked: Database) -> None:
    bring(stocked, lists())
    again = bring(stocked, lists(), at=LATER)
    assert (again.new, again.changed, again.unchanged) == ((), (), 2)
    assert {view.kept.imported_at for view in listed(stocked)} == {LATER}


def test_a_dismissed_one_leaves_the_list_with_its_words_and_stays_away(stocked: Database) -> None:
    bring(stocked, lists())
    view = dismiss(stocked)
    assert (view.kept.dismissal, view.person) == (Dismissal(MARTA.id, LATER, "Not here."), "Marta Manager")
    bring(stocked, lists())
    assert (ids(stocked), ids(stocked, dismissed=True)) == ([OSV_ID], [KEV_ID])
    assert entries(stocked) == ["suggestions.imported", "suggestion.dismissed", "suggestions.imported"]


def test_a_dismissed_one_comes_back_when_its_advisory_says_something_else(stocked: Database) -> None:
    bring(stocked, lists())
    dismiss(stocked, OSV_ID)
    done = bring(stocked, lists(osv(affected=[affected("firefox", {"introduced": "0"}, {"fixed": "146.0"})])))
    assert [one.id for one in done.changed] == [OSV_ID]
    assert ids(stocked) == [OSV_ID, KEV_ID]
    assert listed(stocked)[0].suggestion.version == "146.0"


def test_what_was_taken_back_is_taken_away_and_never_suggested_anew(stocked: Database) -> None:
    withdrawn = osv(withdrawn="2026-11-12T00:00:00Z")
    assert bring(stocked, lists(withdrawn)).new[-1].id == KEV_ID
    bring(stocked, lists())
    done = bring(stocked, lists(withdrawn))
    assert ([one.id for one in done.withdrawn], ids(stocked)) == ([OSV_ID], [KEV_ID])


def test_it_is_dismissed_once(stocked: Database) -> None:
    bring(stocked, lists())
    dismiss(stocked)
    with pytest.raises(SuggestionIsDismissed):
        dismiss(stocked)
    with pytest.raises(NotFound):
        dismiss(stocked, "kev:CVE-2026-10002:firefox")
    assert entries(stocked).count("suggestion.dismissed") == 1


def test_whether_a_version_on_offer_is_affected_is_told_by_what_is_on_offer_now(stocked: Database) -> None:
    bring(stocked, lists())
    assert listed(stocked)[0].suggestion.affected_releases == ("144.0.2",)
    with stocked.transactions() as uow:
        uow.catalog.put(replace(FIREFOX, releases=(Release("145.0.1"),)))
        uow.commit()
    assert listed(stocked)[0].suggestion.affected is False
    with stocked.transactions() as uow:
        uow.catalog.remove("firefox")
        uow.commit()
    assert listed(stocked)[0].suggestion.affected is None


def test_a_list_comes_in_pages_newest_number_first(stocked: Database) -> None:
    bring(stocked, lists(*(osv(f"OSV-2026-{n}") for n in range(5)), exploited=()))
    expected = [f"osv:OSV-2026-{n}:firefox" for n in (4, 3, 2, 1, 0)]
    assert ids(stocked) == expected
    assert ids(stocked, after=expected[1], limit=2) == expected[2:4]
    assert (ids(stocked, item_id="git"), ids(stocked, item_id="firefox", limit=1)) == ([], expected[:1])


def test_a_site_may_bring_a_mapping_of_its_own_that_names_only_what_it_has(stocked: Database) -> None:
    line = 'kev:\n  - {vendor: "Example*", product: "Router *", item: firefox}\n'
    done = bring(stocked, lists(exploited=(KEV_FIREFOX, KEV_ELSEWHERE)), mapping=line)
    assert [one.id for one in done.new] == ["kev:CVE-2026-10002:firefox"]
    with pytest.raises(InvalidInput) as told:
        bring(stocked, lists(), mapping=line.replace("item: firefox", "item: fierfox"))
    assert [(p.problem, p.expected, p.line) for p in told.value.problems] == [("unknown-item", "firefox", 2)]


def test_a_bad_list_changes_nothing(stocked: Database) -> None:
    with pytest.raises(InvalidInput):
        bring(stocked, {**lists(), "more.json": "{"})
    assert (ids(stocked), entries(stocked)) == ([], [])


def test_many_at_once_are_kept_and_taken_away(stocked: Database) -> None:
    numbers = [f"OSV-2026-{n}" for n in range(1_200)]
    assert len(bring(stocked, lists(*map(osv, numbers), exploited=())).new) == 1_200
    gone = [osv(number, withdrawn="2026-11-12T00:00:00Z") for number in numbers]
    assert len(bring(stocked, lists(*gone, exploited=())).withdrawn) == 1_200
    assert ids(stocked) == []


def test_erasing_the_text_beside_its_entry_erases_why_it_was_dismissed_and_it_stays_so(stocked: Database) -> None:
    """R4.7"""
    bring(stocked, {"kev.json": kev(KEV_FIREFOX)})
    ports: Any = {"actor": MARTA, "transactions": stocked.transactions}
    dismiss_suggestion(KEV_ID, "Ask Tim.", **ports, clock=FakeClock(moment=NOON))
    entry = int(stocked.sql("SELECT max(entry_index) FROM cs_audit_entries")[0][0])
    redact(entry, ["reason"], "A name.", **ports, clock=FakeClock(moment=LATER))
    with stocked.reads() as uow:
        kept = uow.suggestions.get(KEV_ID)
    assert kept is not None
    assert kept.dismissal == Dismissal(MARTA.id, NOON, "")


def test_words_of_a_later_dismissal_are_not_erased_with_those_of_an_earlier_one(stocked: Database) -> None:
    """R4.7"""
    bring(stocked, {"kev.json": kev(KEV_FIREFOX)})
    ports: Any = {"actor": MARTA, "transactions": stocked.transactions}
    dismiss_suggestion(KEV_ID, "Ask Tim.", **ports, clock=FakeClock(moment=NOON))
    first = int(stocked.sql("SELECT max(entry_index) FROM cs_audit_entries")[0][0])
    with stocked.transactions() as uow:
        kept = uow.suggestions.get(KEV_ID)
        assert kept is not None
        uow.suggestions.put([kept.found], NOON, reopen=True)
        uow.commit()
    dismiss_suggestion(KEV_ID, "It is mended.", **ports, clock=FakeClock(moment=LATER))
    redact(first, ["reason"], "A name.", **ports, clock=FakeClock(moment=LATER))
    with stocked.reads() as uow:
        kept = uow.suggestions.get(KEV_ID)
    assert kept is not None
    assert kept.dismissal == Dismissal(MARTA.id, LATER, "It is mended.")
