"""A technician does not like a browser that an instructor has asked for, and tries to keep it away."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from orchestrator.domain.advice import RecommendationState
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.override_refusals import EvidenceNotMet
from orchestrator.domain.standing import StandingCode
from orchestrator.services.recommendations import answer_recommendation, list_recommendations, recommend
from orchestrator.services.wording import Language
from orchestrator.services.wording.refusals import words
from tests.services.court import Court
from tests.services.deciders import Deciders
from tests.services.stories.conftest import Web
from tests.services.story import ADA, BO, TECHNICIAN, Story
from tests.unit.domain.examples import item

MakeStory = Callable[..., Story]
OLD_TOOLS = ("portal", "stockroom")
DISLIKE = "I do not like it."


@pytest.fixture
def court(make_story: MakeStory) -> Court:
    """A room with Edge, where Bo has two old web tools that need it; Ada asks for Firefox, which stands beside it."""
    story = make_story(software={"edge": "142.0"}, baseline=("edge",))
    firefox = item("firefox", "145.0", feed_newest="145.0")
    story.offer(replace(firefox, coexists_with=("edge",)))
    story.offer(item("stockroom", "2.7", feed_newest="2.7", requires=("edge",)))
    story.ask(*OLD_TOOLS, actor=BO)
    story.work()
    return Court(story)


@pytest.fixture
def asked(court: Court) -> str:
    """Ada's request. Nobody has worked on it yet."""
    return court.story.ask("firefox").requests[0].request.id


def test_taste_is_no_reason_and_the_list_of_reasons_is_closed(
    court: Court, asked: str, over_http: Callable[[Court], Web]
) -> None:
    """R3.2: taste is not there, and whoever tries reads which reasons there are."""
    web = over_http(court)
    until = court.story.clock.moment.replace(day=4).isoformat()
    decline = {"kind": "decline", "category": "taste", "request": asked, "explanation": DISLIKE, "expires_at": until}
    refused = web.post("/overrides", decline, TECHNICIAN)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-input")
    (problem,) = refused.json()["problems"]
    assert problem["field"] == "category"
    assert problem["expected"].split(", ") == [category.value for category in Category]
    without = {name: value for name, value in decline.items() if name != "category"}
    assert web.post("/overrides", without, TECHNICIAN).status_code == 422
    assert Deciders(court.story).recorded("override.") == []


def test_an_incompatibility_with_what_it_stands_beside_is_refused_and_he_is_told_why(
    court: Court, asked: str, deciders: Deciders
) -> None:
    """R3.2: where the catalog says that the two coexist, only new evidence says otherwise."""
    evidence = Evidence(other_item="edge", symptom="both want to open links", seat_id="01")
    command = deciders.command(asked, category=Category.INCOMPATIBILITY, evidence=evidence, explanation=DISLIKE)
    with pytest.raises(EvidenceNotMet) as refused:
        deciders.record(court.caller(TECHNICIAN), command)
    assert "the catalogue says that the two get along" in words(refused.value, Language.EN)
    assert "der Katalog sagt, dass sich die beiden vertragen" in words(refused.value, Language.DE)
    court.story.work()
    assert court.story.standing(asked).code is StandingCode.READY


def test_his_advice_delays_nothing_and_the_room_gets_both_browsers(
    court: Court, asked: str, deciders: Deciders
) -> None:
    """R3.9: a recommendation delays nothing; the instructor keeps what she asked for, and Bo's tools what they need."""
    story = court.story
    recommend(
        asked,
        "Edge is on every machine already.",
        "edge",
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )
    story.work()
    answer_recommendation(asked, follows=False, actor=ADA, transactions=story.transactions, clock=story.clock)
    assert NoticeKind.RECOMMENDED.value in court.told(ADA)
    assert [advice.state for advice in list_recommendations(asked, reads=story.reads)] == [RecommendationState.KEPT]
    assert (story.standing(asked).code, story.standing(asked).as_asked) == (StandingCode.READY, True)
    for machine in story.world.machines.values():
        assert {"edge", "firefox", *OLD_TOOLS} <= set(machine.software), "both browsers, and the old tools with theirs"
    assert deciders.recorded("override.") == []
