"""How a share is said, and which month a moment lies in (RULES R4.6)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.figures import (
    Figure,
    FigureName,
    Unit,
    days_text,
    meets_goal,
    months_of,
    percent_text,
    sorted_figures,
)
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.figures import say_figure
from orchestrator.settings import ROOT

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
WHOLES = st.integers(min_value=1, max_value=10**9)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (411, 412, "99.75"),
        (412, 412, "100.00"),
        (0, 412, "0.00"),
        (999_999, 1_000_000, "99.99"),
        (1_000_000 - 101, 1_000_000, "99.98"),
        (2, 3, "66.66"),
    ],
)
def test_r4_6_a_share_is_cut_off_behind_two_places(part: int, whole: int, said: str) -> None:
    assert percent_text(part, whole) == said


@given(whole=WHOLES, part=st.integers(min_value=0, max_value=10**9))
def test_r4_6_nothing_is_rounded_up_to_all_or_to_the_goal(whole: int, part: int) -> None:
    part = min(part, whole)
    said = percent_text(part, whole)
    assert (said == "100.00") == (part == whole)
    assert (float(said) >= 99.99) == meets_goal(part, whole)


@given(whole=WHOLES)
def test_r4_6_one_that_is_missing_is_never_said_to_be_there(whole: int) -> None:
    assert percent_text(whole - 1, whole) != "100.00"


@pytest.mark.parametrize(
    ("figure", "english", "german"),
    [
        (
            Figure(FigureName.READY_IN_TIME, "", "", 411, 412),
            "411 of 412 (99.75 %), goal 99.99 %",
            "411 von 412 (99,75 %), Ziel 99,99 %",
        ),
        (Figure(FigureName.READY_IN_TIME, "", "", 0, 0), "0 of 0, goal 99.99 %", "0 von 0, Ziel 99,99 %"),
        (Figure(FigureName.SHORT_NOTICE, "", "", 1, 3), "1 of 3 (33.33 %)", "1 von 3 (33,33 %)"),
        (Figure(FigureName.HOLDS, "", "", 7), "7", "7"),
        (Figure(FigureName.WAITING_DAYS), "unknown", "unbekannt"),
        (Figure(FigureName.DAYS_WITHHELD, "", "", 216_000), "2.5 days", "2,5 Tage"),
        (Figure(FigureName.DAYS_TO_APPROVE, "", "", 216_000, 2), "1.2 days each, 2 in all", "je 1,2 Tage, insgesamt 2"),
        (Figure(FigureName.DAYS_TO_APPROVE, "", "", 0, 0), "none", "keine"),
        (Figure(FigureName.MEDIAN_DAYS_TO_RULE, "", "", 216_000, 3), "2.5 days, 3 in all", "2,5 Tage, insgesamt 3"),
        (Figure(FigureName.MEDIAN_DAYS_TO_RULE, "", "", 0, 0), "none", "keine"),
    ],
)
def test_a_figure_says_counts_beside_percent(figure: Figure, english: str, german: str) -> None:
    assert (say_figure(Speaker(Language.EN), figure), say_figure(Speaker(Language.DE), figure)) == (english, german)


@pytest.mark.parametrize("name", list(FigureName))
def test_r4_6_a_figure_without_ground_is_unknown_and_no_number(name: FigureName) -> None:
    figure = Figure(name)
    assert (figure.percent, figure.days, figure.goal_met) == (None, None, None)


@pytest.mark.parametrize(("part", "met"), [(9_999, True), (9_998, False), (10_000, True)])
def test_r4_6_the_goal_is_met_or_it_is_not(part: int, met: bool) -> None:
    assert Figure(FigureName.READY_IN_TIME, "", "", part, 10_000).goal_met is met


def test_only_the_lead_figure_has_a_goal() -> None:
    assert [n for n in FigureName if Figure(n, "", "", 1, 1).goal_met is not None] == [FigureName.READY_IN_TIME]


def test_days_are_cut_off_behind_one_place() -> None:
    assert [days_text(86_399, 1), days_text(86_400, 1), days_text(86_400, 7)] == ["0.9", "1.0", "0.1"]


def test_r4_7_figures_stand_by_name_and_never_by_value() -> None:
    rooms = [Figure(FigureName.HOLDS, room, "", value) for room, value in (("b", 1), ("C", 9), ("a", 5))]
    assert [figure.group for figure in sorted_figures(rooms)] == ["a", "b", "C"]


def test_months_begin_where_the_site_is() -> None:
    months = months_of(NOON, NOON + timedelta(days=50), "Europe/Berlin")
    assert [month.name for month in months] == ["2027-01", "2027-02", "2027-03"]
    assert months[0].end.astimezone(UTC) == datetime(2027, 1, 31, 23, 0, tzinfo=UTC)
    assert months_of(NOON, months[0].end, "Europe/Berlin") == months[:1]


@given(
    since=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    days=st.integers(min_value=1, max_value=800),
)
def test_every_moment_of_a_period_lies_in_a_month_of_its_name(since: datetime, days: int) -> None:
    until = since + timedelta(days=days)
    months = months_of(since, until, "UTC")
    for moment in (since, since + (until - since) / 3, until - timedelta(microseconds=1)):
        assert next(m.name for m in months if moment < m.end) == f"{moment:%Y-%m}"


def test_every_figure_knows_what_its_number_is() -> None:
    assert {Figure(name).unit for name in FigureName} == set(Unit)


def test_every_figure_is_defined_in_the_docs() -> None:
    text = (ROOT / "docs" / "figures.md").read_text()
    assert [name for name in FigureName if f"`{name}`" not in text] == []
