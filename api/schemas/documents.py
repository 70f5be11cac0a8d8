"""The register of documents on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.fields import Name
from api.schemas.wire import PersonRef, Wire
from orchestrator.services.documents import DocumentView, NewDocument

Address = Annotated[str, StringConstraints(strict=True, max_length=500, pattern=r"^(https?://[\x21-\x7e]+)?$")]
"""Where something can be read, or empty."""


class DocumentIn(Wire):
    """A document that shall be in the register."""

    title: Name = Field(examples=["Acceptable use of software in teaching rooms"])
    owner: Name = Field(description="Who owns it, in words.", examples=["Senate committee for teaching"])
    owner_outside_it: bool = Field(
        strict=True, description="Whether the owner is outside IT; only then a policy can be made of it."
    )
    url: Address = Field(default="", examples=["https://example.edu/policies/17"])

    def command(self) -> NewDocument:
        """What the service is asked to do."""
        return NewDocument(self.title, self.owner, self.owner_outside_it, self.url)


class DocumentOut(Wire):
    """A document in the register."""

    id: str
    title: str
    owner: str = Field(description="Who owns it, in words.")
    owner_outside_it: bool = Field(description="Whether a policy can be made of it.")
    url: str = Field(description="Where it can be read; empty where nobody said.")
    by: PersonRef = Field(description="Who entered it.")
    at: datetime
    retired_at: datetime | None = Field(description="Since when it holds no more.")


class DocumentsOut(Wire):
    """A page of the register."""

    documents: tuple[DocumentOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def document_out(view: DocumentView) -> DocumentOut:
    """A document, with who entered it."""
    document = view.document
    return DocumentOut(
        id=document.id,
        title=document.title,
        owner=document.owner,
        owner_outside_it=document.owner_outside_it,
        url=document.url,
        by=PersonRef(id=document.by, name=view.entered_by),
        at=document.at,
        retired_at=document.retired_at,
    )
