"""Figures that the database counts are those that somebody would count by hand (RULES R4.6)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.figures import Figure, FigureName, Grouping, months_of
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.milestones import Milestone, Promise, PromiseKind
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted
from orchestrator.services.figure_stores import FigureQuery, Freed, Guarded
from orchestrator.services.unit_of_work import UnitOfWork
from tests.postgres_fixture import PostgresServer
from tests.store import naive_figures
from tests.store.databases import Database, opened_copy
from tests.store.naive_figures import Rows, in_order

ZONE = "Europe/Berlin"
FIRST = datetime(2027, 1, 30, 12, 0, tzinfo=UTC)
NOW = FIRST + timedelta(days=5)
ROOMS = (
    Classroom("b204", "B-204", "Main", ZONE, department="Physics"),
    Classroom("b205", "B-205", "Main", ZONE, department="Chemistry"),
    Classroom("c101", "C-101", "Annex", ZONE),
)
ITEMS = ("firefox", "git", "site-access")
PEOPLE = ("person:ada", "person:bo")
FEW = st.integers(min_value=0, max_value=6)
# Few moments, so that they meet; some a little beside a whole second.
MOMENTS = st.builds(
    lambda hours, micros: FIRST + timedelta(hours=hours, microseconds=micros),
    st.integers(min_value=-24, max_value=168).map(lambda n: n - n % 12),
    st.sampled_from([0, 0, 0, 1, 999_999]),
)
WHO = st.sampled_from(PEOPLE)
ROOM = st.sampled_from(ROOMS).map(lambda room: room.id)


@st.composite
def _requests(draw: st.DrawFn) -> tuple[SoftwareRequest, Promise | None, Milestone | None]:
    state = draw(st.sampled_from(RequestState))
    request = SoftwareRequest(
        id="",
        classroom_id=draw(ROOM),
        item_id=draw(st.sampled_from(ITEMS)),
        requester_id=draw(WHO),
        entered_by="person:ada",
        needed_by=draw(MOMENTS),
        created_at=draw(MOMENTS),
        wanted=draw(st.sampled_from(Wanted)),
        version=draw(st.sampled_from(["latest", "1.0", "2.0"])),
        until=draw(st.none() | MOMENTS),
        state=state,
        ended_at=None if state is RequestState.OPEN else draw(MOMENTS),
    )
    promise = draw(st.none() | st.builds(Promise, st.just(""), st.sampled_from(PromiseKind), MOMENTS))
    reached = st.builds(
        Milestone,
        request_id=st.just(""),
        ready_at=MOMENTS,
        as_asked_at=st.none() | MOMENTS,
        seats_ready=st.just(1),
        enough=st.just(1),
        target=st.just(1),
        out_of_service=st.just(0),
        needed_by=MOMENTS,
        stated=st.booleans(),
    )
    return request, promise, draw(st.none() | reached)


@st.composite
def _overrides(draw: st.DrawFn, request_ids: Sequence[str]) -> Override:
    approved = draw(st.none() | MOMENTS)
    confirmation = draw(st.sampled_from(Confirmation))
    confirmed = confirmation is Confirmation.CONFIRMED
    bound = draw(st.lists(st.sampled_from(request_ids), unique=True, max_size=3)) if request_ids else []
    return Override(
        id="",
        kind=draw(st.sampled_from(OverrideKind)),
        scope=OverrideScope.REQUEST,
        category=draw(st.sampled_from([Category.SECURITY, Category.LICENCE, Category.OTHER, Category.HARDWARE])),
        classroom_id=draw(ROOM),
        item_id="firefox",
        request_ids=tuple(sorted(bound)),
        evidence=Evidence(),
        explanation="words",
        by=draw(WHO),
        created_at=draw(MOMENTS),
        starts_at=draw(MOMENTS),
        expires_at=draw(MOMENTS),
        seat_ids=draw(st.sampled_from([(), (), ("s1",)])),
        follows=draw(st.none() | st.just("o")),
        needs_approval=draw(st.booleans()),
        approved_by=draw(WHO) if approved else None,
        approved_at=approved,
        confirmation=confirmation,
        confirmed_by=draw(WHO) if confirmed else None,
        confirmed_at=draw(MOMENTS) if confirmed else None,
        agreed_at=draw(st.none() | MOMENTS),
        state=draw(st.sampled_from(OverrideState)),
        ended_at=draw(st.none() | MOMENTS),
    )


HOLDS = st.builds(
    Hold,
    id=st.just(""),
    scope=st.sampled_from(HoldScope),
    classroom_id=ROOM,
    request_ids=st.just(()),
    sentence=st.just("words"),
    by=WHO,
    at=MOMENTS,
    until=MOMENTS,
    ended_at=st.none() | MOMENTS,
)
FREED = st.builds(Freed, st.lists(ROOM, min_size=1, max_size=2).map(tuple), MOMENTS, MOMENTS)
GUARDED = st.builds(
    Guarded,
    item_ids=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=2, unique=True).map(tuple),
    versions=st.none() | st.just(("1.0",)),
    since=MOMENTS,
    until=MOMENTS,
    freed=st.lists(FREED, max_size=2).map(tuple),
)


@st.composite
def _rows(draw: st.DrawFn) -> Rows:
    asked = draw(st.lists(_requests(), max_size=8))
    ids = [f"r{number}" for number in range(len(asked))]
    overrides = draw(st.lists(_overrides(ids), max_size=6))
    return Rows(
        rooms={room.id: room for room in ROOMS},
        requests=[replace(request, id=i) for i, (request, _, _) in zip(ids, asked, strict=True)],
        promises={i: replace(p, request_id=i) for i, (_, p, _) in zip(ids, asked, strict=True) if p},
        milestones={i: replace(m, request_id=i) for i, (_, _, m) in zip(ids, asked, strict=True) if m},
        overrides=[replace(override, id=f"o{number}") for number, override in enumerate(overrides)],
        holds=[replace(hold, id=f"h{number}") for number, hold in enumerate(draw(st.lists(HOLDS, max_size=4)))],
        guarded=draw(st.lists(GUARDED, max_size=3)),
        by_hand=frozenset({"site-access"}),
    )


@st.composite
def _queries(draw: st.DrawFn) -> FigureQuery:
    since = FIRST + timedelta(hours=12 * draw(st.integers(min_value=-2, max_value=8)))
    until = since + timedelta(hours=12 * draw(st.integers(min_value=1, max_value=12)))
    person = draw(st.none() | WHO)
    return FigureQuery(since, until, NOW, draw(st.sampled_from(Grouping)), months_of(since, until, ZONE), person)


RELAXED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def site(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Three rooms, and a title of the catalogue that is work by hand; each example is rolled back."""
    with opened_copy(template, tmp_path_factory.mktemp("figures")) as opened:
        with opened.transactions() as uow:
            for room in ROOMS:
                uow.classrooms.put(room)
            uow.commit()
        with opened.engines.write.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO cs_catalog_items (id, title, publisher, summary, provider, detection, arguments,"
                    " updates, requires, conflicts_with, coexists_with, provides, minutes) VALUES"
                    " ('site-access', 'Site access', '', '', 'manual', '{}', '', 'managed', '[]', '[]', '[]', '[]', 0)"
                )
            )
        yield opened


def _stored(uow: UnitOfWork, rows: Rows) -> None:
    for request in rows.requests:
        uow.requests.add(request)
    for promise in rows.promises.values():
        uow.milestones.promise(promise)
    uow.milestones.keep(list(rows.milestones.values()))
    for override in rows.overrides:
        uow.overrides.add(override)
    for hold in rows.holds:
        uow.holds.add(hold)


FAMILIES: dict[
    str,
    tuple[
        Callable[[UnitOfWork, FigureQuery, Rows], Sequence[Figure]],
        Callable[[Rows, FigureQuery, str], list[Figure]],
    ],
] = {
    "requests": (lambda uow, q, rows: uow.figures.of_requests(q, rows.guarded), naive_figures.of_requests),
    "overrides": (lambda uow, q, _: uow.figures.of_overrides(q), naive_figures.of_overrides),
    "withheld days": (lambda uow, q, _: uow.figures.of_withheld_days(q), naive_figures.of_withheld_days),
    "answers": (lambda uow, q, _: uow.figures.of_answers(q), naive_figures.of_answers),
    "holds": (lambda uow, q, _: uow.figures.of_holds(q), naive_figures.of_holds),
}


@pytest.mark.parametrize("family", FAMILIES)
@RELAXED
@given(rows=_rows(), query=_queries())
def test_what_the_database_counts_is_what_a_naive_count_gives(
    site: Database, family: str, rows: Rows, query: FigureQuery
) -> None:
    counted, naive = FAMILIES[family]
    with site.transactions() as uow:
        _stored(uow, rows)
        assert in_order(counted(uow, query, rows)) == in_order(naive(rows, query, ZONE))


@RELAXED
@given(rows=_rows(), query=_queries())
def test_each_request_that_was_due_stands_in_exactly_one_line(site: Database, rows: Rows, query: FigureQuery) -> None:
    with site.transactions() as uow:
        _stored(uow, rows)
        figures = uow.figures.of_requests(query, rows.guarded)
    due = [
        request
        for request in rows.requests
        if query.since <= request.needed_by < min(query.until, NOW) and query.person_id in {None, request.requester_id}
    ]
    wholes = {FigureName.READY_IN_TIME, FigureName.STOOD_STILL, FigureName.SHORT_NOTICE, FigureName.STATED_BY_HAND}
    counts = {FigureName.SAFEGUARDED, FigureName.TAKEN_BACK, FigureName.UNRECORDED}
    in_lines = sum(f.of or 0 for f in figures if f.name in wholes)
    in_lines += sum(f.value or 0 for f in figures if f.name in counts)
    assert in_lines == len(due)
    lead = [f for f in figures if f.name is FigureName.READY_IN_TIME]
    parts = {FigureName.READY_IN_TIME, FigureName.READY_LATER, FigureName.READY_OTHERWISE, FigureName.NOT_READY}
    assert sum(f.value or 0 for f in figures if f.name in parts) == sum(f.of or 0 for f in lead)
