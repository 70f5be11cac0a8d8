"""Rows of frozen dataclasses: one column a field, by its name.

Scalars stand in columns of their own; whatever has parts (tuples, nested values) is canonical JSON. Fields without a
column of that name are left to the repository.
"""

from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter
from sqlalchemy import Row, Table

Value = TypeVar("Value")


def row_of(value: Any, table: Table, *, only: tuple[str, ...] = ()) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """The columns of a value, or only some of them."""
    names = [f.name for f in fields(value) if f.name in table.c and (not only or f.name in only)]
    return {name: _plain(getattr(value, name)) for name in names}


def value_of(kind: type[Value], row: Row[Any], **more: object) -> Value:
    """The value that a row holds; ``more`` gives the fields that have no column."""
    held = row._asdict()
    names = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # only dataclasses come here
    given = {name: held[name] for name in held if name in names} | more
    return cast("Value", _ADAPTERS[kind].validate_python(given))


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, (str, int, date)):
        return value
    return _ADAPTERS[type(value)].dump_python(value, mode="json")


class _Adapters(dict[Any, TypeAdapter[Any]]):
    """Made once a type: making one takes longer than using it."""

    def __missing__(self, kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type
        return self.setdefault(kind, TypeAdapter(kind))


_ADAPTERS = _Adapters()
