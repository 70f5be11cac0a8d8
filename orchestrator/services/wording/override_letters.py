"""Letters about overrides: that one binds a request (RULES R3.1, R3.3), and that it is over (R3.5)."""

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import STANDS_STILL
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind
from orchestrator.domain.requests import Wanted
from orchestrator.services.wording.evidence import EvidenceNames, say_evidence
from orchestrator.services.wording.letter_parts import (
    Draft,
    Pen,
    asked,
    contest,
    flowing,
    paragraphs,
    sentences,
    still_kept,
    why,
)

_STANDING = frozenset({Confirmation.WAITING, Confirmation.CONFIRMED})
_EMPTY_HANDED = frozenset({OverrideKind.DECLINE, OverrideKind.DEFER})


def override_letter(pen: Pen, override: Override) -> Draft:
    """That an override binds a request: all that R3.3 asks for, as far as its weight has it."""
    phrases, fields = pen.phrases, _fields(pen, override)
    head = phrases.override_absent if _only_absent(pen) else phrases.override[override.kind]
    return Draft(
        pen.say(head.subject, **fields),
        paragraphs(
            sentences(asked(pen), pen.say(head.done, **fields), _yes(pen, override)),
            sentences(
                why(pen, override.category, override.explanation), _short(pen, override), *_others(pen, override)
            ),
            _rests_on(pen, override),
            _instead(pen, override),
            _how_it_ends(pen, override),
            contest(
                pen,
                ContestSubject.OVERRIDE,
                override.id,
                override.category,
                phrases.holds_on if override.category in STANDS_STILL else phrases.lapses,
            ),
        ),
    )


def override_ended_letter(pen: Pen, override: Override) -> Draft:
    """That it is over, and whether the request goes on by itself."""
    named = {"item": pen.speaker.title(override.item_id), "room": pen.facts.room.code}
    phrases = pen.phrases
    kept = still_kept(pen, named)
    return Draft(
        pen.say(phrases.ended_subject_kept if kept else phrases.ended_subject, **named),
        paragraphs(
            asked(pen), pen.say(phrases.ended[override.state], **named), kept or pen.say(phrases.goes_on, **named)
        ),
    )


def _fields(pen: Pen, override: Override) -> dict[str, object]:
    labels = tuple(seat.label for seat in pen.facts.room.seats if seat.id in override.seat_ids)
    targets = {request.target for request in pen.facts.requests}
    aimed = sum(any(seat.aimed_at(target) for target in targets) for seat in pen.facts.room.seats)
    limited = bool(labels) and override.kind is not OverrideKind.EXCLUDE
    place = pen.say(pen.phrases.on_seats, count=len(labels), labels=labels) if limited else pen.phrases.there
    return {
        "item": pen.speaker.title(override.item_id),
        "room": pen.facts.room.code,
        "place": place,
        "until": override.expires_at,
        "substitute": pen.speaker.title(override.substitute_item),
        "version": override.pin_version,
        "count": len(labels),
        "of": aimed or len(pen.facts.room.seats),
        "labels": labels,
    }


def _only_absent(pen: Pen) -> bool:
    return bool(pen.facts.requests) and all(r.wanted is Wanted.ABSENT for r in pen.facts.requests)


def _yes(pen: Pen, override: Override) -> str:
    """A substitute needs the requester's yes (R3.6)."""
    waits = override.kind is OverrideKind.SUBSTITUTE and override.agreed_at is None
    return pen.phrases.asks_for_yes if waits else ""


def _short(pen: Pen, override: Override) -> str:
    """Why so little is said: a short one takes one sentence (R3.3)."""
    days, lasts = pen.facts.numbers.short_override_days, override.expires_at - override.starts_at
    bare = not override.checks and not override.needs_approval
    return pen.say(pen.phrases.short, days=days) if bare and lasts.days <= days else ""


def _others(pen: Pen, override: Override) -> tuple[str, str]:
    """Who else has looked at it."""
    phrases = pen.phrases
    confirmed = pen.say(
        phrases.confirmation[override.confirmation],
        by=phrases.confirms.get(override.category),
        at=pen.speaker.moment(override.confirm_by) if override.confirm_by else None,
    )
    return (phrases.approved if override.approved_by else "", confirmed)


def _rests_on(pen: Pen, override: Override) -> str:
    names = EvidenceNames(pen.facts.documents)
    said = say_evidence(pen.speaker, override.category, override.evidence, override.checks, names)
    if not said:
        return ""
    above = pen.phrases.rests_on_checked if override.checks else pen.phrases.rests_on
    return "\n".join([above, *(f"- {line}" for line in said)])


def _instead(pen: Pen, override: Override) -> str:
    if override.alternative:
        return pen.say(pen.phrases.instead, instead=flowing(override.alternative))
    nothing = override.kind in _EMPTY_HANDED and not _only_absent(pen)
    return pen.phrases.instead_nothing if nothing else ""


def _how_it_ends(pen: Pen, override: Override) -> str:
    phrases = pen.phrases
    stands = override.category in STANDS_STILL and override.confirmation in _STANDING
    needed = min((r.needed_by for r in pen.facts.requests), default=None)
    clock = phrases.clock_stands if stands else phrases.clock_runs
    return sentences(
        pen.say(phrases.ends, until=override.expires_at),
        pen.say(phrases.lifts, what=flowing(override.would_lift)) if override.would_lift else "",
        pen.say(phrases.meanwhile, what=flowing(override.compensation)) if override.compensation else "",
        pen.say(clock, needed_by=needed) if needed else "",
    )
