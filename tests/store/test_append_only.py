"""What is recorded stays: the database itself refuses, whoever asks and with whatever words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from orchestrator.domain.people import Actor
from orchestrator.services.record_stores import StoredCheckpoint
from orchestrator.services.stored_values import Wave
from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.values import NOON, a_revision, furnish

TABLES = [
    "cs_audit_entries",
    "cs_audit_texts",
    "cs_audit_head",
    "cs_audit_subtrees",
    "cs_audit_checkpoints",
    "cs_audit_terms",
    "cs_audit_spans",
    "cs_audit_words",
    "cs_revisions",
    "cs_waves",
]
LAST = 256
"""Index of the last entry: one more than a subtree, and a span, of entries."""

REFUSED = {
    "UPDATE cs_audit_entries SET body = 'other' WHERE entry_index = 0": "an entry is never changed",
    "UPDATE cs_audit_entries SET entry_index = 999 WHERE entry_index = 1": "an entry is never changed",
    "UPDATE cs_audit_entries SET leaf_hash = NULL": "an entry is never changed",
    "DELETE FROM cs_audit_entries WHERE entry_index = 1": "an entry is never taken away",
    "DELETE FROM cs_audit_entries": "an entry is never taken away",
    "INSERT INTO cs_audit_entries SELECT 258, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 0": (
        "the index is not the next one"
    ),
    "INSERT INTO cs_audit_entries SELECT 1, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 0": (
        "the index is not the next one"
    ),
    "INSERT INTO cs_audit_entries SELECT -1, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 0": (
        "the index is not the next one"
    ),
    "INSERT INTO cs_audit_entries SELECT 257 + 2 * entry_index, '{}', leaf_hash FROM cs_audit_entries": (
        "the index is not the next one"
    ),
    "INSERT INTO cs_audit_entries (body) VALUES ('unnumbered')": "the index is not the next one",
    "INSERT INTO cs_audit_entries SELECT 0, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 0"
    " ON CONFLICT (entry_index) DO UPDATE SET body = 'x'": "the index is not the next one",
    "INSERT INTO cs_audit_entries (entry_index, body) VALUES (257, '{}')": "there is no hash of the leaf",
    "INSERT INTO cs_audit_entries SELECT 257, '{}', salt FROM cs_audit_texts": "there is no hash of the leaf",
    "UPDATE cs_audit_texts SET text = 'other'": "a text is never changed",
    "INSERT INTO cs_audit_texts SELECT 0, 'f', leaf_hash, 't' FROM cs_audit_entries WHERE entry_index = 0": (
        "the salt is not of 16 bytes"
    ),
    "INSERT INTO cs_audit_texts SELECT 0, 'f', CAST('' AS {octets}), 't'": "the salt is not of 16 bytes",
    "INSERT INTO cs_audit_texts SELECT 0, 'f', NULL, 't'": "the salt is not of 16 bytes",
    "UPDATE cs_audit_head SET next_index = 0": "the head follows the last entry",
    "UPDATE cs_audit_head SET next_index = 258": "the head follows the last entry",
    "UPDATE cs_audit_head SET id = 2": "the head follows the last entry",
    "UPDATE cs_audit_head SET frontier = NULL": "the head follows the last entry",
    "UPDATE cs_audit_head SET frontier = (SELECT leaf_hash FROM cs_audit_entries WHERE entry_index = 0)": (
        "the head follows the last entry"
    ),
    "DELETE FROM cs_audit_head": "there is one head",
    "INSERT INTO cs_audit_head (id, next_index) VALUES (2, 0)": "there is one head",
    "UPDATE cs_audit_subtrees SET position = 1": "the hash of a subtree is never changed",
    "UPDATE cs_audit_subtrees SET hash = (SELECT leaf_hash FROM cs_audit_entries WHERE entry_index = 0)": (
        "the hash of a subtree is never changed"
    ),
    "DELETE FROM cs_audit_subtrees": "the hash of a subtree is never taken away",
    "INSERT INTO cs_audit_subtrees SELECT level, 0, hash FROM cs_audit_subtrees": "the position is not the next one",
    "INSERT INTO cs_audit_subtrees SELECT level, 2, hash FROM cs_audit_subtrees": "the position is not the next one",
    "INSERT INTO cs_audit_subtrees SELECT 8, 1, salt FROM cs_audit_texts": "ck_cs_audit_subtrees_hash",
    "INSERT INTO cs_audit_subtrees SELECT 0, 0, hash FROM cs_audit_subtrees": "ck_cs_audit_subtrees_level",
    "UPDATE cs_audit_checkpoints SET size = 257": "a checkpoint is never changed",
    "UPDATE cs_audit_checkpoints SET note = (SELECT salt FROM cs_audit_texts)": "a checkpoint is never changed",
    "DELETE FROM cs_audit_checkpoints": "a checkpoint is never taken away",
    "INSERT INTO cs_audit_checkpoints SELECT 2, size, at, note FROM cs_audit_checkpoints": "has the next number",
    "INSERT INTO cs_audit_checkpoints SELECT 0, size, at, note FROM cs_audit_checkpoints": "has the next number",
    "INSERT INTO cs_audit_checkpoints SELECT 1, size - 1, at, note FROM cs_audit_checkpoints": (
        "covers no less than the one before"
    ),
    "UPDATE cs_audit_terms SET value = 'person:bob'": "a term is never changed",
    "DELETE FROM cs_audit_terms": "a term is never taken away",
    "INSERT INTO cs_audit_terms VALUES ('person', 'person:bob', 0)": "only the newest entry is filed",
    "INSERT INTO cs_audit_terms VALUES ('person', 'person:bob', 257)": "only the newest entry is filed",
    "UPDATE cs_audit_spans SET latest = ''": "a span is never changed",
    "DELETE FROM cs_audit_spans": "a span is never taken away",
    "INSERT INTO cs_audit_spans VALUES (0, '', '')": "the span is not the one that ends now",
    "INSERT INTO cs_audit_spans VALUES (1, '', '')": "the span is not the one that ends now",
    "UPDATE cs_audit_words SET word = 'other'": "a word is never changed",
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
    "REPLACE INTO cs_audit_entries SELECT 0, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 1": (
        "the index is not the next one"
    ),
    "REPLACE INTO cs_audit_subtrees SELECT 8, 0, leaf_hash FROM cs_audit_entries WHERE entry_index = 0": (
        "the position is not the next one"
    ),
    "REPLACE INTO cs_audit_checkpoints SELECT 0, size, at, x'00' FROM cs_audit_checkpoints": "has the next number",
    "REPLACE INTO cs_audit_spans VALUES (0, '', '')": "the span is not the one that ends now",
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
    "TRUNCATE cs_audit_subtrees": "the hash of a subtree is never taken away",
    "TRUNCATE cs_audit_checkpoints CASCADE": "a checkpoint is never taken away",
    "TRUNCATE cs_audit_terms": "a term is never taken away",
    "TRUNCATE cs_audit_spans": "a span is never taken away",
    "TRUNCATE cs_audit_words": "words are taken away with their text",
    "TRUNCATE cs_revisions": "a revision is never taken away",
    "TRUNCATE cs_waves": "a wave is never taken away",
    "TRUNCATE cs_classrooms CASCADE": "is never taken away",
    "MERGE INTO cs_audit_entries USING (SELECT 1) x ON entry_index = 1 WHEN MATCHED THEN DELETE": (
        "an entry is never taken away"
    ),
}


def record(campus: Database) -> Database:
    """Furnish the database, and add audit entries, a checkpoint, two revisions and a wave."""
    furnish(campus)
    ada = Actor("person:ada", "Ada")
    with campus.transactions() as uow:
        uow.manifests.append(a_revision(1))
        uow.manifests.append(replace(a_revision(2), actor_id="person:bob"))
        uow.rollouts.add_wave(Wave("o1", 1, NOON, "{}", "ab" * 32, ()))
        uow.audit.append(at=NOON, actor=ada, kind="first", subjects={})
        uow.audit.append(at=NOON, actor=ada, kind="second", subjects={}, texts={"reason": "words"})
        for _ in range(2, LAST + 1):
            uow.audit.append(at=NOON, actor=ada, kind="another", subjects={})
        uow.record.add_checkpoint(StoredCheckpoint(0, 2, NOON, b"note"))
        uow.commit()
    return campus


@pytest.fixture
def recorded(database: Database) -> Database:
    """A campus with something on record."""
    return record(database)


@pytest.fixture(scope="module")
def shared(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same for all tests of what is refused, since nothing of it is done."""
    with opened_copy(template, tmp_path_factory.mktemp("shared")) as opened:
        yield record(opened)


@pytest.fixture(scope="module")
def shared_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same on SQLite only."""
    with opened_copy(sqlite_template, tmp_path_factory.mktemp("shared")) as opened:
        yield record(opened)


@pytest.fixture(scope="module")
def shared_on_server(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same on PostgreSQL only."""
    with opened_copy(postgres, tmp_path_factory.mktemp("shared")) as opened:
        yield record(opened)


def check_refused(database: Database, statement: str, because: str) -> None:
    before = contents(database)
    octets = {"sqlite": "BLOB", "postgresql": "BYTEA"}[database.kind]
    with pytest.raises(IntegrityError, match=because):
        database.sql(statement.replace("{octets}", octets))
    assert contents(database) == before


def contents(database: Database) -> list[list[tuple[object, ...]]]:
    return [sorted(database.sql(f"SELECT * FROM {table}"), key=repr) for table in TABLES]  # noqa: S608 - our own names


@pytest.mark.parametrize(("statement", "because"), REFUSED.items(), ids=REFUSED.keys())
def test_the_database_refuses(shared: Database, statement: str, because: str) -> None:
    """Even its owner, as long as they leave the triggers there."""
    check_refused(shared, statement, because)


@pytest.mark.parametrize(("statement", "because"), REFUSED_BY_SQLITE.items(), ids=REFUSED_BY_SQLITE.keys())
def test_sqlite_refuses_to_replace(shared_file: Database, statement: str, because: str) -> None:
    check_refused(shared_file, statement, because)


@pytest.mark.parametrize(("statement", "because"), REFUSED_BY_POSTGRESQL.items(), ids=REFUSED_BY_POSTGRESQL.keys())
def test_postgresql_refuses_what_sqlite_has_no_words_for(
    shared_on_server: Database, statement: str, because: str
) -> None:
    check_refused(shared_on_server, statement, because)


def test_a_refused_statement_does_not_hinder_the_next_entry(recorded: Database) -> None:
    with pytest.raises(IntegrityError):
        recorded.sql("DELETE FROM cs_audit_entries")
    with recorded.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=Actor("person:ada", "Ada"), kind="third", subjects={}) == LAST + 1
        uow.commit()
    assert recorded.sql("SELECT count(*) FROM cs_audit_entries") == [(LAST + 2,)]


def test_an_entry_slipped_in_past_the_head_is_not_built_upon(recorded: Database) -> None:
    recorded.sql("INSERT INTO cs_audit_entries SELECT 257, '{}', leaf_hash FROM cs_audit_entries WHERE entry_index = 0")
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
