"""How the domain's values stand in columns: the same text in every database, and nothing ambiguous gets in."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from orchestrator.adapters.db.errors import NaiveTime, UnstorableText

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


# SQLite sorts by code point by itself; PostgreSQL would sort in the language that the server was set up in.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class PlainText(TypeDecorator[str]):
    """Text of any length, sorted by code point so that ids sort by age.

    Raises:
        UnstorableText: It holds a NUL or half a surrogate pair.
    """

    impl = _TEXT
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """Refuse what no database keeps."""
        if value is not None and _UNSTORABLE.search(value):
            raise UnstorableText.of(value)
        return value


class UtcTime(TypeDecorator[datetime]):
    """A moment, as UTC text with microseconds (``2027-01-12T08:00:00.000000Z``), which sorts by age.

    Raises:
        NaiveTime: The time has no zone.
    """

    impl = _TEXT
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """The moment in UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTime(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """An aware moment in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as ``2027-01-12``."""

    impl = _TEXT
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        """The day as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - SQLAlchemy's
        """The day."""
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """A yes or no as 1 or 0: strict tables of SQLite know no truth values."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's
        """1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's
        """True or False."""
        return None if value is None else bool(value)


class CanonicalJson(TypeDecorator[Any]):
    r"""Plain JSON as text: sorted keys, no white space, no NaN, ASCII with escapes.

    Machines and installers say all kinds of things, NULs included, and a scan must not fail over them: here they
    stand as ``\u0000``, which is ordinary text to the database. None is NULL.
    """

    impl = _TEXT
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - any JSON; SQLAlchemy's
        """The JSON text."""
        return None if value is None else json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON; SQLAlchemy's
        """The value."""
        return None if value is None else json.loads(value)
