"""Blackouts on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Moment, Statement
from api.schemas.people import ScopeIn, ScopeOut
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.services.blackouts import BlackoutView, SetBlackout
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.safeguards import say_blackout


class BlackoutIn(Wire):
    """A time in which nothing shall be started in a part of the site."""

    scope: ScopeIn = ScopeIn()
    starts_at: Moment
    ends_at: Moment
    reason: Statement = Field(examples=["Written exams."])

    def command(self) -> SetBlackout:
        """What the service is asked to do."""
        return SetBlackout(self.scope.kind, self.scope.name or "", self.starts_at, self.ends_at, self.reason)


class BlackoutOut(Wire):
    """One blackout."""

    id: str
    scope: ScopeOut
    starts_at: datetime
    ends_at: datetime
    reason: str
    set_by: PersonRef
    created_at: datetime
    lifted_by: PersonRef | None
    lifted_at: datetime | None
    on: bool = Field(description="Whether it holds now.")
    text: str


class BlackoutsOut(Wire):
    """A page of blackouts, newest first."""

    blackouts: tuple[BlackoutOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def blackout_out(view: BlackoutView, speaker: Speaker) -> BlackoutOut:
    """One blackout; the sentence is in the time of its room, or of the site."""
    blackout = view.blackout
    own = Speaker(speaker.language, view.zone, speaker.now, people=view.people)
    return BlackoutOut(
        id=blackout.id,
        scope=ScopeOut(kind=Term.of(blackout.scope.kind, own), name=view.where),
        starts_at=blackout.starts_at,
        ends_at=blackout.ends_at,
        reason=blackout.reason,
        set_by=PersonRef.of(blackout.by, own),
        created_at=blackout.created_at,
        lifted_by=PersonRef.of(blackout.lifted_by, own) if blackout.lifted_by else None,
        lifted_at=blackout.lifted_at,
        on=view.on,
        text=say_blackout(own, view),
    )
