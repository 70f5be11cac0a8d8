"""Triggers by which the database itself refuses a change, whoever asks for it and with whatever tool."""

from typing import Literal

from alembic import op


def refuse(verb: Literal["INSERT", "UPDATE", "DELETE"], table: str, because: str, when: str | None = None) -> None:
    """Make the database refuse ``verb`` on rows of ``table``.

    It is asked before the row is touched, so that ``INSERT OR REPLACE`` is refused as well before it replaces.

    Args:
        verb: What is refused.
        table: Table with its prefix.
        because: What the error says.
        when: SQL condition over ``NEW`` and ``OLD`` in words that all databases share; None refuses always.
    """
    condition = f"WHEN {when} " if when else ""
    op.execute(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{table}: {because}'); END"
    )
