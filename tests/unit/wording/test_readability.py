"""Hints while somebody writes: advice in words, and never a mark (RULES R3.3)."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.hints import say_hint
from orchestrator.services.wording.jargon import JARGON
from orchestrator.services.wording.readability import MOST_HINTS, Hint, HintCode, hints
from orchestrator.services.wording.speaker import BOOKS

PLAIN = {
    Language.EN: (
        "We cannot install this version of Firefox yet. A flaw was found in it, and strangers could use it to run "
        "programs on the machine. The maker has mended it in version 145.0.1. You get that one by Mon 12 Jan. "
        "Your pages look the same in it. If you need the old one for your class, tell us why, and we look at it again."
    ),
    Language.DE: (
        "Wir können diese Version von Firefox noch nicht einspielen. Sie hat eine Lücke, durch die Fremde Programme "
        "auf dem Rechner starten könnten. In Version 145.0.1 ist sie behoben. Diese Version erhalten Sie bis zum "
        "12. Jan. um 8 Uhr. Ihre Seiten sehen darin gleich aus. Wenn Sie die alte brauchen, sagen Sie uns bitte, warum."
    ),
}
HARD = {
    Language.EN: (
        "Deployment is precluded owing to an unmitigated vulnerability (CVSS 9.8) in the authentication component, "
        "exploitation of which facilitates remote code execution and subsequent privilege escalation by "
        "unauthenticated adversaries, necessitating the immediate remediation of all installations."
    ),
    Language.DE: (
        "Die Bereitstellung ist aufgrund einer nicht kompensierten Schwachstelle (CVSS 9.8) der "
        "Authentifizierungskomponente, deren Ausnutzung RCE sowie eine anschließende Rechteausweitung durch nicht "
        "authentifizierte Angreifer ermöglicht, bis zur vollständigen Wiederherstellung der "
        "Sicherheitsanforderungen sämtlicher Installationen auszuschließen."
    ),
}


def codes(text: str, language: Language) -> list[HintCode]:
    return [hint.code for hint in hints(text, language)]


def words_of(text: str, language: Language, code: HintCode) -> tuple[str, ...]:
    return next((hint.words for hint in hints(text, language) if hint.code is code), ())


@pytest.mark.parametrize("language", Language)
def test_a_plain_text_gets_no_hints(language: Language) -> None:
    """R3.3: hints while writing."""
    assert hints(PLAIN[language], language) == ()
    assert hints("", language) == ()


@pytest.mark.parametrize("language", Language)
def test_a_hard_text_is_told_what_makes_it_hard(language: Language) -> None:
    """R3.3: hints while writing."""
    assert codes(HARD[language], language) == [
        HintCode.LONG_SENTENCE,
        HintCode.PRODUCT_WORDS,
        HintCode.HARD_WORDS,
        HintCode.HARD_TEXT,
    ]


@pytest.mark.parametrize("language", Language)
def test_no_hint_says_a_number_that_somebody_could_write_for(language: Language) -> None:
    """R3.3: no score."""
    speaker = Speaker(language)
    for hint in hints(HARD[language] * 3, language):
        said = say_hint(speaker, hint).replace(hint.sentence, "")
        assert not re.search(r"\d", said), said


@pytest.mark.parametrize("language", Language)
def test_every_hint_can_be_said_of_one_word_and_of_several(language: Language) -> None:
    assert set(BOOKS[language].hints) == set(HintCode)
    for code in HintCode:
        for words in (("CVSS",), ("CVSS", "RCE")):
            said = say_hint(Speaker(language), Hint(code, "Because of", words))
            assert said[-1] in ".?"
            assert not re.search(r"[{}\[\]]|None|  ", said)


def test_a_word_of_our_trade_comes_with_what_to_say_instead() -> None:
    (hint,) = hints("A port scan found it.", Language.EN)
    assert say_hint(Speaker(Language.EN), hint) == (
        "Not everybody knows this word. Say it plainly: port scan → a search for open ways into the machine."
    )
    (german,) = hints("Ein Portscan fand die Exploits.", Language.DE)[:1]
    assert german.words == ("portscan", "exploit")
    # Whoever reads the hints in English while writing German is told the German words.
    assert "portscan → eine Suche" in say_hint(Speaker(Language.EN), german)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It has a CVSS of 9.8.", ("CVSS",)),
        ("See CVE-2026-12345.", ()),
        ("Exploits are known.", ("exploit",)),
        ("We exploited nothing.", ()),
        ("It runs on DOS.", ()),
        ("a DoS attack", ("DoS",)),
        ("The Zero-Day was mended.", ("zero-day",)),
        ("Use the pupil's list.", ()),
    ],
)
def test_words_of_our_trade_are_found_as_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text, Language.EN, HintCode.PRODUCT_WORDS) == words


def test_a_long_sentence_is_named_by_its_beginning_and_only_the_first_few_are() -> None:
    long = "We looked at the room and then " + "at the room " * 10 + "again. "
    found = hints(long, Language.EN)
    assert [(hint.code, hint.sentence) for hint in found] == [
        (HintCode.LONG_SENTENCE, "We looked at the room and then at the room at the room at …")
    ]
    assert codes(long * 9, Language.EN).count(HintCode.LONG_SENTENCE) == MOST_HINTS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It takes approx. 40 minutes, e.g. " + "on one of the old machines " * 4, Language.EN),
        ("Das gilt ab dem 12. Nov. um 8 Uhr, z. B. " + "auf den alten Rechnern im Raum " * 4, Language.DE),
    ],
)
def test_the_dot_of_an_abbreviation_or_a_date_ends_no_sentence(text: str, language: Language) -> None:
    assert codes(text, language) == [HintCode.LONG_SENTENCE]


def test_a_list_of_short_points_is_no_long_sentence() -> None:
    points = "You get instead:\n" + "\n".join("- the same program in a newer version" for _ in range(8))
    assert hints(points, Language.EN) == ()


def test_a_version_ends_no_sentence() -> None:
    text = "We install version 145.0.1 " + "and look at it " * 6 + "again."
    assert codes(text, Language.EN) == [HintCode.LONG_SENTENCE]


def test_a_few_abbreviations_are_left_alone_and_many_are_named() -> None:
    assert hints("Your PC in the IT lab gets VLC and the ESR as PDF.", Language.EN) == ()
    assert words_of("VLC, ESR and LTS.", Language.EN, HintCode.MANY_ABBREVIATIONS) == ("VLC", "ESR", "LTS")
    assert hints("Rooms B-204 and C-101, RHSA-2026:12 and MS17-010.", Language.EN) == ()


@pytest.mark.parametrize(
    ("word", "language", "hard"),
    [
        ("incompatibility", Language.EN, True),
        ("authentication", Language.EN, True),
        ("unauthenticated", Language.EN, True),
        ("university", Language.EN, False),
        ("Immediately", Language.EN, False),
        ("installation", Language.EN, False),
        ("Firefox", Language.EN, False),
        ("Authentifizierungskomponente", Language.DE, True),
        ("Schwachstellenbewertung", Language.DE, True),
        ("Inkompatibilität", Language.DE, True),
        ("Veranstaltung", Language.DE, False),
        ("Universität", Language.DE, False),
        ("Sicherheitslücke", Language.DE, False),
        ("Betriebssystem", Language.DE, False),
    ],
)
def test_a_word_is_hard_by_its_syllables_unless_everybody_here_knows_it(
    word: str, language: Language, hard: bool
) -> None:
    assert words_of(f"{word}.", language, HintCode.HARD_WORDS) == ((word,) if hard else ())


def test_a_hard_word_is_named_once_as_it_first_stands() -> None:
    text = "Incompatibility of one is incompatibility of all; authentication too."
    assert words_of(text, Language.EN, HintCode.HARD_WORDS) == ("Incompatibility", "authentication")


def test_of_a_sentence_or_two_nothing_is_said_as_a_whole() -> None:
    assert HintCode.HARD_TEXT not in codes("Authentication necessitates reauthorisation.", Language.EN)


def test_both_languages_know_the_same_abbreviations_of_our_trade() -> None:
    english, german = ({word for word in JARGON[language] if not word.islower()} for language in Language)
    assert english == german
    assert all(words and plain for known in JARGON.values() for words, plain in known.items())


@given(st.text(max_size=400) | st.text(alphabet=".!? \n-aAüZ1", max_size=400), st.sampled_from(Language))
def test_whatever_is_written_gets_its_hints(text: str, language: Language) -> None:
    for hint in hints(text, language):
        assert say_hint(Speaker(language), hint)


@pytest.mark.parametrize("text", ["a" * 100_000, "A. " * 50_000, "\n- " * 50_000, "AB " * 50_000, '."' * 50_000])
def test_a_text_of_any_length_is_looked_at_only_so_far(text: str) -> None:
    assert len(hints(text, Language.EN)) < 10


def test_nobody_who_needs_no_hints_loads_the_library() -> None:
    program = "import sys, orchestrator.services.wording.hints; print('pyphen' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
