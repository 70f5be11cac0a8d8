"""What the record's proofs show, worked out again from the bytes that the API gives."""

import hashlib
from dataclasses import dataclass
from typing import Any

from orchestrator.adapters.signing.ed25519 import verify
from orchestrator.domain.checkpoints import Checkpoint, open_checkpoint
from orchestrator.domain.errors import Refusal
from orchestrator.domain.merkle import consistency_verifies, inclusion_verifies
from orchestrator.domain.signed_notes import SignedNote, VerifierKey

_LEAF = b"\x00"


@dataclass(frozen=True, slots=True)
class Compared:
    """One checkpoint, held against the record as it is now.

    Attributes:
        size: Entries that it covers.
        root: Its root, in hexadecimal; empty where the note cannot be read.
        signed: Whether a key of this service signed it; None where no key is known.
        same: Whether the record's first entries still lead to its root.
        grew: Whether the proof holds that everything since was only added.
    """

    size: int
    root: str
    signed: bool | None
    same: bool
    grew: bool

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the record."""
        return self.signed is not False and self.same and self.grew


def keys_of(text: str) -> tuple[VerifierKey, ...]:
    """The keys that stand in lines."""
    return tuple(VerifierKey.parse(line) for line in text.split())


def signed_head(note: str, origin: str, keys: tuple[VerifierKey, ...]) -> tuple[Checkpoint | None, bool | None]:
    """What a note says, and whether one of these keys signed it."""
    try:
        said = Checkpoint.parse(SignedNote.parse(note.encode()).text)
    except Refusal:
        return None, False
    if not keys:
        return said, None
    try:
        open_checkpoint(note.encode(), origin, keys, verify)
    except Refusal:
        return said, False
    return said, True


def compared(said: Checkpoint | None, signed: bool | None, proof: dict[str, Any]) -> Compared:
    """A checkpoint against the proof that the record, as it is now, only grew since."""
    if said is None:
        return Compared(proof["old"], "", signed, same=False, grew=False)
    grew = consistency_verifies(
        proof["old"],
        proof["new"],
        bytes.fromhex(proof["old_root"]),
        bytes.fromhex(proof["new_root"]),
        tuple(map(bytes.fromhex, proof["hashes"])),
    )
    return Compared(said.size, said.root.hex(), signed, same=said.root.hex() == proof["old_root"], grew=grew)


def leaf_fits(entry: dict[str, Any]) -> bool:
    """Whether an entry's bytes give the hash that was kept when it was written."""
    return hashlib.sha256(_LEAF + str(entry["body"]).encode()).hexdigest() == str(entry["leaf"])


def is_included(proof: dict[str, Any]) -> bool:
    """Whether a proof leads from an entry's hash to the root of the record at that size."""
    return inclusion_verifies(
        proof["index"],
        proof["size"],
        bytes.fromhex(proof["leaf"]),
        tuple(map(bytes.fromhex, proof["hashes"])),
        bytes.fromhex(proof["root"]),
    )
