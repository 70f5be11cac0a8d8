"""Overrides and holds in words: what, why, until when, and who may contest it. To the instructor the team speaks."""

from collections.abc import Iterator
from datetime import UTC, datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.evidence import Check
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideState
from orchestrator.services.holds import HoldView
from orchestrator.services.override_reading import OverrideView
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

_NOT_FOUND_OUT = frozenset({"flag", "scanned"})
"""Details of a check that have words of their own."""


def say_override(speaker: Speaker, view: OverrideView) -> str:
    """An override as whoever it concerns reads it; the speaker knows the room's seats and the titles."""
    return " ".join([say_effect(speaker, view.override, view.room), *_beside(speaker, view)])


def say_effect(speaker: Speaker, override: Override, room: Classroom) -> str:
    """What an override does, why, and until when."""
    phrases = speaker.book.overrides
    return as_sentence(
        speaker.say(
            phrases.kinds[override.kind],
            item=speaker.title(override.item_id),
            room=room.code,
            seats=tuple(speaker.say(phrases.seat, label=speaker.seat(seat)) for seat in override.seat_ids),
            until=override.expires_at,
            category=speaker.term(override.category),
            substitute=speaker.title(override.substitute_item) if override.substitute_item else None,
            version=override.pin_version,
        )
    )


def say_check(speaker: Speaker, check: Check) -> str:
    """What a machine found out about one piece of evidence."""
    phrases = speaker.book.overrides
    detail = dict(check.detail)
    found = [value for name, value in check.detail if name not in _NOT_FOUND_OUT]
    if scanned := detail.get("scanned"):
        at = datetime.fromisoformat(scanned).astimezone(UTC)
        found.append(speaker.say(phrases.scanned, at=speaker.moment(at)))
    said = speaker.say(
        phrases.check, check=speaker.term(check.code), result=speaker.term(check.result), found=tuple(found)
    )
    return as_sentence(f"{said} {phrases.flagged}" if "flag" in detail else said)


def say_withheld(speaker: Speaker, days: int) -> str:
    """Days in which a request is overridden in all (R3.4)."""
    return speaker.say(speaker.book.overrides.withheld, days=days)


def say_hold(speaker: Speaker, view: HoldView) -> str:
    """A hold as whoever it concerns reads it."""
    phrases, hold, room = speaker.book.overrides, view.hold, view.room.code
    canary = speaker.say(phrases.seat, label=speaker.seat(hold.canary_seat_id)) if hold.canary_seat_id else None
    if hold.is_canary_at(view.at):
        return speaker.say(phrases.hold_canary, room=room, canary=canary)
    if not hold.binds_at(view.at):
        return speaker.say(phrases.hold_over, room=room, ended=hold.ended_at or hold.until)
    return as_sentence(
        speaker.say(
            phrases.holds[hold.scope],
            room=room,
            item=speaker.title(hold.item_id) if hold.item_id else None,
            until=hold.until,
            revision=hold.revision,
            canary=canary,
        )
    )


def _beside(speaker: Speaker, view: OverrideView) -> Iterator[str]:
    """What else is to be known: that it waits, begins later, is over; and what can be done about it."""
    phrases, override = speaker.book.overrides, view.override
    if override.ended_at is not None:
        yield speaker.say(phrases.over, ended=override.ended_at, state=speaker.term(override.state))
        return
    if override.state is OverrideState.PROPOSED:
        yield phrases.proposed
    elif override.starts_at > view.at:
        yield speaker.say(phrases.begins, starts=override.starts_at)
    if override.confirmation is Confirmation.WAITING:
        until = speaker.moment(override.confirm_by) if override.confirm_by else None
        yield speaker.say(phrases.unconfirmed, until=until)
    if override.state is OverrideState.LIVE:
        yield phrases.contest
    if override.kind is OverrideKind.SUBSTITUTE and override.agreed_at is None:
        yield phrases.agree
