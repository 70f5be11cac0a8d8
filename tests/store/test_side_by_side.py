"""Units of work that meet: what one has read stays true until it has written, and nobody is carried out twice."""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from orchestrator.adapters.db.errors import WaveIsStored
from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import AlreadyRequested, RequestIsOver, RequestState
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.services.stored_values import StoredEvent, Wave
from tests.store.databases import Database
from tests.store.together import at_once
from tests.store.values import NOON, a_rollout

ADA = Actor("person:ada", "Ada")
AT_ONCE = 8
ITEM = CatalogItem(
    "firefox", "Firefox", "Mozilla", Provider.CHOCOLATEY, DetectionRule("firefox"), releases=(Release("145.0"),)
)


class Clock:
    """Stands still before every date of these tests."""

    def now(self) -> datetime:
        return datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def catalog(campus: Database) -> Database:
    """The campus with something on offer."""
    with campus.transactions() as uow:
        uow.catalog.put(ITEM)
        uow.commit()
    return campus


def many_at_once(work: Callable[[int], object], count: int = AT_ONCE) -> list[object]:
    """Do the same as often, each with its number."""
    return at_once(*(partial(work, number) for number in range(count)))


def submit(database: Database, actor: Actor, *, room: str = "B-204", key: str | None = None) -> object:
    ids = itertools.count()
    return submit_requests(
        SubmitRequests(room, (Ask("firefox"),), key=key),
        actor=actor,
        transactions=database.transactions,
        clock=Clock(),
        new_id=lambda: f"{actor.id}-{threading.get_ident()}-{next(ids)}",
    )


def numbers(database: Database, room: str) -> list[int]:
    with database.reads() as uow:
        return [revision.number for revision in uow.manifests.page(room, before=None, limit=100)]


def test_people_who_ask_at_once_get_a_revision_each(catalog: Database) -> None:
    given = many_at_once(lambda number: submit(catalog, Actor(f"person:{number}", str(number))))
    assert [one for one in given if isinstance(one, Exception)] == []
    assert numbers(catalog, "b204") == list(range(AT_ONCE, 0, -1))
    assert catalog.sql("SELECT count(*), max(entry_index) FROM cs_audit_entries") == [(AT_ONCE, AT_ONCE - 1)]


def test_who_asks_for_the_same_many_times_at_once_is_told_that_they_have_asked(catalog: Database) -> None:
    given = many_at_once(lambda _: submit(catalog, ADA))
    assert len([one for one in given if isinstance(one, AlreadyRequested)]) == AT_ONCE - 1
    assert numbers(catalog, "b204") == [1]


def test_a_command_that_is_sent_many_times_at_once_is_carried_out_once(catalog: Database) -> None:
    given = many_at_once(lambda _: submit(catalog, ADA, key="the same"))
    assert [one for one in given if isinstance(one, Exception)] == []
    assert sorted(one.replayed for one in given) == [False] + [True] * (AT_ONCE - 1)  # type: ignore[attr-defined]
    assert numbers(catalog, "b204") == [1]


def test_a_request_is_withdrawn_once(catalog: Database) -> None:
    submit(catalog, ADA)
    ((request_id,),) = catalog.sql("SELECT id FROM cs_requests")

    def withdraw(_: int) -> object:
        return withdraw_request(str(request_id), actor=ADA, transactions=catalog.transactions, clock=Clock())

    given = many_at_once(withdraw)
    assert len([one for one in given if isinstance(one, RequestIsOver)]) == AT_ONCE - 1
    assert numbers(catalog, "b204") == [2, 1]
    with catalog.reads() as uow:
        assert uow.requests.get(str(request_id)).state is RequestState.WITHDRAWN  # type: ignore[union-attr]


def test_a_reader_who_goes_on_after_the_last_number_misses_no_event(campus: Database) -> None:
    """A number that becomes visible before a smaller one would be lost to who asks only for greater ones."""
    writers, batches, size = 4, 15, 2
    done = threading.Event()

    def write(number: int) -> None:
        for batch in range(batches):
            with campus.transactions() as uow:
                uow.events.append("o1", NOON, [("output", None, {"writer": number, "batch": batch})] * size)
                if (number + batch) % 5 != 0:
                    uow.commit()

    def read() -> list[StoredEvent]:
        seen: list[StoredEvent] = []
        while True:
            last_look = done.is_set()
            with campus.reads() as uow:
                found = uow.events.after("o1", seen[-1].sequence if seen else 0, 7)
            seen += found
            if last_look and not found:
                return seen

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        try:
            assert many_at_once(write, writers) == [None] * writers
        finally:
            done.set()
        seen = [reader.result(30) for reader in reading]
    committed = sum((number + batch) % 5 != 0 for number in range(writers) for batch in range(batches)) * size
    assert [event.sequence for event in seen[0]] == list(range(1, committed + 1))
    assert seen[0] == seen[1]


def test_a_room_s_fence_is_taken_by_one_after_the_other(campus: Database) -> None:
    def take(_: int) -> object:
        with campus.transactions() as uow:
            token = uow.rollouts.take_fence("b204", "o1")
            uow.commit()
            return token

    assert sorted(many_at_once(take)) == list(range(1, AT_ONCE + 1))  # type: ignore[type-var]
    with campus.reads() as uow:
        assert uow.rollouts.fence_token("b204") == AT_ONCE


def test_a_wave_that_two_workers_store_is_stored_once_if_it_is_the_same(campus: Database) -> None:
    wave = Wave("o1", 1, NOON, "{}", "ab" * 32, ())

    def store(number: int) -> None:
        mine = wave if number % 2 else replace(wave, desired_json="[]", digest="cd" * 32)
        with campus.transactions() as uow:
            uow.rollouts.add_wave(mine)
            uow.commit()

    given = many_at_once(store)
    assert len([one for one in given if one is None]) == AT_ONCE // 2
    assert [one for one in given if one is not None and not isinstance(one, WaveIsStored)] == []
    assert len([one for one in given if isinstance(one, WaveIsStored)]) == AT_ONCE // 2
    assert campus.sql("SELECT count(*) FROM cs_waves") == [(1,)]


def test_two_workers_that_open_the_same_rollout_see_it_one_after_the_other(campus: Database) -> None:
    """As ``open_rollout`` does: look whether it is there, then look at the room, and add it if it was not."""

    def open_it(_: int) -> object:
        with campus.transactions() as uow:
            assert uow.classrooms.get("b204")
            if uow.rollouts.get("o7"):
                return "there"
            uow.rollouts.add(a_rollout("o7"))
            uow.commit()
            return "added"

    assert sorted(map(str, many_at_once(open_it))) == ["added"] + ["there"] * (AT_ONCE - 1)


def test_who_comes_by_a_request_or_a_rollout_and_who_comes_by_the_room_do_not_wait_for_each_other(
    catalog: Database,
) -> None:
    """Each takes the room first, whatever it asks for first: otherwise the server would have to give one of them up."""
    submit(catalog, ADA)
    ((request_id,),) = catalog.sql("SELECT id FROM cs_requests")

    def read(number: int) -> None:
        ways = [
            lambda uow: uow.classrooms.by_code("B-204"),
            lambda uow: uow.requests.get(str(request_id)),
            lambda uow: uow.rollouts.get("o1"),
            lambda uow: uow.classrooms.all(),
        ]
        for turn in range(20):
            with catalog.transactions() as uow:
                for way in range(len(ways)):
                    assert ways[(number + turn + way) % len(ways)](uow)

    assert many_at_once(read) == [None] * AT_ONCE
