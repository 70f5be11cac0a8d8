"""A second override about the same matter within the year (R3.4), and refusing some seats by another name (R3.6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.evidence import Evidence
from orchestrator.domain.override_rules import NewEvidenceNeeded, SecondPerson
from orchestrator.domain.overrides import OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.requests import Wanted
from orchestrator.services.requests import Ask
from tests.services.deciders import Deciders
from tests.services.story import ADA, BO, ROOM, Story

AGAIN = Evidence(new_evidence="It crashed again.")


class TestFollowUps:
    """R3.4: a follow-up needs a second person and new evidence, in whichever order the two come to bind."""

    def test_one_that_waits_for_its_second_person_counts_as_the_first(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        waits = deciders.record(tim, deciders.command(asked.id, OverrideKind.EXCLUDE, seats=("02",)))
        assert waits.state is OverrideState.PROPOSED
        with pytest.raises(NewEvidenceNeeded) as refused:
            deciders.record(tim, deciders.command(asked.id))
        assert refused.value.override_id == waits.id
        found = deciders.preview(tim, deciders.command(asked.id, evidence=AGAIN))
        assert found.second_persons == (SecondPerson.FOLLOW_UP,)
        deciders.refuse(marta, waits)
        assert deciders.preview(tim, deciders.command(asked.id)).second_persons == ()

    def test_to_take_a_request_back_and_ask_again_does_not_make_it_another_matter(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        first = story.ask("editor")
        before = deciders.record(tim, deciders.command(first.requests[0].request.id))
        story.wait_until(deciders.after(days=1))
        story.withdraw(first)
        again = story.ask("editor").requests[0].request
        with pytest.raises(NewEvidenceNeeded) as refused:
            deciders.record(tim, deciders.command(again.id))
        assert refused.value.override_id == before.id
        for command in (
            deciders.command(again.id, evidence=AGAIN),
            deciders.command(None, classroom=ROOM, item="editor", evidence=AGAIN),
        ):
            found = deciders.preview(tim, command)
            assert found.second_persons == (SecondPerson.FOLLOW_UP,)
            assert found.override.follows == before.id

    def test_what_somebody_else_asks_for_or_the_opposite_or_after_a_year_is_another_matter(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        first = story.ask("editor")
        before = deciders.record(tim, deciders.command(first.requests[0].request.id))
        story.withdraw(first)
        bos = story.ask("editor", actor=BO)
        away = story.ask(Ask("editor", wanted=Wanted.ABSENT))
        zips = story.ask("zip")
        for asked in (bos, away, zips):
            assert deciders.preview(tim, deciders.command(asked.requests[0].request.id)).second_persons == ()
        story.withdraw(away)
        story.clock.move_to(before.expires_at + timedelta(days=366))
        later = story.ask("editor", actor=ADA).requests[0].request
        assert deciders.preview(tim, deciders.command(later.id)).second_persons == ()


class TestSomeSeats:
    """R3.6: to decline or defer on some seats is to exclude them by another name."""

    @pytest.mark.parametrize("kind", [OverrideKind.DECLINE, OverrideKind.DEFER, OverrideKind.EXCLUDE])
    def test_whatever_keeps_it_from_many_seats_takes_a_second_person(
        self, story: Story, deciders: Deciders, tim: Caller, kind: OverrideKind
    ) -> None:
        asked = story.ask(Ask("editor", enough=3)).requests[0].request
        found = deciders.preview(tim, deciders.command(asked.id, kind, seats=("02", "03")))
        assert found.second_persons == (SecondPerson.MANY_SEATS, SecondPerson.BELOW_ENOUGH)
        assert found.override.state is OverrideState.PROPOSED

    def test_seats_of_all_kinds_are_counted_together(self, make_story: Callable[..., Story]) -> None:
        story = make_story(machines=20)
        deciders = Deciders(story)
        tim = deciders.hire("tim", Role.TECHNICIAN)
        asked = story.ask("editor").requests[0].request
        first = deciders.record(tim, deciders.command(asked.id, seats=("02", "03")))
        assert first.state is OverrideState.LIVE
        more = deciders.command(asked.id, OverrideKind.EXCLUDE, seats=("04",), evidence=AGAIN)
        assert SecondPerson.MANY_SEATS in deciders.preview(tim, more).second_persons
