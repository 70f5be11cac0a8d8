"""The walk through the record: each entry in turn, with what stands beside it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from orchestrator.domain.audit import AuditEntry
from orchestrator.domain.merkle import leaf_hash
from orchestrator.services.record_check.bodies import Body, read_body, with_index
from orchestrator.services.record_check.findings import LISTED, FindingCode, Findings
from orchestrator.services.record_check.searching import SearchCheck
from orchestrator.services.record_check.trees import Trees
from orchestrator.services.record_evidence import EntryRow, TextRow

SALT_BYTES = 16
CLOCKS_DIFFER = timedelta(minutes=1)
"""How far an entry's time may lie behind one before it without being mentioned: a time is taken before the entry gets
its place, by several processes.
"""
_ERASURE = "audit.redacted"
"""Kind of the entry that tells of an erasure; see ``docs/record-format.md``."""
_SHIFTS = (1, 2, 3, 4, -1, -2, -3, -4)
_DIGITS = 19
"""Of a number that an entry can have."""

Row = TypeVar("Row")


class Ahead(Generic[Row]):
    """A stream whose next row can be looked at; None at its end."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: Iterator[Row] = iter(rows)
        self.next: Row | None = next(self._rows, None)

    def take(self) -> Row | None:
        """The next row."""
        taken, self.next = self.next, next(self._rows, None)
        return taken


class Walk:
    """Goes through entries and the texts beside them in step.

    Attributes:
        entries: How many there are.
        texts: How many texts stand beside them.
        erased: How many commitments have no text any more.
        backwards: Entries with a time that lies back by more than CLOCKS_DIFFER behind one before them.
        first_backwards: The first of these.
    """

    def __init__(self, trees: Trees, texts: Iterable[TextRow], search: SearchCheck, findings: Findings) -> None:
        self._trees, self._search, self._findings = trees, search, findings
        self._texts = Ahead(texts)
        self._misplaced: dict[int, int] = {}
        self._gone: dict[int, set[str]] = {}
        self._shift = 0
        self._unexplained = 0
        self.entries = self.texts = self.erased = self.backwards = 0
        self.first_backwards = 0
        self._latest = ""

    def through(self, entries: Iterable[EntryRow], told: Callable[[int], None]) -> None:
        """Take every entry.

        Args:
            entries: By number.
            told: Is told after each how many there were.
        """
        rows = Ahead((row, read_body(row.body)) for row in entries)
        while (taken := rows.take()) is not None:
            row, body = taken
            if row.number < self._trees.length:
                self._findings.add(FindingCode.ENTRY_DOUBLED, row.number)
                continue
            self._skip_to(row.number)
            self._place(row, body, rows.next)
            self.entries += 1
            told(self.entries)
        while (text := self._texts.take()) is not None:
            self._put_in(text, "no-entry")
        for index, fields in self._gone.items():
            for name in sorted(fields):
                self._findings.add(FindingCode.TEXT_GONE, index, apart=True, field=name)
        self._search.finish()

    def _skip_to(self, index: int) -> None:
        if index > self._trees.length:
            self._findings.add(FindingCode.ENTRY_MISSING, self._trees.length, index - 1)
        while self._trees.length < index:
            self._trees.skip()

    def _place(self, row: EntryRow, body: Body, following: tuple[EntryRow, Body] | None) -> None:
        leaf = leaf_hash(row.body)
        if body.entry is None:
            self._findings.add(FindingCode.ENTRY_MALFORMED, row.number)
        if row.leaf is None:
            self._findings.add(FindingCode.KEPT_HASH_MISSING, row.number)
        kept = row.leaf or leaf
        entry = body.entry
        if body.says is not None and body.says != row.number:
            self._call_out(row.number, body.says, following)
            entry = None
        explained = False
        if leaf != kept and entry is not None:
            explained = self._was_renumbered(entry, kept)
            entry = None if explained else entry
        self._trees.place(leaf, kept, explained=explained)
        self._beside(row.number, entry)
        self._hear_of_erasure(body.entry)
        self._time(row.number, body.at)
        # Where an entry is not what was written, that it is not found by what it says now is no news.
        genuine = leaf == kept
        self._search.entry(row.number, row.body if genuine else None, body.at if genuine else None)

    def _call_out(self, index: int, says: int, following: tuple[EntryRow, Body] | None) -> None:
        """Say that an entry calls itself another number."""
        shift = says - index
        if self._runs_on(index, shift) or (
            following is not None and following[1].says == following[0].number + shift != following[0].number
        ):
            self._renumbered(index, shift)
        elif self._misplaced.get(says) == index:
            self._findings.take_back(FindingCode.ENTRY_OUT_OF_PLACE, says)
            self._findings.add(FindingCode.ENTRIES_SWAPPED, says, index, apart=True)
        else:
            self._findings.add(FindingCode.ENTRY_OUT_OF_PLACE, index, says=says)
            if len(self._misplaced) < LISTED:
                self._misplaced[index] = says

    def _runs_on(self, index: int, shift: int) -> bool:
        before = self._findings.latest(FindingCode.ENTRIES_RENUMBERED)
        return before is not None and before.last == index - 1 and self._shift == shift

    def _renumbered(self, index: int, shift: int) -> None:
        self._shift = shift
        code = FindingCode.ENTRIES_RENUMBERED
        self._findings.add(code, index, taken_out=max(shift, 0), put_in=max(-shift, 0))

    def _was_renumbered(self, entry: AuditEntry, kept: bytes) -> bool:
        """Whether an entry gives the hash that was kept of it under a number that it once had."""
        # Not tried again and again in a long run of entries that never had another number.
        if self._unexplained >= LISTED:
            return False
        for shift in (self._shift, *_SHIFTS):
            if shift and entry.index + shift >= 0 and leaf_hash(with_index(entry, entry.index + shift)) == kept:
                self._unexplained = 0
                self._renumbered(entry.index, shift)
                return True
        self._unexplained += 1
        return False

    def _beside(self, index: int, entry: AuditEntry | None) -> None:
        """Hold the texts beside an entry against its commitments; None where these cannot be told."""
        commitments = entry.commitments if entry else {}
        done: set[str] = set()
        while self._texts.next is not None and self._texts.next.entry <= index:
            text = self._texts.next
            self._texts.take()
            if text.entry < index:
                self._put_in(text, "no-entry")
                continue
            if entry is not None and text.field not in commitments:
                self._put_in(text, "no-commitment")
            elif entry is not None and (text.field in done or not _gives(text, commitments[text.field])):
                self._findings.add(FindingCode.TEXT_REPLACED, index, apart=True, field=text.field)
            done.add(text.field)
            self._search.text(text)
        self.texts += len(done)
        if gone := commitments.keys() - done:
            self.erased += len(gone)
            self._gone[index] = gone

    def _hear_of_erasure(self, entry: AuditEntry | None) -> None:
        """Whoever erases says so in a later entry. What nobody says was taken away."""
        if entry is None or entry.kind != _ERASURE:
            return
        about = entry.subjects.get("entry", "")
        index = int(about) if about.isascii() and about.isdigit() and len(about) <= _DIGITS else -1
        if index in self._gone:
            self._gone[index] -= set(entry.subjects.get("fields", "").split(","))

    def _put_in(self, text: TextRow, why: str) -> None:
        self._findings.add(FindingCode.TEXT_PUT_IN, text.entry, apart=True, field=text.field, why=why)

    def _time(self, index: int, at: str | None) -> None:
        if at is None:
            return
        if at < self._latest and _lies_back(at, self._latest):
            self.first_backwards = self.first_backwards if self.backwards else index
            self.backwards += 1
        self._latest = max(self._latest, at)


def _lies_back(at: str, latest: str) -> bool:
    """Whether a time is earlier by more than processes that write at once explain."""
    return datetime.fromisoformat(latest) - datetime.fromisoformat(at) > CLOCKS_DIFFER


def _gives(text: TextRow, commitment: str) -> bool:
    """Whether a text gives its commitment. A salt of another length could take over the beginning of the text."""
    return len(text.salt) == SALT_BYTES and (hashlib.sha256(text.salt + text.text.encode()).hexdigest() == commitment)
