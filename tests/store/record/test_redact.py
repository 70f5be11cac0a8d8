"""Erasing texts beside the record: they are gone, their words too, and every proof is what it was."""

import json
from dataclasses import replace

import pytest

from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.people import Actor, Person
from orchestrator.services.record_redact import (
    AT_ONCE,
    LONGEST_REASON,
    NothingToErase,
    PersonStillActive,
    erasable,
    erasable_person,
    redact,
    redact_person,
)
from orchestrator.services.record_stores import RecordQuery
from orchestrator.services.record_verify import CaveatCode, Verdict
from tests.fakes.clock import StoryClock
from tests.store.databases import Database
from tests.store.record.written import Checks, record, sign
from tests.store.test_letters import LETTER
from tests.store.values import LATER, LATEST, NOON, furnish

OPERATOR = Actor("host:root", "root")
WHY = "Asked for by letter"
CLOCK = StoryClock(LATEST)
IDA = Person("person:ida", "ida", "Ida Rhodes", "ida@example.edu", "en", NOON, deactivated_at=LATER)
TOM = Person("person:tom", "tom", "Tom Kilburn", "tom@example.edu", "en", NOON)


def erase(database: Database, index: int, *fields: str, reason: str = WHY) -> dict[str, str]:
    """Erase; gives what is gone."""
    gone = redact(index, fields, reason, actor=OPERATOR, transactions=database.transactions, clock=CLOCK)
    return dict(gone.texts)


def indexes(database: Database, query: RecordQuery) -> list[int]:
    with database.reads() as uow:
        return [entry.index for entry in uow.record.page(query, before=None, limit=1000)]


def test_a_text_is_gone_and_every_proof_stays_valid(database: Database, checks: Checks) -> None:
    notes = record(database, 40)
    before = database.sql("SELECT * FROM cs_audit_entries ORDER BY entry_index")
    assert erasable(17, (), reads=database.reads).texts == {"reason": "because of 17 \N{SNOWMAN}"}
    assert erase(database, 17) == {"reason": "because of 17 \N{SNOWMAN}"}
    notes.append(sign(database))

    assert database.sql("SELECT * FROM cs_audit_texts WHERE entry_index = 17") == []
    assert database.sql("SELECT * FROM cs_audit_words WHERE entry_index = 17") == []
    assert indexes(database, RecordQuery(words=("17",))) == []
    assert database.sql("SELECT * FROM cs_audit_entries WHERE entry_index < 40 ORDER BY entry_index") == before
    assert checks.found(since=notes) == ([], [])
    result = checks.online(since=notes)
    assert (result.verdict, result.proven_size) == (Verdict.IN_ORDER, 41)
    assert {caveat.code: caveat.count for caveat in result.caveats} == {CaveatCode.ERASED: 1}


def test_the_record_says_that_and_by_whom_and_why_it_was_erased(database: Database) -> None:
    record(database, 20)
    erase(database, 17, "reason")
    with database.reads() as uow:
        (told,) = uow.record.page(RecordQuery(kind="audit.redacted"), before=None, limit=9)
    body = json.loads(told.body)
    assert (told.index, body["actor"], body["subjects"]) == (20, OPERATOR.id, {"entry": "17", "fields": "reason"})
    assert {field: private.text for field, private in told.texts.items()} == {"reason": WHY}
    assert WHY not in told.body.decode()


def test_only_the_named_text_goes(database: Database, checks: Checks) -> None:
    with database.transactions() as uow:
        texts = {"advice": "use another browser", "reason": "another browser is older"}
        uow.audit.append(at=NOON, actor=OPERATOR, kind="k", subjects={}, texts=texts)
        uow.commit()
    erase(database, 0, "advice")
    assert database.sql("SELECT field, text FROM cs_audit_texts WHERE entry_index = 0") == [
        ("reason", "another browser is older")
    ]
    assert indexes(database, RecordQuery(words=("use",))) == []
    assert indexes(database, RecordQuery(words=("browser",))) == [0]
    assert checks.online().findings == ()


def test_what_is_not_there_is_refused_and_nothing_is_written(database: Database) -> None:
    record(database, 20)
    with pytest.raises(NotFound):
        erase(database, 20)
    for index, fields in ((16, ()), (17, ("advice",)), (17, ("reason", "advice"))):
        with pytest.raises(NothingToErase):
            erase(database, index, *fields)
    erase(database, 17)
    with pytest.raises(NothingToErase):
        erase(database, 17)
    assert database.sql("SELECT count(*) FROM cs_audit_entries") == [(21,)]


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REASON + 1)])
def test_a_reason_has_to_be_given(database: Database, reason: str) -> None:
    record(database, 20)
    with pytest.raises(InvalidInput):
        erase(database, 17, reason=reason)
    assert database.sql("SELECT count(*) FROM cs_audit_texts") == [(10,)]


class TestPerson:
    """Ida is gone; Tom, who did things for her and on his own, is not."""

    @pytest.fixture
    def about_ida(self, database: Database) -> Database:
        with database.transactions() as uow:
            for person in (IDA, TOM):
                uow.accounts.add(person)
                uow.people.remember(person.actor)
            texts = {"reason": "private"}
            for actor, subjects in (
                (IDA, {}),
                (TOM, {"person": IDA.id}),
                (IDA, {"person": TOM.id}),
                (TOM, {}),
                (IDA, {"person": IDA.id}),
            ):
                uow.audit.append(at=NOON, actor=actor.actor, kind="k", subjects=subjects, texts=texts)
            uow.commit()
        return database

    def test_name_address_and_the_texts_about_them_go(self, about_ida: Database, checks: Checks) -> None:
        assert erasable_person("ida", reads=about_ida.reads).entries == (0, 1, 4)
        gone = self.erased(about_ida, "ida")
        assert gone == (0, 1, 4)
        left = about_ida.sql("SELECT entry_index FROM cs_audit_texts WHERE entry_index < 5 ORDER BY entry_index")
        assert left == [(2,), (3,)]
        with about_ida.reads() as uow:
            assert uow.people.names([IDA.id, TOM.id]) == {TOM.id: TOM.name}
            assert uow.accounts.by_login("ida") is None
            kept = uow.accounts.get(IDA.id)
        assert kept == replace(IDA, login=f"erased:{IDA.id}", name="", email="")
        assert checks.online().findings == ()
        told = about_ida.sql("SELECT body FROM cs_audit_entries WHERE entry_index > 4 ORDER BY entry_index")
        assert [json.loads(body)["subjects"] for (body,) in told] == [
            *({"person": IDA.id, "entry": str(index), "fields": "reason"} for index in (0, 1, 4)),
            {"person": IDA.id, "fields": "email,letters,login,name"},
        ]

    def test_the_words_of_letters_to_them_go(self, about_ida: Database) -> None:
        """R4.7: those to others stay."""
        furnish(about_ida)
        to_ida = replace(LETTER, person_id=IDA.id)
        with about_ida.transactions() as uow:
            for letter in (to_ida, replace(LETTER, id="l2", person_id=TOM.id)):
                uow.letters.put(letter)
            uow.commit()
        self.erased(about_ida, "ida")
        with about_ida.reads() as uow:
            gone, kept = uow.letters.of_decisions([LETTER.decision_id])
        assert (gone.subject, gone.body, bool(gone.erased_at)) == ("", "", True)
        assert kept.body == LETTER.body

    def test_whoever_can_sign_in_keeps_their_name(self, about_ida: Database) -> None:
        with pytest.raises(PersonStillActive):
            self.erased(about_ida, "tom")
        with pytest.raises(NotFound):
            self.erased(about_ida, "nobody")
        assert about_ida.sql("SELECT count(*) FROM cs_audit_texts") == [(5,)]

    def test_many_entries_go_in_several_transactions(self, about_ida: Database) -> None:
        with about_ida.transactions() as uow:
            for _ in range(AT_ONCE):
                uow.audit.append(at=NOON, actor=IDA.actor, kind="k", subjects={}, texts={"reason": "private"})
            uow.commit()
        assert len(self.erased(about_ida, "ida")) == AT_ONCE + 3
        assert indexes(about_ida, RecordQuery(words=("private",))) == [3, 2]

    def erased(self, database: Database, login: str) -> tuple[int, ...]:
        ports = {"reads": database.reads, "transactions": database.transactions}
        return redact_person(login, WHY, actor=OPERATOR, clock=CLOCK, **ports).entries
