"""Why a seat is not ready, in words: what is the matter, and what can be done."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.rollouts import Cause, CauseCode
from orchestrator.services.wording.phrasebook import CausePhrase
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cause is found.

    Attributes:
        label: Label of the seat, or the machine's name where the seat is no longer in the room.
        mode: Who starts the room's rollouts: it decides what happens by itself.
        is_seat: Whether ``label`` is a seat's.
    """

    label: str
    mode: RolloutMode
    is_seat: bool = True


@dataclass(frozen=True, slots=True)
class SaidCause:
    """A cause in words: what is the matter, and what can be done about it."""

    text: str
    advice: str


def say_cause(speaker: Speaker, cause: Cause, place: Place, at: datetime | None = None) -> SaidCause:
    """One cause in words.

    Args:
        speaker: Who says it.
        cause: The cause.
        place: Where.
        at: When it was found out, or None.
    """
    phrase = _phrase(speaker, cause)
    fields = {
        "seat": say_place(speaker, place),
        "in_seat": _inside(speaker, place),
        "item": speaker.title(cause.item_id),
        "observed": cause.observed,
        "wanted": cause.wanted,
        "exit_code": cause.exit_code,
        "detail": cause.detail,
        "when": speaker.moment(at) if at else None,
        **_secret(cause),
        "retry": speaker.book.retry[place.mode],
    }
    return SaidCause(as_sentence(speaker.say(phrase.what, **fields)), speaker.say(phrase.do, **fields))


def _secret(cause: Cause) -> dict[str, str | None]:
    """Where a missing secret is looked for, by its name in the scan's words (as ``read_secret`` in the settings)."""
    found = re.match(r"secret ([a-z0-9_]+)\b", cause.detail) if cause.code is CauseCode.SECRET_MISSING else None
    name = found[1] if found else None
    return {"secret": name, "variable": f"CLASSROOM_SECRET_{name.upper()}" if name else None}


def say_causes(speaker: Speaker, causes: Iterable[Cause], place: Place, at: datetime | None = None) -> str:
    """What is the matter, for all causes of one place: one sentence each, none twice."""
    return " ".join(dict.fromkeys(say_cause(speaker, cause, place, at).text for cause in causes))


def say_place(speaker: Speaker, place: Place) -> str:
    """A seat or machine at the beginning of a sentence: "Seat 07"."""
    sentences = speaker.book.sentences
    return speaker.say(sentences.seat if place.is_seat else sentences.machine, label=place.label)


def _inside(speaker: Speaker, place: Place) -> str:
    sentences = speaker.book.sentences
    return speaker.say(sentences.in_seat if place.is_seat else sentences.in_machine, label=place.label)


def _phrase(speaker: Speaker, cause: Cause) -> CausePhrase:
    if cause.code is not CauseCode.INSTALLER_FAILED:
        return speaker.book.causes[cause.code]
    installer = speaker.book.installer
    if cause.exit_code is None:
        return installer.none
    return installer.known.get(cause.exit_code, installer.other)
