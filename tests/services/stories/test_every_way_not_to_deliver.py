"""A technician who would rather not deliver tries one way after another. Only an override would do, with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from orchestrator.domain.catalog import (
    CatalogItem,
    DetectionRule,
    ItemInUse,
    ItemsWouldConflict,
    Provider,
    ReleaseInUse,
)
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.errors import Refusal
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.requests import NotTheRequester
from orchestrator.services.hand_work import TickWork, tick_work
from orchestrator.services.requests import Ask, Submitted
from tests.services.owed_cast import (
    answer,
    bring,
    cancel,
    entry_of,
    hire_staff,
    note,
    offered,
    start,
    wish_for,
    without_installers,
)
from tests.services.story import TECHNICIAN, Story

PORT = CatalogItem("port", "Open port 8080", "Campus IT", Provider.MANUAL, DetectionRule())
Way = Callable[[Story, Submitted], object]


@pytest.fixture
def late(story: Story) -> tuple[Story, Submitted]:
    """Ada has asked for an editor, an old version and an open port; the date that she needs them by is over."""
    hire_staff(story)
    without_installers(story)
    story.offer(PORT)
    story.make(RolloutMode.BY_TECHNICIAN)
    asked = story.ask("editor", Ask("pinned", version="1.0"), "port")
    story.clock.move_to(max(view.request.needed_by for view in asked.requests) + timedelta(minutes=1))
    return story, asked


def test_he_tries_each_in_turn_and_what_she_asked_for_stays_owed(late: tuple[Story, Submitted]) -> None:
    """R2, row by row: no sequence of a technician's actions without an override takes what is late off the list."""
    story, asked = late
    since = _late_since(story, asked)
    for way in WAYS:
        way(story, asked)
        assert _late_since(story, asked) == since, f"{way.__name__} has moved a clock"
    story.clock.move_to(story.clock.moment + timedelta(days=10))
    story.start()
    story.work()
    story.start()
    story.work()
    assert story.view(asked).standing.as_asked, "and when a rollout runs it is delivered"


def leave_a_wish_unlinked(story: Story, _: Submitted) -> None:
    """R2 intake: an answer is none."""
    wish = wish_for(story)
    answer(story, wish.wish.id)
    assert entry_of(story, wish.wish.id) is not None


def skip_a_seat(story: Story, _: Submitted) -> None:
    """R2 seats: for that run only."""
    start(story, "02")
    story.work()
    assert "editor" not in story.world.machines["m2"].software


def cancel_a_rollout(story: Story, _: Submitted) -> None:
    """R2 cancelled."""
    cancel(story, story.start().id)
    story.work()


def put_a_machine_out_of_service(story: Story, _: Submitted) -> None:
    """R2 cancelled: with an end, after which it is back by itself."""
    until = story.clock.moment + timedelta(days=5)
    story.take_out_of_service("m2", "fan")
    with story.transactions() as uow:
        machine = uow.machines.get("m2")
        assert machine is not None
        uow.machines.put(replace(machine, status=MachineStatus.OUT_OF_SERVICE, status_until=until))
        uow.commit()


def withdraw_it_for_her(story: Story, asked: Submitted) -> None:
    """R2 others."""
    with pytest.raises(NotTheRequester):
        story.withdraw(asked, TECHNICIAN)


def narrow_the_catalog(story: Story, _: Submitted) -> None:
    """R2 catalog: retired, dropped, a conflict added, another tool's: refused without a reason and a second person."""
    items = offered(story)
    editor, pinned = items["editor"], items["pinned"]
    external = replace(editor, provider=Provider.EXTERNAL, releases=(), package=None, feed=None)
    by_hand = replace(external, provider=Provider.MANUAL)
    narrower: tuple[tuple[type[Refusal], dict[str, CatalogItem | None]], ...] = (
        (ItemInUse, {"editor": None, "rival": None}),
        (ReleaseInUse, {"pinned": replace(pinned, releases=pinned.releases[1:])}),
        (ItemsWouldConflict, {"editor": replace(editor, conflicts_with=("pinned",))}),
        (ItemInUse, {"editor": replace(external, detection=DetectionRule(name_pattern="editor*", publisher="Maker"))}),
        (ItemInUse, {"editor": replace(by_hand, detection=DetectionRule())}),
    )
    for refusal, changed in narrower:
        with pytest.raises(refusal):
            bring(story, [item for item in ({**items, **changed}).values() if item is not None])
    assert offered(story) == items


def promise_it_for_later(story: Story, asked: Submitted) -> None:
    """R4.5: a delay note stops no clock."""
    note(story, asked.requests[0].request.id, story.clock.moment + timedelta(days=300))


def tick_what_is_done_by_hand(story: Story, asked: Submitted) -> None:
    """R2 manual: stated, never verified, and owed until she says yes."""
    tick_work(
        TickWork(asked.requests[2].request.id, "done"),
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


WAYS: tuple[Way, ...] = (
    leave_a_wish_unlinked,
    skip_a_seat,
    cancel_a_rollout,
    put_a_machine_out_of_service,
    withdraw_it_for_her,
    narrow_the_catalog,
    promise_it_for_later,
    tick_what_is_done_by_hand,
)


def _late_since(story: Story, asked: Submitted) -> dict[str, datetime]:
    """By when each was needed, as the owed list has it; all of them late."""
    found = {view.request.item_id: entry_of(story, view.request.id) for view in asked.requests}
    since: dict[str, datetime] = {}
    for item_id, entry in found.items():
        assert entry is not None, f"{item_id} is not owed any more"
        assert entry.rank is OwedRank.LATE
        since[item_id] = entry.clock.deadline
    return since
