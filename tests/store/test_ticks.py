"""Statements that work by hand is done."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.domain.hand_work import Tick, TickAnswer
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON, a_request

TICK = Tick("t1", "r1", "person:tia", NOON, "Rule 4711 “opens” it {{ x }}", LATER)


def add(database: Database, *ticks: Tick) -> None:
    with database.transactions() as uow:
        uow.requests.add(a_request())
        for tick in ticks:
            uow.ticks.put(tick)
        uow.commit()


def test_statements_come_back_oldest_first_for_the_requests_that_are_named(campus: Database) -> None:
    again = replace(TICK, id="t2", at=LATER)
    add(campus, again, TICK)
    with campus.reads() as uow:
        assert uow.ticks.of({"r1", "r9"}) == [TICK, again]
        assert uow.ticks.of({"r9"}) == []
        assert uow.ticks.of([]) == []


def test_only_the_answer_of_a_statement_is_ever_changed(campus: Database) -> None:
    add(campus, TICK)
    answered = TICK.answered(TickAnswer.DENIED, LATEST)
    with campus.transactions() as uow:
        uow.ticks.put(replace(answered, evidence="something else", by="person:tom"))
        uow.commit()
    with campus.reads() as uow:
        assert uow.ticks.of({"r1"}) == [answered]


def test_nothing_is_stated_of_a_request_that_is_not_there_and_nothing_is_deleted(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(IntegrityError):
        uow.ticks.put(TICK)
    add(campus, TICK)
    with pytest.raises(IntegrityError, match="what was stated stays known"), campus.owner.begin() as connection:
        connection.exec_driver_sql("DELETE FROM cs_ticks")
