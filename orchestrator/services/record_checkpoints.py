"""Signing the head of the record, and telling what was signed and where it was published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from orchestrator.domain.checkpoints import (
    Checkpoint,
    NobodyCanSign,
    RecordInconsistent,
    RecordProblem,
    open_checkpoint,
)
from orchestrator.domain.errors import Refusal
from orchestrator.domain.merkle import (
    Frontier,
    FrontierMalformed,
    HashesMissing,
    consistency_proof,
    consistency_verifies,
    frontier_at,
)
from orchestrator.domain.signed_notes import SignedNote, Signer, VerifierKey, Verify
from orchestrator.services.publication_stores import Publication
from orchestrator.services.record_stores import Record, StoredCheckpoint
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

log = structlog.get_logger()

PUBLISH_CHECKPOINTS = "publish-checkpoints"
"""Kind of the durable work that a signed checkpoint owes."""


class SigningKeys(Protocol):
    """The keys of the record."""

    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """All public keys, retired ones included, oldest first; at least one. Their name is the log's origin."""
        ...

    def signers(self) -> tuple[Signer, ...]:
        """Those who can sign here, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class SigningTools:
    """What signing works with.

    Attributes:
        transactions: Begins units of work that write.
        clock: Tells the time.
        keys: Reads the keys anew, so that a rotation takes effect at once.
        verify: Verifies one signature.
    """

    transactions: Transactions
    clock: Clock
    keys: Callable[[], SigningKeys]
    verify: Verify


def sign_checkpoint(tools: SigningTools) -> int | None:
    """Sign the present head and enqueue its publishing, in one transaction; gives the checkpoint's number.

    None when there is nothing to sign: no entry at all, or none since the last checkpoint, which all who can sign now
    have signed. A second signature over the same head would say the same in the same bytes.

    The head stays locked from reading it to the commit. So whoever appends an entry comes either before, and is
    covered, or after, and finds this checkpoint as the last one.

    Raises:
        RecordInconsistent: The record is not the one that was signed last. Nothing is signed.
        NobodyCanSign: No private key is here.
    """
    keys = tools.keys()
    known, signers = keys.verifier_keys(), keys.signers()
    with tools.transactions() as uow:
        try:
            head = checked_head(uow.record, known, tools.verify)
        except RecordInconsistent as finding:
            log.exception("the record does not fit its last checkpoint; nothing is signed", **finding.details())
            raise
        if not signers:
            log.error("no key is here that could sign", origin=known[-1].name)
            raise NobodyCanSign(known[-1].name)
        last = uow.record.last_checkpoint()
        if head.size == 0 or (last is not None and last.size == head.size and _signed_by_all(last, signers)):
            return None
        number = 0 if last is None else last.number + 1
        note = Checkpoint(known[-1].name, head.size, head.root()).signed_by(signers).to_bytes()
        uow.record.add_checkpoint(StoredCheckpoint(number, head.size, tools.clock.now(), note))
        uow.jobs.enqueue(PUBLISH_CHECKPOINTS, str(number), {"number": str(number)})
        uow.commit()
    log.info("checkpoint signed", number=number, entries=head.size)
    return number


def checked_head(record: Record, known: Sequence[VerifierKey], verify: Verify) -> Frontier:
    """The present frontier, once it is sure that the record as it is held now begins with what was signed last.

    This looks at kept hashes and the head, not at the entries' bytes: it is done at each signing, and the whole
    verification is another thing.

    Args:
        record: The store's. In a unit of work that writes, its head is locked from here on.
        known: Keys that are trusted to sign for it.
        verify: Verifies one signature.

    Raises:
        RecordInconsistent: It doesn't.
    """
    try:
        # The head first: on a server, what is read before it is locked may be old by then.
        head = record.frontier()
    except FrontierMalformed as error:
        last = record.last_checkpoint()
        number, signed = (None, 0) if last is None else (last.number, last.size)
        raise RecordInconsistent(RecordProblem.HEAD, number, signed, error.size) from error
    last = record.last_checkpoint()
    problem = _problem(record, head, last, known, verify) if last else None
    if last and problem:
        raise RecordInconsistent(problem, last.number, last.size, head.size)
    return head


def _problem(
    record: Record, head: Frontier, last: StoredCheckpoint, known: Sequence[VerifierKey], verify: Verify
) -> RecordProblem | None:
    """Why what is held cannot be what was signed; None when it can."""
    signed = _opened(last, known, verify)
    if signed is None:
        return RecordProblem.NOTE
    if signed.size > head.size:
        return RecordProblem.SHORTER
    try:
        before = frontier_at(signed.size, record.kept)
        proof = consistency_proof(signed.size, head.size, record.kept)
    except HashesMissing:
        return RecordProblem.HOLES
    if before.root() != signed.root:
        return RecordProblem.REWRITTEN
    if not consistency_verifies(signed.size, head.size, signed.root, head.root(), proof):
        return RecordProblem.HEAD
    return None


def _opened(last: StoredCheckpoint, known: Sequence[VerifierKey], verify: Verify) -> Checkpoint | None:
    """What the checkpoint says, or None when no known key says so, or not of as many entries as it is listed with."""
    if not known:
        return None
    try:
        signed = open_checkpoint(last.note, known[-1].name, known, verify)
    except Refusal:
        return None
    return signed if signed.size == last.size else None


def _signed_by_all(last: StoredCheckpoint, signers: Sequence[Signer]) -> bool:
    """Not so after a key was added; once a key is retired, nothing is lacking."""
    signatures = {(signature.name, signature.key_id) for signature in SignedNote.parse(last.note).signatures}
    return all((signer.key.name, signer.key.key_id) in signatures for signer in signers)


@dataclass(frozen=True, slots=True)
class PublishedCheckpoint:
    """A checkpoint and what became of publishing it.

    Attributes:
        checkpoint: The signed head.
        publications: One per target that it was brought to, or was tried to be, by name of the target. A message
            carries only the newest checkpoint, so one that a later one overtook may have none.
    """

    checkpoint: StoredCheckpoint
    publications: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class SigningState:
    """How things are with signing.

    Attributes:
        entries: Entries that the record holds.
        signed: Entries that the last checkpoint covers.
        signed_at: When it was signed; None before the first.
        finding: What keeps the next one from being signed; None when all is well.
        reached: Number of the last checkpoint that got to each target, by target.
    """

    entries: int
    signed: int
    signed_at: datetime | None
    finding: RecordInconsistent | None
    reached: dict[str, int]


def list_checkpoints(uow: UnitOfWork, *, before: int | None, limit: int) -> list[PublishedCheckpoint]:
    """Checkpoints with what became of publishing them, newest first, with a number below ``before``."""
    page = uow.record.checkpoints(before=before, limit=limit)
    results: dict[int, list[Publication]] = {}
    for result in uow.publications.of([checkpoint.number for checkpoint in page]):
        results.setdefault(result.number, []).append(result)
    return [PublishedCheckpoint(c, tuple(results.get(c.number, ()))) for c in page]


def signing_state(uow: UnitOfWork, known: Sequence[VerifierKey], verify: Verify) -> SigningState:
    """How things are now, worked out anew: a finding lasts as long as its cause, and no longer.

    Args:
        uow: To read from.
        known: Public keys of the record; none before the first was made.
        verify: Verifies one signature.
    """
    finding: RecordInconsistent | None = None
    try:
        entries = checked_head(uow.record, known, verify).size
    except RecordInconsistent as error:
        finding, entries = error, error.held
    last = uow.record.last_checkpoint()
    return SigningState(
        entries=entries,
        signed=last.size if last else 0,
        signed_at=last.at if last else None,
        finding=finding,
        reached=dict(uow.publications.reached()),
    )
