"""Exemptions from safeguards on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.fields import Code, Identity, Login, Moment, Statement
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.services.exemption_making import ExemptionTerms, MakeExemption, named_risk_owner
from orchestrator.services.exemptions import ExemptionView
from orchestrator.services.unit_of_work import Reads
from orchestrator.services.wording import Speaker

Compensation = Annotated[Statement, StringConstraints(max_length=1500)]
"""A few sentences, line breaks included."""


class ExemptionTermsIn(Wire):
    """On what terms a safeguard shall not bind."""

    compensation: Compensation = Field(
        description="Compensating control: what keeps the risk small.",
        examples=["These seats have a network of their own."],
    )
    expires_at: Moment = Field(description="Until when.", examples=["2027-03-31T16:00:00+00:00"])
    risk_owner: Login = Field(description="Who outside IT is asked to accept the risk.", examples=["grace"])
    canary_seat: Code | None = Field(
        default=None, description="Seat of the first room that gets it first; null for the podium, where one is needed."
    )

    def terms(self, reads: Reads) -> ExemptionTerms:
        """What the service is asked for.

        Raises:
            NotFound: Nobody has the risk owner's login.
        """
        owner = named_risk_owner(self.risk_owner, reads=reads)
        return ExemptionTerms(self.compensation, self.expires_at, owner, self.canary_seat)


class ExemptionIn(Wire):
    """An exemption that somebody makes without a contest."""

    safeguard: Identity
    item: Code = Field(examples=["firefox"])
    classrooms: list[Code] = Field(min_length=1, max_length=100, examples=[["B-204"]])
    terms: ExemptionTermsIn

    def command(self, reads: Reads) -> MakeExemption:
        """What the service is asked to do.

        Raises:
            NotFound: Nobody has the risk owner's login.
        """
        return MakeExemption(self.safeguard, self.item, tuple(self.classrooms), self.terms.terms(reads))


class ExemptionOut(Wire):
    """An exemption, and what became of it."""

    id: str
    safeguard: str
    title: str = Field(description="What the safeguard says in a few words.")
    category: Term
    item: ItemRef
    classrooms: tuple[str, ...]
    compensation: str
    by: PersonRef
    created_at: datetime
    expires_at: datetime
    risk_owner: PersonRef
    signed_at: datetime | None
    contest: str | None = Field(description="The contest that led to it.")
    needs_approval: bool = Field(description="Whether a second person is needed.")
    approved_by: PersonRef | None
    approved_at: datetime | None
    canary_seat: str | None = Field(description="Seat that gets it first.")
    canary_passed_at: datetime | None = Field(description="Since when that seat is ready, and the others get it.")
    state: Term
    ended_at: datetime | None
    ended_by: PersonRef | None


class ExemptionsOut(Wire):
    """A page of exemptions."""

    exemptions: tuple[ExemptionOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def exemption_out(view: ExemptionView, speaker: Speaker) -> ExemptionOut:
    """An exemption, with names."""
    exemption = view.exemption

    def person(actor_id: str) -> PersonRef:
        return PersonRef(id=actor_id, name=view.names.get(actor_id) or speaker.person(actor_id))

    return ExemptionOut(
        id=exemption.id,
        safeguard=exemption.safeguard_id,
        title=view.safeguard.title,
        category=Term.of(view.safeguard.category, speaker),
        item=ItemRef(id=exemption.item_id, title=view.title),
        classrooms=tuple(room.code for room in view.rooms),
        compensation=exemption.compensation,
        by=person(exemption.by),
        created_at=exemption.created_at,
        expires_at=exemption.expires_at,
        risk_owner=person(exemption.risk_owner),
        signed_at=exemption.signed_at,
        contest=exemption.contest_id,
        needs_approval=exemption.needs_approval,
        approved_by=person(exemption.approved_by) if exemption.approved_by else None,
        approved_at=exemption.approved_at,
        canary_seat=view.canary_seat,
        canary_passed_at=exemption.canary_passed_at,
        state=Term.of(exemption.state, speaker),
        ended_at=exemption.ended_at,
        ended_by=person(exemption.ended_by) if exemption.ended_by else None,
    )
