"""A record as rows of a database, to be tampered with as its owner could, and its export."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestrator.domain.audit import AuditEntry, PrivateText
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.merkle import Frontier, leaf_hash
from orchestrator.domain.signed_notes import Signer
from tests.unit.domain.note_examples import signer_of

ORIGIN = "example.org/record"
SIGNER = signer_of(ORIGIN, b"the log's own")
BEGIN = datetime(2026, 1, 12, 8, tzinfo=UTC)


@dataclass
class EntryRow:
    """A row of the entries: the body is the canonical text, the hash the one that the log kept of it."""

    index: int
    body: bytes
    kept: bytes


@dataclass
class TextRow:
    """A row of the texts beside them."""

    entry: int
    field: str
    salt: bytes
    text: str


@dataclass
class Record:
    """All tables of a log, and what it signed."""

    entries: list[EntryRow] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    checkpoints: list[bytes] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    signers: Sequence[Signer] = (SIGNER,)

    def append(
        self,
        kind: str = "request.accepted",
        reason: str | None = None,
        at: datetime | None = None,
        subjects: dict[str, str] | None = None,
    ) -> None:
        """Write one entry, with a reason beside every second one."""
        index = self.frontier.size
        words = reason or (f"because of {index} \N{SNOWMAN}" if index % 2 else None)
        salt = hashlib.sha256(b"salt %d" % index).digest()[:16]
        private = [PrivateText("reason", words, salt)] if words else []
        moment = at or BEGIN + timedelta(minutes=index)
        commitments = {text.field: text.commitment for text in private}
        about = subjects or {"request": f"r{index}", "classroom": "b204"}
        entry = AuditEntry(index, moment, "person:ada", kind, about, commitments)
        body = entry.canonical()
        self.entries.append(EntryRow(index, body, leaf_hash(body)))
        self.texts += [TextRow(index, text.field, text.salt, text.text) for text in private]
        self.frontier, _ = self.frontier.append(leaf_hash(body))

    def sign(self) -> bytes:
        """Write down a checkpoint of the present head; gives the note that is published."""
        checkpoint = Checkpoint(ORIGIN, self.frontier.size, self.frontier.root())
        self.checkpoints.append(checkpoint.signed_by(self.signers).to_bytes())
        return self.checkpoints[-1]

    def rehash(self, *, head: bool = True) -> None:
        """What a careful forger does after changing bodies: work out all hashes anew, and the head's if wished."""
        frontier = Frontier()
        for row in self.entries:
            row.kept = leaf_hash(row.body)
            frontier, _ = frontier.append(row.kept)
        if head:
            self.frontier = frontier

    def renumber(self, begin: int) -> None:
        """Give the entries from this place on the numbers of their places, in the column and in the body."""
        for place, row in enumerate(self.entries):
            if place >= begin:
                row.index = place
                row.body = with_field(row.body, "index", place)

    def export(self, folder: Path) -> Path:
        """Write the export as docs/record-format.md says."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = sorted(self.entries, key=lambda row: row.index)
        texts = sorted(self.texts, key=lambda row: (row.entry, row.field))
        write_lines(folder / "entries.jsonl", [row.body for row in rows])
        write_lines(folder / "leaves.txt", [f"{row.index} {row.kept.hex()}".encode() for row in rows])
        write_lines(
            folder / "texts.jsonl",
            [
                canonical({"entry": row.entry, "field": row.field, "salt": row.salt.hex(), "text": row.text})
                for row in texts
            ],
        )
        write_lines(folder / "checkpoints.jsonl", [canonical({"note": note.decode()}) for note in self.checkpoints])
        write_lines(folder / "verifier-keys", [str(signer.key).encode() for signer in self.signers])
        head = {"format": 1, "origin": ORIGIN, "size": self.frontier.size, "root": b64(self.frontier.root())}
        (folder / "record.json").write_bytes(canonical(head) + b"\n")
        return folder


def a_record(entries: int = 100, every: int = 10) -> Record:
    """A record with a checkpoint after so many entries each."""
    record = Record()
    for number in range(1, entries + 1):
        record.append()
        if number % every == 0:
            record.sign()
    return record


def canonical(value: dict[str, Any]) -> bytes:
    """JSON as every line of the export is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def with_field(body: bytes, name: str, value: object) -> bytes:
    """The entry with one field changed, still in canonical form."""
    return canonical({**json.loads(body), name: value})


def write_lines(path: Path, lines: Sequence[bytes]) -> None:
    """Each line with its line feed."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def b64(value: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(value).decode()
