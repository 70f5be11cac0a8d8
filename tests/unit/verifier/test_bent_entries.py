"""Entries changed, removed, inserted or swapped, as the database's owner can with all triggers dropped, are located.

"Careless" changes what is to be changed and leaves the hashes that the log kept; "careful" works all hashes of entries
and head out anew. Neither can sign.
"""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.domain.merkle import leaf_hash
from tests.unit.verifier.checking import KEY, found, result_of
from tests.unit.verifier.record import Record, a_record, with_field
from verifier.verify_record import check


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
        assert "proves it" in result["findings"][0]["sentence"]
        assert result["proven_size"] == 100

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

    def test_a_changed_hash_is_not_taken_for_a_changed_entry(self, record: Record, tmp_path: Path) -> None:
        record.entries[41].kept = leaf_hash(b"other")
        record.entries[64].body = with_field(record.entries[64].body, "kind", "other")
        result = result_of(record, tmp_path)
        assert found(result) == [("entry-changed", 64, 64), ("kept-hash-changed", 41, 41)]
        assert result["proven_size"] == 100

    def test_where_both_were_changed_the_checkpoints_still_locate(self, record: Record, tmp_path: Path) -> None:
        record.entries[41].kept = leaf_hash(b"other")
        record.entries[44].body = with_field(record.entries[44].body, "kind", "other")
        result = result_of(record, tmp_path)
        assert found(result) == [
            ("range-changed", 40, 49),
            ("head-differs", None, None),
            ("entry-differs", 41, 41),
            ("entry-differs", 44, 44),
        ]
        assert result["proven_size"] == 40

    def test_behind_the_last_checkpoint_nothing_is_claimed_but_the_difference(self, tmp_path: Path) -> None:
        record = a_record(105)
        record.entries[103].body = with_field(record.entries[103].body, "kind", "other")
        result = result_of(record, tmp_path)
        assert found(result) == [("entry-differs", 103, 103)]
        assert "No checkpoint proves entries 100 to 104." in result["caveats"]

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

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        assert result["proven_size"] == 100

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
        changed = [where for where in found(result) if where[0] == "entry-changed"]
        assert changed == [("entry-changed", 41, 41), ("entry-changed", 47, 47)]

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
