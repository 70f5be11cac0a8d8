"""Suggestions of safeguards for items of the catalogue, made of advisories. Pure; nothing of it binds (RULES R4.2).

A safeguard needs words, evidence, an owner and a decision by people; a list from outside has none of them. What it
leaves open is said to be unknown and not made up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orchestrator.domain.advisories import Advisory, AffectedRange, covers, fixed_in
from orchestrator.domain.catalog import CatalogItem


class SuggestionKind(StrEnum):
    """What is suggested."""

    MINIMUM_VERSION = "minimum_version"  # a version is known from which on the flaw is mended
    BLOCK = "block"  # versions are known that have the flaw, and none that doesn't
    LOOK = "look"  # which versions have the flaw is not known: somebody has to look


class SuggestionWhy(StrEnum):
    """What speaks for it or against it."""

    KNOWN_EXPLOITED = "known_exploited"  # somebody is known to use the flaw
    FIX_KNOWN = "fix_known"
    NO_FIX_KNOWN = "no_fix_known"
    RANGE_UNKNOWN = "range_unknown"  # the list names no versions
    LATEST_AFFECTED = "latest_affected"  # the version that new requests get has the flaw
    RELEASE_AFFECTED = "release_affected"  # another version on offer has it
    NO_RELEASE_AFFECTED = "no_release_affected"  # no version on offer has it; pinned or older copies may
    NOTHING_ON_OFFER = "nothing_on_offer"  # we deliver no version of it, so there is none to compare


@dataclass(frozen=True, slots=True)
class Found:
    """One advisory about one item.

    Attributes:
        item_id: The item.
        advisory: The advisory, of its products only those that are this item.
        file_date: The day of the list that it was read from, or None.
    """

    item_id: str
    advisory: Advisory
    file_date: date | None

    @property
    def id(self) -> str:
        """Its identity: the same advisory of the same kind of list about the same item."""
        return identity_of(self.advisory, self.item_id)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one advisory suggests for one item, with what is on offer now.

    Attributes:
        kind: What is suggested.
        version: The minimum version, for that kind; else None.
        ranges: Versions that are affected; None where they are not known.
        affected_releases: Versions on offer that are affected, oldest first.
        affected: Whether any is; None where that cannot be told.
        whys: What speaks for it or against it.
    """

    kind: SuggestionKind
    version: str | None
    ranges: tuple[AffectedRange, ...] | None
    affected_releases: tuple[str, ...]
    affected: bool | None
    whys: tuple[SuggestionWhy, ...]


def identity_of(advisory: Advisory, item_id: str) -> str:
    """Identity of a suggestion."""
    return f"{advisory.source.value}:{advisory.id}:{item_id}"


def suggestion(advisory: Advisory, item: CatalogItem | None) -> Suggestion:
    """What an advisory suggests for an item; None stands for one that is no longer in the catalogue."""
    ranges = _ranges(advisory)
    fixed = fixed_in(ranges) if ranges is not None else None
    releases = item.releases if item else ()
    affected = tuple(r.version for r in releases if ranges is not None and _covered(ranges, r.version))
    kind = SuggestionKind.LOOK
    if ranges is not None:
        kind = SuggestionKind.BLOCK if fixed is None else SuggestionKind.MINIMUM_VERSION
    return Suggestion(
        kind=kind,
        version=fixed,
        ranges=ranges,
        affected_releases=affected,
        affected=bool(affected) if ranges is not None and releases else None,
        whys=tuple(_whys(advisory, kind, item, affected)),
    )


def _ranges(advisory: Advisory) -> tuple[AffectedRange, ...] | None:
    """All ranges of all products; None where one of them names none, for then nobody knows where it ends."""
    named = [product.ranges for product in advisory.products]
    if not named or any(ranges is None for ranges in named):
        return None
    return tuple(dict.fromkeys(span for ranges in named for span in ranges or ()))


def _covered(ranges: Sequence[AffectedRange], version: str) -> bool:
    return any(covers(span, version) for span in ranges)


def _whys(
    advisory: Advisory, kind: SuggestionKind, item: CatalogItem | None, affected: tuple[str, ...]
) -> Iterator[SuggestionWhy]:
    if advisory.known_exploited:
        yield SuggestionWhy.KNOWN_EXPLOITED
    yield _KNOWN[kind]
    latest = item.latest() if item else None
    if not (item and item.releases):
        yield SuggestionWhy.NOTHING_ON_OFFER
    elif latest and latest.version in affected:
        yield SuggestionWhy.LATEST_AFFECTED
    elif affected:
        yield SuggestionWhy.RELEASE_AFFECTED
    elif kind is not SuggestionKind.LOOK:
        yield SuggestionWhy.NO_RELEASE_AFFECTED


_KNOWN = {
    SuggestionKind.MINIMUM_VERSION: SuggestionWhy.FIX_KNOWN,
    SuggestionKind.BLOCK: SuggestionWhy.NO_FIX_KNOWN,
    SuggestionKind.LOOK: SuggestionWhy.RANGE_UNKNOWN,
}
