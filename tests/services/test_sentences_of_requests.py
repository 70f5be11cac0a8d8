"""What an instructor reads of seats that failed, are off or have no machine, and since when something is ready."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.classrooms import RolloutMode, Seat
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.services.requests import Submitted
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.requests import say_standing
from tests.services.story import Story

OFF = ScanFailureCause.TIMED_OUT


@pytest.fixture
def story(make_story: Callable[..., Story]) -> Story:
    """A room of six machines without any software."""
    return make_story(machines=6)


def sentence(story: Story, asked: Submitted, language: Language = Language.EN) -> str:
    """The first sentence, without when it is needed."""
    return re.split(r"\. (?:Needed by|Gebraucht bis)", say_standing(Speaker(language), story.view(asked)))[0]


def test_a_seat_that_failed_is_being_repaired_and_does_not_follow_by_itself(story: Story) -> None:
    story.fail("m5", "editor")
    asked = story.ask("editor")
    assert sentence(story, asked) == "Editor is ready on 0 of 6 seats in B-204; the rest follows by itself"
    story.work()
    assert sentence(story, asked) == "Editor is ready on 5 of 6 seats in B-204; seat 05 is being repaired"
    in_german = "Editor ist an 5 von 6 Plätzen in B-204 bereit; Platz 05 wird repariert"
    assert sentence(story, asked, Language.DE) == in_german


def test_a_machine_that_lets_nobody_in_is_being_repaired_too(story: Story) -> None:
    story.world.machines["m2"].fault = ScanFailureCause.CREDENTIALS_REFUSED
    story.world.machines["m3"].fault = ScanFailureCause.WRONG_MACHINE
    asked = story.ask("editor")
    story.work()
    assert sentence(story, asked) == "Editor is ready on 4 of 6 seats in B-204; seats 02 and 03 are being repaired"


def test_what_failed_for_something_else_follows_by_itself_all_the_same(story: Story) -> None:
    story.fail("m5", "editor")
    story.ask("editor")
    story.work()
    asked = story.ask("zip")
    assert sentence(story, asked) == "Zip is ready on 0 of 6 seats in B-204; the rest follows by itself"


def test_seats_that_are_off_are_named_with_the_day_since_when(story: Story) -> None:
    story.world.machines["m5"].fault = story.world.machines["m6"].fault = OFF
    asked = story.ask("editor")
    story.work()
    story.clock.move_to(story.clock.moment + timedelta(days=2))
    story.look()
    assert sentence(story, asked) == (
        "Editor is ready on 4 of 6 seats in B-204; seats 05 and 06 have been switched off since Mon 2 Nov, 08:00; "
        "we try again when they are on"
    )
    assert sentence(story, asked, Language.DE) == (
        "Editor ist an 4 von 6 Plätzen in B-204 bereit; die Plätze 05 und 06 sind seit Mo., 2. Nov., 08:00 Uhr "
        "ausgeschaltet; wir versuchen es wieder, sobald sie an sind"
    )


def test_where_a_technician_starts_rollouts_a_technician_tries_again(story: Story) -> None:
    story.make(RolloutMode.BY_TECHNICIAN)
    story.world.machines["m6"].fault = OFF
    asked = story.ask("editor")
    story.start()
    story.work()
    assert sentence(story, asked).endswith(
        "; seat 06 has been switched off since Mon 2 Nov, 08:00; a technician can try again when it is on"
    )


def test_only_what_merely_waits_for_its_turn_follows_by_itself(story: Story) -> None:
    story.fail("m1", "editor")
    story.world.machines["m2"].fault = OFF
    asked = story.ask("editor")
    story.work()
    story.newcomer("m7")
    said = sentence(story, asked)
    assert "; seat 01 is being repaired; seat 02 has been switched off since" in said
    assert said.endswith("; the rest follows by itself")


def test_a_seat_without_a_machine_is_named(story: Story) -> None:
    asked = story.ask("editor")
    story.work()
    with story.transactions() as uow:
        room = story.room()
        uow.classrooms.put(replace(room, seats=(*room.seats, Seat("s7", "07", 1, 7))))
        uow.commit()
    assert sentence(story, asked) == "Editor is ready on 6 of 7 seats in B-204; seat 07 has no machine yet"


def test_of_many_seats_the_first_few_are_named(story: Story) -> None:
    for machine in ("m1", "m2", "m3", "m4", "m5"):
        story.fail(machine, "editor")
    asked = story.ask("editor")
    story.work()
    assert sentence(story, asked).endswith("; seats 01, 02, 03 and 2 more are being repaired")


def test_when_it_is_ready_is_said_since_when(story: Story) -> None:
    asked = story.ask("editor")
    story.work()
    said = say_standing(Speaker(Language.EN), story.view(asked))
    assert said == "Editor is ready on 6 of 6 seats in B-204 (since Mon 2 Nov, 08:00)."
    in_german = say_standing(Speaker(Language.DE), story.view(asked))
    assert in_german == "Editor ist an 6 von 6 Plätzen in B-204 bereit (seit Mo., 2. Nov., 08:00 Uhr)."


def test_what_had_to_come_anew_is_ready_since_then(story: Story) -> None:
    asked = story.ask("editor")
    story.work()
    del story.world.machines["m2"].software["editor"]
    story.look()
    story.clock.move_to(story.clock.moment + timedelta(days=3))
    story.start()
    story.work()
    said = say_standing(Speaker(Language.EN), story.view(asked))
    assert said == "Editor is ready on 6 of 6 seats in B-204 (since Thu 5 Nov, 08:00)."
