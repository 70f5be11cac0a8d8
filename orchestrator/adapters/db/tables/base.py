"""What all tables share: the metadata, the names of constraints, and how a closed set of values is checked."""

from enum import StrEnum
from typing import Literal

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

PREFIX = "cs_"
"""Every table of ours begins with it; the durable engine keeps its own, without a prefix, in the same database."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


Verbs = tuple[Literal["SELECT", "INSERT", "UPDATE", "DELETE"], ...]

EDIT: Verbs = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPEND: Verbs = ("SELECT", "INSERT")
APPEND_AND_ERASE: Verbs = ("SELECT", "INSERT", "DELETE")
COUNT_ON: Verbs = ("SELECT", "UPDATE")
READ: Verbs = ("SELECT",)


def table(noun: str, *items: SchemaItem, may: Verbs = EDIT, sqlite_with_rowid: bool = True) -> Table:
    """A table of ours: prefixed, and strict where SQLite would otherwise take any value in any column.

    Args:
        noun: Its name without the prefix.
        items: Columns, constraints, indexes.
        may: What the service's role may do to its rows on PostgreSQL, where the tables belong to another role. On
            both databases triggers say the same to everybody; their place is the migration.
        sqlite_with_rowid: False where the key is all that a row has: then SQLite keeps it once instead of twice.
    """
    return Table(
        PREFIX + noun, metadata, *items, sqlite_strict=True, sqlite_with_rowid=sqlite_with_rowid, info={"may": may}
    )


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds a member of an enum.

    Only for sets that the rules close. An enum that grows with the product (states of a rollout, providers …) is
    checked when a row is read instead, because SQLite has to copy a table to change such a constraint.
    """
    return CheckConstraint(f"{column} IN ({_quoted(values)})", name=column)


def yes_or_no(column: str) -> CheckConstraint:
    """The column holds a flag."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def at_least(column: str, least: int) -> CheckConstraint:
    """The column holds a number from ``least`` on."""
    return CheckConstraint(f"{column} >= {least}", name=column)


def _quoted(values: type[StrEnum]) -> str:
    return ", ".join(f"'{member.value}'" for member in values)
