"""Entries are found by whom, what, where, when and which words, in whatever combination."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.adapters.db import record, record_search
from orchestrator.adapters.db.errors import UnstorableText
from orchestrator.domain.people import Actor
from orchestrator.domain.record_terms import terms_of, words_of
from orchestrator.services.record_stores import RecordQuery
from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.recorded import ENTRIES, ITEMS, KINDS, PEOPLE, ROOMS, SURFACES, Appended, append_many
from tests.store.test_statements import counted, plan
from tests.store.values import NOON

ADA = Actor("person:ada", "Ada")


@pytest.fixture(scope="module")
def recorded(
    template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, list[Appended]]]:
    """A record that no test changes."""
    with opened_copy(template, tmp_path_factory.mktemp("recorded")) as database:
        yield database, append_many(database)


def fits(entry: Appended, query: RecordQuery) -> bool:
    """What the port promises, said plainly."""
    wanted = [
        plain
        for word in query.words
        for plain in next(said for surface, said in SURFACES.items() if surface.startswith(word))[
            : len(word) + word.count("ß")
        ].split()
    ]
    return (
        query.person in (None, entry.actor, entry.subjects.get("person"))
        and all(entry.subjects.get(name) == value for name, value in query.subjects.items())
        and (
            query.kind is None
            or entry.kind == query.kind
            or (query.kind.endswith(".") and entry.kind.startswith(query.kind))
        )
        and (query.since is None or entry.at >= query.since)
        and (query.until is None or entry.at < query.until)
        and all(any(word.startswith(asked) for word in entry.plain) for asked in wanted)
    )


moments = st.none() | st.integers(-30, ENTRIES + 30).map(lambda minute: NOON + timedelta(minutes=minute))
beginnings = st.sampled_from(sorted(SURFACES)).flatmap(
    lambda word: st.integers(1, len(word)).map(lambda length: word[:length])
)
queries = st.builds(
    RecordQuery,
    person=st.none() | st.sampled_from([*PEOPLE, "person:nobody"]),
    subjects=st.fixed_dictionaries(
        {}, optional={"classroom": st.sampled_from([*ROOMS, "nowhere"]), "item": st.sampled_from(ITEMS)}
    ),
    kind=st.none() | st.sampled_from([*KINDS, "request.", "rollout.", "req", "requested."]),
    since=moments,
    until=moments,
    words=st.lists(beginnings, max_size=2).map(tuple),
)


@given(query=queries, before=st.none() | st.integers(0, ENTRIES + 5), limit=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_a_page_has_the_newest_entries_that_fit(
    recorded: tuple[Database, list[Appended]], query: RecordQuery, before: int | None, limit: int
) -> None:
    database, entries = recorded
    expected = [e.index for e in reversed(entries) if fits(e, query) and (before is None or e.index < before)]
    with database.reads() as uow:
        found = uow.record.page(query, before=before, limit=limit)
    assert [entry.index for entry in found] == expected[:limit]


@given(query=queries, size=st.integers(0, ENTRIES + 5))
@settings(max_examples=40, deadline=None)
def test_a_stream_has_all_entries_that_fit_oldest_first(
    recorded: tuple[Database, list[Appended]], query: RecordQuery, size: int
) -> None:
    database, entries = recorded
    with database.reads() as uow:
        found = [entry.index for entry in uow.record.stream(query, size=size)]
    assert found == [e.index for e in entries if fits(e, query) and e.index < size]


@given(query=queries)
@settings(max_examples=40, deadline=None)
def test_what_is_common_is_found_as_well_as_what_is_rare(
    recorded: tuple[Database, list[Appended]], query: RecordQuery
) -> None:
    """Lists are counted only so far; here all of them are longer."""
    database, entries = recorded
    with pytest.MonkeyPatch.context() as patched, database.reads() as uow:
        patched.setattr(record_search, "COUNTED", 1)
        found = [entry.index for entry in uow.record.page(query, before=None, limit=ENTRIES)]
    assert found == [e.index for e in reversed(entries) if fits(e, query)]


def test_pages_lead_from_the_newest_entry_to_the_oldest(recorded: tuple[Database, list[Appended]]) -> None:
    database, entries = recorded
    query = RecordQuery(subjects={"classroom": "b204"})
    seen: list[int] = []
    with database.reads() as uow:
        while page := uow.record.page(query, before=seen[-1] if seen else None, limit=7):
            seen += [entry.index for entry in page]
    assert seen == [e.index for e in reversed(entries) if fits(e, query)]


def test_what_the_database_files_an_entry_under_is_what_its_body_says(
    recorded: tuple[Database, list[Appended]],
) -> None:
    database, entries = recorded
    terms: dict[int, set[tuple[str, str]]] = {}
    for name, value, index in database.sql("SELECT name, value, entry_index FROM cs_audit_terms"):
        terms.setdefault(index, set()).add((name, value))
    bodies = database.sql("SELECT entry_index, body FROM cs_audit_entries")
    assert terms == {index: terms_of(body.encode()) for index, body in bodies}
    words: dict[int, set[str]] = {}
    for word, index in database.sql("SELECT word, entry_index FROM cs_audit_words"):
        words.setdefault(index, set()).add(word)
    assert words == {e.index: {w for text in e.texts.values() for w in words_of(text)} for e in entries if e.plain}


def test_spans_tell_the_earliest_and_latest_time_of_256_entries(recorded: tuple[Database, list[Appended]]) -> None:
    database, entries = recorded
    spans = database.sql("SELECT number, earliest, latest FROM cs_audit_spans ORDER BY number")

    def written(moment: str) -> str:
        return moment.replace("+00:00", "Z")

    expected = []
    for number in range(ENTRIES // 256):
        times = [e.at.isoformat(timespec="microseconds") for e in entries[number * 256 : (number + 1) * 256]]
        expected.append((number, written(min(times)), written(max(times))))
    assert spans == expected


QUERIES = {
    "everything": RecordQuery(),
    "a person": RecordQuery(person="person:ada"),
    "a room": RecordQuery(subjects={"classroom": "b204"}),
    "a room and an item": RecordQuery(subjects={"classroom": "b204", "item": "firefox"}),
    "a kind": RecordQuery(kind="request."),
    "a word": RecordQuery(words=("fire",)),
    "a person in a room with a word": RecordQuery(
        person="person:ada", subjects={"classroom": "b204"}, words=("fire", "für")
    ),
    "a room in a period": RecordQuery(subjects={"classroom": "b204"}, since=NOON, until=NOON + timedelta(hours=1)),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_no_search_walks_through_a_whole_table(recorded: tuple[Database, list[Appended]], query: RecordQuery) -> None:
    database, _ = recorded
    steps = plan(database, lambda uow: uow.record.page(query, before=600, limit=10))
    # Of all entries the newest ones are walked along, with an end; spans are one for 256 entries.
    walked = [step for step in steps if step.startswith(("SCAN", "Seq Scan")) and "cs_audit_spans" not in step]
    assert [step for step in walked if "cs_" in step] == []


@pytest.mark.parametrize("name", ["a room", "a kind", "a person"])
def test_a_page_of_one_thing_needs_no_sorting(recorded: tuple[Database, list[Appended]], name: str) -> None:
    database, _ = recorded
    steps = plan(database, lambda uow: uow.record.page(QUERIES[name], before=600, limit=10))
    assert [step for step in steps if "cs_audit_terms" in step]
    # What is found is put in order afterwards by PostgreSQL, if it likes; the walk itself is in order.
    walk = steps[: next(number for number, step in enumerate(steps) if "cs_audit_terms" in step) + 1]
    assert not [step for step in walk if "SORT" in step.upper() or "TEMP B-TREE" in step]


@pytest.mark.parametrize("query", [RecordQuery(), RecordQuery(person="person:ada"), RecordQuery(words=("fire",))])
def test_more_entries_than_a_stream_holds_at_a_time_come_once_each(
    recorded: tuple[Database, list[Appended]], monkeypatch: pytest.MonkeyPatch, query: RecordQuery
) -> None:
    database, entries = recorded
    monkeypatch.setattr(record, "_AT_ONCE", 7)
    with database.reads() as uow:
        found = [entry.index for entry in uow.record.stream(query, size=ENTRIES)]
    assert found == [e.index for e in entries if fits(e, query)]


def test_a_stream_sees_nothing_of_what_is_written_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_AT_ONCE", 2)

    def append(count: int) -> None:
        with database.transactions() as uow:
            for _ in range(count):
                uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts={"reason": "words"})
            uow.commit()

    append(6)
    with database.reads() as reading:
        stream = reading.record.stream(RecordQuery(words=("words",)), size=100)
        first = next(stream)
        append(5)
        with database.transactions() as uow:
            uow.record.erase(5, ["reason"])
            uow.commit()
        last = [first, *stream][-1]
        assert (last.index, last.texts["reason"].text) == (5, "words")
        assert reading.record.frontier().size == 6


@pytest.mark.parametrize("query", [RecordQuery(person="a\x00"), RecordQuery(subjects={"item": "\ud800"})])
def test_what_no_database_keeps_is_refused(database: Database, query: RecordQuery) -> None:
    with database.reads() as uow, pytest.raises(UnstorableText):
        uow.record.page(query, before=None, limit=1)


@pytest.mark.parametrize("words", [(), ("",), ("-",), ("\x00", "…")])
def test_words_without_a_letter_ask_for_nothing(database: Database, words: tuple[str, ...]) -> None:
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={})
        assert len(uow.record.page(RecordQuery(words=words), before=None, limit=5)) == 1


@pytest.mark.parametrize(
    ("query", "budget"),
    [
        (RecordQuery(), 3),
        (RecordQuery(subjects={"classroom": "b204"}), 3),
        (RecordQuery(subjects={"classroom": "b204"}, words=("fire",), kind="request."), 4),
        (RecordQuery(subjects={"classroom": "b204"}, words=("fire",), since=NOON, until=NOON + timedelta(days=1)), 6),
    ],
    ids=["everything", "a room", "a room, words and a kind", "the same in a period"],
)
def test_a_page_takes_few_statements_whatever_its_length(
    recorded: tuple[Database, list[Appended]], query: RecordQuery, budget: int
) -> None:
    database, _ = recorded
    for limit in (1, 50):
        with counted(database) as statements, database.reads() as uow:
            assert len(uow.record.page(query, before=None, limit=limit)) > limit // 5
        assert len(statements) == budget
