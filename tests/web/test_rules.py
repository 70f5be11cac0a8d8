"""A manager proposes numbers of the rules, and another person decides, by pages alone."""

from collections.abc import Callable

from api.web.rule_words import words_of_numbers
from orchestrator.domain.rule_numbers import BOUNDS
from tests.api.answers.rules import propose
from tests.api.people import ROOT
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_every_number_is_said_in_words_with_its_bounds(visit: Visitor) -> None:
    assert set(words_of_numbers(str)) == set(BOUNDS)
    page = visit("ada").get("/rules")
    assert "How long a hold lasts 72 hours 4 to 120" in page.text
    assert "Nobody has proposed other numbers" in page.text
    assert "/rules/changes" not in [form["action"] for form in page.forms]


def test_two_persons_change_a_number(visit: Visitor) -> None:
    marta, root = visit("marta"), visit("root")
    marta.get("/rules")
    page = marta.send("/rules/changes", hold_hours="48", reason="Two days are enough.")
    assert "How long a hold lasts : 72 becomes 48 hours" in page.text.replace("lasts:", "lasts :")
    assert "You proposed it, so somebody else has to decide on it." in page.text
    page = root.get("/rules")
    action = next(form["action"] for form in page.forms if form["action"].endswith("/approve"))
    page = root.send(action)
    assert "changed here, usually 72" in page.text
    assert "Marta Manager" in page.text
    page = visit("marta").get("/rules")
    assert page.form("/rules/changes")["fields"]["hold_hours"] == "48"


def test_a_page_that_stood_open_puts_nothing_back_that_was_approved_meanwhile(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/rules")
    change = propose(service, numbers={"freeze_days": 7}).json()["id"]
    service.post(f"/rules/changes/{change}/approve", headers=ROOT)
    page = marta.send("/rules/changes", hold_hours="48", reason="Two days are enough.")
    assert "72 becomes 48 hours" in page.text
    assert "7 becomes 21" not in page.text


def test_a_proposal_that_others_have_overtaken_is_refused_with_its_number(service: Service, visit: Visitor) -> None:
    older, newer = (propose(service, numbers={"hold_hours": hours}).json()["id"] for hours in (48, 24))
    service.post(f"/rules/changes/{newer}/approve", headers=ROOT)
    answer = service.post(f"/rules/changes/{older}/approve", headers=ROOT)
    assert (answer.status_code, answer.json()["code"]) == (409, "rule-numbers-moved")
    assert answer.json()["numbers"] == ["hold_hours"]
    root = visit("root")
    page = root.get("/rules")
    action = next(form["action"] for form in page.forms if form["action"].endswith("/approve"))
    page = root.send(action)
    assert page.status == 409
    assert "another change has been approved of the same numbers: hold_hours" in page.text


def test_a_number_out_of_its_bounds_is_told_beside_it(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/rules")
    page = marta.send("/rules/changes", hold_hours="4000", reason="Longer.")
    assert page.status == 422
    assert 'id="hold_hours-amiss"' in page.html
    assert page.form("/rules/changes")["fields"]["hold_hours"] == "4000"
    assert page.form("/rules/changes")["fields"]["reason"] == "Longer."
    page = marta.send("/rules/changes", hold_hours="many")
    assert 'id="hold_hours-amiss"' in page.html
    page = marta.send("/rules/changes", hold_hours="72")
    assert page.status == 409


def test_a_proposal_is_refused(service: Service, visit: Visitor) -> None:
    propose(service)
    root = visit("root")
    page = root.get("/rules")
    action = next(form["action"] for form in page.forms if form["action"].endswith("/refuse"))
    change = action.split("/")[3]
    page = root.send(action)
    assert "refused" in page.text
    assert "changed here" not in page.text
    root.page = page
    assert service.post(f"/rules/changes/{change}/refuse", headers=ROOT).status_code == 409


def test_who_proposed_it_cannot_approve_it_by_hand(service: Service, visit: Visitor) -> None:
    change = propose(service).json()["id"]
    marta = visit("marta")
    csrf = marta.get("/rules").form("/rules/changes")["fields"]["csrf"]
    answer = marta.client.post(
        f"/rules/changes/{change}/approve", data={"csrf": csrf}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    assert "Numbers of the rules" in answer.text
