"""Safeguards for the machine that plays random people: an officer blocks software and takes it back (R2, R4.2)."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from orchestrator.domain.clock import Interval, needs, stood_still
from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.safeguards import SafeguardKind, SafeguardState
from tests.services.guarding import guard, hire, lift
from tests.services.story import Story

BLOCKABLE = ("browser", "editor", "pinned", "rival")


class RandomSafeguards(RuleBasedStateMachine):
    """What the security officer does, and for how long that may have stopped the clock of a request at most."""

    story: Story
    officer: Caller | None = None

    @rule(item=st.sampled_from(BLOCKABLE))
    def block(self, item: str) -> None:
        self.officer = self.officer or hire(self.story, "sam", Role.SECURITY_OFFICER)
        with contextlib.suppress(Refusal):
            guard(self.story, self.officer, SafeguardKind.BLOCK, item)

    @rule(number=st.integers(0, 9))
    def lift(self, number: int) -> None:
        with self.story.reads() as uow:
            live = uow.safeguards.live()
        if live and self.officer:
            with contextlib.suppress(Refusal):
                lift(self.story, live[number % len(live)], self.officer)

    def may_have_stood_still(self, request: SoftwareRequest) -> timedelta:
        """The time for which a block was in the way of what was asked for since it was known to be meant."""
        with self.story.reads() as uow:
            wish = uow.wishes.linked_to([request.id]).get(request.id)
            items = needs(request.item_id, uow.catalog.load())
            pages = [uow.safeguards.page(state=state, after=None, limit=500) for state in SafeguardState]
        since = (wish.counts_since(request) if wish else None) or request.created_at
        blocks = [
            Interval(one.created_at, one.ended_at or one.expires_at)
            for page in pages
            for one in page
            if one.aim.item_id in items
        ]
        return stood_still(_begun(blocks, self.story.clock.moment), since, self.story.clock.moment)


def _begun(blocks: list[Interval], at: datetime) -> Iterator[Interval]:
    return (Interval(one.start, min(one.end, at)) for one in blocks if one.start < at)
