"""Checkpoints and a key to publish; nothing here verifies them."""

from datetime import UTC, datetime

from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.signed_notes import Signer, VerifierKey
from orchestrator.services.record_stores import StoredCheckpoint

KEY = VerifierKey("example.org/record", bytes(32))


def checkpoint(number: int, size: int, *, said: str = "") -> StoredCheckpoint:
    """One that says what it is told, so that two of a size can differ."""
    head = Checkpoint(KEY.name, size, bytes(32), (said,) if said else ())
    note = head.signed_by([Signer(KEY, lambda _: bytes(64))]).to_bytes()
    return StoredCheckpoint(number, size, datetime(2027, 1, 12, 12, 0, tzinfo=UTC), note)
