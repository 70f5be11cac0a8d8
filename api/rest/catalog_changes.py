"""Changes of the catalog that take something away: a second person decides."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.catalog_changes import CatalogChangeOut, CatalogChangesOut, catalog_change_out
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.wire import Wire
from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangeState
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.catalog_proposals import (
    approve_catalog_change,
    get_catalog_change,
    list_catalog_changes,
    refuse_catalog_change,
)
from orchestrator.services.classrooms import room_codes
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/catalog-changes", tags=["catalog"])

ChangeId = Annotated[Identity, Path(description="Id of a change of the catalogue.")]
_READ = requires(Permission.READ, Scope.SITE)


class CatalogChangesQuery(Wire):
    """Which changes to list."""

    state: CatalogChangeState | None = None
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="Changes of the catalogue that take something away",
    dependencies=[_READ],
    responses=refuses(),
    name="list_catalog_changes",
)
def changes(
    query: Annotated[CatalogChangesQuery, Query()], tools: Tools, speaker: Spoken, call: Request, response: Response
) -> CatalogChangesOut:
    """Newest first, proposed ones too."""
    found = list_catalog_changes(reads=tools.reads, state=query.state, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found, query.limit, lambda change: change.id)
    link_next(call, response, following)
    return CatalogChangesOut(changes=tuple(_out(shown, tools, speaker)), next=following)


@router.get(
    "/{change_id}",
    summary="One change of the catalogue",
    dependencies=[_READ],
    responses=refuses("not-found"),
    name="get_catalog_change",
)
def change(change_id: ChangeId, tools: Tools, speaker: Spoken) -> CatalogChangeOut:
    """With its reason, and what it touches."""
    return _one(get_catalog_change(change_id, reads=tools.reads), tools, speaker)


@router.post(
    "/{change_id}/approve",
    summary="Be the second person for a change of the catalogue",
    dependencies=[requires(Permission.CONFIGURE, Scope.SITE)],
    responses=refuses(
        "not-found",
        "catalog-change-is-over",
        "catalog-change-needs-two",
        "catalog-changed-meanwhile",
        "item-is-required",
    ),
    name="approve_catalog_change",
)
def approve(change_id: ChangeId, tools: Tools, speaker: Spoken, caller: Calling) -> CatalogChangeOut:
    """It is carried out at once; whoever asked for what it takes away is told, and may contest it."""
    if not caller.may(Permission.APPROVE):
        raise caller.refused(Permission.APPROVE)
    done = approve_catalog_change(
        change_id, actor=caller.actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return _one(done, tools, speaker)


@router.post(
    "/{change_id}/refuse",
    summary="Keep the catalogue as it is",
    responses=refuses("not-found", "catalog-change-is-over"),
    name="refuse_catalog_change",
)
def refuse(
    change_id: ChangeId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.CONFIGURE, Scope.SITE)],
) -> CatalogChangeOut:
    """Whoever proposed a change takes it back in the same way."""
    done = refuse_catalog_change(change_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return _one(done, tools, speaker)


def _one(change: CatalogChange, tools: Toolbox, speaker: Speaker) -> CatalogChangeOut:
    return next(iter(_out([change], tools, speaker)))


def _out(changes: Sequence[CatalogChange], tools: Toolbox, speaker: Speaker) -> list[CatalogChangeOut]:
    codes, own = room_codes(reads=tools.reads), Speaker(speaker.language, titles=item_titles(reads=tools.reads))
    return [catalog_change_out(change, codes, own) for change in changes]
