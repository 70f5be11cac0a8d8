"""What can be wrong with a record, and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

LISTED = 50
"""Findings of one kind that are kept; the others are counted."""


class Grade(StrEnum):
    """How much stands behind a finding."""

    PROVEN = "proven"  # it follows from a checkpoint that a trusted key signed
    LOCATED = "located"  # it lies among these entries; closer nobody can tell
    NOTICED = "noticed"  # the stored rows give it away by themselves


class FindingCode(StrEnum):
    """What is wrong, in the order in which it is told. The first ones are the stand-alone verifier's, too."""

    HISTORY_FORKED = "history-forked"  # two signed checkpoints that no one history can both have
    ROLLED_BACK = "rolled-back"  # the log knows of fewer entries than a published checkpoint
    TAIL_CUT = "tail-cut"  # fewer entries than the log's own checkpoints or its head count
    ENTRIES_FEWER = "entries-fewer"  # the same where entries were taken out before the end
    RANGE_CHANGED = "range-changed"  # a signed root does not fit
    CHECKPOINT_BAD_SIGNATURE = "checkpoint-bad-signature"  # changed after it was signed
    CHECKPOINT_WRONG_KEY = "checkpoint-wrong-key"  # signed by nobody who is trusted
    CHECKPOINT_OTHER_LOG = "checkpoint-other-log"  # genuine, of a log with another name
    CHECKPOINT_MALFORMED = "checkpoint-malformed"  # not a checkpoint
    CHECKPOINT_MISSING = "checkpoint-missing"  # a gap in the numbers of the stored checkpoints
    HEAD_BEHIND = "head-behind"  # the head counts fewer entries than there are
    HEAD_DIFFERS = "head-differs"  # the root at the head is not the one of its entries
    ENTRY_MISSING = "entry-missing"  # a gap in the numbers
    ENTRIES_RENUMBERED = "entries-renumbered"  # they fit under the numbers that they once had
    ENTRY_DOUBLED = "entry-doubled"  # one number twice
    ENTRIES_SWAPPED = "entries-swapped"  # each calls itself the other's number
    ENTRY_OUT_OF_PLACE = "entry-out-of-place"  # it calls itself another number
    ENTRY_CHANGED = "entry-changed"  # its bytes do not give the genuine hash that was kept
    ENTRY_DIFFERS = "entry-differs"  # it and the hash kept of it do not agree; no checkpoint tells which was changed
    KEPT_HASH_CHANGED = "kept-hash-changed"  # the entry is genuine, the hash kept of it is not
    ENTRY_MALFORMED = "entry-malformed"  # not in the canonical format
    KEPT_HASH_MISSING = "kept-hash-missing"  # no hash was kept of it
    TEXT_REPLACED = "text-replaced"  # it does not give its commitment
    TEXT_PUT_IN = "text-put-in"  # it stands beside an entry that never had one
    TEXT_GONE = "text-gone"  # it was taken away, and no entry tells that it was erased
    # What an export does not hold, so that only the check of the database itself can tell it.
    KEPT_SUBTREE_DIFFERS = "kept-subtree-differs"  # a hash kept over several entries is not theirs
    HIDDEN_FROM_SEARCH = "hidden-from-search"  # an entry or a text that the filters would not find
    PUT_INTO_SEARCH = "put-into-search"  # the filters would find an entry by what it does not say


GRADES = {
    FindingCode.HISTORY_FORKED: Grade.PROVEN,
    FindingCode.ROLLED_BACK: Grade.PROVEN,
    FindingCode.CHECKPOINT_BAD_SIGNATURE: Grade.PROVEN,
    FindingCode.ENTRY_CHANGED: Grade.PROVEN,
    FindingCode.KEPT_HASH_CHANGED: Grade.PROVEN,
    FindingCode.RANGE_CHANGED: Grade.LOCATED,
}
"""Where nothing else is said when a finding is added; all others are noticed."""


@dataclass(frozen=True, slots=True)
class CheckpointName:
    """Which checkpoint is meant.

    Attributes:
        number: Among those of the log, or None for a published one and for the head.
        file: The published one's, or empty.
        size: Entries that it covers; None before that is known.
    """

    number: int | None = None
    file: str = ""
    size: int | None = None


Fact = int | str | CheckpointName


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where.

    Attributes:
        code: What.
        grade: How sure it is.
        first: First entry that it is about, or None.
        last: Last one, itself included.
        facts: What else its sentence names.
    """

    code: FindingCode
    grade: Grade
    first: int | None = None
    last: int | None = None
    facts: dict[str, Fact] = field(default_factory=dict)


class Findings:
    """Collects findings, neighbours drawn together, so many of a kind and not more."""

    def __init__(self) -> None:
        self._found: dict[FindingCode, list[Finding]] = {}
        self.unlisted = 0

    def add(
        self,
        code: FindingCode,
        first: int | None = None,
        last: int | None = None,
        *,
        grade: Grade | None = None,
        apart: bool = False,
        **facts: Fact,
    ) -> None:
        """Note one.

        Args:
            code: What.
            first: First entry.
            last: Last entry; the first one when not given.
            grade: How sure, where that is not always the same.
            apart: Never to be joined with its neighbour.
            facts: For its sentence.
        """
        finding = Finding(code, grade or GRADES.get(code, Grade.NOTICED), first, first if last is None else last, facts)
        alike = self._found.setdefault(code, [])
        if alike and not apart and _continues(alike[-1], finding):
            alike[-1] = Finding(code, finding.grade, alike[-1].first, finding.last, facts)
        elif len(alike) < LISTED:
            alike.append(finding)
        else:
            self.unlisted += 1

    def has(self, code: FindingCode) -> bool:
        """Whether there is one of this kind."""
        return bool(self._found.get(code))

    def latest(self, code: FindingCode) -> Finding | None:
        """The last one of this kind."""
        return next(reversed(self._found.get(code, [])), None)

    def take_back(self, code: FindingCode, first: int) -> None:
        """Forget those of a kind at an entry, of which more has become known."""
        self._found[code] = [finding for finding in self._found.get(code, []) if finding.first != first]

    def __iter__(self) -> Iterator[Finding]:
        """In the order in which they are told."""
        for code in FindingCode:
            yield from self._found.get(code, [])


def _continues(before: Finding, after: Finding) -> bool:
    if before.last is None or after.first is None:
        return False
    return before.last + 1 == after.first and (before.facts, before.grade) == (after.facts, after.grade)
