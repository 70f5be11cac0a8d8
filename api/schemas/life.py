"""The whole life of one request on the wire."""

from dataclasses import replace
from datetime import datetime

from pydantic import Field

from api.schemas.manifests import RevisionRef, revision_ref
from api.schemas.record import HASH, EntryOut, entry_out
from api.schemas.requests import RequestOut, request_out
from api.schemas.rollouts import RolloutRef, rollout_ref
from api.schemas.wire import Wire
from orchestrator.services.request_life import LifeMoment, MomentKind, RequestLife
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.entries import say_entry
from orchestrator.services.wording.letter_parts import say_team
from orchestrator.services.wording.rollouts import say_rollout


class LifeMomentOut(Wire):
    """One moment of a request's life. One of ``entry``, ``revision`` and ``rollout`` is there."""

    at: datetime
    kind: MomentKind = Field(description="An entry of the record, a manifest revision, or a rollout's outcome.")
    text: str = Field(examples=["Prof. Ada Lovelace asked for Mozilla Firefox in B-204. It was accepted at once."])
    entry: EntryOut | None
    revision: RevisionRef | None
    rollout: RolloutRef | None
    told_by: tuple[int, ...] = Field(description="Numbers of entries of the record that say no more than this.")
    alike: int = Field(description="How many rollouts ended right after it in the same way.", examples=[0])


class RequestLifeOut(Wire):
    """A request with all that is known of it, in the order of time."""

    request: RequestOut
    moments: tuple[LifeMomentOut, ...]
    safeguards: tuple[str, ...] = Field(description="Ids of those that kept it away or made its version too old.")
    exemptions: tuple[str, ...] = Field(description="Ids of those from these safeguards, for its room.")
    catalog_changes: tuple[str, ...] = Field(description="Ids of changes of the catalogue that took something from it.")
    made_at: datetime = Field(description="When this document was made.")
    record_size: int = Field(description="Entries that the record held then.", examples=[2])
    record_root: str = Field(description="RFC 6962 root over them, in hexadecimal.", examples=[HASH])


def life_out(life: RequestLife, speaker: Speaker) -> RequestLifeOut:
    """The document; the speaker knows the titles."""
    team = say_team(speaker, life.request.room, life.team)
    people = {**life.names.people, life.request.request.requester_id: life.request.requester}
    people |= dict.fromkeys(life.by_team, team)
    own = speaker.about(life.request.room, titles=speaker.titles, people=people)
    life = replace(life, names=replace(life.names, people=people), moments=_by_team(life, team))
    return RequestLifeOut(
        request=request_out(life.request, speaker),
        moments=tuple(_moment_out(moment, life, own) for moment in life.moments),
        safeguards=life.guards.safeguards,
        exemptions=life.guards.exemptions,
        catalog_changes=life.guards.catalog_changes,
        made_at=life.made_at,
        record_size=life.size,
        record_root=life.root.hex(),
    )


def _by_team(life: RequestLife, team: str) -> tuple[LifeMoment, ...]:
    """The moments with the team in the place of those whom the reader is not told of (RULES R4.7)."""
    return tuple(
        replace(moment, rollout=replace(moment.rollout, actor=team))
        if moment.rollout and moment.rollout.rollout.actor_id in life.by_team
        else moment
        for moment in life.moments
    )


def _moment_out(moment: LifeMoment, life: RequestLife, speaker: Speaker) -> LifeMomentOut:
    return LifeMomentOut(
        at=moment.at,
        kind=moment.kind,
        text=_text(moment, life, speaker),
        entry=entry_out(moment.entry, life.names, speaker) if moment.entry else None,
        revision=revision_ref(moment.revision, speaker) if moment.revision else None,
        rollout=rollout_ref(moment.rollout, speaker) if moment.rollout else None,
        told_by=tuple(entry.index for entry in moment.told_by),
        alike=len(moment.alike),
    )


def _text(moment: LifeMoment, life: RequestLife, speaker: Speaker) -> str:
    room, title = life.request.room.code, life.request.title
    sentences = speaker.book.sentences
    if moment.entry:
        return say_entry(speaker, moment.entry, life.names)
    if moment.revision:
        change = speaker.term(moment.revision.change)
        return speaker.say(sentences.life_revision, room=room, number=moment.revision.number, change=change)
    if moment.rollout is None:  # one of the three is there
        return ""
    said = [say_rollout(speaker, moment.rollout)]
    if moment.placed:
        said.append(speaker.say(sentences.life_placed, item=title, seats=moment.placed))
    if moment.alike:
        last = moment.alike[-1].rollout.finished_at
        said.append(speaker.say(sentences.life_alike, count=len(moment.alike), when=last))
    return " ".join(said)
