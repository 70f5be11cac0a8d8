"""Wishes on the wire."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Code, Link, Login, Moment, Name, Remark
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import LATEST
from orchestrator.services.wishes import MakeWish, WishView
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.owed import say_wish


class WishIn(Wire):
    """Software that the catalogue does not have. The clock runs from now on; a technician looks for it."""

    classroom: Code = Field(examples=["B-204"])
    title: Name = Field(description="What it is called, as people say it.", examples=["Stellarium"])
    purpose: Remark = Field(description="What for.", examples=["Night sky for the astronomy course"])
    url: Link = Field(default="", description="Where it can be seen.", examples=["https://stellarium.org"])
    seats: SeatTarget = SeatTarget.ALL
    needed_by: Moment | None = Field(default=None, description="With an offset; null for 5 working days from now.")
    on_behalf_of: Login | None = Field(
        default=None, description="Login of whoever holds all rights on it; null for the caller.", examples=["ada"]
    )

    def command(self, requester: Actor | None) -> MakeWish:
        """What the service is asked to do, perhaps on somebody's behalf."""
        return MakeWish(
            classroom=self.classroom,
            title=self.title,
            purpose=self.purpose,
            url=self.url,
            target=self.seats,
            needed_by=self.needed_by,
            requester=requester,
        )


class WishAnswerIn(Wire):
    """Words about a wish. They refuse nothing: it stays open, and its clock runs."""

    words: Remark = Field(examples=["We are asking the maker for an installer without a question in it."])


class LinkIn(Wire):
    """The item of the catalogue that was meant."""

    item: Code = Field(examples=["firefox"])
    version: Code = Field(default=LATEST, description="A version of the catalog, or latest.")


class WishAnswerOut(Wire):
    """What somebody said about a wish."""

    by: PersonRef
    at: datetime
    words: str


class WishOut(Wire):
    """One wish."""

    id: str
    classroom: str = Field(examples=["B-204"])
    timezone: str
    title: str
    purpose: str
    url: str
    seats: Term
    requester: PersonRef
    entered_by: str = Field(description="Id of whoever typed it in.")
    needed_by: datetime
    created_at: datetime
    answer_by: datetime = Field(description="Until when it gets a first answer; else it rises.")
    answered_at: datetime | None
    rose_at: datetime | None
    state: Term
    request: str | None = Field(description="Id of the request that it became.")
    item: ItemRef | None = Field(description="What that request is for.")
    version: str | None = Field(description="The version that it is for, or latest.")
    request_was_there: bool = Field(
        description="Whether that request was there before the wish was linked to it: it stays if something else was "
        "meant."
    )
    confirm_until: datetime | None = Field(
        description="Until when whoever wished can say whether that request is what was meant; silence is a yes then."
    )
    confirmed_at: datetime | None = Field(description="Since when it counts as what was meant.")
    answers: tuple[WishAnswerOut, ...]
    text: str = Field(examples=["Stellarium is wished for in B-204; the software catalogue does not have it yet."])


class WishesOut(Wire):
    """A page of wishes, newest first."""

    wishes: tuple[WishOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def wish_out(view: WishView, speaker: Speaker) -> WishOut:
    """One wish."""
    wish = view.wish
    own = speaker.about(view.room, titles=speaker.titles, people=view.people)
    return WishOut(
        id=wish.id,
        classroom=view.room.code,
        timezone=view.room.timezone,
        title=wish.title,
        purpose=wish.purpose,
        url=wish.url,
        seats=Term.of(wish.target, own),
        requester=PersonRef.of(wish.requester_id, own),
        entered_by=wish.entered_by,
        needed_by=wish.needed_by,
        created_at=wish.created_at,
        answer_by=wish.answer_by,
        answered_at=wish.answered_at,
        rose_at=wish.rose_at,
        state=Term.of(wish.state, own),
        request=wish.linked_request_id,
        item=ItemRef(id=view.became.item_id, title=view.title) if view.became else None,
        version=view.became.version if view.became else None,
        request_was_there=view.became is not None and wish.linked_at != view.became.created_at,
        confirm_until=wish.confirm_until,
        confirmed_at=wish.confirmed_at,
        answers=tuple(WishAnswerOut(by=PersonRef.of(a.by, own), at=a.at, words=a.words) for a in view.answers),
        text=say_wish(own, view),
    )
