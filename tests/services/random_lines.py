"""What random people do about lines about settings and add-ons, and what has really become of each (RULES R2)."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import SoftwareRequest
from tests.services.owed_cast import MARTA, answer_work, say_line, state_work
from tests.services.story import ADA, BO, TECHNICIAN, Story

anybody = st.sampled_from([ADA, BO, TECHNICIAN, MARTA])
numbers = st.integers(0, 9)
lines = st.sampled_from([None, "with uBlock", "with a start page"])

_NEVER = datetime.max.replace(tzinfo=UTC)


@contextlib.contextmanager
def perhaps() -> Iterator[None]:
    """Whatever is refused changes nothing, so it takes nothing off the list."""
    with contextlib.suppress(Refusal):
        yield


def line_of(request: SoftwareRequest) -> str:
    assert request.settings_line is not None
    return request.settings_line.id


class RandomLines(RuleBasedStateMachine):
    """A part of random people's lives, which has to say what is asked for.

    Attributes:
        story: What they live in.
        yes: Ids of the lines to which whoever asked has said yes.
        silent_until: By id of a line that is stated to be done: when silence counts as a yes.
    """

    story: Story

    def __init__(self) -> None:
        super().__init__()
        self.yes: set[str] = set()
        self.silent_until: dict[str, datetime] = {}

    def live(self) -> list[SoftwareRequest]:
        """Requests that count now."""
        raise AssertionError

    @rule(number=numbers, actor=anybody, words=lines)
    def try_to_change_the_line(self, number: int, actor: Actor, words: str | None) -> None:
        """Only the requester gets through."""
        if live := self.live():
            chosen = live[number % len(live)]
            with perhaps():
                say_line(self.story, chosen.id, words, actor)
                assert actor.id == chosen.requester_id

    @rule(number=numbers, actor=anybody, works=st.booleans())
    def try_to_answer_what_is_stated(self, number: int, actor: Actor, works: bool) -> None:
        """Only the requester gets through."""
        if with_line := self.with_line():
            chosen = with_line[number % len(with_line)]
            with perhaps():
                answer_work(self.story, chosen.id, actor, works=works)
                assert actor.id == chosen.requester_id
                self.silent_until.pop(line_of(chosen))
                if works:
                    self.yes.add(line_of(chosen))

    @rule(number=numbers, actor=anybody, why=st.sampled_from([None, "There is no licence."]))
    def state_a_line_to_be_done(self, number: int, actor: Actor, why: str | None) -> None:
        """As asked or otherwise; to the latter silence is never a yes."""
        if with_line := self.with_line():
            chosen = with_line[number % len(with_line)]
            with perhaps():
                done = state_work(self.story, chosen.id, actor, why=why)
                assert actor.id not in {chosen.requester_id, chosen.entered_by}
                self.silent_until[line_of(chosen)] = done.ticks[-1].confirm_until if why is None else _NEVER

    def line_is_answered(self, request: SoftwareRequest) -> bool:
        """Whether its requester has said yes to what was stated of its settings line, or nothing for long enough."""
        if request.settings_line is None or line_of(request) in self.yes:
            return True
        until = self.silent_until.get(line_of(request))
        return until is not None and self.story.clock.moment >= until

    def with_line(self) -> list[SoftwareRequest]:
        return [request for request in self.live() if request.settings_line]
