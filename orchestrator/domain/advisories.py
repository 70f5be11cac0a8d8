"""Advisories: what somebody outside says is wrong with a piece of software, and which versions of it they mean.

Evidence of the category ``security`` names a CVE or an advisory and the versions that are affected; whether these
cover the version that would be installed is checked here (RULES R3.2). Pure: no clock, no files.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.versions import by_version, compare

MOST_CHARACTERS = 200
"""Of a range as people write it."""
RANGE_EXAMPLE = ">= 1.2, < 1.5.3"
ID_EXAMPLE = "CVE-2026-12345, GHSA-2x4c-5g6h-7j8m, RHSA-2026:1234"
_FIRST_YEAR, _LAST_YEAR = 1999, 2099
"""Of CVE numbers: the list began with CVE-1999-0001."""
_SHOWN = 80


class AdvisoryScheme(StrEnum):
    """Who numbers an advisory."""

    CVE = "cve"  # the list that all others refer to
    GITHUB = "github"  # GHSA-…
    VENDOR = "vendor"  # whoever makes the software, or a list of their own: RHSA-2026:1234, mfsa2026-10


@dataclass(frozen=True, slots=True)
class AdvisoryId:
    """The number of an advisory in the spelling of those who gave it."""

    scheme: AdvisoryScheme
    text: str


_CVE = re.compile(r"CVE-([0-9]{4})-[0-9]{4,19}")
_GITHUB = re.compile(r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}")
_VENDOR = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z][A-Za-z0-9.]*([-:_][A-Za-z0-9.]+)+")
_LONGEST_ID = 64


def is_cve_id(text: str) -> bool:
    """Whether this is a CVE number in its official spelling: ``CVE-2026-12345``, of a year that can be (RULES R3.2)."""
    found = _CVE.fullmatch(text)
    return found is not None and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR


def advisory_id(text: str) -> AdvisoryId | None:
    """The number of an advisory, spelt as its list does; None where this is none.

    What begins like a CVE or a GitHub number and is none is not taken for a vendor's.
    """
    plain = text.strip()
    upper = plain.upper()
    if len(plain) > _LONGEST_ID or not plain.isascii():
        return None
    if upper.startswith("CVE"):
        return AdvisoryId(AdvisoryScheme.CVE, upper) if is_cve_id(upper) else None
    if upper.startswith("GHSA"):
        github = f"GHSA{plain[4:].lower()}"
        return AdvisoryId(AdvisoryScheme.GITHUB, github) if _GITHUB.fullmatch(github) else None
    return AdvisoryId(AdvisoryScheme.VENDOR, plain) if _VENDOR.fullmatch(plain) else None


def checked_advisory_id(text: str, *, field: str) -> AdvisoryId:
    """The same for evidence that somebody writes (RULES R3.2).

    Raises:
        InvalidInput: It is none; the problem names the field, the value, and what would be right.
    """
    found = advisory_id(text)
    if found is None:
        raise InvalidInput(problems=(FieldProblem(field, _shown(text), "advisory-form", ID_EXAMPLE),))
    return found


@dataclass(frozen=True, slots=True)
class AffectedRange:
    """Versions that an advisory is about, from one on and up to another. Without any bound: all of them.

    Attributes:
        introduced: The first that is affected, or None: from the very first.
        fixed: The first that is not affected any more, or None.
        last_affected: The last that is affected, where no fixed one is known, or None.
    """

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None

    def __str__(self) -> str:
        return format_range(self)


ALL_VERSIONS = AffectedRange()


class RangeProblem(StrEnum):
    """What can be wrong with a range that somebody wrote: codes of problems of a field."""

    FORM = "range-form"  # nothing that could be read
    FIRST_VERSION = "range-first-version"  # ``> 1.2`` leaves open which version is the first that is affected
    BOUND_TWICE = "range-bound-twice"  # two lower or two upper bounds
    TWO_ENDS = "range-two-ends"  # both the last affected version and the first that is mended
    BACKWARDS = "range-backwards"  # no version can lie between the bounds


_EVERYTHING = frozenset({"all", "*", "any", "all versions", "alle", "alle versionen"})
_AND = re.compile(r"(?<=\s)(and|und|&&)(?=\s)", re.IGNORECASE)
_BOUND = re.compile(r"(>=|=>|<=|=<|==|=|<|>|≥|≤)")
_VERSION = re.compile(
    # A blank only before a word that belongs to versions: "144.0 or older" must not pass for a version.
    r"[A-Za-z]?[0-9][0-9A-Za-z.+_~:-]{0,63}( (update|build|beta|alpha|rc|sp|patch|hotfix) ?[0-9][0-9A-Za-z.]{0,15})?",
    re.IGNORECASE,
)
_FIELD_OF = {">=": "introduced", "=>": "introduced", "≥": "introduced", "<": "fixed"}
_FIELD_OF |= dict.fromkeys(("<=", "=<", "≤"), "last_affected")
_EXACTLY = frozenset({"=", "=="})


def parse_range(text: str, *, field: str = "affected_range") -> AffectedRange:
    """The range that people write: ``< 144.0``, ``>= 1.2, < 1.5.3``, ``<= 6.00``, ``144.0`` for just that one, ``all``.

    Args:
        text: What was written.
        field: Name of the field, for what is said about it.

    Raises:
        InvalidInput: It is none; the problem names the field, the value, and what would be right.
    """
    plain = " ".join(text.split())
    if len(text) > MOST_CHARACTERS:
        raise _wrong(field, text, "too-long", str(MOST_CHARACTERS))
    if not plain:
        raise _wrong(field, text, "empty")
    if plain.casefold() in _EVERYTHING:
        return ALL_VERSIONS
    first, *bounds = _BOUND.split(_AND.sub(",", plain))
    if not bounds:
        version = _version(first, field, plain)
        return AffectedRange(introduced=version, last_affected=version)
    if first.strip(" ,"):
        raise _wrong(field, plain, RangeProblem.FORM, RANGE_EXAMPLE)
    found: dict[str, str] = {}
    for sign, written in zip(bounds[::2], bounds[1::2], strict=True):
        for name in _names(sign, field, plain):
            if name in found:
                raise _wrong(field, plain, RangeProblem.BOUND_TWICE, RANGE_EXAMPLE)
            found[name] = _version(written, field, plain)
    return _possible(AffectedRange(**found), field, plain)


def format_range(affected: AffectedRange) -> str:
    """The range as people write it; ``parse_range`` reads it back."""
    introduced, last = affected.introduced, affected.last_affected
    if introduced is not None and introduced == last and affected.fixed is None:
        return introduced
    bounds = ((">=", introduced), ("<", affected.fixed), ("<=", last))
    return ", ".join(f"{sign} {version}" for sign, version in bounds if version is not None) or "all"


def covers(affected: AffectedRange, version: str) -> bool:
    """Whether a version is among the affected ones, by the order in which all versions here stand (RULES R3.2)."""
    if affected.introduced is not None and compare(version, affected.introduced) < 0:
        return False
    if affected.fixed is not None and compare(version, affected.fixed) >= 0:
        return False
    return affected.last_affected is None or compare(version, affected.last_affected) <= 0


def fixed_in(ranges: Iterable[AffectedRange]) -> str | None:
    """The version from which on nothing is affected any more; None where the ranges do not name one.

    A range without an end, or one of which only the last affected version is known and nothing later is fixed,
    names none: what comes after is not known, and is not made up.
    """
    newest: str | None = None
    last: str | None = None
    for affected in ranges:
        if affected.fixed is not None:
            newest = affected.fixed if newest is None else max(newest, affected.fixed, key=by_version)
        elif affected.last_affected is None:
            return None
        else:
            last = affected.last_affected if last is None else max(last, affected.last_affected, key=by_version)
    if newest is None or (last is not None and compare(last, newest) >= 0):
        return None
    return newest


class AdvisorySource(StrEnum):
    """Which kind of list an advisory was read from."""

    KEV = "kev"  # CISA's catalogue of flaws that are known to be exploited; it names no versions
    OSV = "osv"  # entries in the Open Source Vulnerability format, whoever publishes them


@dataclass(frozen=True, slots=True)
class AffectedProduct:
    """A product that an advisory names.

    Attributes:
        vendor: Who makes it, or of OSV the ecosystem that the name belongs to.
        product: Its name there.
        ranges: Versions that are affected; None where the source names none that could be compared.
    """

    vendor: str
    product: str
    ranges: tuple[AffectedRange, ...] | None = None


@dataclass(frozen=True, slots=True)
class Advisory:
    """One entry of a list of advisories.

    Attributes:
        source: Kind of the list.
        id: Its number there.
        aliases: Its numbers elsewhere.
        title: In a few words; empty where the source has none.
        summary: In more words, perhaps shortened.
        products: What it is about.
        known_exploited: Whether somebody is known to use it against others.
        due: By when the source wants it mended, or None.
        published: When it was published, or None.
        withdrawn: When it was taken back, or None: it still counts.
        url: Where more is said, or empty.
    """

    source: AdvisorySource
    id: str
    title: str
    products: tuple[AffectedProduct, ...]
    summary: str = ""
    aliases: tuple[str, ...] = ()
    known_exploited: bool = False
    due: date | None = None
    published: date | None = None
    withdrawn: date | None = None
    url: str = ""


def _names(sign: str, field: str, plain: str) -> tuple[str, ...]:
    if sign in _EXACTLY:
        return ("introduced", "last_affected")
    if sign not in _FIELD_OF:
        # "> 1.2" names a version that is not affected and leaves open which is the first that is.
        raise _wrong(field, plain, RangeProblem.FIRST_VERSION, RANGE_EXAMPLE)
    return (_FIELD_OF[sign],)


def _version(written: str, field: str, plain: str) -> str:
    version = written.strip(" ,")
    if not _VERSION.fullmatch(version):
        raise _wrong(field, plain, RangeProblem.FORM, RANGE_EXAMPLE)
    return version


def _possible(affected: AffectedRange, field: str, plain: str) -> AffectedRange:
    introduced, fixed, last = affected.introduced, affected.fixed, affected.last_affected
    if fixed is not None and last is not None:
        raise _wrong(field, plain, RangeProblem.TWO_ENDS, RANGE_EXAMPLE)
    backwards = introduced is not None and (
        (fixed is not None and compare(introduced, fixed) >= 0) or (last is not None and compare(introduced, last) > 0)
    )
    if backwards:
        raise _wrong(field, plain, RangeProblem.BACKWARDS, RANGE_EXAMPLE)
    return affected


def _wrong(field: str, value: str, code: str, expected: str = "") -> InvalidInput:
    return InvalidInput(problems=(FieldProblem(field, _shown(value), code, expected),))


def _shown(value: str) -> str:
    cut = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)
