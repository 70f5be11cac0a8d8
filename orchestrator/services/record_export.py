"""The export of the record as a folder; its format, byte for byte, is ``docs/record-format.md``."""

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.merkle import Frontier, FrontierMalformed
from orchestrator.domain.signed_notes import VerifierKey, encode_base64
from orchestrator.services.record_evidence import HeadRow, RecordEvidence, TextRow
from orchestrator.services.unit_of_work import Reads

FORMAT = 1
_UNFINISHED = ".unfinished"


@dataclass(eq=False)
class ExportExists(Refusal):
    """There is something where the export would be written; nothing is written over."""

    folder: str
    code: ClassVar[str] = "export-exists"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        folder: Where.
        entries: Number of entries.
        texts: Number of texts beside them.
        checkpoints: Number of checkpoints.
    """

    folder: Path
    entries: int
    texts: int
    checkpoints: int


def export_record(
    folder: Path,
    origin: str,
    keys: Collection[VerifierKey],
    *,
    reads: Reads,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Exported:
    """Write the record as it is stored, out of one snapshot, row by row.

    It is written under another name beside the folder, and gets its name when all of it is on disk: an export that
    stands there is whole.

    Args:
        folder: To be made.
        origin: Name of the log.
        keys: Public keys that signed its checkpoints, oldest first.
        reads: Begins the unit of work.
        told: Is told after each entry how many are written, of how many.

    Raises:
        ExportExists: The folder is there already.
        OSError: It cannot be written.
    """
    if folder.exists():
        raise ExportExists(str(folder))
    beside = folder.with_name(f".{folder.name}.{os.getpid()}{_UNFINISHED}")
    beside.mkdir(mode=0o700, parents=True)
    try:
        with reads() as uow:
            written = _write(beside, uow.evidence, origin, keys, told)
        _sync(beside)
        beside.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Exported(folder, *written)


def _write(
    folder: Path,
    evidence: RecordEvidence,
    origin: str,
    keys: Collection[VerifierKey],
    told: Callable[[int, int], None],
) -> tuple[int, int, int]:
    """Write all files; gives the numbers of entries, texts and checkpoints."""
    head = evidence.head() or HeadRow(0, b"")
    done = 0
    with _new(folder, "entries.jsonl") as entries, _new(folder, "leaves.txt") as leaves:
        for done, row in enumerate(evidence.entries(), 1):
            entries.write(row.body + b"\n")
            if row.leaf is not None:
                leaves.write(f"{row.number} {row.leaf.hex()}\n".encode())
            told(done, head.size)
    texts = _write_lines(folder / "texts.jsonl", map(_text, evidence.texts()))
    notes = ({"note": row.note.decode(errors="replace")} for row in evidence.checkpoints())
    checkpoints = _write_lines(folder / "checkpoints.jsonl", notes)
    with _new(folder, "verifier-keys") as file:
        file.write("".join(f"{key}\n" for key in keys).encode())
    _write_lines(folder / "record.json", [_head(head, origin)])
    return done, texts, checkpoints


def _head(head: HeadRow, origin: str) -> dict[str, Any]:
    try:
        root = Frontier.from_bytes(head.size, head.frontier).root()
    except FrontierMalformed:
        # What stands there is no head of any tree; a root that no tree has says so to whoever checks the export.
        root = bytes(32)
    return {"format": FORMAT, "origin": origin, "size": head.size, "root": encode_base64(root)}


def _text(row: TextRow) -> dict[str, Any]:
    return {"entry": row.entry, "field": row.field, "salt": row.salt.hex(), "text": row.text}


def _write_lines(path: Path, values: Iterable[dict[str, Any]]) -> int:
    """Write values as canonical JSON, one a line; gives how many there were."""
    count = 0
    with _new(path.parent, path.name) as file:
        for count, value in enumerate(values, 1):  # noqa: B007 - how many there were is asked afterwards
            line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            file.write(line.encode() + b"\n")
    return count


@contextmanager
def _new(folder: Path, name: str) -> Iterator[IO[bytes]]:
    """A new file, on disk when it is left."""
    with (folder / name).open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
