"""Proofs over the record, for whoever wants to check it without trusting this service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound, Refusal
from orchestrator.domain.merkle import consistency_proof, frontier_at, inclusion_proof
from orchestrator.services import record_checkpoints
from orchestrator.services.record_checkpoints import PublishedCheckpoint
from orchestrator.services.record_stores import StoredCheckpoint
from orchestrator.services.unit_of_work import Reads, UnitOfWork


@dataclass(eq=False)
class RecordTooShort(Refusal):
    """The record does not hold that many entries. Asked for a tree of ``asked``; there are ``size``."""

    asked: int
    size: int
    code: ClassVar[str] = "record-too-short"


@dataclass(frozen=True, slots=True)
class Head:
    """The record's head: its size and root, and the newest checkpoint, or None before the first."""

    size: int
    root: bytes
    checkpoint: PublishedCheckpoint | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry is among the first ``size``: the leaf's hash, the way up, and the root it leads to."""

    index: int
    size: int
    leaf: bytes
    hashes: tuple[bytes, ...]
    root: bytes


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the first ``new`` entries begin with the first ``old``, with both roots."""

    old: int
    new: int
    hashes: tuple[bytes, ...]
    old_root: bytes
    new_root: bytes


def record_head(*, reads: Reads) -> Head:
    """The head as it is now."""
    with reads() as uow:
        frontier = uow.record.frontier()
        newest = record_checkpoints.list_checkpoints(uow, before=None, limit=1)
        return Head(frontier.size, frontier.root(), newest[0] if newest else None)


def prove_inclusion(index: int, size: int | None, *, reads: Reads) -> Inclusion:
    """Prove that an entry is in the tree of ``size`` entries; None for all there are.

    Raises:
        NotFound: The record has no such entry.
        RecordTooShort: It does not hold that many.
        InvalidInput: The tree would end before the entry.
    """
    with reads() as uow:
        found = uow.record.entry(index)
        if found is None:
            raise NotFound(kind="entry", name=str(index))
        size = _size(uow, size)
        if size <= index:
            raise InvalidInput((FieldProblem("size", str(size), "out-of-range", f"{index + 1}.."),))
        hashes = inclusion_proof(index, size, uow.record.kept)
        return Inclusion(index, size, found.leaf, hashes, _root(uow, size))


def prove_consistency(old: int, new: int | None, *, reads: Reads) -> Consistency:
    """Prove that the tree of ``new`` entries, None for all there are, begins with that of ``old``.

    Raises:
        RecordTooShort: The record does not hold that many.
        InvalidInput: The old tree is the larger one.
    """
    with reads() as uow:
        old, size = _size(uow, old), _size(uow, new)
        if old > size:
            raise InvalidInput((FieldProblem("old", str(old), "out-of-range", f"0..{size}"),))
        return Consistency(old, size, consistency_proof(old, size, uow.record.kept), _root(uow, old), _root(uow, size))


def list_checkpoints(*, before: int | None, limit: int, reads: Reads) -> Sequence[PublishedCheckpoint]:
    """Checkpoints with where each was published, newest first, with a number below ``before``."""
    with reads() as uow:
        return record_checkpoints.list_checkpoints(uow, before=before, limit=limit)


def latest_checkpoint(*, reads: Reads) -> StoredCheckpoint:
    """The newest checkpoint.

    Raises:
        NotFound: None has been signed yet.
    """
    with reads() as uow:
        found = uow.record.last_checkpoint()
    if found is None:
        raise NotFound(kind="checkpoint", name="latest")
    return found


def _size(uow: UnitOfWork, asked: int | None) -> int:
    size = uow.record.frontier().size
    if asked is not None and asked > size:
        raise RecordTooShort(asked=asked, size=size)
    return size if asked is None else asked


def _root(uow: UnitOfWork, size: int) -> bytes:
    return frontier_at(size, uow.record.kept).root()
