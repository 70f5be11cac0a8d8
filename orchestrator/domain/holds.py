"""Holds: the fast brake. One sentence, no category, 72 hours, once per request and item, and it resumes by itself
(RULES R3.8).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HoldScope(StrEnum):
    """What was held."""

    REQUEST = "request"  # one request
    ITEM = "item"  # an item in a room: its requests that exist now, and the baseline's line
    ROLLOUT = "rollout"  # all that a room was owed when one of its rollouts was held
    REVISION = "revision"  # back to revision N: all that came after it, which also goes where it is ours


@dataclass(frozen=True, slots=True)
class Hold:
    """One brake.

    Attributes:
        id: Identity in the store.
        scope: See HoldScope.
        classroom_id: The room.
        request_ids: The requests that it holds.
        sentence: Why, in one sentence that the instructor reads.
        by: Actor who set it.
        at: When, UTC.
        until: When it is over by itself, UTC.
        item_id: The item, where it holds one; then the baseline's line is held too.
        rollout_id: The rollout, where one was held.
        revision: Number of the manifest's revision that the room went back to, or None.
        canary_seat_id: Seat that gets it first when the hold of a revision is over, or None.
        canary_passed_at: When that seat was ready, UTC; None until then.
        ended_at, ended_by: When and by whom it was taken back before its time, or None.
    """

    id: str
    scope: HoldScope
    classroom_id: str
    request_ids: tuple[str, ...]
    sentence: str
    by: str
    at: datetime
    until: datetime
    item_id: str | None = None
    rollout_id: str | None = None
    revision: int | None = None
    canary_seat_id: str | None = None
    canary_passed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    def binds_at(self, at: datetime) -> bool:
        """Whether it keeps everything from every seat at a moment."""
        return self.ended_at is None and self.at <= at < self.until

    def is_canary_at(self, at: datetime) -> bool:
        """Whether its time is over, and only one seat gets what it held until that seat is ready (R3.8)."""
        waits = self.canary_seat_id is not None and self.canary_passed_at is None
        return self.ended_at is None and waits and at >= self.until

    def holds(self, request_id: str | None, item_id: str) -> bool:
        """Whether a request, or the baseline's line (None), is among what it holds."""
        return request_id in self.request_ids if request_id else self.item_id == item_id
