"""From what refuses a request straight to it, and to a contest of it: on the request, its letter, the first page."""

from collections.abc import Callable

from tests.api.answers.contests import OVERRIDE, SAFEGUARD, block, decline, name_rulers, rule
from tests.api.answers.overrides import recorded
from tests.api.answers.owed import ANSWERS as OWED
from tests.api.answers.safeguards import made
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
WORDS = "The whole course is about it."


def blocked(service: Service) -> str:
    """The id of Ada's request, which a safeguard refuses."""
    name_rulers(service, "policy")
    request = str(service.ask("git")["requests"][0]["id"])
    block(service)
    return request


def test_a_refused_request_leads_to_its_safeguard_and_contests_it(service: Service, visit: Visitor) -> None:
    address = f"/requests/{blocked(service)}"
    ada = visit("ada")
    page = ada.get(address)
    assert f"/safeguards/{SAFEGUARD}" in page.links
    assert "No version control in teaching rooms" in page.text
    assert "It opens a hole." in page.text
    assert page.html.count("Contest this decision") == 1
    page = ada.send(f"{address}/contest", words=WORDS)
    (contest,) = service.get("/contests").json()["contests"]
    assert (contest["subject"]["code"], contest["decision"], contest["words"]) == ("safeguard", SAFEGUARD, WORDS)
    assert f"/contests/{contest['id']}" in page.links
    assert "You contest this." in page.text
    assert "Contest this decision" not in page.text


def test_what_is_wrong_with_a_contest_stands_beside_it_and_its_words_are_kept(service: Service, visit: Visitor) -> None:
    address = f"/requests/{blocked(service)}"
    ada = visit("ada")
    ada.get(address)
    page = ada.send(f"{address}/contest", words="x" * 4_001)
    assert page.status == 422
    assert page.form(f"{address}/contest")["fields"]["words"] == "x" * 4_001
    assert 'id="words-amiss"' in page.html


def test_an_override_is_contested_on_the_request_that_it_holds(service: Service, visit: Visitor) -> None:
    name_rulers(service)
    address = f"/requests/{decline(service)}"
    ada = visit("ada")
    page = ada.get(address)
    assert f"/overrides/{OVERRIDE}" in page.links
    page = ada.send(f"{address}/contest", words=WORDS)
    assert page.status == 200
    (contest,) = service.get("/contests").json()["contests"]
    assert (contest["subject"]["code"], contest["decision"]) == ("override", OVERRIDE)


def test_a_change_of_the_catalogue_is_contested_on_the_request_that_it_took_from(
    service: Service, visit: Visitor
) -> None:
    reason = OWED["approve_catalog_change", 200](service).json()["reason"]
    (request,) = service.get("/requests").json()["requests"]
    ada = visit("ada")
    page = ada.get(f"/requests/{request['id']}")
    assert reason in page.text
    assert "You contest this." in ada.send(f"/requests/{request['id']}/contest", words=WORDS).text


def test_only_whoever_asked_is_offered_to_contest(service: Service, visit: Visitor) -> None:
    page = visit("tim").get(f"/requests/{blocked(service)}")
    assert f"/safeguards/{SAFEGUARD}" in page.links
    assert "Contest this decision" not in page.text


def test_a_safeguard_that_does_not_touch_the_request_is_not_offered(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    block(service)
    page = visit("ada").get(f"/requests/{request}")
    assert f"/safeguards/{SAFEGUARD}" not in page.links
    assert "Contest this decision" not in page.text


def test_a_least_version_that_no_release_reaches_is_contested_on_the_request(service: Service, visit: Visitor) -> None:
    address = f"/requests/{service.ask('firefox')['requests'][0]['id']}"
    guard = made(service, kind="minimum_version", minimum="999.0")
    ada = visit("ada")
    page = ada.get(address)
    assert f"/safeguards/{guard}" in page.links
    assert f"{address}#decided" in ada.get("/").links
    ada.get(address)
    assert "You contest this." in ada.send(f"{address}/contest", words=WORDS).text


def test_the_letter_leads_to_what_it_is_about_and_to_contesting_it(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    guard = made(service)
    ada = visit("ada")
    (letter,) = service.get("/me/letters").json()["letters"]
    page = ada.get(f"/letters/{letter['id']}")
    assert f"/safeguards/{guard}" in page.links
    assert f"/requests/{request}#decided-{guard}" in page.links
    assert f'id="decided-{guard}"' in ada.get(f"/requests/{request}").html
    service.post("/contests", {"subject": "safeguard", "decision": guard, "request": request, "words": WORDS})
    page = ada.get(f"/letters/{letter['id']}")
    assert f"/safeguards/{guard}" in page.links
    assert f"/requests/{request}#decided-{guard}" not in page.links


def test_after_a_contest_was_upheld_the_page_says_so_before_it_offers_another(service: Service, visit: Visitor) -> None:
    contest = rule(service, overturn=False).json()
    assert contest["state"]["code"] == "upheld"
    page = visit("ada").get(f"/requests/{contest['request']}")
    assert "It was contested, and upheld on" in page.text
    assert f"/contests/{contest['id']}" in page.links


def test_the_letter_of_an_override_leads_to_it(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    (letter,) = service.get("/me/letters").json()["letters"]
    page = visit("ada").get(f"/letters/{letter['id']}")
    assert f"/overrides/{override}" in page.links
    assert "Contest this decision" in page.text


def test_the_first_page_leads_from_the_sentence_to_what_was_decided(service: Service, visit: Visitor) -> None:
    request = blocked(service)
    other = service.ask("firefox")["requests"][0]["id"]
    page = visit("ada").get("/")
    assert f"/requests/{request}#decided" in page.links
    assert f"/requests/{other}#decided" not in page.links
