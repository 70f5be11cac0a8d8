"""What a database's tables are made of, in its own words, so that two can be compared."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, text

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db import migrations

STEPS = tuple(sorted(file.name.split("_")[1] for file in (Path(migrations.__file__).parent / "versions").glob("rev_*")))
"""Every step there is, in order."""

Schema = dict[str, list[str]]
"""By table, index or trigger: what it is made of, sorted."""

_COLUMNS = """
    SELECT table_name, concat_ws(' ', column_name, data_type, is_nullable, collation_name, column_default)
    FROM information_schema.columns WHERE table_schema = current_schema()
"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
"""
_INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
_TRIGGERS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'cs_%'"


def of_file(file: Path) -> Schema:
    """Tables, indexes and triggers of a SQLite file: the lines of their statements without order and white space."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    # A column that a later step added stands behind the one before it, on the same line.
    parts = re.compile(r"\n|, (?=\w+ (?:TEXT|INTEGER|BLOB)\b)")
    return {
        name: sorted(re.sub(r"\s+", " ", part).strip(" ,") for part in parts.split(sql) if part.strip())
        for name, sql in found
        if name != tables.VERSION_TABLE
    }


def of_server(engine: Engine) -> Schema:
    """Tables of a PostgreSQL database with columns, constraints and indexes."""
    parts: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for query in (_COLUMNS, _CONSTRAINTS, _INDEXES):
            for name, part in connection.execute(text(query)):
                parts.setdefault(name, []).append(part)
    return {name: sorted(its) for name, its in parts.items() if name != tables.VERSION_TABLE}


def triggers_of_server(engine: Engine) -> set[str]:
    """Names of our triggers."""
    with engine.connect() as connection:
        return {name for name, _ in connection.execute(text(_TRIGGERS))}
