"""A security update goes out to rooms whose instructors did not ask for it, and a pin is too old for it."""

from collections.abc import Callable

import pytest

from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OverrideKind, OverrideState
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.exposed import list_exposed
from orchestrator.services.letters import list_letters
from tests.services.court import DEAN, MARTA, PETER, SAM, Court
from tests.services.deciders import FULL, Deciders
from tests.services.guarding import WORDS, guard
from tests.services.story import ADA, TECHNICIAN, Story

MakeStory = Callable[..., Story]
UPDATE, MINIMUM = SafeguardKind.PROTECTIVE_UPDATE, SafeguardKind.MINIMUM_VERSION
OLD, SAFE = "1.0", "2.0"


@pytest.fixture
def court(make_story: MakeStory) -> Court:
    """A room with an old editor, which nobody there has asked for; Ada works with something else."""
    story = make_story(software={"editor": "4.0"})
    story.ask("zip")
    story.work()
    return Court(story)


def test_it_is_announced_with_its_reason_and_comes_to_who_did_not_ask(court: Court) -> None:
    """R4.4, R1.5: everybody with a live request in the room is told before it changes, and reads why."""
    story = court.story
    guard(story, court.caller(SAM), UPDATE, "editor", minimum="5.0")
    (told,) = [n for n in court.notices(ADA) if n.kind is NoticeKind.UPDATE_ANNOUNCED]
    assert {machine.software["editor"] for machine in story.world.machines.values()} == {"4.0"}, "told before it comes"
    letter = list_letters(ADA.id, reads=story.reads)[0].letter
    assert (letter.id, letter.occasion) == (told.letter_id, LetterOccasion.UPDATE)
    assert WORDS in letter.body
    story.work()
    assert {machine.software["editor"] for machine in story.world.machines.values()} == {"5.0"}
    assert list_exposed(reads=story.reads, clock=story.clock) == ()


@pytest.fixture
def pinned(court: Court, deciders: Deciders) -> tuple[str, str]:
    """Ada's request and a technician's pin of it, which a second person has approved."""
    request = court.story.ask("pinned").requests[0].request.id
    until = deciders.after(days=60)
    pin = deciders.command(
        request, OverrideKind.PIN, category=Category.OTHER, pin_version=OLD, expires_at=until, **FULL
    )
    recorded = deciders.approve(court.caller(MARTA), deciders.record(court.caller(TECHNICIAN), pin))
    court.story.work()
    assert _there(court.story) == {OLD}
    return request, recorded.id


def test_a_pin_below_the_new_minimum_is_superseded_told_and_still_there(court: Court, pinned: tuple[str, str]) -> None:
    """R4.2, R3.7: safeguards win over pins; the pin stays, and holds again should the safeguard end first."""
    request, override = pinned
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "pinned", minimum=SAFE)
    told = {actor: [n.kind for n in court.notices(actor)] for actor in (ADA, TECHNICIAN)}
    assert all(NoticeKind.PIN_SUPERSEDED in kinds for kinds in told.values()), "whoever asked, and whoever pinned"
    court.story.work()
    assert _there(court.story) == {SAFE}
    assert court.story.standing(request).code is StandingCode.READY
    with court.story.reads() as uow:
        kept = uow.overrides.get(override)
    assert kept is not None
    assert kept.state is OverrideState.LIVE
    letter = list_letters(ADA.id, reads=court.story.reads)[0].letter
    assert letter.about["safeguard"] == safeguard.id


def test_that_it_is_superseded_can_be_contested(court: Court, pinned: tuple[str, str]) -> None:
    """R4.2, R4.3: overturned, the room keeps the older version on a condition that somebody outside IT signs."""
    request, _ = pinned
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "pinned", minimum=SAFE)
    assert court.story.standing(request).safeguards == (safeguard.id,)
    contest = court.contest(safeguard.id, request, subject=ContestSubject.SAFEGUARD)
    assert NoticeKind.CONTEST_TO_RULE.value in court.told(MARTA)
    court.rule(contest, PETER, terms=court.terms())
    assert court.state(contest) is ContestState.OVERTURNED
    (exemption,) = court.exemptions()
    court.sign(exemption.id, DEAN)
    court.approve(exemption.id, MARTA)
    assert _wanted(court.story) == {"s1": OLD, "s2": SAFE, "s3": SAFE, "s4": SAFE}, "one seat first"


def _there(story: Story) -> set[str]:
    return {machine.software["pinned"] for machine in story.world.machines.values()}


def _wanted(story: Story) -> dict[str, str | None]:
    desired = story.picture().desired
    lines = {seat.id: desired.for_seat(seat.id) for seat in story.room().seats}
    return {seat: line.version for seat, found in lines.items() for line in found if line.item_id == "pinned"}
