"""Letters are kept as they were sent: the database refuses every change but the erasing of their words."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from orchestrator.domain.letters import Letter, LetterOccasion
from tests.store.databases import Database
from tests.store.values import LATER, NOON

LETTER = Letter(
    id="l1",
    person_id="person:ada",
    occasion=LetterOccasion.OVERRIDE,
    decision_id="o1",
    key="override:o1",
    classroom_id="b204",
    about={"override": "o1", "classroom": "b204"},
    language="de",
    subject="Firefox in B-204: später",
    body="Guten Tag,\n\nes kommt später.\n\nMit freundlichen Grüßen\nDas Team",
    team="Das Team",
    at=NOON,
)


def _put(database: Database, *letters: Letter) -> list[str]:
    with database.transactions() as uow:
        kept = [uow.letters.put(letter) for letter in letters]
        uow.commit()
    return kept


def test_a_letter_comes_back_as_it_was_sent(campus: Database) -> None:
    _put(campus, LETTER)
    with campus.reads() as uow:
        assert uow.letters.get("l1") == LETTER
        assert uow.letters.get("l2") is None


def test_the_same_letter_again_changes_nothing_and_gives_the_first(campus: Database) -> None:
    again = replace(LETTER, id="l2", body="other words")
    other = replace(LETTER, id="l3", person_id="person:bo")
    assert _put(campus, LETTER, again, other) == ["l1", "l1", "l3"]
    with campus.reads() as uow:
        assert uow.letters.get("l1") == LETTER
        assert uow.letters.of_decisions(["o1"]) == [LETTER, other]


def test_a_persons_letters_come_newest_first_in_pages(campus: Database) -> None:
    made = [replace(LETTER, id=f"l{n}", key=f"k{n}") for n in range(1, 5)]
    _put(campus, *made, replace(LETTER, id="l9", person_id="person:bo"))
    with campus.reads() as uow:
        assert [x.id for x in uow.letters.of_person("person:ada", after=None, limit=3)] == ["l4", "l3", "l2"]
        assert [x.id for x in uow.letters.of_person("person:ada", after="l2", limit=3)] == ["l1"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cs_letters SET body = 'other'",
        "UPDATE cs_letters SET subject = '', body = ''",
        "UPDATE cs_letters SET subject = '', body = 'rest', erased_at = at",
        "UPDATE cs_letters SET subject = '', body = '', erased_at = at, person_id = 'person:bo'",
        "UPDATE cs_letters SET subject = '', body = '', erased_at = at, team = 'Tom'",
        "UPDATE cs_letters SET erased_at = at",
        "DELETE FROM cs_letters",
    ],
)
def test_the_database_refuses_to_change_a_letter_or_to_take_it_away(campus: Database, statement: str) -> None:
    """R4.7: kept as sent."""
    _put(campus, LETTER)
    with pytest.raises(DBAPIError, match=r"a letter (stays known|is kept as it was sent)"):
        campus.sql(statement)
    with campus.reads() as uow:
        assert uow.letters.get("l1") == LETTER


def test_its_words_can_be_erased_once_and_for_good(campus: Database) -> None:
    """R4.7: and who was sent one about what stays known."""
    other = replace(LETTER, id="l2", key="k2")
    _put(campus, LETTER, other)
    with campus.transactions() as uow:
        assert uow.letters.erase("l1", LATER)
        assert not uow.letters.erase("l1", LATER)
        assert not uow.letters.erase("none", LATER)
        assert uow.letters.erase_of_person("person:ada", LATER) == 1
        assert uow.letters.erase_of_person("person:bo", LATER) == 0
        uow.commit()
    with campus.reads() as uow:
        gone = replace(LETTER, subject="", body="", erased_at=LATER)
        assert list(uow.letters.of_decisions(["o1"])) == [gone, replace(gone, id="l2", key="k2")]
    for undoing in (
        "UPDATE cs_letters SET erased_at = NULL",
        "UPDATE cs_letters SET body = 'words'",
        "UPDATE cs_letters SET erased_at = at",
    ):
        with pytest.raises(DBAPIError, match="is kept as it was sent"):
            campus.sql(undoing)
    assert _put(campus, LETTER) == ["l1"]
    with campus.reads() as uow:
        kept = uow.letters.get("l1")
    assert kept
    assert kept.body == ""
