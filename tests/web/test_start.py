"""The first page: each finds what they came for, first."""

from collections.abc import Callable

from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.people import TIM
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_a_technician_sees_what_is_owed_and_where_seats_were_left(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    states = {1: RunState.READY, 2: RunState.READY, 3: RunState.FAILED}
    service.finish(rollout, states, {3: Cause(CauseCode.INSTALLER_FAILED, "firefox", exit_code=1603)})
    page = visit("tim").page
    assert "What your rooms are owed" in page.text
    assert "Mozilla Firefox is ready on 0 of 4 seats in B-204" in page.text
    assert "Rollouts that run or have left something undone" in page.text
    assert f"/rollouts/{rollout}" in page.links


def test_where_nothing_is_owed_it_says_so(visit: Visitor) -> None:
    page = visit("tim").page
    assert "Nothing is owed: everything that was asked for is there." in page.text
    assert "Rollouts that run" not in page.text


def test_each_has_their_own_first_page(visit: Visitor) -> None:
    firsts = {"ada": "Your rooms", "tim": "What your rooms are owed", "marta": "What waits for a decision"}
    for login, first in firsts.items():
        html = visit(login).page.html
        assert html.count("<h1>") == 1
        assert f"<h1>{first}</h1>" in html
    assert "/record" in visit("olga").page.links
    assert "/people" in visit("root").page.links


def test_german_is_spoken_to_whose_browser_asks_for_it(service: Service) -> None:
    one = Visit(service, language="de-DE,de;q=0.9")
    page = one.sign_in("ada")
    assert '<html lang="de">' in page.html
    assert "Ihre Räume" in page.text
    assert page.headers["content-language"] == "de"
