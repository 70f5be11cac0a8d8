"""Evening by evening, whose turn it is with what is owed is recorded, once (RULES R4.5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from orchestrator.domain.figures import Figure, FigureName, Grouping
from orchestrator.domain.waiting import WaitingDay, WaitingOwner, evening_of, evenings_between
from orchestrator.services.figures import read_figures
from orchestrator.services.waiting_days import WaitingTools, keep_evening, keep_waiting_days
from tests.fakes.workflow import InlineContext
from tests.services.owed_cast import entry_of, hire_staff, link, wish_for
from tests.services.story import ROOM, Story

DAY = timedelta(days=1)
ZONE = "Europe/Berlin"


def _evening(story: Story, *, later: int = 0) -> int:
    """It becomes 18:30 where the site is, some days later; how many days are recorded then."""
    with story.reads() as uow:
        zone = uow.site.load().timezone
    story.clock.move_to(evening_of(story.clock.now() + later * DAY, zone).at + timedelta(minutes=30))
    return keep_evening(WaitingTools(story.transactions, story.reads, story.clock))


def _recorded(story: Story, *owed_ids: str) -> list[list[WaitingOwner]]:
    with story.reads() as uow:
        found = uow.waiting_days.of_owed(owed_ids)
    return [list(found.get(owed_id, {}).values()) for owed_id in owed_ids]


def _waited(story: Story, grouping: Grouping = Grouping.NOTHING) -> list[tuple[str, str, int | None]]:
    figures = read_figures(reads=story.reads, clock=story.clock, grouping=grouping).figures
    return [(f.group, f.part, f.value) for f in figures if f.name is FigureName.WAITING_DAYS]


def _unrecorded(story: Story, since: datetime) -> Figure:
    figures = read_figures(reads=story.reads, clock=story.clock, since=since).figures
    return next(f for f in figures if f.name is FigureName.EVENINGS_UNRECORDED)


def test_r4_5_each_day_that_a_request_waits_has_one_owner(story: Story) -> None:
    editor, unpackaged = (r.request.id for r in story.ask("editor", "unpackaged").requests)
    assert _evening(story) == 2
    assert _evening(story, later=1) == 2
    assert _recorded(story, editor, unpackaged) == [[WaitingOwner.IT] * 2, [WaitingOwner.PACKAGING] * 2]
    assert _waited(story) == [("", "it", 2), ("", "packaging", 2)]
    assert _waited(story, Grouping.ROOM) == [(ROOM, "it", 2), (ROOM, "packaging", 2)]


def test_r4_5_an_evening_is_recorded_once_and_not_before_it_has_come(story: Story) -> None:
    story.ask("editor")
    tools = WaitingTools(story.transactions, story.reads, story.clock)
    keep_waiting_days(InlineContext(clock=story.clock, history={}), tools)
    assert _waited(story) == [("", "", None)]
    assert [_evening(story), keep_evening(tools)] == [1, 0]
    with story.transactions() as uow:
        assert not uow.waiting_days.keep(evening_of(story.clock.now(), ZONE), story.clock.now(), ())
    assert _waited(story) == [("", "it", 1)]


def test_what_was_asked_for_after_six_waited_for_nobody_on_that_day(story: Story) -> None:
    _evening(story)
    story.clock.move_to(story.clock.now() + DAY)
    story.ask("editor")
    assert keep_evening(WaitingTools(story.transactions, story.reads, story.clock)) == 0
    assert _waited(story) == [("", "", 0)]


def test_r4_6_evenings_that_nobody_looked_at_are_said_and_counted_for_nobody(story: Story) -> None:
    story.ask("editor")
    begin = story.clock.now()
    assert _waited(story) == [("", "", None)]
    _evening(story)
    _evening(story, later=3)
    missed = _unrecorded(story, begin)
    assert (missed.value, missed.of) == (2, 4)
    assert _waited(story) == [("", "it", 2)]


def test_a_month_without_a_recorded_evening_is_unknown(story: Story) -> None:
    begin = story.clock.now()
    story.ask("editor")
    _evening(story, later=40)
    by_month = {group: value for group, _, value in _waited(story, Grouping.MONTH)}
    assert by_month[f"{begin:%Y-%m}"] is None
    assert by_month[f"{story.clock.now():%Y-%m}"] == 1


def test_the_owed_list_tells_past_days_as_they_were_recorded(story: Story) -> None:
    """R4.5: what the reason was is not made up from what it is today."""
    request = story.ask("editor").requests[0].request
    evening = evening_of(story.clock.now(), ZONE)
    story.clock.move_to(story.clock.now() + DAY)
    guessed = entry_of(story, request.id)
    with story.transactions() as uow:
        day = WaitingDay(request.id, request.classroom_id, evening.day, WaitingOwner.LICENCE)
        assert uow.waiting_days.keep(evening, evening.at, [day])
        uow.commit()
    told = entry_of(story, request.id)
    assert guessed is not None
    assert told is not None
    assert guessed.days == {WaitingOwner.IT: 2}
    assert told.days == {WaitingOwner.LICENCE: 1, WaitingOwner.IT: 1}


def test_days_of_a_wish_count_too(story: Story) -> None:
    hire_staff(story)
    wish = wish_for(story).wish.id
    _evening(story)
    linked = link(story, wish, "editor").wish.linked_request_id
    assert linked is not None
    _evening(story, later=1)
    assert _recorded(story, wish, linked) == [[WaitingOwner.IT], [WaitingOwner.IT]]


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (datetime(2027, 1, 12, 16, 59, tzinfo=UTC), datetime(2027, 1, 12, 17, 1, tzinfo=UTC), [date(2027, 1, 12)]),
        (datetime(2027, 1, 12, 17, 0, tzinfo=UTC), datetime(2027, 1, 13, 17, 0, tzinfo=UTC), [date(2027, 1, 12)]),
        (datetime(2027, 1, 12, 17, 1, tzinfo=UTC), datetime(2027, 1, 13, 17, 0, tzinfo=UTC), []),
        (datetime(2027, 7, 1, 15, 0, tzinfo=UTC), datetime(2027, 7, 1, 16, 1, tzinfo=UTC), [date(2027, 7, 1)]),
    ],
)
def test_an_evening_is_six_where_the_site_is(since: datetime, until: datetime, days: list[date]) -> None:
    assert [evening.day for evening in evenings_between(since, until, ZONE)] == days
