"""Checking the record where it is kept: what ``classroom audit verify`` does."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from orchestrator.domain.signed_notes import VerifierKey, Verify
from orchestrator.services.record_check.findings import Finding, Findings
from orchestrator.services.record_check.searching import SearchCheck
from orchestrator.services.record_check.signed import PublishedNote, SignedCheckpoints
from orchestrator.services.record_check.trees import Trees
from orchestrator.services.record_check.walk import Walk
from orchestrator.services.unit_of_work import Reads


class Verdict(IntEnum):
    """What came out; the same numbers as the stand-alone verifier's exit status."""

    IN_ORDER = 0  # nothing is wrong, and a signed checkpoint proves entries
    WRONG = 1  # something is
    UNREADABLE = 2  # it could not be checked; never a result, only an exit status
    UNPROVEN = 3  # nothing is wrong, but no checkpoint proves anything


class CaveatCode(StrEnum):
    """What is worth knowing and no finding."""

    OWN_KEYS = "own-keys"  # the keys are those of this host
    NOTHING_PUBLISHED = "nothing-published"  # no checkpoint from elsewhere was at hand
    UNPROVEN_END = "unproven-end"  # entries that no checkpoint covers
    UNCHECKED = "unchecked"  # checkpoints over entries that are missing
    ERASED = "erased"  # texts that are no more
    BACKWARDS = "backwards"  # entries with a time more than a minute before one before them
    UNLISTED = "unlisted"  # findings beyond those that are told


@dataclass(frozen=True, slots=True)
class Caveat:
    """What is worth knowing: its code, and the numbers that belong to it."""

    code: CaveatCode
    count: int = 0
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """What a record is held against.

    Attributes:
        origin: Name of the log.
        keys: Public keys that are trusted to sign for it.
        from_elsewhere: Whether these were given for this check, rather than taken from this host.
        verify: Verifies one signature.
        published: Checkpoints that were kept elsewhere than in the log.
    """

    origin: str
    keys: Collection[VerifierKey]
    from_elsewhere: bool
    verify: Verify
    published: Iterable[PublishedNote] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the record found.

    Attributes:
        verdict: What came out.
        origin: Name of the log.
        keys: Those that were trusted.
        entries: How many there are.
        texts: How many texts stand beside them.
        checkpoints_listed: Stored checkpoints that count.
        checkpoints_published: Published ones that count.
        proven_size: Entries before it are those that were signed, but for the findings.
        findings: What is wrong.
        caveats: What is worth knowing.
    """

    verdict: Verdict
    origin: str
    keys: tuple[VerifierKey, ...]
    entries: int
    texts: int
    checkpoints_listed: int
    checkpoints_published: int
    proven_size: int
    findings: tuple[Finding, ...]
    caveats: tuple[Caveat, ...]


def verify_record(
    trust: Trust, *, reads: Reads, told: Callable[[int, int], None] = lambda _done, _all: None
) -> Verification:
    """Read everything that the record consists of, in one snapshot, and hold it against what was signed.

    Args:
        trust: What it is held against.
        reads: Begins the unit of work.
        told: Is told after each entry how many are done, of how many.
    """
    findings = Findings()
    signed = SignedCheckpoints(trust.origin, trust.keys, trust.verify, findings)
    # Before the record is looked at: one that is published meanwhile would count entries that the snapshot lacks.
    published = tuple(trust.published)
    with reads() as uow:
        evidence = uow.evidence
        head = evidence.head()
        size = head.size if head else 0
        kept = {(subtree.level, subtree.position): subtree.hash for subtree in evidence.subtrees()}
        trees = Trees(signed.in_order(evidence.checkpoints(), published), kept, findings)
        search = SearchCheck(evidence.terms(), evidence.words(), evidence.spans(), findings)
        walk = Walk(trees, evidence.texts(), search, findings)
        walk.through(evidence.entries(), lambda done: told(done, size))
        trees.conclude(head)
    found = tuple(findings)
    proven = trees.any_fits and (trees.proven > 0 or trees.length == 0)
    return Verification(
        verdict=Verdict.WRONG if found else Verdict.IN_ORDER if proven else Verdict.UNPROVEN,
        origin=trust.origin,
        keys=tuple(trust.keys),
        entries=walk.entries,
        texts=walk.texts,
        checkpoints_listed=signed.listed,
        checkpoints_published=signed.published,
        proven_size=trees.proven,
        findings=found,
        caveats=_caveats(trust, signed, trees, walk, findings),
    )


def _caveats(
    trust: Trust, signed: SignedCheckpoints, trees: Trees, walk: Walk, findings: Findings
) -> tuple[Caveat, ...]:
    unproven = trees.length - trees.proven
    caveats = {
        Caveat(CaveatCode.OWN_KEYS): not trust.from_elsewhere,
        Caveat(CaveatCode.NOTHING_PUBLISHED): not signed.published,
        Caveat(CaveatCode.UNPROVEN_END, unproven, trees.proven, trees.length - 1): unproven > 0,
        Caveat(CaveatCode.UNCHECKED, trees.unchecked): trees.unchecked > 0,
        Caveat(CaveatCode.ERASED, walk.erased): walk.erased > 0,
        Caveat(CaveatCode.BACKWARDS, walk.backwards, walk.first_backwards): walk.backwards > 0,
        Caveat(CaveatCode.UNLISTED, findings.unlisted): findings.unlisted > 0,
    }
    return tuple(caveat for caveat, holds in caveats.items() if holds)
