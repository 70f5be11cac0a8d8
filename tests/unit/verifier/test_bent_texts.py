"""Texts erased are in order; texts replaced, moved or put in are located."""

import copy
from pathlib import Path

import pytest

from tests.unit.verifier.checking import found, result_of
from tests.unit.verifier.record import Record, TextRow


class TestTexts:
    def text(self, record: Record, entry: int) -> TextRow:
        (row,) = [row for row in record.texts if row.entry == entry]
        return row

    def test_an_erased_text_leaves_every_proof_in_order(self, record: Record, tmp_path: Path) -> None:
        record.texts = [text for text in record.texts if text.entry not in {41, 43}]
        for index in ("41", "43"):
            record.append("audit.redacted", subjects={"entry": index, "fields": "advice,reason"})
        result = result_of(record, tmp_path)
        assert (result["status"], result["texts"], result["texts_erased"], result["proven_size"]) == (0, 49, 2, 100)
        assert "Texts that were erased: 2. Their entries are proven without them." in result["caveats"]

    @pytest.mark.parametrize(
        "subjects",
        [
            {"entry": "43", "fields": "reason"},
            {"entry": "41", "fields": "advice"},
            {"entry": "41"},
            {"entry": "\u0664\u0661", "fields": "reason"},
            {"fields": "reason"},
        ],
    )
    def test_a_text_that_was_taken_away_without_a_word_is_located(
        self, record: Record, tmp_path: Path, subjects: dict[str, str]
    ) -> None:
        record.texts.remove(self.text(record, 41))
        record.append("audit.redacted", subjects=subjects)
        result = result_of(record, tmp_path)
        assert found(result) == [("text-gone", 41, None)]
        assert result["findings"][0]["field"] == "reason"

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
        gone, malformed = result["findings"]
        assert (gone["code"], gone["first"]) == ("text-gone", 41)
        assert [malformed[name] for name in ("code", "file", "line")] == ["line-malformed", "texts.jsonl", 21]

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
