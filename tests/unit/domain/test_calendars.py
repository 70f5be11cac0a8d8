"""Working days, terms of notice, slots."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.calendars import (
    END_OF_WORKING_DAY,
    Site,
    default_needed_by,
    end_of_notice,
    next_slot,
    working_days,
)
from tests.unit.domain.examples import room

BERLIN = ZoneInfo("Europe/Berlin")
SITE = Site("Europe/Berlin", frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}))


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (berlin(2026, 11, 2, 9), 1, berlin(2026, 11, 3, 18)),  # Monday
        (berlin(2026, 11, 2, 23, 59), 1, berlin(2026, 11, 3, 18)),
        (berlin(2026, 11, 2, 9), 5, berlin(2026, 11, 9, 18)),  # over a weekend
        (berlin(2026, 11, 6, 9), 1, berlin(2026, 11, 9, 18)),  # Friday
        (berlin(2026, 11, 7, 9), 1, berlin(2026, 11, 9, 18)),  # Saturday
        (berlin(2026, 11, 8, 23), 2, berlin(2026, 11, 10, 18)),  # Sunday
        (berlin(2026, 12, 24, 9), 1, berlin(2026, 12, 28, 18)),  # Christmas on a Friday
        (berlin(2026, 12, 31, 9), 1, berlin(2027, 1, 4, 18)),
        (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), 1, berlin(2026, 11, 4, 18)),  # Tuesday already in Berlin
    ],
)
def test_a_term_ends_at_six_in_the_evening_of_its_last_working_day(start: datetime, count: int, end: datetime) -> None:
    assert working_days(SITE)(start, count) == end
    assert working_days(SITE)(start, count).tzinfo is UTC


def test_six_in_the_evening_is_the_sites_whatever_the_season() -> None:
    ends = working_days(SITE)
    assert ends(datetime(2026, 3, 27, 9, tzinfo=UTC), 1) == datetime(2026, 3, 30, 16, tzinfo=UTC)  # summer time begins
    assert ends(datetime(2026, 3, 26, 9, tzinfo=UTC), 1) == datetime(2026, 3, 27, 17, tzinfo=UTC)
    assert ends(datetime(2026, 10, 23, 9, tzinfo=UTC), 1) == datetime(2026, 10, 26, 17, tzinfo=UTC)  # and ends


@pytest.mark.parametrize("count", [0, -1])
def test_a_term_of_no_days_is_over_at_once(count: int) -> None:
    at = berlin(2026, 11, 7, 9)
    assert working_days(SITE)(at, count) == at


def test_without_a_date_a_request_is_needed_in_five_working_days() -> None:
    """R0.2"""
    assert default_needed_by(SITE, berlin(2026, 12, 21, 9)) == berlin(2026, 12, 29, 18)


class TestNotice:
    """R0.3: 1 working day; shrinks to 0 as needed-by comes near; never blocks."""

    ACCEPTED = berlin(2026, 11, 2, 9)
    FULL = berlin(2026, 11, 3, 18)

    @pytest.mark.parametrize(
        ("needed_by", "end"),
        [
            (berlin(2026, 11, 9, 18), FULL),
            (FULL + timedelta(minutes=30), FULL),
            (FULL, FULL - timedelta(minutes=30)),
            (ACCEPTED + timedelta(hours=2), ACCEPTED + timedelta(minutes=90)),
            (ACCEPTED + timedelta(minutes=30), ACCEPTED),
            (ACCEPTED + timedelta(minutes=1), ACCEPTED),
        ],
    )
    def test_shrinks_so_that_the_work_can_be_through_in_time(self, needed_by: datetime, end: datetime) -> None:
        assert end_of_notice(SITE, self.ACCEPTED, needed_by, 30) == end

    def test_a_site_can_do_without_notice(self) -> None:
        site = Site("Europe/Berlin", notice_working_days=0)
        assert end_of_notice(site, self.ACCEPTED, berlin(2026, 11, 9, 18), 30) == self.ACCEPTED


def test_a_room_without_windows_or_timetable_can_be_worked_on_now() -> None:
    """R0.3"""
    at = berlin(2026, 11, 7, 3)
    assert next_slot(room(), 600, at) == at


_moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is the next argument
_sites = st.builds(
    Site,
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"]),
    st.frozensets(st.dates(date(2020, 1, 1), date(2035, 1, 1)), max_size=20),
    st.integers(0, 5),
)


@given(_sites, _moments, st.integers(1, 15))
def test_every_term_ends_on_a_working_day_and_a_longer_one_ends_later(site: Site, start: datetime, count: int) -> None:
    end = working_days(site)(start, count)
    local = end.astimezone(ZoneInfo(site.timezone))
    assert (local.time(), END_OF_WORKING_DAY) == (time(18), time(18))
    assert local.weekday() < 5
    assert local.date() not in site.holidays
    assert start < end < working_days(site)(start, count + 1)


@given(_sites, _moments, st.timedeltas(timedelta(0), timedelta(days=60)), st.integers(0, 10_000))
def test_notice_never_ends_before_acceptance_and_never_makes_the_work_late_by_itself(
    site: Site, accepted: datetime, until_needed: timedelta, minutes: int
) -> None:
    """R0.3"""
    needed_by = accepted + until_needed
    end = end_of_notice(site, accepted, needed_by, minutes)
    assert accepted <= end <= max(accepted, needed_by - timedelta(minutes=minutes))
    assert end <= working_days(site)(accepted, site.notice_working_days)
