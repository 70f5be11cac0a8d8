"""SQL by which the database works out of entries what they are found by; see ``domain.record_terms``."""

from typing import NamedTuple

from alembic import op

STORED = "cs_audit_entries"
"""Entries as they are stored, to work it out of."""

NEW = "(SELECT NEW.entry_index AS entry_index, NEW.body AS body)"
"""The one that is appended, in a trigger."""


class Filled(NamedTuple):
    """A table, and the query that fills it, in the words of each database, with places for what it is filled from."""

    table: str
    sqlite: str
    postgresql: str


TERMS = Filled(
    "cs_audit_terms (name, value, entry_index)",
    """
    SELECT found.name, found.value, found.entry_index FROM (
        SELECT 'person' AS name, json_extract(e.body, '$.actor') AS value, e.entry_index FROM {entries} e
        UNION SELECT '_kind', json_extract(e.body, '$.kind'), e.entry_index FROM {entries} e
        UNION SELECT '_kind', substr(json_extract(e.body, '$.kind'), 1, instr(json_extract(e.body, '$.kind'), '.')),
            e.entry_index FROM {entries} e
        UNION SELECT s.key, s.value, e.entry_index FROM {entries} e, json_each(e.body, '$.subjects') s
    ) found WHERE found.value <> ''
    """,
    # Each body is read once: this runs while the head is locked.
    """
    SELECT DISTINCT found.name, found.value, e.entry_index
    FROM {entries} e
    CROSS JOIN LATERAL (SELECT CAST(e.body AS jsonb) AS body OFFSET 0) parsed
    CROSS JOIN LATERAL (
        VALUES ('person', parsed.body ->> 'actor'), ('_kind', parsed.body ->> 'kind'),
            ('_kind', substr(parsed.body ->> 'kind', 1, strpos(parsed.body ->> 'kind', '.')))
        UNION ALL SELECT s.key, s.value FROM jsonb_each_text(parsed.body -> 'subjects') s
    ) found (name, value) WHERE found.value <> ''
    """,
)

# Of stored entries, those that meet a condition. Times sort by code point, whatever language a server was set up in.
SPANS = Filled(
    "cs_audit_spans (number, earliest, latest)",
    """
    SELECT min(e.entry_index) / 256, min(coalesce(json_extract(e.body, '$.at'), '')),
        max(coalesce(json_extract(e.body, '$.at'), ''))
    FROM cs_audit_entries e WHERE {which} GROUP BY e.entry_index / 256 HAVING count(*) = 256 ORDER BY 1
    """,
    """
    SELECT min(e.entry_index) / 256, min(coalesce(CAST(e.body AS json) ->> 'at', '') COLLATE "C"),
        max(coalesce(CAST(e.body AS json) ->> 'at', '') COLLATE "C")
    FROM cs_audit_entries e WHERE {which} GROUP BY e.entry_index / 256 HAVING count(*) = 256 ORDER BY 1
    """,
)


def filled(table: Filled, **parts: str) -> str:
    """The statement that fills the table, in this database's words."""
    on_server = op.get_context().dialect.name == "postgresql"
    query = " ".join((table.postgresql if on_server else table.sqlite).split())
    return f"INSERT INTO {table.table} {query.format(**parts)}"
