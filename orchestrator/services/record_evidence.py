"""The port to the record as it is stored, row by row: what a check and an export read.

``record_stores.Record`` reads a record that is in order. Here nothing is taken for granted: rows come as they lie in
their tables, each table by itself, so that a row that is missing, or stands where it does not belong, can be seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from orchestrator.domain.merkle import Subtree


class EntryRow(NamedTuple):
    """An entry: the number under which it is stored, its bytes, and the hash that was kept of it when it was written.

    The hash has 32 bytes, if nobody changed it; None where there is none.
    """

    number: int
    body: bytes
    leaf: bytes | None


class TextRow(NamedTuple):
    """A name or free text beside an entry."""

    entry: int
    field: str
    salt: bytes
    text: str


class TermRow(NamedTuple):
    """A term by which an entry is found; see ``domain.record_terms``."""

    entry: int
    name: str
    value: str


class WordRow(NamedTuple):
    """A word by which an entry is found."""

    entry: int
    word: str


class SpanRow(NamedTuple):
    """The earliest and the latest time in a complete run of entries, by which those of a period are found."""

    number: int
    earliest: str
    latest: str


class CheckpointRow(NamedTuple):
    """A stored checkpoint: its number, the number of entries under which it is found, and the published bytes."""

    number: int
    size: int
    note: bytes


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The one row that says where the log has come to.

    Attributes:
        size: Number of entries.
        frontier: The frontier's hashes one after the other.
    """

    size: int
    frontier: bytes


class RecordEvidence(Protocol):
    """Reads every table of the record. All of it sees one unchanging state; no stream holds more than some hundred
    rows, and several can be read in step.
    """

    def head(self) -> HeadRow | None:
        """The head; None where its row is gone."""
        ...

    def entries(self) -> Iterator[EntryRow]:
        """By number."""
        ...

    def subtrees(self) -> Iterator[Subtree]:
        """Kept hashes above the leaves."""
        ...

    def texts(self) -> Iterator[TextRow]:
        """By entry, then field."""
        ...

    def terms(self) -> Iterator[TermRow]:
        """By entry."""
        ...

    def words(self) -> Iterator[WordRow]:
        """By entry."""
        ...

    def spans(self) -> Iterator[SpanRow]:
        """By number."""
        ...

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """By number."""
        ...
