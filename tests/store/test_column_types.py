"""How values stand in columns."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.errors import NaiveTime, UnstorableText
from orchestrator.domain.errors import InvalidInput

DIALECT = sqlite.dialect()
MOMENTS = st.datetimes(
    min_value=datetime(1000, 1, 2),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - likewise
    timezones=st.timezones() | st.just(UTC),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def stored(moment: datetime) -> str:
    text = UtcTime().process_bind_param(moment, DIALECT)
    assert text is not None
    return text


@given(MOMENTS)
def test_a_moment_comes_back_in_utc(moment: datetime) -> None:
    back = UtcTime().process_result_value(stored(moment), DIALECT)
    assert back == moment.astimezone(UTC)
    assert back is not None
    assert back.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_text_does(one: datetime, other: datetime) -> None:
    assert (stored(one) < stored(other)) == (one.astimezone(UTC) < other.astimezone(UTC))


def test_a_moment_is_stored_in_utc_with_microseconds() -> None:
    assert stored(datetime(2027, 1, 12, 9, 0, tzinfo=timezone(timedelta(hours=1)))) == "2027-01-12T08:00:00.000000Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="2027-01-12T09:00:00 has no time zone"):
        stored(datetime(2027, 1, 12, 9, 0))  # noqa: DTZ001 - what is refused


@given(JSON)
def test_json_comes_back_as_it_was(value: object) -> None:
    text = CanonicalJson().process_bind_param(value, DIALECT)
    assert text is None or (text.isascii() and "\x00" not in text)
    assert CanonicalJson().process_result_value(text, DIALECT) == value


def test_equal_json_is_equal_text() -> None:
    one, other = ({"b": [1, {"y": 0, "x": 0}], "a": 2}, {"a": 2, "b": [1, {"x": 0, "y": 0}]})
    assert CanonicalJson().process_bind_param(one, DIALECT) == CanonicalJson().process_bind_param(other, DIALECT)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x\udfff"])
def test_a_text_that_no_database_keeps_is_a_refusal(text: str) -> None:
    with pytest.raises(UnstorableText) as refused:
        PlainText().process_bind_param(text, DIALECT)
    assert isinstance(refused.value, InvalidInput)
    assert refused.value.code == "invalid-input"
    assert refused.value.problems[0].value.isascii()
