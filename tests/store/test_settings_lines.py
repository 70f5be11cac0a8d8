"""The one free line of a request about settings and add-ons."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.domain.hand_work import Tick
from orchestrator.domain.requests import RequestState, SettingsLine, SoftwareRequest
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON, a_request

FIRST = SettingsLine("l1", "with “uBlock” {{ x }} [and] {y}", NOON)
SECOND = SettingsLine("l2", "with a start page", LATER)
ASKED = replace(a_request(), settings_line=FIRST)


@pytest.fixture
def asked(campus: Database) -> Database:
    with campus.transactions() as uow:
        uow.requests.add(ASKED)
        uow.requests.add(a_request("r2", item="git"))
        uow.commit()
    return campus


def found(database: Database) -> dict[str, SoftwareRequest]:
    with database.reads() as uow:
        seen = {request.id: request for request in uow.requests.of_classroom("b204")}
        page = uow.requests.page(classroom_id="b204", requester_id=None, state=None, item_id=None, after=None, limit=9)
        assert {request.id: request for request in page} == seen
        assert {request.id: request for request in uow.requests.seen(list(seen))} == seen
        assert {request_id: uow.requests.get(request_id) for request_id in seen} == seen
    return seen


def test_a_request_comes_back_with_its_line_and_one_without_has_none(asked: Database) -> None:
    assert found(asked) == {"r1": ASKED, "r2": a_request("r2", item="git")}


def test_other_words_are_another_line_and_none_is_none(asked: Database) -> None:
    for line in (SECOND, None):
        with asked.transactions() as uow:
            uow.requests.put_line(replace(ASKED, settings_line=line, version="1.0"))
            uow.commit()
        assert found(asked)["r1"] == replace(ASKED, settings_line=line)


def test_an_update_leaves_the_line_as_it_is(asked: Database) -> None:
    ended = ASKED.moved_to(RequestState.WITHDRAWN, LATER)
    with asked.transactions() as uow:
        uow.requests.update(replace(ended, settings_line=SECOND))
        uow.commit()
    assert found(asked)["r1"] == ended


def test_erased_words_are_gone_once_and_for_good_and_the_line_stays_open(asked: Database) -> None:
    """R4.7"""
    with asked.transactions() as uow:
        assert uow.requests.erase_line("l1", LATEST)
        assert not uow.requests.erase_line("l1", LATEST)
        assert not uow.requests.erase_line("l9", LATEST)
        uow.commit()
    assert found(asked)["r1"] == replace(ASKED, settings_line=replace(FIRST, words=""))


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE cs_settings_lines SET words = 'less'", "other words are another line"),
        ("UPDATE cs_settings_lines SET words = '', erased_at = since, since = 'x'", "other words are another line"),
        ("DELETE FROM cs_settings_lines", "what was asked for stays known"),
    ],
)
def test_nobody_changes_the_words_of_another(asked: Database, statement: str, because: str) -> None:
    """R2"""
    with pytest.raises(IntegrityError, match=because), asked.owner.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_statement_keeps_which_line_it_was_about(asked: Database) -> None:
    tick = Tick("t1", "r1", "person:tia", NOON, "done", LATER, line_id="l1")
    with asked.transactions() as uow:
        uow.ticks.put(tick)
        uow.commit()
    with asked.reads() as uow:
        assert uow.ticks.of({"r1"}) == [tick]


def test_only_a_request_that_is_there_has_a_line(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(RowMissing):
        uow.requests.put_line(ASKED)
