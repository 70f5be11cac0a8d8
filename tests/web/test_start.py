"""The first page: each finds what they came for, first."""

from collections.abc import Callable

from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.moments import NOON
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


def test_a_technicians_page_goes_from_owed_over_failed_and_pending_to_the_intake(
    service: Service, visit: Visitor
) -> None:
    service.ask("firefox")
    service.scanner.results = {"b204-m2": ScanFailure("", NOON, ScanFailureCause.WRONG_MACHINE, "4711")}
    assert service.post("/classrooms/B-204/dry-run", headers=TIM).status_code == 200
    text = visit("tim").page.text
    heads = ("Nothing is at risk.", "Failed seats", "1 seat in B-204", "Pending seats", "No wish waits for your rooms.")
    places = [text.find(one) for one in heads]
    assert places == sorted(places), text


def test_an_auditor_begins_with_the_register_and_how_the_record_stands(visit: Visitor) -> None:
    page = visit("olga").page
    assert "<h1>Register of overrides</h1>" in page.html
    assert "No contest waits for a ruling." in page.text
    assert {"/overrides", "/contests", "/safeguards?state=live", "/record/verify"} <= set(page.links)


def test_an_administrator_begins_with_whether_the_service_works(visit: Visitor) -> None:
    page = visit("root").page
    assert "<h1>The service works</h1>" in page.html
    assert {"/health", "/connections", "/people"} <= set(page.links)
