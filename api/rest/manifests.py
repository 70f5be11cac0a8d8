"""What a room was asked to have, revision by revision."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.classrooms import RoomCode
from api.schemas.fields import Limit, Number
from api.schemas.manifests import DifferenceOut, ManifestOut, RevisionsOut, manifest_lines, revision_ref
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.manifests import (
    RevisionView,
    compare_revisions,
    current_manifest,
    get_revision,
    list_revisions,
)
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/classrooms/{code}", tags=["manifests"])

RevisionNumber = Annotated[Number, Path(description="Number of a revision.", examples=[3])]
_READ_ROOM = requires(Permission.READ, Scope.CLASSROOM)


class RevisionsQuery(Wire):
    """Which revisions to list."""

    after: Number | None = Field(default=None, description="Only older ones than the one of this number.")
    limit: Limit = 50


class AgainstQuery(Wire):
    """What to compare with."""

    against: int | None = Field(
        default=None, ge=0, le=1_000_000_000, description="Another revision; the one before if none is named."
    )


@router.get("/manifest", summary="A room's newest manifest", dependencies=[_READ_ROOM], responses=refuses("not-found"))
def get_manifest(code: RoomCode, tools: Tools, speaker: Spoken) -> ManifestOut:
    """All that is asked for in the room now."""
    found = current_manifest(code, reads=tools.reads)
    if isinstance(found, RevisionView):
        return _manifest(found, tools, speaker)
    return ManifestOut(classroom=found.code, timezone=found.timezone, revision=None, lines=())


@router.get(
    "/revisions",
    summary="A room's manifest revisions",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
    name="list_revisions",
)
def revisions(
    code: RoomCode,
    query: Annotated[RevisionsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
) -> RevisionsOut:
    """Newest first, each with who made it and why."""
    page = list_revisions(code, before=query.after, limit=query.limit + 1, reads=tools.reads)
    own = speaker.about(page.room, titles={}, people=page.people)
    shown, following = page_of(page.revisions, query.limit, lambda revision: revision.number)
    link_next(request, response, following)
    return RevisionsOut(
        classroom=page.room.code,
        timezone=page.room.timezone,
        revisions=tuple(revision_ref(revision, own) for revision in shown),
        next=following,
    )


@router.get(
    "/revisions/{number}",
    summary="One manifest revision",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
    name="get_revision",
)
def revision(code: RoomCode, number: RevisionNumber, tools: Tools, speaker: Spoken) -> ManifestOut:
    """Its lines, as they were then."""
    return _manifest(get_revision(code, number, reads=tools.reads), tools, speaker)


@router.get(
    "/revisions/{number}/diff",
    summary="What one revision has over another",
    dependencies=[_READ_ROOM],
    responses=refuses("not-found"),
    name="compare_revisions",
)
def difference(
    code: RoomCode, number: RevisionNumber, query: Annotated[AgainstQuery, Query()], tools: Tools, speaker: Spoken
) -> DifferenceOut:
    """Lines that were added and removed."""
    against = number - 1 if query.against is None else query.against
    found = compare_revisions(code, number, against, reads=tools.reads)
    own = speaker.about(found.room, titles=item_titles(reads=tools.reads))
    return DifferenceOut(
        classroom=found.room.code,
        number=found.number,
        against=found.against,
        added=manifest_lines(found.difference.added, own),
        removed=manifest_lines(found.difference.removed, own),
    )


def _manifest(view: RevisionView, tools: Toolbox, speaker: Speaker) -> ManifestOut:
    people = {view.revision.actor_id: view.actor}
    own = speaker.about(view.room, titles=item_titles(reads=tools.reads), people=people)
    return ManifestOut(
        classroom=view.room.code,
        timezone=view.room.timezone,
        revision=revision_ref(view.revision, own),
        lines=manifest_lines(view.revision.lines, own),
    )
