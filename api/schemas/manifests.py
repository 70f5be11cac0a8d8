"""Manifests on the wire: revisions, and what one has over another."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.manifests import ManifestLine, Revision
from orchestrator.services.wording import Speaker


class ManifestLineOut(Wire):
    """One thing asked for: by a request, or by the room's baseline."""

    item: ItemRef
    request: str | None = Field(description="Request that asks for it; null for the baseline.")
    wanted: Term
    version: str
    seats: Term
    enough: int | None


class RevisionRef(Wire):
    """A revision in a list."""

    number: int
    change: Term = Field(description="Why it came about.")
    request: str | None = Field(description="Request that changed it.")
    actor: PersonRef
    at: datetime
    line_count: int


class ManifestOut(Wire):
    """What a room was asked to have."""

    classroom: str
    timezone: str
    revision: RevisionRef | None = Field(description="Null before the first revision.")
    lines: tuple[ManifestLineOut, ...]


class RevisionsOut(Wire):
    """A page of revisions, newest first."""

    classroom: str
    timezone: str
    revisions: tuple[RevisionRef, ...]
    next: int | None = Field(description="Cursor of the next page, for after; null at the end.")


class DifferenceOut(Wire):
    """What one revision has over another."""

    classroom: str
    number: int
    against: int = Field(description="0 is the empty manifest before the first revision.")
    added: tuple[ManifestLineOut, ...]
    removed: tuple[ManifestLineOut, ...]


def revision_ref(revision: Revision, speaker: Speaker) -> RevisionRef:
    """A revision in a list; the speaker knows who made it."""
    return RevisionRef(
        number=revision.number,
        change=Term.of(revision.change, speaker),
        request=revision.request_id,
        actor=PersonRef.of(revision.actor_id, speaker),
        at=revision.at,
        line_count=len(revision.lines),
    )


def manifest_lines(lines: Iterable[ManifestLine], speaker: Speaker) -> tuple[ManifestLineOut, ...]:
    """Lines of a manifest."""
    return tuple(
        ManifestLineOut(
            item=ItemRef.of(line.item_id, speaker),
            request=line.request_id,
            wanted=Term.of(line.wanted, speaker),
            version=line.version,
            seats=Term.of(line.target, speaker),
            enough=line.enough,
        )
        for line in lines
    )
