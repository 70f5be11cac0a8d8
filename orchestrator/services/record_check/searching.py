"""What entries are found by, held against what they say: nobody can hide one from the filters."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from orchestrator.domain.record_terms import Term, terms_of, words_of
from orchestrator.services.record_check.findings import FindingCode, Findings
from orchestrator.services.record_evidence import SpanRow, TermRow, TextRow, WordRow

SPAN = 256
"""Entries of one span."""


@dataclass
class _Span:
    """The times of the run of entries that the walk is in."""

    number: int = 0
    entries: int = 0
    earliest: str = ""
    latest: str = ""

    def take(self, at: str) -> None:
        """One more entry's time."""
        self.earliest = min(self.earliest or at, at)
        self.latest = max(self.latest, at)
        self.entries += 1


class _Groups:
    """What is stored per entry, in the order of entries."""

    def __init__(self, groups: Iterator[tuple[int, set[Any]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def at(self, index: int) -> tuple[set[Any], list[int]]:
        """What is stored for an entry, and the entries before it that were passed over because there are none."""
        passed = []
        while self._next is not None and self._next[0] < index:
            passed.append(self._next[0])
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] > index:
            return set(), passed
        _, found = self._next
        self._next = next(self._groups, None)
        return found, passed

    def rest(self) -> Iterator[int]:
        """Entries that something is stored for and that have not been reached."""
        while self._next is not None:
            yield self._next[0]
            self._next = next(self._groups, None)


class SearchCheck:
    """Works out anew what the filters find each entry by. Goes in step with the walk.

    Args:
        terms: As stored.
        words: As stored.
        spans: As stored.
        findings: Where to note what is wrong.
    """

    def __init__(
        self, terms: Iterable[TermRow], words: Iterable[WordRow], spans: Iterable[SpanRow], findings: Findings
    ) -> None:
        by_entry = attrgetter("entry")
        self._terms = _Groups((e, {(row.name, row.value) for row in its}) for e, its in groupby(terms, by_entry))
        self._words = _Groups((e, {row.word for row in its}) for e, its in groupby(words, by_entry))
        self._spans = {row.number: (row.earliest, row.latest) for row in spans}
        self._said: set[str] = set()
        self._span = _Span()
        self._length = 0
        self._findings = findings

    def text(self, text: TextRow) -> None:
        """A text beside the entry that comes next."""
        self._said |= words_of(text.text)

    def entry(self, index: int, body: bytes | None, at: str | None) -> None:
        """An entry, after the texts beside it; None where it is not the one that was filed, or has no time."""
        self._length = index + 1
        found, superfluous = self._terms.at(index)
        said, also_superfluous = self._words.at(index)
        for elsewhere in sorted({*superfluous, *also_superfluous}):
            self._findings.add(FindingCode.PUT_INTO_SEARCH, elsewhere)
        terms = found if body is None else _terms(body)
        if terms - found or self._said - said:
            self._findings.add(FindingCode.HIDDEN_FROM_SEARCH, index)
        if found - terms or said - self._said:
            self._findings.add(FindingCode.PUT_INTO_SEARCH, index)
        self._said = set()
        self._take_time(index, at)

    def finish(self) -> None:
        """What is stored for entries behind the last one, or between those that are there."""
        for index in heapq.merge(self._terms.rest(), self._words.rest()):
            self._findings.add(FindingCode.PUT_INTO_SEARCH, index)
        for number in self._spans:
            if (number + 1) * SPAN > self._length:
                self._findings.add(FindingCode.PUT_INTO_SEARCH, number * SPAN, number * SPAN + SPAN - 1)

    def _take_time(self, index: int, at: str | None) -> None:
        span = self._span
        if span.number != index // SPAN:
            self._span = span = _Span(index // SPAN)
        if at is not None:
            span.take(at)
        if index % SPAN == SPAN - 1:
            stored = self._spans.pop(span.number, None)
            # Where one of its entries is missing or unreadable, nobody knows what the span should be.
            if span.entries == SPAN and stored != (span.earliest, span.latest):
                self._findings.add(FindingCode.HIDDEN_FROM_SEARCH, index - SPAN + 1, index)


def _terms(body: bytes) -> frozenset[Term]:
    """Terms of an entry; none where its bytes are not those of one."""
    try:
        return terms_of(body)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return frozenset()
