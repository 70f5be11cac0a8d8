"""Letters on the wire: as they were sent."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from api.schemas.fields import Prose
from api.schemas.wire import PersonRef, Wire
from orchestrator.domain.letters import LetterOccasion
from orchestrator.services.letters import LetterView
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.hints import say_hint
from orchestrator.services.wording.letters import LetterText
from orchestrator.services.wording.readability import HintCode, hints


class LetterRef(Wire):
    """A letter in a list."""

    id: str = Field(examples=["0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d"])
    occasion: LetterOccasion
    subject: str = Field(
        description="Empty when the letter's words were erased.",
        examples=["Mozilla Firefox in B-204: not until Mon 1 Feb, 13:00"],
    )
    team: str = Field(description="Who signs it: a team, never a person.", examples=["The classroom team (Physics)"])
    classroom: str = Field(examples=["B-204"])
    timezone: str = Field(examples=["Europe/Berlin"])
    at: datetime
    erased_at: datetime | None = Field(description="When its words were erased, or null as long as they are kept.")
    language: str = Field(description="The language that it is in.", examples=["en"])


class LetterOut(LetterRef):
    """A letter as it was sent."""

    to: PersonRef
    body: str = Field(description="From the salutation to the signature, an empty line between two paragraphs.")
    about: dict[str, str] = Field(description="Ids of what it is about, by kind of thing.")


class LettersOut(Wire):
    """Some of them, newest first."""

    letters: tuple[LetterRef, ...]
    next: str | None = Field(description="For ``after``, or null at the end.")


class LetterAheadOut(Wire):
    """A letter as it would be sent. What it calls its own decision by is made up as long as nothing is recorded."""

    to: PersonRef
    subject: str = Field(examples=["Mozilla Firefox in B-204: not until Mon 1 Feb, 13:00"])
    body: str = Field(description="From the salutation to the signature, an empty line between two paragraphs.")
    team: str = Field(description="Who signs it.", examples=["The classroom team (Physics)"])
    language: str = Field(description="The language of whom it is to.", examples=["en"])


class HintsIn(Wire):
    """What somebody is writing."""

    text: Prose = Field(examples=["The rollout of the manifest would break on this baseline."])
    language: Language = Field(default=Language.EN, description="The language that it is in.")


class HintOut(Wire):
    """One piece of advice."""

    code: HintCode
    text: str


class HintsOut(Wire):
    """Advice, and never a mark: nothing is refused because of it. Nothing where the text is plain already."""

    hints: tuple[HintOut, ...]


def hints_out(form: HintsIn, speaker: Speaker) -> HintsOut:
    """Advice in the language of whoever writes."""
    return HintsOut(hints=advice_on(form.text, form.language, speaker))


def advice_on(text: str, language: Language, speaker: Speaker) -> tuple[HintOut, ...]:
    """Advice on a text that is in this language, as the speaker says it."""
    return tuple(HintOut(code=hint.code, text=say_hint(speaker, hint)) for hint in hints(text, language))


def letters_ahead_out(letters: Mapping[str, LetterText], names: Mapping[str, str]) -> tuple[LetterAheadOut, ...]:
    """Letters as they would be sent, by the id of whom to; with their names."""
    return tuple(
        LetterAheadOut(
            to=PersonRef(id=person_id, name=names.get(person_id, "")),
            subject=letter.subject,
            body=letter.body,
            team=letter.team,
            language=letter.language,
        )
        for person_id, letter in letters.items()
    )


def letter_ref(view: LetterView) -> LetterRef:
    """A letter in a list."""
    letter, room = view.letter, view.room
    return LetterRef(
        id=letter.id,
        occasion=letter.occasion,
        subject=letter.subject,
        team=letter.team,
        classroom=room.code,
        timezone=room.timezone,
        at=letter.at,
        erased_at=letter.erased_at,
        language=letter.language,
    )


def letter_out(view: LetterView) -> LetterOut:
    """A letter as it was sent."""
    letter = view.letter
    return LetterOut(
        **letter_ref(view).model_dump(),
        to=PersonRef(id=letter.person_id, name=view.name),
        body=letter.body,
        about=letter.about,
    )
