"""Safeguards by pages alone: what they would do before they bind, second persons, exposed rooms, suggestions."""

from collections.abc import Callable
from datetime import timedelta

from orchestrator.domain.calendars import Site
from tests.api.answers.safeguards import EMERGENCY, made, proposed, set_one
from tests.api.answers.suggestions import IDENTITY, suggest
from tests.api.moments import NOON
from tests.api.people import TIM
from tests.api.service import Service, firefox
from tests.web.visit import Shown, Visit

Visitor = Callable[[str], Visit]
NEW = "/safeguards/new"
SAID: dict[str, str] = {
    "aim.item": "firefox",
    "title": "Firefox with the open hole",
    "explanation": "A web page can take the machine over, and the maker has not mended it yet.",
    "instead": "Microsoft Edge is on every machine.",
    "evidence.advisory": "CVE-2026-12345",
    "evidence.affected": "< 146.0",
}


def look(visit: Visitor, kind: str = "block", category: str = "security", **other: str) -> tuple[Visit, Shown]:
    """Sam has looked at what one would do."""
    sam = visit("sam")
    sam.get(f"{NEW}?kind={kind}&category={category}")
    return sam, sam.send(NEW, step="look", **{**SAID, **other})


def test_the_register_says_why_and_who_answers(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/safeguards")
    assert "There are no safeguards" in page.text
    assert "Set a safeguard" not in page.text
    address = f"/safeguards/{made(service)}"
    page = ada.get("/safeguards?kind=block&state=live")
    assert address in page.links
    assert "Sam Security" in page.text
    assert "No safeguard fits these filters." in ada.get("/safeguards?state=lifted").text
    page = ada.get("/safeguards?state=sleeping")
    assert 'id="state-amiss"' in page.html


def test_first_what_and_why(visit: Visitor) -> None:
    page = visit("sam").get(NEW)
    assert page.html.count('name="kind"') == 3
    assert page.html.count('name="category"') == 6
    assert "evidence." not in page.html


def test_one_sees_what_it_would_do_and_then_sets_it(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    sam, page = look(visit)
    assert page.status == 200
    assert "1 request in 1 room and 4 seats would be concerned." in page.text
    assert service.get("/safeguards").json()["safeguards"] == []
    page = sam.send(NEW, step="set")
    assert page.status == 200
    assert "It is in force. Whoever is refused because of it gets a letter." in page.text
    assert "Whoever is refused because of it" not in sam.get(page.url).text  # neither a reload nor a link says it again
    assert "Firefox with the open hole" in page.text
    (found,) = service.get("/safeguards").json()["safeguards"]
    assert (found["owner"]["name"], found["needs_approval"]) == ("Sam Security", False)


def test_one_can_go_back_and_nothing_is_lost(visit: Visitor) -> None:
    sam, _ = look(visit)
    page = sam.send(NEW, step="edit")
    kept = page.form(NEW)["fields"]
    assert kept["evidence.affected"] == "< 146.0"
    page = sam.send(NEW, step="choose", kind="minimum_version", category="policy")
    kept = page.form(NEW)["fields"]
    assert (kept["title"], kept["minimum"]) == (SAID["title"], "")
    assert "evidence.document" in kept


def test_what_is_wrong_stands_beside_its_field(visit: Visitor) -> None:
    sam, page = look(visit, **{"aim.item": ""})
    assert page.status == 422
    assert 'id="aim-item-amiss"' in page.html
    page = sam.send(NEW, step="look", **{"aim.name_pattern": "*"})
    assert page.status == 409
    assert page.form(NEW)["fields"]["title"] == SAID["title"]


def test_what_is_wrong_is_told_before_it_can_be_set(service: Service, visit: Visitor) -> None:
    sam, page = look(visit, owner="nobody")
    assert page.status == 404
    assert page.form(NEW)["fields"]["owner"] == "nobody"
    page = sam.send(NEW, step="look", owner="sam", **{"evidence.affected": "all of them"})
    assert page.status == 422
    assert 'value="set"' not in page.html
    assert 'id="evidence-affected-amiss"' in page.html
    assert service.get("/safeguards").json()["safeguards"] == []


def test_a_pattern_waits_for_a_second_person_who_sees_what_it_does(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    sam, page = look(visit, **{"aim.item": "", "aim.name_pattern": "*Firefox*"})
    assert "It takes a second person" in page.text
    sam.send(NEW, step="edit")
    page = sam.send(NEW, step="look", **{"aim.item": "firefox", "aim.name_pattern": ""})
    assert "It needs no second person" in page.text
    sam.send(NEW, step="edit")
    page = sam.send(NEW, step="look", expires_at="2027-12-01T18:00")
    assert "It takes a second person" in page.text
    sam.send(NEW, step="edit")
    page = sam.send(
        NEW, step="look", expires_at="2027-03-01T18:00", **{"aim.item": "", "aim.name_pattern": "*Firefox*"}
    )
    page = sam.send(NEW, step="set")
    assert "You set it, so somebody else has to look at it." in page.text
    address = page.url.split("example.edu")[1].split("?")[0]
    marta = visit("marta")
    page = marta.get(address)
    assert "1 request in 1 room" in page.text
    page = marta.send(f"{address}/approve")
    assert "Approved: it is in force now." in page.text
    assert "Marta Manager" in page.text
    assert service.get(address).json()["state"]["code"] == "live"


def test_a_second_person_refuses(service: Service, visit: Visitor) -> None:
    address = f"/safeguards/{proposed(service)}"
    marta = visit("marta")
    marta.get(address)
    page = marta.send(f"{address}/refuse", reason=" ")
    assert page.status == 422
    page = marta.send(f"{address}/refuse", reason="The pattern fits too much.")
    assert "Over since" in page.text


def test_an_impact_that_changed_is_looked_at_again(service: Service, visit: Visitor) -> None:
    address = f"/safeguards/{proposed(service)}"
    marta = visit("marta")
    marta.get(address)
    service.ask("firefox")
    page = marta.send(f"{address}/approve")
    assert page.status == 409
    assert "1 request in 1 room" in page.text
    assert marta.send(f"{address}/approve").status == 200


def test_lifting_names_what_happens(service: Service, visit: Visitor) -> None:
    address = f"/safeguards/{made(service)}"
    sam = visit("sam")
    page = sam.get(address)
    assert "What it kept away returns by itself" in page.text
    assert sam.send(f"{address}/lift", reason="").status == 422
    page = sam.send(f"{address}/lift", reason="The maker has mended it.")
    assert "Over since" in page.text
    assert "Lift this safeguard" not in page.text


def test_rooms_that_are_exposed(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    assert "No room is exposed" in ada.get("/exposed").text
    service.see("B-204", 1, firefox("144.0.2"))
    assert service.post("/classrooms/B-204/dry-run", headers=TIM).status_code == 200
    address = f"/safeguards/{set_one(service, **{**EMERGENCY, 'emergency': False}).json()['id']}"
    service.clock.moment = NOON + timedelta(days=4)
    ada = visit("ada")
    page = ada.get("/exposed")
    assert "1 room is exposed" in page.text
    assert "144.0.2" in page.text
    assert "Exposed rooms" in ada.get(address).text
    assert "1 exposed room" in ada.get("/safeguards").text


def test_an_update_has_a_deadline_in_the_sites_zone(service: Service, visit: Visitor) -> None:
    with service.database.transactions() as uow:
        uow.site.put(Site("Europe/Berlin"))
        uow.commit()
    sam, page = look(visit, "protective_update", minimum="145.0.1", deadline="2027-01-20T18:00")
    assert page.status == 200
    page = sam.send(NEW, step="set")
    assert "Everywhere by" in page.text
    (found,) = service.get("/safeguards").json()["safeguards"]
    assert (found["minimum"], found["deadline"]) == ("145.0.1", "2027-01-20T17:00:00Z")


def test_suggestions_become_safeguards_or_are_dismissed(service: Service, visit: Visitor) -> None:
    sam = visit("sam")
    assert "The lists suggest nothing now." in sam.get("/safeguards/suggestions").text
    suggest(service)
    page = sam.get("/safeguards/suggestions?item=firefox")
    assert "suggests a minimum version of 145.0.1" in page.text
    link = next(one for one in page.links if one.startswith(NEW) and "minimum_version" in one)
    given = sam.get(link).form(NEW)["fields"]
    assert (given["minimum"], given["aim.item"]) == ("145.0.1", "firefox")
    assert given["evidence.advisory"] == "GHSA-2x4c-5g6h-7j8m"
    sam.get("/safeguards/suggestions")
    page = sam.send("/safeguards/suggestions/dismiss", suggestion=IDENTITY, reason=" ")
    assert page.status == 422
    sam.get("/safeguards/suggestions")
    page = sam.send("/safeguards/suggestions/dismiss", suggestion=IDENTITY, reason="We deliver the mended build.")
    assert "GHSA-2x4c-5g6h-7j8m suggests" not in page.text
    assert "Sam Security dismissed it" in sam.get("/safeguards/suggestions?dismissed=true").text


def test_who_sets_none_is_told_so(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    assert ada.get("/safeguards/nothing").status == 404
    page = ada.get("/safeguards/suggestions")
    assert 'role="alert"' in page.html
    address = f"/safeguards/{made(service)}"
    page = ada.get(address)
    assert "Lift this safeguard" not in page.text
    assert "In the catalogue it is about" not in page.text


def test_whoever_is_refused_contests_it(service: Service, visit: Visitor) -> None:
    address = f"/safeguards/{made(service)}"
    ada = visit("ada")
    assert "Contest this safeguard" not in ada.get(address).text
    service.ask("firefox")
    page = ada.get(address)
    assert "Mozilla Firefox in B-204" in page.text
    page = ada.send(f"{address}/contest", words=" ")
    assert page.status == 422
    page = ada.send(f"{address}/contest", words="The course is about this browser.")
    assert "/contests/" in page.url
    assert "The course is about this browser." in page.text
    assert "Contest this safeguard" not in ada.get(address).text


def test_the_exposed_rooms_are_found_beside_the_safeguards_too(visit: Visitor) -> None:
    page = visit("ada").get("/safeguards/exposed")
    assert page.status == 200
    assert page.url.endswith("example.edu/exposed")
