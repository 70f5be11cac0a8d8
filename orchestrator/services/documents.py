"""The register of documents: entering, retiring, listing. What was in it stays known (RULES R3.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from orchestrator.domain.documents import Document, DocumentRetired
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.services.unit_of_work import Clock, Reads, Transactions


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that shall be in the register; its owner in words, and whether that owner is outside IT."""

    title: str
    owner: str
    owner_outside_it: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, and the name of who entered it."""

    document: Document
    entered_by: str


def add_document(
    command: NewDocument, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> DocumentView:
    """Enter a document. One whose owner is inside IT is kept, too, but no policy can be made of it."""
    now = clock.now()
    document = Document(new_id(), command.title, command.owner, command.owner_outside_it, command.url, actor.id, now)
    with transactions() as uow:
        uow.documents.add(document)
        texts = {
            "name": document.title,
            "owner": document.owner,
            CHANGES: recorded(url=document.url or None, owner_outside_it=document.owner_outside_it),
        }
        uow.audit.append(at=now, actor=actor, kind="document.added", subjects={"document": document.id}, texts=texts)
        uow.commit()
    return DocumentView(document, actor.name)


def retire_document(document_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> DocumentView:
    """Let a document hold no more. What was decided with it stays as it was decided.

    Raises:
        NotFound: There is no such document.
        DocumentRetired: It holds no more already.
    """
    now = clock.now()
    with transactions() as uow:
        document = uow.documents.get(document_id)
        if document is None:
            raise NotFound(kind="document", name=document_id)
        if document.retired_at is not None:
            raise DocumentRetired(document=document.title)
        retired = replace(document, retired_at=now)
        uow.documents.update(retired)
        name = uow.people.names({document.by}).get(document.by, document.by)
        texts = {"name": document.title, CHANGES: moved("state", "holds", "retired")}
        uow.audit.append(at=now, actor=actor, kind="document.retired", subjects={"document": document.id}, texts=texts)
        uow.commit()
    return DocumentView(retired, name)


def list_documents(*, retired: bool, after: str | None, limit: int, reads: Reads) -> Sequence[DocumentView]:
    """Newest first, strictly older than ``after``; without ``retired`` only those that hold."""
    with reads() as uow:
        found = uow.documents.page(retired=retired, after=after, limit=limit)
        names = uow.people.names({document.by for document in found})
    return [DocumentView(document, names.get(document.by, document.by)) for document in found]
