"""Which checkpoints count: those of this log that a trusted key signed."""

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from orchestrator.domain.checkpoints import Checkpoint, CheckpointOfAnotherLog, MalformedCheckpoint, open_checkpoint
from orchestrator.domain.signed_notes import MalformedNote, SignatureWrong, SignedByNobodyKnown, VerifierKey, Verify
from orchestrator.services.record_check.findings import CheckpointName, FindingCode, Findings
from orchestrator.services.record_evidence import CheckpointRow


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """A checkpoint that was kept elsewhere than in the log.

    Attributes:
        source: The file that it comes from.
        note: Its bytes.
    """

    source: str
    note: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose signature was verified.

    Attributes:
        size: Entries that it covers.
        root: Over them.
        name: Which one it is.
    """

    size: int
    root: bytes
    name: CheckpointName

    @property
    def published(self) -> bool:
        """Whether it comes from elsewhere."""
        return bool(self.name.file)


class SignedCheckpoints:
    """Opens checkpoints; those that do not count become findings.

    Args:
        origin: Name of the log.
        keys: Those that are trusted.
        verify: Verifies one signature.
        findings: Where to note what is wrong.
    """

    def __init__(self, origin: str, keys: Collection[VerifierKey], verify: Verify, findings: Findings) -> None:
        self._origin, self._keys, self._verify, self._findings = origin, keys, verify, findings
        self.listed = self.published = 0

    def in_order(self, stored: Iterable[CheckpointRow], published: Iterable[PublishedNote]) -> Iterator[Signed]:
        """All that count, by size. The stored ones are read one by one, the published ones at once."""
        elsewhere = sorted(self._of_files(published), key=attrgetter("size"))
        return heapq.merge(self._of_rows(stored), elsewhere, key=attrgetter("size"))

    def _of_rows(self, rows: Iterable[CheckpointRow]) -> Iterator[Signed]:
        expected = before = 0
        for row in rows:
            if row.number > expected:
                missing = row.number - expected
                self._findings.add(FindingCode.CHECKPOINT_MISSING, apart=True, number=expected, gap=missing)
            expected = row.number + 1
            name = CheckpointName(row.number, size=row.size)
            opened = self._opened(row.note, name)
            if opened is None:
                continue
            if opened.size != row.size:
                self._malformed(name, "size-differs")
            if opened.size < before:
                self._malformed(name, "order")
                continue
            before = opened.size
            self.listed += 1
            yield Signed(opened.size, opened.root, CheckpointName(row.number, size=opened.size))

    def _of_files(self, notes: Iterable[PublishedNote]) -> Iterator[Signed]:
        for published in notes:
            opened = self._opened(published.note, CheckpointName(file=published.source))
            if opened is not None:
                self.published += 1
                name = CheckpointName(file=published.source, size=opened.size)
                yield Signed(opened.size, opened.root, name)

    def _opened(self, note: bytes, name: CheckpointName) -> Checkpoint | None:
        add = self._findings.add
        try:
            return open_checkpoint(note, self._origin, self._keys, self._verify)
        except SignatureWrong as wrong:
            add(FindingCode.CHECKPOINT_BAD_SIGNATURE, checkpoint=name, signers=wrong.signer)
        except SignedByNobodyKnown as unknown:
            add(FindingCode.CHECKPOINT_WRONG_KEY, checkpoint=name, signers=", ".join(unknown.signers))
        except CheckpointOfAnotherLog as other:
            add(FindingCode.CHECKPOINT_OTHER_LOG, checkpoint=name, origin=other.origin, expected=other.expected)
        except (MalformedNote, MalformedCheckpoint) as malformed:
            self._malformed(name, malformed.problem.value)
        return None

    def _malformed(self, name: CheckpointName, problem: str) -> None:
        self._findings.add(FindingCode.CHECKPOINT_MALFORMED, checkpoint=name, problem=problem)
