"""Moments and languages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.services.wording import Language, Speaker, choose_language

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "moment", "said"),
    [
        (Language.EN, "UTC", datetime(2026, 1, 12, 8, 0, tzinfo=UTC), "Mon 12 Jan, 08:00"),
        (Language.EN, "Europe/Berlin", datetime(2026, 7, 12, 22, 30, tzinfo=UTC), "Mon 13 Jul, 00:30"),
        (Language.EN, "America/New_York", datetime(2026, 3, 1, 2, 5, tzinfo=UTC), "Sat 28 Feb, 21:05"),
        (Language.DE, "Europe/Berlin", datetime(2026, 3, 3, 7, 0, tzinfo=UTC), "Di., 3. März, 08:00 Uhr"),
        (Language.DE, "UTC", datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "Do., 31. Dez., 23:59 Uhr"),
    ],
)
def test_a_moment_is_said_in_the_zone_of_the_room(language: Language, zone: str, moment: datetime, said: str) -> None:
    assert Speaker(language, zone).moment(moment) == said


@pytest.mark.parametrize(
    ("zone", "moment", "year_said"),
    [
        ("UTC", datetime(2027, 12, 31, 23, 30, tzinfo=UTC), False),
        ("Europe/Berlin", datetime(2027, 12, 31, 23, 30, tzinfo=UTC), True),
        ("UTC", datetime(2026, 12, 31, tzinfo=UTC), True),
    ],
)
def test_the_year_is_said_only_when_it_is_another_one_there(zone: str, moment: datetime, year_said: bool) -> None:
    for language in Language:
        said = Speaker(language, zone, NOON).moment(moment)
        assert any(str(year) in said for year in (2026, 2028)) is year_said


@given(st.datetimes(datetime(2000, 1, 2), datetime(2199, 12, 30)), st.sampled_from(list(Language)))  # noqa: DTZ001 - the zone is added below
def test_days_and_months_are_the_calendars_own(naive: datetime, language: Language) -> None:
    speaker = Speaker(language)
    calendar = speaker.book.calendar
    moment = naive.replace(tzinfo=UTC)
    said = speaker.moment(moment)
    assert calendar.days[moment.weekday()] in said
    assert calendar.months[moment.month - 1] in said
    assert moment.strftime("%H:%M") in said
    assert speaker.moment(moment + timedelta(days=7)).split()[0] == said.split()[0]


@pytest.mark.parametrize(
    ("accepted", "default", "chosen"),
    [
        ("", "en", Language.EN),
        ("", "de", Language.DE),
        ("", "de_AT.UTF-8", Language.DE),
        ("", "fr", Language.EN),
        ("de", "en", Language.DE),
        ("de-CH, en;q=0.8", "en", Language.DE),
        ("en;q=0.3, de;q=0.7", "en", Language.DE),
        ("en, de", "de", Language.EN),
        ("fr, de;q=0.2", "en", Language.DE),
        ("fr", "de", Language.DE),
        ("de;q=0", "en", Language.EN),
        ("*", "de", Language.DE),
        ("de;q=much, en;q=0.1", "de", Language.EN),
        (";;,,=,de;level=1", "en", Language.EN),
        ("de;q=nan", "en", Language.EN),
    ],
)
def test_the_best_of_our_languages_is_taken(accepted: str, default: str, chosen: Language) -> None:
    assert choose_language(accepted, default) is chosen


@given(st.text(max_size=40))
def test_whatever_a_header_says_there_is_a_language(accepted: str) -> None:
    assert choose_language(accepted, "de") in Language
