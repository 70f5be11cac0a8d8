"""Letters: what an instructor gets when it is not as they asked, in plain words, kept as it was sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from orchestrator.domain.overrides import Override
from orchestrator.domain.safeguards import Exemption, Safeguard


class LetterOccasion(StrEnum):
    """What a letter is about."""

    OVERRIDE = "override"  # an override binds a request
    OVERRIDE_ENDED = "override_ended"  # it is over, and the request goes on
    SAFEGUARD = "safeguard"  # a safeguard refuses a request, or changes what is there
    RULING = "ruling"  # how a contest was ruled
    CATALOG = "catalog"  # a change of the catalog takes something away
    UPDATE = "update"  # a protective update is announced


class CatalogLoss(StrEnum):
    """What a change of the catalog takes away (RULES R2)."""

    RETIRED = "retired"  # the item is no longer on offer
    RELEASE_GONE = "release_gone"  # the version that was asked for is not
    CONFLICT_ADDED = "conflict_added"  # it does not stand beside another item any more
    COEXISTENCE_DROPPED = "coexistence_dropped"  # nobody says any more that the two get along
    BY_HAND = "by_hand"  # nobody installs it by itself any more
    BLOCKED = "blocked"  # by what the catalog says of it now, a safeguard keeps it away


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A change of the catalog that touches live requests, as far as whoever is touched has to know it.

    Attributes:
        id: What it is contested by.
        loss: See CatalogLoss.
        item_id: The item.
        reason: Plain words.
        takes_effect_at: Until when all stays as it is, UTC.
        other_item: The item that it conflicts with, or the one that it needs and that is blocked; else None.
        version: The version that goes, or None.
        instead: What people can use instead; may be empty.
    """

    id: str
    loss: CatalogLoss
    item_id: str
    reason: str
    takes_effect_at: datetime
    other_item: str | None = None
    version: str | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a contest was ruled.

    Attributes:
        id: The contest.
        about: What was contested.
        overturned: Whether it was ruled for the instructor.
        reason: Why, in plain words of whoever ruled.
        exemption: What was granted from a safeguard, or None; it may still wait for a signature.
        lapsed: Whether nobody ruled in time, so that the decision went by itself.
    """

    id: str
    about: Override | Safeguard | Narrowing
    overturned: bool
    reason: str
    exemption: Exemption | None = None
    lapsed: bool = False


LetterDecision: TypeAlias = Override | Safeguard | Ruling | Narrowing
"""What a letter can be about."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it was sent.

    Attributes:
        id: Identity in the store; sorts by age.
        person_id: To whom.
        occasion: See LetterOccasion.
        decision_id: Id of the decision that it tells of.
        key: What makes it this one; with the person unique, so that the same thing is written to nobody twice.
        classroom_id: The room that it is about.
        about: Ids of what it is about, by kind of thing.
        language: ``en`` or ``de``.
        subject: Its subject line; empty when it was erased.
        body: Its text from the salutation to the signature, paragraphs with an empty line between; likewise.
        team: The team that signs it; never a person's name (RULES R4.7).
        at: When, UTC.
        erased_at: When its words were erased, UTC; None as long as they are kept.
    """

    id: str
    person_id: str
    occasion: LetterOccasion
    decision_id: str
    key: str
    classroom_id: str
    about: dict[str, str]
    language: str
    subject: str
    body: str
    team: str
    at: datetime
    erased_at: datetime | None = None
