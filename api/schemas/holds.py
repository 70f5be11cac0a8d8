"""Holds on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Code, Identity, Sentence
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.people import Caller, Permission
from orchestrator.services.holds import HoldView, SetHold
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.letter_parts import say_team
from orchestrator.services.wording.overrides import say_hold


class HoldIn(Wire):
    """The fast brake on one request, on one item in a room, or on a rollout."""

    sentence: Sentence = Field(description="Why, in one sentence that whoever asked reads.")
    request: Identity | None = Field(default=None, description="The request.")
    rollout: Identity | None = Field(default=None, description="The rollout: all that its room is owed.")
    classroom: Code | None = Field(default=None, description="The room of the item.")
    item: Code | None = Field(default=None, description="The item.")

    def command(self) -> SetHold:
        """What the service is asked to do."""
        return SetHold(
            self.sentence,
            request_id=self.request,
            classroom=self.classroom,
            item=self.item,
            rollout_id=self.rollout,
        )


class BackIn(Wire):
    """Going back to an earlier revision of a room's manifest."""

    sentence: Sentence = Field(description="Why, in one sentence that whoever asked reads.")
    canary_seat: Code | None = Field(
        default=None, description="Label of the seat that gets the newer state first; null for the podium."
    )


class HoldOut(Wire):
    """One hold."""

    id: str
    classroom: str = Field(examples=["B-204"])
    timezone: str
    scope: Term
    requests: tuple[str, ...]
    item: ItemRef | None
    rollout: str | None
    revision: int | None = Field(description="Revision that the room went back to.")
    canary_seat: str | None = Field(description="Label of the seat that gets the newer state first.")
    sentence: str
    team: str = Field(description="Who signs.")
    by: PersonRef | None = Field(description="Who set it; only for oneself and those who may read the record.")
    at: datetime
    until: datetime
    holds: bool = Field(description="Whether it holds now.")
    ended_at: datetime | None = Field(description="When somebody took it off before its time.")
    text: str = Field(examples=["One request in B-204 is held until Fri 15 Jan, 12:00, and then goes on by itself."])


class HoldsOut(Wire):
    """A page of a room's holds, newest first."""

    holds: tuple[HoldOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def hold_out(view: HoldView, speaker: Speaker, caller: Caller) -> HoldOut:
    """One hold; the speaker knows the titles."""
    hold, room = view.hold, view.room
    own = speaker.about(room, titles=speaker.titles, people={hold.by: view.by})
    knows = caller.actor.id == hold.by or caller.may(Permission.READ_RECORD, room)
    return HoldOut(
        id=hold.id,
        classroom=room.code,
        timezone=room.timezone,
        scope=Term.of(hold.scope, own),
        requests=hold.request_ids,
        item=ItemRef.of(hold.item_id, own) if hold.item_id else None,
        rollout=hold.rollout_id,
        revision=hold.revision,
        canary_seat=own.seat(hold.canary_seat_id) if hold.canary_seat_id else None,
        sentence=hold.sentence,
        team=say_team(own, room, view.team),
        by=PersonRef.of(hold.by, own) if knows else None,
        at=hold.at,
        until=hold.until,
        holds=hold.binds_at(view.at),
        ended_at=hold.ended_at,
        text=say_hold(own, view),
    )
