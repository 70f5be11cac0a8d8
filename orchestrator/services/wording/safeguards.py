"""Safeguards, what they would do, exposed rooms and blackouts in words."""

from orchestrator.domain.people import ScopeKind
from orchestrator.domain.safeguards import Aim, Safeguard
from orchestrator.services.blackouts import BlackoutView
from orchestrator.services.exposed import ExposedRoom
from orchestrator.services.safeguard_impact import Impact
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence


def say_aim(speaker: Speaker, aim: Aim) -> str:
    """What a safeguard is about: a title, or what fits its patterns."""
    if aim.item_id is not None:
        return speaker.title(aim.item_id)
    sentences = speaker.book.safeguards
    if aim.name_pattern and aim.publisher_pattern:
        return speaker.say(sentences["names_and_publishers"], name=aim.name_pattern, publisher=aim.publisher_pattern)
    if aim.name_pattern:
        return speaker.say(sentences["names"], name=aim.name_pattern)
    return speaker.say(sentences["publishers"], publisher=aim.publisher_pattern)


def say_safeguard(speaker: Speaker, guard: Safeguard) -> str:
    """What a safeguard says, in one sentence."""
    fields = {
        "what": say_aim(speaker, guard.aim),
        "until": guard.expires_at,
        "minimum": guard.minimum,
        "deadline": guard.deadline,
    }
    return as_sentence(speaker.say(speaker.book.safeguards[guard.kind.value], **fields))


def say_impact(speaker: Speaker, impact: Impact) -> str:
    """What a safeguard does or would do, in numbers."""
    if not impact.rooms:
        return speaker.book.safeguards["impact_nothing"]
    ours, others = sum(c.ours for c in impact.copies), sum(c.others for c in impact.copies)
    return speaker.say(
        speaker.book.safeguards["impact"],
        rooms=len(impact.rooms),
        requests=impact.requests,
        seats=impact.seats,
        ours=ours if ours or others else None,
        others=others,
    )


def say_exposed(speaker: Speaker, exposed: ExposedRoom) -> str:
    """That a room is exposed, and to what."""
    guard = exposed.safeguard
    said = speaker.at(exposed.room.timezone).say(
        speaker.book.safeguards["exposed"],
        room=exposed.room.code,
        what=say_aim(speaker, guard.aim),
        minimum=guard.minimum,
        seats=len({found.seat.id for found in exposed.seats}),
        deadline=guard.deadline,
    )
    return as_sentence(said)


def say_blackout(speaker: Speaker, view: BlackoutView) -> str:
    """Where nothing is started, from when to when, and why."""
    blackout, sentences = view.blackout, speaker.book.safeguards
    where = sentences["everywhere"] if blackout.scope.kind is ScopeKind.CAMPUS else view.where
    return speaker.at(view.zone).say(
        sentences["blackout"],
        where=where,
        starts=blackout.starts_at,
        ends=blackout.ends_at,
        reason=blackout.reason,
    )
