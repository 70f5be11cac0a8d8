"""The end cut off, the head put back, an old backup, a forked history, another key: both checks find and locate it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from orchestrator.adapters.db.database_url import database_file
from orchestrator.domain.merkle import Frontier, leaf_hash
from orchestrator.domain.signed_notes import SignedNote
from orchestrator.services.record_check.findings import CheckpointName, FindingCode, Grade
from orchestrator.services.record_verify import CaveatCode, Verdict
from tests.store.databases import Database
from tests.store.record.bent import Owner
from tests.store.record.written import FORGER, SIGNER, Checks, record, sign, the, write
from tests.unit.domain.note_examples import SOFA, signer_of


@pytest.fixture
def notes(database: Database) -> list[bytes]:
    """What was published of a record of forty entries, after every tenth."""
    return record(database)


@pytest.fixture
def owner(database: Database, notes: list[bytes]) -> Owner:
    assert len(notes) == 4
    return Owner(database)


class TestEndCutOff:
    def test_the_missing_entries_are_named(self, owner: Owner, checks: Checks) -> None:
        for index in range(37, 40):
            owner.remove(index)
        online, apart = checks.found()
        assert online == apart == [("tail-cut", 37, 39)]
        result = checks.online()
        assert the(result, FindingCode.TAIL_CUT).grade is Grade.PROVEN
        assert result.proven_size == 30

    def test_with_all_worked_out_anew_a_checkpoint_tells(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_texts WHERE entry_index > 36")
        owner.do("DELETE FROM cs_audit_words WHERE entry_index > 36")
        owner.forge(lambda bodies: bodies[:37])
        online, apart = checks.found()
        assert online == apart == [("tail-cut", 37, 39)]
        assert the(checks.online(), FindingCode.TAIL_CUT).facts["checkpoint"] == CheckpointName(3, size=40)

    def test_before_any_checkpoint_covers_them_the_head_tells(self, database: Database, checks: Checks) -> None:
        record(database, 45)
        owner = Owner(database)
        for index in (43, 44):
            owner.remove(index)
        online, apart = checks.found()
        assert online == apart == [("tail-cut", 43, 44)]
        assert the(checks.online(), FindingCode.TAIL_CUT).grade is Grade.NOTICED

    def test_with_its_checkpoints_cut_too_only_a_published_one_tells(
        self, owner: Owner, checks: Checks, notes: list[bytes]
    ) -> None:
        owner.do("DELETE FROM cs_audit_texts WHERE entry_index > 29")
        owner.do("DELETE FROM cs_audit_words WHERE entry_index > 29")
        owner.do("DELETE FROM cs_audit_checkpoints WHERE number = 3")
        owner.forge(lambda bodies: bodies[:30])
        assert checks.found() == ([], [])
        online, apart = checks.found(since=[notes[-1]])
        assert online == apart == [("rolled-back", 30, 39)]
        assert the(checks.online([notes[-1]]), FindingCode.ROLLED_BACK).grade is Grade.PROVEN


class TestHeadPutBack:
    def test_only_the_head(self, owner: Owner, checks: Checks) -> None:
        frontier = Frontier()
        for (body,) in owner.do("SELECT body FROM cs_audit_entries WHERE entry_index < 33 ORDER BY entry_index"):
            frontier, _ = frontier.append(leaf_hash(body.encode()))
        owner.head(frontier)
        online, apart = checks.found()
        assert online == apart == [("head-behind", 33, 39)]

    def test_a_head_of_another_tree(self, owner: Owner, checks: Checks) -> None:
        frontier = Frontier()
        for index in range(40):
            frontier, _ = frontier.append(leaf_hash(b"%d" % index))
        owner.head(frontier)
        online, apart = checks.found()
        assert online == apart == [("head-differs", None, None)]

    @pytest.mark.parametrize("statement", ["UPDATE cs_audit_head SET frontier = NULL", "DELETE FROM cs_audit_head"])
    def test_a_head_that_is_none(self, owner: Owner, checks: Checks, statement: str) -> None:
        owner.do(statement)
        online, apart = checks.found()
        assert {online[0][0], apart[0][0]} <= {"head-differs", "head-behind"}

    def test_an_old_backup_is_told_by_a_published_checkpoint(self, database: Database, checks: Checks) -> None:
        record(database, 33)
        owner = Owner(database)
        backup = owner.backup()
        write(database, 7)
        published = sign(database)
        owner.put_back(backup)
        assert checks.found() == ([], [])
        online, apart = checks.found(since=[published])
        assert online == apart == [("rolled-back", 33, 39)]
        assert the(checks.online([published]), FindingCode.ROLLED_BACK).facts["held"] == 33

    def test_an_old_file_is_told_by_a_published_checkpoint(self, sqlite_database: Database, tmp_path: Path) -> None:
        record(sqlite_database, 33)
        file, backup = database_file(sqlite_database.url), tmp_path / "backup.sqlite"
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as copy:
            source.backup(copy)
        write(sqlite_database, 7)
        published = sign(sqlite_database)
        sqlite_database.close()
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        shutil.copyfile(backup, file)
        online, apart = Checks(sqlite_database, tmp_path).found(since=[published])
        assert online == apart == [("rolled-back", 33, 39)]

    def test_an_old_backup_that_was_written_on_is_a_fork(self, database: Database, checks: Checks) -> None:
        record(database, 23)
        owner = Owner(database)
        backup = owner.backup()
        write(database, 7)
        published = sign(database)
        owner.put_back(backup)
        write(database, 17, kind="written.anew")
        sign(database)
        assert checks.found() == ([], [])
        online, apart = checks.found(since=[published])
        assert online == apart == [("history-forked", 20, 29)]


class TestHistoryForked:
    """Written anew by somebody who has the log's own key: only what was published elsewhere tells."""

    @pytest.fixture
    def forked(self, database: Database) -> list[bytes]:
        """Forty entries were published; the last twenty were then written anew, and signed."""
        record(database, 20)
        owner = Owner(database)
        backup = owner.backup()
        genuine = []
        for _ in range(2):
            write(database, 10)
            genuine.append(sign(database))
        owner.put_back(backup)
        for _ in range(2):
            write(database, 10, kind="written.anew")
            sign(database)
        return genuine

    def test_by_itself_it_is_in_order_and_the_result_says_what_was_lacking(
        self, checks: Checks, forked: list[bytes]
    ) -> None:
        assert len(forked) == 2
        assert checks.found() == ([], [])
        assert CaveatCode.NOTHING_PUBLISHED in {caveat.code for caveat in checks.online().caveats}

    def test_the_last_published_checkpoint_tells(self, checks: Checks, forked: list[bytes]) -> None:
        online, apart = checks.found(since=forked[1:])
        assert online == apart == [("history-forked", 30, 39)]

    def test_more_published_checkpoints_locate_it_more_closely(self, checks: Checks, forked: list[bytes]) -> None:
        online, apart = checks.found(since=forked)
        assert online == apart == [("history-forked", 20, 29)]
        finding = the(checks.online(forked), FindingCode.HISTORY_FORKED)
        assert (finding.grade, finding.facts["checkpoint"]) == (
            Grade.PROVEN,
            CheckpointName(file="published-0", size=30),
        )
        assert checks.online(forked).proven_size == 20


class TestWrongKey:
    def test_all_of_it_signed_by_another_key_is_located_at_each_checkpoint(
        self, owner: Owner, database: Database, checks: Checks
    ) -> None:
        owner.do("DELETE FROM cs_audit_checkpoints")
        sign(database, [FORGER])
        write(database, 5)
        sign(database, [FORGER])
        assert Checks(database, checks.folder / "forger", keys=[FORGER.key]).found() == ([], [])
        online, apart = checks.found()
        assert online == apart == [("checkpoint-wrong-key", None, None)] * 2
        named = [finding.facts["checkpoint"] for finding in checks.online().findings]
        assert named == [CheckpointName(0, size=40), CheckpointName(1, size=45)]

    def test_one_checkpoint_signed_by_another_key_is_located(self, owner: Owner, checks: Checks) -> None:
        forged = signed_anew(owner, 1)
        owner.do("UPDATE cs_audit_checkpoints SET note = :note WHERE number = 1", note=forged)
        online, apart = checks.found()
        assert online == apart == [("checkpoint-wrong-key", None, None)]
        assert the(checks.online(), FindingCode.CHECKPOINT_WRONG_KEY).facts["checkpoint"] == CheckpointName(1, size=20)

    def test_after_a_rotation_both_keys_are_trusted(self, database: Database, checks: Checks) -> None:
        successor = signer_of(SIGNER.key.name, b"successor")
        record(database, 20)
        write(database, 5)
        sign(database, [SIGNER, successor])
        write(database, 5)
        sign(database, [successor])
        both = Checks(database, checks.folder / "both", keys=[SIGNER.key, successor.key])
        assert both.found() == ([], [])
        online, apart = checks.found()
        assert online == apart == [("checkpoint-wrong-key", None, None)]


class TestCheckpointChanged:
    @pytest.mark.parametrize("place", [0, 19, 25, 110], ids=["name of the log", "size", "root", "signature"])
    def test_it_is_located(self, owner: Owner, checks: Checks, notes: list[bytes], place: int) -> None:
        bent = bytearray(notes[1])
        bent[place] = ord("3") if bent[place] != ord("3") else ord("4")
        owner.do("UPDATE cs_audit_checkpoints SET note = :note WHERE number = 1", note=bytes(bent))
        online, apart = checks.found()
        assert online == apart == [("checkpoint-bad-signature", None, None)]
        finding = the(checks.online(), FindingCode.CHECKPOINT_BAD_SIGNATURE)
        assert finding.facts["checkpoint"] == CheckpointName(1, size=20)

    def test_what_is_no_checkpoint_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_checkpoints SET note = :note WHERE number = 1", note=b"\xff\xfe")
        online, apart = checks.found()
        assert online == apart == [("checkpoint-malformed", None, None)]

    def test_one_that_was_taken_away_is_missed_where_the_record_is(self, owner: Owner, checks: Checks) -> None:
        """An export has no numbers of checkpoints; nobody needs each of them."""
        owner.do("DELETE FROM cs_audit_checkpoints WHERE number = 1")
        online, apart = checks.found()
        assert (online, apart) == ([("checkpoint-missing", None, None)], [])

    def test_one_under_another_size_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_checkpoints SET size = 21 WHERE number = 1")
        online, apart = checks.found()
        assert (online, apart) == ([("checkpoint-malformed", None, None)], [])

    def test_one_of_another_log_is_refused(self, owner: Owner, checks: Checks) -> None:
        assert owner.body(0)["index"] == 0
        result = checks.online(since=[SOFA.encode()])
        assert [finding.code for finding in result.findings] == [FindingCode.CHECKPOINT_WRONG_KEY]


def test_without_any_checkpoint_nothing_is_proven(database: Database, checks: Checks) -> None:
    write(database, 3)
    result = checks.online()
    assert (result.verdict, result.findings) == (Verdict.UNPROVEN, ())
    assert checks.stand_alone()["status"] == 3


def test_an_empty_record_is_in_order_and_unproven(checks: Checks) -> None:
    result = checks.online()
    assert (result.verdict, result.findings, result.entries) == (Verdict.UNPROVEN, (), 0)
    assert checks.stand_alone()["status"] == 3


def signed_anew(owner: Owner, number: int) -> bytes:
    """A stored checkpoint as somebody else would have signed it."""
    ((note,),) = owner.do("SELECT note FROM cs_audit_checkpoints WHERE number = :number", number=number)
    return SignedNote(SignedNote.parse(bytes(note)).text).signed_by(FORGER).to_bytes()
