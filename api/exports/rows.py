"""An entry of the record as one row of a table."""

from datetime import datetime

from orchestrator.services.record_reading import EntryView, RecordNames
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.entries import say_actor, say_change_of, say_entry, say_kind, say_subject

_NAMED = ("classroom", "item", "person")
_PLAIN = ("request", "rollout", "revision", "category", "outcome")
COLUMNS = (
    "index",
    "at",
    "kind",
    "what",
    "actor",
    "text",
    *_NAMED,
    *_PLAIN,
    "changes",
    "texts",
    "erased",
    "others",
    "actor_id",
    "person_id",
    "leaf",
)
"""Names of the columns: of ``at`` in UTC, of ``others`` as ``kind=id``, of ``texts`` as ``field: text``."""


def row_of(entry: EntryView, names: RecordNames, speaker: Speaker) -> tuple[str, ...]:
    """The cells of an entry, in the order of COLUMNS."""
    subjects = entry.subjects
    others = (f"{kind}={identity}" for kind, identity in subjects.items() if kind not in (*_NAMED, *_PLAIN))
    return (
        str(entry.index),
        moment_cell(entry.at),
        entry.kind,
        say_kind(speaker, entry),
        say_actor(speaker, entry.actor_id, names),
        say_entry(speaker, entry, names),
        *(say_subject(speaker, kind, subjects.get(kind), names) or "" for kind in _NAMED),
        *(subjects.get(kind, "") for kind in _PLAIN),
        "; ".join(say_change_of(speaker, change) for change in entry.changes),
        "\n".join(f"{field}: {text}" for field, text in entry.texts.items()),
        ", ".join(entry.erased),
        ", ".join(others),
        entry.actor_id,
        subjects.get("person", ""),
        entry.leaf.hex(),
    )


def moment_cell(moment: datetime | None) -> str:
    """A moment in UTC, ISO 8601; an empty cell where there is none."""
    return moment.isoformat().replace("+00:00", "Z") if moment else ""
