"""The register of overrides, to read page by page and as a file."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.downloads import Download
from api.exports.csv_file import MEDIA_TYPE
from api.exports.overrides_csv import overrides_csv
from api.openapi import gives_file, refuses
from api.paging import link_next, page_of
from api.rest.requests import requester_named
from api.schemas.fields import Code, Cursor, Identity, Limit, Moment, Name, Somebody
from api.schemas.overrides import OverridesOut, override_out
from api.schemas.wire import Wire
from orchestrator.domain.contests import ContestState
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Permission
from orchestrator.services.override_reading import OverrideFilters, export_overrides, list_overrides
from orchestrator.services.toolbox import Toolbox

router = APIRouter(prefix="/overrides", tags=["overrides"])


class OverrideFilterQuery(Wire):
    """Which overrides: those that fit all that is given."""

    classroom: Code | None = Field(default=None, description="Only those of this room.")
    team: Name | None = Field(
        default=None,
        description="Only those in rooms that this unit owns, as it is written there.",
        examples=["Physics"],
    )
    item: Code | None = Field(default=None, description="Only those of requests for this item.")
    request: Identity | None = Field(default=None, description="Only those of this request.")
    person: Somebody | None = Field(
        default=None,
        description="Only those in which this person took part: a login, an id, or me. Of others for who reads the "
        "record.",
        examples=["me"],
    )
    kind: OverrideKind | None = None
    category: Category | None = None
    state: OverrideState | None = None
    since: Moment | None = Field(default=None, description="Only those recorded from this moment on.")
    until: Moment | None = Field(default=None, description="Only those recorded before this moment.")
    contested: bool | None = Field(default=None, description="Only those that somebody contested, or that nobody did.")
    contest: ContestState | None = Field(default=None, description="Only those with a contest that stands like this.")
    unconfirmed: bool | None = Field(
        default=None, description="Only those whose reason waits for its confirmation, or all others."
    )

    def filters(self, caller: Caller, tools: Toolbox) -> OverrideFilters:
        """The same for the service.

        Raises:
            NotFound: Nobody has the login that is named.
        """
        return OverrideFilters(
            person=requester_named(self.person, caller, tools),
            classroom=self.classroom,
            team=self.team,
            item=self.item,
            request=self.request,
            kind=self.kind,
            category=self.category,
            state=self.state,
            since=self.since,
            until=self.until,
            contested=self.contested,
            contest=self.contest,
            unconfirmed=self.unconfirmed,
        )


class OverridesQuery(OverrideFilterQuery):
    """Which overrides to list."""

    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="The register of overrides",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_overrides",
)
def overrides(
    query: Annotated[OverridesQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    call: Request,
    response: Response,
) -> OverridesOut:
    """Newest first, also those that are over."""
    found = list_overrides(
        query.filters(caller, tools),
        caller=caller,
        reads=tools.reads,
        clock=tools.clock,
        after=query.after,
        limit=query.limit + 1,
    )
    shown, following = page_of(found, query.limit, lambda view: view.override.id)
    link_next(call, response, following)
    return OverridesOut(overrides=tuple(override_out(view, speaker) for view in shown), next=following)


@router.get(
    ".csv",
    summary="The register of overrides as CSV",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=gives_file(MEDIA_TYPE) | refuses("not-found"),
    response_class=Response,
    name="export_overrides",
)
def as_csv(query: Annotated[OverrideFilterQuery, Query()], tools: Tools, speaker: Spoken, caller: Calling) -> Response:
    """All that fit, newest first, in UTF-8 with a byte order mark; names only for those who may know them.

    A cell that a spreadsheet could take for a formula has an apostrophe before it.
    """
    found = export_overrides(query.filters(caller, tools), caller=caller, reads=tools.reads, clock=tools.clock)
    return Download(
        overrides_csv(found, speaker),
        name=f"overrides-{tools.clock.now():%Y-%m-%d}.csv",
        media_type=MEDIA_TYPE,
        language=speaker.language.value,
    )
