"""Changes of the catalog that take something away, on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Remark
from api.schemas.imports import FilesIn, ImportOut
from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.services.wording import Speaker


class CatalogFilesIn(FilesIn):
    """The files of the catalogue, and why, should they take something away that is asked for."""

    reason: Remark | None = Field(
        default=None,
        description="Plain words for whoever asked for what it takes away. Then it waits for a second person.",
        examples=["The maker has ended its support, and the version has a hole that nobody will mend."],
    )


class CatalogImportOut(ImportOut):
    """What an import of the catalogue changed, would change, or proposes."""

    touched_requests: tuple[str, ...] = Field(description="Open requests from which it takes something away.")
    touched_items: tuple[str, ...] = Field(description="Items about which it does.")
    proposed: str | None = Field(description="Id of the change that waits for a second person now.")


class CatalogChangeOut(Wire):
    """One change that takes something away."""

    id: str
    reason: str
    items: tuple[ItemRef, ...]
    classrooms: tuple[str, ...] = Field(description="Codes of the rooms that are concerned.")
    requests: tuple[str, ...] = Field(description="Ids of the open requests that are concerned.")
    files_digest: str
    by: str = Field(description="Id of whoever proposed it.")
    at: datetime
    state: Term
    decided_by: str | None
    decided_at: datetime | None


class CatalogChangesOut(Wire):
    """A page of them, newest first."""

    changes: tuple[CatalogChangeOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def catalog_change_out(change: CatalogChange, codes: dict[str, str], speaker: Speaker) -> CatalogChangeOut:
    """One change; ``codes`` of rooms by id. The speaker knows the titles, and the change those that are gone."""
    former = {item.id: item.title for item in change.former}
    return CatalogChangeOut(
        id=change.id,
        reason=change.reason,
        items=tuple(ItemRef(id=i, title=former.get(i, speaker.title(i))) for i in change.touched.items),
        classrooms=tuple(codes.get(room, room) for room in change.touched.classroom_ids),
        requests=change.touched.request_ids,
        files_digest=change.digest,
        by=change.by,
        at=change.at,
        state=Term.of(change.state, speaker),
        decided_by=change.decided_by,
        decided_at=change.decided_at,
    )
