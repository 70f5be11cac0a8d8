"""Reading the record: entries by filter, one of them, and streams for exports, with the names that ids stand for."""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import islice

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, read_changes
from orchestrator.services.record_stores import RecordedEntry, RecordQuery
from orchestrator.services.roles import person_by_login
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

ME = "me"
"""The filter ``person`` for whoever reads."""
WORKER_ID = "worker"
CHUNK = 500
"""Entries of an export whose names are looked up together."""


@dataclass(frozen=True, slots=True)
class RecordFilters:
    """Which entries somebody wants to see, as people name things: those that fit all that is given.

    Attributes:
        person: Login, ``me``, or an actor's id: who acted, or to whom it happened.
        classroom: Code of the room.
        item: Id of the catalog item.
        request, rollout: Id.
        kind: What happened, or the beginning of several kinds with its dot: ``request.``.
        category: Why something was overridden, as a code.
        outcome: How something ended, as a code.
        since, until: From this moment on, before that one, UTC.
        words: Words in names and free texts, each perhaps only its beginning.
    """

    person: str | None = None
    classroom: str | None = None
    item: str | None = None
    request: str | None = None
    rollout: str | None = None
    kind: str | None = None
    category: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None

    def given(self) -> dict[str, str]:
        """Those that are given, as texts by name."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it is read.

    Attributes:
        index: Position from 0.
        at: When, UTC, as whoever wrote it said.
        actor_id: Who acted.
        kind: What happened.
        subjects: Ids of what it happened to, by kind of thing.
        texts: Names and free texts beside it that are not erased, without the changes.
        changes: What it changed, by field.
        erased: Fields whose text was erased.
        leaf: The leaf's hash, 32 bytes.
        body: The canonical bytes.
    """

    index: int
    at: datetime
    actor_id: str
    kind: str
    subjects: Mapping[str, str]
    texts: Mapping[str, str]
    changes: tuple[FieldChange, ...]
    erased: tuple[str, ...]
    leaf: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class RecordNames:
    """What ids stand for now: codes of rooms, titles of items, names of people, each by id."""

    rooms: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some entries, with the names in them."""

    entries: tuple[EntryView, ...]
    names: RecordNames


@dataclass(frozen=True, slots=True)
class Export:
    """An export that has been entered into the record: of all entries below ``size`` that fit ``query``."""

    query: RecordQuery
    size: int


def find_entries(filters: RecordFilters, *, reader: Actor, before: int | None, limit: int, reads: Reads) -> RecordPage:
    """Entries that fit, newest first, at most ``limit``, with an index below ``before``.

    Raises:
        NotFound: Nobody has that login, or no room that code.
    """
    with reads() as uow:
        found = uow.record.page(_query(uow, filters, reader), before=before, limit=limit)
        entries = tuple(map(read_entry, found))
        return RecordPage(entries, names_in(uow, entries))


def get_entry(index: int, *, reads: Reads) -> RecordPage:
    """One entry, as a page of one.

    Raises:
        NotFound: The record is not that long.
    """
    with reads() as uow:
        found = uow.record.entry(index)
        if found is None:
            raise NotFound(kind="entry", name=str(index))
        entries = (read_entry(found),)
        return RecordPage(entries, names_in(uow, entries))


def has_more_than(most: int, filters: RecordFilters, *, reader: Actor, reads: Reads) -> bool:
    """Whether more entries fit than ``most``.

    Raises:
        NotFound: Nobody has that login, or no room that code.
    """
    with reads() as uow:
        query, size = _query(uow, filters, reader), uow.record.frontier().size
        if size <= most or query == RecordQuery():
            return size > most
        return sum(1 for _ in islice(uow.record.stream(query, size=size), most + 1)) > most


def begin_export(
    filters: RecordFilters, form: str, *, actor: Actor, reads: Reads, transactions: Transactions, clock: Clock
) -> Export:
    """Enter an export into the record; it is of all entries before its own.

    What leaves the house cannot be taken back, and names leave with it: so the record itself tells who took which part
    of it, and when. The entry is written before the first byte is sent, because nobody can tell how much of it arrived.

    Raises:
        NotFound: Nobody has that login, or no room that code.
    """
    with reads() as uow:
        query = _query(uow, filters, actor)
    filter_text = json.dumps(filters.given(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # Of whom it was is named, so that what the filter calls them can be found and erased.
    subjects = {"form": form, **({"person": query.person} if query.person else {})}
    texts = {"filter": filter_text}
    with transactions() as uow:
        size = uow.audit.append(at=clock.now(), actor=actor, kind="record.exported", subjects=subjects, texts=texts)
        uow.commit()
    return Export(query, size)


def exported(export: Export, *, reads: Reads) -> Generator[RecordPage]:
    """The entries of an export, oldest first, some hundred at a time, all as they stood at one moment.

    The transaction that reads them is open as long as the iterator is; close it.
    """
    with reads() as uow:
        rooms, items = _rooms(uow), _items(uow)
        found = uow.record.stream(export.query, size=export.size)
        while entries := tuple(map(read_entry, islice(found, CHUNK))):
            yield RecordPage(entries, RecordNames(rooms, items, _people(uow, entries)))


def read_entry(stored: RecordedEntry) -> EntryView:
    """An entry out of what is stored."""
    body = json.loads(stored.body)
    texts = {name: private.text for name, private in stored.texts.items()}
    return EntryView(
        index=stored.index,
        at=datetime.fromisoformat(body["at"]),
        actor_id=body["actor"],
        kind=body["kind"],
        subjects=body["subjects"],
        texts={name: text for name, text in sorted(texts.items()) if name != CHANGES},
        changes=read_changes(texts[CHANGES]) if CHANGES in texts else (),
        erased=tuple(sorted(set(body["commitments"]) - set(texts))),
        leaf=stored.leaf,
        body=stored.body,
    )


def names_in(uow: UnitOfWork, entries: Sequence[EntryView]) -> RecordNames:
    """What the ids in these entries stand for."""
    wanted = {entry.subjects["classroom"] for entry in entries if "classroom" in entry.subjects}
    rooms = {room_id: room.code for room_id in wanted if (room := uow.classrooms.get(room_id))}
    return RecordNames(rooms, _items(uow), _people(uow, entries))


def _rooms(uow: UnitOfWork) -> dict[str, str]:
    return {room.id: room.code for room in uow.classrooms.all()}


def _items(uow: UnitOfWork) -> dict[str, str]:
    return {item.id: item.title for item in uow.catalog.load().items.values()}


def _people(uow: UnitOfWork, entries: Sequence[EntryView]) -> Mapping[str, str]:
    ids = {entry.actor_id for entry in entries}
    return uow.people.names(ids | {entry.subjects["person"] for entry in entries if "person" in entry.subjects})


def _query(uow: UnitOfWork, filters: RecordFilters, reader: Actor) -> RecordQuery:
    """The filters with ids in the place of what people call things."""
    subjects = {
        "classroom": room_by_code(uow, filters.classroom).id if filters.classroom else None,
        "item": filters.item,
        "request": filters.request,
        "rollout": filters.rollout,
        "category": filters.category,
        "outcome": filters.outcome,
    }
    return RecordQuery(
        person=_person_id(uow, filters.person, reader) if filters.person else None,
        subjects={kind: wanted for kind, wanted in subjects.items() if wanted is not None},
        kind=filters.kind,
        since=filters.since,
        until=filters.until,
        words=tuple(filters.words.split()) if filters.words else (),
    )


def _person_id(uow: UnitOfWork, named: str, reader: Actor) -> str:
    if named == ME:
        return reader.id
    # Also of somebody whose account is long gone, of this host's operators, and of the service itself.
    return named if ":" in named or named == WORKER_ID else person_by_login(uow, named).id
