"""The tree that the store keeps over the log is the one of RFC 6962, whoever appends and whatever fails."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree
from sqlalchemy.exc import DBAPIError

from orchestrator.domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    FrontierMalformed,
    HashesMissing,
    consistency_proof,
    consistency_verifies,
    frontier_at,
    inclusion_proof,
    inclusion_verifies,
)
from orchestrator.domain.people import Actor
from orchestrator.services.record_stores import RecordQuery
from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.recorded import ENTRIES, append_many
from tests.store.values import NOON

ADA = Actor("person:ada", "Ada")
TREE_TABLES = ("entries", "texts", "subtrees", "terms", "spans", "words")


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def append(database: Database, count: int) -> None:
    with database.transactions() as uow:
        for number in range(count):
            uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={"number": str(number)})
        uow.commit()


def bodies_of(database: Database) -> list[bytes]:
    return [body.encode() for (body,) in database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")]


def counts(database: Database) -> list[int]:
    return [database.sql(f"SELECT count(*) FROM cs_audit_{table}")[0][0] for table in TREE_TABLES]  # noqa: S608 - our own names


@pytest.fixture(scope="module")
def recorded(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A record that no test changes."""
    with opened_copy(template, tmp_path_factory.mktemp("recorded")) as database:
        append_many(database)
        yield database


def test_an_empty_log_has_the_empty_root(database: Database) -> None:
    with database.reads() as uow:
        assert uow.record.frontier() == Frontier()
        assert uow.record.frontier().root() == EMPTY_ROOT


def test_after_every_entry_the_head_has_the_root_of_the_rfc(database: Database) -> None:
    for _ in range(9):
        append(database, 1)
        bodies = bodies_of(database)
        with database.reads() as uow:
            head = uow.record.frontier()
        assert (head.size, head.root()) == (len(bodies), mth(bodies))


def test_the_tree_is_the_one_that_somebody_else_builds_over_the_same_bodies(recorded: Database) -> None:
    bodies = bodies_of(recorded)
    other = InmemoryTree(algorithm="sha256")
    for body in bodies:
        other.append_entry(body)
    with recorded.reads() as uow:
        record = uow.record
        assert record.frontier().root() == other.get_root() == mth(bodies)
        for size in (1, 255, 256, 257, 512, 699, 700):
            assert frontier_at(size, record.kept).root() == other.get_root(size)


def test_leaves_and_every_subtree_of_256_of_them_are_kept(recorded: Database) -> None:
    bodies = bodies_of(recorded)
    with recorded.reads() as uow:
        assert uow.record.kept(0, 0, ENTRIES) == [mth([body]) for body in bodies]
        assert uow.record.kept(8, 0, 2) == [mth(bodies[:256]), mth(bodies[256:512])]
        assert uow.record.kept(8, 1, 1) == [mth(bodies[256:512])]
    assert recorded.sql("SELECT level, position FROM cs_audit_subtrees ORDER BY 1, 2") == [(8, 0), (8, 1)]


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_proofs_out_of_what_is_kept_verify(recorded: Database, data: st.DataObject) -> None:
    new = data.draw(st.integers(1, ENTRIES), "new")
    old = data.draw(st.integers(0, new), "old")
    index = data.draw(st.integers(0, new - 1), "index")
    with recorded.reads() as uow:
        record = uow.record
        entry = record.entry(index)
        old_root, new_root = frontier_at(old, record.kept).root(), frontier_at(new, record.kept).root()
        assert entry is not None
        assert inclusion_verifies(index, new, entry.leaf, inclusion_proof(index, new, record.kept), new_root)
        assert consistency_verifies(old, new, old_root, new_root, consistency_proof(old, new, record.kept))


def test_a_proof_about_more_entries_than_there_are_is_not_made_up(recorded: Database) -> None:
    with recorded.reads() as uow, pytest.raises(HashesMissing):
        inclusion_proof(3, ENTRIES + 1, uow.record.kept)


def test_many_writers_at_once_leave_no_gap_and_the_right_tree(database: Database) -> None:
    def write(writer: int) -> None:
        for number in range(40):
            with database.transactions() as uow:
                uow.audit.append(
                    at=NOON, actor=Actor(f"person:{writer}", "N"), kind="k", subjects={}, texts={"reason": str(number)}
                )
                if number % 8 != 7:  # every eighth is rolled back
                    uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    bodies = bodies_of(database)
    size = 8 * 35
    with database.reads() as uow:
        record = uow.record
        assert record.frontier().size == len(bodies) == size
        assert record.frontier().root() == mth(bodies) == frontier_at(size, record.kept).root()
        assert [entry.index for entry in record.stream(RecordQuery(), size=size)] == list(range(size))
        assert {len(list(record.stream(RecordQuery(person=f"person:{n}"), size=size))) for n in range(8)} == {35}
    assert counts(database)[:3] == [size, size, 1]


def append_and_fail(database: Database) -> None:
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={"room": "b204"}, texts={"reason": "words"})
        assert uow.record.frontier().size == 256
        raise RuntimeError("later")


def test_a_change_that_fails_leaves_nothing_of_its_entry(database: Database) -> None:
    """Not even when the entry completes a subtree and a span."""
    append(database, 255)
    before = counts(database), database.sql("SELECT next_index, frontier FROM cs_audit_head")
    with pytest.raises(RuntimeError, match="later"):
        append_and_fail(database)
    assert (counts(database), database.sql("SELECT next_index, frontier FROM cs_audit_head")) == before
    append(database, 1)
    assert counts(database)[:3] == [256, 0, 1]


def test_a_head_that_somebody_changed_is_not_built_upon(database: Database) -> None:
    append(database, 3)
    on_table = " ON cs_audit_head" if database.kind == "postgresql" else ""
    database.sql(f"DROP TRIGGER cs_audit_head_update{on_table}")
    database.sql("UPDATE cs_audit_head SET next_index = 4")
    with database.transactions() as uow, pytest.raises(FrontierMalformed):
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={})
    with database.reads() as uow, pytest.raises(FrontierMalformed):
        uow.record.frontier()


def test_whoever_may_write_and_reads_the_head_keeps_others_from_appending(server_database: Database) -> None:
    with server_database.transactions() as uow:
        assert uow.record.frontier().size == 0
        with pytest.raises(DBAPIError, match="could not obtain lock"):
            server_database.sql("SELECT * FROM cs_audit_head FOR UPDATE NOWAIT")
    with server_database.reads() as uow:
        assert uow.record.frontier().size == 0
        assert len(server_database.sql("SELECT * FROM cs_audit_head FOR UPDATE NOWAIT")) == 1
