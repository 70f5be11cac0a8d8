"""The end cut off, the head put back, the history forked, another key: found, and located."""

from pathlib import Path

import pytest

from orchestrator.domain.signed_notes import SignedNote
from tests.unit.domain.note_examples import signer_of
from tests.unit.verifier.checking import KEY, found, result_of
from tests.unit.verifier.record import ORIGIN, SIGNER, Record, a_record, with_field

FORGER = signer_of(ORIGIN, b"somebody else")


class TestEndCutOff:
    def test_the_missing_entries_are_named(self, record: Record, tmp_path: Path) -> None:
        del record.entries[95:]
        record.texts = [text for text in record.texts if text.entry < 95]
        result = result_of(record, tmp_path)
        assert found(result) == [("tail-cut", 95, 99)]
        assert "line 10 of checkpoints.jsonl (100 entries)" in result["findings"][0]["sentence"]
        assert result["proven_size"] == 90

    def test_the_texts_of_cut_entries_give_them_away(self, record: Record, tmp_path: Path) -> None:
        del record.entries[98:]
        assert found(result_of(record, tmp_path)) == [("tail-cut", 98, 99), ("text-put-in", 99, None)]

    def test_a_head_ahead_of_the_entries_gives_it_away_before_any_checkpoint_does(self, tmp_path: Path) -> None:
        record = a_record(105)
        del record.entries[102:]
        record.texts = [text for text in record.texts if text.entry < 102]
        result = result_of(record, tmp_path)
        assert found(result) == [("tail-cut", 102, 104)]
        assert "record.json" in result["findings"][0]["sentence"]

    def test_with_its_checkpoints_cut_too_a_published_one_tells(self, record: Record, tmp_path: Path) -> None:
        published = record.checkpoints[-1]
        shorter = a_record(90)
        result = result_of(shorter, tmp_path, since=[published])
        assert found(result) == [("rolled-back", 90, 99)]
        assert result_of(shorter, tmp_path / ".")["status"] == 0


class TestHeadRolledBack:
    def test_only_the_head(self, record: Record, tmp_path: Path) -> None:
        record.frontier = a_record(93).frontier
        assert found(result_of(record, tmp_path)) == [("head-behind", 93, 99)]

    def test_a_backup_put_back_is_located_by_a_published_checkpoint(self, tmp_path: Path) -> None:
        published = a_record(100).checkpoints[-1]
        result = result_of(a_record(73), tmp_path, since=[published])
        assert found(result) == [("rolled-back", 73, 99)]
        assert "the log itself knows of 73 entries" in result["findings"][0]["sentence"]

    def test_a_backup_put_back_and_written_on_is_located_by_a_published_checkpoint(self, tmp_path: Path) -> None:
        published = a_record(100).checkpoints
        record = a_record(73)
        for _ in range(40):
            record.append("written.anew")
        record.sign()
        assert found(result_of(record, tmp_path, since=published)) == [("history-forked", 70, 79)]


class TestHistoryForked:
    """By somebody who has the log's own key: only what was published elsewhere tells."""

    def forked(self) -> Record:
        record = a_record(54)
        for _ in range(46):
            record.append("written.anew")
            if record.frontier.size % 10 == 0:
                record.sign()
        return record

    def test_by_itself_the_forged_history_is_in_order_and_the_result_says_so(self, tmp_path: Path) -> None:
        result = result_of(self.forked(), tmp_path)
        assert result["status"] == 0
        assert any("a record put back or signed anew would pass" in caveat for caveat in result["caveats"])

    def test_one_published_checkpoint_tells(self, record: Record, tmp_path: Path) -> None:
        result = result_of(self.forked(), tmp_path, since=[record.checkpoints[7]])
        assert found(result) == [("history-forked", 70, 79)]
        assert result["proven_size"] == 70

    def test_more_published_checkpoints_locate_it_more_closely(self, record: Record, tmp_path: Path) -> None:
        result = result_of(self.forked(), tmp_path, since=record.checkpoints)
        assert found(result) == [("history-forked", 50, 59)]
        assert "(60 entries)" in result["findings"][0]["sentence"]

    def test_two_signed_roots_of_one_size_tell_without_any_other(self, record: Record, tmp_path: Path) -> None:
        forged = self.forked()
        result = result_of(forged, tmp_path, since=[record.checkpoints[-1]])
        assert found(result) == [("history-forked", 90, 99)]

    def test_even_where_the_entries_fit_neither(self, record: Record, tmp_path: Path) -> None:
        forged = self.forked()
        forged.checkpoints = [forged.checkpoints[-1]]
        forged.entries[10].body = with_field(forged.entries[10].body, "actor", "person:eve")
        forged.rehash()
        result = result_of(forged, tmp_path, since=[record.checkpoints[-1]])
        assert found(result) == [("history-forked", 0, 99)]


class TestWrongKey:
    def test_a_record_under_another_key_is_found(self, tmp_path: Path) -> None:
        forged = a_record(0)
        forged.signers = [FORGER]
        for number in range(1, 21):
            forged.append()
            if number % 10 == 0:
                forged.sign()
        assert result_of(forged, tmp_path, keys=[])["status"] == 0
        result = result_of(forged, tmp_path)
        assert [code for code, *_ in found(result)] == ["checkpoint-wrong-key"] * 2
        assert FORGER.key.signer in result["findings"][0]["sentence"]
        assert "line 1 of checkpoints.jsonl" in result["findings"][0]["sentence"]
        assert result["proven_size"] == 0

    def test_one_checkpoint_under_another_key_is_located(self, record: Record, tmp_path: Path) -> None:
        record.signers = [FORGER]
        record.checkpoints[4] = a_checkpoint_by(record, 50)
        record.signers = [SIGNER]
        result = result_of(record, tmp_path)
        assert found(result) == [("checkpoint-wrong-key", None, None)]
        assert "line 5 of checkpoints.jsonl" in result["findings"][0]["sentence"]

    def test_after_a_rotation_both_keys_are_given(self, record: Record, tmp_path: Path) -> None:
        successor = signer_of(ORIGIN, b"successor")
        record.signers = [SIGNER, successor]
        record.append()
        record.sign()
        record.signers = [successor]
        record.append()
        record.sign()
        both = [KEY, str(successor.key)]
        assert result_of(record, tmp_path, keys=both)["findings"] == []
        assert [code for code, *_ in found(result_of(record, tmp_path))] == ["checkpoint-wrong-key"]

    @pytest.mark.parametrize(
        ("place", "why"),
        [
            (0, "checkpoint-bad-signature"),
            (20, "checkpoint-bad-signature"),
            (40, "checkpoint-bad-signature"),
            (70, "checkpoint-wrong-key"),
            (90, "checkpoint-wrong-key"),
            (120, "checkpoint-bad-signature"),
        ],
        ids=["name of the log", "size", "root", "name of the key", "id of the key", "signature"],
    )
    def test_a_changed_checkpoint_is_located(self, record: Record, tmp_path: Path, place: int, why: str) -> None:
        note = record.checkpoints[4].decode()
        other = "X" if note[place] != "X" else "Y"
        record.checkpoints[4] = f"{note[:place]}{other}{note[place + 1 :]}".encode()
        result = result_of(record, tmp_path)
        assert found(result) == [(why, None, None)]
        assert "line 5 of checkpoints.jsonl" in result["findings"][0]["sentence"]

    def test_a_checkpoint_of_another_log_is_refused(self, record: Record, tmp_path: Path) -> None:
        other = a_record(30).checkpoints[0].decode().replace(ORIGIN, "example.org/other", 1)
        text = other.split("\n\n")[0] + "\n"
        result = result_of(record, tmp_path, since=[SignedNote(text).signed_by(SIGNER).to_bytes()])
        assert found(result) == [("checkpoint-other-log", None, None)]


def a_checkpoint_by(record: Record, size: int) -> bytes:
    """The checkpoint that the record's signers would have made at that size."""
    shorter = a_record(size)
    shorter.signers = record.signers
    return shorter.sign()
