"""Lists go on: from the first page, in the search, in rooms and rollouts, and one comes back to one's place."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from api.web import home, rooms, search
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.answers.blackouts import set_one
from tests.api.people import GRACE, MARTA, TIM
from tests.api.service import Service
from tests.web.visit import Shown, Visit

Visitor = Callable[[str], Visit]


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries to a page, so that a small campus has a second one."""
    monkeypatch.setattr(home, "_SHOWN", 2)
    monkeypatch.setattr(search, "_SHOWN", 1)
    monkeypatch.setattr(search, "_A_PAGE", 2)
    monkeypatch.setattr(rooms, "_ROOMS", 1)
    monkeypatch.setattr(rooms, "_RUNS", 1)


def onward(page: Shown, path: str, **query: str) -> str:
    """The one link to a path with these queries among its own."""
    (found,) = {
        link
        for link in page.links
        if urlsplit(link).path == path
        and all(parse_qs(urlsplit(link).query).get(name) == [value] for name, value in query.items())
        and "after" in parse_qs(urlsplit(link).query)
    }
    return found


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/overrides?after=zzz&room=B-204", "/overrides?room=B-204"),
        ("/owed?after=zz", "/owed"),
        ("/people?after=%F0", "/people"),
        ("/wishes?after=zz&state=all", "/wishes?state=all"),
    ],
)
def test_a_place_that_no_list_has_leads_to_its_first_page(visit: Visitor, address: str, first: str) -> None:
    page = visit("marta").get(address)
    assert "Nothing in this list is called so." in page.text
    assert "Show the first page" in page.text
    assert first in page.links
    assert "^" not in page.text


def test_an_id_that_cannot_be_one_is_no_page(visit: Visitor) -> None:
    page = visit("marta").get("/overrides/%00")
    assert page.status == 404
    assert "There is no such page" in page.text


def ask_for_three(service: Service) -> list[str]:
    """Addresses of what Ada asks for, newest first."""
    made = [service.ask(item)["requests"][0]["id"] for item in ("firefox", "git", "microsoft-edge")]
    return [f"/requests/{one}" for one in reversed(made)]


def test_ones_own_requests_go_on_after_the_first_page(service: Service, visit: Visitor) -> None:
    newest, second, oldest = ask_for_three(service)
    service.ask("git", headers=GRACE)
    ada = visit("ada")
    assert {newest, second} <= set(ada.page.links)
    assert oldest not in ada.page.links
    page = ada.get(onward(ada.page, "/requests", person="me", state="open"))
    assert [link for link in page.links if link in {newest, second, oldest}] == [oldest]
    assert "Your requests" in page.text


def test_what_is_owed_goes_on_and_says_how_much_there_is(service: Service, visit: Visitor) -> None:
    ask_for_three(service)
    tim = visit("tim")
    assert "Show all 3" in tim.page.text
    first = {link for link in tim.page.links if link.startswith("/requests/")}
    assert "/owed?mine=1" in tim.page.links
    every = {link for link in tim.get("/owed?mine=1").links if link.startswith("/requests/")}
    assert first < every


def test_requests_are_listed_by_room_title_person_and_state(service: Service, visit: Visitor) -> None:
    git = f"/requests/{service.ask('git', room='C-101')['requests'][0]['id']}"
    firefox = f"/requests/{service.ask('firefox', headers=GRACE)['requests'][0]['id']}"
    ada = visit("ada")
    assert {git, firefox} <= set(ada.get("/requests").links)
    for query, there, gone in (
        ("room=C-101", git, firefox),
        ("item=Mozilla Firefox", firefox, git),
        ("person=grace", firefox, git),
        ("person=me", git, firefox),
    ):
        links = ada.get(f"/requests?{query}").links
        assert (there in links, gone in links) == (True, False)
    assert "No request fits." in ada.get("/requests?state=closed").text
    page = ada.get("/requests?room=Z-999&state=open")
    assert "Z-999" in page.text
    assert page.form("/requests")["fields"]["state"] == "open"
    assert ada.get("/requests?state=lost").status == 422


def test_what_a_search_finds_goes_on_kind_by_kind(service: Service, visit: Visitor) -> None:
    for number in range(4):
        service.post("/wishes", {"classroom": "B-204", "title": f"Atlas {number}", "purpose": "x"})
    asked = ask_for_three(service)
    ada = visit("ada")
    page = ada.get("/search?q=b-204")
    assert "Show all 3 requests that fit" in page.text
    assert "Show all 4 wishes that fit" in page.text
    page = ada.get("/search?q=b-204&kind=requests")
    assert [link for link in page.links if link in asked] == asked[:2]
    assert "Atlas" not in page.text
    page = ada.get(onward(page, "/search", q="b-204", kind="requests"))
    assert [link for link in page.links if link in asked] == asked[2:]
    assert "Next page" not in page.text
    page = ada.get("/search?q=atlas&kind=wishes")
    last = ada.get(onward(page, "/search", kind="wishes"))
    assert "Atlas 0" in last.text
    assert "Atlas 3" not in last.text
    assert ada.get("/search?q=b-204&kind=nonsense&after=x").status == 200


def test_software_that_a_search_finds_goes_on_in_the_catalogue(visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/search?q=browser")
    assert "/catalog?q=browser" in page.links
    assert "Show all software that fits" in page.text


def test_rooms_go_on_and_keep_their_building(visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/rooms")
    assert "/rooms/C-101" in page.links  # the Annex comes first
    assert "/rooms/B-204" not in page.links
    page = ada.get(onward(page, "/rooms"))
    assert "/rooms/B-204" in page.links
    assert "O 1 out of service" in page.text
    assert "Next page" not in page.text
    assert "Next page" not in ada.get("/rooms?building=Annex").text


def test_what_was_done_at_a_seat_goes_further_back(service: Service, visit: Visitor) -> None:
    rollouts = []
    for state in (RunState.FAILED, RunState.READY):
        rollouts.append(service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"])
        failed = Cause(CauseCode.INSTALLER_FAILED, "firefox", exit_code=1603)
        service.finish(rollouts[-1], {3: state}, {3: failed} if state is RunState.FAILED else {})
    tim = visit("tim")
    page = tim.get("/rooms/B-204?seat=03")
    assert f"/rollouts/{rollouts[1]}" in page.links
    assert "could not be installed on seat 03" not in page.text
    (earlier,) = [link for link in page.links if "before=" in link]
    page = tim.get(earlier)
    assert "could not be installed on seat 03" in page.text
    assert f"/rollouts/{rollouts[0]}" in page.links
    assert "/rooms/B-204?seat=03#done-here" in page.links
    assert not [link for link in page.links if "before=" in link]


def test_rollouts_are_chosen_by_state_in_the_address(service: Service, visit: Visitor) -> None:
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    tim = visit("tim")
    page = tim.get("/rollouts?state=queued&room=B-204")
    assert f"/rollouts/{rollout}" in page.links
    fields = page.form("/rollouts")["fields"]
    assert (fields["room"], fields["state"]) == ("B-204", "queued")
    page = tim.get("/rollouts?state=done")
    assert f"/rollouts/{rollout}" not in page.links
    assert "No rollout fits." in page.text
    page = tim.get("/rollouts?state=nonsense")
    assert page.status == 422
    assert 'id="state-amiss"' in page.html


def test_after_an_act_one_is_back_at_the_same_place_of_the_list(service: Service, visit: Visitor) -> None:
    first = set_one(service).json()["id"]
    newest = set_one(service).json()["id"]
    marta = visit("marta")
    marta.get(f"/blackouts?after={newest}")
    page = marta.send(f"/blackouts/{first}/lift")
    assert page.url.endswith(f"/blackouts?after={newest}")
    page = marta.send("/undo")
    assert page.url.endswith(f"/blackouts?after={newest}")


@pytest.mark.parametrize("place", ["https://elsewhere.example/blackouts", "//elsewhere.example", "/people", "\\x", ""])
def test_a_form_leads_nowhere_else(service: Service, visit: Visitor, place: str) -> None:
    one = set_one(service).json()["id"]
    marta = visit("marta")
    marta.get("/blackouts")
    page = marta.send(f"/blackouts/{one}/lift", place=place)
    assert urlsplit(page.url).path == "/blackouts"
    assert urlsplit(page.url).netloc == "classroom.example.edu"


def test_moments_about_no_room_are_shown_in_the_sites_zone(service: Service, visit: Visitor) -> None:
    with service.database.transactions() as uow:
        site = uow.site.load()
        uow.site.put(type(site)("Asia/Tokyo"))
        uow.commit()
    service.post("/people/grace/deactivation", headers=MARTA)
    page = visit("marta").get("/people/grace")
    assert "was deactivated on Tue 12 Jan, 21:00" in page.text
    assert 'title="2027-01-12T21:00+09:00 Asia/Tokyo"' in page.html
    assert "Times on this page are those of Asia/Tokyo." in page.text
    assert "UTC" not in visit("ada").get("/account").text
