"""Idempotency keys and names."""

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.domain.people import Actor
from orchestrator.services.stored_values import KeptAnswer
from tests.store.databases import Database
from tests.store.values import LATER, NOON


def test_a_key_is_kept_per_actor(database: Database) -> None:
    answer = KeptAnswer("hash", ("r1", "r2"))
    with database.transactions() as uow:
        uow.keys.put("person:ada", "k", answer, NOON)
        uow.commit()
    with database.reads() as uow:
        assert uow.keys.get("person:ada", "k") == answer
        assert uow.keys.get("person:bob", "k") is None
        assert uow.keys.get("person:ada", "other") is None


def test_a_key_is_kept_once(database: Database) -> None:
    with database.transactions() as uow:
        uow.keys.put("person:ada", "k", KeptAnswer("one", ()), NOON)
        with pytest.raises(IntegrityError):
            uow.keys.put("person:ada", "k", KeptAnswer("other", ()), LATER)


def test_the_latest_name_counts(database: Database) -> None:
    with database.transactions() as uow:
        for name in ("Ada", "Ada", "Ada Lovelace"):
            uow.people.remember(Actor("person:ada", name))
        uow.people.remember(Actor("person:bob", "Bob"))
        assert uow.people.names({"person:ada", "person:eve"}) == {"person:ada": "Ada Lovelace"}
        assert uow.people.names([]) == {}
