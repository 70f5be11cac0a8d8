"""What an entry of the record changed, field by field: before and after, as the text that stands beside it. Pure.

It stands beside the log, not in it, because a value may be a name or somebody's words: erased with its salt, it leaves
the entry and every proof as they were (RULES R4.7). The text is canonical JSON, ``{field: [before, after]}``.
"""

import json
from collections.abc import Iterable, Sequence

from orchestrator.domain.changes import Change, ChangeType, FieldChange

CHANGES = "changes"
"""Name of the text beside an entry."""
MOST_FIELDS = 200
"""Fields that one entry tells of; an import may change thousands, and the files' digest stands in its entry."""
MOST_CHARACTERS = 500
"""Characters of one value."""
MORE = "…"
"""Field that counts those that were left out."""


def recorded(**after: object) -> str:
    """The text for something new: its fields with their values; what is None is left out."""
    return changes_text(FieldChange(field, None, str(value)) for field, value in after.items() if value is not None)


def moved(field: str, before: object, after: object) -> str:
    """The text for one field that changed."""
    return changes_text([FieldChange(field, str(before), str(after))])


def changes_text(changes: Iterable[FieldChange]) -> str:
    """The text that stands beside an entry."""
    found = list(changes)
    kept = {change.field: [_cut(change.before), _cut(change.after)] for change in found[:MOST_FIELDS]}
    if len(found) > MOST_FIELDS:
        kept[MORE] = [None, str(len(found) - MOST_FIELDS)]
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_changes(text: str) -> tuple[FieldChange, ...]:
    """What ``changes_text`` wrote, by field; nothing where the text is something else."""
    try:
        body = json.loads(text)
    except ValueError:
        return ()
    if not isinstance(body, dict):
        return ()
    return tuple(
        FieldChange(field, *pair)
        for field, pair in body.items()
        if isinstance(pair, list) and len(pair) == 2 and all(v is None or isinstance(v, str) for v in pair)  # noqa: PLR2004 - before and after
    )


def imported(changes: Sequence[Change]) -> tuple[FieldChange, ...]:
    """What an import changed, flattened: what came or went as a whole, and each field of what was changed."""
    return tuple(field for change in changes for field in _flattened(change))


def _flattened(change: Change) -> tuple[FieldChange, ...]:
    name = f"{change.thing.value} {f'{change.within}/' if change.within else ''}{change.name}"
    if change.type is ChangeType.ADDED:
        return (FieldChange(name, None, change.name),)
    if change.type is ChangeType.REMOVED:
        return (FieldChange(name, change.name, None),)
    return tuple(FieldChange(f"{name}: {field.field}", field.before, field.after) for field in change.fields)


def _cut(value: str | None) -> str | None:
    return value if value is None or len(value) <= MOST_CHARACTERS else value[: MOST_CHARACTERS - 1] + "…"
