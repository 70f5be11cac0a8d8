"""Entries changed, removed, put in or swapped by raw SQL: both checks find and locate it.

"Careless" changes what is to be changed; "careful" works everything anew that can be worked out without the key.
Forty entries, a checkpoint after every tenth: what a forger works out anew is located among ten.
"""

import pytest

from orchestrator.services.record_check.findings import FindingCode, Grade
from tests.store.databases import Database
from tests.store.record.bent import Bodies, Owner
from tests.store.record.written import Checks, record, the

TENTH = [("range-changed", 10, 19)]


@pytest.fixture
def owner(database: Database) -> Owner:
    record(database)
    return Owner(database)


def test_an_untouched_record_is_in_order(database: Database, checks: Checks) -> None:
    notes = record(database, 45)
    assert checks.found(since=notes) == ([], [])
    result = checks.online(since=notes)
    assert (result.entries, result.texts, result.proven_size) == (45, 22, 40)
    assert (result.checkpoints_listed, result.checkpoints_published) == (4, 4)


class TestFieldChanged:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("actor", "person:eve"),
            ("kind", "request.withdrawn"),
            ("at", "2027-01-12T09:00:00.000000Z"),
            ("subjects", {"classroom": "c101", "request": "r17"}),
        ],
    )
    def test_careless_is_the_entry_and_proven(self, owner: Owner, checks: Checks, name: str, value: object) -> None:
        owner.change(17, **{name: value})
        online, apart = checks.found()
        assert online == apart == [("entry-changed", 17, 17)]
        finding = the(checks.online(), FindingCode.ENTRY_CHANGED)
        assert finding.grade is Grade.PROVEN

    def test_careful_is_located_between_two_checkpoints(self, owner: Owner, checks: Checks) -> None:
        def change(bodies: Bodies) -> Bodies:
            bodies[17]["actor"] = "person:eve"
            return bodies

        owner.forge(change)
        online, apart = checks.found()
        assert online == apart == TENTH
        finding = the(checks.online(), FindingCode.RANGE_CHANGED)
        assert finding.grade is Grade.LOCATED

    def test_behind_the_last_checkpoint_only_the_difference_is_told(self, database: Database, checks: Checks) -> None:
        record(database, 45)
        Owner(database).change(43, actor="person:eve")
        online, apart = checks.found()
        assert online == apart == [("entry-differs", 43, 43)]

    def test_a_changed_hash_is_told_apart_from_a_changed_entry(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_entries SET leaf_hash = :other WHERE entry_index = 23", other=bytes(32))
        owner.change(17, actor="person:eve")
        online, apart = checks.found()
        assert online == apart == [("entry-changed", 17, 17), ("kept-hash-changed", 23, 23)]

    def test_a_hash_that_was_taken_away_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_entries SET leaf_hash = NULL WHERE entry_index = 23")
        online, apart = checks.found()
        assert online == apart == [("kept-hash-missing", 23, 23)]

    @pytest.mark.parametrize("body", ["", "{", "[]", '{"index":17}', '{"index":17.0}', "[" * 5000, '"\N{SNOWMAN}"'])
    def test_what_is_no_entry_is_located(self, owner: Owner, checks: Checks, body: str) -> None:
        owner.do("UPDATE cs_audit_entries SET body = :body WHERE entry_index = 17", body=body)
        online, apart = checks.found()
        assert online == apart == [("entry-changed", 17, 17), ("entry-malformed", 17, 17)]

    @pytest.mark.parametrize(
        ("plain", "other"),
        [('"index":17', '"index": 17'), ('{"actor"', '{"actor":"person:eve","actor"'), ('"v":1', '"v":true')],
    )
    def test_one_value_has_one_spelling(self, owner: Owner, checks: Checks, plain: str, other: str) -> None:
        statement = "UPDATE cs_audit_entries SET body = replace(body, :plain, :other) WHERE entry_index = 17"
        owner.do(statement, plain=plain, other=other)
        online, apart = checks.found()
        assert online == apart == [("entry-changed", 17, 17), ("entry-malformed", 17, 17)]

    def test_bytes_that_are_no_text_are_located(self, sqlite_database: Database, checks: Checks) -> None:
        """SQLite takes anything for text, PostgreSQL does not."""
        record(sqlite_database)
        here = Checks(sqlite_database, checks.folder)
        statement = "UPDATE cs_audit_entries SET body = CAST(:body AS TEXT) WHERE entry_index = 17"
        Owner(sqlite_database).do(statement, body=b"\xff\xfe")
        online, apart = here.found()
        assert online == apart == [("entry-changed", 17, 17), ("entry-malformed", 17, 17)]


class TestEntryRemoved:
    def test_a_gap_is_located(self, owner: Owner, checks: Checks) -> None:
        owner.remove(17)
        online, apart = checks.found()
        assert online == apart == [("entry-missing", 17, 17)]
        assert checks.online().proven_size == 10

    def test_gaps_are_told_apart(self, owner: Owner, checks: Checks) -> None:
        for index in (0, 17, 18, 30):
            owner.remove(index)
        online, apart = checks.found()
        assert online == apart == [("entry-missing", 0, 0), ("entry-missing", 17, 18), ("entry-missing", 30, 30)]

    def test_what_stands_beside_it_stays_behind_and_tells(self, owner: Owner, checks: Checks) -> None:
        owner.do("DELETE FROM cs_audit_entries WHERE entry_index = 17")
        online, apart = checks.found()
        assert apart == [("entry-missing", 17, 17), ("text-put-in", 17, None)]
        assert online == [("entry-missing", 17, 17), ("text-put-in", 17, 17), ("put-into-search", 17, 17)]

    def test_renumbering_is_seen_through(self, owner: Owner, checks: Checks) -> None:
        owner.remove(17)
        for index in range(18, 40):
            owner.move(index, index - 1)
        online, apart = checks.found()
        assert ("entries-renumbered", 17, 38) in online
        assert ("entries-renumbered", 17, 38) in apart
        assert [where for where in online if where[0] == "entries-fewer"] == [("entries-fewer", 39, 39)]
        assert TENTH[0] in online

    def test_a_renumbering_that_entries_do_not_know_of_is_seen_through(self, owner: Owner, checks: Checks) -> None:
        owner.remove(17)
        for index in range(18, 40):
            owner.move(index, index - 1, say_so=False)
        online, apart = checks.found()
        assert ("entries-renumbered", 17, 38) in online
        assert ("entry-missing", 17, 17) in apart

    def test_careful_is_located_between_two_checkpoints(self, owner: Owner, checks: Checks) -> None:
        owner.forge(lambda bodies: bodies[:16] + bodies[17:])
        online, apart = checks.found()
        assert online[:2] == apart[:2] == [("entries-fewer", 39, 39), *TENTH]


class TestEntryInserted:
    def test_renumbering_is_seen_through(self, owner: Owner, checks: Checks) -> None:
        for index in range(39, 16, -1):
            owner.move(index, index + 1)
        owner.do("INSERT INTO cs_audit_entries SELECT 17, body, leaf_hash FROM cs_audit_entries WHERE entry_index = 16")
        owner.change(17, index=17)
        online, apart = checks.found()
        assert ("entries-renumbered", 17, 40) in online
        assert ("entries-renumbered", 17, 40) in apart

    def test_careful_is_located_between_two_checkpoints(self, owner: Owner, checks: Checks) -> None:
        owner.forge(lambda bodies: [*bodies[:17], bodies[3], *bodies[17:]])
        online, apart = checks.found()
        assert online[0] == apart[0] == TENTH[0]

    def test_at_the_end_past_the_head_it_is_seen_by_the_head(self, owner: Owner, checks: Checks) -> None:
        owner.do("INSERT INTO cs_audit_entries SELECT 40, body, leaf_hash FROM cs_audit_entries WHERE entry_index = 16")
        owner.change(40, index=40)
        online, apart = checks.found()
        assert ("head-behind", 40, 40) in online
        assert ("head-behind", 40, 40) in apart


class TestEntriesSwapped:
    def test_bodies_that_changed_places_are_both_named(self, owner: Owner, checks: Checks) -> None:
        one, other = owner.body(14), owner.body(18)
        owner.change(14, **other)
        owner.change(18, **one)
        online, apart = checks.found()
        assert ("entries-swapped", 14, 18) in online
        assert ("entries-swapped", 14, None) in apart
        assert [w for w in online if w[0] == "entry-changed"] == [("entry-changed", 14, 14), ("entry-changed", 18, 18)]

    def test_whole_rows_that_changed_places_are_both_named(self, owner: Owner, checks: Checks) -> None:
        owner.do("UPDATE cs_audit_entries SET entry_index = 99 WHERE entry_index = 14")
        owner.do("UPDATE cs_audit_entries SET entry_index = 14 WHERE entry_index = 18")
        owner.do("UPDATE cs_audit_entries SET entry_index = 18 WHERE entry_index = 99")
        online, apart = checks.found()
        assert ("entries-swapped", 14, 18) in online
        assert ("entries-swapped", 14, None) in apart
        assert TENTH[0] in online
        assert TENTH[0] in apart

    def test_with_their_numbers_put_right_both_are_located_and_proven(self, owner: Owner, checks: Checks) -> None:
        one, other = owner.body(14), owner.body(18)
        owner.change(14, **{**other, "index": 14})
        owner.change(18, **{**one, "index": 18})
        online, apart = checks.found()
        assert online == apart == [("entry-changed", 14, 14), ("entry-changed", 18, 18)]

    def test_careful_is_located_between_two_checkpoints(self, owner: Owner, checks: Checks) -> None:
        def swap(bodies: Bodies) -> Bodies:
            bodies[14], bodies[18] = bodies[18], bodies[14]
            return bodies

        owner.forge(swap)
        online, apart = checks.found()
        assert online[0] == apart[0] == TENTH[0]
