"""Stories of blackouts: they move what is owed, never the clock, and only emergencies enter (RULES R4.4)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from orchestrator.domain.blackouts import Blackout, BlackoutIsOver, InBlackout
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.people import Actor, Role, ScopeKind
from orchestrator.domain.rollouts import RolloutState, RunState
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.blackouts import SetBlackout, get_blackout, lift_blackout, list_blackouts, set_blackout
from orchestrator.services.rollouts import retry_rollout
from tests.services.guarding import approve, guard, hire, recorded
from tests.services.story import BO, ROOM, TECHNICIAN, Story

MakeStory = Callable[..., Story]
MARTA = Actor("person:marta", "Marta")


def freeze(
    story: Story, starts: datetime, hours: int, kind: ScopeKind = ScopeKind.CLASSROOM, name: str = ROOM
) -> Blackout:
    """Marta sets a blackout."""
    return set_blackout(
        SetBlackout(kind, name, starts, starts + timedelta(hours=hours), "Written exams."),
        actor=MARTA,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def thaw(story: Story, blackout: Blackout) -> None:
    lift_blackout(blackout.id, actor=MARTA, transactions=story.transactions, clock=story.clock)


def test_what_is_owed_waits_and_the_clock_runs_all_the_same(story: Story) -> None:
    """R4.4, R2: one record moves the slot; the request is late all the same."""
    blackout = freeze(story, story.clock.now(), 24 * 30, ScopeKind.CAMPUS, "")
    asked = story.ask("browser", needed_by=story.clock.now() + timedelta(days=2))
    began = story.clock.now()
    (job,) = story.jobs.waiting
    story.clock.after(timedelta(days=3), lambda: late.append(story.view(asked).standing))
    late: list[object] = []
    story.run(job)
    story.work()
    (rollout,) = story.rollouts()
    assert rollout.created_at >= blackout.ends_at > began
    assert late[0].late  # type: ignore[attr-defined]
    assert late[0].code is StandingCode.OWED  # type: ignore[attr-defined]
    assert recorded(story, "blackout.") == ["blackout.set"]


def test_one_that_is_set_during_the_notice_is_seen_when_the_rollout_should_begin(make_story: MakeStory) -> None:
    story = make_story(notice_working_days=1)
    story.ask("browser")
    made: list[Blackout] = []
    tomorrow = datetime(2026, 11, 3, 17, tzinfo=story.clock.now().tzinfo)
    story.clock.after(timedelta(hours=1), lambda: made.append(freeze(story, tomorrow, 5)))
    story.work()
    (rollout,) = story.rollouts()
    assert rollout.created_at >= made[0].ends_at
    assert set(story.states(rollout).values()) == {RunState.READY}


def test_a_technician_is_kept_out_and_told_until_when(story: Story) -> None:
    """R4.4"""
    asked = story.ask("browser")
    story.work()
    blackout = freeze(story, story.clock.now(), 5, ScopeKind.BUILDING, "b")
    with pytest.raises(InBlackout) as refused:
        story.start()
    assert (refused.value.until, refused.value.reason) == (blackout.ends_at, "Written exams.")
    story.fail("m1", "editor")
    thaw(story, blackout)
    story.ask("editor")
    story.work()
    failed = story.rollouts()[-1]
    assert failed.state is RolloutState.INCOMPLETE
    freeze(story, story.clock.now(), 5)
    with pytest.raises(InBlackout):
        retry_rollout(
            failed.id, actor=TECHNICIAN, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
        )
    assert story.view(asked).standing.code is StandingCode.READY


def test_lifting_one_starts_at_once_what_it_kept_waiting(make_story: MakeStory) -> None:
    story = make_story()
    blackout = freeze(story, story.clock.now(), 24)
    story.ask("browser")
    story.jobs.waiting.clear()  # sleeps until the blackout's end, as far as this story goes
    thaw(story, blackout)
    story.work()
    assert story.rollouts()[-1].created_at < blackout.ends_at
    assert recorded(story, "blackout.") == ["blackout.set", "blackout.lifted"]
    with pytest.raises(BlackoutIsOver):
        thaw(story, blackout)


def test_a_rollout_that_runs_into_one_finishes_its_wave_and_the_rest_follows_afterwards(make_story: MakeStory) -> None:
    """R4.4: the wave under way is finished; the next one is not planned before the blackout is over."""
    story = make_story(machines=4, wave_size=2)
    made: list[Blackout] = []
    story.before_step("verify-1", lambda: made.append(freeze(story, story.clock.now(), 10)))
    asked = story.ask("browser")
    story.work()
    first, second = story.rollouts()
    assert story.states(first) == {
        "m1": RunState.READY,
        "m2": RunState.READY,
        "m3": RunState.PENDING,
        "m4": RunState.PENDING,
    }
    assert first.state is RolloutState.INCOMPLETE
    assert second.created_at >= made[0].ends_at
    assert story.view(asked).standing.code is StandingCode.READY
    assert all(done == ["browser 2.0"] for done in story.executed().values())


def test_an_emergencys_update_enters_and_nothing_else_enters_with_it(make_story: MakeStory) -> None:
    """R4.4: manager and security officer together; what else is owed still waits."""
    story = make_story(machines=2, software={"editor": "4.0"})
    story.look()
    sam, marta = hire(story, "sam", Role.SECURITY_OFFICER), hire(story, "marta", Role.MANAGER)
    blackout = freeze(story, story.clock.now(), 24 * 10)
    waiting = guard(story, sam, SafeguardKind.PROTECTIVE_UPDATE, "editor", minimum="5.0", emergency=True)
    approve(story, waiting, marta)
    (emergency,) = [job for job in story.jobs.waiting if job.kind == "owe-room"]
    asked = story.ask("browser", actor=BO)
    story.run(emergency)
    (rollout,) = [job for job in story.jobs.waiting if job.kind == "run-rollout"]
    story.run(rollout)
    assert story.clock.now() < blackout.ends_at
    assert all(done == ["editor 5.0"] for done in story.executed().values())
    assert set(story.states().values()) == {RunState.PENDING}
    with pytest.raises(InBlackout):
        story.start()
    story.work()
    assert story.clock.now() >= blackout.ends_at
    assert story.view(asked).standing.code is StandingCode.READY


def test_a_protective_update_that_is_no_emergency_waits(make_story: MakeStory) -> None:
    """R4.4: protective updates keep out."""
    story = make_story(machines=1, software={"editor": "4.0"})
    story.look()
    blackout = freeze(story, story.clock.now(), 24 * 5)
    guard(story, hire(story, "sam", Role.SECURITY_OFFICER), SafeguardKind.PROTECTIVE_UPDATE, "editor", minimum="5.0")
    story.work()
    assert story.rollouts()[-1].created_at >= blackout.ends_at


def test_a_room_of_a_technician_is_owed_nothing_by_itself_afterwards(make_story: MakeStory) -> None:
    story = make_story(mode=RolloutMode.BY_TECHNICIAN)
    blackout = freeze(story, story.clock.now(), 5)
    story.ask("browser")
    thaw(story, blackout)
    story.work()
    assert story.rollouts() == []


def test_one_needs_a_reason_a_place_and_an_end_that_is_ahead(story: Story) -> None:
    now = story.clock.now()
    for starts, hours, reason in ((now, 0, "Exams."), (now - timedelta(days=2), 3, "Exams."), (now, 5, " ")):
        command = SetBlackout(ScopeKind.CAMPUS, "", starts, starts + timedelta(hours=hours), reason)
        with pytest.raises(InvalidInput):
            set_blackout(
                command,
                actor=MARTA,
                transactions=story.transactions,
                clock=story.clock,
                new_id=story.tools.new_id,
            )
    with pytest.raises(NotFound):
        freeze(story, now, 5, ScopeKind.CLASSROOM, "B-999")
    with pytest.raises(NotFound):
        get_blackout("none", reads=story.reads, clock=story.clock)
    assert list_blackouts(reads=story.reads, clock=story.clock) == ()


def test_the_list_says_where_and_whether_it_holds_now(story: Story) -> None:
    past = freeze(story, story.clock.now(), 1)
    story.clock.move_to(past.ends_at)
    freeze(story, story.clock.now() - timedelta(hours=1), 5, ScopeKind.BUILDING, "b")
    shown = [(v.where, v.on) for v in list_blackouts(reads=story.reads, clock=story.clock)]
    assert shown == [("B", True), (ROOM, False)]
