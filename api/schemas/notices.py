"""What people are told, on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.fields import NoticeId
from api.schemas.wire import Term, Wire
from orchestrator.services.notice_views import NoticeView
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.notices import say_notice

AN_ID = "20270112T120000000000-1f0c2b6e-6a52-5a7e-9d55-0c9a0f0d7f11"


class NoticeOut(Wire):
    """One thing that somebody is told."""

    id: str = Field(examples=[AN_ID])
    kind: Term = Field(description="What it is about, in a few words.")
    text: str = Field(description="A sentence with the next step.")
    classroom: str | None = Field(description="Code of the room that it is about.", examples=["B-204"])
    about: dict[str, str] = Field(description="Ids of what it is about, by kind of thing.")
    letter: str | None = Field(description="Id of the letter that comes with it.")
    at: datetime
    read_at: datetime | None


class NoticesOut(Wire):
    """Some of them, newest first."""

    notices: tuple[NoticeOut, ...]
    next: str | None = Field(description="For ``after``, or null at the end.")


class ReadIn(Wire):
    """Which notices have been read."""

    notices: Annotated[tuple[NoticeId, ...], Field(min_length=1, max_length=200)] = Field(examples=[[AN_ID]])


class ReadOut(Wire):
    """How many of them were unread before."""

    read: int = Field(examples=[1])


class UnreadOut(Wire):
    """How many of them were read before."""

    unread: int = Field(examples=[1])


def notice_out(view: NoticeView, speaker: Speaker) -> NoticeOut:
    """A notice in words."""
    notice, said = view.notice, say_notice(speaker, view)
    return NoticeOut(
        id=notice.id,
        kind=Term(code=notice.kind.value, text=said.title),
        text=said.text,
        classroom=view.room.code if view.room else None,
        about=notice.about,
        letter=notice.letter_id,
        at=notice.at,
        read_at=notice.read_at,
    )
