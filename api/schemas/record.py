"""The record on the wire: entries with what their ids stand for, proofs, checkpoints. Hashes are hexadecimal."""

from datetime import datetime

from pydantic import Field

from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.changes import FieldChange
from orchestrator.services.record_checkpoints import PublishedCheckpoint
from orchestrator.services.record_proofs import Consistency, Head, Inclusion
from orchestrator.services.record_reading import EntryView, RecordNames
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.entries import say_actor, say_change_of, say_entry, say_kind, say_subject

HASH = "0032ef52a8fe651179658c8ccd23c1262ff564b0a9006c10384df7efbc2f0878"
"""An example."""


class SubjectOut(Wire):
    """One thing that an entry names."""

    kind: str = Field(examples=["classroom"])
    id: str = Field(examples=["0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d"])
    text: str = Field(description="What it is called now; its id where nobody knows.", examples=["B-204"])


class TextOut(Wire):
    """A name or free text that stands beside an entry."""

    field: str = Field(examples=["explanation"])
    text: str


class FieldChangeOut(Wire):
    """One field that changed."""

    field: str = Field(examples=["version"])
    before: str | None = Field(description="Null where there was nothing.", examples=["144.0.2"])
    after: str | None = Field(description="Null where there is nothing.", examples=["145.0.1"])
    text: str = Field(examples=["version: 144.0.2 → 145.0.1"])


class EntryOut(Wire):
    """One entry of the record."""

    index: int = Field(description="Position from 0, without gaps.", examples=[1])
    at: datetime = Field(description="When, as whoever wrote it said.")
    kind: Term
    actor: PersonRef
    subjects: tuple[SubjectOut, ...] = Field(description="What it happened to.")
    texts: tuple[TextOut, ...] = Field(description="Names and free texts that are not erased.")
    changes: tuple[FieldChangeOut, ...] = Field(description="What it changed, before and after.")
    erased: tuple[str, ...] = Field(description="Fields whose text was erased; their commitments stay.")
    text: str = Field(examples=["Prof. Ada Lovelace asked for Mozilla Firefox in B-204. It was accepted at once."])
    leaf: str = Field(description="The leaf's hash, as it was kept when the entry was written.", examples=[HASH])
    body: str = Field(description="The entry's canonical bytes: SHA-256 over a zero byte and these is the leaf's hash.")


class EntriesOut(Wire):
    """A page of entries, newest first."""

    entries: tuple[EntryOut, ...]
    next: int | None = Field(description="Cursor of the next page, for after; null at the end.")


class PublicationOut(Wire):
    """How the last try went to bring a checkpoint to one target."""

    target: str = Field(description="folder, second-folder, webhook or mail.", examples=["folder"])
    at: datetime
    problem: str | None = Field(description="Stable code; null when it got there.", examples=["unreachable"])
    detail: str = Field(description="What the target said; empty where there is nothing to add.", examples=["HTTP 503"])


class CheckpointOut(Wire):
    """A signed head of the record."""

    number: int = Field(description="Position among the checkpoints, from 0.", examples=[0])
    size: int = Field(description="Entries that it covers.", examples=[2])
    at: datetime
    note: str = Field(description="The signed note, byte for byte.")
    published: tuple[PublicationOut, ...] = Field(description="Where it was brought to, or was tried to be.")


class CheckpointsOut(Wire):
    """A page of checkpoints, newest first."""

    checkpoints: tuple[CheckpointOut, ...]
    next: int | None = Field(description="Cursor of the next page, for after; null at the end.")


class HeadOut(Wire):
    """The record's head. It is not signed; the checkpoint is."""

    origin: str = Field(description="Name of the record; empty before its first key.", examples=["example.org/record"])
    size: int = Field(description="Number of entries.", examples=[2])
    root: str = Field(description="RFC 6962 root over them.", examples=[HASH])
    checkpoint: CheckpointOut | None = Field(description="The newest; null before the first.")


class InclusionOut(Wire):
    """A proof that an entry is in the record (RFC 6962 section 2.1.1)."""

    index: int = Field(examples=[1])
    size: int = Field(description="Entries in the tree.", examples=[2])
    leaf: str = Field(description="The leaf's hash.", examples=[HASH])
    hashes: tuple[str, ...] = Field(description="From the leaf's neighbour up to the root's child.")
    root: str = Field(description="Where they lead to.", examples=[HASH])


class ConsistencyOut(Wire):
    """A proof that the record only grew (RFC 6962 section 2.1.2)."""

    old: int = Field(description="Entries in the smaller tree.", examples=[1])
    new: int = Field(description="Entries in the larger tree.", examples=[2])
    hashes: tuple[str, ...]
    old_root: str = Field(examples=[HASH])
    new_root: str = Field(examples=[HASH])


def entry_out(entry: EntryView, names: RecordNames, speaker: Speaker) -> EntryOut:
    """One entry, with what its ids stand for."""
    return EntryOut(
        index=entry.index,
        at=entry.at,
        kind=Term(code=entry.kind, text=say_kind(speaker, entry)),
        actor=PersonRef(id=entry.actor_id, name=say_actor(speaker, entry.actor_id, names)),
        subjects=tuple(
            SubjectOut(kind=kind, id=identity, text=say_subject(speaker, kind, identity, names) or identity)
            for kind, identity in entry.subjects.items()
        ),
        texts=tuple(TextOut(field=field, text=text) for field, text in entry.texts.items()),
        changes=tuple(_change_out(change, speaker) for change in entry.changes),
        erased=entry.erased,
        text=say_entry(speaker, entry, names),
        leaf=entry.leaf.hex(),
        body=entry.body.decode(),
    )


def checkpoint_out(published: PublishedCheckpoint) -> CheckpointOut:
    """A checkpoint, and where it got to."""
    checkpoint = published.checkpoint
    return CheckpointOut(
        number=checkpoint.number,
        size=checkpoint.size,
        at=checkpoint.at,
        note=checkpoint.note.decode(),
        published=tuple(
            PublicationOut(target=p.target, at=p.at, problem=p.problem.value if p.problem else None, detail=p.detail)
            for p in published.publications
        ),
    )


def head_out(head: Head, origin: str) -> HeadOut:
    """The head of the record of that name."""
    newest = checkpoint_out(head.checkpoint) if head.checkpoint else None
    return HeadOut(origin=origin, size=head.size, root=head.root.hex(), checkpoint=newest)


def inclusion_out(proof: Inclusion) -> InclusionOut:
    """A proof that an entry is there."""
    return InclusionOut(
        index=proof.index,
        size=proof.size,
        leaf=proof.leaf.hex(),
        hashes=tuple(h.hex() for h in proof.hashes),
        root=proof.root.hex(),
    )


def consistency_out(proof: Consistency) -> ConsistencyOut:
    """A proof that the record only grew."""
    return ConsistencyOut(
        old=proof.old,
        new=proof.new,
        hashes=tuple(h.hex() for h in proof.hashes),
        old_root=proof.old_root.hex(),
        new_root=proof.new_root.hex(),
    )


def _change_out(change: FieldChange, speaker: Speaker) -> FieldChangeOut:
    return FieldChangeOut(
        field=change.field, before=change.before, after=change.after, text=say_change_of(speaker, change)
    )
