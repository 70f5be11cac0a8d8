"""What is owed: the late ones first."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.requests import requester_named
from api.schemas.fields import Code, Limit, Name, Somebody
from api.schemas.owed import OwedOut, owed_out
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.owed_list import OwedFilter, list_owed
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/owed", tags=["owed"])


class OwedQuery(Wire):
    """Which entries to list."""

    classroom: Code | None = Field(default=None, description="Only those in this room.")
    building: Name | None = Field(default=None, description="Only those in this building.")
    department: Name | None = Field(default=None, description="Only those in rooms of this department.")
    person: Somebody | None = Field(
        default=None,
        description="Only what this person asked for: a login, an id, or me.",
        examples=["me"],
    )
    mine: bool = Field(
        default=False, description="Only what the caller asked for, and the rooms of the caller's roles."
    )
    after: str | None = Field(
        default=None,
        pattern=r"^[0-9]{2}-[0-9]{8}T[0-9]{12}-[A-Za-z0-9-]{1,64}$",
        description="Only what comes after this: next of the page before.",
    )
    limit: Limit = 50


@router.get(
    "",
    summary="What is owed",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_owed",
)
def owed(
    query: Annotated[OwedQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    call: Request,
    response: Response,
) -> OwedOut:
    """All that is not there as it was asked for, late first, each with its why and whose turn it is."""
    filters = OwedFilter(
        classroom=query.classroom,
        building=query.building,
        department=query.department,
        person_id=requester_named(query.person, caller, tools),
        mine=caller if query.mine else None,
    )
    found = list_owed(filters, reads=tools.reads, clock=tools.clock, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found.entries, query.limit, lambda entry: entry.place)
    link_next(call, response, following)
    titles = item_titles(reads=tools.reads)
    own = Speaker(speaker.language, speaker.zone, speaker.now, titles, reader=caller.actor.id)
    return owed_out(found, tuple(shown), following, own, caller)
