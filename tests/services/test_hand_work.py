"""Work by hand, from the wish to the yes: a site that is let through, a permission, an open port."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import CatalogItem, DetectionRule, ItemInUse, Provider, VersionNotOffered
from orchestrator.domain.catalog_changes import forbid_losses
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.errors import NotFound, Refusal
from orchestrator.domain.hand_work import (
    NotByHand,
    NothingToAnswer,
    NotYoursToAnswer,
    TickAnswer,
    TickedByRequester,
    TickIsAnswered,
    TickStands,
)
from orchestrator.domain.live_rooms import LiveRoom
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import RequestIsOver, Wanted
from orchestrator.domain.rule_numbers import RuleChange, RuleChangeState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.hand_work import TickWork, answer_tick, tick_work
from orchestrator.services.owing import OWE_ROOM
from orchestrator.services.request_views import RequestView
from orchestrator.services.requests import Ask, Submitted
from tests.services.story import ADA, BO, TECHNICIAN, Story
from tests.unit.domain.examples import catalog

PORT = CatalogItem("port", "Open port 8080", "Campus IT", Provider.MANUAL, DetectionRule())
EVIDENCE = "Rule 4711 opens the port"


@pytest.fixture
def hands(story: Story) -> Story:
    """The room of the stories, whose catalog offers an open port."""
    story.offer(PORT)
    return story


def id_of(asked: Submitted) -> str:
    return asked.requests[0].request.id


def tick(story: Story, request_id: str, actor: Actor = TECHNICIAN) -> RequestView:
    return tick_work(
        TickWork(request_id, EVIDENCE),
        actor=actor,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def answer(story: Story, request_id: str, actor: Actor = ADA, *, works: bool) -> RequestView:
    return answer_tick(request_id, works=works, actor=actor, transactions=story.transactions, clock=story.clock)


def entries(story: Story) -> list[tuple[str, str]]:
    rows = story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    told = [json.loads(row[0]) for row in rows]
    return [(entry["kind"], entry["actor"]) for entry in told if entry["kind"].startswith("work.")]


def test_it_is_asked_for_like_everything_else_and_somebody_has_to_do_it(hands: Story) -> None:
    """R2: the clock runs; R0.1: accepted at once."""
    asked = hands.ask("port")
    assert asked.revision == 1
    assert hands.view(asked).standing.code is StandingCode.OWED_BY_HAND
    hands.clock.move_to(asked.requests[0].request.needed_by + timedelta(minutes=1))
    assert hands.view(asked).standing.late


def test_no_machine_is_asked_and_no_seat_is_held_up(hands: Story) -> None:
    """R2: nothing on a machine proves it."""
    hands.ask("port")
    hands.work()
    assert (hands.world.scans, hands.deployer.runs, hands.rollouts()) == ([], [], [])
    hands.ask("browser")
    hands.work()
    assert set(hands.seats().values()) == {SeatState.READY}
    assert hands.executed()["m1"] == ["browser 2.0"]


def test_what_is_stated_stays_owed_until_the_requester_says_yes(hands: Story) -> None:
    """R2: stated by N: evidence and the requester's yes."""
    asked = hands.ask("port")
    view = tick(hands, id_of(asked))
    assert view.standing.code is StandingCode.STATED
    assert [(t.by, t.evidence, view.names[t.by]) for t in view.ticks] == [(TECHNICIAN.id, EVIDENCE, TECHNICIAN.name)]
    hands.clock.move_to(asked.requests[0].request.needed_by + timedelta(minutes=1))
    assert hands.view(asked).standing.late
    done = answer(hands, id_of(asked), works=True)
    assert (done.standing.code, done.standing.late, done.standing.ready) == (StandingCode.STATED_DONE, False, 0)
    assert entries(hands) == [("work.ticked", TECHNICIAN.id), ("work.confirmed", ADA.id)]


def test_how_long_silence_is_stands_among_the_rules_numbers(hands: Story) -> None:
    """R2: a site may give the requester longer."""
    now = hands.clock.now()
    longer = {"silence_working_days": 20}
    with hands.transactions() as uow:
        uow.rules.add(
            RuleChange("c1", longer, "More time.", "person:marta", now, "person:max", now, RuleChangeState.IN_FORCE)
        )
        uow.commit()
    asked = hands.ask("port")
    tick(hands, id_of(asked))
    hands.clock.moment += timedelta(days=20)
    assert hands.view(asked).standing.code is StandingCode.STATED
    hands.clock.moment += timedelta(days=10)
    assert hands.view(asked).standing.code is StandingCode.STATED_DONE


def test_silence_for_ten_working_days_is_a_yes_that_a_late_no_undoes(hands: Story) -> None:
    """R2: or 10 working days of silence."""
    asked = hands.ask("port")
    stated = tick(hands, id_of(asked)).ticks[0]
    hands.clock.move_to(stated.confirm_until)
    view = hands.view(asked)
    assert (view.standing.code, view.ticks[0].answer) == (StandingCode.STATED_DONE, TickAnswer.SILENCE)
    assert answer(hands, id_of(asked), works=False).standing.code is StandingCode.OWED_BY_HAND


def test_after_a_no_it_is_owed_and_stated_anew(hands: Story) -> None:
    asked = hands.ask("port")
    tick(hands, id_of(asked))
    assert answer(hands, id_of(asked), works=False).standing.code is StandingCode.OWED_BY_HAND
    assert tick(hands, id_of(asked)).standing.code is StandingCode.STATED
    answer(hands, id_of(asked), works=True)
    assert [kind for kind, _ in entries(hands)] == ["work.ticked", "work.denied", "work.ticked", "work.confirmed"]


@pytest.mark.parametrize(
    ("refusal", "attempt"),
    [
        (NotFound, lambda s, _: tick(s, "none")),
        (NotFound, lambda s, _: answer(s, "none", works=True)),
        (TickedByRequester, lambda s, r: tick(s, r, ADA)),
        (NothingToAnswer, lambda s, r: answer(s, r, works=True)),
        (NotYoursToAnswer, lambda s, r: (tick(s, r), answer(s, r, BO, works=True))),
        (NotYoursToAnswer, lambda s, r: (tick(s, r), answer(s, r, TECHNICIAN, works=True))),
        (TickStands, lambda s, r: (tick(s, r), tick(s, r))),
        (TickIsAnswered, lambda s, r: (tick(s, r), answer(s, r, works=True), answer(s, r, works=False))),
        (NotByHand, lambda s, _: tick(s, id_of(s.ask("browser")))),
        (NotByHand, lambda s, _: answer(s, id_of(s.ask("edge")), works=True)),
    ],
)
def test_what_cannot_be_is_refused(
    hands: Story, refusal: type[Refusal], attempt: Callable[[Story, str], object]
) -> None:
    """R2: no ticking takes what is owed off the list by itself."""
    request_id = id_of(hands.ask("port"))
    with pytest.raises(refusal):
        attempt(hands, request_id)


def test_what_is_over_is_neither_stated_nor_answered(hands: Story) -> None:
    asked = hands.ask("port")
    tick(hands, id_of(asked))
    hands.withdraw(asked)
    with pytest.raises(RequestIsOver):
        tick(hands, id_of(asked))
    with pytest.raises(RequestIsOver):
        answer(hands, id_of(asked), works=True)
    assert hands.view(asked).standing.code is StandingCode.WITHDRAWN


def test_two_who_want_the_opposite_are_in_conflict_and_hands_settle_nothing(hands: Story) -> None:
    """R1.5"""
    hands.ask("port")
    other = hands.ask(Ask("port", wanted=Wanted.ABSENT), actor=BO)
    tick(hands, id_of(other))
    assert hands.view(other).standing.code is StandingCode.IN_CONFLICT


def test_it_has_no_versions(hands: Story) -> None:
    with pytest.raises(VersionNotOffered):
        hands.ask(Ask("port", version="1.0"))


def test_a_technician_whose_room_waits_for_them_is_asked_for_nothing_else(hands: Story) -> None:
    """R0.5"""
    hands.make(RolloutMode.BY_TECHNICIAN)
    asked = hands.ask("port")
    assert hands.view(asked).standing.code is StandingCode.OWED_BY_HAND
    assert OWE_ROOM not in {job.kind for job in hands.jobs.waiting}


@pytest.mark.parametrize("provider", [Provider.CHOCOLATEY, Provider.EXTERNAL])
def test_a_live_item_does_not_become_work_by_hand(hands: Story, provider: Provider) -> None:
    """R2: a provider that is switched to manual is one of the ways not to deliver."""
    item_id = "browser" if provider is Provider.CHOCOLATEY else "edge"
    hands.ask(item_id)
    seen = hands.picture()
    before = hands.world.catalog
    switched = replace(before.items[item_id], provider=Provider.MANUAL, releases=(), detection=DetectionRule())
    after = catalog(*(before.items | {item_id: switched}).values())
    with pytest.raises(ItemInUse):
        forbid_losses(before, after, [LiveRoom(seen.room, seen.requests)], seen.at)
