"""Letters about safeguards: one refuses or changes what was asked for (RULES R4.2), or an update comes (R4.4)."""

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.requests import LATEST
from orchestrator.domain.safeguards import Safeguard, SafeguardKind
from orchestrator.domain.versions import compare
from orchestrator.services.wording.evidence import EvidenceNames, say_evidence
from orchestrator.services.wording.letter_parts import Draft, Pen, asked, contest, flowing, paragraphs, sentences, why


def safeguard_letter(pen: Pen, safeguard: Safeguard) -> Draft:
    """That a safeguard keeps something away, or older versions of it; in words that need no expert."""
    phrases, fields = pen.phrases, _fields(pen, safeguard)
    head = phrases.safeguard[safeguard.kind]
    blocks = safeguard.kind is SafeguardKind.BLOCK
    return Draft(
        pen.say(head.subject, **fields),
        paragraphs(
            sentences(asked(pen), pen.say(head.done, **fields), _older(pen, safeguard), phrases.no_judgement),
            why(pen, safeguard.category, safeguard.explanation),
            _rests_on(pen, safeguard),
            _instead(pen, safeguard) if blocks else "",
            pen.say(phrases.review, review=safeguard.review_at, until=safeguard.expires_at),
            _steps(pen, safeguard),
            phrases.exemption,
        ),
    )


def update_letter(pen: Pen, safeguard: Safeguard) -> Draft:
    """That a protective update comes, with its reason, to somebody who may not have asked for anything."""
    phrases, fields = pen.phrases, _fields(pen, safeguard)
    return Draft(
        pen.say(phrases.update.subject, **fields),
        paragraphs(
            sentences(pen.say(phrases.update.done, **fields), phrases.update_emergency if safeguard.emergency else ""),
            why(pen, safeguard.category, safeguard.explanation),
            _rests_on(pen, safeguard),
            phrases.update_nothing_to_do,
            _steps(pen, safeguard),
        ),
    )


def safeguard_subject(pen: Pen, safeguard: Safeguard) -> str:
    """What a safeguard is about: the titles that were asked for, or else what it is aimed at."""
    wanted = [request.item_id for request in pen.facts.requests]
    if wanted:
        return pen.titles_of(wanted)
    return pen.speaker.title(safeguard.aim.item_id) if safeguard.aim.item_id else safeguard.title


def _fields(pen: Pen, safeguard: Safeguard) -> dict[str, object]:
    return {
        "item": safeguard_subject(pen, safeguard),
        "room": pen.facts.room.code,
        "minimum": safeguard.minimum,
        "deadline": safeguard.deadline or safeguard.expires_at,
    }


def _older(pen: Pen, safeguard: Safeguard) -> str:
    """A version that was asked for by number and is older than the least one."""
    least = safeguard.minimum
    named = [r.version for r in pen.facts.requests if r.version != LATEST]
    older = tuple(dict.fromkeys(version for version in named if least and compare(version, least) < 0))
    return pen.say(pen.phrases.older, versions=older) if older else ""


def _rests_on(pen: Pen, safeguard: Safeguard) -> str:
    names = EvidenceNames(pen.facts.documents)
    said = say_evidence(pen.speaker, safeguard.category, safeguard.evidence, (), names)
    return "\n".join([pen.phrases.rests_on, *(f"- {line}" for line in said)]) if said else ""


def _instead(pen: Pen, safeguard: Safeguard) -> str:
    if not safeguard.instead:
        return pen.phrases.instead_unknown
    return pen.say(pen.phrases.use_instead, instead=flowing(safeguard.instead))


def _steps(pen: Pen, safeguard: Safeguard) -> str:
    """Safeguards never lapse for want of a ruling: they rise to a named person outside IT (R4.1)."""
    return contest(pen, ContestSubject.SAFEGUARD, safeguard.id, safeguard.category, pen.phrases.holds_on)
