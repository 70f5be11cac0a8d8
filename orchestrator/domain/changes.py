"""Changes as values: what an import adds, changes or removes, field by field, before anything is stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter


class ChangedThing(StrEnum):
    """What kind of thing a change is about."""

    SITE = "site"  # timezone, holidays, notice
    PROFILE = "profile"  # how machines are reached
    MACHINE = "machine"
    CLASSROOM = "classroom"
    SEAT = "seat"
    ASSIGNMENT = "assignment"  # which machine stands at a seat
    ITEM = "item"
    RELEASE = "release"


class ChangeType(StrEnum):
    """What happens to it."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"  # seats are retired and assignments ended; their history stays


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as text, before and after; None where there is nothing."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import adds, changes or removes.

    Attributes:
        thing: What kind of thing.
        type: What happens to it.
        name: Its name in the files; of a seat or assignment the seat's label, of a release its version.
        within: Code of the room, or id of the item, that it belongs to; empty for the rest.
        fields: Its fields that change, in the order in which the value's class has them.
    """

    thing: ChangedThing
    type: ChangeType
    name: str
    within: str = ""
    fields: tuple[FieldChange, ...] = ()


def change(
    thing: ChangedThing,
    name: str,
    before: object | None,
    after: object | None,
    fields: Collection[str],
    within: str = "",
) -> tuple[Change, ...]:
    """The change from one value to another as a tuple of one, or of none where nothing that is compared differs.

    Args:
        thing: What kind of thing.
        name: Its name.
        before: Value before, None where there was none.
        after: Value after, None where there will be none.
        fields: Names of the attributes that are compared; a dot leads into one of them.
        within: What it belongs to.
    """
    if before is None and after is None:
        return ()
    texts = [(field, _text(_get(before, field)), _text(_get(after, field))) for field in fields]
    differing = tuple(FieldChange(field, was, becomes) for field, was, becomes in texts if was != becomes)
    if before is None:
        return (Change(thing, ChangeType.ADDED, name, within, differing),)
    if after is None:
        return (Change(thing, ChangeType.REMOVED, name, within, differing),)
    return (Change(thing, ChangeType.CHANGED, name, within, differing),) if differing else ()


def _get(value: object | None, field: str) -> object:
    return None if value is None else attrgetter(field)(value)


def _text(value: object) -> str | None:
    """A field as people write it in the files; None where it is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or None
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None or value == "" else str(value)
