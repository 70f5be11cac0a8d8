"""The port to what the store keeps of the record, beyond appending to it: reading, proving, checkpoints, erasing.

The contracts of ``unit_of_work`` hold here too. Appending is ``unit_of_work.Audit``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from orchestrator.domain.audit import PrivateText
from orchestrator.domain.merkle import Frontier


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry as it is stored, with what stands beside it.

    Attributes:
        index: Position from 0.
        body: The canonical bytes: the leaf.
        leaf: The leaf's hash as it was kept when the entry was written; 32 bytes.
        texts: Names and free texts beside it that are not erased, by field.
    """

    index: int
    body: bytes
    leaf: bytes
    texts: Mapping[str, PrivateText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Which entries are looked for: those that fit all that is given.

    Attributes:
        person: Id of who acted, or of the person to whom it happened.
        subjects: Ids that the entry names, by kind of thing, such as ``{"classroom": …, "item": …}``.
        kind: What happened: ``request.accepted``, or ``request.``, its first part with the dot, for all that begin so.
        since: Not before this moment, UTC.
        until: Before this moment, UTC.
        words: Words that its texts hold, all of them, each perhaps only its beginning; compared without case and
            accents. See ``domain.record_terms``.
    """

    person: str | None = None
    subjects: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed head of the log.

    Attributes:
        number: Position among the checkpoints, from 0.
        size: Entries that it covers.
        at: When it was signed, UTC.
        note: The bytes that are published.
    """

    number: int
    size: int
    at: datetime
    note: bytes


class Record(Protocol):
    """The record as auditors read it."""

    def frontier(self) -> Frontier:
        """The tree's frontier at the head: its size and its root.

        In a unit of work that may write, nobody else can append until it ends; so it is called as late as appending.

        Raises:
            FrontierMalformed: Somebody has changed the head.
        """
        ...

    def kept(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Kept hashes, for proofs: ``domain.merkle.KeptHashes``."""
        ...

    def entry(self, index: int) -> RecordedEntry | None:
        """One entry."""
        ...

    def page(self, query: RecordQuery, *, before: int | None, limit: int) -> Sequence[RecordedEntry]:
        """Entries that fit, newest first, at most ``limit``, with an index below ``before``."""
        ...

    def stream(self, query: RecordQuery, *, size: int) -> Iterator[RecordedEntry]:
        """Entries below ``size`` that fit, oldest first, without ever holding more than some hundred of them."""
        ...

    def erase(self, index: int, fields: Collection[str]) -> frozenset[str]:
        """Erase texts beside an entry with their salts; gives the fields that had one. Nobody can bring them back."""
        ...

    def last_checkpoint(self) -> StoredCheckpoint | None:
        """The newest, or None before the first."""
        ...

    def checkpoints(self, *, before: int | None, limit: int) -> Sequence[StoredCheckpoint]:
        """Newest first, with a number below ``before``."""
        ...

    def all_checkpoints(self) -> Iterator[StoredCheckpoint]:
        """Oldest first."""
        ...

    def add_checkpoint(self, checkpoint: StoredCheckpoint) -> None:
        """Append; its number must be the next one."""
        ...
