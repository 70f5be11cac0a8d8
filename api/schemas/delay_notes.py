"""Delay notes on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Moment, Remark
from api.schemas.wire import Wire
from orchestrator.domain.delay_notes import DelayNote


class DelayNoteIn(Wire):
    """Honest words about when something will be there. They stop no clock."""

    words: Remark = Field(examples=["The maker has not sent the installer for 64 bits yet."])
    expected_at: Moment = Field(description="When it is expected to be there.", examples=["2027-01-20T18:00:00+01:00"])


class DelayNoteOut(Wire):
    """One note."""

    id: str
    request: str
    words: str
    expected_at: datetime
    by: str = Field(description="Id of whoever wrote it.")
    at: datetime


class DelayNotesOut(Wire):
    """All notes on a request, oldest first."""

    notes: tuple[DelayNoteOut, ...]


def delay_note_out(note: DelayNote) -> DelayNoteOut:
    """One note."""
    return DelayNoteOut(
        id=note.id, request=note.request_id, words=note.words, expected_at=note.expected_at, by=note.by, at=note.at
    )
