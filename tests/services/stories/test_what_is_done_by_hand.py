"""A site access, an administrator's password and an open port are asked for, and somebody has to do each by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.hand_work import TickAnswer
from orchestrator.domain.overrides import Override, OverrideKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.documents import NewDocument, add_document
from orchestrator.services.hand_work import TickWork, answer_tick, tick_work
from orchestrator.services.letters import list_letters
from orchestrator.services.notices import list_notices
from orchestrator.services.request_reading import get_request
from orchestrator.services.request_views import RequestView
from tests.services.court import MARTA, Court
from tests.services.deciders import Deciders
from tests.services.owed_cast import entry_of
from tests.services.stories.conftest import OLGA, Web
from tests.services.story import ADA, TECHNICIAN, Story

SITE, PASSWORD, PORT = "elearning", "admin-password", "port-8080"
TITLES = {SITE: "Access to the e-learning site", PASSWORD: "Administrator's password", PORT: "Open port 8080"}
WHY = "Whoever has this password can change every machine of the house. The rule for accounts does not allow that."


@pytest.fixture
def requests(court: Court) -> dict[str, str]:
    """Ada asks for all three at once, like for software."""
    for item_id, title in TITLES.items():
        court.story.offer(CatalogItem(item_id, title, "Campus IT", Provider.MANUAL, DetectionRule()))
    asked = court.story.ask(*TITLES)
    return {view.request.item_id: view.request.id for view in asked.requests}


def test_each_is_owed_like_everything_else_and_holds_no_seat_up(court: Court, requests: dict[str, str]) -> None:
    """R0.1, R2: accepted at once, its clock runs, and software comes meanwhile."""
    court.story.ask("browser")
    court.story.work()
    assert {court.story.standing(request).code for request in requests.values()} == {StandingCode.OWED_BY_HAND}
    assert all(entry_of(court.story, request) for request in requests.values())
    assert all("browser" in machine.software for machine in court.story.world.machines.values())


def test_a_tick_with_evidence_is_a_statement_that_she_confirms_or_denies(
    court: Court, requests: dict[str, str]
) -> None:
    """R2: stated by N, never verified: the requester's yes, or 10 working days of silence."""
    story = court.story
    tick(story, requests[PORT], "Rule 4711 opens the port between the seats of B-204")
    assert story.standing(requests[PORT]).code is StandingCode.STATED
    assert entry_of(story, requests[PORT]) is not None, "until she says yes it is owed"
    answer_tick(requests[PORT], works=False, actor=ADA, transactions=story.transactions, clock=story.clock)
    assert story.standing(requests[PORT]).code is StandingCode.OWED_BY_HAND
    tick(story, requests[PORT], "The firewall of the building had to know it, too")
    answer_tick(requests[PORT], works=True, actor=ADA, transactions=story.transactions, clock=story.clock)
    done = story.standing(requests[PORT])
    assert (done.code, done.ready) == (StandingCode.STATED_DONE, 0), "reported apart from what a scan has seen"
    stated = tick(story, requests[SITE], "The web filter lets the site through").ticks[0]
    story.clock.move_to(stated.confirm_until + timedelta(seconds=1))
    view = get_request(requests[SITE], reads=story.reads, clock=story.clock)
    assert (view.standing.code, view.ticks[0].answer) == (StandingCode.STATED_DONE, TickAnswer.SILENCE)


def test_one_is_refused_with_a_letter_like_software(court: Court, deciders: Deciders, requests: dict[str, str]) -> None:
    """R3.2, R3.3: by an override, with a document of somebody outside IT, for a time; and it can be contested."""
    declined = refuse(court, deciders, requests[PASSWORD])
    assert court.story.standing(requests[PASSWORD]).code is StandingCode.OVERRIDDEN
    (notice,) = [view.notice for view in list_notices(ADA.id, reads=court.story.reads)]
    letter = list_letters(ADA.id, reads=court.story.reads)[0].letter
    assert (notice.letter_id, letter.about["override"]) == (letter.id, declined.id)
    for words in (TITLES[PASSWORD], WHY, "Rules for accounts", "contest"):
        assert words in letter.body
    assert court.contest(declined.id, requests[PASSWORD])
    court.story.wait_until(declined.expires_at)
    assert court.story.standing(requests[PASSWORD]).code is StandingCode.OWED_BY_HAND, "and it is owed again"


def test_all_of_it_stands_in_the_same_record(
    court: Court, deciders: Deciders, requests: dict[str, str], over_http: Callable[[Court], Web]
) -> None:
    """R2: asked for, overridden, ticked and confirmed like everything else."""
    story = court.story
    tick(story, requests[PORT], "Rule 4711 opens the port")
    answer_tick(requests[PORT], works=True, actor=ADA, transactions=story.transactions, clock=story.clock)
    refuse(court, deciders, requests[PASSWORD])
    web = over_http(court)
    kinds = {
        item: [e["kind"]["code"] for e in web.get("/record", OLGA, request=request).json()["entries"]][::-1]
        for item, request in requests.items()
    }
    assert kinds == {
        SITE: ["request.accepted"],
        PASSWORD: ["request.accepted", "override.recorded"],
        PORT: ["request.accepted", "work.ticked", "work.confirmed"],
    }


def tick(story: Story, request: str, evidence: str) -> RequestView:
    return tick_work(
        TickWork(request, evidence),
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def refuse(court: Court, deciders: Deciders, request: str) -> Override:
    """A technician declines it for twenty days, by a rule of the university's."""
    story = court.story
    document = add_document(
        NewDocument("Rules for accounts", "Senate", owner_outside_it=True),
        actor=MARTA,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    ).document
    command = deciders.command(
        request,
        OverrideKind.DECLINE,
        category=Category.POLICY,
        evidence=Evidence(document=document.id),
        explanation=WHY,
        expires_at=deciders.after(days=20),
    )
    return deciders.record(court.caller(TECHNICIAN), command)
