"""What an entry's bytes say, if they are written as the format demands."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestrator.domain.audit import FORMAT, AuditEntry

_NAMES = frozenset({"v", "index", "at", "actor", "kind", "subjects", "commitments"})
_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Body:
    """What was read out of an entry's bytes.

    Attributes:
        says: The number that it calls itself; None where it names none.
        entry: The entry; None where it is not in the canonical format.
        at: Its time as it is written there; None likewise.
    """

    says: int | None = None
    entry: AuditEntry | None = None
    at: str | None = None


def read_body(raw: bytes) -> Body:
    """Read an entry's bytes."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return Body()
    if not isinstance(found, dict):
        return Body()
    index = found.get("index")
    says = index if type(index) is int and index >= 0 else None
    entry = None if says is None else _entry(found, says)
    # One value has one spelling: whoever spells it otherwise could hide something from one reader and not from another.
    return Body(says, entry, found["at"]) if entry and _canonical(entry) == raw else Body(says)


def with_index(entry: AuditEntry, index: int) -> bytes:
    """The entry's bytes under another number."""
    return AuditEntry(index, entry.at, entry.actor_id, entry.kind, entry.subjects, entry.commitments).canonical()


def _canonical(entry: AuditEntry) -> bytes | None:
    try:
        return entry.canonical()
    except (UnicodeEncodeError, OverflowError):
        return None


def _entry(found: dict[str, Any], index: int) -> AuditEntry | None:
    if found.keys() != _NAMES or found["v"] != FORMAT:
        return None
    actor, kind, at = found["actor"], found["kind"], found["at"]
    subjects, commitments = found["subjects"], found["commitments"]
    if not all(isinstance(text, str) for text in (actor, kind, at)):
        return None
    if not _texts(subjects) or not _texts(commitments) or not all(map(_COMMITMENT.fullmatch, commitments.values())):
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if moment.utcoffset() is None:
        return None
    return AuditEntry(index, moment, actor, kind, subjects, commitments)


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
