"""How many statements the hot paths take, and that none of them walks through a whole table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event

from orchestrator.domain.figures import Grouping
from orchestrator.domain.observations import Observation
from orchestrator.domain.people import WORKER
from orchestrator.domain.requests import RequestState
from orchestrator.domain.rollouts import Intent, Placement
from orchestrator.services.figure_stores import FigureQuery
from orchestrator.services.unit_of_work import UnitOfWork
from tests.store.databases import Database
from tests.store.values import LATER, NOON, a_request, a_room, a_run, furnish

SEATS = 40
MACHINES = [f"b204-m{number}" for number in range(1, SEATS + 1)]


@pytest.fixture
def lecture_hall(database: Database) -> Database:
    """B-204 and C-101 with forty seats each."""
    furnish(database, seats=SEATS)
    return database


@contextmanager
def counted(database: Database) -> Iterator[list[tuple[str, object]]]:
    """The statements that are executed meanwhile, without BEGIN and PRAGMA."""
    seen: list[tuple[str, object]] = []

    def note(_c: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append((statement, parameters))

    engines = (database.engines.write, database.engines.read)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


_YEAR = FigureQuery(NOON, LATER, LATER, Grouping.ROOM)

READS: dict[str, tuple[int, Callable[[UnitOfWork], object]]] = {
    "a room": (2, lambda uow: uow.classrooms.get("b204")),
    "a room by code": (2, lambda uow: uow.classrooms.by_code("B-204")),
    "all rooms": (2, lambda uow: uow.classrooms.all()),
    "who stands where": (1, lambda uow: uow.classrooms.assignments("b204")),
    "a room's machines": (1, lambda uow: uow.machines.of_classroom("b204")),
    "what scans saw": (1, lambda uow: uow.observations.latest(MACHINES)),
    "the catalog": (2, lambda uow: uow.catalog.load()),
    "a rollout's runs": (1, lambda uow: uow.rollouts.runs("o1")),
    "each machine's latest run": (1, lambda uow: uow.rollouts.latest_runs(MACHINES)),
    "a rollout's intents": (1, lambda uow: uow.rollouts.intents("o1")),
    "open intents": (1, lambda uow: uow.rollouts.open_intents(MACHINES)),
    "placements": (1, lambda uow: uow.rollouts.placements(MACHINES)),
    "a rollout under way": (1, lambda uow: uow.rollouts.under_way("b204")),
    "a room's rollouts": (1, lambda uow: uow.rollouts.page(classroom_id="b204", after="o9", limit=20)),
    "a room's requests": (1, lambda uow: uow.requests.of_classroom("b204")),
    "events": (1, lambda uow: uow.events.after("o1", 0, 100)),
    "the manifest": (1, lambda uow: uow.manifests.latest("b204")),
    "names": (1, lambda uow: uow.people.names(["person:ada", "worker"])),
    "milestones": (1, lambda uow: uow.milestones.of_requests(["r1", "r2"])),
    "figures of requests": (1, lambda uow: uow.figures.of_requests(_YEAR, ())),
    "figures of overrides": (1, lambda uow: uow.figures.of_overrides(_YEAR)),
    "figures of withheld days": (1, lambda uow: uow.figures.of_withheld_days(_YEAR)),
    "figures of answers": (1, lambda uow: uow.figures.of_answers(_YEAR)),
    "figures of holds": (1, lambda uow: uow.figures.of_holds(_YEAR)),
    "figures of contests": (1, lambda uow: uow.figures.of_contests(_YEAR)),
    "figures of narrowings": (1, lambda uow: uow.figures.of_narrowings(replace(_YEAR, grouping=Grouping.NOTHING))),
    "figures of advice": (1, lambda uow: uow.figures.of_advice(_YEAR, 14)),
    "figures of sign-offs": (1, lambda uow: uow.figures.of_sign_offs(_YEAR)),
    "figures of wishes": (1, lambda uow: uow.figures.of_wishes(_YEAR)),
    "figures of waiting days": (1, lambda uow: uow.figures.of_waiting_days(_YEAR)),
    "recorded evenings": (1, lambda uow: uow.figures.evenings(replace(_YEAR, grouping=Grouping.NOTHING))),
    "whose turn it was": (1, lambda uow: uow.waiting_days.of_owed(["r1", "r2"])),
}

WHOLE = {
    "all rooms",
    "the catalog",
    # Decisions are few beside requests, and all of a period are counted.
    "figures of overrides",
    "figures of withheld days",
    "figures of answers",
    "figures of holds",
    "figures of contests",
    "figures of narrowings",
    "figures of advice",
    "figures of sign-offs",
    "figures of wishes",
}
"""Reads that are about all that there is."""

WRITES: dict[str, tuple[int, Callable[[UnitOfWork], object]]] = {
    "a room": (3, lambda uow: uow.classrooms.put(a_room(SEATS))),
    "an assignment": (3, lambda uow: uow.classrooms.assign("b204-s1", "c101-m1", LATER)),
    "machine runs": (1, lambda uow: uow.rollouts.put_runs([a_run(n) for n in range(1, SEATS + 1)])),
    "events": (2, lambda uow: uow.events.append("o1", NOON, [("output", m, {}) for m in MACHINES])),
    "intents": (
        1,
        lambda uow: uow.rollouts.add_intents([Intent("o1", 1, m, "firefox", "1", None, (), NOON) for m in MACHINES]),
    ),
    "a placement": (1, lambda uow: uow.rollouts.put_placement(Placement(MACHINES[0], "firefox", "1", "o1", NOON))),
    "an observation": (2, lambda uow: uow.observations.record(Observation(MACHINES[0], NOON, None, None))),
    # With texts and their words, and with a name that was not known.
    "an audit entry": (
        7,
        lambda uow: uow.audit.append(at=NOON, actor=WORKER, kind="k", subjects={}, texts={"a": "1", "b": "2"}),
    ),
}


@pytest.mark.parametrize(("budget", "read"), READS.values(), ids=READS.keys())
def test_reading_forty_seats_takes_as_many_statements_as_one(
    lecture_hall: Database, budget: int, read: Callable[[UnitOfWork], object]
) -> None:
    with counted(lecture_hall) as statements, lecture_hall.reads() as uow:
        read(uow)
    assert len(statements) == budget


@pytest.mark.parametrize(("budget", "write"), WRITES.values(), ids=WRITES.keys())
def test_writing_forty_seats_takes_as_many_statements_as_one(
    lecture_hall: Database, budget: int, write: Callable[[UnitOfWork], object]
) -> None:
    with counted(lecture_hall) as statements, lecture_hall.transactions() as uow:
        write(uow)
    assert len(statements) == budget


def plan(database: Database, use: Callable[[UnitOfWork], object]) -> list[str]:
    """The steps by which the database finds what is asked for, in its own words."""
    with counted(database) as statements, database.reads() as uow:
        use(uow)
    steps: list[str] = []
    with database.engines.read.connect() as connection:
        for statement, parameters in statements:
            if database.kind == "sqlite":
                asked = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                steps += [row.detail for row in asked]
            else:
                # Tables as small as these would be walked through in any case, unless there is no other way.
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
                asked = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", parameters)  # type: ignore[arg-type]
                steps += [line.strip(" ->") for line in asked.scalars()]
    return steps


def walked_tables(database: Database, use: Callable[[UnitOfWork], object]) -> list[str]:
    """Steps that look at every row of a table."""
    return [step for step in plan(database, use) if step.startswith(("SCAN cs_", "Seq Scan on cs_"))]


@pytest.mark.parametrize("name", sorted(set(READS) - WHOLE), ids=str)
def test_no_read_walks_through_a_whole_table(lecture_hall: Database, name: str) -> None:
    assert walked_tables(lecture_hall, READS[name][1]) == []


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"classroom_id": "b204"},
        {"requester_id": "person:ada"},
        {"item_id": "firefox"},
        {"state": RequestState.OPEN},
    ],
    ids=lambda filters: " ".join(filters) or "all",
)
def test_pages_of_requests_are_read_along_an_index_and_need_no_sorting(
    campus: Database, filters: dict[str, str | RequestState]
) -> None:
    with campus.transactions() as uow:
        uow.requests.add(a_request())
        uow.commit()
    chosen = {"classroom_id": None, "requester_id": None, "state": None, "item_id": None, "after": "r9"} | filters

    def page(uow: UnitOfWork) -> object:
        return uow.requests.page(**chosen, limit=10)  # type: ignore[arg-type]

    with campus.reads() as uow:
        assert page(uow) == [a_request()]
    steps = plan(campus, page)
    first = {"sqlite": "SEARCH cs_requests USING", "postgresql": "Index Scan Backward using"}[campus.kind]
    assert [step for step in steps if step.startswith(first)]
    assert not [step for step in steps if "SORT" in step.upper() or "TEMP B-TREE" in step]
