"""Software on offer."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.catalog import CatalogItemOut, CatalogOut, catalog_out, catalog_ref
from api.schemas.catalog_changes import CatalogFilesIn, CatalogImportOut
from api.schemas.fields import Code, Limit, Words
from api.schemas.imports import import_out
from api.schemas.wire import Wire
from orchestrator.domain.catalog import Provider
from orchestrator.domain.catalog_narrowing import NOTHING_TOUCHED
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.catalog import get_item, item_titles, list_items
from orchestrator.services.catalog_import import import_catalog
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.owed import say_narrowing

router = APIRouter(prefix="/catalog", tags=["catalog"])

ItemId = Annotated[Code, Path(description="Id of a catalog item.", examples=["firefox"])]
_READ = requires(Permission.READ, Scope.SITE)


class CatalogQuery(Wire):
    """Which items to list."""

    text: Words = Field(default="", description="Words that all occur in title, publisher, summary or capabilities.")
    provider: Provider | None = None
    after: Code | None = Field(default=None, description="Only items that come after the one of this id.")
    limit: Limit = 50


@router.get("", summary="Software on offer", dependencies=[_READ], responses=refuses("not-found"), name="list_catalog")
def items(
    query: Annotated[CatalogQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> CatalogOut:
    """By title."""
    found = list_items(
        reads=tools.reads, text=query.text, provider=query.provider, after=query.after, limit=query.limit + 1
    )
    shown, following = page_of(found, query.limit, lambda item: item.id)
    link_next(request, response, following)
    return CatalogOut(items=tuple(catalog_ref(item, speaker) for item in shown), next=following)


@router.get(
    "/{item_id}", summary="One item", dependencies=[_READ], responses=refuses("not-found"), name="get_catalog_item"
)
def item(item_id: ItemId, tools: Tools, speaker: Spoken) -> CatalogItemOut:
    """With its versions, and what it needs, excludes and works beside."""
    found = get_item(item_id, reads=tools.reads)
    return catalog_out(found, Speaker(speaker.language, titles=item_titles(reads=tools.reads)))


@router.post(
    "/import",
    summary="Import the catalogue's files, or see what that would change",
    responses=refuses(
        "too-large",
        "item-in-use",
        "release-in-use",
        "item-is-required",
        "items-would-conflict",
        "coexistence-in-use",
        "item-would-be-blocked",
    ),
    name="import_catalog",
)
def import_files(
    form: CatalogFilesIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.CONFIGURE, Scope.SITE)],
) -> CatalogImportOut:
    """One file per item. What open requests or rooms need is not taken away without a reason and a second person
    (RULES R2); a dry run says so too.
    """
    done = import_catalog(
        form.files,
        apply=form.apply,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
        reason=form.reason,
    )
    out = import_out(done.changes, speaker, applied=done.applied).model_dump()
    if done.touched != NOTHING_TOUCHED:
        out["text"] = say_narrowing(speaker, done.touched, proposed=done.proposed is not None)
    return CatalogImportOut(
        **out,
        touched_requests=done.touched.request_ids,
        touched_items=done.touched.items,
        proposed=done.proposed.id if done.proposed else None,
    )
