"""R3.2: the register of documents, on either database."""

from datetime import timedelta

import pytest

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.domain.documents import Document, DocumentRetired
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.services.documents import NewDocument, add_document, list_documents, retire_document
from tests.services.staff import Clock
from tests.store.databases import Database
from tests.store.values import NOON

MARTA = Actor("person:marta", "Marta")


def enter(database: Database, title: str, *, outside: bool = True) -> Document:
    command = NewDocument(title, "Senate committee", outside, "https://example.edu/17")
    added = add_document(
        command, actor=MARTA, transactions=database.transactions, clock=Clock(NOON), new_id=lambda: f"id-{title}"
    )
    return added.document


def test_a_document_is_kept_as_it_was_entered(database: Database) -> None:
    entered = enter(database, "use")
    with database.reads() as uow:
        assert uow.documents.get(entered.id) == entered
        assert uow.documents.get("none") is None


def test_only_a_document_whose_owner_is_outside_it_holds_as_a_policy(database: Database) -> None:
    """R3.2: a document in a register whose owner is outside IT."""
    assert enter(database, "senate").holds_as_policy_at(NOON)
    inside = enter(database, "helpdesk", outside=False)
    assert not inside.holds_as_policy_at(NOON)
    with database.reads() as uow:
        assert uow.documents.get(inside.id) == inside, "it is kept all the same"


def test_a_retired_document_holds_no_more_and_stays_known(database: Database) -> None:
    entered = enter(database, "use")
    later = Clock(NOON + timedelta(days=1))
    ports = {"actor": MARTA, "transactions": database.transactions, "clock": later}
    retired = retire_document(entered.id, **ports).document  # type: ignore[arg-type]
    assert retired.holds_as_policy_at(NOON)
    assert not retired.holds_as_policy_at(later.moment)
    with pytest.raises(DocumentRetired):
        retire_document(entered.id, **ports)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        retire_document("none", **ports)  # type: ignore[arg-type]


def test_documents_are_listed_newest_first_page_by_page(database: Database) -> None:
    for title in ("a", "b", "c"):
        enter(database, title)
    retire_document("id-b", actor=MARTA, transactions=database.transactions, clock=Clock(NOON))

    def listed(*, retired: bool, after: str | None = None, limit: int = 10) -> list[str]:
        found = list_documents(retired=retired, after=after, limit=limit, reads=database.reads)
        return [view.document.title for view in found]

    assert listed(retired=False) == ["c", "a"]
    assert listed(retired=True, limit=2) == ["c", "b"]
    assert listed(retired=True, after="id-b") == ["a"]


def test_what_is_not_there_cannot_change(database: Database) -> None:
    with database.transactions() as uow, pytest.raises(RowMissing):
        uow.documents.update(Document("none", "t", "o", owner_outside_it=True, url="", by="person:x", at=NOON))


def test_no_document_is_ever_deleted(database: Database) -> None:
    enter(database, "use")
    with pytest.raises(Exception, match="what was decided stays known"):
        database.sql("DELETE FROM cs_documents")
