"""Checkpoints: signed heads of the audit log, as C2SP ``tlog-checkpoint`` writes them.

A checkpoint says: the log of this name held so many entries, and this was the root over them. Published where the
log's owner cannot take it back, it binds every entry below its size.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.merkle import HASH_BYTES
from orchestrator.domain.signed_notes import SignedNote, Signer, VerifierKey, Verify, decode_base64, encode_base64

_LINES = 3
_LONGEST_SIZE = 19
"""Digits of the largest size that a signed 64-bit number holds, which is what databases count with."""


class CheckpointProblem(StrEnum):
    """Why a note's text is not a checkpoint."""

    LINES = "lines"
    """It has not three lines at least, each ended by a line feed."""
    ORIGIN = "origin"
    """The first line, the log's name, is empty or would not be one line."""
    SIZE = "size"
    """The second line is not a decimal number without leading zeros."""
    ROOT = "root"
    """The third line is not 32 bytes in base64."""
    EXTENSION = "extension"
    """A line after these is empty or would not be one line."""


@dataclass(eq=False)
class MalformedCheckpoint(Refusal):
    """This text is not a checkpoint.

    Attributes:
        problem: What is wrong.
        line: Line from 1.
    """

    problem: CheckpointProblem
    line: int
    code: ClassVar[str] = "malformed-checkpoint"


@dataclass(eq=False)
class CheckpointOfAnotherLog(Refusal):
    """The checkpoint is genuine, but of a log with another name."""

    origin: str
    expected: str
    code: ClassVar[str] = "checkpoint-of-another-log"


class RecordProblem(StrEnum):
    """Why the record as it is held now cannot be the one that was signed last."""

    NOTE = "note"
    """The last checkpoint is not one that a known key signed for this log, or not the one it is listed as."""
    SHORTER = "shorter"
    """It counts more entries than there are."""
    REWRITTEN = "rewritten"
    """The kept hashes give another root at its size."""
    HOLES = "holes"
    """Kept hashes are missing."""
    HEAD = "head"
    """The head's root is not one that the entries since then lead to."""


@dataclass(eq=False)
class RecordInconsistent(Refusal):
    """The record does not continue what was signed last, so nothing more is signed.

    Attributes:
        problem: What does not fit.
        checkpoint: Number of the last checkpoint; None before the first.
        signed: Entries that it covers.
        held: Entries that there are now.
    """

    problem: RecordProblem
    checkpoint: int | None
    signed: int
    held: int
    code: ClassVar[str] = "record-inconsistent"


@dataclass(eq=False)
class NobodyCanSign(Refusal):
    """There is no private key here that could sign a checkpoint, only public ones."""

    origin: str
    code: ClassVar[str] = "nobody-can-sign"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the log.

    Attributes:
        origin: Name of the log.
        size: Number of entries.
        root: RFC 6962 root over them.
        extensions: Further lines. C2SP advises against them; they are carried, and nothing depends on them.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _is_line(self.origin):
            raise MalformedCheckpoint(CheckpointProblem.ORIGIN, 1)
        if self.size < 0 or len(str(self.size)) > _LONGEST_SIZE:
            raise MalformedCheckpoint(CheckpointProblem.SIZE, 2)
        if len(self.root) != HASH_BYTES:
            raise MalformedCheckpoint(CheckpointProblem.ROOT, 3)
        for number, line in enumerate(self.extensions, _LINES + 1):
            if not _is_line(line):
                raise MalformedCheckpoint(CheckpointProblem.EXTENSION, number)

    def text(self) -> str:
        """The note text that is signed."""
        lines = (self.origin, str(self.size), encode_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def signed_by(self, signers: Sequence[Signer]) -> SignedNote:
        """The note to publish, with one signature line per signer."""
        note = SignedNote(self.text())
        for signer in signers:
            note = note.signed_by(signer)
        return note

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a note's text. It MUST have been verified before anything depends on it.

        Raises:
            MalformedCheckpoint: It is none.
        """
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) < _LINES:
            raise MalformedCheckpoint(CheckpointProblem.LINES, len(lines))
        origin, size, root, *extensions = lines
        if not (size.isascii() and size.isdigit() and len(size) <= _LONGEST_SIZE and str(int(size)) == size):
            raise MalformedCheckpoint(CheckpointProblem.SIZE, 2)
        decoded = decode_base64(root)
        if decoded is None:
            raise MalformedCheckpoint(CheckpointProblem.ROOT, 3)
        return cls(origin, int(size), decoded, tuple(extensions))


def open_checkpoint(data: bytes, origin: str, keys: Collection[VerifierKey], verify: Verify) -> Checkpoint:
    """Read a published checkpoint and verify who signed it.

    Args:
        data: The note as it was published.
        origin: Name of the log that it has to be of.
        keys: Keys that are trusted to sign for that log, old ones included.
        verify: Verifies one signature.

    Raises:
        MalformedNote: It is not a signed note.
        SignatureWrong: A trusted key's signature doesn't fit.
        SignedByNobodyKnown: No trusted key has signed it.
        MalformedCheckpoint: What was signed is not a checkpoint.
        CheckpointOfAnotherLog: It is one of another log.
    """
    note = SignedNote.parse(data)
    note.verified_by(keys, verify)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != origin:
        raise CheckpointOfAnotherLog(checkpoint.origin, origin)
    return checkpoint


def _is_line(text: str) -> bool:
    return bool(text) and all(character >= " " for character in text)
