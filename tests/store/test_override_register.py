"""The register of overrides: who and what is found by which filter, and in how many statements."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.contests import Contest, ContestState, ContestSubject
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.domain.people import CAMPUS, Actor, Caller, Grant, Person, Role
from orchestrator.services import override_reading
from orchestrator.services.decision_stores import OverrideQuery
from orchestrator.services.override_reading import OverrideFilters, export_overrides, list_overrides
from tests.fakes.clock import StoryClock
from tests.store.databases import Database
from tests.store.test_statements import counted
from tests.store.values import NOON, a_request

OLGA = Person("person:olga", "olga", "Olga Auditor", "", "en", NOON)
AUDITOR = Caller(OLGA, (Grant("g1", OLGA.id, Role.AUDITOR, CAMPUS, NOON, "host:root"),))


def an_override(number: int, **other: object) -> Override:
    """The one with this number, of the request with this number."""
    made = Override(
        id=f"v{number:03}",
        kind=OverrideKind.DECLINE,
        scope=OverrideScope.REQUEST,
        category=Category.OTHER,
        classroom_id="b204",
        item_id="firefox",
        request_ids=(f"r{number:03}",),
        evidence=Evidence(words="seen on Monday"),
        explanation="It crashes.",
        by=f"person:tim{number}",
        created_at=NOON + timedelta(hours=number),
        starts_at=NOON,
        expires_at=NOON + timedelta(days=2),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def a_contest(number: int, of: Override, **other: object) -> Contest:
    """A contest of an override for its request."""
    made = Contest(
        id=f"x{number:03}",
        subject=ContestSubject.OVERRIDE,
        decision_id=of.id,
        category=of.category,
        request_id=of.request_ids[0],
        classroom_id=of.classroom_id,
        item_id=of.item_id,
        words="The course needs it.",
        by="person:ada",
        at=NOON,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def store(database: Database, *overrides: Override, contests: tuple[Contest, ...] = ()) -> None:
    """Put them there, each with its request."""
    with database.transactions() as uow:
        for override in overrides:
            for request_id in override.request_ids:
                uow.requests.add(a_request(request_id, room=override.classroom_id, item=override.item_id))
            uow.people.remember(Actor(override.by, f"Tim the {override.id}"))
            uow.overrides.add(override)
        for contest in contests:
            uow.contests.add(contest)
        uow.commit()


def test_the_register_takes_as_many_statements_for_many_as_for_one(campus: Database) -> None:
    taken = []
    for numbers in (range(1), range(1, 60)):
        made = [an_override(n, classroom_id="c101" if n % 2 else "b204") for n in numbers]
        store(campus, *made, contests=tuple(a_contest(n, of) for n, of in zip(numbers, made, strict=True)))
        with counted(campus) as statements:
            found = list_overrides(OverrideFilters(), caller=AUDITOR, reads=campus.reads, clock=StoryClock(NOON))
        taken.append(len(statements))
        assert all(view.names and view.requests and view.contests for view in found)
    assert len(found) == 50
    assert taken[0] == taken[1] <= 12


def test_an_export_gives_all_of_them_in_parts(campus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(override_reading, "CHUNK", 2)
    store(campus, *map(an_override, range(5)))
    pages = list(export_overrides(OverrideFilters(), caller=AUDITOR, reads=campus.reads, clock=StoryClock(NOON)))
    assert [[view.override.id for view in page] for page in pages] == [["v004", "v003"], ["v002", "v001"], ["v000"]]


def test_each_filter_narrows_by_itself_and_all_of_them_together(campus: Database) -> None:
    with campus.transactions() as uow:
        room = uow.classrooms.get("c101")
        assert room is not None
        uow.classrooms.put(replace(room, department="Physics"))
        uow.commit()
    plain = an_override(0)
    elsewhere = an_override(1, classroom_id="c101")
    twice = an_override(2)
    once = an_override(3)
    ended = {"ended_at": NOON, "ended_by": "person:grace", "ruling": "It works."}
    contests = (
        a_contest(1, twice, state=ContestState.UPHELD, **ended),
        a_contest(2, twice),
        a_contest(3, once, state=ContestState.OVERTURNED, **ended),
        # About something else that happens to be called the same.
        a_contest(4, plain, subject=ContestSubject.SAFEGUARD),
    )
    store(campus, plain, elsewhere, twice, once, contests=contests)

    def found(**given: object) -> list[str]:
        with campus.reads() as uow:
            return [o.id for o in uow.overrides.page(OverrideQuery(**given), after=None, limit=9)]  # type: ignore[arg-type]

    assert found() == ["v003", "v002", "v001", "v000"]
    assert found(team="Physics") == ["v001"]
    assert found(team="Chemistry") == []
    assert found(since=twice.created_at) == ["v003", "v002"]
    assert found(until=twice.created_at) == ["v001", "v000"]
    assert found(contested=True) == ["v003", "v002"]
    assert found(contested=False) == ["v001", "v000"]
    assert found(contest=ContestState.OPEN) == found(contest=ContestState.UPHELD) == ["v002"]
    assert found(contest=ContestState.LAPSED) == []
    assert found(contested=True, contest=ContestState.OVERTURNED, until=once.created_at) == []
    with campus.reads() as uow:
        assert [contest.id for contest in uow.overrides.contests(["v000", "v002"])] == ["x001", "x002"]
