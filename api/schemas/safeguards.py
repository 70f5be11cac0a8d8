"""Safeguards on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.evidence import SafeguardEvidenceIn, SafeguardEvidenceOut, safeguard_evidence_out
from api.schemas.fields import Code, Digest, Login, Moment, Name, Statement
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.evidence import Category
from orchestrator.domain.safeguard_rules import SafeguardDraft
from orchestrator.domain.safeguards import Aim, SafeguardKind
from orchestrator.services.exposed import ExposedRoom
from orchestrator.services.safeguard_register import SafeguardView
from orchestrator.services.safeguards import SetSafeguard
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.safeguards import say_aim, say_exposed, say_safeguard


class AimIn(Wire):
    """What a safeguard is about: an item of the catalog, or whatever fits the patterns."""

    item: Code | None = Field(default=None, description="Id of a catalog item.", examples=["firefox"])
    name_pattern: Name | None = Field(default=None, description="* is a wildcard; compared without case.")
    publisher_pattern: Name | None = Field(default=None, description="Likewise.")

    def aim(self) -> Aim:
        """The same as a value."""
        return Aim(self.item, self.name_pattern, self.publisher_pattern)


class PreviewIn(Wire):
    """A safeguard of which only what it would do is asked."""

    kind: SafeguardKind
    aim: AimIn
    minimum: Code | None = Field(default=None, description="Least version; none for a block.")


class SafeguardIn(PreviewIn):
    """A safeguard that shall be set."""

    category: Category
    title: Name = Field(description="What it says in a few words.", examples=["Firefox with the open hole"])
    explanation: Statement = Field(description="Plain words for whoever is refused.")
    evidence: SafeguardEvidenceIn
    owner: Login = Field(description="Login of who answers for it.", examples=["sam"])
    review_at: Moment = Field(description="When it is looked at again; not after its end.")
    expires_at: Moment
    deadline: Moment | None = Field(default=None, description="By when a protective update is to be everywhere.")
    emergency: bool = Field(default=False, description="Whether the update may enter a blackout.")
    instead: Statement | None = Field(default=None, description="What people can use instead.")
    impact: Digest | None = Field(
        default=None, description="Digest of the preview that was looked at; patterns need one."
    )

    def command(self) -> SetSafeguard:
        """What the service is asked to do."""
        draft = SafeguardDraft(
            kind=self.kind,
            category=self.category,
            aim=self.aim.aim(),
            title=self.title,
            explanation=self.explanation,
            # The service looks the officer up.
            evidence=self.evidence.evidence(self.evidence.officer),
            review_at=self.review_at,
            expires_at=self.expires_at,
            minimum=self.minimum,
            deadline=self.deadline,
            emergency=self.emergency,
            instead=self.instead or "",
        )
        return SetSafeguard(draft, self.owner, self.impact)


class LookIn(PreviewIn):
    """The same, perhaps with all that is to be set, which then has to hold as if it were set."""

    whole: SafeguardIn | None = Field(
        default=None, description="All of it: refused where setting it would be refused; null looks at the aim alone."
    )


class ApprovalIn(Wire):
    """The second person says yes."""

    impact: Digest | None = Field(
        default=None, description="Digest of the impact that was looked at; patterns need one."
    )


class ReasonIn(Wire):
    """Why."""

    reason: Statement = Field(examples=["The maker has mended it."])


class AimOut(Wire):
    """What a safeguard is about."""

    item: ItemRef | None
    name_pattern: str | None
    publisher_pattern: str | None
    text: str


class SafeguardOut(Wire):
    """One safeguard."""

    id: str
    kind: Term
    category: Term
    state: Term
    aim: AimOut
    title: str
    explanation: str
    instead: str = Field(description="What people can use instead; may be empty.")
    evidence: SafeguardEvidenceOut
    minimum: str | None
    deadline: datetime | None
    emergency: bool
    owner: PersonRef
    set_by: PersonRef
    created_at: datetime
    review_at: datetime
    expires_at: datetime
    needs_approval: bool = Field(description="Whether a second person is, or was, needed.")
    approved_by: PersonRef | None
    approved_at: datetime | None
    ended_by: PersonRef | None
    ended_at: datetime | None
    text: str = Field(examples=["Mozilla Firefox has to be at least version 145.0.1 until Mon 12 Apr, 08:00."])


class SafeguardsOut(Wire):
    """A page of the register, newest first."""

    safeguards: tuple[SafeguardOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class ExposedSeatOut(Wire):
    """A seat with a copy that is too old."""

    seat: str = Field(examples=["07"])
    name: str
    version: str | None
    seen_at: datetime = Field(description="When the scan saw it.")
    accepted: bool = Field(description="Whether somebody has accepted the risk by an exemption.")


class ExposedRoomOut(Wire):
    """A room in which an update's deadline is over and an older copy is still there."""

    classroom: str
    safeguard: str = Field(description="Id of the safeguard.")
    title: str
    minimum: str | None
    deadline: datetime | None
    seats: tuple[ExposedSeatOut, ...]
    text: str


class ExposedOut(Wire):
    """All of them."""

    exposed: tuple[ExposedRoomOut, ...]


def safeguard_out(view: SafeguardView, speaker: Speaker) -> SafeguardOut:
    """One safeguard; the sentence is in the site's time."""
    guard = view.safeguard
    titles = {guard.aim.item_id: view.title} if guard.aim.item_id and view.title else {}
    own = Speaker(speaker.language, view.zone, speaker.now, titles, people=view.people)
    return SafeguardOut(
        id=guard.id,
        kind=Term.of(guard.kind, own),
        category=Term.of(guard.category, own),
        state=Term.of(guard.state, own),
        aim=AimOut(
            item=ItemRef.of(guard.aim.item_id, own) if guard.aim.item_id else None,
            name_pattern=guard.aim.name_pattern,
            publisher_pattern=guard.aim.publisher_pattern,
            text=say_aim(own, guard.aim),
        ),
        title=guard.title,
        explanation=guard.explanation,
        instead=guard.instead,
        evidence=safeguard_evidence_out(guard.evidence, own),
        minimum=guard.minimum,
        deadline=guard.deadline,
        emergency=guard.emergency,
        owner=PersonRef.of(guard.owner, own),
        set_by=PersonRef.of(guard.by, own),
        created_at=guard.created_at,
        review_at=guard.review_at,
        expires_at=guard.expires_at,
        needs_approval=guard.needs_approval,
        approved_by=_person(guard.approved_by, own),
        approved_at=guard.approved_at,
        ended_by=_person(guard.ended_by, own),
        ended_at=guard.ended_at,
        text=say_safeguard(own, guard),
    )


def exposed_out(room: ExposedRoom, speaker: Speaker) -> ExposedRoomOut:
    """One exposed room; the speaker knows the titles."""
    guard = room.safeguard
    return ExposedRoomOut(
        classroom=room.room.code,
        safeguard=guard.id,
        title=guard.title,
        minimum=guard.minimum,
        deadline=guard.deadline,
        seats=tuple(
            ExposedSeatOut(
                seat=found.seat.label,
                name=found.copy.name,
                version=found.copy.version,
                seen_at=found.seen_at,
                accepted=found.accepted,
            )
            for found in room.seats
        ),
        text=say_exposed(speaker, room),
    )


def _person(person_id: str | None, speaker: Speaker) -> PersonRef | None:
    return PersonRef.of(person_id, speaker) if person_id else None
