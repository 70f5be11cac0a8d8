"""What is recorded stays: the database itself refuses, whoever asks and with whatever words."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from orchestrator.domain.people import Actor
from orchestrator.services.stored_values import Wave
from tests.store.databases import Database
from tests.store.values import NOON, a_revision, furnish

TABLES = ["cs_audit_entries", "cs_audit_texts", "cs_audit_head", "cs_revisions", "cs_waves"]

REFUSED = {
    "UPDATE cs_audit_entries SET body = 'other' WHERE entry_index = 0": "an entry is never changed",
    "UPDATE cs_audit_entries SET entry_index = 2 WHERE entry_index = 1": "an entry is never changed",
    "DELETE FROM cs_audit_entries WHERE entry_index = 1": "an entry is never taken away",
    "DELETE FROM cs_audit_entries": "an entry is never taken away",
    "INSERT INTO cs_audit_entries (entry_index, body) VALUES (3, 'gap')": "the index is not the next one",
    "INSERT INTO cs_audit_entries (entry_index, body) VALUES (1, 'double')": "the index is not the next one",
    "INSERT INTO cs_audit_entries (entry_index, body) VALUES (-1, 'before')": "the index is not the next one",
    "INSERT INTO cs_audit_entries VALUES (2, 'x'), (4, 'x')": "the index is not the next one",
    "INSERT INTO cs_audit_entries (body) VALUES ('unnumbered')": "the index is not the next one",
    "INSERT INTO cs_audit_entries VALUES (0, 'x') ON CONFLICT (entry_index) DO UPDATE SET body = 'x'": (
        "the index is not the next one"
    ),
    "UPDATE cs_audit_texts SET text = 'other'": "a text is never changed",
    "UPDATE cs_audit_head SET next_index = 0": "the head follows the last entry",
    "UPDATE cs_audit_head SET next_index = 3": "the head follows the last entry",
    "UPDATE cs_audit_head SET id = 2": "the head follows the last entry",
    "DELETE FROM cs_audit_head": "there is one head",
    "INSERT INTO cs_audit_head (id, next_index) VALUES (2, 0)": "there is one head",
    "UPDATE cs_revisions SET lines = '[]'": "a revision is never changed",
    "UPDATE cs_revisions SET number = 9 WHERE number = 2": "a revision is never changed",
    "DELETE FROM cs_revisions WHERE number = 2": "a revision is never taken away",
    "INSERT INTO cs_revisions SELECT classroom_id, 4, lines, change, request_id, actor_id, at FROM cs_revisions": (
        "the number is not the next one"
    ),
    "UPDATE cs_waves SET desired = '{}'": "a wave is never changed",
    "DELETE FROM cs_waves": "a wave is never taken away",
}

REFUSED_BY_SQLITE = {
    "UPDATE OR REPLACE cs_audit_entries SET entry_index = 0 WHERE entry_index = 1": "an entry is never changed",
    "INSERT OR REPLACE INTO cs_audit_entries (entry_index, body) VALUES (1, 'other')": "the index is not the next one",
    "REPLACE INTO cs_audit_entries (entry_index, body) VALUES (0, 'other')": "the index is not the next one",
    "REPLACE INTO cs_audit_texts SELECT entry_index, field, salt, 'other' FROM cs_audit_texts": (
        "the entry has such a text already"
    ),
    "REPLACE INTO cs_audit_head (id, next_index) VALUES (1, 0)": "there is one head",
    "REPLACE INTO cs_revisions SELECT * FROM cs_revisions WHERE number = 2": "the number is not the next one",
    "REPLACE INTO cs_waves SELECT rollout_id, number, at, '{}', digest, changes FROM cs_waves": (
        "the wave is stored already"
    ),
}

REFUSED_BY_POSTGRESQL = {
    "TRUNCATE cs_audit_entries CASCADE": "an entry is never taken away",
    "TRUNCATE cs_audit_texts": "texts are taken away one by one",
    "TRUNCATE cs_audit_head": "there is one head",
    "TRUNCATE cs_revisions": "a revision is never taken away",
    "TRUNCATE cs_waves": "a wave is never taken away",
    "TRUNCATE cs_classrooms CASCADE": "is never taken away",
    "MERGE INTO cs_audit_entries USING (SELECT 1) x ON entry_index = 1 WHEN MATCHED THEN DELETE": (
        "an entry is never taken away"
    ),
}


def record(campus: Database) -> Database:
    """Furnish the database, and add two audit entries, two revisions and a wave."""
    furnish(campus)
    ada = Actor("person:ada", "Ada")
    with campus.transactions() as uow:
        uow.manifests.append(a_revision(1))
        uow.manifests.append(replace(a_revision(2), actor_id="person:bob"))
        uow.rollouts.add_wave(Wave("o1", 1, NOON, "{}", "ab" * 32, ()))
        uow.audit.append(at=NOON, actor=ada, kind="first", subjects={})
        uow.audit.append(at=NOON, actor=ada, kind="second", subjects={}, texts={"reason": "words"})
        uow.commit()
    return campus


@pytest.fixture
def recorded(database: Database) -> Database:
    """A campus with something on record."""
    return record(database)


def check_refused(database: Database, statement: str, because: str) -> None:
    before = contents(database)
    with pytest.raises(IntegrityError, match=because):
        database.sql(statement)
    assert contents(database) == before


def contents(database: Database) -> list[list[tuple[object, ...]]]:
    return [database.sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES]  # noqa: S608 - our own names


@pytest.mark.parametrize(("statement", "because"), REFUSED.items(), ids=REFUSED.keys())
def test_the_database_refuses(recorded: Database, statement: str, because: str) -> None:
    """Even its owner, as long as they leave the triggers there."""
    check_refused(recorded, statement, because)


@pytest.mark.parametrize(("statement", "because"), REFUSED_BY_SQLITE.items(), ids=REFUSED_BY_SQLITE.keys())
def test_sqlite_refuses_to_replace(sqlite_database: Database, statement: str, because: str) -> None:
    check_refused(record(sqlite_database), statement, because)


@pytest.mark.parametrize(("statement", "because"), REFUSED_BY_POSTGRESQL.items(), ids=REFUSED_BY_POSTGRESQL.keys())
def test_postgresql_refuses_what_sqlite_has_no_words_for(
    server_database: Database, statement: str, because: str
) -> None:
    check_refused(record(server_database), statement, because)


def test_a_refused_statement_does_not_hinder_the_next_entry(recorded: Database) -> None:
    with pytest.raises(IntegrityError):
        recorded.sql("DELETE FROM cs_audit_entries")
    with recorded.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=Actor("person:ada", "Ada"), kind="third", subjects={}) == 2
        uow.commit()
    assert recorded.sql("SELECT count(*) FROM cs_audit_entries") == [(3,)]


def test_an_entry_slipped_in_past_the_head_is_not_built_upon(recorded: Database) -> None:
    recorded.sql("INSERT INTO cs_audit_entries (entry_index, body) VALUES (2, 'slipped in')")
    with recorded.transactions() as uow, pytest.raises(IntegrityError, match="the index is not the next one"):
        uow.audit.append(at=NOON, actor=Actor("person:ada", "Ada"), kind="third", subjects={})


def test_tables_take_only_values_of_their_kind(recorded: Database) -> None:
    words = {
        "sqlite": "cannot store TEXT value in INTEGER column",
        "postgresql": "invalid input syntax for type integer",
    }
    with pytest.raises(DBAPIError, match=words[recorded.kind]):
        recorded.sql("UPDATE cs_machines SET port = 'https'")


def test_no_row_takes_others_with_it(recorded: Database) -> None:
    taking = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE name LIKE 'cs_%' AND sql LIKE '%CASCADE%'",
        "postgresql": "SELECT conname, confdeltype FROM pg_constraint WHERE contype = 'f' AND conname LIKE 'fk_cs_%'"
        " AND (confdeltype <> 'a' OR confupdtype <> 'a')",
    }
    assert recorded.sql(taking[recorded.kind]) == []
