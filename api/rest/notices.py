"""What one is told: one row for each thing, whatever way it reaches people by later."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Limit, NoticeId
from api.schemas.notices import NoticesOut, ReadIn, ReadOut, UnreadOut, notice_out
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.notices import list_notices, mark_read, mark_unread

router = APIRouter(prefix="/me/notices", tags=["notices"])

_OWN = requires(Permission.ACCOUNT, Scope.ACCOUNT)


class NoticesQuery(Wire):
    """Which notices to list."""

    unread: bool = Field(default=False, description="Only those that have not been read.")
    after: NoticeId | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get("", summary="What one is told", dependencies=[_OWN], responses=refuses(), name="list_notices")
def notices(
    query: Annotated[NoticesQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    request: Request,
    response: Response,
) -> NoticesOut:
    """Newest first."""
    found = list_notices(
        caller.person.id, unread=query.unread, after=query.after, limit=query.limit + 1, reads=tools.reads
    )
    shown, following = page_of(found, query.limit, lambda view: view.notice.id)
    link_next(request, response, following)
    return NoticesOut(notices=tuple(notice_out(view, speaker) for view in shown), next=following)


@router.post(
    "/read",
    summary="Mark notices as read",
    dependencies=[_OWN],
    responses=refuses("too-large"),
    name="read_notices",
)
def read(form: ReadIn, tools: Tools, caller: Calling) -> ReadOut:
    """Only one's own; those of others, and those that were read before, are passed over."""
    count = mark_read(caller.person.id, form.notices, transactions=tools.transactions, clock=tools.clock)
    return ReadOut(read=count)


@router.post(
    "/unread",
    summary="Mark notices as not read",
    dependencies=[_OWN],
    responses=refuses("too-large"),
    name="unread_notices",
)
def unread(form: ReadIn, tools: Tools, caller: Calling) -> UnreadOut:
    """Whoever marked too much takes it back; those of others, and those that were not read, are passed over."""
    return UnreadOut(unread=mark_unread(caller.person.id, form.notices, transactions=tools.transactions))
