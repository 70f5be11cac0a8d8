"""Signing the head of the record."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orchestrator.domain.checkpoints import NobodyCanSign, RecordInconsistent, RecordProblem
from orchestrator.domain.merkle import EMPTY_ROOT, Frontier, leaf_hash
from orchestrator.domain.signed_notes import SignedNote
from orchestrator.services.checkpoint_work import SIGN_CHECKPOINT
from tests.integration.workflows.stage import wait_for
from tests.store.databases import Database
from tests.store.signing import ADA, ORIGIN, SignedRecord, signed_record


@pytest.fixture
def record(database: Database, tmp_path: Path) -> SignedRecord:
    return signed_record(database, tmp_path)


def root_over(database: Database, size: int) -> bytes:
    """Worked out of the entries themselves."""
    tree = Frontier()
    for (body,) in database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index LIMIT :size", size=size):
        tree, _ = tree.append(leaf_hash(body.encode()))
    return tree.root()


def test_a_checkpoint_signs_the_root_over_all_entries(record: SignedRecord) -> None:
    record.write(5)
    assert record.sign() == 0
    (kept,) = record.checkpoints()
    assert (kept.number, kept.size, kept.at) == (0, 5, record.clock.now())
    signed = record.opened(kept)
    assert (signed.origin, signed.size, signed.root) == (ORIGIN, 5, root_over(record.database, 5))


def test_the_next_checkpoint_takes_the_next_number(record: SignedRecord) -> None:
    record.write(5)
    record.sign()
    record.write(300)
    assert record.sign() == 1
    first, second = map(record.opened, record.checkpoints())
    assert (first.size, second.size) == (5, 305)
    assert second.root == root_over(record.database, 305)


def test_without_new_entries_there_is_nothing_to_sign(record: SignedRecord) -> None:
    assert record.sign() is None
    record.write()
    assert record.sign() == 0
    assert record.sign() is None
    assert len(record.checkpoints()) == 1


def test_a_signed_checkpoint_owes_its_publishing_once(record: SignedRecord) -> None:
    record.write()
    record.sign()
    record.sign()
    assert [job.id for job in record.jobs.waiting] == ["publish-checkpoints:0"]


def test_during_a_rotation_two_keys_sign_and_old_checkpoints_stay_valid(record: SignedRecord) -> None:
    (first,) = record.keys.verifier_keys()
    record.write()
    record.sign()
    successor = record.keys.add_key()
    # Without a new entry too, so that those who know only the new key need not wait for one.
    assert record.sign() == 1
    record.keys.retire(first)
    assert record.sign() is None
    record.write()
    assert record.sign() == 2

    signers = [[s.key_id for s in SignedNote.parse(c.note).signatures] for c in record.checkpoints()]
    assert signers == [[first.key_id], [first.key_id, successor.key_id], [successor.key_id]]
    assert [record.opened(checkpoint).size for checkpoint in record.checkpoints()] == [1, 1, 2]


def test_where_only_public_keys_are_left_nothing_is_signed_until_a_key_is_added(
    record: SignedRecord, tmp_path: Path
) -> None:
    record.write()
    record.sign()
    record.write()
    for file in (tmp_path / "keys").glob("*.pem"):
        file.unlink()
    with pytest.raises(NobodyCanSign):
        record.sign()
    record.keys.add_key()
    assert record.sign() == 1


OTHER = {"sqlite": "zeroblob(32)", "postgresql": r"'\x" + 64 * "0" + "'"}
TWICE = {"sqlite": "zeroblob(64)", "postgresql": r"'\x" + 128 * "0" + "'"}

TAMPERED = {
    "an entry that was signed has another hash": (
        RecordProblem.REWRITTEN,
        ["UPDATE cs_audit_entries SET leaf_hash = {other} WHERE entry_index = 1"],
    ),
    "an entry that was signed lost its hash": (
        RecordProblem.HOLES,
        ["UPDATE cs_audit_entries SET leaf_hash = NULL WHERE entry_index = 1"],
    ),
    "the tail is cut": (
        RecordProblem.SHORTER,
        [
            "DELETE FROM cs_audit_entries WHERE entry_index > 1",
            "UPDATE cs_audit_head SET next_index = 2, frontier = substr(frontier, 1, 32)",
        ],
    ),
    "the head is another": (RecordProblem.HEAD, ["UPDATE cs_audit_head SET frontier = {twice}"]),
    "the head is none": (RecordProblem.HEAD, ["UPDATE cs_audit_head SET frontier = {other}"]),
    "the last checkpoint says another size": (RecordProblem.NOTE, ["UPDATE cs_audit_checkpoints SET size = 3"]),
    "the last checkpoint is not signed": (RecordProblem.NOTE, ["UPDATE cs_audit_checkpoints SET note = {other}"]),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_record_that_does_not_continue_what_was_signed_is_not_signed_and_it_is_said(
    what: str, record: SignedRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, statements = TAMPERED[what]
    record.write(4)
    record.sign()
    record.write(2)
    kind = record.database.kind
    record.tamper(*(statement.format(other=OTHER[kind], twice=TWICE[kind]) for statement in statements))

    with pytest.raises(RecordInconsistent) as refused:
        record.sign()
    assert refused.value.problem is problem
    assert len(record.checkpoints()) == 1
    assert "nothing is signed" in capsys.readouterr().out
    finding = record.state().finding
    assert finding is not None
    assert finding.details() == refused.value.details()


def test_another_key_is_not_taken_for_the_records(record: SignedRecord, tmp_path: Path) -> None:
    record.write()
    record.sign()
    record.write()
    other = signed_record(record.database, tmp_path / "other")
    with pytest.raises(RecordInconsistent) as refused:
        other.sign()
    assert refused.value.problem is RecordProblem.NOTE


def test_the_state_counts_what_is_not_signed_yet(record: SignedRecord) -> None:
    assert (record.state().entries, record.state().signed, record.state().signed_at) == (0, 0, None)
    record.write(3)
    record.sign()
    record.write(2)
    state = record.state()
    assert (state.entries, state.signed, state.signed_at) == (5, 3, record.clock.now())
    assert state.finding is None


def test_the_empty_record_has_the_empty_root(record: SignedRecord) -> None:
    with record.database.reads() as uow:
        assert uow.record.frontier().root() == EMPTY_ROOT


def test_decisions_up_to_the_next_checkpoint_owe_one_piece_of_work(record: SignedRecord) -> None:
    record.write(3, actor=ADA)
    assert [job.id for job in record.jobs.waiting] == ["sign-checkpoint:after--1"]
    record.sign()
    record.write(2, actor=ADA)
    assert [job.id for job in record.jobs.waiting if job.kind == "sign-checkpoint"] == [
        "sign-checkpoint:after--1",
        "sign-checkpoint:after-0",
    ]


def test_what_the_worker_writes_by_itself_owes_nothing(record: SignedRecord) -> None:
    record.write(3)
    assert record.jobs.waiting == []


def test_a_decision_that_is_rolled_back_owes_nothing(record: SignedRecord) -> None:
    with record.transactions() as uow:
        uow.audit.append(at=record.clock.now(), actor=ADA, kind="k", subjects={})
    assert record.jobs.waiting == []


def test_whoever_signs_waits_for_a_decision_that_is_being_written(server_database: Database, tmp_path: Path) -> None:
    """Two transactions side by side, in the one order in which an entry could be left out."""
    record = signed_record(server_database, tmp_path)
    record.write()
    with ThreadPoolExecutor() as threads:
        with record.transactions() as deciding:
            deciding.audit.append(at=record.clock.now(), actor=ADA, kind="k", subjects={})
            signing = threads.submit(record.sign)
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            wait_for(lambda: server_database.sql(waiting) == [(1,)])
            deciding.commit()
        signing.result()
    assert [checkpoint.size for checkpoint in record.checkpoints()] == [2]


def test_no_decision_is_left_out_however_signing_and_deciding_meet(record: SignedRecord) -> None:
    """Every piece of owed work runs once, as soon as it is seen; at the end every decision has its checkpoint."""
    deciding, done = 4, threading.Event()

    def work() -> None:
        while not (done.is_set() and not record.jobs.waiting):
            if not record.jobs.waiting:
                time.sleep(0.001)
                continue
            if record.jobs.waiting.pop(0).kind == SIGN_CHECKPOINT:
                record.sign()

    with ThreadPoolExecutor() as threads:
        working = threads.submit(work)
        for decided in [threads.submit(record.write, 25, actor=ADA) for _ in range(deciding)]:
            decided.result()
        done.set()
        working.result()
    assert record.checkpoints()[-1].size == 25 * deciding
    assert [c.number for c in record.checkpoints()] == list(range(len(record.checkpoints())))
