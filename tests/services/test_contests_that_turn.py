"""R3.2, R4.1: contests of what nobody confirmed, of what is taken back, and before somebody who is named later."""

from datetime import timedelta

import pytest

from orchestrator.domain.contests import ContestStage, ContestState
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.people import Actor, Caller, Person, Role
from orchestrator.domain.rulers import NotIndependent
from orchestrator.services.contests import get_contest
from orchestrator.services.letters import list_letters
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.rule_changes import decide_numbers, propose_numbers
from tests.services.court import ALL, DEAN, MARTA, PETER, SAM, Court
from tests.services.deciders import Deciders
from tests.services.story import ADA, TECHNICIAN, Story

DAY = timedelta(days=1)
MAX = Actor("person:max", "Max")
CVE = Evidence(advisory="CVE-2026-12345", affected="< 9")


@pytest.fixture
def court(story: Story) -> Court:
    return Court(story)


@pytest.fixture
def tim(court: Court) -> Caller:
    return Deciders(court.story).hire("tim", Role.TECHNICIAN)


def request(court: Court) -> str:
    return court.story.ask("editor").requests[0].request.id


def disputed(court: Court, tim: Caller, request_id: str) -> Override:
    """A technician declines it for security; the officer has 5 working days to confirm."""
    deciders = Deciders(court.story)
    aim = deciders.command(request_id, category=Category.SECURITY, evidence=CVE, expires_at=deciders.after(days=29))
    return deciders.record(tim, aim)


def state_of(court: Court, override: Override) -> tuple[Confirmation, OverrideState]:
    kept = Deciders(court.story).stored(override)
    return kept.confirmation, kept.state


def test_what_nobody_confirmed_is_ruled_by_the_teaching_side_too(court: Court, tim: Caller) -> None:
    """R3.2, R4.1: it counts as an ordinary one, also for a contest that was made before."""
    court.name(Category.SECURITY, ("sam", ALL[2][1]), ("dean", ALL[3][1]))
    hers = request(court)
    override = disputed(court, tim, hers)
    contest = court.contest(override.id, hers)
    with pytest.raises(NotIndependent):
        court.rule(contest, PETER)
    assert "contest_to_rule" not in court.told(PETER)
    assert override.confirm_by is not None
    court.story.wait_until(override.confirm_by)
    assert state_of(court, override) == (Confirmation.NONE_CAME, OverrideState.LIVE)
    assert "contest_to_rule" in court.told(PETER)
    court.rule(contest, PETER)
    assert state_of(court, override)[1] is OverrideState.OVERTURNED


def test_what_left_it_and_turns_out_to_be_ordinary_lapses(court: Court, tim: Caller) -> None:
    """R4.1: with numbers within their bounds it had left IT before the time to confirm it was over."""
    with court.story.transactions() as uow:
        uow.accounts.add(Person(MAX.id, "max", MAX.name, "", "en", court.story.clock.now()))
        uow.people.remember(MAX)
        uow.commit()
    court.give(MAX, Role.MANAGER)
    numbers = {"confirmation_working_days": 10, "contest_rises_working_days": 1, "contest_lapses_working_days": 2}
    change = propose_numbers(numbers, "Try it.", actor=MARTA, new_id=court.story.tools.new_id, **court.ports)  # type: ignore[arg-type]
    decide_numbers(change.change.id, approve=True, actor=MAX, **court.ports)  # type: ignore[arg-type]
    hers = request(court)
    override = disputed(court, tim, hers)
    contest = court.contest(override.id, hers)
    _, lapses = court.ends_of_terms(contest)
    court.story.wait_until(lapses)
    court.story.wait_until(lapses + DAY)
    assert get_contest(contest, reads=court.story.reads).contest.stage is ContestStage.OUTSIDE
    assert override.confirm_by is not None
    court.story.wait_until(override.confirm_by)
    court.story.wait_until(override.confirm_by + timedelta(minutes=1))
    assert court.state(contest) is ContestState.LAPSED
    assert state_of(court, override)[1] is OverrideState.LAPSED


def test_whoever_is_named_later_hears_of_what_waits_already(story: Story) -> None:
    """R4.1: otherwise it rises and lapses before anybody looks."""
    court = Court(story, categories=())
    hers = request(court)
    contest = court.contest(court.override(hers), hers)
    assert "contest_to_rule" not in court.told(PETER)
    court.name(Category.HARDWARE, *ALL)
    court.name(Category.HARDWARE, *ALL)
    assert court.told(PETER).count("contest_to_rule") == 1
    assert "contest_to_rule" not in court.told(DEAN), "the matter has not left IT"
    court.rule(contest, PETER)


def test_whoever_was_to_rule_or_had_decided_hears_that_it_is_taken_back(court: Court) -> None:
    hers = request(court)
    contest = court.contest(court.override(hers), hers)
    court.withdraw(contest)
    for somebody in (PETER, MARTA, SAM, TECHNICIAN):
        assert court.told(somebody).count("contest_over") == 1
    assert "contest_over" not in court.told(ADA), "she knows"


def test_whoever_was_to_rule_hears_that_what_it_was_about_is_over(court: Court) -> None:
    hers = request(court)
    contest = court.contest(court.override(hers), hers)
    withdraw_request(hers, actor=ADA, transactions=court.story.transactions, clock=court.story.clock)
    assert court.state(contest) is ContestState.MOOT
    assert court.told(PETER).count("contest_over") == 1


def test_whoever_wins_while_a_safeguard_keeps_it_away_is_not_told_that_it_goes_on(court: Court) -> None:
    """R4.1: a letter promises nothing that something else still stands against."""
    hers = request(court)
    contest = court.contest(court.override(hers), hers)
    court.safeguard()
    court.rule(contest, PETER)
    ended, ruled = (view.letter for view in list_letters(ADA.id, reads=court.story.reads)[:2])
    assert {ended.occasion, ruled.occasion} == {LetterOccasion.OVERRIDE_ENDED, LetterOccasion.RULING}
    for letter in (ended, ruled):
        assert "goes on by itself, as you made it" not in letter.body
        assert "How it goes on: a safeguard of the university still keeps Editor away from B-204" in letter.body
    assert "your request goes on" not in f"{ended.subject} {ruled.subject}"


def test_whoever_wins_and_has_nothing_else_in_the_way_is_told_that_it_goes_on(court: Court) -> None:
    hers = request(court)
    court.rule(court.contest(court.override(hers), hers), PETER)
    for view in list_letters(ADA.id, reads=court.story.reads)[:2]:
        assert "goes on by itself, as you made it" in view.letter.body
