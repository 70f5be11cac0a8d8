"""Software requests on the wire."""

from datetime import datetime

from pydantic import Field, StrictBool, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from api.schemas.fields import Code, Count, Identity, Login, Moment, Name, Remark
from api.schemas.lines import WaitingOut, waiting_out
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import LATEST, Wanted
from orchestrator.services.request_views import RequestView
from orchestrator.services.requests import Ask, SubmitRequests
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.requests import say_standing


class AskIn(Wire):
    """One item that is asked for."""

    item: Code = Field(description="Id of a catalog item.", examples=["firefox"])
    wanted: Wanted = Wanted.PRESENT
    version: Code = Field(default=LATEST, description="A version of the catalog, or latest.")
    seats: SeatTarget = SeatTarget.ALL
    enough: Count | None = Field(default=None, description="How many of those seats suffice; null for all.")
    settings_line: Remark | None = Field(
        default=None,
        description="One free line about settings and add-ons. It stays open until somebody has seen to it.",
        examples=["with the uBlock extension; start page https://www.example.edu"],
    )


class RequestsIn(Wire):
    """One form: software for one room. It is accepted at once; nobody has to approve it."""

    classroom: Code = Field(examples=["B-204"])
    # A list: pydantic counts the items of a tuple only after it has dropped those that are not right.
    items: list[AskIn] = Field(min_length=1, max_length=50)
    needed_by: Moment | None = Field(default=None, description="With an offset; null for 5 working days from now.")
    until: Moment | None = Field(default=None, description="When it may go again.")
    course: Name | None = Field(default=None, examples=["CS-101"])
    on_behalf_of: Login | None = Field(
        default=None, description="Login of whoever holds all rights on it; null for the caller.", examples=["ada"]
    )

    @field_validator("until")
    @classmethod
    def _ends_after_it_is_needed(cls, until: datetime | None, info: ValidationInfo) -> datetime | None:
        needed_by = info.data.get("needed_by")
        if until and needed_by and until <= needed_by:
            raise PydanticCustomError("before-needed-by", "until is not after needed_by")
        return until

    def command(self, key: str | None, requester: Actor | None) -> SubmitRequests:
        """What the service is asked to do, perhaps on somebody's behalf."""
        return SubmitRequests(
            classroom=self.classroom,
            asks=tuple(Ask(a.item, a.wanted, a.version, a.seats, a.enough, a.settings_line) for a in self.items),
            needed_by=self.needed_by,
            until=self.until,
            course=self.course,
            requester=requester,
            key=key,
        )


class StandingOut(Wire):
    """What has become of a request."""

    code: str = Field(examples=["ready"])
    ready: int = Field(description="Seats on which it is as asked.")
    target: int = Field(description="Seats it aims at.")
    enough: int = Field(description="Seats that suffice.")
    out_of_service: int
    missing_seats: tuple[str, ...] = Field(
        description="Labels of seats in service on which it isn't as asked, until it is over."
    )
    late: bool
    waiting: WaitingOut | None = Field(description="What it has to wait for, if anything.")
    safeguards: tuple[str, ...] = Field(
        description="Safeguards that keep it away or raise its version; the requester may contest each."
    )
    text: str = Field(examples=["Mozilla Firefox is ready on 11 of 12 seats in B-204."])


class SettingsLineIn(Wire):
    """What the settings and add-ons of one's own request should be."""

    words: Remark | None = Field(
        description="Other words wait for an answer anew; null drops the line.", examples=["with the uBlock extension"]
    )


class SettingsLineOut(Wire):
    """One free line about settings and add-ons. The request is granted only when it is answered, too."""

    id: str = Field(description="Other words make another line.")
    words: str = Field(description="As they were typed; empty where they were erased.")
    since: datetime
    state: Term | None = Field(
        description="owed_by_hand, stated or stated_done: no machine can prove it. Null where the request is over, or "
        "is work by hand as a whole, of which the line is a part."
    )


class TickIn(Wire):
    """That work by hand is done."""

    evidence: Remark = Field(
        description="What was done, in plain words.", examples=["Rule 4711 of the web filter lets the site through."]
    )
    line: Identity | None = Field(
        default=None,
        description="Id of the request's settings line, as it was read; must be given where it has one.",
    )
    as_asked: StrictBool = Field(
        default=True,
        description="With false, why must be given, and the evidence says what is there instead. It then stays owed "
        "until the requester says that it will do.",
    )
    why: Remark | None = Field(
        default=None,
        validate_default=True,
        description="Why it is not as asked, in words for the requester; null where it is.",
        examples=["The licence of uBlock does not cover lab machines."],
    )

    @field_validator("why")
    @classmethod
    def _says_why_it_is_not_as_asked(cls, why: str | None, info: ValidationInfo) -> str | None:
        as_asked = info.data.get("as_asked")
        if as_asked is False and why is None:
            raise PydanticCustomError("why-not-as-asked", "why is missing")
        if as_asked and why is not None:
            raise PydanticCustomError("why-as-asked", "why is given of what is as asked")
        return why


class TickAnswerIn(Wire):
    """Whether work by hand that is stated to be done does what it should."""

    works: StrictBool = Field(description="With false it is owed again. Of what is not as asked: whether it will do.")
    words: Remark | None = Field(
        default=None,
        description="What whoever did it should know, such as what is missing.",
        examples=["It is gone after a restart."],
    )


class TickOut(Wire):
    """Somebody's statement that work by hand is done: all of a request's, or its settings line. Nothing verified it."""

    by: PersonRef
    at: datetime
    evidence: str = Field(description="What was done, or is there instead; empty where the words were erased.")
    as_asked: bool
    why: str | None = Field(description="Why it is not as asked; null where it is, empty where the words were erased.")
    confirm_until: datetime = Field(
        description="When the requester's silence counts as a yes; where it is not as asked, when it is owed again."
    )
    answer: Term
    answered_at: datetime | None
    answer_words: str | None = Field(description="What the requester said with the answer.")
    line: str | None = Field(description="Id of the settings line that the request had then.")


class RequestOut(Wire):
    """One request."""

    id: str
    classroom: str = Field(examples=["B-204"])
    timezone: str
    item: ItemRef
    wanted: Term
    version: str
    seats: Term
    enough: int | None
    requester: PersonRef
    entered_by: str = Field(description="Id of whoever typed it in.")
    course: str | None
    needed_by: datetime
    until: datetime | None
    group: str | None = Field(description="Ties requests of one form together.")
    created_at: datetime
    state: Term = Field(description="open, withdrawn or closed; everything else is its standing.")
    ended_at: datetime | None
    short_notice: bool | None = Field(
        description="Needed earlier than the service promise when it was accepted; it is tried all the same. "
        "null where that was not kept."
    )
    settings_line: SettingsLineOut | None
    standing: StandingOut
    ticks: tuple[TickOut, ...] = Field(description="Of work by hand: who stated that it is done, oldest first.")
    overrides: tuple[str, ...] = Field(description="Ids of the overrides that are in force for it; each has a letter.")


class SubmittedOut(Wire):
    """The accepted requests of one form."""

    requests: tuple[RequestOut, ...]
    revision: int = Field(description="Number of the room's newest manifest revision.")
    replayed: bool = Field(description="Whether the idempotency key had brought them in before.")


class RequestsOut(Wire):
    """A page of requests, newest first."""

    requests: tuple[RequestOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def request_out(view: RequestView, speaker: Speaker) -> RequestOut:
    """One request; the speaker knows the titles."""
    request = view.request
    people = {**view.names, request.requester_id: view.requester}
    own = speaker.about(view.room, titles=speaker.titles, people=people)
    return RequestOut(
        id=request.id,
        classroom=view.room.code,
        timezone=view.room.timezone,
        item=ItemRef(id=request.item_id, title=view.title),
        wanted=Term.of(request.wanted, own),
        version=request.version,
        seats=Term.of(request.target, own),
        enough=request.enough,
        requester=PersonRef.of(request.requester_id, own),
        entered_by=request.entered_by,
        course=request.course,
        needed_by=request.needed_by,
        until=request.until,
        group=request.group_id,
        created_at=request.created_at,
        state=Term.of(request.state, own),
        ended_at=request.ended_at,
        short_notice=view.short_notice,
        settings_line=_settings_line(view, own),
        standing=_standing(view, own),
        ticks=tuple(
            TickOut(
                by=PersonRef.of(tick.by, own),
                at=tick.at,
                evidence=tick.evidence,
                as_asked=tick.as_asked,
                why=tick.why,
                confirm_until=tick.confirm_until,
                answer=Term.of(tick.answer, own),
                answered_at=tick.answered_at,
                answer_words=tick.answer_words,
                line=tick.line_id,
            )
            for tick in view.ticks
        ),
        overrides=view.overrides,
    )


def _settings_line(view: RequestView, speaker: Speaker) -> SettingsLineOut | None:
    line, state = view.request.settings_line, view.standing.line
    if line is None:
        return None
    said = None if state is None else Term.of(state, speaker)
    return SettingsLineOut(id=line.id, words=line.words, since=line.since, state=said)


def _standing(view: RequestView, speaker: Speaker) -> StandingOut:
    standing = view.standing
    conflicts = (standing.conflict,) if standing.conflict else ()
    lacks = (standing.waiting,) if standing.waiting else ()
    return StandingOut(
        code=standing.code.value,
        ready=standing.ready,
        target=standing.target,
        enough=standing.enough,
        out_of_service=standing.out_of_service,
        missing_seats=tuple(speaker.seat(seat_id) for seat_id in standing.missing_seats),
        late=standing.late,
        waiting=next(iter(waiting_out(conflicts, lacks, speaker)), None),
        safeguards=standing.safeguards,
        text=say_standing(speaker, view),
    )
