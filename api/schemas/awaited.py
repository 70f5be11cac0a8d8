"""What waits for one's own decision, on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.services.awaited import Awaited
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.awaited import say_awaited


class AwaitedOut(Wire):
    """One thing that waits for the caller's decision."""

    kind: Term = Field(description="What the caller is waited for to do.")
    id: str = Field(description="Id of the override, contest, safeguard, exemption or change.")
    since: datetime = Field(description="Since when it waits.")
    until: datetime | None = Field(description="When it goes on without the caller; null where it just waits.")
    end: Term | None = Field(description="What becomes of it then; null where nothing does.")
    classroom: str | None = Field(description="The room that it is about, where it is one.", examples=["B-204"])
    timezone: str | None = Field(description="Of that room.", examples=["Europe/Berlin"])
    item: ItemRef | None
    words: str = Field(description="What whoever asks says about it, or what it is called; may be empty.")
    text: str = Field(examples=["The override of Mozilla Firefox in B-204 needs a second person."])


class AwaitedListOut(Wire):
    """All that waits for the caller's decision: what goes on without them soonest first."""

    decisions: tuple[AwaitedOut, ...]


def awaited_out(awaited: Awaited, speaker: Speaker) -> AwaitedOut:
    """One of them; the speaker knows the titles."""
    room = awaited.room
    return AwaitedOut(
        kind=Term.of(awaited.kind, speaker),
        id=awaited.id,
        since=awaited.since,
        until=awaited.until,
        end=Term.of(awaited.end, speaker) if awaited.end else None,
        classroom=room.code if room else None,
        timezone=room.timezone if room else None,
        item=ItemRef.of(awaited.item_id, speaker) if awaited.item_id else None,
        words=awaited.words,
        text=say_awaited(speaker, awaited),
    )
