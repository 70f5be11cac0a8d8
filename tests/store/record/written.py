"""A record in a database, as the service writes it, with signed checkpoints; and what the two checks say of it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from orchestrator.adapters.signing import ed25519
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.people import Actor
from orchestrator.domain.signed_notes import Signer, VerifierKey
from orchestrator.services.record_check.findings import Finding, FindingCode
from orchestrator.services.record_check.signed import PublishedNote
from orchestrator.services.record_export import export_record
from orchestrator.services.record_stores import StoredCheckpoint
from orchestrator.services.record_verify import Trust, Verdict, Verification, verify_record
from tests.store.databases import Database
from tests.store.values import NOON
from tests.unit.domain.note_examples import signer_of

ROOT = Path(__file__).parents[3]
ORIGIN = "example.org/record"
SIGNER = signer_of(ORIGIN, b"the log's own")
FORGER = signer_of(ORIGIN, b"somebody else")
ADA = Actor("person:ada", "Ada Lovelace")

Located = tuple[str, int | None, int | None]
"""Code of a finding, and the first and the last entry that it names."""


def write(database: Database, entries: int, *, kind: str = "request.accepted") -> None:
    """Append so many, with a reason beside every second one."""
    with database.transactions() as uow:
        size = uow.record.frontier().size
        for index in range(size, size + entries):
            uow.audit.append(
                at=NOON + timedelta(minutes=index),
                actor=ADA,
                kind=kind,
                subjects={"request": f"r{index}", "classroom": "b204"},
                texts={"reason": f"because of {index} \N{SNOWMAN}"} if index % 2 else None,
            )
        uow.commit()


def sign(database: Database, signers: Sequence[Signer] = (SIGNER,)) -> bytes:
    """Store a checkpoint of the present head; gives the note that is published."""
    with database.transactions() as uow:
        head, last = uow.record.frontier(), uow.record.last_checkpoint()
        note = Checkpoint(ORIGIN, head.size, head.root()).signed_by(signers).to_bytes()
        uow.record.add_checkpoint(StoredCheckpoint(last.number + 1 if last else 0, head.size, NOON, note))
        uow.commit()
    return note


def record(database: Database, entries: int = 40, every: int = 10) -> list[bytes]:
    """Entries with a checkpoint after so many each; gives the published notes."""
    notes = []
    for _ in range(entries // every):
        write(database, every)
        notes.append(sign(database))
    write(database, entries % every)
    return notes


@dataclass(frozen=True)
class Checks:
    """Checks a record by both ways: where it is kept, and from an export, by the program that shares no code.

    Attributes:
        database: Where it is.
        folder: For exports.
        keys: Those that are trusted.
    """

    database: Database
    folder: Path
    keys: Sequence[VerifierKey] = (SIGNER.key,)
    made: list[Path] = field(default_factory=list)

    def online(self, since: Sequence[bytes] = ()) -> Verification:
        """The check of the database."""
        published = tuple(PublishedNote(f"published-{n}", note) for n, note in enumerate(since))
        trust = Trust(ORIGIN, self.keys, from_elsewhere=True, verify=ed25519.verify, published=published)
        return verify_record(trust, reads=self.database.reads)

    def exported(self) -> Path:
        """A new export by the service."""
        folder = self.folder / f"export-{len(self.made)}"
        export_record(folder, ORIGIN, self.keys, reads=self.database.reads)
        self.made.append(folder)
        return folder

    def stand_alone(self, since: Sequence[bytes] = ()) -> dict[str, Any]:
        """The check of a new export, by the program as an auditor runs it."""
        folder = self.exported()
        elsewhere = folder.with_suffix(".published")
        elsewhere.mkdir()
        for number, note in enumerate(since):
            (elsewhere / str(number)).write_bytes(note)
        command = [sys.executable, "-I", str(ROOT / "verifier" / "verify_record.py"), str(folder), "--json"]
        command += ["--key", *map(str, self.keys), *(["--since", str(elsewhere)] if since else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.stderr == "", done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == result["status"]
        return result

    def found(self, since: Sequence[bytes] = ()) -> tuple[list[Located], list[Located]]:
        """What both find, and where: of the database, of the export."""
        online, apart = self.online(since), self.stand_alone(since)
        assert online.verdict == (Verdict.WRONG if online.findings else Verdict.IN_ORDER)
        assert apart["status"] == (1 if apart["findings"] else 0)
        assert online.proven_size == apart["proven_size"]
        return (
            [(finding.code.value, finding.first, finding.last) for finding in online.findings],
            [(f["code"], f.get("first"), f.get("last")) for f in apart["findings"]],
        )


def the(result: Verification, code: FindingCode) -> Finding:
    """The one finding of a kind."""
    (finding,) = [finding for finding in result.findings if finding.code is code]
    return finding
