"""Asking for software and taking it back: one transaction each, and nothing by halves."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.domain.catalog import ItemIsRequired, VersionNotOffered
from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.requests import (
    AlreadyRequested,
    IdempotencyKeyReused,
    MoreThanTheSeats,
    NeededByInThePast,
    NotTheRequester,
    RequestIsOver,
    RequestState,
    Wanted,
)
from orchestrator.domain.standing import StandingCode
from orchestrator.services.deadlines import FOLLOW
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.requests import Ask, Submitted
from tests.services.story import ADA, BO, TECHNICIAN, Story

ABSENT = Wanted.ABSENT


def everything(story: Story) -> list[object]:
    """How many rows each table has, and what was enqueued: what a command that fails must leave as it is."""
    tables = story.database.sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'cs_%' ORDER BY name"
    )
    return [*(story.database.sql(f"SELECT count(*) FROM {name}") for (name,) in tables), list(story.jobs.known)]  # noqa: S608 - the database's own names


def audited(story: Story) -> list[tuple[str, str]]:
    """Kind and actor of each entry of the record, in order."""
    entries = [
        json.loads(row[0]) for row in story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    ]
    return [(entry["kind"], entry["actor"]) for entry in entries]


class TestAcceptance:
    def test_is_instant_and_leaves_request_revision_work_and_record_in_one_transaction(self, story: Story) -> None:
        """R0.1"""
        asked = story.ask("browser")
        (view,) = asked.requests
        assert (view.request.state, view.standing.code) == (RequestState.OPEN, StandingCode.OWED)
        assert (asked.revision, asked.replayed, view.title, view.requester) == (1, False, "Browser", "Ada")
        with story.reads() as uow:
            revision = uow.manifests.latest("room")
            assert uow.requests.get(view.request.id) == view.request
        assert revision is not None
        assert (revision.change, revision.request_id, revision.actor_id) == (
            ChangeKind.REQUESTED,
            view.request.id,
            ADA.id,
        )
        assert [(j.kind, j.arguments) for j in story.jobs.waiting] == [
            ("owe-room", {"classroom_id": "room", "revision": "1"})
        ]
        assert audited(story) == [("request.accepted", ADA.id)]

    def test_that_fails_before_its_end_leaves_nothing(self, story: Story) -> None:
        before = everything(story)
        with pytest.raises(AlreadyRequested):
            story.ask("browser", "browser", key="k")
        assert everything(story) == before

    def test_whose_record_cannot_be_written_leaves_nothing(self, story: Story) -> None:
        before = everything(story)
        story.database.sql(
            "CREATE TRIGGER no_more BEFORE INSERT ON cs_audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(Exception, match="full"):
            story.ask("browser", key="k")
        assert everything(story) == before

    def test_of_several_items_makes_as_many_requests_and_revisions_and_one_piece_of_work(self, story: Story) -> None:
        asked = story.ask("browser", "editor")
        first, second = (view.request for view in asked.requests)
        assert first.group_id == second.group_id is not None
        assert asked.revision == 2
        assert [j.key for j in story.jobs.waiting] == ["room:r2"]

    def test_without_a_date_means_five_working_days(self, story: Story) -> None:
        """R0.2"""
        (view,) = story.ask("browser").requests
        assert view.request.needed_by == datetime(2026, 11, 9, 18, tzinfo=UTC)

    def test_on_behalf_gives_all_rights_to_whom_it_is_for(self, story: Story) -> None:
        """R1.10"""
        asked = story.ask("browser", actor=TECHNICIAN, requester=ADA)
        request = asked.requests[0].request
        assert (request.requester_id, request.entered_by, asked.requests[0].requester) == (ADA.id, TECHNICIAN.id, "Ada")
        with pytest.raises(NotTheRequester):
            story.withdraw(asked, TECHNICIAN)
        assert story.withdraw(asked, ADA).request.state is RequestState.WITHDRAWN

    def test_finds_the_room_whatever_the_case_of_its_code(self, story: Story) -> None:
        assert story.ask("browser").requests[0].room.code == "B-204"


class TestTheSameKey:
    def test_brings_the_first_answer_again_and_nothing_else(self, story: Story) -> None:
        first = story.ask("browser", key="k")
        before = everything(story)
        again = story.ask("browser", key="k")
        assert again.replayed
        assert [v.request for v in again.requests] == [v.request for v in first.requests]
        assert everything(story) == before

    def test_with_another_content_is_refused(self, story: Story) -> None:
        story.ask("browser", key="k")
        before = everything(story)
        with pytest.raises(IdempotencyKeyReused):
            story.ask("editor", key="k")
        assert everything(story) == before

    @pytest.mark.parametrize(("line", "same"), [(None, True), ("No sidebar", False)])
    def test_that_was_kept_before_there_were_settings_lines_is_known_again(
        self, story: Story, line: str | None, *, same: bool
    ) -> None:
        """Whoever's call was cut off by an upgrade sends it again."""
        first = story.ask("browser", key="k")
        as_hashed_then = "f221684749d7d7f31808b383949d9e4461434f330ea3c6ddc7150a40fe31060c"
        story.database.sql("UPDATE cs_idempotency_keys SET fingerprint = :then", then=as_hashed_then)
        if same:
            assert story.ask("browser", key="k").requests[0].request == first.requests[0].request
        else:
            with pytest.raises(IdempotencyKeyReused):
                story.ask(Ask("browser", settings_line=line), key="k")

    def test_is_another_one_for_somebody_else(self, story: Story) -> None:
        story.ask("browser", key="k")
        assert not story.ask("browser", key="k", actor=BO).replayed

    def test_answers_with_how_the_request_stands_now(self, story: Story) -> None:
        story.ask("browser", key="k")
        story.work()
        assert story.ask("browser", key="k").requests[0].standing.code is StandingCode.READY


class TestWhatCannotBeRight:
    @pytest.mark.parametrize(
        ("ask", "refusal"),
        [
            (Ask("nothing"), NotFound),
            (Ask("browser", version="7.0"), VersionNotOffered),
            (Ask("edge", version="1.0"), VersionNotOffered),
            (Ask("browser", enough=5), MoreThanTheSeats),
            (Ask("browser", target=SeatTarget.PODIUM, enough=2), MoreThanTheSeats),
        ],
    )
    def test_is_refused_and_leaves_nothing(self, story: Story, ask: Ask, refusal: type[Exception]) -> None:
        before = everything(story)
        with pytest.raises(refusal):
            story.ask(ask)
        assert everything(story) == before

    def test_needed_before_now_is_refused(self, story: Story) -> None:
        with pytest.raises(NeededByInThePast):
            story.ask("browser", needed_by=story.clock.now() - timedelta(seconds=1))

    @pytest.mark.parametrize("days", [-1, 1])
    def test_to_end_before_it_is_needed_is_refused_also_where_the_date_is_the_default_one(
        self, story: Story, days: int
    ) -> None:
        with pytest.raises(InvalidInput) as refused:
            story.ask("browser", until=story.clock.now() + timedelta(days=days))
        assert [(p.field, p.problem) for p in refused.value.problems] == [("until", "before-needed-by")]

    def test_the_same_open_request_of_the_same_person_is_named(self, story: Story) -> None:
        first = story.ask("browser")
        with pytest.raises(AlreadyRequested) as refused:
            story.ask("browser")
        assert refused.value.request_id == first.requests[0].request.id

    def test_the_same_wish_of_somebody_else_or_for_other_seats_is_another_request(self, story: Story) -> None:
        story.ask("browser")
        story.ask("browser", actor=BO)
        story.ask(Ask("browser", target=SeatTarget.PODIUM))
        story.ask(Ask("browser", version="1.0"))
        assert len(story.picture().requests) == 4

    def test_what_was_taken_back_can_be_asked_for_again(self, story: Story) -> None:
        story.withdraw(story.ask("browser"))
        assert story.ask("browser").revision == 3

    def test_what_was_asked_for_until_a_day_can_be_asked_for_again_after_it(self, story: Story) -> None:
        soon, later = (story.clock.now() + timedelta(days=days) for days in (1, 2))
        story.ask("browser", needed_by=soon, until=later)
        story.clock.move_to(later)
        assert story.ask("browser").requests[0].standing.code is StandingCode.OWED


class TestAbsence:
    def test_of_what_another_line_requires_is_refused_and_that_line_is_named(self, story: Story) -> None:
        story.ask("portal", actor=BO)
        with pytest.raises(ItemIsRequired) as refused:
            story.ask(Ask("edge", wanted=ABSENT))
        assert refused.value.details() == {"item": "edge", "required_by": ("portal",), "classrooms": ("B-204",)}

    def test_of_what_a_baseline_item_requires_is_refused(self, make_story: Callable[..., Story]) -> None:
        story = make_story(baseline=["portal"])
        with pytest.raises(ItemIsRequired):
            story.ask(Ask("edge", wanted=ABSENT))

    def test_on_seats_where_nothing_requires_it_is_accepted(self, story: Story) -> None:
        story.ask(Ask("portal", target=SeatTarget.STUDENT_SEATS), actor=BO)
        asked = story.ask(Ask("edge", wanted=ABSENT, target=SeatTarget.PODIUM))
        assert asked.requests[0].standing.code is StandingCode.OWED

    def test_of_what_somebody_else_asked_for_waits_in_conflict(self, story: Story) -> None:
        """R1.5: never last-writer-wins."""
        story.ask("browser", actor=BO)
        asked = story.ask(Ask("browser", wanted=ABSENT))
        assert asked.requests[0].standing.code is StandingCode.IN_CONFLICT


class TestTakingBack:
    def test_makes_a_revision_and_a_record_and_owes_what_it_stood_in_the_way_of(self, story: Story) -> None:
        story.ask("editor")
        blocked = story.ask("rival", actor=BO)
        assert blocked.requests[0].standing.code is StandingCode.IN_CONFLICT
        first = next(r for r in story.picture().requests if r.item_id == "editor")
        withdraw_request(first.id, actor=ADA, transactions=story.transactions, clock=story.clock)
        with story.reads() as uow:
            revision = uow.manifests.latest("room")
        assert revision is not None
        assert (revision.number, revision.change, revision.request_id) == (3, ChangeKind.WITHDRAWN, first.id)
        assert ("request.withdrawn", ADA.id) in audited(story)
        story.work()
        assert story.view(blocked).standing.code is StandingCode.READY

    def test_is_for_the_requester_alone(self, story: Story) -> None:
        """R1.10, R2: nobody else may withdraw."""
        asked = story.ask("browser")
        before = everything(story)
        with pytest.raises(NotTheRequester):
            story.withdraw(asked, BO)
        assert everything(story) == before
        assert story.view(asked).request.state is RequestState.OPEN

    def test_happens_once(self, story: Story) -> None:
        asked = story.ask("browser")
        story.withdraw(asked)
        before = everything(story)
        with pytest.raises(RequestIsOver):
            story.withdraw(asked)
        assert everything(story) == before

    def test_removes_nothing_from_machines(self, story: Story) -> None:
        """R1.7"""
        asked = story.ask("browser")
        story.work()
        assert story.withdraw(asked).standing.code is StandingCode.WITHDRAWN
        story.work()
        assert all(machine.software == {"browser": "2.0"} for machine in story.world.machines.values())
        assert len(story.deployer.runs) == 1

    def test_of_a_request_that_does_not_exist_is_refused(self, story: Story) -> None:
        with pytest.raises(NotFound):
            withdraw_request("none", actor=ADA, transactions=story.transactions, clock=story.clock)


class TestARequestThatEndsByItself:
    @pytest.fixture
    def ended(self, story: Story) -> Submitted:
        soon, later = (story.clock.now() + timedelta(days=days) for days in (1, 30))
        asked = story.ask(Ask("pinned", version="1.0"), needed_by=soon, until=later)
        story.ask("pinned", actor=BO)
        story.work()
        return asked

    def test_is_closed_with_revision_and_record(self, story: Story, ended: Submitted) -> None:
        story.wait_for_the_end()
        view = story.view(ended)
        assert (view.request.state, view.standing.code) == (RequestState.CLOSED, StandingCode.CLOSED)
        with story.reads() as uow:
            revision = uow.manifests.latest("room")
        assert revision is not None
        assert (revision.number, revision.change, revision.request_id) == (3, ChangeKind.CLOSED, view.request.id)
        assert [line.version for line in revision.lines] == ["latest"]
        assert ("request.closed", "worker") in audited(story)
        assert story.work() == []
        assert {job.kind for job in story.jobs.waiting} <= {FOLLOW}

    def test_lets_go_of_what_it_stood_in_the_way_of(self, story: Story, ended: Submitted) -> None:
        """R0.3: nobody has to ask again."""
        assert story.view(ended).standing.code is StandingCode.READY
        (other,) = (r for r in story.picture().requests if r.requester_id == BO.id)
        assert story.standing(other.id).code is StandingCode.IN_CONFLICT
        story.wait_for_the_end()
        assert story.standing(other.id).code is StandingCode.READY
        assert story.executed()["m1"] == ["pinned 1.0", "pinned 2.0"]

    def test_and_was_taken_back_before_ends_once(self, story: Story, ended: Submitted) -> None:
        story.withdraw(ended)
        story.wait_for_the_end()
        assert story.view(ended).request.state is RequestState.WITHDRAWN
        assert "request.closed" not in {kind for kind, _ in audited(story)}


def test_in_a_room_by_technician_acceptance_starts_no_work(make_story: Callable[..., Story]) -> None:
    """R0.5"""
    story = make_story(mode=RolloutMode.BY_TECHNICIAN)
    asked = story.ask("browser")
    assert asked.requests[0].standing.code is StandingCode.OWED_BY_TECHNICIAN
    story.withdraw(asked)
    assert story.jobs.known == []
