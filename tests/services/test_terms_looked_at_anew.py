"""R4.1: terms follow the numbers and the calendar, and are never longer than people were told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from orchestrator.domain.contests import ContestState
from orchestrator.domain.people import Actor, Person, Role
from orchestrator.services.contest_terms import CONTEST_DEADLINES
from orchestrator.services.rule_changes import decide_numbers, propose_numbers
from orchestrator.services.site_import import import_site
from tests.services.court import MARTA, Court
from tests.services.story import Story

MAX = Actor("person:max", "Max")
SHORT = {"contest_rises_working_days": 1, "contest_lapses_working_days": 2}
LONG = {"contest_rises_working_days": 10, "contest_lapses_working_days": 20}


@pytest.fixture
def court(story: Story) -> Court:
    court = Court(story)
    with story.transactions() as uow:
        uow.accounts.add(Person(MAX.id, "max", MAX.name, "", "en", story.clock.now()))
        uow.commit()
    court.give(MAX, Role.MANAGER)
    return court


@pytest.fixture
def contest_id(court: Court) -> str:
    request_id = court.story.ask("editor").requests[0].request.id
    contest_id = court.contest(court.override(request_id), request_id)
    # Whoever follows it sleeps by now until the moment that is known.
    court.story.wait_until(court.story.clock.moment + timedelta(hours=1))
    return contest_id


def set_numbers(story: Story, numbers: Mapping[str, int]) -> None:
    """Marta proposes them, and Max approves."""
    ports = {"transactions": story.transactions, "clock": story.clock}
    made = propose_numbers(numbers, "Why not.", actor=MARTA, new_id=story.tools.new_id, **ports)  # type: ignore[arg-type]
    decide_numbers(made.change.id, approve=True, actor=MAX, **ports)  # type: ignore[arg-type]


def import_holidays(story: Story, *holidays: date) -> None:
    """Marta imports the site's holidays."""
    days = ", ".join(day.isoformat() for day in holidays)
    facts = f"classroom_site_timezone: UTC\nclassroom_site_holidays: [{days}]\n"
    import_site(
        {"group_vars/all.yml": facts, "hosts.yml": "all: {}\n"},
        apply=True,
        actor=MARTA,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def test_a_term_that_becomes_shorter_ends_when_it_says(court: Court, contest_id: str) -> None:
    """R4.1: what is open is looked at anew when the numbers change."""
    set_numbers(court.story, SHORT)
    _, lapses = court.ends_of_terms(contest_id)
    court.story.wait_until(lapses - timedelta(minutes=1))
    assert court.state(contest_id) is ContestState.OPEN
    court.story.wait_until(lapses)
    court.story.wait_until(lapses + timedelta(minutes=1))
    assert court.state(contest_id) is ContestState.LAPSED


def test_what_waits_for_packaging_rises_when_the_shorter_term_says(court: Court) -> None:
    """R2: likewise."""
    story = court.story
    story.ask("unpackaged")
    story.wait_until(story.clock.moment + timedelta(hours=1))
    set_numbers(story, {"intake_working_days": 1})
    story.wait_until(story.clock.moment + timedelta(days=2))
    assert "request_rose" in court.told(MARTA)


def test_other_numbers_wake_nobody(court: Court, contest_id: str) -> None:
    before = len(court.story.jobs.waiting)
    set_numbers(court.story, {"hold_hours": 48})
    assert len(court.story.jobs.waiting) == before
    assert court.state(contest_id) is ContestState.OPEN


def test_numbers_that_become_longer_do_not_lengthen_what_runs(court: Court, contest_id: str) -> None:
    told = court.ends_of_terms(contest_id)
    set_numbers(court.story, LONG)
    assert court.ends_of_terms(contest_id) == told
    request_id = court.story.ask("browser").requests[0].request.id
    later = court.contest(court.override(request_id), request_id)
    assert court.ends_of_terms(later)[1] > told[1]


def test_holidays_that_somebody_adds_do_not_lengthen_what_runs(court: Court, contest_id: str) -> None:
    """R2: one person's import keeps no contest open for longer than people were told."""
    told = court.ends_of_terms(contest_id)
    import_holidays(court.story, *(date(2026, 11, day) for day in range(3, 30)))
    with court.story.reads() as uow:
        assert len(uow.site.load().holidays) == 27
    assert court.ends_of_terms(contest_id) == told
    for moment in told:
        court.story.wait_until(moment)
    assert court.state(contest_id) is ContestState.LAPSED


def test_a_holiday_that_goes_makes_a_term_shorter_at_once(court: Court) -> None:
    story = court.story
    days = [date(2026, 11, day) for day in range(3, 7)]
    with story.transactions() as uow:
        uow.site.put(replace(uow.site.load(), holidays=frozenset(days)))
        uow.commit()
    request_id = story.ask("editor").requests[0].request.id
    contest_id = court.contest(court.override(request_id), request_id)
    told = court.ends_of_terms(contest_id)
    story.wait_until(story.clock.moment + timedelta(hours=1))
    import_holidays(story)
    rises, lapses = court.ends_of_terms(contest_id)
    assert lapses < told[1]
    story.wait_until(rises)
    assert "contest_rose" in court.told(MARTA)
    story.wait_until(lapses)
    assert court.state(contest_id) is ContestState.LAPSED


def test_what_was_contested_before_terms_were_kept_has_those_of_now(court: Court, contest_id: str) -> None:
    court.story.database.sql("UPDATE cs_contests SET rises_by = NULL, lapses_by = NULL")
    told = court.ends_of_terms(contest_id)
    set_numbers(court.story, LONG)
    assert court.ends_of_terms(contest_id)[1] > told[1]
    with court.story.transactions() as uow:
        assert CONTEST_DEADLINES.next_moment(uow, contest_id) == court.ends_of_terms(contest_id)[0]
