"""Where the seats of a room and its door are drawn."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.dependencies import Scope, Tools, requires
from api.etags import is_named, tag_text
from api.openapi import refuses
from api.rest.classrooms import RoomCode
from api.schemas.seat_plans import DrawnPlanIn, DrawnPlanOut, seat_plan_out
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.seat_plans import SeatPlanView, draw_seat_plan, view_seat_plan

router = APIRouter(prefix="/classrooms", tags=["classrooms"])

Drawing = Annotated[Actor, requires(Permission.DRAW, Scope.CLASSROOM)]
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        min_length=1,
        max_length=1_000,
        description="ETag of the plan that was read; with another one there by now nothing is changed.",
        examples=['"8f1d…"'],
    ),
]


@router.get(
    "/{code}/seat-plan",
    summary="A room's plan of seats",
    dependencies=[requires(Permission.READ, Scope.CLASSROOM)],
    responses=refuses("not-found"),
    name="get_seat_plan",
)
def seat_plan(code: RoomCode, tools: Tools, response: Response) -> DrawnPlanOut:
    """Where its seats and its door are drawn. The tag is the same as long as nothing is drawn elsewhere."""
    return _tagged(view_seat_plan(code, reads=tools.reads), response)


@router.put(
    "/{code}/seat-plan",
    summary="Draw a room's plan of seats anew",
    responses=refuses("not-found", "seat-plan-changed", "too-large"),
    name="draw_seat_plan",
)
def draw(
    code: RoomCode, form: DrawnPlanIn, if_match: IfMatch, tools: Tools, response: Response, actor: Drawing
) -> DrawnPlanOut:
    """All seats and the door at once; machines, requests and what is owed stay as they are.

    Without ``apply`` it is only looked at: the answer is the plan as it would be, without a tag.
    """
    view = draw_seat_plan(
        code,
        form.plan(),
        apply=form.apply,
        is_known=lambda plan: is_named(if_match, plan.mark),
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
    )
    return _tagged(view, response) if form.apply else seat_plan_out(view)


def _tagged(view: SeatPlanView, response: Response) -> DrawnPlanOut:
    response.headers["ETag"] = tag_text(view.plan.mark)
    return seat_plan_out(view)
