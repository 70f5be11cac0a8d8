"""Work done by hand: a site that is let through, an open port, a line about settings. Stated, never verified. Pure.

RULES R2: a ``manual`` item that is ticked is "stated by N", never "verified": there is evidence, and the requester's
yes or 10 working days of silence. Until then it is owed, and it is owed again when the requester says no. The same
holds for the settings line of a request for anything else; for a ``manual`` item the line is part of the work.

Whoever does it otherwise than it was asked for says so, and why. Then silence is no yes, because nobody has to accept
unseen what they did not ask for (compare R3.6): without the requester's word it is owed again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.standing import StandingCode


class TickAnswer(StrEnum):
    """What the requester says of work that somebody states to be done."""

    UNANSWERED = "unanswered"  # the requester has time to look
    CONFIRMED = "confirmed"  # it works
    DENIED = "denied"  # it does not: the work is owed again
    SILENCE = "silence"  # the time is over and nothing was said; never stored, but derived from the moment
    UNACCEPTED = "unaccepted"  # the same of what is not as asked, which is no yes: the work is owed again
    OVERTAKEN = "overtaken"  # the settings line is another one by now, so nobody has to answer; likewise derived


_NOT_TAKEN = frozenset({TickAnswer.DENIED, TickAnswer.UNACCEPTED})
"""Answers with which the work is owed again."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Somebody's statement that the work of a request is done.

    Attributes:
        id: Identity in the store; sorts by age.
        request_id: The request.
        by: Id of the actor who states it.
        at: When, UTC.
        evidence: What was done, in the words of whoever did it; empty where they were erased, like the other words.
        confirm_until: Until when the requester has time to answer, UTC; see ``answer_at``.
        answer: What the requester said; see ``answer_at`` for what counts at a moment.
        answered_at: When, UTC, or None.
        line_id: The settings line that the request had then, or None. With another line it says nothing any more.
        why: Why it is not as asked; None where it is. What is there instead is the evidence.
        answer_words: What the requester said beside a yes or no, or None.
    """

    id: str
    request_id: str
    by: str
    at: datetime
    evidence: str
    confirm_until: datetime
    answer: TickAnswer = TickAnswer.UNANSWERED
    answered_at: datetime | None = None
    line_id: str | None = None
    why: str | None = None
    answer_words: str | None = None

    @property
    def as_asked(self) -> bool:
        """Whether it is said to be as it was asked for."""
        return self.why is None

    def answer_at(self, at: datetime) -> TickAnswer:
        """What counts as the requester's answer at a moment."""
        if self.answer is not TickAnswer.UNANSWERED or at < self.confirm_until:
            return self.answer
        return TickAnswer.SILENCE if self.as_asked else TickAnswer.UNACCEPTED

    def stands_for(self, request: SoftwareRequest) -> bool:
        """Whether it is about what the request says now."""
        return self.request_id == request.id and self.line_id == _line_of(request)

    def answered(self, answer: TickAnswer, at: datetime, words: str | None = None) -> "Tick":
        """The tick with the requester's word on it. A word may still come when silence has counted as one.

        Raises:
            TickIsAnswered: The requester has said yes or no already.
        """
        if self.answer is not TickAnswer.UNANSWERED:
            raise TickIsAnswered(request_id=self.request_id, answer=self.answer)
        return replace(self, answer=answer, answered_at=at, answer_words=words)


def new_tick(
    tick_id: str,
    request: SoftwareRequest,
    *,
    by: str,
    evidence: str,
    line_id: str | None = None,
    why: str | None = None,
    before: Iterable[Tick],
    at: datetime,
    silence_working_days: int,
    end_of_term: Callable[[datetime, int], datetime],
) -> Tick:
    """A statement that the work by hand of a request is done.

    Args:
        tick_id: Identity of the new one.
        request: The request.
        by: Id of the actor who states it.
        evidence: What was done.
        line_id: The settings line that whoever states it has read, or None.
        why: Why it is not as asked; None where it is.
        before: Earlier statements about the request.
        at: The moment.
        silence_working_days: How many working days the requester has to answer; then silence counts as a yes, or,
            where it is not as asked, as none.
        end_of_term: When a term of working days ends (see ``calendars.working_days``).

    Raises:
        TickedByRequester: Nobody states to be done what they have asked for themselves.
        SettingsLineChanged: They have read another line than the one that the request has, or none.
        TickStands: An earlier statement stands: the requester has not denied it, and has time or need not answer.
    """
    if by in {request.requester_id, request.entered_by}:
        raise TickedByRequester(request_id=request.id)
    if line_id != _line_of(request):
        raise SettingsLineChanged(request_id=request.id)
    last = latest_tick(request, before)
    if last is not None and last.answer_at(at) not in _NOT_TAKEN:
        raise TickStands(request_id=request.id, by=last.by, at=last.at)
    until = end_of_term(at, silence_working_days)
    return Tick(tick_id, request.id, by, at, evidence, until, line_id=line_id, why=why)


def latest_tick(request: SoftwareRequest, ticks: Iterable[Tick]) -> Tick | None:
    """The newest statement about what a request says now, or None."""
    return max((tick for tick in ticks if tick.stands_for(request)), key=lambda tick: tick.id, default=None)


def ticks_as_of(request: SoftwareRequest, ticks: Iterable[Tick], at: datetime) -> Sequence[Tick]:
    """All that was stated about a request, in the given order, each with what counts as its answer at a moment."""
    return tuple(_as_of(request, tick, at) for tick in ticks if tick.request_id == request.id)


def tick_standing(request: SoftwareRequest, ticks: Iterable[Tick], at: datetime) -> StandingCode:
    """What has become of an open request for work by hand, whatever else of it there is to say.

    R2: what is only stated, and neither confirmed nor past its time, still counts as owed.
    """
    last = latest_tick(request, ticks)
    if last is None or last.answer_at(at) in _NOT_TAKEN:
        return StandingCode.OWED_BY_HAND
    if last.answer_at(at) is TickAnswer.UNANSWERED:
        return StandingCode.STATED
    return StandingCode.STATED_DONE


def _as_of(request: SoftwareRequest, tick: Tick, at: datetime) -> Tick:
    overtaken = tick.answer is TickAnswer.UNANSWERED and not tick.stands_for(request)
    return replace(tick, answer=TickAnswer.OVERTAKEN if overtaken else tick.answer_at(at))


def _line_of(request: SoftwareRequest) -> str | None:
    return request.settings_line.id if request.settings_line else None


@dataclass(eq=False)
class NotByHand(Refusal):
    """There is no work by hand, nor a settings line: a scan says whether the item is there, and nobody else."""

    request_id: str
    item: str
    code: ClassVar[str] = "not-by-hand"


@dataclass(eq=False)
class TickedByRequester(Refusal):
    """Whoever asked for it, or typed it in, states that it is done; that is for somebody else to do."""

    request_id: str
    code: ClassVar[str] = "ticked-by-requester"


@dataclass(eq=False)
class TickStands(Refusal):
    """It is stated to be done already, and the requester has not denied it."""

    request_id: str
    by: str
    at: datetime
    code: ClassVar[str] = "tick-stands"


@dataclass(eq=False)
class SettingsLineChanged(Refusal):
    """The settings line is not the one about which something is stated: it had other words, or there was none."""

    request_id: str
    code: ClassVar[str] = "settings-line-changed"


@dataclass(eq=False)
class NothingToAnswer(Refusal):
    """Nobody has stated that the work is done."""

    request_id: str
    code: ClassVar[str] = "nothing-to-answer"


@dataclass(eq=False)
class TickIsAnswered(Refusal):
    """The requester has answered already."""

    request_id: str
    answer: TickAnswer
    code: ClassVar[str] = "tick-is-answered"


@dataclass(eq=False)
class NotYoursToAnswer(Refusal):
    """Whether the work does what it should, only the requester says."""

    request_id: str
    requester: str
    code: ClassVar[str] = "not-yours-to-answer"
