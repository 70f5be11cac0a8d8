"""Readers of live pages: one however many look on, not more than anybody can take, and none left over."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import pairwise

from api.web.live import LONGEST_STREAM, SHORTEST_REST, Hub, Reading
from tests.web.listening import Pace


@dataclass
class Counting:
    """A source whose number a test sets."""

    number: int = 0
    over: bool = False
    longest_rest: float = SHORTEST_REST
    looks: int = 0
    fault: Exception | None = None
    made: int = 0

    def make(self) -> "Counting":
        """Count how many readers were started with it."""
        self.made += 1
        return self

    async def read(self, before: Reading | None) -> Reading | None:
        """The number, if it is another."""
        self.looks += 1
        if self.fault:
            raise self.fault
        mark = str(self.number)
        return None if before and before.mark == mark else Reading(mark, {"number": mark}, None, over=self.over)


@dataclass
class Follower:
    """Somebody who follows a source, with the moments at which they were told."""

    hub: Hub
    source: Counting
    pace: Pace
    told: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        async with aclosing(self.hub.follow("it", self.source.make)) as readings:
            async for reading in readings:
                self.told.append((self.pace.now(), reading.mark))

    async def leave(self) -> None:
        """Close the browser."""
        self.task.cancel()
        await asyncio.wait([self.task])


def _hub() -> tuple[Hub, Pace]:
    pace = Pace()
    return Hub(sleep=pace.sleep, now=pace.now), pace


def test_thirty_browsers_have_one_reader_which_ends_with_the_last_of_them() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        source = Counting()
        followers = [Follower(hub, source, pace) for _ in range(30)]
        await pace.go_on(1.0)
        assert (source.made, hub.readers) == (1, 1)
        assert source.looks == 5  # at 0 and each quarter of a second, whatever the number of browsers
        source.number = 7
        await pace.go_on(1.0)
        assert {tuple(mark for _, mark in follower.told) for follower in followers} == {("0", "7")}
        for follower in followers[:-1]:
            await follower.leave()
        assert hub.readers == 1
        await followers[-1].leave()
        assert hub.readers == 0
        looks = source.looks
        await pace.go_on(60)
        assert source.looks == looks

    asyncio.run(scene())


def test_a_browser_gets_four_messages_a_second_at_most_and_always_the_newest() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        source = Counting()
        follower = Follower(hub, source, pace)
        for number in range(1, 1001):
            source.number = number
            await pace.go_on(0.01)
        await pace.go_on(1.0)
        moments = [at for at, _ in follower.told]
        assert min(b - a for a, b in pairwise(moments)) >= SHORTEST_REST
        assert max(sum(start <= at < start + 1 for at in moments) for start in moments) <= 4
        assert follower.told[-1][1] == "1000"
        await follower.leave()

    asyncio.run(scene())


def test_a_reader_slows_down_when_nothing_happens_and_is_quick_again_when_it_does() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        source = Counting(longest_rest=2.0)
        follower = Follower(hub, source, pace)
        await pace.go_on(60)
        looks = source.looks
        assert looks < 45
        source.number = 1
        await pace.go_on(2.0)
        assert follower.told[-1][1] == "1"
        quick = source.looks
        await pace.go_on(0.25)
        assert source.looks == quick + 1 or source.looks > looks + 2
        await follower.leave()

    asyncio.run(scene())


def test_what_is_over_ends_for_those_who_follow_and_for_whoever_comes_late() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        source = Counting(number=3, over=True)
        early, late = Follower(hub, source, pace), Follower(hub, source, pace)
        await pace.go_on(1.0)
        assert early.task.done()
        assert late.task.done()
        assert [mark for _, mark in late.told] == ["3"]
        assert (source.looks, hub.readers) == (1, 0)

    asyncio.run(scene())


def test_a_stream_ends_after_a_while_so_that_the_browser_is_asked_anew_who_it_is() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        follower = Follower(hub, Counting(), pace)
        await pace.go_on(LONGEST_STREAM - 1)
        assert not follower.task.done()
        await pace.go_on(2)
        assert follower.task.done()
        assert hub.readers == 0

    asyncio.run(scene())


def test_all_streams_end_when_the_service_stops() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        followers = [Follower(hub, Counting(), pace) for _ in range(3)]
        await pace.go_on(1.0)
        hub.set()
        await pace.go_on()
        assert all(follower.task.done() for follower in followers)
        assert hub.readers == 0

    asyncio.run(scene())


def test_a_reader_that_fails_lets_the_browsers_go_and_the_next_one_gets_a_new_one() -> None:
    async def scene() -> None:
        hub, pace = _hub()
        source = Counting()
        follower = Follower(hub, source, pace)
        await pace.go_on(1.0)
        source.fault = OSError("the store is gone")
        await pace.go_on(1.0)
        assert follower.task.done()
        source.fault, source.number = None, 2
        again = Follower(hub, source, pace)
        await pace.go_on(1.0)
        assert ([mark for _, mark in again.told], source.made) == (["2"], 2)
        await again.leave()
        assert hub.readers == 0

    asyncio.run(scene())
