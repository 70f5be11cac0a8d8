"""R2's table, row by row: whatever keeps a request from being delivered leaves its clock running, and it stays owed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from orchestrator.domain.catalog import (
    CatalogItem,
    CoexistenceInUse,
    DetectionRule,
    ItemInUse,
    ItemsWouldConflict,
    Provider,
    ReleaseInUse,
)
from orchestrator.domain.catalog_narrowing import (
    CatalogChangedMeanwhile,
    CatalogChangeIsOver,
    CatalogChangeNeedsTwo,
    CatalogChangeState,
)
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.errors import NotFound
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import NotTheRequester
from orchestrator.domain.rollouts import EverySeatSkipped, RolloutIsOver, RolloutState, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.services.catalog_proposals import undo_catalog_change
from orchestrator.services.owed_list import OwedEntry
from orchestrator.services.requests import Ask, Submitted
from orchestrator.services.rollouts import get_rollout
from tests.fakes.world import Installer
from tests.services.owed_cast import (
    MARTA,
    MAX,
    approve,
    bring,
    cancel,
    entries,
    entry_of,
    hire_staff,
    offered,
    refuse,
    start,
    told,
    without_installers,
)
from tests.services.story import ADA, BO, TECHNICIAN, Story

MakeStory = Callable[..., Story]
WHY = "The maker has ended its support."


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers, and a catalog that files can say."""
    hire_staff(story)
    without_installers(story)
    return story


def late(story: Story, asked: Submitted) -> OwedEntry:
    """Its entry on the owed list after its date."""
    request = asked.requests[0].request
    story.clock.move_to(request.needed_by + timedelta(minutes=1))
    entry = entry_of(story, request.id)
    assert entry is not None
    assert entry.rank is OwedRank.LATE
    return entry


class TestASkippedSeat:
    def test_is_left_out_for_that_run_only(self, story: Story) -> None:
        """R2: a skipped seat holds for that run only."""
        story.make(RolloutMode.BY_TECHNICIAN)
        asked = story.ask("browser")
        rollout = start(story, "02")
        story.work()
        assert "m2" not in story.states(rollout)
        assert story.executed()["m2"] == []
        assert get_rollout(rollout.id, reads=story.reads).rollout.skipped == ("s2",)
        assert late(story, asked).request is not None
        story.start()
        story.work()
        assert story.view(asked).standing.as_asked
        assert entry_of(story, asked.requests[0].request.id) is None

    def test_is_owed_again_by_itself(self, story: Story) -> None:
        """R2"""
        story.make(RolloutMode.BY_TECHNICIAN)
        asked = story.ask("browser")
        story.make(RolloutMode.AUTOMATIC)
        start(story, "02", "03")
        begun = story.clock.moment
        story.work()
        assert story.view(asked).standing.as_asked
        assert story.clock.moment > begun + timedelta(hours=24)

    def test_has_to_be_a_seat_and_not_all_of_them(self, story: Story) -> None:
        with pytest.raises(NotFound):
            start(story, "99")
        with pytest.raises(EverySeatSkipped):
            start(story, "01", "02", "03", "04")
        assert story.rollouts() == []


class TestACancelledRollout:
    def test_that_waits_is_over_at_once(self, story: Story) -> None:
        """R2: rollout cancelled, clock runs."""
        story.make(RolloutMode.BY_TECHNICIAN)
        asked = story.ask("browser")
        rollout = story.start()
        over = cancel(story, rollout.id)
        assert (over.state, over.cancelled_by) == (RolloutState.CANCELLED, TECHNICIAN.id)
        story.work()
        assert set(map(tuple, story.executed().values())) == {()}
        assert late(story, asked).owner is WaitingOwner.IT
        assert "rollout.cancelled" in entries(story)
        with pytest.raises(RolloutIsOver):
            cancel(story, rollout.id)

    def test_that_runs_begins_no_other_wave_and_leaves_the_rest_pending(self, make_story: MakeStory) -> None:
        """R2"""
        story = make_story(wave_size=2, mode=RolloutMode.BY_TECHNICIAN)
        asked = story.ask("browser")
        rollout = story.start()
        story.deployer.meanwhile = lambda: cancel(story, rollout.id)
        story.work()
        assert story.states(rollout) == {
            "m1": RunState.READY,
            "m2": RunState.READY,
            "m3": RunState.PENDING,
            "m4": RunState.PENDING,
        }
        assert story.rollouts()[-1].state is RolloutState.CANCELLED
        assert late(story, asked).request is not None
        assert len(story.deployer.runs) == 1

    def test_has_its_ansible_ended_and_what_it_did_not_get_to_is_pending(self, story: Story) -> None:
        """R2: what was in the middle of its work is no failure."""
        story.make(RolloutMode.BY_TECHNICIAN)
        story.ask("browser")
        rollout = story.start()
        story.world.machines["m3"].fault = None
        for machine in story.world.machines.values():
            machine.installers["browser"] = ended_before_it_began()
        story.deployer.first = lambda: cancel(story, rollout.id)
        story.work()
        assert set(story.states(rollout).values()) == {RunState.PENDING}
        assert {state.value for state in story.seats().values()} == {"P"}

    def test_is_owed_again_after_a_working_day(self, story: Story) -> None:
        """R2: cancelling is no way to keep a room from what it is owed."""
        asked = story.ask("browser")
        story.before_step("plan-1", lambda: cancel(story, story.rollouts()[-1].id))
        cancelled_on = story.clock.moment.date()
        story.work()
        assert [rollout.state for rollout in story.rollouts()] == [RolloutState.CANCELLED, RolloutState.DONE]
        assert story.clock.moment.date() > cancelled_on
        assert story.view(asked).standing.as_asked

    def test_keeps_no_other_from_serving_the_same_revision(self, story: Story) -> None:
        story.ask("browser")
        story.before_step("plan-1", lambda: cancel(story, story.rollouts()[-1].id))
        story.work()
        story.ask("editor")
        story.work()
        assert story.rollouts()[-1].state is RolloutState.DONE

    def test_that_lost_its_worker_keeps_no_seat_at_work(self, story: Story) -> None:
        story.make(RolloutMode.BY_TECHNICIAN)
        story.ask("browser")
        rollout = story.start()
        story.deployer.first = lambda: cancel(story, rollout.id)
        story.break_step("verify-1")
        with pytest.raises(Exception, match="verify-1"):
            story.work()
        assert all(state.is_over for state in story.states(rollout).values())


def ended_before_it_began() -> Installer:
    """An installer that did nothing and told nothing."""
    return Installer(0, installs=False)


def by_another_tool(item: CatalogItem) -> CatalogItem:
    """The item as one that another tool delivers."""
    rule = DetectionRule(name_pattern=item.detection.name_pattern, publisher=item.publisher)
    return replace(item, provider=Provider.EXTERNAL, detection=rule, releases=(), package=None, feed=None)


class TestAMachineOutOfService:
    def test_leaves_the_clock_running_and_is_shown_with_its_end(self, story: Story) -> None:
        """R2: machine out of service, clock runs; it has a reason and an end date."""
        asked = story.ask("browser")
        until = story.clock.moment + timedelta(days=30)
        out_of_service(story, "m2", until)
        story.work()
        entry = late(story, asked)
        assert entry.request is not None
        standing = entry.request.standing
        assert (standing.code, standing.ready, standing.target) == (StandingCode.READY, 3, 4)
        assert (standing.out_of_service, standing.out_until, standing.as_asked) == (1, until, False)
        assert entry.owner is WaitingOwner.MACHINE

    def test_is_back_by_itself_when_its_time_is_over(self, story: Story) -> None:
        """R2: an end that nobody has renewed keeps no seat from its software."""
        asked = story.ask("browser")
        until = story.clock.moment + timedelta(days=2)
        out_of_service(story, "m2", until)
        story.work()
        story.clock.move_to(until)
        assert story.view(asked).standing.missing_seats == ("s2",)
        story.start()
        story.work()
        assert story.view(asked).standing.as_asked

    def test_is_none_where_enough_seats_have_it(self, story: Story) -> None:
        asked = story.ask(Ask("browser", enough=3))
        out_of_service(story, "m2", None)
        story.work()
        assert story.view(asked).standing.as_asked

    def test_that_left_its_seat_leaves_the_clock_running(self, story: Story) -> None:
        """R2: machine moved, clock runs."""
        asked = story.ask("browser")
        with story.transactions() as uow:
            uow.classrooms.unassign("s2", story.clock.now())
            uow.commit()
        story.work()
        entry = late(story, asked)
        assert entry.owner is WaitingOwner.MACHINE


def out_of_service(story: Story, machine_id: str, until: datetime | None) -> None:
    story.take_out_of_service(machine_id, "fan")
    with story.transactions() as uow:
        machine = uow.machines.get(machine_id)
        assert machine is not None
        uow.machines.put(replace(machine, status=MachineStatus.OUT_OF_SERVICE, status_until=until))
        uow.commit()


class TestARequest:
    def test_is_withdrawn_by_nobody_but_its_requester(self, story: Story) -> None:
        """R2: edited or withdrawn by somebody else, not possible."""
        asked = story.ask("browser", actor=TECHNICIAN, requester=ADA)
        for somebody in (TECHNICIAN, BO, MARTA):
            with pytest.raises(NotTheRequester):
                story.withdraw(asked, somebody)
        assert late(story, asked).requester_id == ADA.id


class TestANarrowedCatalog:
    def test_is_refused_without_a_reason(self, staffed: Story) -> None:
        """R2: item retired or narrowed, conflict added, provider switched, an import that drops entries."""
        items = offered(staffed)
        staffed.ask(Ask("pinned", version="1.0"), "editor")
        editor, pinned = items["editor"], items["pinned"]
        narrowed = (
            (ItemInUse, {"editor": None, "rival": None}),
            (ReleaseInUse, {"pinned": replace(pinned, releases=pinned.releases[1:])}),
            (ItemsWouldConflict, {"editor": replace(editor, conflicts_with=("pinned",))}),
            (ItemInUse, {"editor": by_another_tool(editor)}),
        )
        for refusal, changed in narrowed:
            becomes = [item for item in ({**items, **changed}).values() if item is not None]
            with pytest.raises(refusal):
                bring(staffed, becomes)
        assert offered(staffed) == items

    def test_takes_no_coexistence_back(self, staffed: Story) -> None:
        """R2: coexistence dropped."""
        items = offered(staffed)
        friendly = {**items, "browser": replace(items["browser"], coexists_with=("editor",))}
        bring(staffed, friendly.values())
        staffed.ask("browser", "editor")
        with pytest.raises(CoexistenceInUse):
            bring(staffed, items.values())

    def test_waits_for_a_second_person_who_is_told(self, staffed: Story) -> None:
        """R2: refused without a second person, reason, notice and a right to contest."""
        asked = staffed.ask("editor")
        items = offered(staffed)
        done = bring(staffed, [i for i in items.values() if i.id not in {"editor", "rival"}], WHY)
        assert done.proposed is not None
        assert (done.applied, done.touched.request_ids) == (False, (asked.requests[0].request.id,))
        assert offered(staffed) == items
        assert told(staffed, MAX) == [NoticeKind.CATALOG_TO_APPROVE]
        with pytest.raises(CatalogChangeNeedsTwo):
            approve(staffed, done.proposed.id, MARTA)
        assert offered(staffed) == items

    def test_tells_whoever_asked_and_leaves_the_request_owed(self, staffed: Story) -> None:
        """R2: clock runs."""
        asked = staffed.ask("editor")
        items = offered(staffed)
        done = bring(staffed, [i for i in items.values() if i.id not in {"editor", "rival"}], WHY)
        assert done.proposed is not None
        applied = approve(staffed, done.proposed.id)
        assert (applied.state, applied.decided_by) == (CatalogChangeState.APPLIED, MAX.id)
        assert "editor" not in offered(staffed)
        assert told(staffed, ADA) == [NoticeKind.CATALOG_NARROWED]
        entry = late(staffed, asked)
        assert entry.owner is WaitingOwner.PACKAGING
        assert entries(staffed)[-3:] == ["catalog.proposed", "catalog.narrowed", "request.narrowed"]
        with pytest.raises(CatalogChangeIsOver):
            approve(staffed, done.proposed.id)

    def test_is_not_what_it_was_when_something_changed_meanwhile(self, staffed: Story) -> None:
        staffed.ask("editor")
        items = offered(staffed)
        smaller = [i for i in items.values() if i.id not in {"editor", "rival"}]
        done = bring(staffed, smaller, WHY)
        assert done.proposed is not None
        staffed.ask("editor", actor=BO)
        with pytest.raises(CatalogChangedMeanwhile):
            approve(staffed, done.proposed.id)
        again = bring(staffed, smaller, WHY)
        assert again.proposed is not None
        bring(staffed, [replace(i, minutes=9) for i in items.values()])
        with pytest.raises(CatalogChangedMeanwhile):
            approve(staffed, again.proposed.id)
        refuse(staffed, again.proposed.id)
        assert "editor" in offered(staffed)

    def test_may_be_brought_back(self, staffed: Story) -> None:
        """R4.1: what a contest overturned is there again, and owed."""
        asked = staffed.ask("editor")
        items = offered(staffed)
        done = bring(staffed, [i for i in items.values() if i.id not in {"editor", "rival"}], WHY)
        assert done.proposed is not None
        applied = approve(staffed, done.proposed.id)
        with staffed.transactions() as uow:
            undo_catalog_change(uow, applied, BO.id, staffed.clock.now())
            uow.commit()
        assert offered(staffed)["editor"] == items["editor"]
        staffed.work()
        assert staffed.view(asked).standing.as_asked

    def test_that_touches_nothing_needs_nobody(self, staffed: Story) -> None:
        done = bring(staffed, [i for i in offered(staffed).values() if i.id != "rival"], WHY)
        assert (done.applied, done.proposed) == (True, None)
