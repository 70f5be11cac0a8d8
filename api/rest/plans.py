"""What a rollout would do in a room."""

from fastapi import APIRouter, Response

from api.dependencies import Scope, Spoken, Tools, requires
from api.etags import tag_apart_from
from api.openapi import refuses
from api.rest.classrooms import RoomCode
from api.schemas.plans import PlanOut, plan_out
from orchestrator.domain.people import Permission
from orchestrator.services.classrooms import requester_names
from orchestrator.services.rollouts import RoomPlan, dry_run, room_plan
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/classrooms/{code}", tags=["plans"])


@router.get(
    "/plan",
    summary="A room's plan from earlier scans",
    dependencies=[requires(Permission.READ, Scope.CLASSROOM)],
    responses=refuses("not-found"),
)
def get_plan(code: RoomCode, tools: Tools, speaker: Spoken, response: Response) -> PlanOut:
    """Desired minus last observed, per seat, and with equal machines together."""
    found = _said(room_plan(code, reads=tools.reads, clock=tools.clock), tools, speaker)
    tag_apart_from(response, found, "at")
    return found


@router.post(
    "/dry-run",
    summary="A room's plan from a scan made now",
    dependencies=[requires(Permission.STEER, Scope.CLASSROOM)],
    responses=refuses("not-found"),
)
def dry_run_classroom(code: RoomCode, tools: Tools, speaker: Spoken) -> PlanOut:
    """Reads all machines of the room, which takes seconds, and changes nothing on them."""
    plan = dry_run(
        code,
        transactions=tools.transactions,
        reads=tools.reads,
        clock=tools.clock,
        scanner=tools.scanner,
        ca_file=tools.ca_file,
    )
    return _said(plan, tools, speaker)


def _said(plan: RoomPlan, tools: Toolbox, speaker: Speaker) -> PlanOut:
    seen = plan.picture
    titles = {item.id: item.title for item in seen.catalog.items.values()}
    people = requester_names(seen, reads=tools.reads)
    return plan_out(plan, speaker.about(seen.room, titles=titles, people=people))
