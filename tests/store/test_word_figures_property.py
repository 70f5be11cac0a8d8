"""Contests, advice, wishes, sign-offs and waiting days are counted as by hand (RULES R3.9, R4.5, R4.6)."""

from hypothesis import given

from orchestrator.domain.figures import FigureName
from orchestrator.services.figure_stores import FigureQuery
from tests.store import naive_words
from tests.store.databases import Database
from tests.store.figure_rows import RELAXED, ZONE, Families, queries, said, store
from tests.store.naive_figures import Rows, in_order
from tests.store.naive_words import DAYS, of_the_site

F = FigureName
PARTS = {
    F.CONTESTS: {
        F.CONTESTS_OPEN,
        F.CONTESTS_UPHELD,
        F.CONTESTS_OVERTURNED,
        F.CONTESTS_LAPSED,
        F.CONTESTS_WITHDRAWN,
        F.CONTESTS_MOOT,
    },
    F.RECOMMENDATIONS: {
        F.RECOMMENDATIONS_OPEN,
        F.RECOMMENDATIONS_FOLLOWED,
        F.RECOMMENDATIONS_KEPT,
        F.RECOMMENDATIONS_LAPSED,
        F.RECOMMENDATIONS_TAKEN_BACK,
        F.RECOMMENDATIONS_MOOT,
    },
    F.WISHES: {F.WISHES_LINKED, F.WISHES_TAKEN_BACK, F.WISHES_OPEN},
    F.SIGN_OFFS: {F.SIGN_OFFS_WORKS, F.SIGN_OFFS_WORKS_NOT, F.SIGN_OFFS_UNANSWERED},
}
"""What each whole is made of."""

OF_WORDS: Families = {
    "contests": (lambda uow, q, _: uow.figures.of_contests(q), naive_words.of_contests),
    "narrowings": (lambda uow, q, _: uow.figures.of_narrowings(of_the_site(q)), naive_words.of_narrowings),
    "advice": (lambda uow, q, _: uow.figures.of_advice(q, DAYS), naive_words.of_advice),
    "sign-offs": (lambda uow, q, _: uow.figures.of_sign_offs(q), naive_words.of_sign_offs),
    "wishes": (lambda uow, q, _: uow.figures.of_wishes(q), naive_words.of_wishes),
    "waiting days": (lambda uow, q, _: uow.figures.of_waiting_days(q), naive_words.of_waiting_days),
}


@RELAXED
@given(rows=said(), query=queries())
def test_words_and_waiting_are_counted_as_a_naive_count_does(
    three_rooms: Database, rows: Rows, query: FigureQuery
) -> None:
    """R3.9, R4.5, R4.6: and each contest, recommendation, wish and sign-off went on in exactly one way."""
    with three_rooms.transactions() as uow:
        store(uow, rows)
        found = {family: in_order(counted(uow, query, rows)) for family, (counted, _) in OF_WORDS.items()}
        evenings = dict(uow.figures.evenings(of_the_site(query)))
    for family, (_, naive) in OF_WORDS.items():
        assert found[family] == in_order(naive(rows, query, ZONE)), family
    assert evenings == naive_words.evenings(rows, query, ZONE)
    every = [figure for figures in found.values() for figure in figures]
    for whole, parts in PARTS.items():
        count = sum(figure.value or 0 for figure in every if figure.name is whole)
        assert sum(figure.value or 0 for figure in every if figure.name in parts) == count
