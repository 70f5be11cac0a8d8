"""Who rules on contests, and who answers to whom, by pages alone."""

from collections.abc import Callable

from tests.api.answers.contests import name_rulers
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_it_is_said_plainly_where_nobody_independent_is(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/rulers")
    assert "Some contests would find nobody independent" in page.text
    assert "nobody who may rule is named" in page.text
    name_rulers(service)
    page = ada.get("/rulers")
    assert "Prof. Grace Hopper" in page.text
    assert "teaching side" in page.text
    assert "Who answers to whom" not in page.text
    assert "/rulers/hardware" not in page.links


def test_a_list_is_changed_whole(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/rulers")
    marta.get("/rulers/hardware")
    page = marta.send("/rulers/hardware", **{"login[]": ["grace", "", "marta"], "side[]": ["teaching", "it", "it"]})
    assert page.status == 200
    listed = next(one for one in service.get("/rulers").json()["lists"] if one["category"]["code"] == "hardware")
    assert [one["person"]["login"] for one in listed["rulers"]] == ["grace", "marta"]
    page = marta.get("/rulers/hardware")
    assert page.form("/rulers/hardware")["fields"]["login[]"] == ["grace", "marta", "", "", ""]


def test_what_cannot_be_keeps_what_was_typed(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/rulers/hardware")
    page = marta.send("/rulers/hardware", **{"login[]": ["nobody"], "side[]": ["it"]})
    assert page.status == 404
    assert page.form("/rulers/hardware")["fields"]["login[]"][0] == "nobody"
    page = marta.send("/rulers/hardware", **{"login[]": ["marta"], "side[]": ["it"]})
    assert page.status == 409
    assert marta.get("/rulers/taste").status == 404


def test_who_may_not_govern_changes_nothing(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    csrf = ada.get("/ask").form("/ask")["fields"]["csrf"]
    data = {"csrf": csrf, "login[]": ["ada"], "side[]": ["teaching"]}
    answer = ada.client.post("/rulers/hardware", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert all(not one["rulers"] for one in service.get("/rulers").json()["lists"])


def test_superiors_are_said_and_taken_back(visit: Visitor) -> None:
    marta = visit("marta")
    assert "Nobody is known to answer to anybody" in marta.get("/rulers").text
    page = marta.send("/superiors", person="tim", superiors="marta, root")
    assert "Tim Technician (tim) Marta Manager (marta), Root (root)" in page.text
    page = marta.send("/superiors", person="tim", superiors="tim")
    assert page.status == 409
    assert page.form("/superiors")["fields"]["superiors"] == "tim"
    page = marta.send("/superiors", person="nobody", superiors="marta")
    assert page.status == 404
    page = marta.send("/superiors", person="", superiors="marta")
    assert page.status == 422
    assert 'id="person-amiss"' in page.html
    page = marta.send("/superiors", person="tim", superiors="")
    assert "Nobody is known to answer to anybody" in page.text
