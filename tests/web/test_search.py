"""Finding things by words."""

from collections.abc import Callable

from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_rooms_software_requests_and_wishes_are_found(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    wish = service.post("/wishes", {"classroom": "B-204", "title": "Firefox Nightly", "purpose": "x"}).json()["id"]
    ada = visit("ada")
    page = ada.get("/search?q=firefox")
    assert {"/catalog/firefox", f"/requests/{request}", f"/wishes/{wish}"} <= set(page.links)
    assert page.form("/search")["fields"]["q"] == "firefox"
    page = ada.get("/search?q=b-204")
    assert {"/rooms/B-204", f"/requests/{request}"} <= set(page.links)


def test_requests_of_others_are_found_by_whoever_looks_after_rooms(service: Service, visit: Visitor) -> None:
    request = f"/requests/{service.ask('firefox')['requests'][0]['id']}"
    assert request in visit("tim").get("/search?q=b-204").links
    assert request in visit("tim").get("/search?q=mozilla firefox").links
    assert request not in visit("grace").get("/search?q=firefox").links


def test_nothing_found_says_what_to_do(visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/search?q=netscape")
    assert "Nothing fits “netscape”." in page.text
    assert "/wishes/new?title=netscape" in page.links
    assert "Type a room, a title" in ada.get("/search").text
    hostile = ada.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%0D%00" + "x" * 300)
    assert hostile.status == 200
    assert "<script>alert" not in hostile.html


def test_whoever_may_look_at_nothing_is_not_refused(service: Service, visit: Visitor) -> None:
    service.post("/people/grace/roles", {"role": "instructor"})
    assert visit("root").get("/search?q=b-204").status == 200
