"""Stories of safeguards: what they keep away, raise and bring, who is told, and that everything returns (RULES R4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.requests import Wanted
from orchestrator.domain.safeguards import Exemption, ExemptionState, SafeguardKind, SafeguardState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.whys import WhyCode
from orchestrator.services.exposed import list_exposed
from orchestrator.services.requests import Ask
from tests.services.guarding import guard, hire, lift, notices, recorded, told
from tests.services.story import BO, Story

MakeStory = Callable[..., Story]
BLOCK, MINIMUM, UPDATE = SafeguardKind.BLOCK, SafeguardKind.MINIMUM_VERSION, SafeguardKind.PROTECTIVE_UPDATE


@pytest.fixture
def officer(story: Story) -> Caller:
    return hire(story, "sam", Role.SECURITY_OFFICER)


def versions(story: Story, item: str) -> dict[str, str | None]:
    """What the room is to have of an item, by seat; None for nothing."""
    desired = story.picture().desired
    return {
        seat.id: next((line.version for line in desired.for_seat(seat.id) if line.item_id == item), None)
        for seat in story.room().seats
    }


class TestABlock:
    def test_keeps_away_what_is_asked_for_afterwards_and_tells_the_requester_at_once(
        self, story: Story, officer: Caller
    ) -> None:
        """R4.2: the request is accepted as always, stands as safeguarded, and nobody installs it."""
        safeguard = guard(story, officer, BLOCK)
        asked = story.ask("browser")
        story.work()
        standing = story.view(asked).standing
        assert (standing.code, standing.ready) == (StandingCode.SAFEGUARDED, 0)
        assert story.executed() == {machine: [] for machine in story.world.machines}
        (notice,) = notices(story, "ada")
        request = asked.requests[0].request
        assert notice.kind is NoticeKind.SAFEGUARD_REFUSES
        assert (notice.about["safeguard"], notice.about["request"]) == (safeguard.id, request.id)

    def test_refuses_what_is_asked_for_already_and_its_copies_are_to_go_after_everybody_in_the_room_was_told(
        self, story: Story, officer: Caller
    ) -> None:
        """R4.2: removal of what is ours, with notice."""
        hire(story, "cleo", Role.COORDINATOR)
        asked = story.ask("browser")
        story.ask("editor", actor=BO)
        story.work()
        guard(story, officer, BLOCK)
        assert told(story, "ada") == [NoticeKind.SAFEGUARD_REFUSES], "one decision, one row: her letter says it all"
        assert told(story, "bo") == told(story, "cleo") == [NoticeKind.COPY_GOES]
        assert story.jobs.waiting, "the room is owed another state"
        assert story.view(asked).standing.code is StandingCode.SAFEGUARDED
        lines = [line for line in story.picture().desired.lines if line.item_id == "browser"]
        assert [(line.wanted, line.removes, line.whys[0].code) for line in lines] == [
            (Wanted.ABSENT, True, WhyCode.BLOCKED)
        ]

    def test_tells_nobody_that_a_copy_goes_where_none_is_ours(self, make_story: MakeStory) -> None:
        """R4.2: others are only reported."""
        story = make_story(software={"browser": "1.0"})
        story.ask("editor")
        story.look()
        guard(story, hire(story, "sam", Role.SECURITY_OFFICER), BLOCK)
        assert told(story, "ada") == []

    def test_lets_a_room_go_on_that_has_an_exemption(self, story: Story, officer: Caller) -> None:
        """R4.3: exemption over safeguard, one seat first; and when that seat is ready the others follow."""
        safeguard = guard(story, officer, BLOCK)
        asked = story.ask("browser")
        now = story.clock.now()
        exemption = Exemption(
            "x1",
            safeguard.id,
            "browser",
            ("room",),
            "Only without a network",
            officer.actor.id,
            now,
            now + timedelta(days=30),
            "person:dean",
            signed_at=now,
            canary_seat_id="s2",
            state=ExemptionState.LIVE,
        )
        with story.transactions() as uow:
            uow.exemptions.add(exemption)
            uow.commit()
        rollout = story.start()
        story.work()
        assert story.executed() == {
            "m1": ["browser 2.0"],
            "m2": ["browser 2.0"],
            "m3": ["browser 2.0"],
            "m4": ["browser 2.0"],
        }
        first, later = [set(story.runs(r)) for r in story.rollouts()], rollout.id
        assert len(first) == 2, later
        assert recorded(story, "canary.") == ["canary.passed"]
        assert story.view(asked).standing.code is StandingCode.READY

    def test_returns_everything_by_itself_when_it_expires(self, story: Story, officer: Caller) -> None:
        """R3.5: on expiry the desired state returns, and a rollout is owed."""
        safeguard = guard(story, officer, BLOCK)
        asked = story.ask("browser")
        story.work()
        story.wait_until(safeguard.expires_at + timedelta(minutes=1))
        assert story.view(asked).standing.code is StandingCode.READY
        assert told(story, "ada") == [NoticeKind.SAFEGUARD_REFUSES, NoticeKind.SAFEGUARD_ENDED]
        assert told(story, "sam") == [NoticeKind.SAFEGUARD_ENDED]
        assert recorded(story, "safeguard.") == ["safeguard.set", "safeguard.expired"]

    def test_ends_at_once_when_it_is_lifted_and_nothing_more_comes_of_it(self, story: Story, officer: Caller) -> None:
        safeguard = guard(story, officer, BLOCK)
        asked = story.ask("browser")
        assert lift(story, safeguard, officer).state is SafeguardState.LIFTED
        story.work()
        assert story.view(asked).standing.code is StandingCode.READY
        story.wait_until(safeguard.expires_at + timedelta(days=1))
        assert recorded(story, "safeguard.") == ["safeguard.set", "safeguard.lifted"]


class TestAMinimumVersion:
    def test_supersedes_an_older_pin_which_stays_and_returns(self, story: Story, officer: Caller) -> None:
        """R4.2, R3.7: safeguards win over pins; told, and the override is still there to be contested."""
        asked = story.ask("pinned")
        now = story.clock.now()
        pin = Override(
            "o1",
            OverrideKind.PIN,
            OverrideScope.REQUEST,
            Category.INCOMPATIBILITY,
            "room",
            "pinned",
            (asked.requests[0].request.id,),
            Evidence(symptom="it stops"),
            "The newer one stops.",
            "person:tia",
            now,
            now,
            now + timedelta(days=300),
            pin_version="1.0",
        )
        with story.transactions() as uow:
            uow.overrides.add(pin)
            uow.commit()
        assert set(versions(story, "pinned").values()) == {"1.0"}
        safeguard = guard(story, officer, MINIMUM, "pinned")
        assert set(versions(story, "pinned").values()) == {"2.0"}
        assert told(story, "ada") == told(story, "tia") == [NoticeKind.PIN_SUPERSEDED]
        with story.reads() as uow:
            kept = uow.overrides.get("o1")
        assert kept is not None
        assert kept.state is OverrideState.LIVE
        story.work()
        lift(story, safeguard, officer)
        assert set(versions(story, "pinned").values()) == {"1.0"}
        assert told(story, "ada")[-1] is NoticeKind.SAFEGUARD_ENDED

    def test_raises_an_older_version_that_was_asked_for_by_name_and_tells_the_requester(
        self, story: Story, officer: Caller
    ) -> None:
        story.ask(Ask("pinned", version="1.0"))
        guard(story, officer, MINIMUM, "pinned")
        story.ask(Ask("pinned", version="1.0"), actor=BO)
        assert told(story, "ada") == told(story, "bo") == [NoticeKind.PIN_SUPERSEDED]
        story.work()
        assert story.executed()["m1"] == ["pinned 2.0"]

    def test_that_nothing_on_offer_reaches_refuses_the_request_with_a_letter(
        self, story: Story, officer: Caller
    ) -> None:
        asked = story.ask("browser")
        guard(story, officer, MINIMUM, minimum="3.0")
        story.ask("browser", actor=BO)
        assert told(story, "ada") == told(story, "bo") == [NoticeKind.SAFEGUARD_REFUSES]
        assert story.view(asked).standing.code is StandingCode.WAITING_FOR_PACKAGING


class TestAProtectiveUpdate:
    def test_reaches_a_room_whose_instructor_did_not_ask_announced_before_it_comes(self, make_story: MakeStory) -> None:
        """R4.4, R1.5: copies of ours and of others, in a room where somebody works with something else."""
        story = make_story(software={"editor": "4.0"})
        hire(story, "cleo", Role.COORDINATOR)
        sam = hire(story, "sam", Role.SECURITY_OFFICER)
        story.ask("zip")
        story.work()
        guard(story, sam, UPDATE, "editor", minimum="5.0")
        assert told(story, "ada") == told(story, "cleo") == [NoticeKind.UPDATE_ANNOUNCED]
        assert all("editor" not in " ".join(done) for done in story.executed().values()), "told before it changes"
        story.work()
        assert {m: real.software["editor"] for m, real in story.world.machines.items()} == dict.fromkeys(
            story.world.machines, "5.0"
        )
        assert list_exposed(reads=story.reads, clock=story.clock) == ()

    def test_leaves_seats_alone_on_which_there_is_no_copy(self, story: Story, officer: Caller) -> None:
        story.world.machines["m1"].software["editor"] = "4.0"
        story.look()
        guard(story, officer, UPDATE, "editor", minimum="5.0")
        story.work()
        assert story.executed() == {"m1": ["editor 5.0"], "m2": [], "m3": [], "m4": []}

    def test_that_is_not_everywhere_by_its_deadline_leaves_seats_exposed(self, make_story: MakeStory) -> None:
        """R4.4: listed, said once in the record, and its owner and the security officers are told."""
        story = make_story(machines=2, software={"editor": "4.0"})
        story.look()
        story.fail("m2", "editor")
        marta = hire(story, "marta", Role.MANAGER)
        hire(story, "sam", Role.SECURITY_OFFICER)
        safeguard = guard(story, marta, UPDATE, "editor", minimum="5.0")
        story.work()
        assert list_exposed(reads=story.reads, clock=story.clock) == ()
        assert safeguard.deadline is not None
        story.wait_until(safeguard.deadline + timedelta(hours=1))
        (room,) = list_exposed(reads=story.reads, clock=story.clock)
        assert (room.room.code, [(s.seat.label, s.copy.version) for s in room.seats]) == ("B-204", [("02", "4.0")])
        assert recorded(story, "safeguard.") == ["safeguard.set", "safeguard.deadline_passed"]
        assert told(story, "marta") == told(story, "sam") == [NoticeKind.SAFEGUARD_OVERDUE]
        story.wait_until(safeguard.deadline + timedelta(days=1))
        assert recorded(story, "safeguard.").count("safeguard.deadline_passed") == 1


def test_the_owner_is_told_a_week_before_the_review(story: Story, officer: Caller) -> None:
    """R4.2: a review date, and an owner who is told in time."""
    safeguard = guard(story, officer, BLOCK)
    story.wait_until(safeguard.review_at - timedelta(days=8))
    assert told(story, "sam") == []
    story.wait_until(safeguard.review_at - timedelta(days=7))
    assert told(story, "sam") == [NoticeKind.SAFEGUARD_TO_REVIEW]
    story.wait_until(safeguard.review_at + timedelta(days=1))
    assert told(story, "sam") == [NoticeKind.SAFEGUARD_TO_REVIEW]


def test_nobody_is_told_twice_when_the_work_of_a_deadline_runs_again(story: Story, officer: Caller) -> None:
    """A worker may die between what a step did and that it was kept."""
    safeguard = guard(story, officer, BLOCK)
    story.ask("browser")
    (job,) = [j for j in story.jobs.waiting if j.key == f"safeguard:{safeguard.id}"]
    story.wait_until(safeguard.expires_at + timedelta(minutes=1))
    story.histories.clear()
    story.jobs.waiting.append(replace(job))
    story.wait_until(safeguard.expires_at + timedelta(minutes=2))
    assert recorded(story, "safeguard.").count("safeguard.expired") == 1
    assert told(story, "ada").count(NoticeKind.SAFEGUARD_ENDED) == 1
