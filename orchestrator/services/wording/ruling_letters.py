"""Letters about how a contest was ruled (RULES R4.1, R4.3), and about what the catalog takes away (R2)."""

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.letters import Narrowing, Ruling
from orchestrator.domain.safeguards import Safeguard
from orchestrator.services.wording.letter_parts import (
    Draft,
    Pen,
    asked,
    contest,
    flowing,
    paragraphs,
    sentences,
    still_kept,
)
from orchestrator.services.wording.safeguard_letters import safeguard_subject


def ruling_letter(pen: Pen, ruling: Ruling) -> Draft:
    """How a contest was ruled, why, and how it goes on."""
    about = ruling.about
    title = safeguard_subject(pen, about) if isinstance(about, Safeguard) else pen.speaker.title(about.item_id)
    phrases, named = pen.phrases, {"item": title, "room": pen.facts.room.code}
    return Draft(
        pen.say(phrases.ruling_subject[ruling.overturned], **named),
        paragraphs(
            _ruled(pen, ruling, named),
            pen.say(phrases.ruling_reason, reason=flowing(ruling.reason)) if ruling.reason.strip() else "",
            _how_it_goes_on(pen, ruling, named),
        ),
    )


def catalog_letter(pen: Pen, change: Narrowing) -> Draft:
    """What a change of the catalog takes away, why, from when on, and that it can be contested."""
    phrases, head = pen.phrases, pen.phrases.catalog[change.loss]
    fields: dict[str, object] = {
        "item": pen.speaker.title(change.item_id),
        "room": pen.facts.room.code,
        "other": pen.speaker.title(change.other_item),
        "version": change.version,
        "at": change.takes_effect_at,
    }
    return Draft(
        pen.say(head.subject, **fields),
        paragraphs(
            sentences(asked(pen), pen.say(head.done, **fields)),
            pen.say(phrases.ruling_reason, reason=flowing(change.reason)),
            pen.say(phrases.instead, instead=flowing(change.instead)) if change.instead else "",
            pen.say(phrases.catalog_until, at=change.takes_effect_at),
            contest(pen, ContestSubject.CATALOG_CHANGE, change.id, Category.OTHER, phrases.catalog_lapses),
        ),
    )


def _ruled(pen: Pen, ruling: Ruling, named: dict[str, str]) -> str:
    if ruling.lapsed:
        return pen.say(pen.phrases.ruling_lapsed, **named)
    return sentences(pen.say(pen.phrases.ruling_asked, **named), pen.phrases.ruled[ruling.overturned])


def _how_it_goes_on(pen: Pen, ruling: Ruling, named: dict[str, str]) -> str:
    phrases, exemption = pen.phrases, ruling.exemption
    if exemption is not None:
        return sentences(
            pen.say(phrases.exemption_granted, **named, until=exemption.expires_at),
            pen.say(phrases.exemption_condition, what=flowing(exemption.compensation)),
            phrases.exemption_waits if exemption.signed_at is None else "",
        )
    if ruling.overturned:
        return still_kept(pen, named) or phrases.ruling_goes_on
    if isinstance(ruling.about, Narrowing):
        return phrases.ruling_catalog_stands
    return pen.say(phrases.ruling_stands, **named, until=ruling.about.expires_at)
