"""What waits for one's own decision."""

from dataclasses import replace

from fastapi import APIRouter

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.awaited import AwaitedListOut, awaited_out
from orchestrator.domain.people import Permission
from orchestrator.services.awaited import awaited_by
from orchestrator.services.catalog import item_titles

router = APIRouter(prefix="/me/decisions", tags=["decisions"])


@router.get(
    "",
    summary="What waits for one's own decision",
    dependencies=[requires(Permission.ACCOUNT, Scope.ACCOUNT)],
    responses=refuses(takes_input=False),
    name="get_awaited_decisions",
)
def awaited(tools: Tools, speaker: Spoken, caller: Calling) -> AwaitedListOut:
    """Only what the caller may be the second person for, confirm, sign or rule on now; soonest first."""
    found = awaited_by(caller, reads=tools.reads, clock=tools.clock)
    own = replace(speaker, titles=item_titles(reads=tools.reads))
    return AwaitedListOut(decisions=tuple(awaited_out(one, own) for one in found))
