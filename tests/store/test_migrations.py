"""From an empty database to the tables that this version works with."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.engine import write_engine
from orchestrator.adapters.db.errors import DatabaseUnreachable, UnmigratedDatabase, UnsupportedDatabase
from orchestrator.adapters.db.tables import PREFIX, metadata
from tests.postgres_fixture import OWNER, SERVICE, PostgresDatabase, PostgresServer
from tests.store.databases import Database
from tests.store.schemas import STEPS, of_file, of_server, triggers_of_server

ENGINE_TABLES = """
    CREATE TABLE workflow_status (workflow_uuid TEXT PRIMARY KEY, status TEXT);
    CREATE INDEX workflow_status_status_index ON workflow_status (status);
    CREATE TABLE queues (name TEXT PRIMARY KEY);
    INSERT INTO workflow_status VALUES ('w1', 'PENDING');
"""


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'store.sqlite'}"


@pytest.fixture
def new(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    """A database of the owner's on the server, with nothing in it."""
    made = postgres.empty()
    yield made
    postgres.drop(made)


@pytest.fixture
def owner(new: PostgresDatabase) -> Iterator[Engine]:
    engine = write_engine(new.owner_url)
    yield engine
    engine.dispose()


def test_the_steps_lead_to_the_tables_that_the_code_uses(database: Database) -> None:
    options = {"include_name": tables.is_ours, "version_table": tables.VERSION_TABLE, "compare_type": True}
    with database.owner.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_steps_lead_to_the_very_same_words_in_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    """The comparison above does not see checks, partial indexes and strictness."""
    made = tmp_path / "made.sqlite"
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = of_file(tmp_path / "store.sqlite")
    triggers = {name for name, lines in migrated.items() if lines[0].startswith("CREATE TRIGGER")}
    assert {name: lines for name, lines in migrated.items() if name not in triggers} == of_file(made)
    made_by_hand = sqlite_database.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert {name for (name,) in made_by_hand} == triggers != set()


def test_the_steps_lead_to_the_very_same_words_on_a_server(server_database: Database, owner: Engine) -> None:
    metadata.create_all(owner)
    assert of_server(server_database.owner) == of_server(owner)


def test_both_databases_refuse_the_same_things(
    sqlite_database: Database, server_database: Database, tmp_path: Path
) -> None:
    on_file = {name for name, lines in of_file(tmp_path / "store.sqlite").items() if "TRIGGER" in lines[0]}
    on_server = triggers_of_server(server_database.owner)
    assert {name for name in on_server if not name.endswith("_truncate")} == on_file
    kept = {name.removesuffix("_truncate") for name in on_server if name.endswith("_truncate")}
    assert {name.removesuffix("_update") for name in on_file if name.endswith("_update")} == kept
    assert sqlite_database.kind == "sqlite"


def test_every_table_of_ours_has_the_prefix_and_is_strict(tmp_path: Path) -> None:
    tables.migrate(url_of(tmp_path))
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection:
        listed = connection.execute(
            "SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert {name for name, _ in listed} == {*metadata.tables, tables.VERSION_TABLE}
    assert all(name.startswith(PREFIX) for name, _ in listed)
    assert [name for name, strict in listed if not strict] == [tables.VERSION_TABLE]


def test_text_on_a_server_is_sorted_by_code_point_whatever_its_language(server_database: Database) -> None:
    """The server of these tests sorts as English does, ``a`` before ``B``."""
    assert server_database.sql("SELECT 'a' < 'B', 'a' COLLATE \"C\" < 'B'") == [(True, False)]
    others = server_database.sql(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    assert others == []


def test_migrating_a_file_again_changes_nothing(tmp_path: Path) -> None:
    url = url_of(tmp_path / "made" / "on the way")
    tables.migrate(url)
    before = of_file(tmp_path / "made" / "on the way" / "store.sqlite")
    tables.migrate(url)
    assert of_file(tmp_path / "made" / "on the way" / "store.sqlite") == before


def test_migrations_of_a_server_wait_for_each_other_and_the_later_ones_change_nothing(
    new: PostgresDatabase, owner: Engine
) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: tables.migrate(new.owner_url, SERVICE), range(3)))
    before = of_server(owner)
    tables.migrate(new.owner_url, SERVICE)
    assert of_server(owner) == before
    tables.ensure_migrated(new.url)


def test_a_missing_file_is_neither_made_nor_taken_for_a_migrated_one(tmp_path: Path) -> None:
    url = url_of(tmp_path)
    assert tables.current(url) is None
    assert tables.pending(url) == STEPS
    with pytest.raises(UnmigratedDatabase, match=f"store.sqlite has no tables yet; this version needs {STEPS[-1]}"):
        tables.ensure_migrated(url)
    assert not (tmp_path / "store.sqlite").exists()


def test_an_empty_database_of_a_server_is_not_taken_for_a_migrated_one(new: PostgresDatabase) -> None:
    assert tables.current(new.url) is None
    assert tables.pending(new.owner_url) == STEPS
    with pytest.raises(UnmigratedDatabase, match=r"PostgreSQL database .* has no tables yet"):
        tables.ensure_migrated(new.url)


def test_a_server_that_does_not_answer_or_let_us_in_is_named_without_passwords(
    postgres: PostgresServer, new: PostgresDatabase
) -> None:
    password = postgres.passwords[SERVICE]
    for url, because in {
        new.url.replace(password, "hunter2"): "password authentication failed",
        new.url.replace(new.name, "nowhere"): "does not exist",
        new.url.replace(f":{postgres.port}", ":1"): "refused",
    }.items():
        for ask in (tables.current, tables.pending, tables.ensure_migrated):
            with pytest.raises(DatabaseUnreachable, match=because) as told:
                ask(url)
            assert not {password, "hunter2"} & set(str(told.value).split())
            assert password not in str(told.value)


def test_a_server_is_migrated_for_a_service_that_exists(new: PostgresDatabase) -> None:
    with pytest.raises(UnsupportedDatabase, match="none was named"):
        tables.migrate(new.owner_url)
    with pytest.raises(UnsupportedDatabase, match="there is no role nobody-here"):
        tables.migrate(new.owner_url, "nobody-here")
    assert tables.current(new.owner_url) is None


def test_a_migrated_database_is_up_to_date(database: Database) -> None:
    assert tables.pending(database.url) == ()
    assert tables.current(database.url) == tables.head() == STEPS[-1]
    tables.ensure_migrated(database.url)


def test_a_database_that_stopped_on_the_way_lacks_the_rest(database: Database) -> None:
    database.sql(f"UPDATE {tables.VERSION_TABLE} SET version_num = '0002'")  # noqa: S608 - our own name
    assert tables.pending(database.url) == STEPS[2:]
    with pytest.raises(UnmigratedDatabase, match="at 0002"):
        tables.ensure_migrated(database.url)


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    database.sql(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - our own name
    with pytest.raises(UnmigratedDatabase, match=f"is at 9999; this version needs {STEPS[-1]}"):
        tables.ensure_migrated(database.url)


def test_tables_of_a_newer_version_are_not_migrated(sqlite_database: Database) -> None:
    sqlite_database.sql(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - our own name
    with pytest.raises(UnmigratedDatabase, match=f"is at 9999; this version needs {STEPS[-1]}"):
        tables.migrate(sqlite_database.url)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE cs_audit_texts (in_the_way TEXT)")
    before = of_file(file)
    with pytest.raises(Exception, match="cs_audit_texts already exists"):
        tables.migrate(url_of(tmp_path))
    assert of_file(file) == before
    assert tables.current(url_of(tmp_path)) is None


def test_a_migration_that_fails_leaves_the_server_as_it_was(new: PostgresDatabase, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE cs_audit_texts (in_the_way TEXT)"))
    before = of_server(owner)
    with pytest.raises(Exception, match='"cs_audit_texts" already exists'):
        tables.migrate(new.owner_url, SERVICE)
    assert of_server(owner) == before
    assert tables.current(new.owner_url) is None


def test_the_durable_engine_s_tables_in_a_file_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(ENGINE_TABLES)
    theirs = of_file(file)
    tables.migrate(url_of(tmp_path))
    after = of_file(file)
    assert {name: after[name] for name in theirs} == theirs
    engine = write_engine(url_of(tmp_path))
    with engine.connect() as connection:
        options = {"include_name": tables.is_ours, "version_table": tables.VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert connection.exec_driver_sql("SELECT * FROM workflow_status").all() == [("w1", "PENDING")]
    engine.dispose()


def test_the_durable_engine_s_tables_on_a_server_stand_in_a_schema_of_their_own(server_database: Database) -> None:
    owners = server_database.sql(
        "SELECT DISTINCT schemaname, tableowner FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', "
        "'information_schema') ORDER BY 1"
    )
    assert owners == [("dbos", OWNER), ("public", OWNER)]
    foreign = server_database.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^cs_'")
    assert foreign == []
