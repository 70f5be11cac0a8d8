"""Audit entries: the canonical bytes that the tamper-evident log is built over.

An entry says who did what to what and when, in ids only. Names and free text stand beside the log; the entry holds a
salted commitment to each, so that a text can be erased later while every proof stays valid (RULES R4.7).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = 1
"""Version of the canonical format, the ``v`` of every entry."""


@dataclass(frozen=True, slots=True)
class PrivateText:
    """A name or free text that stands beside the log.

    Attributes:
        field: What it is, e.g. ``explanation``.
        text: The words.
        salt: 16 random bytes, so that a short text cannot be guessed from its commitment.
    """

    field: str
    text: str
    salt: bytes

    @property
    def commitment(self) -> str:
        """Hex SHA-256 over the salt followed by the UTF-8 text."""
        return hashlib.sha256(self.salt + self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One leaf of the log.

    Attributes:
        index: Position from 0, without gaps.
        at: When, UTC.
        actor_id: Who acted.
        kind: What happened, e.g. ``request.accepted``.
        subjects: Ids of what it happened to, by kind of thing, e.g. ``{"request": …, "classroom": …}``.
        commitments: Field name to hex commitment of the text that stands beside the log.
    """

    index: int
    at: datetime
    actor_id: str
    kind: str
    subjects: dict[str, str]
    commitments: dict[str, str]

    def canonical(self) -> bytes:
        """The entry's bytes: JSON with sorted keys, no white space, no floats, UTF-8."""
        body = {
            "v": FORMAT,
            "index": self.index,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "actor": self.actor_id,
            "kind": self.kind,
            "subjects": self.subjects,
            "commitments": self.commitments,
        }
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
