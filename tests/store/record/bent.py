"""Somebody who owns the database and bends the record with SQL, all triggers that refuse and all references dropped."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from orchestrator.adapters.db.database_url import database_file
from orchestrator.domain.merkle import Frontier, leaf_hash
from tests.store.databases import Database

Bodies = list[dict[str, Any]]

_TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'cs_audit%'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'cs_audit%'",
}
_FILES = "cs_audit_entries_filed"
"""The trigger that puts in by what the filters find a new entry."""
_TABLES = ("terms", "spans", "texts", "entries", "head", "subtrees", "checkpoints", "words")


class Owner:
    """The database's owner, who has taken all guards away.

    Args:
        database: Whose tables they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        for trigger, table in self.do(_TRIGGERS[database.kind]):
            if trigger == _FILES:
                continue  # it refuses nothing
            self.do(f"DROP TRIGGER {trigger}" + (f" ON {table}" if database.kind == "postgresql" else ""))
        if database.kind == "postgresql":
            self.do("ALTER TABLE cs_audit_texts DROP CONSTRAINT fk_cs_audit_texts_entry_index")

    def do(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """One statement of raw SQL. On SQLite over a connection of their own, which checks no references."""
        if self._database.kind == "postgresql":
            return self._database.sql(statement, **values)
        with closing(sqlite3.connect(database_file(self._database.url))) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")
            return connection.execute(statement, values).fetchall()

    def body(self, index: int) -> dict[str, Any]:
        """What an entry says."""
        ((body,),) = self.do("SELECT body FROM cs_audit_entries WHERE entry_index = :index", index=index)
        return dict(json.loads(body))

    def change(self, index: int, /, **fields: object) -> None:
        """Change an entry's body and nothing else."""
        body = canonical({**self.body(index), **fields})
        self.do("UPDATE cs_audit_entries SET body = :body WHERE entry_index = :index", body=body, index=index)

    def remove(self, index: int) -> None:
        """Take an entry away with all that is kept about it alone."""
        for table in ("cs_audit_entries", "cs_audit_texts", "cs_audit_terms", "cs_audit_words"):
            self.do(f"DELETE FROM {table} WHERE entry_index = :index", index=index)  # noqa: S608 - our own names

    def move(self, index: int, to: int, *, say_so: bool = True) -> None:
        """Give an entry another number, with the texts and all else that is kept about it.

        Args:
            index: Its number.
            to: Its new one, which is free.
            say_so: Whether it calls itself by it, too.
        """
        for table in ("cs_audit_entries", "cs_audit_texts", "cs_audit_terms", "cs_audit_words"):
            self.do(f"UPDATE {table} SET entry_index = :to WHERE entry_index = :index", to=to, index=index)  # noqa: S608 - likewise
        if say_so:
            self.change(to, index=to)

    def forge(self, change: Callable[[Bodies], Bodies]) -> None:
        """Change entries, and work everything anew that can be worked out without the key.

        That is their numbers, the hashes, the subtrees, the head, and what the filters find them by.
        """
        bodies = [
            dict(json.loads(body)) for (body,) in self.do("SELECT body FROM cs_audit_entries ORDER BY entry_index")
        ]
        for table in ("entries", "subtrees", "terms", "spans"):
            self.do(f"DELETE FROM cs_audit_{table}")  # noqa: S608 - our own names
        forged = [canonical({**body, "index": index}) for index, body in enumerate(change(bodies))]
        frontier = Frontier()
        for index, body in enumerate(forged):
            leaf = leaf_hash(body.encode())
            frontier, completed = frontier.append(leaf)
            self.do("INSERT INTO cs_audit_entries VALUES (:index, :body, :leaf)", index=index, body=body, leaf=leaf)
            for made in completed:
                values = {"level": made.level, "position": made.position, "hash": made.hash}
                self.do("INSERT INTO cs_audit_subtrees VALUES (:level, :position, :hash)", **values)
        self.head(frontier)

    def head(self, frontier: Frontier) -> None:
        """Put the head."""
        self.do(
            "UPDATE cs_audit_head SET next_index = :size, frontier = :frontier",
            size=frontier.size,
            frontier=frontier.to_bytes(),
        )

    def backup(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of the record, by table."""
        return {table: self.do(f"SELECT * FROM cs_audit_{table}") for table in _TABLES}  # noqa: S608 - our own names

    def put_back(self, backup: dict[str, list[tuple[Any, ...]]]) -> None:
        """Make the record what it was, its checkpoints too."""
        for table in _TABLES:
            self.do(f"DELETE FROM cs_audit_{table}")  # noqa: S608 - likewise
            # Terms and spans come back by themselves.
            for row in backup[table] if table not in {"terms", "spans"} else []:
                values = {f"v{number}": value for number, value in enumerate(row)}
                names = ", ".join(f":{name}" for name in values)
                self.do(f"INSERT INTO cs_audit_{table} VALUES ({names})", **values)  # noqa: S608 - likewise


def canonical(body: dict[str, Any]) -> str:
    """An entry as it is written."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
