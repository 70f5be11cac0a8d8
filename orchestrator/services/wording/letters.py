"""Letters in words: addressed, in plain language, on one page, signed by the room's team and never by a person (R4.7).

Pure: the same facts give the same letter, so that a preview is what is sent.
"""

from dataclasses import dataclass

from orchestrator.domain.letters import LetterOccasion, Narrowing, Ruling
from orchestrator.domain.overrides import Override
from orchestrator.services.letter_facts import LetterFacts
from orchestrator.services.wording.letter_parts import Draft, Pen, signature
from orchestrator.services.wording.override_letters import override_ended_letter, override_letter
from orchestrator.services.wording.ruling_letters import catalog_letter, ruling_letter
from orchestrator.services.wording.safeguard_letters import safeguard_letter, update_letter

BETWEEN = "\n\n"
"""Between two paragraphs."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter's words: its subject line, its text from the salutation to the signature, the team that signs, and
    the language that it is in.
    """

    subject: str
    body: str
    team: str
    language: str


def write_letter(facts: LetterFacts) -> LetterText:
    """The letter that these facts make."""
    pen = Pen(facts)
    draft, team = _draft(pen), signature(pen)
    phrases, name = pen.phrases, facts.name
    salutation = pen.say(phrases.salutation, name=name) if name else phrases.salutation_nobody
    closing = f"{phrases.closing}\n{team}"
    body = BETWEEN.join((salutation, *draft.paragraphs, closing))
    return LetterText(draft.subject, body, team, facts.language)


def _draft(pen: Pen) -> Draft:
    occasion, decision = pen.facts.occasion, pen.facts.decision
    if isinstance(decision, Override):
        ended = occasion is LetterOccasion.OVERRIDE_ENDED
        return override_ended_letter(pen, decision) if ended else override_letter(pen, decision)
    if isinstance(decision, Ruling):
        return ruling_letter(pen, decision)
    if isinstance(decision, Narrowing):
        return catalog_letter(pen, decision)
    return (update_letter if occasion is LetterOccasion.UPDATE else safeguard_letter)(pen, decision)
