"""What stands in the way of what somebody asks for is told before, and what is refused stands beside its field."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.api.answers.safeguards import set_one
from tests.api.people import MARTA
from tests.api.service import Service
from tests.api.site_files import site_files
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_a_safeguard_is_told_before_and_the_banner_fits(service: Service, visit: Visitor) -> None:
    guard = set_one(service).json()
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox")
    assert "A safeguard of the university keeps Mozilla Firefox away from B-204, until" in page.text
    assert guard["explanation"] in page.text
    assert f"/safeguards/{guard['id']}" in page.links
    assert "you may contest that" in page.text
    assert service.get("/requests").json()["requests"] == []
    page = ada.send("/ask")
    assert "accepted and recorded, but a safeguard keeps it away" in page.text
    assert "it comes to the room in time" not in page.text


def test_a_technician_starts_what_is_asked_for_where_one_does(service: Service, visit: Visitor) -> None:
    files = site_files()
    name = "group_vars/room_b_204.yml"
    changed = {**files, name: files[name].replace("automatic", "by_technician")}
    assert service.post("/site/import", {"files": changed, "apply": True}, headers=MARTA).status_code == 200
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox")
    assert "It needs nobody's approval; a technician starts the installation." in page.text


def test_what_one_has_asked_for_already_is_said_beside_its_field_with_a_link(service: Service, visit: Visitor) -> None:
    asked = service.ask("firefox")["requests"][0]["id"]
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox")
    assert "You have already asked for Mozilla Firefox in B-204. That request counts." in page.text
    assert 'id="item-amiss"' in page.html
    assert asked not in page.text
    assert f"/requests/{asked}" in page.links
    page = ada.send("/ask", room="B-204", item="git", more_items="firefox")
    assert 'id="more_items-amiss"' in page.html
    assert "Nothing was sent, of the other titles neither." in page.text
    assert len(service.get("/requests").json()["requests"]) == 1


def test_an_unknown_room_and_an_unknown_login_stand_beside_their_fields(visit: Visitor) -> None:
    cleo = visit("cleo")
    cleo.get("/ask")
    page = cleo.send("/ask", room="Z-999", item="firefox", on_behalf_of="ada")
    assert 'id="room-amiss"' in page.html
    page = cleo.send("/ask", room="B-204", item="firefox", on_behalf_of="nobody")
    assert 'id="on_behalf_of-amiss"' in page.html
    cleo.get("/wishes/new")
    page = cleo.send("/wishes/new", room="B-204", title="Stellarium", purpose="Sky", on_behalf_of="nobody")
    assert 'id="on_behalf_of-amiss"' in page.html


def test_what_was_typed_goes_along_to_the_wish(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    typed = {"needed_by": "2027-02-01T08:00", "settings_line": "with Camera Raw & more", "seats": "podium"}
    page = ada.send("/ask", room="B-204", item="Photoshop", **typed)
    (wish,) = [link for link in page.links if link.startswith("/wishes/new?room=")]
    assert parse_qs(urlsplit(wish).query)["purpose"] == ["with Camera Raw & more"]
    fields = ada.get(wish).form("/wishes/new")["fields"]
    assert (fields["needed_by"], fields["purpose"], fields["seats"]) == (
        "2027-02-01T08:00",
        "with Camera Raw & more",
        "podium",
    )
