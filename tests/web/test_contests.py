"""Contests and exemptions by pages alone: both sides' words, ruling, taking back, accepting a risk."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from api.web.inside import Answered, Inside, ProblemMet
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import CAMPUS, Role
from tests.api.answers.contests import SAFEGUARD, block, contest, exempt, name_rulers
from tests.api.answers.contests import decline as declined
from tests.api.answers.overrides import HEAVY, recorded
from tests.api.people import GRACE, MARTA, hire
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
TERMS = {
    "exemption.compensation": "These seats have a network of their own.",
    "exemption.expires_at": "2027-03-31T18:00",
    "exemption.risk_owner": "cleo",
}


def contested(service: Service) -> str:
    """The address of Ada's contest, on which Grace and Marta may rule."""
    name_rulers(service)
    return f"/contests/{contest(service).json()['id']}"


def against_safeguard(service: Service) -> str:
    """The address of Ada's contest of a safeguard."""
    name_rulers(service, "policy")
    request = service.ask("git")["requests"][0]["id"]
    block(service)
    form = {"subject": "safeguard", "decision": SAFEGUARD, "request": request, "words": "The course is about Git."}
    answer = service.post("/contests", form)
    assert answer.status_code == 201, answer.text
    return f"/contests/{answer.json()['id']}"


def test_open_ones_come_first(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    assert "Nothing waits for a ruling." in ada.get("/contests").text
    address = contested(service)
    page = ada.get("/contests")
    assert address in page.links
    assert "The course needs it from May." in page.text
    assert address in ada.get("/contests?state=all&room=B-204&subject=override").links
    assert "No contest fits these filters." in ada.get("/contests?state=upheld").text
    page = ada.get("/contests?room=Z-9")
    assert "There is no room Z-9" in page.text


def test_both_sides_are_heard(service: Service, visit: Visitor) -> None:
    page = visit("olga").get(contested(service))
    assert "What Prof. Ada Lovelace says" in page.text
    assert "The course needs it from May." in page.text
    assert "The machines have not enough memory for it." in page.text
    assert "Memory that it needs (MB)" in page.text
    assert "Prof. Grace Hopper (teaching side)" in page.text
    assert "Your ruling" not in page.text
    assert "Take this contest back" not in page.text


def test_a_german_sentence_keeps_its_nouns(service: Service, visit: Callable[[str, str], Visit]) -> None:
    page = visit("olga", "de").get(contested(service))
    assert "Wartet auf eine Entscheidung" in page.text
    assert "entscheidung," not in page.text


def test_somebody_named_overturns_it(service: Service, visit: Visitor) -> None:
    address = contested(service)
    grace = visit("grace")
    grace.get(address)
    page = grace.send(f"{address}/ruling", overturn="yes", words="x" * 1501)
    assert page.status == 422
    assert page.form(f"{address}/ruling")["fields"]["words"] == "x" * 1501
    page = grace.send(f"{address}/ruling", overturn="yes", words="The memory was measured again.")
    assert page.status == 200
    assert "Your ruling is recorded, and those concerned are told." in page.text
    assert "Git in B-204 was contested" in page.text
    assert "The ruling" in page.text
    assert "The memory was measured again." in page.text
    assert ">Your ruling</h2>" not in page.html
    page = visit("ada").get(address)
    assert "Git in B-204 is contested" not in page.text
    assert "The memory was measured again." in page.text


def test_whoever_took_part_in_the_decision_is_offered_no_ruling(service: Service, visit: Visitor) -> None:
    name_rulers(service, "other")
    override = recorded(service, **HEAVY)
    assert service.post(f"/overrides/{override}/approve", headers=MARTA).status_code == 200
    request = service.get(f"/overrides/{override}").json()["requests"][0]
    form = {"subject": "override", "decision": override, "request": request, "words": "It is needed."}
    address = f"/contests/{service.post('/contests', form).json()['id']}"
    page = visit("marta").get(address)
    assert "Your ruling" not in page.text
    assert "Overturn the decision" not in page.text
    assert "Prof. Grace Hopper (teaching side)" in page.text
    assert "Marta Manager (" not in page.text
    assert "Marta Manager (" not in visit("olga").get(address).text
    assert "Marta Manager (" in visit("ada").get(address).text, "a gap in the list would tell who approved it"
    page = visit("grace").get(address)
    assert "Your ruling" in page.text


def test_a_list_of_nobody_but_who_took_part_says_so(service: Service, visit: Visitor) -> None:
    request = service.ask("git")["requests"][0]["id"]
    block(service, Category.SECURITY)
    assert name_rulers(service, "security", {"rulers": [{"login": "sam", "side": "it"}]}).status_code == 200
    form = {"subject": "safeguard", "decision": SAFEGUARD, "request": request, "words": "It is needed."}
    page = visit("sam").get(f"/contests/{service.post('/contests', form).json()['id']}")
    assert "Nobody else is named: whoever took part" in page.text
    assert "Your ruling" not in page.text


def test_how_a_request_stands_now_is_apart_from_the_day_of_the_contest(service: Service, visit: Visitor) -> None:
    page = visit("ada").get(contested(service))
    assert "How the request stands now:" in page.text


def test_who_ruled_is_told_to_those_who_read_the_record(service: Service, visit: Visitor) -> None:
    address = contested(service)
    assert service.post(f"{address}/ruling", {"overturn": False, "words": "No."}, headers=GRACE).status_code == 200
    hire(service.database, "kim", (Role.INSTRUCTOR, CAMPUS))
    assert name_rulers(service, body={"rulers": [{"login": "kim", "side": "teaching"}]}).status_code == 200
    request = service.get(address).json()["request"]
    for login, told in (("ada", False), ("olga", True)):
        reader = visit(login)
        assert ("Prof. Grace Hopper" in reader.get(address).text) is told
        assert ("Prof. Grace Hopper" in reader.get(f"/requests/{request}/life").text) is told


def test_somebody_named_upholds_it(service: Service, visit: Visitor) -> None:
    address = contested(service)
    grace = visit("grace")
    grace.get(address)
    page = grace.send(f"{address}/ruling", overturn="no", words="It was measured, and is too little.")
    assert "Prof. Grace Hopper" in page.text
    assert service.get(f"{address}").json()["state"]["code"] == "upheld"


def test_whoever_contests_takes_it_back_and_rules_on_nothing(service: Service, visit: Visitor) -> None:
    address = contested(service)
    ada = visit("ada")
    page = ada.get(address)
    assert "Your ruling" not in page.text
    assert "The decision then stays as it is" in page.text
    page = ada.send(f"{address}/withdrawal")
    assert "Take this contest back" not in page.text
    assert service.get(address).json()["state"]["code"] == "withdrawn"


def test_a_contest_that_is_over_is_told(service: Service, visit: Visitor) -> None:
    address = contested(service)
    grace = visit("grace")
    page = grace.get(address)
    service.post(f"{address}/withdrawal")
    page = grace.send(f"{address}/ruling", overturn="no", words="It stays.")
    assert page.status == 409
    assert 'role="alert"' in page.html


def test_a_safeguard_is_overturned_on_terms(service: Service, visit: Visitor) -> None:
    address = against_safeguard(service)
    grace = visit("grace")
    page = grace.get(address)
    assert "It opens a hole." in page.text
    page = grace.send(f"{address}/ruling", overturn="yes", words="It may be there.")
    assert page.status == 422
    assert 'id="exemption-compensation-amiss"' in page.html
    page = grace.send(f"{address}/ruling", **{"overturn": "yes", "words": "It may be there.", **TERMS})
    assert page.status == 200
    (made,) = service.get("/exemptions").json()["exemptions"]
    assert made["expires_at"] == "2027-03-31T16:00:00Z"
    page = grace.get(f"/exemptions/{made['id']}")
    assert address in page.links
    assert "There is nothing here for you to decide." in page.text


def test_a_safeguard_is_upheld_without_terms(service: Service, visit: Visitor) -> None:
    address = against_safeguard(service)
    grace = visit("grace")
    grace.get(address)
    assert grace.send(f"{address}/ruling", overturn="no", words="The hole is open.").status == 200


def test_the_risk_owner_signs(service: Service, visit: Visitor) -> None:
    address = f"/exemptions/{exempt(service).json()['id']}"
    cleo = visit("cleo")
    page = cleo.get("/exemptions")
    assert address in page.links
    assert "No exemption fits these filters." in cleo.get("/exemptions?state=refused").text
    page = cleo.get(address)
    assert "Do you accept the risk?" in page.text
    page = cleo.send(f"{address}/signature")
    assert "Signed: it is in force now." in page.text
    assert "Accept this risk" not in page.text
    assert service.get(address).json()["state"]["code"] == "live"


def test_the_risk_owner_refuses(service: Service, visit: Visitor) -> None:
    address = f"/exemptions/{exempt(service).json()['id']}"
    cleo = visit("cleo")
    cleo.get(address)
    page = cleo.send(f"{address}/refusal")
    assert "Refused: the safeguard goes on to bind." in page.text
    assert "Over since" in page.text


def test_security_takes_a_second_person_who_can_take_it_back(service: Service, visit: Visitor) -> None:
    address = f"/exemptions/{exempt(service, Category.SECURITY).json()['id']}"
    assert "Approve this exemption" not in visit("marta").get(address).text
    sam = visit("sam")
    sam.get(address)
    page = sam.send(f"{address}/approval")
    assert "Approved. It waits for the signature." in page.text
    assert "Sam Security" in page.text
    page = sam.send(f"{address}/lifting")
    assert "It is taken back: the safeguard binds." in page.text
    assert "Over since" in page.text
    csrf = sam.page.form("/sign-out")["fields"]["csrf"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert sam.client.post(f"{address}/lifting", data={"csrf": csrf}, headers=headers).status_code == 409
    assert sam.client.post(f"{address}/anything", data={"csrf": csrf}, headers=headers).status_code == 404


def test_an_exemption_is_proposed(service: Service, visit: Visitor) -> None:
    block(service)
    marta = visit("marta")
    assert "There are no exemptions" in marta.get("/exemptions").text
    page = marta.get(f"/exemptions/new?safeguard={SAFEGUARD}")
    assert page.form("/exemptions/new")["fields"]["item"] == "git"
    page = marta.send("/exemptions/new", classrooms="B-204")
    assert page.status == 422
    assert 'id="terms-compensation-amiss"' in page.html
    terms = {name.replace("exemption", "terms"): value for name, value in TERMS.items()}
    page = marta.send("/exemptions/new", classrooms="B-204, C-101", **terms)
    assert page.status == 200
    assert "Git in B-204, C-101" in page.text
    assert SAFEGUARD in marta.get("/exemptions/new").html


def test_what_is_not_there_is_a_page(service: Service, visit: Visitor) -> None:
    declined(service)
    ada = visit("ada")
    assert ada.get("/contests/nothing").status == 404
    assert ada.get("/exemptions/nothing").status == 404


def test_a_contest_is_shown_though_nobody_is_listed_for_it_and_no_room_can_be_read(
    service: Service, visit: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, olga, inside = contested(service), visit("olga"), Inside.call

    async def lacking(
        self: Inside, method: str, path: str, body: object = None, query: Mapping[str, Any] | None = None
    ) -> object:
        if path == "/rulers":
            return Answered({"lists": []}, (), b"", "", {})
        if path == "/classrooms":
            raise ProblemMet(403, {})
        return await inside(self, method, path, body, query)

    monkeypatch.setattr(Inside, "call", lacking)
    assert address in olga.get("/contests").links
    page = olga.get(address)
    assert page.status == 200
    assert "Your ruling" not in page.text
