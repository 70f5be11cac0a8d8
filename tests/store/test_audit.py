"""The log of who did what."""

import hashlib
import json

import pytest

from orchestrator.adapters.db.errors import UnstorableText
from orchestrator.domain.audit import AuditEntry
from orchestrator.domain.people import Actor
from tests.store.databases import Database
from tests.store.values import LATER, NOON

ADA = Actor("person:ada", "Ada Lovelace")


def test_an_entry_is_stored_as_its_canonical_bytes(database: Database) -> None:
    with database.transactions() as uow:
        index = uow.audit.append(
            at=NOON, actor=ADA, kind="request.accepted", subjects={"request": "r1", "classroom": "b204"}
        )
        uow.commit()
    entry = AuditEntry(0, NOON, ADA.id, "request.accepted", {"request": "r1", "classroom": "b204"}, {})
    assert index == 0
    assert database.sql("SELECT entry_index, body FROM cs_audit_entries") == [(0, entry.canonical().decode())]


def test_indexes_count_from_zero_without_gaps(database: Database) -> None:
    with database.transactions() as uow:
        assert [uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}) for _ in range(3)] == [0, 1, 2]
        uow.commit()
    with database.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}) == 3
    with database.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}) == 3
        uow.commit()
    assert database.sql("SELECT next_index FROM cs_audit_head") == [(4,)]


def test_words_stand_beside_the_log_under_a_salted_commitment(database: Database) -> None:
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "because é", "evidence": "CVE"})
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "because é"})
        uow.commit()
    bodies = [json.loads(body) for (body,) in database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")]
    texts = database.sql("SELECT entry_index, field, salt, text FROM cs_audit_texts ORDER BY entry_index, field")
    assert [(index, field, text) for index, field, _, text in texts] == [
        (0, "evidence", "CVE"),
        (0, "reason", "because é"),
        (1, "reason", "because é"),
    ]
    for index, field, salt, text in texts:
        assert len(salt) == 16
        assert bodies[index]["commitments"][field] == hashlib.sha256(salt + text.encode()).hexdigest()
    assert bodies[0]["commitments"]["reason"] != bodies[1]["commitments"]["reason"]
    assert all("because" not in json.dumps(body) and "Ada" not in json.dumps(body) for body in bodies)


def test_the_actor_s_name_is_remembered_beside_the_log(database: Database) -> None:
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={})
        uow.audit.append(at=LATER, actor=Actor(ADA.id, "Countess"), kind="k", subjects={})
        assert uow.people.names([ADA.id, "person:bob"]) == {ADA.id: "Countess"}


def test_a_text_can_be_erased_and_the_entry_stays(database: Database) -> None:
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "private"})
        uow.commit()
    before = database.sql("SELECT * FROM cs_audit_entries")
    database.sql("DELETE FROM cs_audit_texts")
    assert database.sql("SELECT * FROM cs_audit_entries") == before


def test_a_text_that_no_database_keeps_is_refused_with_its_words(database: Database) -> None:
    with database.transactions() as uow, pytest.raises(UnstorableText) as refused:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "a\x00b"})
    (problem,) = refused.value.problems
    assert (problem.problem, problem.value) == ("unstorable-character", "a\\x00b")
