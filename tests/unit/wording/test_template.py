"""Sentence templates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.services.wording.template import MOST_LISTED, SentenceFormatter, as_sentence

FORMATTER = SentenceFormatter(lambda moment: f"<{moment.hour}>", " and ", "{count} more")


def fill(template: str, **fields: object) -> str:
    return FORMATTER.fill(template, fields)


@pytest.mark.parametrize(("count", "said"), [(0, "0 seats"), (1, "1 seat"), (2, "2 seats")])
def test_a_word_follows_its_number(count: int, said: str) -> None:
    assert fill("{n} {n:seat|seats}", n=count) == said


@pytest.mark.parametrize(
    ("items", "said"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_several_are_joined_as_people_say_them(items: tuple[str, ...], said: str) -> None:
    assert fill("{items:list}", items=items) == said


def test_a_long_list_says_how_much_it_leaves_out() -> None:
    said = fill("{items:list}", items=[str(n) for n in range(MOST_LISTED + 3)])
    assert said.endswith(f"{MOST_LISTED - 1} and 3 more")


def test_what_has_nothing_to_say_is_left_out() -> None:
    template = "Gone[ on {when:when}][: {why}]."
    assert fill(template, when=None, why="") == "Gone."
    assert fill(template, when=datetime(2027, 1, 1, 8, tzinfo=UTC), why="broken") == "Gone on <8>: broken."


def test_zero_is_something_to_say() -> None:
    assert fill("ended[ ({code})]", code=0) == "ended (0)"


def test_a_field_that_was_not_given_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        fill("{missing}")
    with pytest.raises(KeyError):
        fill("[{missing}]")


@pytest.mark.parametrize("template", ["{value.real}", "{value.__class__}", "{}", "{0}"])
def test_a_template_cannot_reach_into_a_value(template: str) -> None:
    with pytest.raises(KeyError):
        fill(template, value=1)


@given(st.text())
def test_whatever_a_value_holds_is_put_in_as_it_is(text: str) -> None:
    assert fill("a {value} b", value=text) == f"a {text} b"


def test_a_rest_of_a_sentence_gets_a_capital() -> None:
    assert (as_sentence("it is so."), as_sentence(""), as_sentence("äh")) == ("It is so.", "", "Äh")
