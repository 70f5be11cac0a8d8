"""Types of columns for the steps, the same to the service on both databases."""

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine


def plain_text() -> TypeEngine[str]:
    """Text, sorted by code point whatever language the server was set up in; ids sort by age that way."""
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def integer() -> TypeEngine[int]:
    """A number up to two billion, a count, or a flag with a check."""
    return sa.Integer()


def big_integer() -> TypeEngine[int]:
    """A number of 64 bits. Strict tables of SQLite have one word for all whole numbers, and it is that wide there."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def octets() -> TypeEngine[bytes]:
    """Bytes."""
    return sa.LargeBinary()
