"""R4.1, R4.2, R4.3: whom a least version leaves without anything may contest it, whatever version was asked for."""

import pytest

from orchestrator.domain.contests import ContestState, ContestSubject, NothingToContest
from orchestrator.domain.safeguards import ExemptionState, SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.letters import list_letters
from tests.services.court import DEAN, MARTA, PETER, SAM, Court
from tests.services.guarding import guard
from tests.services.story import ADA, Story
from tests.unit.domain.examples import item

SAFEGUARD = ContestSubject.SAFEGUARD
MINIMUM = SafeguardKind.MINIMUM_VERSION
OUT_OF_REACH = "9.0"


@pytest.fixture
def court(story: Story) -> Court:
    return Court(story)


def freed(court: Court, request_id: str, safeguard_id: str, item_id: str) -> None:
    """She contests, Peter overturns, the dean and a manager sign: the room has it as asked."""
    contest_id = court.contest(safeguard_id, request_id, subject=SAFEGUARD)
    court.rule(contest_id, PETER, terms=court.terms())
    assert court.state(contest_id) is ContestState.OVERTURNED
    (exemption,) = court.exemptions()
    assert exemption.item_id == item_id
    court.sign(exemption.id, DEAN)
    assert court.approve(exemption.id, MARTA).state is ExemptionState.LIVE
    court.story.work()
    assert court.story.standing(request_id).ready > 0


def test_the_latest_release_that_is_not_new_enough(court: Court) -> None:
    request_id = court.story.ask("editor").requests[0].request.id
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "editor", minimum=OUT_OF_REACH)
    assert court.story.standing(request_id).code is StandingCode.WAITING_FOR_PACKAGING
    assert court.story.standing(request_id).safeguards == (safeguard.id,)
    assert list_letters(ADA.id, reads=court.story.reads)[0].letter.about["safeguard"] == safeguard.id
    freed(court, request_id, safeguard.id, "editor")


def test_something_required_of_which_no_release_is_new_enough(court: Court) -> None:
    """The whole waits for what it cannot do without, so the exemption is for that."""
    court.story.offer(item("suite", "1.0", requires=["editor"]))
    request_id = court.story.ask("suite").requests[0].request.id
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "editor", minimum=OUT_OF_REACH)
    assert court.story.standing(request_id).code is StandingCode.WAITING_FOR_PACKAGING
    freed(court, request_id, safeguard.id, "editor")


def test_what_can_still_be_delivered_new_enough_takes_nothing_away(court: Court) -> None:
    """Neither the latest release above the least one, nor something required that is raised to it."""
    court.story.offer(item("suite", "1.0", requires=["pinned"]))
    asked = court.story.ask("pinned", "suite")
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "pinned", minimum="2.0")
    for one in asked.requests:
        with pytest.raises(NothingToContest):
            court.contest(safeguard.id, one.request.id, subject=SAFEGUARD)


def test_a_contest_ends_when_a_release_comes_that_is_new_enough(court: Court) -> None:
    """Then nothing is taken away any more, and nobody needs to rule."""
    request_id = court.story.ask("editor").requests[0].request.id
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "editor", minimum=OUT_OF_REACH)
    contest_id = court.contest(safeguard.id, request_id, subject=SAFEGUARD)
    court.story.offer(item("editor", OUT_OF_REACH))
    with pytest.raises(NothingToContest):
        court.rule(contest_id, PETER, terms=court.terms())


def test_nothing_is_refused_before_the_catalog_has_any_release(court: Court) -> None:
    """What is not packaged yet waits for packaging; no safeguard keeps it away."""
    court.story.offer(item("suite"))
    request_id = court.story.ask("suite").requests[0].request.id
    safeguard = guard(court.story, court.caller(SAM), MINIMUM, "suite", minimum="1.0")
    with pytest.raises(NothingToContest):
        court.contest(safeguard.id, request_id, subject=SAFEGUARD)
