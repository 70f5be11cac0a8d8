"""Entries of the record in words.

The fields of their templates, each None where an entry has no such thing: ``actor``, ``person``, ``behalf`` (the
person, where that is another than who acted), ``room``, ``item``, ``role``, ``where``, ``form``, ``login``, ``name``,
``title``, ``index``, ``entry``, ``key``, ``advisory``, ``count`` (fields that changed), ``ready``, ``machines``.
"""

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.people import Role
from orchestrator.domain.recorded_changes import MORE
from orchestrator.services.record_reading import EntryView, RecordNames
from orchestrator.services.wording.phrasebook import EntryPhrase
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

_NOTHING = "-"
_COUNTED = ("ready", "machines")


def say_kind(speaker: Speaker, entry: EntryView) -> str:
    """What happened, in a word or two."""
    return _phrase(speaker, entry).title


def say_entry(speaker: Speaker, entry: EntryView, names: RecordNames) -> str:
    """What an entry says, with the names that its ids stand for now."""
    subjects, after = entry.subjects, {change.field: change.after for change in entry.changes}
    person = subjects.get("person")
    fields: dict[str, object] = {
        "actor": say_actor(speaker, entry.actor_id, names),
        "person": _person(speaker, person, names),
        "behalf": _person(speaker, person, names) if person != entry.actor_id else None,
        "room": say_subject(speaker, "classroom", subjects.get("classroom"), names),
        "item": names.items.get(subjects.get("item", ""), subjects.get("item")),
        "role": say_subject(speaker, "role", subjects.get("role"), names),
        "where": _where(speaker, entry, names),
        "form": subjects.get("form", "").upper() or None,
        "login": entry.texts.get("login"),
        "name": entry.texts.get("name"),
        "title": entry.texts.get("title"),
        "key": subjects.get("key"),
        "advisory": subjects.get("advisory"),
        "entry": subjects.get("entry"),
        "index": entry.index,
        "count": _count(entry.changes),
        **{field: int(value) for field in _COUNTED if (value := after.get(field)) and value.isdecimal()},
    }
    return as_sentence(speaker.say(_phrase(speaker, entry).sentence, **{**dict.fromkeys(_COUNTED), **fields}))


def say_subject(speaker: Speaker, kind: str, identity: str | None, names: RecordNames) -> str | None:
    """What one id of an entry stands for: a room's code, an item's title, a person's name; else the id itself."""
    if identity is None:
        return None
    match kind:
        case "classroom":
            return names.rooms.get(identity, identity)
        case "item":
            return names.items.get(identity, identity)
        case "person":
            return say_actor(speaker, identity, names)
        case "role" if identity in set(Role):
            return speaker.term(Role(identity))
    return identity


def say_change_of(speaker: Speaker, change: FieldChange) -> str:
    """One field, before and after."""
    template = speaker.book.sentences.import_field
    return speaker.say(template, field=change.field, before=change.before or _NOTHING, after=change.after or _NOTHING)


def say_actor(speaker: Speaker, actor_id: str, names: RecordNames) -> str:
    """The name of a person; the id without its kind where it is erased or never was known."""
    return names.people.get(actor_id) or speaker.person(actor_id)


def _person(speaker: Speaker, person: str | None, names: RecordNames) -> str | None:
    return say_actor(speaker, person, names) if person else None


def _where(speaker: Speaker, entry: EntryView, names: RecordNames) -> str | None:
    kinds = ("classroom", "building", "department")
    return next((said for kind in kinds if (said := say_subject(speaker, kind, entry.subjects.get(kind), names))), None)


def _count(changes: tuple[FieldChange, ...]) -> int | None:
    """How many fields changed, those included that the entry only counts; None where the entry tells of none."""
    more = next((change.after for change in changes if change.field == MORE), None)
    told = sum(change.field != MORE for change in changes)
    return (told + int(more) if more and more.isdecimal() else told) or None


def _phrase(speaker: Speaker, entry: EntryView) -> EntryPhrase:
    """The phrase of an entry's kind; one that this version knows no words for is said as it is."""
    entries = speaker.book.entries
    wanted = next((change.after for change in entry.changes if change.field == "wanted"), "")
    return entries.get(f"{entry.kind}:{wanted}") or entries.get(entry.kind) or EntryPhrase(entry.kind, "{actor}.")
