"""Wishes: software that somebody needs and the catalog does not have; their clock runs from the first day (R2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.errors import Refusal
from orchestrator.domain.requests import SoftwareRequest


class WishState(StrEnum):
    """The stored states. An answer is none of them: it refuses nothing, and the clock runs on."""

    OPEN = "open"  # waits to be linked to an item of the catalog
    LINKED = "linked"  # became a request; see Wish.confirmed_at for whether it is the one that was meant
    WITHDRAWN = "withdrawn"  # taken back by whoever wished


WISH_TRANSITIONS: Mapping[WishState, frozenset[WishState]] = {
    WishState.OPEN: frozenset({WishState.LINKED, WishState.WITHDRAWN}),
    # Back to open when the requester says that something else was meant.
    WishState.LINKED: frozenset({WishState.OPEN}),
    WishState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish.

    Attributes:
        id: Identity in the store.
        classroom_id: The room.
        requester_id: Who holds all rights on it.
        entered_by: Who typed it in; differs from the requester when somebody wishes on behalf.
        title: What it is called, as people say it.
        purpose: What for.
        url: Where it can be seen, or empty.
        target: Which seats.
        needed_by: When it must be there, UTC.
        created_at: When it was made, UTC: the age of whatever comes of it.
        answer_by: Until when it gets a first answer, UTC; else it rises.
        answered_at: When it had its first answer, UTC; None until then.
        rose_at: When it rose, UTC; None where it did not.
        state: See WishState.
        linked_request_id: The request that it became, or None.
        linked_at, linked_by: When and by whom it was linked; None where it is not.
        confirm_until: Until when whoever wished can say whether that was meant, UTC; then silence is a yes. None where
            it is not linked.
        confirmed_at: Since when it counts as what was meant, UTC; None until then.
        ended_at: When it was withdrawn, UTC.
    """

    id: str
    classroom_id: str
    requester_id: str
    entered_by: str
    title: str
    purpose: str
    needed_by: datetime
    created_at: datetime
    answer_by: datetime
    url: str = ""
    target: SeatTarget = SeatTarget.ALL
    answered_at: datetime | None = None
    rose_at: datetime | None = None
    state: WishState = WishState.OPEN
    linked_request_id: str | None = None
    linked_at: datetime | None = None
    linked_by: str | None = None
    confirm_until: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None

    def moved_to(self, state: WishState) -> "Wish":
        """The wish in another state.

        Raises:
            WishIsOver: The table of transitions doesn't allow it.
        """
        if state not in WISH_TRANSITIONS[self.state]:
            raise WishIsOver(wish_id=self.id, state=self.state)
        return replace(self, state=state)

    def answered(self, at: datetime) -> "Wish":
        """The wish with its first answer, if it had none."""
        return self if self.answered_at else replace(self, answered_at=at)

    def linked_to(self, request_id: str, by: str, at: datetime, confirm_until: datetime) -> "Wish":
        """The wish as the request that somebody made of it. Whoever linked a wish of their own has said yes with it.

        Raises:
            WishIsOver: It isn't open.
        """
        return replace(
            self.answered(at).moved_to(WishState.LINKED),
            linked_request_id=request_id,
            linked_at=at,
            linked_by=by,
            confirm_until=confirm_until,
            confirmed_at=at if by == self.requester_id else None,
        )

    def reopened(self) -> "Wish":
        """The wish as it was before it was linked.

        Raises:
            WishIsOver: It isn't linked.
        """
        again = self.moved_to(WishState.OPEN)
        return replace(
            again, linked_request_id=None, linked_at=None, linked_by=None, confirm_until=None, confirmed_at=None
        )

    def confirmed(self, at: datetime) -> "Wish":
        """The wish with a yes to what was made of it; the first one counts.

        Raises:
            WishIsOver: It isn't linked.
        """
        if self.state is not WishState.LINKED:
            raise WishIsOver(wish_id=self.id, state=self.state)
        return self if self.confirmed_at else replace(self, confirmed_at=at)

    def counts_since(self, request: SoftwareRequest) -> datetime | None:
        """Since when the request that was made of it is what was meant, UTC; it may be still to come.

        None for a request that was there before the wish was linked to it: that one counts as ever.
        """
        return (self.confirmed_at or self.confirm_until) if self.linked_at == request.created_at else None

    def awaits_yes(self, at: datetime) -> bool:
        """Whether it is linked, and neither a word nor silence has said yet that this was meant (RULES R2)."""
        return self.confirm_until is not None and self.confirmed_at is None and at < self.confirm_until

    @property
    def awaits_answer(self) -> bool:
        """Whether its first answer is still to come, and it has not risen."""
        return self.state is WishState.OPEN and self.answered_at is None and self.rose_at is None


@dataclass(frozen=True, slots=True)
class WishAnswer:
    """Words about a wish. They close nothing.

    Attributes:
        id: Identity in the store.
        wish_id: The wish.
        by: Who wrote them.
        at: When, UTC.
        words: What they say.
    """

    id: str
    wish_id: str
    by: str
    at: datetime
    words: str


@dataclass(eq=False)
class WishIsOver(Refusal):
    """The wish was linked or withdrawn already, or is not linked."""

    wish_id: str
    state: WishState
    code: ClassVar[str] = "wish-is-over"


@dataclass(eq=False)
class NotTheWisher(Refusal):
    """Nobody but whoever wished may take a wish back, or say that something else was meant (RULES R2)."""

    wish_id: str
    requester: str
    code: ClassVar[str] = "not-the-wisher"


@dataclass(eq=False)
class AlreadyWished(Refusal):
    """The same person has the same open wish for the room; it is named, nothing is doubled."""

    wish_id: str
    wished: str
    classroom: str
    code: ClassVar[str] = "already-wished"
