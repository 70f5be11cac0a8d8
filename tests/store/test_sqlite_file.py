"""What a SQLite file is opened with, and what it leaves behind."""

from pathlib import Path

from orchestrator.domain.people import Actor
from tests.store.databases import Database, open_copy

ADA = Actor("person:ada", "Ada")


def test_the_record_survives_a_power_cut(sqlite_database: Database) -> None:
    """Full synchronisation and a write-ahead log, in the file that holds the audit log."""
    assert sqlite_database.sql("PRAGMA journal_mode") == [("wal",)]
    assert sqlite_database.sql("PRAGMA synchronous") == [(2,)]


def test_nothing_stays_open_after_disposal(sqlite_template: Path, tmp_path: Path) -> None:
    """SQLite removes its two files beside the database when the last connection closes properly."""
    database = open_copy(sqlite_template, tmp_path)
    with database.transactions() as uow:
        uow.people.remember(ADA)
        uow.commit()
    with database.reads() as uow:
        assert uow.people.names([ADA.id]) == {ADA.id: "Ada"}
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.sqlite"]
