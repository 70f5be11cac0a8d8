"""Entries, the hashes that were kept of them, and signed roots held against each other."""

from collections.abc import Iterator, Mapping

from orchestrator.domain.merkle import Frontier, Subtree
from orchestrator.services.record_check.findings import CheckpointName, FindingCode, Findings, Grade
from orchestrator.services.record_check.signed import Signed
from orchestrator.services.record_evidence import HeadRow

Kept = Mapping[tuple[int, int], bytes]
"""Kept hashes above the leaves, by level and position."""


class Trees:
    """Two trees that are one as long as every entry gives the hash that was kept of it.

    Where they part, a signed root tells which of them is genuine, and they are one again from there on. Where it fits
    neither, something before it was changed along with its hashes.

    Args:
        checkpoints: Those that count, by size.
        kept: Kept hashes above the leaves.
        findings: Where to note what is wrong.
    """

    def __init__(self, checkpoints: Iterator[Signed], kept: Kept, findings: Findings) -> None:
        self._checkpoints, self._kept_above, self._findings = checkpoints, dict(kept), findings
        self._next = next(checkpoints, None)
        self.of_entries = self.of_kept = Frontier()
        self.length = 0
        self._differing: list[range] = []
        self._fit: Signed | None = None
        self._fit_before = 0
        self._bad: Signed | None = None
        self._contradicts: Signed | None = None
        self.unchecked = 0
        self._reach()

    @property
    def proven(self) -> int:
        """How many entries are those that were signed, but for the findings."""
        if self._bad is not None:
            return self._before_bad
        return self._fit.size if self._fit else 0

    @property
    def any_fits(self) -> bool:
        """Whether a signed root fits at all."""
        return self._fit is not None

    def place(self, leaf: bytes, kept: bytes, *, explained: bool) -> None:
        """Take the next entry.

        Args:
            leaf: Hash of its bytes.
            kept: Hash that was kept of it.
            explained: Whether a finding says already why the two differ.
        """
        index, one = self.length, self.of_entries is self.of_kept
        before = self.of_entries
        self.of_kept, of_kept = self.of_kept.append(kept)
        if one and leaf == kept:
            self.of_entries = self.of_kept
            self._compare_above(of_kept)
        else:
            self.of_entries, of_entries = before.append(leaf)
            self._compare_above(of_kept, of_entries)
        if leaf != kept and not explained:
            if self._differing and self._differing[-1].stop == index:
                self._differing[-1] = range(self._differing[-1].start, index + 1)
            else:
                self._differing.append(range(index, index + 1))
        self.length += 1
        self._reach()

    def skip(self) -> None:
        """The next entry is missing, and with it the hash that was kept of it: no tree that covers it fits any more."""
        if self.of_entries is self.of_kept:
            self.of_entries = Frontier(self.of_kept.size, self.of_kept.hashes)
        self.length += 1
        self._reach()

    def conclude(self, head: HeadRow | None) -> None:
        """Say what checkpoints, kept hashes and head tell of the whole."""
        self._settle(FindingCode.ENTRY_DIFFERS)
        self._tell_bad()
        self._tell_end(head)
        if self.of_kept.size == self.length:
            # All that is left was kept over entries that are not there.
            for level, position in sorted(self._kept_above):
                self._differs_above(level, position)

    def _compare_above(self, *completed: tuple[Subtree, ...]) -> None:
        """Hold what was kept over several entries against both trees; it is in order where it fits either.

        A tree with a hole has its subtrees in other places, so nothing can be said by it.
        """
        fitting: dict[tuple[int, int], set[bytes]] = {}
        for subtree in (subtree for subtrees in completed for subtree in subtrees):
            if (subtree.position + 1) << subtree.level == self.length + 1:
                fitting.setdefault((subtree.level, subtree.position), set()).add(subtree.hash)
        for here, hashes in fitting.items():
            if self._kept_above.pop(here, None) not in hashes:
                self._differs_above(*here)

    def _differs_above(self, level: int, position: int) -> None:
        first = position << level
        last = first + (1 << level) - 1
        self._findings.add(FindingCode.KEPT_SUBTREE_DIFFERS, first, last, apart=True, level=level, position=position)

    def _reach(self) -> None:
        while self._next is not None and self._next.size <= self.length:
            self._hold_against(self._next)
            self._next = next(self._checkpoints, None)

    def _hold_against(self, checkpoint: Signed) -> None:
        entries_fit = _fits(self.of_entries, checkpoint)
        if entries_fit or _fits(self.of_kept, checkpoint):
            self._settle(FindingCode.KEPT_HASH_CHANGED if entries_fit else FindingCode.ENTRY_CHANGED)
            self.of_entries = self.of_kept = self.of_entries if entries_fit else self.of_kept
            if self._bad is not None:
                self._contradicts = self._contradicts or checkpoint
            elif self._fit is None or self._fit.size < checkpoint.size:
                self._fit_before = self._fit.size if self._fit else 0
                self._fit = checkpoint
        elif self.of_kept.size != checkpoint.size:
            self.unchecked += 1
        elif self._bad is None:
            self._bad = checkpoint
            if self._fit is not None and self._fit.size == checkpoint.size:
                self._contradicts = self._fit
        elif self._bad.size == checkpoint.size and self._bad.root != checkpoint.root:
            self._contradicts = self._contradicts or checkpoint

    @property
    def _before_bad(self) -> int:
        """The largest signed size below the first bad one that fits."""
        if self._fit is None or self._bad is None:
            return 0
        return self._fit.size if self._fit.size < self._bad.size else self._fit_before

    def _settle(self, code: FindingCode) -> None:
        for run in self._differing:
            self._findings.add(code, run.start, run.stop - 1)
        self._differing = []

    def _tell_bad(self) -> None:
        if self._bad is None:
            return
        first, last = self._before_bad, max(self._bad.size - 1, 0)
        if self._contradicts is None:
            self._findings.add(FindingCode.RANGE_CHANGED, first, last, checkpoint=self._bad.name)
        else:
            bad, other = self._bad.name, self._contradicts.name
            self._findings.add(FindingCode.HISTORY_FORKED, first, last, checkpoint=bad, other=other)

    def _tell_end(self, head: HeadRow | None) -> None:
        held, size = self.length, head.size if head else 0
        largest: dict[bool, Signed] = {}
        while self._next is not None:
            largest[self._next.published] = self._next
            self._next = next(self._checkpoints, None)
        newest = max(largest.values(), key=lambda checkpoint: checkpoint.size, default=None)
        counted = newest.size if newest else size
        if counted > held:
            only_elsewhere = newest is not None and newest.published and False not in largest and size <= held
            code = FindingCode.ROLLED_BACK if only_elsewhere else FindingCode.TAIL_CUT
            if self._bad or self._findings.has(FindingCode.ENTRIES_RENUMBERED):
                code = FindingCode.ENTRIES_FEWER
            name = newest.name if newest else CheckpointName(size=size)
            grade = Grade.PROVEN if newest else Grade.NOTICED
            self._findings.add(code, held, counted - 1, grade=grade, checkpoint=name, held=held)
        if size < held:
            self._findings.add(FindingCode.HEAD_BEHIND, size, held - 1, size=size, held=held)
        elif head and size == held == self.of_kept.size and head.frontier != self.of_kept.to_bytes():
            self._findings.add(FindingCode.HEAD_DIFFERS, size=size)


def _fits(tree: Frontier, checkpoint: Signed) -> bool:
    return tree.size == checkpoint.size and tree.root() == checkpoint.root
