"""Wishes: what the catalog does not have waits with a clock of its own until somebody links it (R2)."""

from datetime import timedelta

import pytest

from orchestrator.domain.clock import OwedRank
from orchestrator.domain.errors import NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import NeededByInThePast, RequestState
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.domain.wishes import AlreadyWished, NotTheWisher, WishIsOver, WishState
from orchestrator.services.notice_views import BY_TEAM
from orchestrator.services.notices import list_notices
from orchestrator.services.wishes import get_wish, list_wishes
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.notices import say_notice
from orchestrator.services.wording.refusals import say_refusal
from tests.services.owed_cast import (
    MARTA,
    MAX,
    answer,
    entries,
    entry_of,
    hire_staff,
    link,
    owed,
    take_back,
    told,
    unlink,
    wish_for,
)
from tests.services.story import ADA, BO, TECHNICIAN, Story


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers."""
    hire_staff(story)
    return story


def test_to_ask_for_what_the_catalog_does_not_have_is_told_that_a_wish_can_be_made(story: Story) -> None:
    """R2"""
    with pytest.raises(NotFound) as refused:
        story.ask("stellarium")
    assert "wish" in say_refusal(Speaker(Language.EN), refused.value).detail
    assert "Wunsch" in say_refusal(Speaker(Language.DE), refused.value).detail


def test_a_wish_is_owed_from_the_first_day_and_a_technician_is_told(staffed: Story) -> None:
    """R2: intake not linked, clock runs."""
    wish = wish_for(staffed).wish
    entry = entry_of(staffed, wish.id)
    assert entry is not None
    assert (entry.owner, entry.rank, entry.clock.short_notice) == (WaitingOwner.IT, OwedRank.IN_TIME, True)
    assert told(staffed, TECHNICIAN) == [NoticeKind.WISH_ARRIVED]
    staffed.clock.move_to(wish.needed_by + timedelta(hours=1))
    late = entry_of(staffed, wish.id)
    assert late is not None
    assert late.rank is OwedRank.LATE


def test_without_a_first_answer_in_five_working_days_it_rises_once(staffed: Story) -> None:
    """R2: first answer in 5 working days, else it rises."""
    wish = wish_for(staffed).wish
    staffed.wait_until(wish.answer_by - timedelta(minutes=1))
    assert told(staffed, MARTA) == []
    staffed.wait_until(wish.answer_by)
    staffed.wait_until(wish.answer_by + timedelta(days=9))
    assert told(staffed, MARTA) == told(staffed, MAX) == [NoticeKind.WISH_ROSE]
    risen = get_wish(wish.id, reads=staffed.reads).wish
    assert (risen.state, risen.rose_at is not None) == (WishState.OPEN, True)
    assert entries(staffed).count("wish.rose") == 1


def test_an_answer_keeps_it_from_rising_and_closes_nothing(staffed: Story) -> None:
    """R2: an answer is never a refusal."""
    wish = wish_for(staffed).wish
    view = answer(staffed, wish.id)
    assert [a.words for a in view.answers] == ["We are looking into it."]
    assert told(staffed, ADA) == [NoticeKind.WISH_ANSWERED]
    staffed.wait_until(wish.answer_by + timedelta(days=9))
    assert told(staffed, MARTA) == []
    entry = entry_of(staffed, wish.id)
    assert entry is not None
    assert entry.rank is OwedRank.LATE


def test_a_link_makes_a_request_with_the_wishs_age_and_date(staffed: Story) -> None:
    """R2"""
    wish = wish_for(staffed).wish
    staffed.clock.move_to(wish.needed_by + timedelta(days=1))
    linked = link(staffed, wish.id, "browser").wish
    assert linked.linked_request_id is not None
    request = staffed.picture().requests[0]
    assert (request.id, request.requester_id, request.needed_by) == (linked.linked_request_id, ADA.id, wish.needed_by)
    entry = entry_of(staffed, request.id)
    assert entry is not None
    assert (entry.clock.since, entry.rank) == (wish.created_at, OwedRank.LATE)
    assert entry_of(staffed, wish.id) is None
    staffed.work()
    assert [owed_one.id for owed_one in owed(staffed).entries] == [wish.id], "it waits for her yes"
    assert entries(staffed)[:3] == ["wish.made", "request.accepted", "wish.linked"]


def test_a_link_to_what_was_asked_for_already_doubles_nothing(staffed: Story) -> None:
    asked = staffed.ask("browser")
    wish = wish_for(staffed).wish
    assert link(staffed, wish.id, "browser").wish.linked_request_id == asked.requests[0].request.id
    assert len(staffed.picture().requests) == 1
    unlink(staffed, wish.id)
    assert staffed.picture().requests[0].state is RequestState.OPEN


def test_whoever_wished_may_say_that_something_else_was_meant(staffed: Story) -> None:
    """R2: a link to whatever is at hand is no way not to deliver."""
    wish = wish_for(staffed).wish
    link(staffed, wish.id, "browser")
    with pytest.raises(NotTheWisher):
        unlink(staffed, wish.id, BO)
    again = unlink(staffed, wish.id).wish
    assert (again.state, again.linked_request_id, again.created_at) == (WishState.OPEN, None, wish.created_at)
    assert staffed.picture().requests[0].state is RequestState.WITHDRAWN
    assert entry_of(staffed, wish.id) is not None


def test_nobody_but_whoever_wished_takes_it_back(staffed: Story) -> None:
    """R2: edited or withdrawn by somebody else, not possible."""
    wish = wish_for(staffed, actor=TECHNICIAN, requester=ADA).wish
    with pytest.raises(NotTheWisher):
        take_back(staffed, wish.id, TECHNICIAN)
    take_back(staffed, wish.id)
    assert owed(staffed).entries == ()
    with pytest.raises(WishIsOver):
        take_back(staffed, wish.id)
    with pytest.raises(WishIsOver):
        answer(staffed, wish.id)
    with pytest.raises(WishIsOver):
        link(staffed, wish.id, "browser")


def test_the_same_wish_twice_is_one(staffed: Story) -> None:
    wish_for(staffed)
    with pytest.raises(AlreadyWished):
        wish_for(staffed, "stellarium")
    wish_for(staffed, actor=BO)
    assert [view.wish.requester_id for view in list_wishes(reads=staffed.reads)] == [BO.id, ADA.id]


def test_for_yesterday_cannot_be_wished(staffed: Story) -> None:
    with pytest.raises(NeededByInThePast):
        wish_for(staffed, needed_by=staffed.clock.moment - timedelta(days=1))


def test_whoever_is_wished_for_is_told(staffed: Story) -> None:
    wish_for(staffed, actor=TECHNICIAN, requester=ADA)
    assert told(staffed, ADA) == [NoticeKind.ASKED_FOR_YOU]
    (view,) = list_notices(ADA.id, reads=staffed.reads)
    assert (view.by, view.notice.about["by"]) == (None, BY_TEAM)  # R4.7
    assert "It was entered by the classroom team" in say_notice(Speaker(Language.EN), view).text
