"""R4.3: a safeguard's refusal is contested, overturned, and becomes an exemption that somebody outside IT signs."""

from datetime import timedelta

import pytest

from orchestrator.domain.contests import ContestStage, ContestState, ContestSubject, NothingToContest
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.evidence import Category
from orchestrator.domain.exemptions import (
    ExemptionDecided,
    ExemptionHalfDone,
    ExemptionNeedsAnother,
    NothingToExempt,
    NotTheRiskOwner,
    RiskOwnerTookPart,
)
from orchestrator.domain.people import NotPermitted, Role
from orchestrator.domain.rulers import Bar, CannotRule, IsInsideIt, NotIndependent
from orchestrator.domain.safeguards import ExemptionState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.contests import get_contest
from orchestrator.services.exemptions import get_exemption
from orchestrator.services.letters import list_letters
from tests.services.court import DEAN, MARTA, PETER, SAM, Court
from tests.services.story import ADA, BO, Story
from tests.unit.domain.examples import item

SAFEGUARD = ContestSubject.SAFEGUARD


@pytest.fixture
def court(story: Story) -> Court:
    return Court(story)


def refused(court: Court, category: Category = Category.POLICY) -> tuple[str, str, str]:
    """Ada's request, the safeguard that refuses it, and her contest."""
    request_id = court.story.ask("editor").requests[0].request.id
    safeguard_id = court.safeguard(category=category)
    court.story.work()
    assert court.story.standing(request_id).code is not StandingCode.READY
    return request_id, safeguard_id, court.contest(safeguard_id, request_id, subject=SAFEGUARD)


def exempted(court: Court, category: Category = Category.POLICY) -> tuple[str, str]:
    """Ada's request, and the exemption that Peter's ruling makes of the refusal."""
    request_id, _, contest_id = refused(court, category)
    court.rule(contest_id, PETER, terms=court.terms())
    return request_id, court.exemptions()[0].id


def test_an_overturned_refusal_frees_the_room_when_the_risk_owner_has_signed(court: Court) -> None:
    """R4.3: rooms, compensating control, expiry, a risk owner outside IT who signs."""
    request_id, exemption_id = exempted(court)
    court.story.work()
    assert court.story.standing(request_id).code is not StandingCode.READY, "unsigned it frees nothing"
    assert "exemption_to_sign" in court.told(DEAN)
    assert court.sign(exemption_id).state is ExemptionState.LIVE
    court.story.work()
    assert court.story.standing(request_id).code is StandingCode.READY
    assert "exemption_decided" in court.told(ADA)
    assert court.recorded() == ["contest.made", "contest.overturned", "exemption.made", "exemption.signed"]


def test_an_exemption_expires_and_the_safeguard_binds_again(court: Court) -> None:
    """R3.5, R4.3: then the safeguard binds again and the room is owed."""
    request_id, exemption_id = exempted(court)
    live = court.sign(exemption_id)
    court.story.work()
    court.story.wait_until(live.expires_at)
    assert [e.state for e in court.exemptions()] == [ExemptionState.EXPIRED]
    assert court.story.standing(request_id).code is not StandingCode.READY
    assert "exemption_ended" in court.told(ADA)
    assert court.recorded()[-1] == "exemption.expired"
    court.story.wait_until(live.expires_at + timedelta(days=2))
    assert court.recorded().count("exemption.expired") == 1


def test_an_exemption_that_nobody_signs_expires_too(court: Court) -> None:
    _, exemption_id = exempted(court)
    court.story.wait_until(court.exemptions()[0].expires_at)
    assert court.exemptions(ExemptionState.EXPIRED)[0].id == exemption_id
    with pytest.raises(ExemptionDecided):
        court.sign(exemption_id)


def test_security_needs_a_second_person_and_goes_through_one_seat(court: Court) -> None:
    """R4.3: security needs two persons and goes through a canary."""
    request_id, exemption_id = exempted(court, Category.SECURITY)
    assert "exemption_to_approve" in court.told(MARTA)
    assert court.sign(exemption_id).state is ExemptionState.PROPOSED
    assert court.approve(exemption_id, MARTA).state is ExemptionState.LIVE
    court.story.work()
    assert court.exemptions()[0].canary_seat_id == "s1", "the podium"
    assert court.story.touched()[-2:] == [{"m1"}, {"m2", "m3", "m4"}]
    assert court.exemptions()[0].canary_passed_at is not None
    assert court.story.standing(request_id).code is StandingCode.READY


def test_the_second_person_may_come_first(court: Court) -> None:
    _, exemption_id = exempted(court, Category.SECURITY)
    assert court.approve(exemption_id, MARTA).state is ExemptionState.PROPOSED
    assert court.sign(exemption_id).state is ExemptionState.LIVE


def test_whoever_makes_an_exemption_is_never_its_second_person(court: Court) -> None:
    """R3.6, R4.3: two roles in one person never make two persons."""
    safeguard_id = court.safeguard()
    exemption = court.exempt(safeguard_id, court.terms(), actor=MARTA)
    with pytest.raises(ExemptionNeedsAnother):
        court.approve(exemption.id, MARTA)
    court.approve(exemption.id, SAM)
    with pytest.raises(ExemptionHalfDone):
        court.approve(exemption.id, SAM)


def test_a_role_that_is_gained_makes_nobody_a_second_person_for_their_own_exemption(court: Court) -> None:
    request_id, exemption_id = exempted(court, Category.SECURITY)
    for actor in (PETER, ADA, DEAN):
        with pytest.raises(NotPermitted):
            court.approve(exemption_id, actor)
        court.give(actor, Role.MANAGER)
        with pytest.raises(ExemptionNeedsAnother):
            court.approve(exemption_id, actor)
    assert court.story.standing(request_id).code is not StandingCode.READY


def test_a_risk_owner_who_has_come_into_it_does_not_sign(court: Court) -> None:
    """R4.3: a risk owner outside IT."""
    _, exemption_id = exempted(court)
    court.give(DEAN, Role.TECHNICIAN)
    with pytest.raises(IsInsideIt):
        court.sign(exemption_id)
    assert court.exemptions()[0].state is ExemptionState.PROPOSED


def test_only_the_named_risk_owner_signs_and_once(court: Court) -> None:
    _, exemption_id = exempted(court, Category.SECURITY)
    for actor in (MARTA, PETER, ADA):
        with pytest.raises(NotTheRiskOwner):
            court.sign(exemption_id, actor)
    court.sign(exemption_id)
    with pytest.raises(ExemptionHalfDone):
        court.sign(exemption_id)


def test_nobody_signs_for_what_they_ask_or_rule_themselves(court: Court) -> None:
    """R4.3: the named risk owner is never whoever made it."""
    _, _, contest_id = refused(court)
    for owner in ("ada", "peter"):
        with pytest.raises(RiskOwnerTookPart):
            court.rule(contest_id, PETER, terms=court.terms(owner))
    with pytest.raises(IsInsideIt):
        court.rule(contest_id, PETER, terms=court.terms("marta"))
    with pytest.raises(CannotRule):
        court.rule(contest_id, PETER, terms=court.terms("tia"))
    assert court.state(contest_id) is ContestState.OPEN


def test_a_risk_owner_may_say_no(court: Court) -> None:
    request_id, exemption_id = exempted(court)
    assert court.refuse(exemption_id, DEAN).state is ExemptionState.REFUSED
    court.story.work()
    assert court.story.standing(request_id).code is not StandingCode.READY
    assert "exemption_decided" in court.told(ADA)
    with pytest.raises(ExemptionDecided):
        court.sign(exemption_id)


def test_a_second_person_may_say_no_where_one_is_needed(court: Court) -> None:
    ordinary = court.exempt(court.safeguard(category=Category.POLICY), court.terms())
    with pytest.raises(NotTheRiskOwner):
        court.refuse(ordinary.id, SAM)
    secure = court.exempt(court.safeguard(), court.terms())
    assert court.refuse(secure.id, SAM).state is ExemptionState.REFUSED


def test_lifted_the_safeguard_binds_again(court: Court) -> None:
    request_id, exemption_id = exempted(court)
    court.sign(exemption_id)
    court.story.work()
    assert court.lift(exemption_id).state is ExemptionState.LIFTED
    court.story.work()
    assert court.story.standing(request_id).code is not StandingCode.READY
    with pytest.raises(ExemptionDecided):
        court.lift(exemption_id)


def test_no_exemption_lasts_longer_than_one_person_may_set_a_safeguard_for(court: Court) -> None:
    safeguard_id = court.safeguard()
    for days in (-1, 181):
        with pytest.raises(InvalidInput):
            court.exempt(safeguard_id, court.terms(days=days))
    assert court.exempt(safeguard_id, court.terms(days=179)).state is ExemptionState.PROPOSED


def test_an_exemption_is_from_a_safeguard_that_is_about_the_title(court: Court) -> None:
    with pytest.raises(NothingToExempt):
        court.exempt(court.safeguard("zip"), court.terms())
    with pytest.raises(NotFound):
        court.exempt("none", court.terms())


def test_the_seat_that_goes_first_can_be_named(court: Court) -> None:
    exemption = court.exempt(court.safeguard(), court.terms(seat="03"))
    assert get_exemption(exemption.id, reads=court.story.reads).canary_seat == "03"
    with pytest.raises(NotFound):
        court.exempt(court.safeguard(), court.terms(seat="99"))


def test_a_refusal_is_overturned_with_terms_and_an_override_without(court: Court) -> None:
    request_id, _, contest_id = refused(court)
    with pytest.raises(InvalidInput):
        court.rule(contest_id, PETER)
    other = court.contest(court.override(request_id), request_id)
    with pytest.raises(InvalidInput):
        court.rule(other, PETER, terms=court.terms())
    with pytest.raises(InvalidInput):
        court.rule(contest_id, PETER, overturn=False, terms=court.terms())


def test_unanswered_a_safeguard_holds_and_its_contest_leaves_it(court: Court) -> None:
    """R4.1: safeguards, which hold and rise to a named person outside IT."""
    request_id, _, contest_id = refused(court)
    rises_at, lapses_at = court.ends_of_terms(contest_id)
    court.story.wait_until(rises_at)
    court.story.wait_until(lapses_at)
    assert get_contest(contest_id, reads=court.story.reads).contest.stage is ContestStage.OUTSIDE
    assert court.story.standing(request_id).code is not StandingCode.READY
    assert "contest_to_rule" in court.told(DEAN)
    court.rule(contest_id, DEAN, terms=court.terms("peter"))
    assert court.sign(court.exemptions()[0].id, PETER).state is ExemptionState.LIVE


def test_a_safeguard_that_refuses_nothing_of_ones_own_cannot_be_contested(court: Court) -> None:
    request_id = court.story.ask("zip").requests[0].request.id
    with pytest.raises(NothingToContest):
        court.contest(court.safeguard(), request_id, subject=SAFEGUARD)


def test_what_an_exemption_frees_already_is_not_contested_again(court: Court) -> None:
    request_id, exemption_id = exempted(court)
    court.sign(exemption_id)
    with pytest.raises(NothingToContest):
        court.contest(court.exemptions()[0].safeguard_id, request_id, subject=SAFEGUARD)


def test_whoever_set_the_safeguard_does_not_rule_on_it(court: Court) -> None:
    _, _, contest_id = refused(court)
    assert "contested" in court.told(SAM)
    assert "contest_to_rule" not in court.told(SAM)
    with pytest.raises(NotIndependent) as barred:
        court.rule(contest_id, SAM, overturn=False)
    assert barred.value.bar is Bar.DECIDED


def test_a_block_of_what_is_required_is_contested_by_who_cannot_do_without_it(court: Court) -> None:
    """R4.1, R4.3: the letter says that it can be, and the clock stands; the exemption is for what is blocked."""
    court.story.offer(item("suite", "1.0", requires=["editor"]))
    request_id = court.story.ask("suite").requests[0].request.id
    safeguard_id = court.safeguard(category=Category.POLICY)
    assert court.story.standing(request_id).code is StandingCode.SAFEGUARDED
    contest_id = court.contest(safeguard_id, request_id, subject=SAFEGUARD)
    court.rule(contest_id, PETER, terms=court.terms())
    (exemption,) = court.exemptions()
    assert exemption.item_id == "editor"
    court.sign(exemption.id)
    court.story.work()
    assert court.story.standing(request_id).code is StandingCode.READY


def test_whoever_cannot_do_without_what_is_exempted_hears_of_it_and_of_its_end(court: Court) -> None:
    """R3.5, R4.3: also whoever did not contest; at the end with the letter that says why it is refused again."""
    court.story.offer(item("suite", "1.0", requires=["editor"]))
    hers = court.story.ask("suite").requests[0].request.id
    court.story.ask("suite", actor=BO)
    contest_id = court.contest(court.safeguard(category=Category.POLICY), hers, subject=SAFEGUARD)
    court.rule(contest_id, PETER, terms=court.terms())
    (exemption,) = court.exemptions()
    court.sign(exemption.id)
    court.story.work()
    assert court.told(BO).count("exemption_decided") == 1
    letters = len(list_letters(BO.id, reads=court.story.reads))
    court.story.wait_until(exemption.expires_at)
    assert court.story.standing(hers).code is StandingCode.SAFEGUARDED
    for somebody in (ADA, BO):
        assert court.told(somebody).count("exemption_ended") == 1
    assert len(list_letters(BO.id, reads=court.story.reads)) == letters + 1
