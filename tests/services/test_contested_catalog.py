"""R2, R4.1: a change of the catalog that takes something away is contested, and what it took comes back."""

from datetime import timedelta

import pytest

from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangeState
from orchestrator.domain.contests import ContestState, ContestSubject, NothingToContest
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor, Role
from orchestrator.domain.rulers import NotIndependent
from orchestrator.services.contests import get_contest
from orchestrator.services.letters import list_letters
from tests.services.court import MARTA, PETER, Court
from tests.services.owed_cast import approve, bring, entries, offered, without_installers
from tests.services.story import ADA, BO, Story

MAX = Actor("person:max", "Max")
WHY = "The maker has ended its support."


@pytest.fixture
def court(story: Story) -> Court:
    without_installers(story)
    court = Court(story)
    court.give(MAX, Role.MANAGER)
    return court


def narrowed(court: Court) -> CatalogChange:
    """Marta proposes that the editor goes, and Max approves."""
    kept = [item for item in offered(court.story).values() if item.id not in {"editor", "rival"}]
    done = bring(court.story, kept, WHY, MARTA)
    assert done.proposed is not None
    return approve(court.story, done.proposed.id, MAX)


def contested(court: Court, change: CatalogChange, request_id: str, actor: Actor = ADA) -> str:
    return court.contest(change.id, request_id, subject=ContestSubject.CATALOG_CHANGE, actor=actor)


def state_of(court: Court, change: CatalogChange) -> CatalogChangeState:
    with court.story.reads() as uow:
        found = uow.catalog_changes.get(change.id)
    assert found is not None
    return found.state


def test_what_it_took_away_is_back_when_a_contest_is_ruled_so(court: Court) -> None:
    """R2, R4.1: the item is on offer again, is owed and delivered, and everybody whom it touched hears of it."""
    story = court.story
    before = offered(story)
    asked, other = story.ask("editor"), story.ask("editor", actor=BO)
    hers, his = asked.requests[0].request.id, other.requests[0].request.id
    change = narrowed(court)
    contest_id, second = contested(court, change, hers), contested(court, change, his, BO)
    assert "contest_to_rule" in court.told(PETER)
    assert {"contested"} <= {*court.told(MARTA), *court.told(MAX)}
    court.rule(contest_id, PETER)
    assert state_of(court, change) is CatalogChangeState.OVERTURNED
    assert offered(story) == before
    assert court.state(second) is ContestState.MOOT
    story.work()
    assert story.view(asked).standing.as_asked
    assert entries(story).count("catalog.restored") == 1
    assert entries(story).count("request.restored") == 2
    assert "catalog_restored" in court.told(BO)
    letter = list_letters(ADA.id, reads=story.reads)[0].letter
    assert letter.about["contest"] == contest_id
    assert "It was measured again." in letter.body


def test_an_upheld_one_stays_and_its_letter_says_why(court: Court) -> None:
    request_id = court.story.ask("editor").requests[0].request.id
    change = narrowed(court)
    court.rule(contested(court, change, request_id), PETER, overturn=False)
    assert state_of(court, change) is CatalogChangeState.APPLIED
    assert "the catalogue stays as it is" in list_letters(ADA.id, reads=court.story.reads)[0].letter.body


def test_nobody_rules_on_a_change_that_they_had_a_part_in(court: Court) -> None:
    """R4.1: never the decider or approver."""
    request_id = court.story.ask("editor").requests[0].request.id
    contest_id = contested(court, narrowed(court), request_id)
    with pytest.raises(NotIndependent):
        court.rule(contest_id, MARTA)


def test_without_a_ruling_it_is_undone_by_itself(court: Court) -> None:
    """R4.1: 5 working days → rises; 10 → it lapses."""
    request_id = court.story.ask("editor").requests[0].request.id
    change = narrowed(court)
    contest_id = contested(court, change, request_id)
    rises, lapses = court.ends_of_terms(contest_id)
    for moment in (rises, lapses + timedelta(minutes=1)):
        court.story.wait_until(moment)
    assert court.state(contest_id) is ContestState.LAPSED
    assert state_of(court, change) is CatalogChangeState.OVERTURNED
    assert "nobody ruled on that in time" in list_letters(ADA.id, reads=court.story.reads)[0].letter.body


def test_only_what_is_in_force_and_touches_the_request_can_be_contested(court: Court) -> None:
    story = court.story
    editor, browser = (story.ask(name).requests[0].request.id for name in ("editor", "browser"))
    kept = [item for item in offered(story).values() if item.id not in {"editor", "rival"}]
    proposed = bring(story, kept, WHY, MARTA).proposed
    assert proposed is not None
    with pytest.raises(NothingToContest):
        contested(court, proposed, editor)
    change = approve(story, proposed.id, MAX)
    with pytest.raises(NothingToContest):
        contested(court, change, browser)
    with pytest.raises(NotFound):
        court.contest("nothing", editor, subject=ContestSubject.CATALOG_CHANGE)
    contest_id = contested(court, change, editor)
    court.rule(contest_id, PETER)
    with pytest.raises(NothingToContest):
        contested(court, change, editor)
    assert get_contest(contest_id, reads=story.reads).contest.state is ContestState.OVERTURNED
