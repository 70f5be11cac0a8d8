"""A manager sets a blackout and lifts it, by pages alone."""

from collections.abc import Callable
from datetime import timedelta

from tests.api.answers.blackouts import set_one
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
EXAMS = {
    "scope": "classroom",
    "name": "B-204",
    "starts_at": "2027-01-12T08:00",
    "ends_at": "2027-01-14T18:00",
    "reason": "Written exams.",
}


def test_one_is_set_and_lifted(visit: Visitor) -> None:
    marta = visit("marta")
    assert "There is no blackout" in marta.get("/blackouts").text
    page = marta.send("/blackouts", **EXAMS)
    assert "holds now Nothing is started in B-204 from Tue 12 Jan, 08:00 to Thu 14 Jan, 18:00." in page.text
    assert "Set by Marta Manager" in page.text
    action = next(form["action"] for form in page.forms if form["action"].endswith("/lift"))
    page = marta.send(action)
    assert "lifted" in page.text
    assert "Lifted by Marta Manager" in page.text
    assert not [form for form in page.forms if form["action"].endswith("/lift")]


def test_what_is_wrong_stands_beside_its_field(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/blackouts")
    page = marta.send("/blackouts", **{**EXAMS, "ends_at": EXAMS["starts_at"]})
    assert page.status == 422
    assert 'id="ends_at-amiss"' in page.html
    assert page.form("/blackouts")["fields"]["reason"] == "Written exams."
    page = marta.send("/blackouts", **{**EXAMS, "name": "Z-999"})
    assert page.status == 404
    page = marta.send("/blackouts", **{**EXAMS, "starts_at": "", "reason": ""})
    assert 'id="starts_at-amiss"' in page.html
    assert 'id="reason-amiss"' in page.html
    page = marta.send("/blackouts", **{**EXAMS, "name": ""})
    assert page.status >= 400


def test_everybody_reads_them_and_few_set_them(service: Service, visit: Visitor) -> None:
    set_one(service)
    page = visit("ada").get("/blackouts")
    assert "Written exams." in page.text
    assert "/blackouts" not in [form["action"] for form in page.forms]
    assert not [form for form in page.forms if form["action"].endswith("/lift")]


def test_what_was_lifted_meanwhile_is_told(service: Service, visit: Visitor) -> None:
    set_one(service)
    marta = visit("marta")
    page = marta.get("/blackouts")
    action = next(form["action"] for form in page.forms if form["action"].endswith("/lift"))
    service.clock.moment += timedelta(days=3)
    marta.sign_in("marta")
    marta.page = page
    csrf = marta.get("/blackouts").form("/blackouts")["fields"]["csrf"]
    assert "over" in marta.page.text
    answer = marta.client.post(action, data={"csrf": csrf}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 409
    assert "Blackouts" in answer.text
