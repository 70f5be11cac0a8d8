"""Letters: what an instructor gets when it is not as they asked, in plain words, kept as it was sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterOccasion(StrEnum):
    """What a letter is about."""

    OVERRIDE = "override"  # an override binds a request
    OVERRIDE_ENDED = "override_ended"  # it is over, and the request goes on
    SAFEGUARD = "safeguard"  # a safeguard refuses a request, or changes what is there
    RULING = "ruling"  # how a contest was ruled
    CATALOG = "catalog"  # a change of the catalog takes something away
    UPDATE = "update"  # a protective update is announced


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it was sent.

    Attributes:
        id: Identity in the store.
        person_id: To whom.
        occasion: See LetterOccasion.
        about: Ids of what it is about, by kind of thing.
        language: ``en`` or ``de``.
        subject: Its subject line.
        body: Its text, paragraphs with an empty line between.
        team: The team that signs it; never a person's name (RULES R4.7).
        at: When, UTC.
    """

    id: str
    person_id: str
    occasion: LetterOccasion
    about: dict[str, str]
    language: str
    subject: str
    body: str
    team: str
    at: datetime
