"""Reading the record: filters, pages, names, exports, on either database."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.merkle import consistency_verifies, inclusion_verifies, leaf_hash
from orchestrator.domain.people import WORKER, Actor, Person
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.services import record_reading
from orchestrator.services.publication_stores import Publication
from orchestrator.services.record_checkpoints import PublishedCheckpoint
from orchestrator.services.record_proofs import (
    RecordTooShort,
    latest_checkpoint,
    list_checkpoints,
    prove_consistency,
    prove_inclusion,
    record_head,
)
from orchestrator.services.record_reading import (
    RecordFilters,
    RecordPage,
    begin_export,
    exported,
    find_entries,
    get_entry,
    has_more_than,
)
from orchestrator.services.record_stores import RecordQuery, StoredCheckpoint
from tests.store.databases import Database, opened_copy

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
ADA = Actor("person:ada", "Ada Lovelace")
OLGA = Actor("person:olga", "Olga Auditor")


class Clock:
    """A minute later each time."""

    def __init__(self) -> None:
        self.minutes = count()

    def now(self) -> datetime:
        return NOON + timedelta(minutes=next(self.minutes))


class Book:
    """A record that a test writes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        with database.transactions() as uow:
            uow.classrooms.put(Classroom("b204", "B-204", "Main building", "Europe/Berlin"))
            uow.classrooms.put(Classroom("c101", "C-101", "Annex", "Europe/Berlin"))
            for actor in (ADA, OLGA):
                login = actor.id.removeprefix("person:")
                uow.accounts.add(Person(actor.id, login, actor.name, "", "en", NOON))
                uow.people.remember(actor)
            uow.commit()

    def write(self, kind: str = "k.k", by: Actor = ADA, texts: dict[str, str] | None = None, **subjects: str) -> int:
        """One entry; its index."""
        with self.database.transactions() as uow:
            index = uow.audit.append(at=self.clock.now(), actor=by, kind=kind, subjects=subjects, texts=texts)
            uow.commit()
        return index

    def found(self, *, before: int | None = None, limit: int = 100, **filters: Any) -> list[int]:  # noqa: ANN401 - of any field
        """Indexes of entries that fit."""
        page = self.page(before=before, limit=limit, **filters)
        return [entry.index for entry in page.entries]

    def page(self, *, before: int | None = None, limit: int = 100, **filters: Any) -> RecordPage:  # noqa: ANN401 - of any field
        chosen = replace(RecordFilters(), **filters)
        return find_entries(chosen, reader=OLGA, before=before, limit=limit, reads=self.database.reads)

    def export(self, **filters: Any) -> list[int]:  # noqa: ANN401 - of any field
        """Indexes of entries in an export."""
        export = begin_export(
            replace(RecordFilters(), **filters),
            "csv",
            actor=OLGA,
            reads=self.database.reads,
            transactions=self.database.transactions,
            clock=self.clock,
        )
        return [entry.index for page in exported(export, reads=self.database.reads) for entry in page.entries]


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty record, on either database."""
    template = request.getfixturevalue("migrated" if request.param == "sqlite" else "postgres")
    with opened_copy(template, tmp_path) as database:
        yield Book(database)


def test_entries_are_found_by_whatever_they_name(book: Book) -> None:
    book.write("request.accepted", classroom="b204", item="firefox", request="r1", person=ADA.id)
    book.write("rollout.done", by=WORKER, classroom="b204", rollout="o1", outcome="done")
    book.write("override.made", by=OLGA, classroom="c101", item="git", category="security", person=ADA.id)
    for filters, expected in (
        ({}, [2, 1, 0]),
        ({"classroom": "b-204"}, [1, 0]),
        ({"item": "git"}, [2]),
        ({"request": "r1"}, [0]),
        ({"rollout": "o1"}, [1]),
        ({"kind": "request.accepted"}, [0]),
        ({"kind": "rollout."}, [1]),
        ({"category": "security"}, [2]),
        ({"outcome": "done"}, [1]),
        ({"person": "ada"}, [2, 0]),
        ({"person": "ADA"}, [2, 0]),
        ({"person": ADA.id}, [2, 0]),
        ({"person": "me"}, [2]),
        ({"person": "worker"}, [1]),
        ({"since": NOON + timedelta(minutes=1)}, [2, 1]),
        ({"until": NOON + timedelta(minutes=1)}, [0]),
        ({"person": "ada", "classroom": "C-101"}, [2]),
        ({"person": "me", "classroom": "B-204"}, []),
    ):
        assert book.found(**filters) == expected, filters


def test_words_find_names_and_free_texts_by_their_beginnings_whatever_case_and_accents(book: Book) -> None:
    book.write(texts={"explanation": "The Wéather plug-in shows advertisements."})
    book.write(texts={"explanation": "Tests run on Monday."})
    assert book.found(words="weather ADVERT") == [0]
    assert book.found(words="weather monday") == []


def test_who_or_what_nobody_knows_is_said_so_and_not_taken_for_an_empty_record(book: Book) -> None:
    with pytest.raises(NotFound, match="nobody"):
        book.found(person="nobody")
    with pytest.raises(NotFound, match="Z-999"):
        book.found(classroom="Z-999")


def test_pages_show_every_entry_once_though_new_ones_arrive(book: Book) -> None:
    for _ in range(5):
        book.write()
    seen: list[int] = []
    before: int | None = None
    while page := book.found(before=before, limit=2):
        seen += page
        before = page[-1]
        book.write()
    assert seen == [4, 3, 2, 1, 0]


def test_an_entry_is_read_with_its_names_texts_and_changes(book: Book) -> None:
    texts = {"explanation": "Because.", CHANGES: recorded(version="145.0.1", enough=None)}
    book.write("request.accepted", texts=texts, classroom="b204", person=OLGA.id)
    page = get_entry(0, reads=book.database.reads)
    (entry,) = page.entries
    assert (entry.index, entry.at, entry.actor_id, entry.kind) == (0, NOON, ADA.id, "request.accepted")
    assert entry.texts == {"explanation": "Because."}
    assert [(c.field, c.before, c.after) for c in entry.changes] == [("version", None, "145.0.1")]
    assert entry.erased == ()
    assert entry.leaf == leaf_hash(entry.body) == hashlib.sha256(b"\0" + entry.body).digest()
    assert page.names.rooms == {"b204": "B-204"}
    assert page.names.people == {ADA.id: ADA.name, OLGA.id: OLGA.name}
    with pytest.raises(NotFound):
        get_entry(1, reads=book.database.reads)


def test_what_was_erased_is_told_and_its_words_find_nothing_more(book: Book) -> None:
    book.write(texts={"explanation": "Because of Weather.", CHANGES: recorded(version="145")})
    with book.database.transactions() as uow:
        assert uow.record.erase(0, ["explanation", CHANGES]) == {"explanation", CHANGES}
        uow.commit()
    (entry,) = get_entry(0, reads=book.database.reads).entries
    assert (entry.texts, entry.changes, entry.erased) == ({}, (), (CHANGES, "explanation"))
    assert entry.leaf == leaf_hash(entry.body)
    assert book.found(words="weather") == []


def test_an_export_has_all_that_fits_oldest_first_and_stands_in_the_record_itself(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_reading, "CHUNK", 2)
    for number in range(5):
        book.write(classroom="b204" if number % 2 else "c101")
    assert book.export() == [0, 1, 2, 3, 4]
    assert book.export(classroom="B-204", words=None) == [1, 3]
    (entry,) = get_entry(6, reads=book.database.reads).entries
    assert (entry.kind, entry.actor_id, entry.subjects) == ("record.exported", OLGA.id, {"form": "csv"})
    assert entry.texts == {"filter": '{"classroom":"B-204"}'}


def test_an_export_about_a_person_names_that_person_so_that_the_name_can_be_erased(book: Book) -> None:
    book.write()
    assert book.export(person="ada") == [0]
    (entry,) = get_entry(1, reads=book.database.reads).entries
    assert entry.subjects == {"form": "csv", "person": ADA.id}


def test_an_export_sees_one_moment_whatever_is_written_or_erased_meanwhile(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_reading, "CHUNK", 1)
    for _ in range(3):
        book.write(texts={"reason": "private"})
    export = record_reading.Export(RecordQuery(), 3)
    pages = exported(export, reads=book.database.reads)
    texts = [next(pages).entries[0].texts]
    with book.database.transactions() as uow:
        uow.record.erase(2, ["reason"])
        uow.commit()
    book.write()
    texts += [page.entries[0].texts for page in pages]
    assert texts == [{"reason": "private"}] * 3


def test_an_export_that_is_left_gives_its_connection_back(book: Book) -> None:
    book.write()
    pool = book.database.engines.read.pool
    pages = exported(record_reading.Export(RecordQuery(), 1), reads=book.database.reads)
    next(pages)
    assert pool.checkedout() == 1  # type: ignore[attr-defined]  # of the pool that files and servers have
    pages.close()
    assert pool.checkedout() == 0  # type: ignore[attr-defined]  # likewise


def test_whether_more_fit_than_a_sheet_holds_is_known_beforehand(book: Book) -> None:
    for number in range(4):
        book.write(classroom="b204" if number else "c101")

    def more_than(most: int, **filters: Any) -> bool:  # noqa: ANN401 - of any field
        chosen = replace(RecordFilters(), **filters)
        return has_more_than(most, chosen, reader=OLGA, reads=book.database.reads)

    assert [more_than(most) for most in (3, 4)] == [True, False]
    assert [more_than(most, classroom="B-204") for most in (2, 3)] == [True, False]


def test_proofs_lead_to_the_roots_of_every_size(book: Book) -> None:
    for _ in range(9):
        book.write()
    reads = book.database.reads
    roots = {size: prove_consistency(size, size, reads=reads).new_root for size in range(10)}
    assert record_head(reads=reads).root == roots[9]
    for size in range(1, 10):
        for index in range(size):
            proof = prove_inclusion(index, size, reads=reads)
            assert inclusion_verifies(index, size, proof.leaf, proof.hashes, roots[size])
            assert proof.root == roots[size]
        for old in range(size + 1):
            grown = prove_consistency(old, size, reads=reads)
            assert consistency_verifies(old, size, roots[old], roots[size], grown.hashes)
    assert prove_inclusion(3, None, reads=reads).size == 9
    assert prove_consistency(3, None, reads=reads).new == 9


def test_sizes_that_cannot_be_are_refused_with_what_there_is(book: Book) -> None:
    for _ in range(3):
        book.write()
    reads = book.database.reads
    with pytest.raises(RecordTooShort) as short:
        prove_inclusion(0, 4, reads=reads)
    assert (short.value.asked, short.value.size) == (4, 3)
    with pytest.raises(RecordTooShort):
        prove_consistency(1, 9, reads=reads)
    with pytest.raises(NotFound):
        prove_inclusion(3, None, reads=reads)
    with pytest.raises(InvalidInput) as below:
        prove_inclusion(2, 2, reads=reads)
    assert [(p.field, p.value, p.expected) for p in below.value.problems] == [("size", "2", "3..")]
    with pytest.raises(InvalidInput) as above:
        prove_consistency(3, 2, reads=reads)
    assert [(p.field, p.value, p.expected) for p in above.value.problems] == [("old", "3", "0..2")]


def test_checkpoints_are_listed_newest_first_and_the_newest_is_named(book: Book) -> None:
    reads = book.database.reads
    with pytest.raises(NotFound):
        latest_checkpoint(reads=reads)
    made = []
    for number in range(3):
        made.append(StoredCheckpoint(number, book.write() + 1, NOON, f"note {number}".encode()))
        with book.database.transactions() as uow:
            uow.record.add_checkpoint(made[-1])
            uow.commit()
    got_there = Publication(2, "folder", NOON)
    with book.database.transactions() as uow:
        uow.publications.put([got_there])
        uow.commit()
    newest = PublishedCheckpoint(made[2], (got_there,))
    assert list(list_checkpoints(before=None, limit=2, reads=reads)) == [newest, PublishedCheckpoint(made[1], ())]
    assert list(list_checkpoints(before=1, limit=2, reads=reads)) == [PublishedCheckpoint(made[0], ())]
    assert latest_checkpoint(reads=reads) == made[2]
    assert record_head(reads=reads).checkpoint == newest
