"""What a letter is made from: values only, so that a preview shows exactly what would be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.letters import LetterDecision, LetterOccasion
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.standing import StandingCode


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """All that one letter is made from.

    Attributes:
        occasion: What it is about.
        decision: The decision.
        name: Whom it is addressed to, as people say it; empty for somebody without a name.
        language: ``en`` or ``de``.
        room: The room.
        requests: The person's requests that it concerns, oldest first; none for whoever only has to know.
        at: When it is written, UTC.
        numbers: The rules' numbers.
        titles: Titles of catalog items by id.
        people: Names of people that evidence names, by actor id; never of whoever decided (RULES R4.7).
        documents: Titles of documents in the register by id.
        in_the_way: What keeps the requests all the same when a decision about them is over, by what became of them;
            None where nothing does.
        in_the_way_until: Until when, UTC, or None.
        team: What the site calls the team that looks after its rooms; empty for the usual name.
    """

    occasion: LetterOccasion
    decision: LetterDecision
    name: str
    language: str
    room: Classroom
    requests: tuple[SoftwareRequest, ...]
    at: datetime
    numbers: RuleNumbers
    titles: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    in_the_way: StandingCode | None = None
    in_the_way_until: datetime | None = None
    team: str = ""
