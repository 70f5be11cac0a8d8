"""Live pages: nothing lost, nothing told twice, and nobody who keeps another from being told."""

import asyncio

import pytest
from fastapi import FastAPI

from api.web import live_sources
from api.web.live import Hub
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState
from tests.api.answers.seat_plans import draw
from tests.api.moments import NOON
from tests.api.people import ADA, TIM
from tests.api.service import Service, edge
from tests.web.listening import Listener, listening

OVER = {1: RunState.READY, 2: RunState.PENDING, 3: RunState.FAILED, 4: RunState.OUT_OF_SERVICE}
CAUSES = {2: Cause(CauseCode.OFF), 3: Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)}


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
        told = "".join(message.data for message in heard.messages[1:])
        assert 'id="machines" data-by-part hx-swap-oob="outerMorph"' in told  # they are named only now
        assert 'id="run-b204-03"><b>F</b> failed' in told
        assert "This rollout is over." in last.data
        assert "could not be installed on seat 03" in last.data

    asyncio.run(scene())


def test_when_it_is_over_nothing_on_the_page_says_that_it_runs(service: Service) -> None:
    app, rollout = service.app(), _started(service)

    async def scene() -> None:
        async with listening(app, f"/rollouts/{rollout}/live", TIM) as heard:
            await heard.until(lambda one: one.messages)
            first = heard.messages[0].data
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: one.ended)
        *_, last, _over = heard.messages
        assert "<dt>State</dt><dd>waiting to start</dd>" in first
        assert "<dt>State</dt><dd>over, with seats that are not ready</dd>" in last.data
        assert "<dt>Ended</dt>" in last.data
        assert 'id="steer"' not in first
        assert 'id="steer"' in last.data
        assert "Cancel this rollout" not in last.data

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


@pytest.mark.parametrize("wanted", ["999999999", str(2**63), "9" * 5000, "²", "over", ""])
def test_what_somebody_wishes_for_keeps_nobody_from_being_told(service: Service, wanted: str) -> None:
    app, rollout = service.app(), _started(service)
    _happen(service, rollout, "wave.started")

    async def scene() -> None:
        address = f"/rollouts/{rollout}/live"
        async with listening(app, address, {**TIM, "Last-Event-ID": wanted}) as odd:
            await odd.until(lambda one: one.status)
            assert odd.status == 200
            await odd.until(lambda one: one.messages)
            async with listening(app, f"{address}?after=1", ADA) as heard:
                await heard.until(lambda one: one.messages)
                await asyncio.to_thread(_happen, service, rollout, "rollout.given_up")
                await heard.until(lambda one: one.messages[-1].id == "2")
                assert _events(heard) == 1
                await odd.until(lambda one: one.messages[-1].id == "2")

    asyncio.run(scene())


def test_the_number_that_a_browser_comes_back_with_never_goes_down(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_sources, "MOST_EVENTS", 2)
    app, rollout = service.app(), _started(service)
    _happen(service, rollout, *["wave.started"] * 7)

    async def scene() -> None:
        address = f"/rollouts/{rollout}/live"
        async with listening(app, address, TIM) as behind:
            await behind.until(lambda one: one.messages)
            await asyncio.to_thread(_happen, service, rollout, *["wave.started"] * 12)
            async with listening(app, f"{address}?after=18", ADA) as ahead:
                await behind.until(lambda one: one.messages[-1].id == "19")
                await ahead.until(lambda one: one.messages[-1].id == "19")
        assert len(ahead.messages) > 1
        assert [message.id for message in ahead.messages] == ["18"] * (len(ahead.messages) - 1) + ["19"]
        assert (_events(behind), _events(ahead)) == (19, 1)

    asyncio.run(scene())


@pytest.mark.parametrize("number", [2, 4, 5])
def test_the_end_is_told_however_many_events_are_read_at_once(
    service: Service, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(live_sources, "MOST_EVENTS", number)
    app, rollout = service.app(), _started(service)

    async def scene() -> None:
        async with listening(app, f"/rollouts/{rollout}/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: one.ended)
        assert "This rollout is over." in heard.messages[-2].data
        assert (heard.messages[-1].event, _events(heard)) == ("over", 5)

    asyncio.run(scene())


def test_whoever_watches_a_room_is_told_that_its_plan_was_drawn_anew(service: Service) -> None:
    app = service.app()

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            assert "drawn anew" not in heard.messages[0].data
            assert (await asyncio.to_thread(draw, service)).status_code == 200
            await heard.until(lambda one: "The plan of this room was drawn anew." in one.messages[-1].data)
            assert 'id="seat-0' not in heard.messages[-1].data

    asyncio.run(scene())


def test_a_room_sends_all_seats_first_and_then_those_that_moved(service: Service) -> None:
    app = service.app()

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", ADA) as heard:
            await heard.until(lambda one: one.messages)
            assert heard.messages[0].data.count('id="seat-0') == 4
            rollout = await asyncio.to_thread(_started, service)
            await heard.until(lambda one: "watch it" in one.messages[-1].data)
            assert heard.messages[-1].data.count('id="seat-0') == 0
            await asyncio.to_thread(service.finish, rollout, OVER, CAUSES)
            await heard.until(lambda one: "No rollout is under way" in one.messages[-1].data)
            service.see("B-204", 1, edge())
            await asyncio.to_thread(service.post, "/classrooms/B-204/dry-run", headers=TIM)
            await heard.until(lambda one: "1 of 4 seats in B-204" in one.messages[-1].data)
            told = "".join(message.data for message in heard.messages[1:])
            assert '<b aria-hidden="true">R</b>' in told
            assert "Seat 02 was switched off when we tried" in told
            assert "It has changed since." in told
            assert 'id="seat-04"' not in told
        mark = heard.messages[-1].id
        async with listening(app, "/rooms/B-204/live", {**ADA, "Last-Event-ID": mark}) as again:
            await again.until(lambda one: one.status)
            await asyncio.to_thread(_started, service)
            await again.until(lambda one: one.messages)
            assert "watch it" in again.messages[0].data
            assert again.messages[0].data.count('id="seat-0') == 0
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


def test_a_live_page_whose_session_is_over_is_told_so_and_not_led_away(service: Service) -> None:
    app, asked = service.app(), {"HX-Request": "true"}

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", asked) as heard:
            await heard.until(lambda one: one.ended)
        assert heard.status == 401
        assert "hx-redirect" not in heard.headers

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("here", "to"),
    [
        ("https://classroom.example.edu/rooms/B-204?seat=01", "/sign-in?to=%2Frooms%2FB-204%3Fseat%3D01"),
        ("https://classroom.example.edu/rooms", "/sign-in?to=%2Frooms"),
        ("", "/sign-in"),
    ],
)
def test_a_part_of_a_page_leads_to_the_form_and_from_there_back(service: Service, here: str, to: str) -> None:
    part = {"HX-Request": "true", "HX-Current-URL": here}
    answer = service.client.get("/rooms/B-204?seat=02", headers=part)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, to)


def test_a_head_call_gets_a_head_and_no_stream(service: Service) -> None:
    app = service.app()

    async def scene() -> None:
        async with listening(app, "/rooms/B-204/live", ADA, method="HEAD") as heard:
            await heard.until(lambda one: one.ended)
        assert (heard.status, heard.messages) == (200, [])

    asyncio.run(scene())
