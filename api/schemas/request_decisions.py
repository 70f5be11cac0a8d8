"""What was decided about one request, on the wire."""

from pydantic import Field

from api.schemas.wire import Term, Wire
from orchestrator.services.request_decisions import RequestDecision
from orchestrator.services.wording import Speaker


class RequestDecisionOut(Wire):
    """One decision that is in force and touches the request, so that whoever asked may contest it."""

    subject: Term = Field(description="Which kind it is, as a contest names it.")
    decision: str = Field(description="Id of it.")
    category: Term
    contest: str | None = Field(description="The contest of it for this request that waits for a ruling, or null.")


class RequestDecisionsOut(Wire):
    """All of them."""

    decisions: tuple[RequestDecisionOut, ...]


def request_decision_out(found: RequestDecision, speaker: Speaker) -> RequestDecisionOut:
    """One decision."""
    return RequestDecisionOut(
        subject=Term.of(found.subject, speaker),
        decision=found.decision_id,
        category=Term.of(found.category, speaker),
        contest=found.contest_id,
    )
