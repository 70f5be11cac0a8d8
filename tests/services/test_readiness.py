"""When a request was ready for the first time is kept once, in the transaction that finds it out (RULES R4.5, R4.6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.calendars import working_days
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.figures import FigureName
from orchestrator.domain.milestones import Milestone, Promise, PromiseKind
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.services.figures import read_figures
from orchestrator.services.requests import Ask, Submitted
from orchestrator.services.rollout_ends import AWAIT_MACHINES
from tests.fakes.deployer import WorkerDied
from tests.services.owed_cast import confirm, hire_staff, link, wish_for
from tests.services.story import Story

MakeStory = Callable[..., Story]


def _kept(story: Story, asked: Submitted) -> Milestone | None:
    request = asked.requests[0].request.id
    with story.reads() as uow:
        return uow.milestones.of_requests([request]).get(request)


def _promise(story: Story, asked: Submitted) -> Promise:
    request = asked.requests[0].request.id
    with story.reads() as uow:
        return uow.milestones.promises([request])[request]


def _override(story: Story, asked: Submitted, kind: OverrideKind, **more: object) -> Override:
    request = asked.requests[0].request
    now = story.clock.now()
    override = Override(
        id=story.tools.new_id(),
        kind=kind,
        scope=OverrideScope.REQUEST,
        category=Category.OTHER,
        classroom_id=request.classroom_id,
        item_id=request.item_id,
        request_ids=(request.id,),
        evidence=Evidence(words="words"),
        explanation="words",
        by="person:tia",
        created_at=now,
        starts_at=now,
        expires_at=now + timedelta(days=3),
        **more,  # type: ignore[arg-type]
    )
    with story.transactions() as uow:
        uow.overrides.add(override)
        uow.commit()
    return override


def test_a_rollout_that_brings_it_keeps_when_it_was_ready(story: Story) -> None:
    asked = story.ask("editor")
    assert _kept(story, asked) is None
    story.work()
    kept = _kept(story, asked)
    assert kept is not None
    assert kept.as_asked_at == kept.ready_at
    assert (kept.seats_ready, kept.enough, kept.target, kept.stated) == (4, 4, 4, False)
    assert kept.needed_by == asked.requests[0].request.needed_by


def test_what_is_there_already_is_ready_when_it_is_asked_for(make_story: MakeStory) -> None:
    story = make_story(software={"editor": "5.0"})
    story.look()
    asked = story.ask("editor")
    kept = _kept(story, asked)
    assert kept is not None
    assert kept.ready_at == asked.requests[0].request.created_at


def test_a_look_finds_out_too(make_story: MakeStory) -> None:
    story = make_story(software={"editor": "5.0"})
    asked = story.ask("editor")
    assert _kept(story, asked) is None
    story.look()
    assert _kept(story, asked) is not None


def test_one_seat_too_few_is_not_ready(story: Story) -> None:
    story.fail("m2", "editor")
    asked = story.ask("editor")
    story.work()
    assert _kept(story, asked) is None


def test_the_last_seat_that_was_off_makes_it_ready_when_it_answers(story: Story) -> None:
    story.world.machines["m2"].fault = ScanFailureCause.TIMED_OUT
    asked = story.ask("editor")
    story.work()
    assert _kept(story, asked) is None
    story.world.machines["m2"].fault = None
    story.watch()
    assert AWAIT_MACHINES not in {job.kind for job in story.jobs.waiting}
    assert _kept(story, asked) is not None


def test_what_it_loses_later_changes_nothing(story: Story) -> None:
    asked = story.ask("editor")
    story.work()
    first = _kept(story, asked)
    story.world.machines["m1"].software.pop("editor")
    story.look()
    assert story.view(asked).standing.ready == 3
    assert _kept(story, asked) == first
    story.start()
    story.work()
    assert story.view(asked).standing.ready == 4
    assert _kept(story, asked) == first


def test_a_step_that_runs_again_keeps_the_first_time(story: Story) -> None:
    asked = story.ask("editor")
    story.forget_step("verify-1")
    with pytest.raises(WorkerDied):
        story.work()
    first = _kept(story, asked)
    assert first is not None
    story.work()
    assert _kept(story, asked) == first


def test_ready_in_another_version_is_not_as_asked_until_it_is(story: Story) -> None:
    asked = story.ask(Ask("pinned", version="2.0"))
    override = _override(story, asked, OverrideKind.PIN, pin_version="1.0")
    story.work()
    otherwise = _kept(story, asked)
    assert otherwise is not None
    assert otherwise.as_asked_at is None
    story.clock.move_to(override.expires_at + timedelta(minutes=1))
    story.start()
    story.work()
    as_asked = _kept(story, asked)
    assert as_asked is not None
    assert as_asked.ready_at == otherwise.ready_at
    assert as_asked.as_asked_at is not None
    assert as_asked.as_asked_at > override.expires_at


def test_r4_5_a_promise_goes_by_whether_it_is_packaged(story: Story) -> None:
    packaged, not_yet = _promise(story, story.ask("editor")), _promise(story, story.ask("unpackaged"))
    assert (packaged.kind, not_yet.kind) == (PromiseKind.PACKAGED, PromiseKind.TO_PACKAGE)
    assert not_yet.promised_by - packaged.promised_by > timedelta(days=14)


def test_r4_5_what_is_needed_sooner_than_promised_is_delivered_and_reported_apart(story: Story) -> None:
    asked = story.ask("editor", needed_by=story.clock.now() + timedelta(hours=5))
    story.work()
    assert _kept(story, asked) is not None
    story.clock.move_to(story.clock.now() + timedelta(days=30))
    figures = {f.name: f for f in read_figures(reads=story.reads, clock=story.clock).figures}
    short, lead = figures[FigureName.SHORT_NOTICE], figures[FigureName.READY_IN_TIME]
    assert (short.value, short.of, lead.of) == (1, 1, 0)


def test_r4_6_the_lead_figure_counts_what_was_ready_in_time_of_what_was_due(story: Story) -> None:
    story.ask("editor")
    story.work()
    story.ask("unpackaged", needed_by=story.clock.now() + timedelta(days=40))
    story.fail("m1", "zip")
    story.ask("zip")
    story.work()
    story.ask("browser", needed_by=story.clock.now() + timedelta(days=300))
    story.clock.move_to(story.clock.now() + timedelta(days=60))
    figures = {f.name: f for f in read_figures(reads=story.reads, clock=story.clock).figures}
    lead = figures[FigureName.READY_IN_TIME]
    assert (lead.value, lead.of, lead.percent, lead.goal_met) == (1, 3, "33.33", False)
    assert figures[FigureName.NOT_READY].value == 2


def test_r4_5_what_came_from_a_wish_is_promised_since_the_wish_and_not_since_the_link(story: Story) -> None:
    hire_staff(story)
    wish = wish_for(story, needed_by=story.clock.now() + timedelta(days=60)).wish
    story.clock.move_to(story.clock.now() + timedelta(days=40))
    linked = link(story, wish.id, "editor").wish.linked_request_id
    assert linked is not None
    with story.reads() as uow:
        promise = uow.milestones.promises([linked])[linked]
        expected = working_days(uow.site.load())(wish.created_at, 15)
    assert (promise.kind, promise.promised_by) == (PromiseKind.TO_PACKAGE, expected)


def test_what_is_there_already_when_a_wish_is_linked_is_ready_then(make_story: MakeStory) -> None:
    story = make_story(software={"editor": "5.0"})
    hire_staff(story)
    story.look()
    wish = link(story, wish_for(story).wish.id, "editor").wish
    linked = wish.linked_request_id
    assert linked is not None
    confirm(story, wish.id)
    with story.reads() as uow:
        kept = uow.milestones.of_requests([linked])
    assert kept[linked].as_asked_at == kept[linked].ready_at == wish.linked_at


def test_r4_5_a_request_says_whether_it_was_asked_for_at_short_notice(story: Story) -> None:
    soon = story.ask("editor", needed_by=story.clock.now() + timedelta(hours=3))
    later = story.ask("zip", needed_by=story.clock.now() + timedelta(days=30))
    assert [asked.requests[0].short_notice for asked in (soon, later)] == [True, False]
