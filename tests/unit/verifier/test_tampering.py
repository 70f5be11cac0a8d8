"""Each way to bend the record, done as its owner could do it with all triggers dropped, is found and located.

"Careless" changes what is to be changed and leaves the hashes that the log kept; "careful" works all hashes of entries
and head out anew. Nobody but the holder of the key can sign; the last class has that key.
"""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.domain.merkle import leaf_hash
from tests.unit.domain.note_examples import signer_of
from tests.unit.verifier.record import ORIGIN, SIGNER, Record, TextRow, a_record, with_field
from verifier.verify_record import check

KEY = str(SIGNER.key)
FORGER = signer_of(ORIGIN, b"somebody else")


@pytest.fixture
def record() -> Record:
    """A hundred entries with a checkpoint after every tenth."""
    return a_record()


def result_of(
    record: Record, folder: Path, since: Sequence[bytes] = (), keys: Sequence[str] = (KEY,)
) -> dict[str, Any]:
    published = []
    for number, note in enumerate(since):
        path = folder / f"published-{number}"
        path.write_bytes(note)
        published.append(str(path))
    return check(record.export(folder / "export"), published, keys)


def found(result: dict[str, Any]) -> list[tuple[str, int | None, int | None]]:
    """Codes with the entries that they name."""
    assert result["status"] == (1 if result["findings"] else 0)
    return [(f["code"], f.get("first"), f.get("last")) for f in result["findings"]]


def test_an_untouched_record_is_in_order(record: Record, tmp_path: Path) -> None:
    result = result_of(record, tmp_path, since=record.checkpoints[3:5])
    assert (result["status"], result["findings"], result["caveats"]) == (0, [], [])
    assert (result["entries"], result["texts"], result["proven_size"]) == (100, 50, 100)


class TestFieldChanged:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("actor", "person:eve"),
            ("kind", "request.withdrawn"),
            ("at", "2026-01-12T09:00:00.000000Z"),
            ("subjects", {}),
        ],
    )
    def test_careless_is_located_and_proven(self, record: Record, tmp_path: Path, name: str, value: object) -> None:
        record.entries[41].body = with_field(record.entries[41].body, name, value)
        result = result_of(record, tmp_path)
        assert found(result) == [("entry-changed", 41, 41)]
        assert result["findings"][0]["proven_by"] == result["proven_size"] == 100

    def test_careful_is_located_between_two_checkpoints(self, record: Record, tmp_path: Path) -> None:
        record.entries[41].body = with_field(record.entries[41].body, "actor", "person:eve")
        record.rehash()
        result = result_of(record, tmp_path)
        assert found(result) == [("range-changed", 40, 49)]
        assert "line 5 of checkpoints.jsonl (50 entries) does not fit" in result["findings"][0]["sentence"]
        assert result["proven_size"] == 40

    def test_careful_but_for_the_head_is_seen_at_the_head_too(self, record: Record, tmp_path: Path) -> None:
        record.entries[41].body = with_field(record.entries[41].body, "actor", "person:eve")
        record.rehash(head=False)
        assert found(result_of(record, tmp_path)) == [("range-changed", 40, 49), ("head-differs", None, None)]

    def test_several_are_each_located(self, record: Record, tmp_path: Path) -> None:
        for index in (3, 50, 51, 52, 99):
            record.entries[index].body = with_field(record.entries[index].body, "kind", "other")
        assert found(result_of(record, tmp_path)) == [
            ("entry-changed", 3, 3),
            ("entry-changed", 50, 52),
            ("entry-changed", 99, 99),
        ]

    def test_only_the_kept_hash_changed(self, record: Record, tmp_path: Path) -> None:
        """The bytes are those that were signed, so the checkpoints fit; that the log's own hash differs is told."""
        record.entries[41].kept = leaf_hash(b"other")
        result = result_of(record, tmp_path)
        assert found(result)[-1] == ("entry-changed", 41, 41)
        assert result["proven_size"] == 100

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"index":41}', b"[" * 100_000, b'{"index":41.0}'])
    def test_what_is_no_entry_is_located(self, record: Record, tmp_path: Path, body: bytes) -> None:
        record.entries[41].body = body
        assert found(result_of(record, tmp_path)) == [("entry-changed", 41, 41), ("entry-malformed", 41, 41)]

    @pytest.mark.parametrize(
        "spelling",
        [(b'"index":41', b'"index": 41'), (b'{"actor"', b'{"actor":"person:eve","actor"'), (b'"v":1', b'"v":1.0')],
    )
    def test_one_value_has_one_spelling(self, record: Record, tmp_path: Path, spelling: tuple[bytes, bytes]) -> None:
        record.entries[41].body = record.entries[41].body.replace(*spelling)
        assert ("entry-malformed", 41, 41) in found(result_of(record, tmp_path))

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_changed_byte_of_any_entry_is_located(self, tmp_path: Path, data: st.DataObject) -> None:
        record = a_record(20, 5)
        index = data.draw(st.integers(0, 19))
        body = bytearray(record.entries[index].body)
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255).filter(lambda value: value not in {body[at], ord("\n")}))
        record.entries[index].body = bytes(body)
        careful = data.draw(st.booleans())
        if careful:
            record.rehash()
        result = result_of(record, tmp_path)
        assert result["status"] == 1
        located = [f for f in result["findings"] if f["code"] == ("range-changed" if careful else "entry-changed")]
        assert any(f["first"] <= index <= f["last"] < f["first"] + 5 for f in located) or any(
            f["code"] in {"entry-missing", "entry-out-of-place", "entry-doubled"} for f in result["findings"]
        )


class TestEntryRemoved:
    def test_a_gap_is_located(self, record: Record, tmp_path: Path) -> None:
        del record.entries[41]
        result = result_of(record, tmp_path)
        assert found(result) == [("entry-missing", 41, 41), ("text-put-in", 41, None)]
        assert result["proven_size"] == 40
        assert "Checkpoints that could not be checked, because entries before them are missing: 6." in result["caveats"]

    def test_gaps_are_told_apart(self, record: Record, tmp_path: Path) -> None:
        for index in (70, 43, 42, 40, 0):
            del record.entries[index]
        record.texts.clear()
        missing = [where for where in found(result_of(record, tmp_path)) if where[0] == "entry-missing"]
        assert missing == [
            ("entry-missing", 0, 0),
            ("entry-missing", 40, 40),
            ("entry-missing", 42, 43),
            ("entry-missing", 70, 70),
        ]

    def test_a_line_that_only_the_export_lacks_is_located_and_proven(self, record: Record, tmp_path: Path) -> None:
        folder = record.export(tmp_path / "export")
        lines = (folder / "entries.jsonl").read_bytes().splitlines(keepends=True)
        (folder / "entries.jsonl").write_bytes(b"".join(lines[:40] + lines[41:]))
        result = check(folder, keys=[KEY])
        assert found(result) == [("entry-missing", 40, 40)]
        assert result["findings"][0]["proven_by"] == result["proven_size"] == 100

    def test_renumbering_is_seen_through(self, record: Record, tmp_path: Path) -> None:
        del record.entries[41]
        record.renumber(41)
        result = result_of(record, tmp_path)
        assert ("entries-renumbered", 41, 98) in found(result)
        assert ("range-changed", 40, 49) in found(result)
        (renumbered,) = [f for f in result["findings"] if f["code"] == "entries-renumbered"]
        assert (renumbered["what"], renumbered["count"]) == ("taken out", 1)

    def test_careful_is_located_between_two_checkpoints(self, record: Record, tmp_path: Path) -> None:
        del record.entries[41:44]
        record.renumber(41)
        record.rehash()
        result = result_of(record, tmp_path)
        assert found(result)[:2] == [("entries-fewer", 97, 99), ("range-changed", 40, 49)]


class TestEntryInserted:
    def inserted(self, record: Record) -> None:
        extra = copy.copy(record.entries[41])
        extra.body = with_field(extra.body, "actor", "person:eve")
        extra.kept = leaf_hash(extra.body)
        record.entries.insert(41, extra)

    def test_a_number_that_is_there_twice_is_located(self, record: Record, tmp_path: Path) -> None:
        self.inserted(record)
        assert ("entry-doubled", 41, None) in found(result_of(record, tmp_path))

    def test_renumbering_is_seen_through(self, record: Record, tmp_path: Path) -> None:
        self.inserted(record)
        record.renumber(41)
        result = result_of(record, tmp_path)
        assert ("entries-renumbered", 42, 100) in found(result)
        assert ("range-changed", 40, 49) in found(result)
        (renumbered,) = [f for f in result["findings"] if f["code"] == "entries-renumbered"]
        assert (renumbered["what"], renumbered["count"]) == ("put in", 1)

    def test_careful_is_located_between_two_checkpoints(self, record: Record, tmp_path: Path) -> None:
        self.inserted(record)
        record.renumber(41)
        record.rehash()
        assert found(result_of(record, tmp_path))[0] == ("range-changed", 40, 49)


class TestEntriesSwapped:
    @pytest.mark.parametrize("pair", [(41, 42), (41, 47), (3, 99), (0, 1), (0, 99), (98, 99)])
    def test_careless_is_located_in_both_places(self, record: Record, tmp_path: Path, pair: tuple[int, int]) -> None:
        one, other = (record.entries[index] for index in pair)
        one.body, other.body = other.body, one.body
        result = result_of(record, tmp_path)
        codes = {(f["code"], f.get("first"), f.get("second")) for f in result["findings"]}
        assert ("entries-swapped", *pair) in codes
        assert {f["code"] for f in result["findings"]} == {"entries-swapped", "entry-changed"}
        assert {i for f in result["findings"] if f["code"] == "entry-changed" for i in (f["first"], f["last"])} == {
            *pair
        }

    def test_with_their_numbers_put_right_both_are_located_and_proven(self, record: Record, tmp_path: Path) -> None:
        one, other = record.entries[41], record.entries[47]
        one.body, other.body = with_field(other.body, "index", 41), with_field(one.body, "index", 47)
        result = result_of(record, tmp_path)
        changed = [f for f in result["findings"] if f["code"] == "entry-changed"]
        assert [(f["first"], f["proven_by"]) for f in changed] == [(41, 100), (47, 100)]

    def test_careful_is_located_between_two_checkpoints(self, record: Record, tmp_path: Path) -> None:
        one, other = record.entries[41], record.entries[47]
        one.body, other.body = with_field(other.body, "index", 41), with_field(one.body, "index", 47)
        record.rehash()
        assert found(result_of(record, tmp_path))[0] == ("range-changed", 40, 49)

    def test_three_in_a_ring_are_each_located(self, record: Record, tmp_path: Path) -> None:
        one, two, three = (record.entries[index] for index in (10, 20, 30))
        one.body, two.body, three.body = two.body, three.body, one.body
        places = [where[1] for where in found(result_of(record, tmp_path)) if where[0] == "entry-out-of-place"]
        assert places == [10, 20, 30]


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

    @pytest.mark.parametrize("place", [0, 25, 40, 70, 120])
    def test_a_checkpoint_that_was_changed_is_located(self, record: Record, tmp_path: Path, place: int) -> None:
        note = bytearray(record.checkpoints[4])
        note[place] = ord("X") if note[place] != ord("X") else ord("Y")
        record.checkpoints[4] = bytes(note)
        result = result_of(record, tmp_path)
        assert [f["code"] for f in result["findings"]][0].startswith("checkpoint-")
        assert "line 5 of checkpoints.jsonl" in result["findings"][0]["sentence"]

    def test_a_checkpoint_of_another_log_is_refused(self, record: Record, tmp_path: Path) -> None:
        other = a_record(30).checkpoints[0].decode().replace(ORIGIN, "example.org/other", 1)
        text = other.split("\n\n")[0] + "\n"
        from orchestrator.domain.signed_notes import SignedNote  # noqa: PLC0415 - one use

        result = result_of(record, tmp_path, since=[SignedNote(text).signed_by(SIGNER).to_bytes()])
        assert found(result) == [("checkpoint-other-log", None, None)]


def a_checkpoint_by(record: Record, size: int) -> bytes:
    """The checkpoint that the record's signers would have made at that size."""
    shorter = a_record(size)
    shorter.signers = record.signers
    return shorter.sign()


class TestTexts:
    def text(self, record: Record, entry: int) -> TextRow:
        (row,) = [row for row in record.texts if row.entry == entry]
        return row

    def test_an_erased_text_leaves_every_proof_in_order(self, record: Record, tmp_path: Path) -> None:
        record.texts = [text for text in record.texts if text.entry not in {41, 43}]
        result = result_of(record, tmp_path)
        assert (result["status"], result["texts"], result["texts_erased"], result["proven_size"]) == (0, 48, 2, 100)
        assert "Texts that were erased: 2. Their entries are proven without them." in result["caveats"]

    @pytest.mark.parametrize("words", ["other words", "", "because of 41 \N{SNOWMAN}\n", "because of 41"])
    def test_a_replaced_text_is_located(self, record: Record, tmp_path: Path, words: str) -> None:
        self.text(record, 41).text = words
        result = result_of(record, tmp_path)
        assert found(result) == [("text-replaced", 41, None)]
        assert result["findings"][0]["field"] == "reason"

    def test_an_erased_text_that_was_replaced_with_another_salt_is_located(
        self, record: Record, tmp_path: Path
    ) -> None:
        self.text(record, 41).text = "erased"
        self.text(record, 41).salt = bytes(16)
        assert found(result_of(record, tmp_path)) == [("text-replaced", 41, None)]

    def test_the_beginning_of_a_text_cannot_be_hidden_in_its_salt(self, record: Record, tmp_path: Path) -> None:
        """Salt and text are hashed one after the other: only a salt of fixed length says where the text begins."""
        text = self.text(record, 41)
        text.salt, text.text = text.salt + b"because of ", text.text.removeprefix("because of ")
        result = result_of(record, tmp_path)
        assert [(f["code"], f["file"], f["line"]) for f in result["findings"]] == [
            ("line-malformed", "texts.jsonl", 21)
        ]

    def test_texts_that_changed_places_are_located(self, record: Record, tmp_path: Path) -> None:
        one, other = self.text(record, 41), self.text(record, 43)
        one.text, other.text, one.salt, other.salt = other.text, one.text, other.salt, one.salt
        assert found(result_of(record, tmp_path)) == [("text-replaced", 41, None), ("text-replaced", 43, None)]

    def test_a_text_that_was_put_in_is_located(self, record: Record, tmp_path: Path) -> None:
        record.texts += [TextRow(40, "reason", bytes(16), "words"), TextRow(41, "advice", bytes(16), "words")]
        record.texts += [TextRow(100, "reason", bytes(16), "words")]
        assert found(result_of(record, tmp_path)) == [
            ("text-put-in", 40, None),
            ("text-put-in", 41, None),
            ("text-put-in", 100, None),
        ]

    def test_a_text_that_is_there_twice_is_located(self, record: Record, tmp_path: Path) -> None:
        record.texts.append(copy.copy(self.text(record, 41)))
        assert found(result_of(record, tmp_path)) == [("text-replaced", 41, None)]
