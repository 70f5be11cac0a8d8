"""The owed list on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.overrides import Override
from orchestrator.domain.people import Caller, Permission
from orchestrator.services.owed_list import OwedEntry, OwedList
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.letter_parts import say_team
from orchestrator.services.wording.owed import say_owed, title_of


class OwedOverrideOut(Wire):
    """What binds a request, with its age and person."""

    id: str
    kind: Term
    category: Term
    by: PersonRef
    since: datetime
    until: datetime
    age_days: int


class OwedNoteOut(Wire):
    """The newest delay note."""

    words: str
    expected_at: datetime
    by: PersonRef
    at: datetime


class OwnerDaysOut(Wire):
    """Whose turn it was, on how many days."""

    owner: Term
    days: int


class OwedEntryOut(Wire):
    """One thing that is owed."""

    id: str = Field(description="Of the request or wish.")
    kind: str = Field(description="request or wish.", examples=["request"])
    rank: Term = Field(description="late, at_risk or in_time.")
    classroom: str = Field(examples=["B-204"])
    timezone: str
    title: str = Field(examples=["Mozilla Firefox"])
    item: ItemRef | None = Field(description="Null for a wish.")
    requester: PersonRef
    standing: Term | None = Field(description="What has become of the request; null for a wish.")
    text: str = Field(examples=["Mozilla Firefox is ready on 11 of 12 seats in B-204; seat 07 is being repaired."])
    since: datetime = Field(description="From when its age counts: the wish that a request came from counts.")
    age_days: int
    needed_by: datetime
    deadline: datetime = Field(description="Needed-by and the time that the clock stood still.")
    stands_still: bool = Field(description="Whether the clock stands still now: security, licence or law.")
    stood_still_hours: int
    short_notice: bool = Field(description="Needed earlier than the service promise; it is tried all the same.")
    owner: Term = Field(description="Whose turn it is now.")
    days: tuple[OwnerDaysOut, ...] = Field(description="Every day of the waiting so far has one owner.")
    in_charge: tuple[str, ...] = Field(description="Who steers the room's rollouts: names for the team itself.")
    overrides: tuple[OwedOverrideOut, ...]
    withheld_days: int = Field(description="Days for which decisions have kept it away or changed it, in all.")
    delay_note: OwedNoteOut | None
    does_not_work: bool = Field(description="Whether the requester has said that it does not, whatever a scan says.")
    wish: str | None = Field(description="Id of the wish that it is, or came from.")


class OwedCountsOut(Wire):
    """How many there are in all, whatever the page shows."""

    late: int
    at_risk: int
    in_time: int
    standing_still: int
    short_notice: int
    wishes: int


class OwedOut(Wire):
    """A page of what is owed: late first, then at risk, then by deadline."""

    entries: tuple[OwedEntryOut, ...]
    counts: OwedCountsOut
    at: datetime
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def owed_out(
    found: OwedList, shown: tuple[OwedEntry, ...], following: str | None, speaker: Speaker, caller: Caller
) -> OwedOut:
    """A page; the speaker knows the titles. To whom a room's requests only are theirs, its team has no names (R4.7)."""
    counts = found.counts
    return OwedOut(
        entries=tuple(_entry(entry, found, speaker, caller) for entry in shown),
        counts=OwedCountsOut(
            late=counts.late,
            at_risk=counts.at_risk,
            in_time=counts.in_time,
            standing_still=counts.standing_still,
            short_notice=counts.short_notice,
            wishes=counts.wishes,
        ),
        at=found.at,
        next=following,
    )


def _entry(entry: OwedEntry, found: OwedList, speaker: Speaker, caller: Caller) -> OwedEntryOut:
    names, in_charge = {**entry.people, **(entry.wish.people if entry.wish else {})}, entry.in_charge
    if not any(caller.may(permission, entry.room) for permission in (Permission.STEER, Permission.READ_RECORD)):
        team, known = say_team(speaker, entry.room, found.team), {entry.requester_id, caller.actor.id}
        names, in_charge = {i: name if i in known else team for i, name in names.items()}, (team,)
    own = speaker.about(entry.room, titles=speaker.titles, people=names)
    request = entry.request.request if entry.request else None
    clock, note = entry.clock, entry.note
    return OwedEntryOut(
        id=entry.id,
        kind="request" if request else "wish",
        rank=Term.of(entry.rank, own),
        classroom=entry.room.code,
        timezone=entry.room.timezone,
        title=title_of(entry),
        item=ItemRef(id=request.item_id, title=title_of(entry)) if request else None,
        requester=PersonRef.of(entry.requester_id, own),
        standing=Term.of(entry.request.standing.code, own) if entry.request else None,
        text=say_owed(own, entry),
        since=clock.since,
        age_days=clock.age.days,
        needed_by=clock.needed_by,
        deadline=clock.deadline,
        stands_still=clock.stands_still,
        stood_still_hours=int(clock.stood_still.total_seconds() // 3600),
        short_notice=clock.short_notice,
        owner=Term.of(entry.owner, own),
        days=tuple(OwnerDaysOut(owner=Term.of(o, own), days=n) for o, n in sorted(entry.days.items())),
        in_charge=in_charge,
        overrides=tuple(_override(override, found.at, own) for override in entry.overrides),
        withheld_days=entry.withheld_days,
        delay_note=OwedNoteOut(
            words=note.words, expected_at=note.expected_at, by=PersonRef.of(note.by, own), at=note.at
        )
        if note
        else None,
        does_not_work=entry.does_not_work,
        wish=entry.wish.wish.id if entry.wish else None,
    )


def _override(override: Override, at: datetime, speaker: Speaker) -> OwedOverrideOut:
    return OwedOverrideOut(
        id=override.id,
        kind=Term.of(override.kind, speaker),
        category=Term.of(override.category, speaker),
        by=PersonRef.of(override.by, speaker),
        since=override.starts_at,
        until=override.expires_at,
        age_days=(at - override.starts_at).days,
    )
