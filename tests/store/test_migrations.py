"""From an empty database to the tables that this version works with."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.engine import write_engine
from orchestrator.adapters.db.errors import UnmigratedDatabase
from orchestrator.adapters.db.tables import PREFIX, metadata
from tests.store.databases import Database

ENGINE_TABLES = """
    CREATE TABLE workflow_status (workflow_uuid TEXT PRIMARY KEY, status TEXT);
    CREATE INDEX workflow_status_status_index ON workflow_status (status);
    CREATE TABLE queues (name TEXT PRIMARY KEY);
    INSERT INTO workflow_status VALUES ('w1', 'PENDING');
"""


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'store.sqlite'}"


def schema(file: Path) -> dict[str, list[str]]:
    """What each table, index and trigger of ours is made of: its lines without order and white space."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: sorted(re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines() if line.strip())
        for name, sql in found
        if name != tables.VERSION_TABLE
    }


def test_the_steps_lead_to_the_tables_that_the_code_uses(database: Database) -> None:
    options = {"include_name": tables.is_ours, "version_table": tables.VERSION_TABLE, "compare_type": True}
    with database.engines.write.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_steps_lead_to_the_very_same_words(database: Database, tmp_path: Path) -> None:
    """The comparison above does not see checks, partial indexes and strictness."""
    made = tmp_path / "made.sqlite"
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = schema(tmp_path / "store.sqlite")
    triggers = {name for name, lines in migrated.items() if lines[0].startswith("CREATE TRIGGER")}
    assert {name: lines for name, lines in migrated.items() if name not in triggers} == schema(made)
    assert len(triggers) == 14
    assert database.sql("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == [(14,)]


def test_every_table_of_ours_has_the_prefix_and_is_strict(tmp_path: Path) -> None:
    tables.migrate(url_of(tmp_path))
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection:
        listed = connection.execute(
            "SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert {name for name, _ in listed} == {*metadata.tables, tables.VERSION_TABLE}
    assert all(name.startswith(PREFIX) for name, _ in listed)
    assert [name for name, strict in listed if not strict] == [tables.VERSION_TABLE]


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    url = url_of(tmp_path / "made" / "on the way")
    tables.migrate(url)
    before = schema(tmp_path / "made" / "on the way" / "store.sqlite")
    tables.migrate(url)
    assert schema(tmp_path / "made" / "on the way" / "store.sqlite") == before


def test_a_missing_database_is_neither_made_nor_taken_for_a_migrated_one(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    assert tables.current(url) is None
    assert tables.pending(url) == ("0001", "0002", "0003", "0004")
    with pytest.raises(UnmigratedDatabase, match="the database is at nothing, this version needs 0004"):
        tables.ensure_migrated(url)
    assert not (tmp_path / "store.sqlite").exists()


def test_a_migrated_database_is_up_to_date(tmp_path: Path) -> None:
    tables.migrate(url_of(tmp_path))
    assert tables.pending(url_of(tmp_path)) == ()
    assert tables.current(url_of(tmp_path)) == tables.head() == "0004"
    tables.ensure_migrated(url_of(tmp_path))


def test_a_database_that_stopped_on_the_way_lacks_the_rest(database: Database) -> None:
    database.sql(f"UPDATE {tables.VERSION_TABLE} SET version_num = '0002'")  # noqa: S608 - our own name
    assert tables.pending(database.url) == ("0003", "0004")
    with pytest.raises(UnmigratedDatabase, match="at 0002"):
        tables.ensure_migrated(database.url)


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    database.sql(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - our own name
    with pytest.raises(UnmigratedDatabase, match="at 9999, this version needs 0004"):
        tables.ensure_migrated(database.url)


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE cs_audit_texts (in_the_way TEXT)")
    before = schema(file)
    with pytest.raises(Exception, match="cs_audit_texts already exists"):
        tables.migrate(url_of(tmp_path))
    assert schema(file) == before
    assert tables.current(url_of(tmp_path)) is None


def test_the_durable_engine_s_tables_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(ENGINE_TABLES)
    theirs = schema(file)
    tables.migrate(url_of(tmp_path))
    after = schema(file)
    assert {name: after[name] for name in theirs} == theirs
    engine = write_engine(url_of(tmp_path))
    with engine.connect() as connection:
        options = {"include_name": tables.is_ours, "version_table": tables.VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert connection.exec_driver_sql("SELECT * FROM workflow_status").all() == [("w1", "PENDING")]
    engine.dispose()
