"""Who may accept a risk, who may be the second person, and for how long a safeguard may not bind (RULES R4.3). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import are_two_persons
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import Exemption, ExemptionState


def latest_expiry(at: datetime, numbers: RuleNumbers) -> datetime:
    """Until when an exemption that is made at a moment may last: as long as one person may set a safeguard for."""
    return at + timedelta(days=numbers.safeguard_days)


def needs_second_person(category: Category) -> bool:
    """Whether an exemption needs two persons and goes through one seat first: security does (R4.3)."""
    return category is Category.SECURITY


def first_seat(room: Classroom) -> str | None:
    """The seat that gets it first where nobody names another: the podium, which no student sits at."""
    podium = next((seat.id for seat in room.seats if seat.podium), None)
    return podium or next((seat.id for seat in room.seats), None)


def may_accept(exemption: Exemption, took_part: Iterable[str]) -> bool:
    """Whether the named risk owner is somebody else than whoever made the exemption or asked for it (R4.3)."""
    return are_two_persons(exemption.by, exemption.risk_owner) and exemption.risk_owner not in set(took_part)


def may_approve(exemption: Exemption, actor_id: str, took_part: Iterable[str]) -> bool:
    """Whether somebody is a second person beside whoever made it, whoever signs it, and whoever asked for it (R4.3)."""
    others = {exemption.by, exemption.risk_owner, *took_part}
    return are_two_persons(exemption.by, actor_id) and actor_id not in others


def is_complete(exemption: Exemption) -> bool:
    """Whether everybody has said yes who has to."""
    return exemption.signed_at is not None and (not exemption.needs_approval or exemption.approved_at is not None)


@dataclass(eq=False)
class NothingToExempt(Refusal):
    """The safeguard is not in force, or is not about this item."""

    safeguard_id: str
    item: str
    code: ClassVar[str] = "nothing-to-exempt"


@dataclass(eq=False)
class RiskOwnerTookPart(Refusal):
    """Whoever makes an exemption, or asks for it, cannot accept its risk."""

    login: str
    code: ClassVar[str] = "risk-owner-took-part"


@dataclass(eq=False)
class NotTheRiskOwner(Refusal):
    """Only the risk owner who is named may sign."""

    exemption_id: str
    code: ClassVar[str] = "not-the-risk-owner"


@dataclass(eq=False)
class ExemptionNeedsAnother(Refusal):
    """The second person must be somebody else than whoever made it, signs it or asked for it."""

    exemption_id: str
    code: ClassVar[str] = "exemption-needs-another"


@dataclass(eq=False)
class ExemptionDecided(Refusal):
    """The exemption is in a state from which this does not follow."""

    exemption_id: str
    state: ExemptionState
    code: ClassVar[str] = "exemption-decided"


@dataclass(eq=False)
class ExemptionHalfDone(Refusal):
    """This was said already, or is not needed; the exemption waits for the other person."""

    exemption_id: str
    code: ClassVar[str] = "exemption-half-done"
