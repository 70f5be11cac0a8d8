"""Units of work that the database gives up are told from those that went wrong by themselves."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.adapters.db import postgres, sqlite
from orchestrator.adapters.db.engine import open_engines
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.people import Actor
from orchestrator.services.unit_of_work import TransactionLost
from tests.postgres_fixture import PostgresDatabase, PostgresServer
from tests.store.databases import Database, open_copy
from tests.store.values import a_request, a_room

ADA = Actor("person:ada", "Ada")


@pytest.fixture
def rooms(server_database: Database) -> Database:
    with server_database.transactions() as uow:
        for code in ("B-204", "C-101"):
            uow.classrooms.put(a_room(1, code=code))
        uow.commit()
    return server_database


def test_of_two_that_wait_for_each_other_one_is_given_up(rooms: Database) -> None:
    both_hold_one = threading.Barrier(2)

    def hold(first: str, second: str) -> str:
        try:
            with rooms.transactions() as uow:
                assert uow.classrooms.get(first)
                both_hold_one.wait(60)
                assert uow.classrooms.get(second)
                uow.people.remember(Actor("person:first", first))
                uow.commit()
        except TransactionLost as lost:
            return f"lost: {lost}"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(hold, ("b204", "c101"), ("c101", "b204")))
    assert ends == ["done", "lost: DeadlockDetected"]
    assert rooms.sql("SELECT count(*) FROM cs_people") == [(1,)]


@pytest.fixture
def impatient(rooms: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The same database, opened by somebody who does not wait long."""
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.1)
    opened = Database(rooms.url, open_engines(rooms.url), rooms.owner)
    yield opened
    opened.engines.dispose()


def test_who_waits_too_long_for_another_is_given_up(rooms: Database, impatient: Database) -> None:
    with rooms.transactions() as uow:
        assert uow.classrooms.get("b204")
        with pytest.raises(TransactionLost, match="LockNotAvailable"), impatient.transactions() as other:
            other.classrooms.get("b204")
        with impatient.reads() as reading:
            assert reading.classrooms.get("b204")


def test_who_gets_no_connection_is_given_up(impatient: Database) -> None:
    taken = [impatient.transactions() for _ in range(postgres.POOL_SIZE + postgres.POOL_OVERFLOW)]
    for one in taken:
        one.__enter__()
    with pytest.raises(TransactionLost, match="no connection"), impatient.transactions():
        pass
    for one in taken:
        one.__exit__(None, None, None)


def test_a_broken_connection_costs_the_one_that_used_it_and_not_the_next(
    postgres: PostgresServer, postgres_database: PostgresDatabase
) -> None:
    engines = open_engines(postgres_database.url)

    def remember(*, broken: bool) -> None:
        with SqlUnitOfWork(engines.write) as uow:
            if broken:
                postgres.restart_connections(postgres_database)
            uow.people.remember(ADA)
            uow.commit()

    remember(broken=False)
    with pytest.raises(TransactionLost):
        remember(broken=True)
    remember(broken=False)
    postgres.restart_connections(postgres_database)
    remember(broken=False)
    engines.dispose()


def test_a_file_that_is_locked_for_too_long_gives_up_who_waits(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    database = open_copy(sqlite_template, tmp_path)
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TransactionLost), database.transactions():
            pass
        other.execute("ROLLBACK")
    with database.transactions() as uow:
        uow.people.remember(ADA)
        uow.commit()
    database.close()


def test_what_went_wrong_by_itself_is_told_as_it_is(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transactions() as uow:
        uow.requests.add(a_request(room="nowhere"))
