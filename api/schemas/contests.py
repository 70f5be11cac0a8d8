"""Contests on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.exemptions import ExemptionTermsIn
from api.schemas.fields import Identity, Statement
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.people import WORKER, Caller, Permission
from orchestrator.services.contests import ContestView, MakeContest
from orchestrator.services.wording import Speaker

Words = Annotated[Statement, StringConstraints(max_length=1500)]
"""A few sentences, line breaks included."""


class ContestIn(Wire):
    """What somebody contests, for the sake of one of their requests."""

    subject: ContestSubject
    decision: Identity = Field(description="Id of what is contested.")
    request: Identity = Field(description="Id of one's own request.")
    words: Words = Field(description="Why, in one's own words.", examples=["The course needs this version from May."])

    def command(self) -> MakeContest:
        """What the service is asked to do."""
        return MakeContest(self.subject, self.decision, self.request, self.words)


class RulingIn(Wire):
    """A ruling on a contest."""

    overturn: bool = Field(strict=True, description="True where the decision goes, false where it stays.")
    words: Words = Field(description="Why, for both sides.", examples=["The memory was measured again: it suffices."])
    exemption: ExemptionTermsIn | None = Field(
        default=None, description="On what terms a safeguard does not bind; only where its refusal is overturned."
    )


class ContestOut(Wire):
    """A contest, and what became of it."""

    id: str
    subject: Term
    decision: str = Field(description="Id of what is contested.")
    category: Term = Field(description="Its list rules.")
    request: str
    classroom: str
    item: ItemRef
    words: str = Field(description="Why, in the words of whoever contests.")
    by: PersonRef
    at: datetime
    stage: Term = Field(description="Before whom it is, or was at last.")
    state: Term
    next_at: datetime | None = Field(description="When it goes on by itself; null where only a ruling is left.")
    ended_at: datetime | None
    ended_by: PersonRef | None = Field(
        description="Null also where the team took the decision back, and where somebody ruled whose name is only for "
        "those who may read the record."
    )
    ruling: str = Field(description="The words of whoever ruled; empty where nobody did.")


class ContestsOut(Wire):
    """A page of contests."""

    contests: tuple[ContestOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def _is_told(view: ContestView, caller: Caller) -> bool:
    """Whether somebody is told who ended it.

    Nobody is told who of the team took the decision back, and only those who read the record who ruled (R4.7).
    """
    contest = view.contest
    if contest.ended_by in {contest.by, WORKER.id}:
        return True
    if contest.state is ContestState.MOOT:
        return False
    return contest.ended_by == caller.actor.id or caller.may(Permission.READ_RECORD, view.room)


def contest_out(view: ContestView, speaker: Speaker, caller: Caller) -> ContestOut:
    """A contest, with the names that whoever reads it may know."""
    contest = view.contest

    def person(actor_id: str) -> PersonRef:
        return PersonRef(id=actor_id, name=view.names.get(actor_id) or speaker.person(actor_id))

    return ContestOut(
        id=contest.id,
        subject=Term.of(contest.subject, speaker),
        decision=contest.decision_id,
        category=Term.of(contest.category, speaker),
        request=contest.request_id,
        classroom=view.room.code,
        item=ItemRef(id=contest.item_id, title=view.title),
        words=contest.words,
        by=person(contest.by),
        at=contest.at,
        stage=Term.of(contest.stage, speaker),
        state=Term.of(contest.state, speaker),
        next_at=view.next_at,
        ended_at=contest.ended_at,
        ended_by=person(contest.ended_by) if contest.ended_by and _is_told(view, caller) else None,
        ruling=contest.ruling,
    )
