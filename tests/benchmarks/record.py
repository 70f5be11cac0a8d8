"""What the record costs, beside plain SHA-256 over the same bytes in the same run.

Run ``python -m tests.benchmarks.record [ENTRIES]``.

- *append*: hashing each entry and growing the frontier in memory, without a store;
- *frontier alone*: the same without hashing the entry's own bytes;
- *verify*: the stand-alone verifier over an export on disk, in a process of its own, with its peak memory; its peer
  is a process that reads ``entries.jsonl`` and takes SHA-256 of each line;
- *proofs*: made from kept hashes in memory and verified, with the number of rows that a store would read.

Ratios compare; the rates are those of this computer.
"""

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orchestrator.adapters.signing.ed25519 import public_bytes
from orchestrator.domain.audit import AuditEntry, PrivateText
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.merkle import (
    Frontier,
    consistency_proof,
    consistency_verifies,
    inclusion_proof,
    inclusion_verifies,
    leaf_hash,
)
from orchestrator.domain.signed_notes import Signer, VerifierKey, encode_base64

_ORIGIN = "example.org/record"
_BEGIN = datetime(2026, 1, 12, 8, tzinfo=UTC)
_CHECKPOINT_EVERY = 1000
_TEXT_EVERY = 4
_PROOFS = 200
_PEER = """
import hashlib
with open(sys.argv[1], "rb") as file:
    for line in file:
        hashlib.sha256(line).digest()
"""
_VERIFIER = "import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
# The peak is asked of the process itself: what the operating system tells the parent holds the parent's own memory too.
_MEASURED = """
import atexit, pathlib, re, sys
def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1], file=sys.stderr)
atexit.register(peak)
sys.argv = sys.argv[1:]
"""


class _Kept:
    """Hashes as a store keeps them, counting what is read."""

    def __init__(self) -> None:
        self.levels: dict[int, list[bytes]] = {}
        self.rows = 0

    def __call__(self, level: int, first: int, count: int) -> Sequence[bytes]:
        self.rows += count
        return self.levels[level][first : first + count]


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _entry(index: int) -> tuple[AuditEntry, PrivateText | None]:
    salt = hashlib.sha256(b"%d" % index).digest()[:16]
    text = PrivateText("reason", f"Firefox is needed in week {index}.", salt) if index % _TEXT_EVERY == 0 else None
    subjects = {"request": f"0197c0de-0000-7000-8000-{index:012x}", "classroom": f"room-{index % 300:04}"}
    at = _BEGIN + timedelta(seconds=index)
    commitments = {text.field: text.commitment} if text else {}
    return AuditEntry(index, at, f"person:{index % 500:04}", "request.accepted", subjects, commitments), text


def _write_export(folder: Path, entries: int) -> None:
    key = Ed25519PrivateKey.generate()
    signer = Signer(VerifierKey(_ORIGIN, public_bytes(key)), key.sign)
    frontier = Frontier()
    with (
        (folder / "entries.jsonl").open("wb") as bodies,
        (folder / "leaves.txt").open("wb") as leaves,
        (folder / "texts.jsonl").open("wb") as texts,
        (folder / "checkpoints.jsonl").open("wb") as checkpoints,
    ):
        for index in range(entries):
            entry, text = _entry(index)
            body = entry.canonical()
            leaf = leaf_hash(body)
            frontier, _ = frontier.append(leaf)
            bodies.write(body + b"\n")
            leaves.write(b"%d %s\n" % (index, leaf.hex().encode()))
            if text:
                texts.write(_json({"entry": index, "field": text.field, "salt": text.salt.hex(), "text": text.text}))
            if frontier.size % _CHECKPOINT_EVERY == 0 or frontier.size == entries:
                note = Checkpoint(_ORIGIN, frontier.size, frontier.root()).signed_by([signer])
                checkpoints.write(_json({"note": note.to_bytes().decode()}))
    (folder / "verifier-keys").write_text(f"{signer.key}\n", encoding="utf-8")
    head = {"format": 1, "origin": _ORIGIN, "size": entries, "root": encode_base64(frontier.root())}
    (folder / "record.json").write_bytes(_json(head))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _process(program: str, *arguments: str) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and output of a Python process."""
    command = [sys.executable, "-I", "-c", _MEASURED + program, *arguments]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, int(done.stderr) / 1024, done.stdout


def _append(bodies: Sequence[bytes]) -> Frontier:
    frontier = Frontier()
    for body in bodies:
        frontier, _ = frontier.append(leaf_hash(body))
    return frontier


def _grow(hashes: Sequence[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in hashes:
        frontier, _ = frontier.append(leaf)
    return frontier


def _measure_appends(count: int) -> None:
    bodies = [_entry(index)[0].canonical() for index in range(count)]
    hashes = [leaf_hash(body) for body in bodies]
    seconds = {
        "plain SHA-256": _seconds(lambda: [hashlib.sha256(body).digest() for body in bodies]),
        "frontier alone": _seconds(lambda: _grow(hashes)),
        "append": _seconds(lambda: _append(bodies)),
    }
    print(f"{count} entries of {sum(map(len, bodies)) // count} bytes, in memory")
    for what, took in seconds.items():
        ratio = took / seconds["plain SHA-256"]
        print(f"{what:>20} {count / took:10,.0f}/s   {ratio:5.2f} x the time of plain SHA-256")


def _measure_proofs(entries: int) -> None:
    kept, frontier = _Kept(), Frontier()
    for index in range(entries):
        leaf = hashlib.sha256(b"%d" % index).digest()
        kept.levels.setdefault(0, []).append(leaf)
        frontier, completed = frontier.append(leaf)
        for subtree in completed:
            kept.levels.setdefault(subtree.level, []).append(subtree.hash)
    chosen = random.Random(1).sample(range(1, entries), _PROOFS)  # noqa: S311 - a repeatable choice, not a secret
    root = frontier.root()
    made = [inclusion_proof(index, entries, kept) for index in chosen]
    rows = kept.rows // _PROOFS
    making = _seconds(lambda: [inclusion_proof(index, entries, kept) for index in chosen]) / _PROOFS
    leaves = kept.levels[0]
    checking = _seconds(
        lambda: [inclusion_verifies(i, entries, leaves[i], p, root) for i, p in zip(chosen, made, strict=True)]
    )
    kept.rows = 0
    joined = [consistency_proof(index, entries, kept) for index in chosen]
    consistent = kept.rows // _PROOFS
    old_roots = [_grow(leaves[:index]).root() for index in chosen[:3]]
    if not all(
        consistency_verifies(i, entries, r, root, p) for i, r, p in zip(chosen[:3], old_roots, joined[:3], strict=True)
    ):
        raise SystemExit("a consistency proof does not verify")
    print(
        f"inclusion proof among {entries}: made in {making * 1e6:.0f} us from {rows} rows, verified in "
        f"{checking / _PROOFS * 1e6:.0f} us, {len(made[0])} hashes; a consistency proof reads {consistent} rows"
    )


def _measure_verifier(entries: int) -> None:
    verifier = Path(__file__).parents[2] / "verifier" / "verify_record.py"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_export(folder, entries)
        megabytes = (folder / "entries.jsonl").stat().st_size / 1e6
        took, peak, _ = _process(_PEER, "peer", str(folder / "entries.jsonl"))
        own, memory, output = _process(_VERIFIER, str(verifier), str(folder), "--json")
        result = json.loads(output)
    if result["status"] != 0 or result["proven_size"] != entries:
        raise SystemExit(output)
    print(f"{entries} entries on disk, {megabytes:.0f} MB, {result['checkpoints_listed']} checkpoints")
    print(f"{'plain SHA-256':>20} {took:6.1f} s   {entries / took:10,.0f}/s   peak {peak:5.0f} MB")
    print(
        f"{'verify_record.py':>20} {own:6.1f} s   {entries / own:10,.0f}/s   peak {memory:5.0f} MB   "
        f"{own / took:.1f} x the time of plain SHA-256"
    )


def main(entries: int = 1_000_000) -> None:
    """Measure and print."""
    _measure_appends(min(entries, 200_000))
    _measure_verifier(entries)
    _measure_proofs(entries)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
