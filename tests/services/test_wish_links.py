"""R2: what a technician makes of a wish counts as granted when the wisher says so, or says nothing for ten days."""

from datetime import timedelta

import pytest

from orchestrator.domain.calendars import working_days
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.milestones import Milestone, PromiseKind
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.domain.wishes import NotTheWisher, Wish, WishIsOver
from orchestrator.services.wishes import get_wish
from tests.services.owed_cast import confirm, entries, entry_of, hire_staff, link, owed, told, unlink, wish_for
from tests.services.story import ADA, BO, TECHNICIAN, Story


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers."""
    hire_staff(story)
    return story


@pytest.fixture
def late(staffed: Story) -> Wish:
    """A wish whose day is over, linked to a browser that is on all seats by now."""
    wish = wish_for(staffed).wish
    staffed.clock.move_to(wish.needed_by + timedelta(days=1))
    linked = link(staffed, wish.id, "browser").wish
    staffed.work()
    return linked


def milestone(story: Story, wish: Wish) -> Milestone | None:
    request_id = wish.linked_request_id or ""
    with story.reads() as uow:
        return uow.milestones.of_requests([request_id]).get(request_id)


def test_a_late_wish_stays_on_the_owed_list_until_its_wisher_says_yes(staffed: Story, late: Wish) -> None:
    """R2: no technician takes it off by linking it to whatever is at hand; the days are the wisher's then."""
    (entry,) = owed(staffed).entries
    assert (entry.id, entry.rank, entry.owner) == (late.id, OwedRank.LATE, WaitingOwner.REQUESTER)
    kept = milestone(staffed, late)
    assert kept is not None
    assert kept.as_asked_at is None, "nobody knows yet whether it is what was asked for"
    confirm(staffed, late.id)
    assert owed(staffed).entries == ()
    granted = milestone(staffed, late)
    assert granted is not None
    assert granted.as_asked_at == granted.ready_at == kept.ready_at, "it was there since then"
    confirm(staffed, late.id)
    assert entries(staffed).count("wish.confirmed") == 1


def test_silence_is_a_yes_after_ten_working_days(staffed: Story, late: Wish) -> None:
    """R2"""
    assert told(staffed, ADA) == [NoticeKind.SIGN_OFF_ASKED, NoticeKind.WISH_LINKED], "newest first"
    with staffed.reads() as uow:
        ends = working_days(uow.site.load())(late.linked_at or late.created_at, 10)
    assert late.confirm_until == ends
    staffed.wait_until(ends - timedelta(minutes=1))
    assert [entry.id for entry in owed(staffed).entries] == [late.id]
    staffed.wait_until(ends)
    staffed.wait_until(ends + timedelta(days=9))
    assert owed(staffed).entries == ()
    assert get_wish(late.id, reads=staffed.reads).wish.confirmed_at is not None
    assert entries(staffed).count("wish.silent_yes") == 1
    granted = milestone(staffed, late)
    assert granted is not None
    assert granted.as_asked_at == granted.ready_at


def test_what_was_not_meant_never_counts(staffed: Story, late: Wish) -> None:
    """R2: nor does it before it is known."""
    unlink(staffed, late.id)
    (entry,) = owed(staffed).entries
    assert (entry.id, entry.owner) == (late.id, WaitingOwner.IT)
    kept = milestone(staffed, late)
    assert kept is not None
    assert kept.as_asked_at is None
    with pytest.raises(WishIsOver):
        confirm(staffed, late.id)


def test_as_long_as_it_is_not_there_the_request_stands_for_the_wish(staffed: Story) -> None:
    """One thing is owed once."""
    wish = wish_for(staffed).wish
    linked = link(staffed, wish.id, "browser").wish
    (entry,) = owed(staffed).entries
    assert entry.id == linked.linked_request_id
    assert entry_of(staffed, wish.id) is None


def test_a_request_that_was_there_before_counts_as_ever_and_the_wish_waits(staffed: Story) -> None:
    asked = staffed.ask("browser").requests[0].request.id
    staffed.work()
    wish = wish_for(staffed).wish
    assert link(staffed, wish.id, "browser").wish.linked_request_id == asked
    (entry,) = owed(staffed).entries
    assert entry.id == wish.id
    with staffed.reads() as uow:
        assert uow.milestones.of_requests([asked])[asked].as_asked_at is not None


def test_what_it_is_promised_counts_from_the_wish(staffed: Story, late: Wish) -> None:
    """R4.5: linking begins no other clock, and what was wished for had to be packaged first."""
    request_id = late.linked_request_id or ""
    with staffed.reads() as uow:
        promise = uow.milestones.promises([request_id])[request_id]
        ends = working_days(uow.site.load())(late.created_at, uow.rules.load().promise_to_package_working_days)
    assert (promise.kind, promise.promised_by) == (PromiseKind.TO_PACKAGE, ends)


def test_nobody_but_the_wisher_says_yes(staffed: Story, late: Wish) -> None:
    for somebody in (BO, TECHNICIAN):
        with pytest.raises(NotTheWisher):
            confirm(staffed, late.id, somebody)


def test_whoever_links_a_wish_of_their_own_has_said_yes(staffed: Story) -> None:
    wish = wish_for(staffed, actor=TECHNICIAN).wish
    link(staffed, wish.id, "browser")
    staffed.work()
    assert owed(staffed).entries == ()
