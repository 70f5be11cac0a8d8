"""Texts beside entries, kept subtrees, and what the filters find entries by: bent by raw SQL, found and located."""

import pytest

from orchestrator.services.record_check.findings import FindingCode
from tests.store.databases import Database
from tests.store.record.bent import Owner
from tests.store.record.written import Checks, record, the, write


@pytest.fixture
def owner(database: Database) -> Owner:
    """Of forty entries, those with an odd number with a reason beside them."""
    record(database)
    return Owner(database)


class TestTexts:
    @pytest.mark.parametrize("words", ["other words", "", "because of 17 \N{SNOWMAN}\n"])
    def test_a_replaced_one_is_located(self, owner: Owner, checks: Checks, words: str) -> None:
        owner.do("UPDATE cs_audit_texts SET text = :words WHERE entry_index = 17", words=words)
        online, apart = checks.found()
        assert online[0] == ("text-replaced", 17, 17)
        assert apart == [("text-replaced", 17, None)]
        assert the(checks.online(), FindingCode.TEXT_REPLACED).facts == {"field": "reason"}

    def test_one_that_was_erased_and_replaced_with_a_salt_of_its_own_is_located(
        self, owner: Owner, checks: Checks
    ) -> None:
        owner.do("DELETE FROM cs_audit_texts WHERE entry_index = 17")
        owner.do("INSERT INTO cs_audit_texts VALUES (17, 'reason', :salt, 'because of 17')", salt=bytes(16))
        online, apart = checks.found()
        assert (online, apart) == ([("text-replaced", 17, 17)], [("text-replaced", 17, None)])

    def test_one_that_was_taken_away_without_a_word_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_texts WHERE entry_index = 17")
        owner.do("DELETE FROM cs_audit_words WHERE entry_index = 17")
        online, apart = checks.found()
        assert (online, apart) == ([("text-gone", 17, 17)], [("text-gone", 17, None)])

    def test_its_beginning_cannot_be_hidden_in_the_salt(self, owner: Owner, checks: Checks) -> None:
        ((salt, text),) = owner.do("SELECT salt, text FROM cs_audit_texts WHERE entry_index = 17")
        values = {"salt": bytes(salt) + text[:8].encode(), "text": text[8:]}
        owner.do("UPDATE cs_audit_texts SET salt = :salt, text = :text WHERE entry_index = 17", **values)
        online, apart = checks.found()
        assert ("text-replaced", 17, 17) in online
        assert [code for code, *_ in apart] == ["text-gone", "line-malformed"]

    def test_one_that_was_moved_is_located_where_it_stands(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_texts SET entry_index = 18 WHERE entry_index = 17")
        owner.do("UPDATE cs_audit_words SET entry_index = 18 WHERE entry_index = 17")
        online, apart = checks.found()
        assert online == [("text-put-in", 18, 18), ("text-gone", 17, 17)]
        assert apart == [("text-put-in", 18, None), ("text-gone", 17, None)]

    def test_two_that_changed_places_are_both_located(self, owner: Owner, checks: Checks) -> None:
        for index, to in ((17, 98), (19, 17), (98, 19)):
            for table in ("texts", "words"):
                owner.do(f"UPDATE cs_audit_{table} SET entry_index = {to} WHERE entry_index = {index}")  # noqa: S608 - our own
        online, apart = checks.found()
        assert online == [("text-replaced", 17, 17), ("text-replaced", 19, 19)]
        assert apart == [("text-replaced", 17, None), ("text-replaced", 19, None)]

    def test_one_without_its_entry_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("INSERT INTO cs_audit_texts VALUES (40, 'reason', :salt, '')", salt=bytes(16))
        online, apart = checks.found()
        assert (online, apart) == ([("text-put-in", 40, 40)], [("text-put-in", 40, None)])


class TestFilters:
    """An export holds nothing of what the filters work with: it is checked where the record is."""

    def test_an_entry_hidden_from_a_filter_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_terms WHERE entry_index = 17 AND name = 'classroom'")
        assert checks.found() == ([("hidden-from-search", 17, 17)], [])

    def test_an_entry_filed_under_something_else_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_terms SET value = 'c101' WHERE entry_index = 17 AND name = 'classroom'")
        assert checks.found() == ([("hidden-from-search", 17, 17), ("put-into-search", 17, 17)], [])

    def test_entries_hidden_in_a_row_are_drawn_together(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_terms WHERE entry_index BETWEEN 17 AND 29")
        assert checks.found() == ([("hidden-from-search", 17, 29)], [])

    def test_a_text_hidden_from_the_words_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_words WHERE entry_index = 17 AND word = 'because'")
        assert checks.found() == ([("hidden-from-search", 17, 17)], [])

    def test_a_word_that_outlives_its_text_is_located(self, owner: Owner, checks: Checks) -> None:
        """Or an erased text could still be found by what it said."""
        owner.do("DELETE FROM cs_audit_texts WHERE entry_index = 17")
        online, apart = checks.found()
        assert online == [("text-gone", 17, 17), ("put-into-search", 17, 17)]
        assert apart == [("text-gone", 17, None)]

    def test_what_is_filed_for_no_entry_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("INSERT INTO cs_audit_terms VALUES ('classroom', 'b204', 77)")
        owner.do("INSERT INTO cs_audit_words VALUES ('firefox', 78)")
        assert checks.found() == ([("put-into-search", 77, 78)], [])

    def test_entries_hidden_from_their_period_are_located(self, database: Database, checks: Checks) -> None:
        record(database, 300, 300)
        owner = Owner(database)
        owner.do("UPDATE cs_audit_spans SET latest = earliest")
        assert checks.found() == ([("hidden-from-search", 0, 255)], [])
        owner.do("DELETE FROM cs_audit_spans")
        owner.do("INSERT INTO cs_audit_spans VALUES (1, 'a', 'b')")
        assert checks.found() == ([("hidden-from-search", 0, 255), ("put-into-search", 256, 511)], [])


class TestSubtrees:
    """Proofs are worked out of them, so a wrong one would spoil the proofs of entries that are in order."""

    @pytest.mark.parametrize(
        ("statement", "where"),
        [
            ("UPDATE cs_audit_subtrees SET hash = :other WHERE position = 0", (0, 255)),
            ("UPDATE cs_audit_subtrees SET position = 7 WHERE position = 0", (0, 255)),
            ("DELETE FROM cs_audit_subtrees WHERE position = 1", (256, 511)),
            ("INSERT INTO cs_audit_subtrees VALUES (8, 2, :other)", (512, 767)),
        ],
    )
    def test_a_wrong_one_is_located(
        self, database: Database, checks: Checks, statement: str, where: tuple[int, int]
    ) -> None:
        write(database, 300)
        record(database, 300, 300)
        Owner(database).do(statement, **({"other": bytes(32)} if ":other" in statement else {}))
        online, apart = checks.found()
        assert online[0] == ("kept-subtree-differs", *where)
        assert apart == []
