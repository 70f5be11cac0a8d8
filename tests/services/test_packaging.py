"""R2: packaging that is not finished leaves the clock running; without a first answer in five working days it rises."""

from datetime import timedelta

import pytest

from orchestrator.domain.calendars import working_days
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.request_ends import withdraw_request
from tests.services.owed_cast import MARTA, MAX, entries, entry_of, hire_staff, link, note, told, wish_for
from tests.services.story import ADA, TECHNICIAN, Story
from tests.unit.domain.examples import item

DAY = timedelta(days=1)
ROSE = NoticeKind.REQUEST_ROSE


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers."""
    hire_staff(story)
    return story


def waiting(story: Story) -> SoftwareRequest:
    return story.ask("unpackaged").requests[0].request


def due(story: Story, request: SoftwareRequest) -> None:
    """The time for a first answer is over, and more."""
    with story.reads() as uow:
        ends = working_days(uow.site.load())(request.created_at, 5)
    story.wait_until(ends - timedelta(minutes=1))
    assert ROSE not in told(story, MARTA), "not before its time"
    story.wait_until(ends)
    story.wait_until(ends + 30 * DAY)


def test_without_a_word_it_rises_once_stays_owed_and_its_clock_runs(staffed: Story) -> None:
    request = waiting(staffed)
    due(staffed, request)
    for somebody in (MARTA, MAX, TECHNICIAN):
        assert told(staffed, somebody).count(ROSE) == 1
    assert entries(staffed).count("request.rose") == 1
    entry = entry_of(staffed, request.id)
    assert entry is not None
    assert (entry.rank, entry.clock.deadline) == (OwedRank.LATE, request.needed_by)


def test_an_honest_word_is_an_answer(staffed: Story) -> None:
    request = waiting(staffed)
    note(staffed, request.id, staffed.clock.moment + 20 * DAY)
    due(staffed, request)
    assert ROSE not in told(staffed, MARTA)


def test_what_is_packaged_or_taken_back_in_time_does_not_rise(staffed: Story) -> None:
    packaged = waiting(staffed)
    staffed.offer(item("unpackaged", "1.0"))
    due(staffed, packaged)
    assert ROSE not in told(staffed, MARTA)
    staffed.offer(item("later"))
    gone = staffed.ask("later").requests[0].request
    withdraw_request(gone.id, actor=ADA, transactions=staffed.transactions, clock=staffed.clock)
    due(staffed, gone)
    assert ROSE not in told(staffed, MARTA)


def test_what_came_from_a_wish_rises_too(staffed: Story) -> None:
    wish = wish_for(staffed).wish
    request_id = link(staffed, wish.id, "unpackaged").wish.linked_request_id
    with staffed.reads() as uow:
        request = uow.requests.get(request_id or "")
    assert request is not None
    due(staffed, request)
    assert told(staffed, MARTA).count(ROSE) == 1


def test_what_can_be_delivered_is_not_followed(staffed: Story) -> None:
    due(staffed, staffed.ask("browser").requests[0].request)
    assert ROSE not in told(staffed, MARTA)
