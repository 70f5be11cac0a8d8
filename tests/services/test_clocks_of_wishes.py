"""R2, the one rule: what stops a clock stops it from the day on which it stands in the way, and never backwards."""

from datetime import timedelta

import pytest

from orchestrator.domain.clock import OwedRank
from orchestrator.domain.people import Role
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.owed_list import OwedEntry
from tests.services.guarding import guard, hire
from tests.services.owed_cast import (
    MAX,
    approve,
    bring,
    confirm,
    hire_staff,
    link,
    offered,
    owed,
    wish_for,
    without_installers,
)
from tests.services.story import Story
from tests.unit.domain.examples import item

DAY = timedelta(days=1)


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers, and a safeguard that blocks the runtime."""
    hire_staff(story)
    without_installers(story)
    story.offer(item("runtime", "1.0"))
    guard(story, hire(story, "sam", Role.SECURITY_OFFICER), SafeguardKind.BLOCK, "runtime")
    return story


def only(story: Story) -> OwedEntry:
    (entry,) = owed(story).entries
    return entry


def test_linking_a_late_wish_to_what_is_blocked_takes_it_out_of_nothing(staffed: Story) -> None:
    """R2: alone a technician makes nothing of a late wish but a late request, and the wisher's yes mends no past."""
    wish = wish_for(staffed).wish
    staffed.clock.move_to(wish.needed_by + 3 * DAY)
    link(staffed, wish.id, "runtime")
    linked = only(staffed)
    assert (linked.rank, linked.clock.stands_still, linked.clock.deadline) == (OwedRank.LATE, False, wish.needed_by)
    confirm(staffed, wish.id)
    staffed.clock.move_to(staffed.clock.moment + 2 * DAY)
    meant = only(staffed)
    assert meant.clock.stands_still, "from her yes on the safeguard stands in the way of what she wished for"
    assert timedelta(0) < meant.clock.stood_still <= 2 * DAY + timedelta(minutes=1), "and not before"
    assert meant.rank is OwedRank.LATE, "it had been late before"


def test_a_change_of_the_catalogue_that_brings_a_request_under_a_safeguard_stops_no_past_day(staffed: Story) -> None:
    """R2: the catalogue of today says nothing about the days before it was changed."""
    staffed.offer(item("suite", "1.0"))
    request = staffed.ask("suite").requests[0].request
    staffed.clock.move_to(request.needed_by + 3 * DAY)
    assert only(staffed).rank is OwedRank.LATE
    changed = offered(staffed) | {"suite": item("suite", "1.0", requires=["runtime"])}
    proposed = bring(staffed, list(changed.values()), "It needs a runtime.").proposed
    assert proposed is not None, "it takes something away, so it takes a second person"
    approve(staffed, proposed.id, MAX)
    staffed.clock.move_to(staffed.clock.moment + DAY)
    entry = only(staffed)
    assert entry.clock.stood_still <= DAY + timedelta(minutes=1)
    assert entry.rank is OwedRank.LATE
