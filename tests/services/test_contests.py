"""R4.1: contests of overrides, from making one to its end, as the people in them see it."""

from datetime import timedelta

import pytest

from orchestrator.domain.contests import (
    AlreadyContested,
    ContestIsOver,
    ContestStage,
    ContestState,
    NoRightsOnRequest,
    NothingToContest,
)
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import STANDS_STILL, Category
from orchestrator.domain.overrides import Confirmation, OverrideState
from orchestrator.domain.people import Role
from orchestrator.domain.requests import RequestIsOver
from orchestrator.domain.rulers import Bar, NotIndependent, RulerSide
from orchestrator.domain.standing import StandingCode
from orchestrator.services.contests import get_contest
from orchestrator.services.override_ends import end_override
from tests.services.court import DEAN, MARTA, PETER, SAM, Court
from tests.services.story import ADA, BO, TECHNICIAN, Story

TICK = timedelta(seconds=1)


@pytest.fixture
def court(story: Story) -> Court:
    return Court(story)


def declined(court: Court, **more: object) -> tuple[str, str]:
    """Ada's request and the override that declines it."""
    request_id = court.story.ask("editor").requests[0].request.id
    override_id = court.override(request_id, **more)  # type: ignore[arg-type]
    court.story.work()
    return request_id, override_id


def state_of(court: Court, override_id: str) -> OverrideState:
    with court.story.reads() as uow:
        override = uow.overrides.get(override_id)
    assert override is not None
    return override.state


def test_a_contest_asks_the_list_and_tells_whoever_decided(court: Court) -> None:
    """R4.1: a contest is possible as long as the override lives; a named list rules."""
    request_id, override_id = declined(court)
    court.contest(override_id, request_id)
    assert "contest_to_rule" in court.told(PETER)
    assert "contest_to_rule" in court.told(MARTA)
    assert "contested" in court.told(TECHNICIAN)
    assert "contest_to_rule" not in court.told(DEAN), "whoever stands outside IT is asked last"
    assert court.recorded() == ["contest.made"]


def test_overturned_the_desired_state_returns_and_the_room_is_owed_it(court: Court) -> None:
    """R3.5, R4.1: on overturning the desired state returns by itself."""
    request_id, override_id = declined(court)
    assert court.story.standing(request_id).code is not StandingCode.READY
    contest_id = court.contest(override_id, request_id)
    court.rule(contest_id, PETER)
    court.story.work()
    assert court.story.standing(request_id).code is StandingCode.READY
    assert state_of(court, override_id) is OverrideState.OVERTURNED
    assert court.state(contest_id) is ContestState.OVERTURNED
    assert {"contest_ruled", "override_ended"} <= set(court.told(ADA))
    assert "contest_ruled" in court.told(TECHNICIAN)
    assert court.recorded() == ["contest.made", "contest.overturned"]


def test_upheld_the_override_goes_on(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    court.rule(contest_id, MARTA, overturn=False)
    assert state_of(court, override_id) is OverrideState.LIVE
    assert court.state(contest_id) is ContestState.UPHELD
    assert court.told(ADA) == ["contest_ruled"]


def test_only_whoever_holds_the_rights_on_the_request_contests(court: Court) -> None:
    request_id, override_id = declined(court)
    with pytest.raises(NoRightsOnRequest):
        court.contest(override_id, request_id, actor=BO)
    contest_id = court.contest(override_id, request_id)
    with pytest.raises(NoRightsOnRequest):
        court.withdraw(contest_id, BO)


def test_what_is_not_there_cannot_be_contested(court: Court) -> None:
    request_id, override_id = declined(court)
    with pytest.raises(NotFound):
        court.contest("none", request_id)
    with pytest.raises(NotFound):
        court.contest(override_id, "none")


def test_an_override_of_another_request_cannot_be_contested(court: Court) -> None:
    _, override_id = declined(court)
    other = court.story.ask("zip").requests[0].request.id
    with pytest.raises(NothingToContest):
        court.contest(override_id, other)


def test_an_override_that_is_over_cannot_be_contested(court: Court) -> None:
    """R4.1: as long as the override lives, and no longer."""
    request_id, override_id = declined(court, days=2)
    court.story.clock.move_to(court.story.clock.moment + timedelta(days=3))
    with pytest.raises(NothingToContest):
        court.contest(override_id, request_id)


def test_the_same_is_contested_once_at_a_time(court: Court) -> None:
    request_id, override_id = declined(court)
    first = court.contest(override_id, request_id)
    with pytest.raises(AlreadyContested) as refused:
        court.contest(override_id, request_id)
    assert refused.value.contest_id == first
    court.withdraw(first)
    assert court.state(court.contest(override_id, request_id)) is ContestState.OPEN


def test_a_request_that_is_over_has_nothing_to_contest(court: Court) -> None:
    asked = court.story.ask("editor")
    override_id = court.override(asked.requests[0].request.id)
    court.story.withdraw(asked)
    with pytest.raises(RequestIsOver):
        court.contest(override_id, asked.requests[0].request.id)


def test_with_the_request_its_contest_ends(court: Court) -> None:
    asked = court.story.ask("editor")
    contest_id = court.contest(court.override(asked.requests[0].request.id), asked.requests[0].request.id)
    court.story.withdraw(asked)
    assert court.state(contest_id) is ContestState.MOOT


def test_with_the_override_its_contest_ends(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    with court.story.transactions() as uow:
        override = uow.overrides.get(override_id)
        assert override is not None
        end_override(
            uow, override, OverrideState.LIFTED, TECHNICIAN.id, court.story.clock.now(), court.story.tools.new_id
        )
        uow.commit()
    assert court.state(contest_id) is ContestState.MOOT
    with pytest.raises(ContestIsOver):
        court.rule(contest_id, PETER)


def test_neither_decider_nor_approver_nor_confirmer_rules(court: Court) -> None:
    """R4.1: never the decider, approver or their superior."""
    request_id, override_id = declined(court, approved_by=MARTA.id, confirmed_by=SAM.id)
    contest_id = court.contest(override_id, request_id)
    assert "contest_to_rule" not in court.told(MARTA)
    for actor in (MARTA, SAM):
        with pytest.raises(NotIndependent) as refused:
            court.rule(contest_id, actor)
        assert refused.value.bar is Bar.DECIDED
    court.rule(contest_id, PETER)
    assert court.state(contest_id) is ContestState.OVERTURNED


def test_no_superior_of_the_decider_rules_however_far_up(court: Court) -> None:
    """R4.1: never the decider, approver or their superior."""
    court.put_above("tia", "sam")
    court.put_above("sam", "marta")
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    for actor in (SAM, MARTA):
        with pytest.raises(NotIndependent) as refused:
            court.rule(contest_id, actor)
        assert refused.value.bar is Bar.SUPERIOR


def test_nobody_who_is_not_named_rules(court: Court) -> None:
    court.name(Category.HARDWARE, ("peter", RulerSide.TEACHING))
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    with pytest.raises(NotIndependent) as refused:
        court.rule(contest_id, MARTA)
    assert refused.value.bar is Bar.NOT_NAMED


def test_somebody_of_the_teaching_side_who_has_become_a_technician_rules_no_more(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    court.give(PETER, Role.TECHNICIAN)
    with pytest.raises(NotIndependent) as refused:
        court.rule(contest_id, PETER)
    assert refused.value.bar is Bar.NOW_INSIDE
    assert court.state(contest_id) is ContestState.OPEN


@pytest.mark.parametrize("category", sorted(set(Category) - STANDS_STILL))
def test_unanswered_a_contest_rises_and_then_the_override_lapses_by_itself(court: Court, category: Category) -> None:
    """R4.1: 5 working days → rises; 10 → the override lapses by itself."""
    request_id, override_id = declined(court, category=category)
    contest_id = court.contest(override_id, request_id)
    rises_at, lapses_at = court.ends_of_terms(contest_id)
    court.story.wait_until(rises_at - TICK)
    assert get_contest(contest_id, reads=court.story.reads).contest.stage is ContestStage.LIST
    court.story.wait_until(rises_at)
    assert get_contest(contest_id, reads=court.story.reads).contest.stage is ContestStage.RISEN
    assert "contest_rose" in court.told(MARTA)
    court.story.wait_until(lapses_at - TICK)
    assert state_of(court, override_id) is OverrideState.LIVE
    court.story.wait_until(lapses_at)
    assert state_of(court, override_id) is OverrideState.LAPSED
    assert court.state(contest_id) is ContestState.LAPSED
    assert court.story.standing(request_id).code is StandingCode.READY
    assert court.recorded() == ["contest.made", "contest.risen", "contest.lapsed"]
    court.story.wait_until(lapses_at + timedelta(days=30))
    assert court.recorded() == ["contest.made", "contest.risen", "contest.lapsed"]


@pytest.mark.parametrize("category", sorted(STANDS_STILL))
def test_security_licence_and_legal_hold_and_rise_to_somebody_outside(court: Court, category: Category) -> None:
    """R4.1: except security, licence, legal, which hold and rise to a named person outside IT."""
    request_id, override_id = declined(court, category=category)
    contest_id = court.contest(override_id, request_id)
    rises_at, lapses_at = court.ends_of_terms(contest_id)
    court.story.wait_until(rises_at)
    court.story.wait_until(lapses_at)
    assert state_of(court, override_id) is OverrideState.LIVE
    assert get_contest(contest_id, reads=court.story.reads).contest.stage is ContestStage.OUTSIDE
    assert "contest_to_rule" in court.told(DEAN)
    for actor in (PETER, MARTA):
        with pytest.raises(NotIndependent):
            court.rule(contest_id, actor)
    court.rule(contest_id, DEAN)
    assert state_of(court, override_id) is OverrideState.OVERTURNED
    assert court.recorded() == ["contest.made", "contest.risen", "contest.outside", "contest.overturned"]


def test_a_ruling_in_time_ends_the_waiting(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    _, lapses_at = court.ends_of_terms(contest_id)
    court.rule(contest_id, PETER, overturn=False)
    court.story.wait_until(lapses_at + timedelta(days=1))
    assert state_of(court, override_id) is OverrideState.LIVE
    assert court.recorded() == ["contest.made", "contest.upheld"]


def test_a_worker_that_slept_through_both_terms_lets_the_override_lapse_once(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    _, lapses_at = court.ends_of_terms(contest_id)
    court.story.wait_until(lapses_at + timedelta(days=3))
    assert state_of(court, override_id) is OverrideState.LAPSED
    assert court.recorded() == ["contest.made", "contest.lapsed"]
    assert court.told(ADA).count("contest_ruled") == 1


def test_a_contest_that_has_ended_is_not_ruled_again(court: Court) -> None:
    request_id, override_id = declined(court)
    contest_id = court.contest(override_id, request_id)
    court.rule(contest_id, PETER, overturn=False)
    with pytest.raises(ContestIsOver):
        court.rule(contest_id, MARTA)
    with pytest.raises(ContestIsOver):
        court.withdraw(contest_id)


def test_a_dispute_that_nobody_confirmed_lapses_like_any_other(court: Court) -> None:
    """R3.2, R4.1: unconfirmed it counts as ordinary; the name of a category alone holds nothing."""
    request_id, override_id = declined(court, category=Category.SECURITY, confirmation=Confirmation.NONE_CAME)
    contest_id = court.contest(override_id, request_id)
    rises, lapses = court.ends_of_terms(contest_id)
    court.story.wait_until(rises + TICK)
    court.story.wait_until(lapses + TICK)
    assert court.state(contest_id) is ContestState.LAPSED
    assert state_of(court, override_id) is OverrideState.LAPSED
    assert court.story.standing(request_id).code is StandingCode.READY
