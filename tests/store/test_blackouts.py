"""Blackouts, and what a safeguard's owner was told, in the store."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.domain.blackouts import Blackout
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.people import CAMPUS, RoleScope, ScopeKind
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind
from tests.store.databases import Database
from tests.store.values import NOON

HOUR = timedelta(hours=1)


def a_blackout(name: str, starts: int, ends: int, scope: RoleScope = CAMPUS) -> Blackout:
    return Blackout(name, scope, NOON + starts * HOUR, NOON + ends * HOUR, "Exams.", "person:marta", NOON)


def test_a_blackout_comes_back_as_it_was_kept(database: Database) -> None:
    kept = [a_blackout("b1", -2, 3), a_blackout("b2", -5, 9, RoleScope(ScopeKind.BUILDING, "Größe"))]
    with database.transactions() as uow:
        for one in kept:
            uow.blackouts.add(one)
        uow.commit()
    with database.reads() as uow:
        assert [uow.blackouts.get(one.id) for one in kept] == kept
        assert uow.blackouts.get("b3") is None
        assert list(uow.blackouts.page(after=None, limit=9)) == kept[::-1]
        assert list(uow.blackouts.page(after="b2", limit=9)) == kept[:1]


def test_those_that_are_ahead_are_neither_over_nor_lifted(database: Database) -> None:
    over, on, later, lifted = (a_blackout(f"b{n}", *span) for n, span in enumerate([(-3, 0), (-1, 2), (5, 6), (1, 2)]))
    with database.transactions() as uow:
        for one in (later, lifted, on, over):
            uow.blackouts.add(one)
        uow.blackouts.update(replace(lifted, lifted_at=NOON, lifted_by="person:marta"))
        uow.commit()
    with database.reads() as uow:
        assert list(uow.blackouts.ahead(NOON)) == [on, later]
        assert uow.blackouts.get("b3") == replace(lifted, lifted_at=NOON, lifted_by="person:marta")


def test_a_blackout_stays_known(database: Database) -> None:
    with database.transactions() as uow:
        uow.blackouts.add(a_blackout("b1", 0, 1))
        uow.commit()
    with pytest.raises(IntegrityError):
        database.sql("DELETE FROM cs_blackouts")


def test_what_the_owner_of_a_safeguard_was_told_is_kept(database: Database) -> None:
    guard = Safeguard(
        id="g1",
        kind=SafeguardKind.PROTECTIVE_UPDATE,
        category=Category.SECURITY,
        aim=Aim(name_pattern="*Brow*"),
        title="Mind it",
        explanation="It is like this.",
        evidence=Evidence(advisory="CVE-2026-12345", affected="< 2"),
        owner="person:sam",
        review_at=NOON + HOUR,
        by="person:sam",
        created_at=NOON,
        expires_at=NOON + 2 * HOUR,
        minimum="2.0",
        deadline=NOON + HOUR,
    )
    changed = replace(guard, reminded_at=NOON, overdue_at=NOON + HOUR)
    with database.transactions() as uow:
        uow.safeguards.add(guard)
        uow.safeguards.update(changed)
        uow.commit()
    with database.reads() as uow:
        assert uow.safeguards.get("g1") == changed
        assert list(uow.safeguards.page(state=None, kind=SafeguardKind.BLOCK, after=None, limit=9)) == []
        assert list(uow.safeguards.page(state=None, kind=guard.kind, after=None, limit=9)) == [changed]
