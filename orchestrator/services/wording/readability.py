"""Hints to whoever writes an explanation that a lay person is to understand: advice, and never a mark (RULES R3.3).

Nothing is refused because of them. Whether a text reads hard as a whole is judged by Flesch's formula (R. Flesch,
"A new readability yardstick", 1948) and its German form (T. Amstad, 1978); the number stays in here, because people
would write for the number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from orchestrator.services.wording.jargon import JARGON
from orchestrator.services.wording.language import Language

MOST_CHARACTERS = 5_000
"""What is behind them is not looked at: an explanation has at most 1,500 (RULES R3.3)."""
MOST_WORDS = 25
"""Of a sentence; GOV.UK's own limit."""
MOST_ABBREVIATIONS = 2
"""Different ones in one text."""
MOST_HINTS = 3
"""About long sentences: whoever mends three has seen the point."""
LEAST_WORDS = 30
"""Of a text that is judged as a whole: of a sentence or two the formula says nothing."""
_SHOWN = 60


class HintCode(StrEnum):
    """What could be said more plainly."""

    LONG_SENTENCE = "long_sentence"
    HARD_WORDS = "hard_words"  # words of many syllables
    MANY_ABBREVIATIONS = "many_abbreviations"
    PRODUCT_WORDS = "product_words"  # words of our trade
    HARD_TEXT = "hard_text"  # long words in long sentences, all in all


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice.

    Attributes:
        code: What it is about.
        sentence: Beginning of the sentence that is meant, or empty.
        words: Words that are meant, as they stand in the text or, of our trade, as they are known.
    """

    code: HintCode
    sentence: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a language is measured.

    Attributes:
        dictionary: Of hyphenation patterns.
        margin: Least letters before and behind a hyphen.
        hard: Syllables from which on a word is hard.
        ease: Flesch's ease of reading from words per sentence and syllables per word; higher is easier.
        everyday: Long words that everybody at a university knows.
        ending: What a word of our trade may end in.
    """

    dictionary: str
    margin: int
    hard: int
    ease: Callable[[float, float], float]
    everyday: frozenset[str]
    ending: str


_HARD_BELOW = 35.0
"""Ease of reading of what takes a university degree; 30 to 50 is "difficult" in Flesch's table."""
_MANNERS = {
    Language.EN: _Manner(
        dictionary="en_US",
        margin=1,
        hard=5,
        ease=lambda words, syllables: 206.835 - 1.015 * words - 84.6 * syllables,
        everyday=frozenset(
            {"university", "universities", "immediately", "unfortunately", "approximately", "examination"}
            | {"examinations", "administrator", "administrators", "automatically", "individually", "laboratory"}
            | {"laboratories", "additionally", "especially", "electronically"}
        ),
        ending="s?",
    ),
    Language.DE: _Manner(
        dictionary="de_DE",
        margin=2,
        hard=6,
        ease=lambda words, syllables: 180.0 - words - 58.5 * syllables,
        everyday=frozenset(
            {"lehrveranstaltungen", "universitäten", "aktualisierungen", "informationen", "installationen"}
            | {"abteilungsleiterin", "selbstverständlich", "sicherheitsbeauftragte", "sicherheitsbeauftragten"}
            | {"konfiguration", "mitarbeiterinnen", "vorlesungsverzeichnis"}
        ),
        ending="(s|n|en|es)?",
    ),
}
_KNOWN_ABBREVIATIONS = frozenset({"PC", "PCS", "IT", "OK", "EU", "USB", "PDF", "TV", "CD", "DVD", "ID", "WLAN", "USA"})
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_RUN = re.compile(r"\S+")
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,5}s?(?![\w-])")
_END = re.compile(r"(?<=[.!?…])[\"”“»)]*\s+(?=[\"„“«(]*[A-ZÄÖÜ0-9])|\n\s*\n|\n\s*[-•*]\s+")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|nr|bzw|ca|evtl|ggf|usw|vgl|[^\W\d])|\b\d{1,2})\.$", re.IGNORECASE
)


def hints(text: str, language: Language) -> tuple[Hint, ...]:
    """What could be said more plainly in a text; nothing where it is plain already.

    Args:
        text: What somebody wrote, or has written so far.
        language: The language that it is in.
    """
    looked_at = text[:MOST_CHARACTERS]
    sentences = list(_sentences(looked_at))
    words = _WORD.findall(looked_at)
    found = [Hint(HintCode.LONG_SENTENCE, _cut(s)) for s in sentences if len(_RUN.findall(s)) > MOST_WORDS][:MOST_HINTS]
    trade = _of_our_trade(looked_at, language)
    if trade:
        found.append(Hint(HintCode.PRODUCT_WORDS, words=trade))
    told = {word.casefold() for word in trade}
    abbreviations = tuple(
        dict.fromkeys(w for w in _ABBREVIATION.findall(looked_at) if w.upper() not in _KNOWN_ABBREVIATIONS)
    )
    if len(abbreviations) > MOST_ABBREVIATIONS:
        found.append(Hint(HintCode.MANY_ABBREVIATIONS, words=abbreviations))
    hard = tuple(word for word in _hard(words, language) if word.casefold() not in told)
    if hard:
        found.append(Hint(HintCode.HARD_WORDS, words=hard))
    if len(words) >= LEAST_WORDS and _reads_hard(words, len(sentences), language):
        found.append(Hint(HintCode.HARD_TEXT))
    return tuple(found)


def _sentences(text: str) -> Iterator[str]:
    begun = ""
    for part in _END.split(text):
        begun = f"{begun} {part.strip()}".strip()
        # "approx. 40", "Nr. 7", "12. Nov." go on.
        if begun and not _NO_END.search(begun):
            yield begun
            begun = ""
    if begun:
        yield begun


def _of_our_trade(text: str, language: Language) -> tuple[str, ...]:
    return tuple(word for word, pattern in _trade(language) if pattern.search(text))


@lru_cache
def _trade(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    ending = _MANNERS[language].ending
    return tuple(
        # A number such as CVE-2026-1234 is evidence, and no word.
        (word, re.compile(rf"(?<![\w-]){re.escape(word)}{ending}(?![\w-])", re.IGNORECASE if word.islower() else 0))
        for word in JARGON[language]
    )


def _hard(words: list[str], language: Language) -> tuple[str, ...]:
    manner = _MANNERS[language]
    different = {word.casefold(): word for word in reversed(words) if word.casefold() not in manner.everyday}
    return tuple(word for word in reversed(different.values()) if _syllables(word, language) >= manner.hard)


def _reads_hard(words: list[str], sentences: int, language: Language) -> bool:
    syllables = sum(_syllables(word, language) for word in words)
    return _MANNERS[language].ease(len(words) / max(sentences, 1), syllables / len(words)) < _HARD_BELOW


def _syllables(word: str, language: Language) -> int:
    return _counter(language)(word)


@lru_cache
def _counter(language: Language) -> Callable[[str], int]:
    """Why this is so late: the library and the patterns of a language take up to a second to load, once."""
    from pyphen import Pyphen  # noqa: PLC0415 - see above

    manner = _MANNERS[language]
    patterns = Pyphen(lang=manner.dictionary, left=manner.margin, right=manner.margin)
    return lambda word: len(patterns.positions(word.lower())) + 1


def _cut(sentence: str) -> str:
    plain = " ".join(sentence.split())
    if len(plain) <= _SHOWN:
        return plain
    return plain[: plain.rfind(" ", 0, _SHOWN)].rstrip(",;:") + " …" if " " in plain[:_SHOWN] else plain[:_SHOWN] + "…"
