"""Version comparison for what Windows software really calls its versions.

Four-part numbers, ``128.0.1esr``, ``8u391``, ``2024.1 Update 10``, ``R2023b``, ``1.0-rc1``: a version is read as
numbers and words. The rules are Maven's as far as people expect them; they are written here because Maven's own order
runs in circles (1.0 < 1.0.esr < 1.0-rc1 < 1.0). Each version has one sort key, so there can be none here. A table in
the tests pins the pairs that matter.
"""

import re
from functools import lru_cache

_Part = tuple[int, int, str]
"""Rank of its kind, length of a number or rank of a word, digits or word."""

_PRE_RELEASE, _END, _WORD, _REVISION, _NUMBER = range(5)
"""Kinds of part at the same place, oldest first: ``1.0-rc1`` < ``1.0`` < ``1.0esr`` < ``1.0-1`` < ``1.0.1``."""

_TOKEN = re.compile(r"([0-9]+)|[^\W0-9_]+")
_LEADING_V = re.compile(r"\s*v(?=[0-9])")
_BEFORE_RELEASE = {
    word: rank
    for rank, words in enumerate(
        (("dev",), ("alpha",), ("beta",), ("milestone",), ("pre", "preview"), ("rc", "cr"), ("snapshot",))
    )
    for word in words
}
_LETTERS = {"a": "alpha", "b": "beta", "m": "milestone"}
"""Meant only where a number follows at once: ``1.0b2`` is a beta, but ``R2023b`` and ``1.1.1b`` are not."""
_SAYS_NOTHING = {"ga", "final"}


def compare(one: str, other: str) -> int:
    """-1, 0 or 1 as ``one`` is older than, equal to or newer than ``other``. Any text can be compared.

    ``24.09`` equals ``24.9`` and ``24.09.00.0``: parts are numbers, and Windows Installer pads with zeros.
    """
    a, b = by_version(one), by_version(other)
    return (a > b) - (a < b)


@lru_cache(maxsize=4096)
def by_version(text: str) -> tuple[_Part, ...]:
    """Sort key: oldest first. Versions that are equal have equal keys."""
    lower = text.lower()
    leading_v = _LEADING_V.match(lower)
    plain = lower[leading_v.end() :] if leading_v else lower
    parts: list[_Part] = []
    end, after_number = 0, False
    for found in _TOKEN.finditer(plain):
        separator = plain[end : found.start()].strip()
        end = found.end()
        if found[1]:
            # A number behind a number continues it after a dot; after anything else it counts revisions of it.
            is_revision = after_number and separator not in {".", ","}
            _append(parts, _number(found[1], _REVISION if is_revision else _NUMBER))
        elif found[0] not in _SAYS_NOTHING:
            _append(parts, _word(_LETTERS.get(found[0], found[0]) if plain[end : end + 1].isdecimal() else found[0]))
        after_number = bool(found[1])
    _append(parts, (_END, 0, ""))
    return tuple(parts)


def _number(digits: str, kind: int) -> _Part:
    # Compared as text of a length: a number of any size will do, and int() refuses very long ones.
    plain = digits.lstrip("0")
    return (kind, len(plain), plain)


def _word(word: str) -> _Part:
    rank = _BEFORE_RELEASE.get(word)
    return (_WORD, 0, word) if rank is None else (_PRE_RELEASE, rank, "")


def _append(parts: list[_Part], part: _Part) -> None:
    """Add a part; zeros that end a row of numbers say nothing, so ``1.0-rc1`` is ``1-rc1`` and ``1.0`` is ``1``."""
    if part[0] != _NUMBER:
        while parts and parts[-1][1:] == (0, "") and parts[-1][0] in {_NUMBER, _REVISION}:
            parts.pop()
    parts.append(part)


def satisfies(observed: str, wanted: str, *, self_updating: bool) -> bool:
    """Whether an observed version is what was wanted (RULES R5.2, R1.6).

    Args:
        observed: Version found on the machine.
        wanted: Concrete version that is desired.
        self_updating: Whether the software's own updater may have moved it on: then newer is as good.
    """
    order = compare(observed, wanted)
    return order == 0 or (self_updating and order > 0)
