"""The record as auditors read it: entries with their texts, erasing, checkpoints."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError

from orchestrator.adapters.db import record_checkpoints
from orchestrator.adapters.db.errors import NotTheNext
from orchestrator.domain.merkle import leaf_hash
from orchestrator.domain.people import Actor
from orchestrator.services.record_stores import RecordQuery, StoredCheckpoint
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON

ADA = Actor("person:ada", "Ada")


@pytest.fixture
def told(database: Database) -> Database:
    """Three entries: with two texts, with one, with none."""
    with database.transactions() as uow:
        texts = {"reason": "Für größere Räume", "evidence": "Räume 1 & 2"}
        uow.audit.append(at=NOON, actor=ADA, kind="first", subjects={"classroom": "b204"}, texts=texts)
        uow.audit.append(at=NOON, actor=ADA, kind="second", subjects={}, texts={"reason": "für"})
        uow.audit.append(at=NOON, actor=ADA, kind="third", subjects={})
        uow.commit()
    return database


def found_by(database: Database, *words: str) -> list[int]:
    with database.reads() as uow:
        return [entry.index for entry in uow.record.page(RecordQuery(words=words), before=None, limit=10)]


def test_an_entry_is_read_with_its_bytes_its_leaf_and_its_texts(told: Database) -> None:
    with told.reads() as uow:
        entry = uow.record.entry(0)
    assert entry is not None
    assert entry.leaf == leaf_hash(entry.body)
    body = json.loads(entry.body)
    assert (body["index"], body["kind"], body["subjects"]) == (0, "first", {"classroom": "b204"})
    assert {field: text.text for field, text in entry.texts.items()} == {
        "reason": "Für größere Räume",
        "evidence": "Räume 1 & 2",
    }
    assert {field: text.commitment for field, text in entry.texts.items()} == body["commitments"]


def test_an_entry_that_is_not_there_is_none(told: Database) -> None:
    with told.reads() as uow:
        assert uow.record.entry(3) is None
        assert uow.record.entry(-1) is None


@pytest.mark.parametrize("beyond", [2**31 - 1, 2**31, 2**64, -(2**64)])
def test_a_number_that_no_column_holds_finds_nothing_or_all(told: Database, beyond: int) -> None:
    with told.transactions() as uow:
        record = uow.record
        assert record.entry(beyond) is None
        assert record.erase(beyond, ["reason"]) == set()
        assert len(record.page(RecordQuery(), before=beyond, limit=9)) == (3 if beyond > 0 else 0)
        assert len(list(record.stream(RecordQuery(), size=beyond))) == (3 if beyond > 0 else 0)
        assert record.checkpoints(before=beyond, limit=9) == []


def test_words_are_found_without_case_and_accents_by_their_beginning(told: Database) -> None:
    assert found_by(told, "FÜR") == found_by(told, "fur") == found_by(told, "fu") == [1, 0]
    assert found_by(told, "Größ") == found_by(told, "grosse") == found_by(told, "raum") == [0]
    assert found_by(told, "für", "2") == found_by(told, "räume & größere") == [0]
    assert found_by(told, "ür") == found_by(told, "für", "dritte") == []


def test_words_are_found_across_the_texts_of_one_entry_only(told: Database) -> None:
    assert found_by(told, "für", "1") == [0]
    with told.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "drei"})
        uow.commit()
    assert found_by(told, "für", "drei") == []


def test_an_erased_text_is_gone_with_its_salt_and_its_words(told: Database) -> None:
    before = told.sql("SELECT * FROM cs_audit_entries ORDER BY entry_index")
    with told.transactions() as uow:
        head = uow.record.frontier()
        assert uow.record.erase(0, ["reason", "unknown"]) == {"reason"}
        uow.commit()
    with told.reads() as uow:
        entry = uow.record.entry(0)
        assert entry is not None
        assert set(entry.texts) == {"evidence"}
        assert "reason" in json.loads(entry.body)["commitments"]
        assert uow.record.frontier() == head
    assert told.sql("SELECT * FROM cs_audit_entries ORDER BY entry_index") == before
    assert told.sql("SELECT word FROM cs_audit_words WHERE entry_index = 0 ORDER BY word") == [
        ("1",),
        ("2",),
        ("raume",),
    ]
    assert found_by(told, "für") == [1]
    assert found_by(told, "räume") == [0]


def test_all_texts_of_an_entry_can_be_erased_and_only_once(told: Database) -> None:
    with told.transactions() as uow:
        assert uow.record.erase(0, ["reason", "evidence"]) == {"reason", "evidence"}
        assert uow.record.erase(0, ["reason", "evidence"]) == set()
        assert uow.record.erase(2, ["reason"]) == set()
        assert uow.record.erase(9, ["reason"]) == set()
        uow.commit()
    assert told.sql("SELECT entry_index, field FROM cs_audit_texts") == [(1, "reason")]
    assert told.sql("SELECT word, entry_index FROM cs_audit_words") == [("fur", 1)]


def test_an_erasure_that_is_not_committed_erases_nothing(told: Database) -> None:
    with told.transactions() as uow:
        uow.record.erase(0, ["reason"])
    assert found_by(told, "größere") == [0]


def test_an_erased_text_is_overwritten_in_the_file(sqlite_database: Database) -> None:
    secret = "wombat" * 40
    with sqlite_database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": secret})
        uow.commit()
    file = make_url(sqlite_database.url).database
    assert file is not None
    assert held_in(sqlite_database, file, b"wombat")
    with sqlite_database.transactions() as uow:
        uow.record.erase(0, ["reason"])
        uow.commit()
    assert not held_in(sqlite_database, file, b"wombat")


def held_in(database: Database, file: str, words: bytes) -> bool:
    """Whether the file has these bytes once everything is in it."""
    with database.engines.write.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    return words in Path(file).read_bytes()


def test_checkpoints_are_counted_from_zero(database: Database) -> None:
    made = [
        StoredCheckpoint(n, size, at, b"note \xff") for n, size, at in ((0, 0, NOON), (1, 5, LATER), (2, 5, LATEST))
    ]
    with database.transactions() as uow:
        assert uow.record.last_checkpoint() is None
        for checkpoint in made:
            uow.record.add_checkpoint(checkpoint)
        uow.commit()
    with database.reads() as uow:
        assert uow.record.last_checkpoint() == made[2]
        assert uow.record.checkpoints(before=None, limit=2) == [made[2], made[1]]
        assert uow.record.checkpoints(before=1, limit=2) == [made[0]]
        assert list(uow.record.all_checkpoints()) == made


def test_more_checkpoints_than_are_read_at_a_time_come_once_each(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_checkpoints, "_AT_ONCE", 2)
    made = [StoredCheckpoint(number, number, NOON + timedelta(hours=number), b"n") for number in range(6)]
    with database.transactions() as uow:
        for checkpoint in made:
            uow.record.add_checkpoint(checkpoint)
        assert list(uow.record.all_checkpoints()) == made


def test_a_checkpoint_out_of_turn_is_refused(database: Database) -> None:
    with database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, 3, NOON, b"n"))
        with pytest.raises(NotTheNext, match="checkpoint 0 was appended where 1 is next"):
            uow.record.add_checkpoint(StoredCheckpoint(0, 3, NOON, b"n"))
        with pytest.raises(NotTheNext, match="checkpoint 2 was appended where 1 is next"):
            uow.record.add_checkpoint(StoredCheckpoint(2, 3, NOON, b"n"))
        with pytest.raises(IntegrityError, match="covers no less than the one before"):
            uow.record.add_checkpoint(StoredCheckpoint(1, 2, NOON, b"n"))
