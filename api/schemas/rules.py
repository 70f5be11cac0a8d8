"""The rules' numbers on the wire."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from api.schemas.fields import Name
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.rule_numbers import BOUNDS, RuleNumbers
from orchestrator.services.rule_changes import RuleChangeView
from orchestrator.services.wording import Speaker

NumberName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")]


class RuleNumberOut(Wire):
    """One number of the rules."""

    name: str = Field(examples=["hold_hours"])
    value: int = Field(description="What holds now.", examples=[72])
    default: int
    least: int
    most: int


class RuleNumbersOut(Wire):
    """All numbers of the rules."""

    numbers: tuple[RuleNumberOut, ...]


class RuleChangeIn(Wire):
    """Proposed numbers."""

    numbers: dict[NumberName, int] = Field(
        description="What they shall be; what is not named stays as it is.",
        examples=[{"hold_hours": 48}],
        max_length=len(BOUNDS),
    )
    reason: Name = Field(description="Why, in a sentence.", examples=["Two days are enough in the new building."])


class NumberChangeOut(Wire):
    """One number that changes."""

    name: str
    before: int = Field(description="What is in force, or was when it was decided on.")
    after: int


class RuleChangeOut(Wire):
    """A proposed or decided change of the numbers."""

    id: str
    state: Term
    reason: str
    changes: tuple[NumberChangeOut, ...] = Field(description="The numbers that it changes; all others stay.")
    proposed_by: PersonRef
    proposed_at: AwareDatetime
    decided_by: PersonRef | None = Field(description="Null until a second person has decided.")
    decided_at: AwareDatetime | None


class RuleChangesOut(Wire):
    """A page of changes."""

    changes: tuple[RuleChangeOut, ...]
    next: str | None = Field(description="Cursor of the next page; null at the end.")


def numbers_out(numbers: RuleNumbers) -> RuleNumbersOut:
    """All numbers with their bounds."""
    defaults = RuleNumbers().as_mapping()
    return RuleNumbersOut(
        numbers=tuple(
            RuleNumberOut(name=name, value=value, default=defaults[name], least=BOUNDS[name][0], most=BOUNDS[name][1])
            for name, value in numbers.as_mapping().items()
        )
    )


def rule_change_out(view: RuleChangeView, speaker: Speaker) -> RuleChangeOut:
    """A change for the wire."""
    change, named = view.change, speaker.knowing(view.names)
    return RuleChangeOut(
        id=change.id,
        state=Term.of(change.state, speaker),
        reason=change.reason,
        changes=tuple(
            NumberChangeOut(name=c.field, before=int(c.before or 0), after=int(c.after or 0)) for c in view.differing
        ),
        proposed_by=PersonRef.of(change.by, named),
        proposed_at=change.at,
        decided_by=PersonRef.of(change.decided_by, named) if change.decided_by else None,
        decided_at=change.decided_at,
    )
