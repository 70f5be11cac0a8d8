"""What an entry of the record is found by: terms out of its body, and the words of the texts beside it.

A store keeps both beside the log and works nothing else out of them. They prove nothing: whoever doubts them asks
this module again what they should be.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

PERSON = "person"
"""Term of who acted, and of the person to whom it happened."""

KIND = "_kind"
"""Term of what happened, and of its first part with the dot: ``request.accepted`` is a ``request.`` too. No kind of
thing is named with a line before it, so no subject is taken for it."""

WORD_CHARACTERS = 32
"""Longer words are cut."""

TEXT_WORDS = 512
"""Of a text with more different words only the first ones are found."""

Term = tuple[str, str]
"""A name and a value, such as ``("classroom", …)``."""

_WORD = re.compile(r"[^\W_]+")


def terms_of(body: bytes) -> frozenset[Term]:
    """Terms of an entry, out of its canonical bytes.

    Raises:
        ValueError: The bytes are no JSON object.
    """
    entry = json.loads(body)
    if not isinstance(entry, dict):
        raise ValueError("an entry is an object")  # noqa: TRY004 - of what came from outside, not of an argument
    kind = _text(entry.get("kind"))
    first = kind[: kind.find(".") + 1]
    subjects: dict[str, Any] = entry.get("subjects") or {}
    terms = {(PERSON, _text(entry.get("actor"))), (KIND, kind), (KIND, first)}
    terms |= {(name, _text(value)) for name, value in subjects.items()}
    return frozenset((name, value) for name, value in terms if value)


def words_of(text: str) -> frozenset[str]:
    """Words of a text as they are kept: without case, accents and punctuation, of bounded length and number."""
    return frozenset(_some(text))


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """What words are compared with that are looked for: beginnings in the form in which words are kept.

    A beginning that begins another one says nothing more than that one.
    """
    asked = {word for text in words for word in _some(text)}
    return frozenset(word for word in asked if not any(other != word and other.startswith(word) for other in asked))


def _some(text: str) -> list[str]:
    """The first different words."""
    # Twice, because what folding leaves may be composed, and what decomposing leaves may have case.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return list(dict.fromkeys(word[:WORD_CHARACTERS] for word in _WORD.findall(plain)))[:TEXT_WORDS]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
