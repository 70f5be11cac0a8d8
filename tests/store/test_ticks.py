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


OTHERWISE = replace(TICK, why="The licence “forbids” it {{ x }}")


def test_why_it_is_not_as_asked_and_what_was_said_of_it_come_back(campus: Database) -> None:
    add(campus, OTHERWISE)
    answered = OTHERWISE.answered(TickAnswer.DENIED, LATEST, "I need it.")
    with campus.transactions() as uow:
        uow.ticks.put(answered)
        uow.commit()
    with campus.reads() as uow:
        assert uow.ticks.of({"r1"}) == [answered]


@pytest.mark.parametrize("tick", [TICK, OTHERWISE, OTHERWISE.answered(TickAnswer.DENIED, LATEST, "I need it.")])
def test_words_are_erased_for_good_and_nothing_becomes_erased_words(campus: Database, tick: Tick) -> None:
    """R4.7"""
    add(campus, tick)
    for _ in range(2):
        with campus.transactions() as uow:
            uow.ticks.erase(tick.id, evidence=True, why=True, answer=True)
            uow.commit()
    with campus.reads() as uow:
        (left,) = uow.ticks.of({"r1"})
    gone = replace(tick, evidence="", why=tick.why and "", answer_words=tick.answer_words and "")
    assert left == gone
    assert left.as_asked is tick.as_asked


@pytest.mark.parametrize(
    "change",
    [
        "evidence = 'something else'",
        "why = 'because'",
        "why = NULL",
        "actor_id = 'person:tom'",
        "line_id = 'l9'",
        "confirm_until = 'x'",
        "answer = 'confirmed'",
        "answer_words = 'Thanks.'",
    ],
)
def test_the_database_itself_refuses_other_words_and_another_answer(campus: Database, change: str) -> None:
    """R2, R4.7"""
    add(campus, OTHERWISE.answered(TickAnswer.DENIED, LATEST, "I need it."))
    refused = pytest.raises(IntegrityError, match="only the answer to what was stated")
    with refused, campus.owner.begin() as connection:
        connection.exec_driver_sql(f"UPDATE cs_ticks SET {change}")  # noqa: S608 - our own words
