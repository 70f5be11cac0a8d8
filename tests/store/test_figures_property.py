"""Figures that the database counts are those that somebody would count by hand (RULES R4.6)."""

from hypothesis import given

from orchestrator.domain.figures import FigureName
from orchestrator.services.figure_stores import FigureQuery
from tests.store import naive_figures
from tests.store.databases import Database
from tests.store.figure_rows import NOW, RELAXED, ZONE, Families, decided, queries, store
from tests.store.naive_figures import Rows, in_order

OF_DECISIONS: Families = {
    "requests": (lambda uow, q, rows: uow.figures.of_requests(q, rows.guarded), naive_figures.of_requests),
    "overrides": (lambda uow, q, _: uow.figures.of_overrides(q), naive_figures.of_overrides),
    "withheld days": (lambda uow, q, _: uow.figures.of_withheld_days(q), naive_figures.of_withheld_days),
    "answers": (lambda uow, q, _: uow.figures.of_answers(q), naive_figures.of_answers),
    "holds": (lambda uow, q, _: uow.figures.of_holds(q), naive_figures.of_holds),
}


@RELAXED
@given(rows=decided(), query=queries())
def test_what_the_database_counts_is_what_a_naive_count_gives(
    three_rooms: Database, rows: Rows, query: FigureQuery
) -> None:
    with three_rooms.transactions() as uow:
        store(uow, rows)
        for family, (counted, naive) in OF_DECISIONS.items():
            assert in_order(counted(uow, query, rows)) == in_order(naive(rows, query, ZONE)), family


@RELAXED
@given(rows=decided(), query=queries())
def test_each_request_that_was_due_stands_in_exactly_one_line(
    three_rooms: Database, rows: Rows, query: FigureQuery
) -> None:
    with three_rooms.transactions() as uow:
        store(uow, rows)
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
