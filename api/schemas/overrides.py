"""Overrides on the wire."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from api.problems import FieldProblemOut, field_problem
from api.schemas.evidence import CheckOut, EvidenceIn, EvidenceOut, checks_out, evidence_out
from api.schemas.fields import Code, Identity, Moment, Prose, Sentence
from api.schemas.letters import HintOut, LetterAheadOut, advice_on, letters_ahead_out
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category
from orchestrator.domain.override_rules import FIELDS
from orchestrator.domain.overrides import OverrideKind
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.override_reading import OverrideView
from orchestrator.services.overrides import OverridePreview
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.letter_parts import say_team
from orchestrator.services.wording.overrides import say_effect, say_override, say_withheld
from orchestrator.services.wording.refusals import say_refusal


class OverrideIn(Wire):
    """An override of one request, of some of its seats, or of all requests for an item in a room."""

    kind: OverrideKind
    category: Category = Field(description="The list is closed: taste is not there.")
    explanation: Prose = Field(default="", description="Plain words for whoever asked; a sentence for a few days.")
    expires_at: Moment = Field(description="Until when, with an offset.", examples=["2027-01-15T18:00:00+01:00"])
    starts_at: Moment | None = Field(
        default=None, description="From when on; null for now, or for the end of the one that it follows."
    )
    request: Identity | None = Field(default=None, description="The request; null for all of a room.")
    classroom: Code | None = Field(default=None, description="The room, where no request is named.")
    item: Code | None = Field(default=None, description="The item, where no request is named.")
    seats: list[Code] = Field(
        default=[], max_length=500, description="Labels of seats that it is limited to; of exclude, those left out."
    )
    evidence: EvidenceIn = EvidenceIn()
    substitute_item: Code | None = Field(default=None, description="What is installed instead.")
    pin_version: Code | None = Field(default=None, description="The version that is installed instead.")
    alternative: Prose = Field(default="", description="What whoever asked gets or can do instead.")
    would_lift: Prose = Field(default="", description="What would lift it.")
    compensation: Prose = Field(default="", description="What is done meanwhile.")

    def command(self, officer: str | None) -> RecordOverride:
        """What the service is asked to do; the officer that the evidence names, by id."""
        return RecordOverride(
            kind=self.kind,
            category=self.category,
            explanation=self.explanation,
            expires_at=self.expires_at,
            request_id=self.request,
            classroom=self.classroom,
            item=self.item,
            seats=tuple(self.seats),
            starts_at=self.starts_at,
            evidence=self.evidence.evidence(officer),
            substitute_item=self.substitute_item,
            pin_version=self.pin_version,
            alternative=self.alternative,
            would_lift=self.would_lift,
            compensation=self.compensation,
        )


class RefusalIn(Wire):
    """Why not."""

    reason: Sentence


class ConfirmationIn(Wire):
    """Whether it is a dispute of security, licence or law."""

    confirmed: bool
    reason: Sentence | None = Field(default=None, description="Why not, where it is not.")


class OverrideOut(Wire):
    """One override."""

    id: str
    classroom: str = Field(examples=["B-204"])
    timezone: str
    item: ItemRef
    kind: Term
    scope: Term
    category: Term
    state: Term
    requests: tuple[str, ...] = Field(description="Ids of the requests that it was recorded for.")
    seats: tuple[str, ...] = Field(description="Labels of the seats that it is limited to; empty for all.")
    substitute: ItemRef | None
    version: str | None = Field(description="The version that is installed instead.")
    explanation: str
    evidence: EvidenceOut
    checks: tuple[CheckOut, ...]
    alternative: str
    would_lift: str
    compensation: str
    team: str = Field(description="Who signs.")
    by: PersonRef | None = Field(description="Who recorded it; only for oneself and those who may read the record.")
    approved_by: PersonRef | None
    confirmed_by: PersonRef | None
    created_at: datetime
    starts_at: datetime
    expires_at: datetime
    needs_approval: bool
    approved_at: datetime | None
    confirmation: Term
    confirm_by: datetime | None
    agreed_at: datetime | None = Field(description="When the requester said yes to a substitute.")
    follows: str | None = Field(description="The override that it follows up.")
    ended_at: datetime | None
    days_withheld: int = Field(description="Days in which its requests are overridden in all.")
    counts_as_decline: bool
    contest: Term | None = Field(
        description="How the newest contest about it stands; null where nobody has contested it."
    )
    effect: str = Field(
        description="What it does, why and until when, whatever has become of it since.",
        examples=["Mozilla Firefox is not delivered in B-204 until Fri 15 Jan, 18:00. The reason: …"],
    )
    text: str = Field(
        description="The same with how it stands now.",
        examples=["Mozilla Firefox is not delivered in B-204 until Fri 15 Jan, 18:00. The reason: …"],
    )


class OverridesOut(Wire):
    """A page of overrides, newest first."""

    overrides: tuple[OverrideOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class AgainstOut(Wire):
    """One thing that speaks against recording it, as it would be refused."""

    code: str
    title: str
    detail: str
    problems: tuple[FieldProblemOut, ...] = Field(description="Single fields that are missing or too long.")
    override_id: str | None = Field(description="The other override that is in the way; null where none is.")


class OverridePreviewOut(Wire):
    """What recording it would come to. Nothing has been changed."""

    possible: bool = Field(description="Whether it would be recorded.")
    weight: Term
    fields: tuple[str, ...] = Field(description="What an override of this weight needs beside reason and end.")
    second_persons: tuple[Term, ...] = Field(description="Why a second person would have to approve it.")
    requests: tuple[str, ...]
    starts_at: datetime
    expires_at: datetime
    confirm_by: datetime | None
    follows: str | None
    checks: tuple[CheckOut, ...]
    against: tuple[AgainstOut, ...]
    days_withheld: int
    letters: tuple[LetterAheadOut, ...] = Field(
        description="The letters that would be sent when it begins to bind; none where it would not be recorded."
    )
    hints: tuple[HintOut, ...] = Field(description="Advice on the words that were written for them, and never a mark.")
    text: str
    days_text: str


def override_out(view: OverrideView, speaker: Speaker) -> OverrideOut:
    """One override, with the names that whoever reads it may know."""
    override, room = view.override, view.room
    own = speaker.about(room, titles=view.titles, people=view.names)
    return OverrideOut(
        id=override.id,
        classroom=room.code,
        timezone=room.timezone,
        item=ItemRef.of(override.item_id, own),
        kind=Term.of(override.kind, own),
        scope=Term.of(override.scope, own),
        category=Term.of(override.category, own),
        state=Term.of(override.state, own),
        requests=override.request_ids,
        seats=tuple(map(own.seat, override.seat_ids)),
        substitute=ItemRef.of(override.substitute_item, own) if override.substitute_item else None,
        version=override.pin_version,
        explanation=override.explanation,
        evidence=evidence_out(override.evidence, own),
        checks=checks_out(override.checks, own),
        alternative=override.alternative,
        would_lift=override.would_lift,
        compensation=override.compensation,
        team=say_team(own, room, view.team),
        by=_known(override.by, view.names, own),
        approved_by=_known(override.approved_by, view.names, own),
        confirmed_by=_known(override.confirmed_by, view.names, own),
        created_at=override.created_at,
        starts_at=override.starts_at,
        expires_at=override.expires_at,
        needs_approval=override.needs_approval,
        approved_at=override.approved_at,
        confirmation=Term.of(override.confirmation, own),
        confirm_by=override.confirm_by,
        agreed_at=override.agreed_at,
        follows=override.follows,
        ended_at=override.ended_at,
        days_withheld=view.days_withheld,
        counts_as_decline=view.counts_as_decline,
        contest=Term.of(view.contests[-1].state, own) if view.contests else None,
        effect=say_effect(own, override, room),
        text=say_override(own, view),
    )


def preview_out(preview: OverridePreview, speaker: Speaker) -> OverridePreviewOut:
    """What recording it would come to; the speaker knows the titles."""
    found = preview.found
    override = found.override
    written = (override.explanation, override.alternative, override.would_lift, override.compensation)
    own = speaker.about(found.room, titles=speaker.titles)
    return OverridePreviewOut(
        possible=not found.refusals,
        weight=Term.of(found.weight, own),
        fields=FIELDS[found.weight],
        second_persons=tuple(Term.of(reason, own) for reason in found.second_persons),
        requests=override.request_ids,
        starts_at=override.starts_at,
        expires_at=override.expires_at,
        confirm_by=override.confirm_by,
        follows=override.follows,
        checks=checks_out(override.checks, own),
        against=tuple(_against(refusal, own) for refusal in found.refusals),
        days_withheld=found.days_withheld,
        letters=letters_ahead_out(preview.letters, preview.names),
        hints=advice_on("\n\n".join(filter(None, written)), speaker.language, speaker),
        text=say_effect(own, override, found.room),
        days_text=say_withheld(own, found.days_withheld),
    )


def _known(person_id: str | None, names: Mapping[str, str], speaker: Speaker) -> PersonRef | None:
    return PersonRef.of(person_id, speaker) if person_id is not None and person_id in names else None


def _against(refusal: Refusal, speaker: Speaker) -> AgainstOut:
    said = say_refusal(speaker, refusal)
    problems = refusal.details().get("problems", ())
    return AgainstOut(
        code=refusal.code,
        title=said.title,
        detail=said.detail,
        problems=tuple(field_problem(problem, speaker) for problem in problems),
        override_id=refusal.details().get("override_id"),
    )
