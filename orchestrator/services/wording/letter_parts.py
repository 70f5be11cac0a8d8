"""What letters have in common: who writes, what was asked for, why, on what evidence, and how to contest it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.services.letter_facts import LetterFacts
from orchestrator.services.wording.language import Language
from orchestrator.services.wording.letter_phrases import LetterPhrases
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

MOST_ASKED = 3
"""Requests of one person that one letter tells one by one."""
_CONTEST = "classroom contests make"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter without its salutation and signature."""

    subject: str
    paragraphs: tuple[str, ...]


class Pen:
    """Writes one letter: knows its facts, its language, and the titles, seats and names in it."""

    def __init__(self, facts: LetterFacts) -> None:
        """Take the facts up."""
        self.facts = facts
        speaker = Speaker(Language(facts.language), now=facts.at)
        self.speaker = speaker.about(facts.room, titles=facts.titles, people=facts.people)

    @property
    def phrases(self) -> LetterPhrases:
        """What the language has for letters."""
        return self.speaker.book.letters

    def say(self, template: str, **fields: object) -> str:
        """A template with its fields."""
        return self.speaker.say(template, **fields)

    def titles_of(self, item_ids: Iterable[str]) -> str:
        """Titles as one phrase: "A, B and C"."""
        return self.say("{items:list}", items=tuple(map(self.speaker.title, dict.fromkeys(item_ids))))


def asked(pen: Pen) -> str:
    """What the person had asked for: a sentence a request, or nothing where they had not."""
    return " ".join(_asked(pen, request) for request in pen.facts.requests[:MOST_ASKED])


def still_kept(pen: Pen, named: Mapping[str, str]) -> str:
    """How it goes on where something else is in the way of what was asked for; empty where nothing is.

    Args:
        pen: Writes.
        named: The fields item and room.
    """
    facts = pen.facts
    if facts.in_the_way is None:
        return ""
    return pen.say(pen.phrases.kept[facts.in_the_way], **named, until=facts.in_the_way_until)


def why(pen: Pen, category: Category, explanation: str) -> str:
    """The category in plain words, and the explanation as it was written."""
    return pen.say(pen.phrases.why, category=pen.phrases.category[category], explanation=flowing(explanation))


def contest(pen: Pen, kind: ContestSubject, decision_id: str, category: Category, template: str) -> str:
    """How to contest, who rules, by when, and what comes of it where nobody does.

    Args:
        pen: Writes.
        kind: What is contested, as the command names it; overrides need not be named.
        decision_id: Its id.
        category: Decides who rules.
        template: What comes of it, with the field ``lapse``.
    """
    numbers = pen.facts.numbers
    return pen.say(
        pen.phrases.contest,
        command=_command(pen, kind, decision_id),
        who=pen.phrases.rules[category],
        days=numbers.contest_rises_working_days,
        lapse=pen.say(template, lapse=numbers.contest_lapses_working_days),
    )


def _command(pen: Pen, kind: ContestSubject, decision_id: str) -> str:
    """What somebody types to contest a decision for the sake of their request, the oldest of several."""
    request = pen.facts.requests[0].id if pen.facts.requests else "REQUEST"
    subject = "" if kind is ContestSubject.OVERRIDE else f" --subject {kind.value}"
    return f'{_CONTEST} {request} {decision_id}{subject} --words "…"'


def say_team(speaker: Speaker, room: Classroom, name: str = "") -> str:
    """The team that looks after a room, as a part of a sentence (RULES R4.7).

    Args:
        speaker: Who says it.
        room: The room: its department, or else its building, tells one team from another.
        name: What the site calls the team, or empty.
    """
    phrases, unit = speaker.book.letters, room.department or room.building
    return speaker.say(phrases.named_team if name else phrases.team, team=name, unit=unit)


def signature(pen: Pen) -> str:
    """The team as it signs."""
    return as_sentence(say_team(pen.speaker, pen.facts.room, pen.facts.team))


def flowing(text: str) -> str:
    """Somebody's words as part of a paragraph: on one line, ended like a sentence."""
    line = " ".join(text.split())
    return line if not line or line[-1] in '.!?…”“")' else f"{line}."


def paragraphs(*parts: str) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(part for part in parts if part)


def sentences(*parts: str) -> str:
    """One paragraph of those that say something."""
    return " ".join(part for part in parts if part)


def _asked(pen: Pen, request: SoftwareRequest) -> str:
    phrases = pen.phrases
    if request.wanted is Wanted.ABSENT:
        template = phrases.asked_absent
    else:
        template = phrases.asked if request.entered_by == request.requester_id else phrases.asked_for_you
    return pen.say(
        template,
        at=request.created_at,
        item=pen.speaker.title(request.item_id),
        version=None if request.version == LATEST else request.version,
        where=phrases.where[request.target],
        room=pen.facts.room.code,
        needed_by=request.needed_by,
    )
