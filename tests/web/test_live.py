"""Live pages: one reader however many look on, nothing lost, nothing told twice, and not more than one can take."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from fastapi import FastAPI

from api.web.live import LONGEST_STREAM, SHORTEST_REST, Hub, Reading
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState
from tests.api.moments import NOON
from tests.api.people import ADA, TIM
from tests.api.service import Service, edge
from tests.web.listening import Listener, Pace, listening

OVER = {1: RunState.READY, 2: RunState.PENDING, 3: RunState.FAILED, 4: RunState.OUT_OF_SERVICE}
CAUSES = {2: Cause(CauseCode.OFF), 3: Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)}


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


def _started(service: Service) -> str:
    return str(service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"])


def _happen(service: Service, rollout: str, *kinds: str) -> None:
    with service.database.transactions() as uow:
        uow.events.append(rollout, NOON, [(kind, None, {"wave": 1, "machines": 1}) for kind in kinds])
        uow.commit()


def _hub_of(app: FastAPI) -> Hub:
    hub: Hub = app.state.hub
    return hub


def _events(listener: Listener) -> int:
    return sum(message.data.count('<li><span class="when">') for message in listener.messages)


def test_a_rollout_is_told_as_it_goes_until_it_is_over(service: Service) -> None:
    app, rollout = service.app(), _started(service)

    async def scene() -> None:
        async with listening(app, f"/rollouts/{rollout}/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            assert heard.status == 200
            assert heard.headers["content-type"].startswith("text/event-stream")
            assert "waits to start" in heard.messages[0].data
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: one.ended)
        *_, last, over = heard.messages
        assert (last.id, over.event, over.id) == ("5", "over", "5")
        assert _events(heard) == 5
        assert 'id="machines" hx-swap-oob="outerMorph"' in last.data  # they are named only now
        assert 'id="run-b204-03"><b>F</b> failed' in last.data
        assert "This rollout is over." in last.data
        assert "could not be installed on seat 03" in last.data

    asyncio.run(scene())


def test_of_machines_that_are_there_only_the_states_are_told(service: Service) -> None:
    app, rollout = service.app(), _started(service)
    working = MachineRun(rollout, "b204-m3", "b204-s3", 1, RunState.WORKING, NOON)
    others = [MachineRun(rollout, f"b204-m{n}", f"b204-s{n}", 1, RunState.WAITING, NOON) for n in (1, 2, 4)]
    with service.database.transactions() as uow:
        uow.rollouts.put_runs([working, *others])
        uow.commit()

    async def scene() -> None:
        async with listening(app, f"/rollouts/{rollout}/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: one.ended)
        told = "".join(message.data for message in heard.messages[1:])
        assert 'id="machines"' not in told
        assert 'id="run-b204-03" hx-swap-oob="outerMorph"><b>F</b> failed' in told

    asyncio.run(scene())


@pytest.mark.parametrize("after", [0, 2, 4, 5])
def test_a_browser_that_comes_back_is_told_what_it_missed_and_nothing_twice(service: Service, after: int) -> None:
    app, rollout = service.app(), _started(service)
    service.finish(rollout, OVER, CAUSES)

    async def scene() -> None:
        back = {**ADA, "Last-Event-ID": str(after)}
        async with listening(app, f"/rollouts/{rollout}/live?after=0", back) as heard:
            await heard.until(lambda one: one.ended)
        assert _events(heard) == 5 - after
        assert heard.messages[-1].event == "over"
        assert ("The rollout begins" in heard.messages[0].data) == (after == 0)

    asyncio.run(scene())


def test_two_who_are_at_different_places_share_a_reader_and_each_gets_the_rest(service: Service) -> None:
    app, rollout = service.app(), _started(service)
    _happen(service, rollout, "wave.started", "wave.started", "wave.started")

    async def scene() -> None:
        address = f"/rollouts/{rollout}/live"
        async with listening(app, f"{address}?after=2", ADA) as ahead, listening(app, address, TIM) as behind:
            await ahead.until(lambda one: one.messages)
            await behind.until(lambda one: one.messages)
            assert _hub_of(app).readers == 1
            assert (_events(ahead), _events(behind)) == (1, 3)
            await asyncio.to_thread(_happen, service, rollout, "rollout.given_up")
            await ahead.until(lambda one: one.messages[-1].id == "4")
            await behind.until(lambda one: one.messages[-1].id == "4")
            assert (_events(ahead), _events(behind)) == (2, 4)
        assert _hub_of(app).readers == 0

    asyncio.run(scene())


def test_a_room_sends_all_seats_first_and_then_those_that_moved(service: Service) -> None:
    app = service.app()

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            assert heard.messages[0].data.count('id="seat-1-') == 4
            rollout = await asyncio.to_thread(_started, service)
            await heard.until(lambda one: "watch it" in one.messages[-1].data)
            assert heard.messages[-1].data.count('id="seat-1-') == 0
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: "No rollout is under way" in one.messages[-1].data)
            service.see("B-204", 1, edge())
            await asyncio.to_thread(service.post, "/classrooms/B-204/dry-run", headers=TIM)
            await heard.until(lambda one: "1 of 4 seats in B-204" in one.messages[-1].data)
            told = "".join(message.data for message in heard.messages[1:])
            assert '<b aria-hidden="true">R</b>' in told
            assert "Seat 02 was switched off when we tried" in told
            assert "It has changed since." in told
            assert 'id="seat-1-4"' not in told
        mark = heard.messages[-1].id
        async with listening(app, "/rooms/B-204/live", {**ADA, "Last-Event-ID": mark}) as again:
            await again.until(lambda one: one.status)
            await asyncio.to_thread(_started, service)
            await again.until(lambda one: one.messages)
            assert "watch it" in again.messages[0].data
            assert again.messages[0].data.count('id="seat-1-') == 0
        assert _hub_of(app).readers == 0

    asyncio.run(scene())


def test_the_words_are_in_the_language_of_whoever_looks(service: Service) -> None:
    app, german = service.app(), {**TIM, "Accept-Language": "de"}

    async def scene() -> None:
        async with (
            listening(app, "/rooms/B-204/live", ADA) as english,
            listening(app, "/rooms/B-204/live", german) as other,
        ):
            await english.until(lambda one: one.messages)
            await other.until(lambda one: one.messages)
            assert _hub_of(app).readers == 1
        assert "0 of 4 seats in B-204 are ready." in english.messages[0].data
        assert "Plätze" in other.messages[0].data

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/rooms/B-204/live", {}, 401),
        ("/rollouts/{}/live", {}, 401),
        ("/rooms/Z-999/live", ADA, 404),
        ("/rollouts/00000000-0000-7000-8000-999999999999/live", ADA, 404),
    ],
)
def test_nobody_listens_without_leave_and_no_reader_is_started(
    service: Service, path: str, headers: dict[str, str], status: int
) -> None:
    app, rollout = service.app(), _started(service)

    async def scene() -> None:
        async with listening(app, path.format(rollout), headers) as heard:
            await heard.until(lambda one: one.ended)
        assert heard.status == status
        assert heard.headers["content-type"].startswith("text/html")
        assert not hasattr(app.state, "hub")

    asyncio.run(scene())


def test_a_head_call_gets_a_head_and_no_stream(service: Service) -> None:
    app = service.app()

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", ADA, method="HEAD") as heard:
            await heard.until(lambda one: one.ended)
        assert (heard.status, heard.messages) == (200, [])

    asyncio.run(scene())
