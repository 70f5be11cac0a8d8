"""What was decided about one request and can be contested for its sake."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.fields import Identity
from api.schemas.request_decisions import RequestDecisionsOut, request_decision_out
from orchestrator.domain.people import Permission
from orchestrator.services.request_decisions import decisions_about

router = APIRouter(prefix="/requests", tags=["decisions"])


@router.get(
    "/{request_id}/decisions",
    summary="What holds for a request and can be contested",
    dependencies=[requires(Permission.READ, Scope.REQUEST)],
    responses=refuses("not-found"),
    name="get_request_decisions",
)
def decisions(
    request_id: Annotated[Identity, Path(description="Id of a request.")], tools: Tools, speaker: Spoken
) -> RequestDecisionsOut:
    """Overrides, safeguards and changes of the catalog that are in force and touch it; none where it is over."""
    found = decisions_about(request_id, reads=tools.reads, clock=tools.clock)
    return RequestDecisionsOut(decisions=tuple(request_decision_out(decision, speaker) for decision in found))
