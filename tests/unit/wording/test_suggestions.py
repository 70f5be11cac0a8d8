"""What lists of advisories suggest, in words: both languages, whatever is known and whatever is not."""

import re
from dataclasses import fields
from datetime import date
from string import Formatter

import pytest

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct, AffectedRange
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.suggestions import Found, Suggestion, SuggestionKind
from orchestrator.services.suggestion_import import ImportedSuggestions, ReadFile
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.phrasebook import SuggestionPhrases
from orchestrator.services.wording.speaker import BOOKS
from orchestrator.services.wording.suggestions import say_imported, say_read_file, say_suggestion

LEFT_OVER = re.compile(r"[{}\[\]]|None|  | \.|\.\.|,\.|\( ?\)")
DAY = date(2026, 11, 12)


def found(*, known_exploited: bool, due: date | None, dated: date | None) -> Found:
    products = (AffectedProduct("Mozilla", "Firefox"),)
    advisory = Advisory(
        AdvisorySource.KEV, "CVE-2026-10001", "A flaw", products, known_exploited=known_exploited, due=due
    )
    return Found("firefox", advisory, dated)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", SuggestionKind)
@pytest.mark.parametrize("affected", [True, False, None])
@pytest.mark.parametrize("known", [True, False])
def test_every_suggestion_can_be_said(
    kind: SuggestionKind, affected: bool | None, known: bool, language: Language
) -> None:
    speaker = Speaker(language, titles={"firefox": "Mozilla Firefox"})
    version = "145.0.1" if kind is SuggestionKind.MINIMUM_VERSION else None
    suggested = Suggestion(kind, version, (AffectedRange(fixed="145.0.1"),), ("144.0.2",), affected, ())
    one = found(known_exploited=known, due=DAY if known else None, dated=DAY if known else None)
    said = say_suggestion(speaker, one, suggested)
    assert not LEFT_OVER.search(said), said
    assert "Mozilla Firefox" in said
    assert (" 12" in said) is known
    assert ("145.0.1" in said) is (kind is not SuggestionKind.LOOK)
    assert ("144.0.2" in said) is (affected is True)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("changed", [0, 1, 2])
def test_every_import_can_be_said(changed: int, gone: int, applied: bool, language: Language) -> None:
    one = found(known_exploited=True, due=None, dated=DAY)
    done = ImportedSuggestions((), (one,), (one,) * changed, 1, (one,) * gone, Catalog(), applied=applied)
    said = say_imported(Speaker(language), done)
    assert not LEFT_OVER.search(said), said
    nothing = say_imported(Speaker(language), ImportedSuggestions((), (), (), 0, (), Catalog(), applied=applied))
    assert nothing not in {said, ""}


def test_a_file_is_said_with_its_day_or_that_it_has_none() -> None:
    english = Speaker(Language.EN)
    assert say_read_file(english, ReadFile("a.json", AdvisorySource.OSV, DAY, 2)) == (
        "a.json: OSV list of 12 Nov 2026, 2 entries."
    )
    assert say_read_file(english, ReadFile("a.json", AdvisorySource.OSV, None, 1)) == (
        "a.json: OSV list without a date, 1 entry."
    )


def test_both_languages_ask_for_the_same_facts() -> None:
    def asked(phrases: SuggestionPhrases) -> dict[str, set[str]]:
        plain = {f.name: getattr(phrases, f.name) for f in fields(phrases) if f.name != "kinds"}
        templates = {**plain, **{kind.value: text for kind, text in phrases.kinds.items()}}
        return {
            name: {part for _, part, _, _ in Formatter().parse(re.sub(r"[\[\]]", "", text)) if part}
            for name, text in templates.items()
        }

    english, german = (asked(BOOKS[language].suggestions) for language in (Language.EN, Language.DE))
    assert english == german
    assert set(BOOKS[Language.DE].suggestions.kinds) == set(SuggestionKind)
