"""The register of documents."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.documents import DocumentIn, DocumentOut, DocumentsOut, document_out
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.documents import add_document, list_documents, retire_document

router = APIRouter(prefix="/documents", tags=["decisions"])

DocumentId = Annotated[Identity, Path(description="Id of a document.")]
Governing = Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)]


class DocumentsQuery(Wire):
    """Which documents to list."""

    retired: bool = Field(default=False, description="Also those that hold no more.")
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.get(
    "",
    summary="The register of documents",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(),
    name="list_documents",
)
def documents(
    query: Annotated[DocumentsQuery, Query()], tools: Tools, request: Request, response: Response
) -> DocumentsOut:
    """Newest first. A reason of the category policy refers to one whose owner is outside IT."""
    found = list_documents(retired=query.retired, after=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda view: view.document.id)
    link_next(request, response, following)
    return DocumentsOut(documents=tuple(map(document_out, shown)), next=following)


@router.post("", status_code=201, summary="Enter a document", responses=refuses("too-large"), name="add_document")
def add(form: DocumentIn, tools: Tools, actor: Governing) -> DocumentOut:
    """One whose owner is inside IT is kept, too, but no policy can be made of it."""
    added = add_document(
        form.command(), actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return document_out(added)


@router.post(
    "/{document_id}/retirement",
    summary="Let a document hold no more",
    responses=refuses("not-found", "document-retired"),
    name="retire_document",
)
def retire(document_id: DocumentId, tools: Tools, actor: Governing) -> DocumentOut:
    """What was decided with it stays as it was decided."""
    return document_out(retire_document(document_id, actor=actor, transactions=tools.transactions, clock=tools.clock))
