"""A database with entries from before there was a tree gets what it would have had from the beginning."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.engine import Engines, open_engines, write_engine
from orchestrator.domain.people import Actor
from tests.postgres_fixture import SERVICE, PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.recorded import ENTRIES, append_many
from tests.store.values import NOON

COMPARED = {
    "cs_audit_entries": "entry_index, body, leaf_hash",
    "cs_audit_texts": "entry_index, field, salt, text",
    "cs_audit_head": "id, next_index, frontier",
    "cs_audit_subtrees": "level, position, hash",
    "cs_audit_terms": "name, value, entry_index",
    "cs_audit_spans": "number, earliest, latest",
    "cs_audit_words": "word, entry_index",
}


@pytest.fixture
def before(template: Path | PostgresServer, tmp_path: Path) -> Iterator[Database]:
    """A database of the step before, with nothing in it. ``engines`` is of no use before it is migrated."""
    if isinstance(template, Path):
        url = owner_url = f"sqlite:///{tmp_path / 'before.sqlite'}"
    else:
        made = template.empty()
        url, owner_url = made.url, made.owner_url
    owner = write_engine(owner_url)
    upgrade(owner, "0005")
    opened = Database(url, Engines(owner, owner), owner)
    yield opened
    opened.close()
    if isinstance(template, PostgresServer):
        template.drop(made)


def upgrade(owner: Engine, step: str) -> None:
    """Bring a database to a step that is not the last one."""
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with owner.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: sorted(map(bytes_of, database.sql(f"SELECT {columns} FROM {table}")))  # noqa: S608 - our own names
        for table, columns in COMPARED.items()
    }


def bytes_of(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


@pytest.fixture
def grown(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A record that grew on the tables of today."""
    with opened_copy(template, tmp_path_factory.mktemp("grown")) as opened:
        append_many(opened)
        yield opened


def migrated(database: Database) -> Database:
    """The database brought up to date; close its engines."""
    owner_url = database.owner.url.render_as_string(hide_password=False)
    tables.migrate(owner_url, SERVICE if database.kind == "postgresql" else None)
    return Database(database.url, open_engines(database.url), database.owner)


def test_entries_from_before_get_their_tree_and_are_found(before: Database, grown: Database) -> None:
    entries = grown.sql("SELECT entry_index, body FROM cs_audit_entries ORDER BY entry_index")
    texts = grown.sql("SELECT entry_index, field, salt, text FROM cs_audit_texts")
    with before.owner.begin() as connection:
        for index, body in entries:
            values = {"index": index, "body": body}
            connection.execute(text("INSERT INTO cs_audit_entries VALUES (:index, :body)"), values)
        for index, field, salt, said in texts:
            values = {"index": index, "field": field, "salt": bytes(salt), "text": said}
            connection.execute(text("INSERT INTO cs_audit_texts VALUES (:index, :field, :salt, :text)"), values)
        connection.execute(text("UPDATE cs_audit_head SET next_index = :size"), {"size": ENTRIES})
    now = migrated(before)
    assert contents(now) == contents(grown)
    with now.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=Actor("person:ada", "Ada"), kind="k", subjects={}) == ENTRIES
        uow.commit()
    now.engines.dispose()


def test_a_log_without_entries_gets_the_empty_tree(before: Database) -> None:
    now = migrated(before)
    with now.reads() as uow:
        assert uow.record.frontier().size == 0
    with now.transactions() as uow:
        assert uow.audit.append(at=NOON, actor=Actor("person:ada", "Ada"), kind="k", subjects={}) == 0
    now.engines.dispose()


def test_the_refusals_are_back_after_the_step(before: Database, grown: Database) -> None:
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'cs_%' ORDER BY 1",
    }[before.kind]
    migrated(before).engines.dispose()
    assert before.sql(triggers) == grown.sql(triggers)
    assert ("cs_audit_entries_update",) in before.sql(triggers)
