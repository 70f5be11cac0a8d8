"""What stands in the way of what somebody asks for is told before, and what is refused stands beside its field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.api.answers.safeguards import set_one
from tests.api.people import MARTA
from tests.api.service import OLD_BROWSER, Service
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
    assert f"Open the safeguard “{guard['title']}”" in page.text
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


def test_what_one_has_asked_for_already_is_said_before_what_stands_in_its_way(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    guard = set_one(service).json()
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox")
    assert page.status == 409
    assert "You have already asked for Mozilla Firefox in B-204. That request counts." in page.text
    assert guard["explanation"] not in page.text


def test_what_was_asked_for_until_a_day_that_is_over_can_be_asked_for_again(service: Service, visit: Visitor) -> None:
    form = {"classroom": "B-204", "items": [{"item": "firefox"}], "until": "2027-01-20T18:00:00Z"}
    assert service.post("/requests", form).status_code == 201
    service.clock.moment += timedelta(days=9)
    ada = visit("ada")
    ada.get("/ask")
    assert "Your request was accepted" in ada.send("/ask", room="B-204", item="firefox").text


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


def test_what_was_typed_goes_along_to_the_wish_and_the_other_titles_come_after(
    service: Service, visit: Visitor
) -> None:
    ada = visit("ada")
    ada.get("/ask")
    typed = {"needed_by": "2027-02-01T08:00", "settings_line": "with Camera Raw & more", "seats": "podium"}
    more = {"more_rooms": "C-101", "more_items": "Git, firefox", "course": "CS-101", "until": "2027-07-01T08:00"}
    ada.send("/ask", room="B-204", item="Photoshop", **typed, **more)
    page = ada.send("/wishes/from-asking")
    fields = page.form("/wishes/new")["fields"]
    assert (fields["room"], fields["more_rooms"], fields["title"]) == ("B-204", "C-101", "Photoshop")
    assert (fields["needed_by"], fields["seats"]) == ("2027-02-01T08:00", "podium")
    assert fields["purpose"] == "with Camera Raw & more Course: CS-101. May go again after 2027-07-01 08:00."
    page = ada.send("/wishes/new", purpose="Retouching")
    assert "2 wishes were taken up. You get a first answer to each by Tue 19 Jan, 19:00." in page.text
    assert "What else you wanted to ask for stands here: it was not sent yet." in page.text
    assert {one["classroom"] for one in service.get("/wishes").json()["wishes"]} == {"B-204", "C-101"}
    assert service.get("/requests").json()["requests"] == []
    fields = page.form("/ask")["fields"]
    assert {name: fields[name] for name in more} == more | {"more_items": "firefox"}
    assert (fields["room"], fields["item"], fields["settings_line"]) == ("B-204", "Git", "")
    page = ada.send("/undo")
    assert "Undone: the wishes are taken back." in page.text
    assert {one["state"]["code"] for one in service.get("/wishes").json()["wishes"]} == {"withdrawn"}


def test_settings_stay_with_the_title_that_they_are_about(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.send("/ask", room="B-204", item="Git", more_items="Photoshop", settings_line="with LFS")
    page = ada.send("/wishes/from-asking")
    assert page.form("/wishes/new")["fields"]["purpose"] == ""
    fields = ada.send("/wishes/new", purpose="Retouching").form("/ask")["fields"]
    assert (fields["item"], fields["more_items"], fields["settings_line"]) == ("Git", "", "with LFS")


def test_two_titles_that_do_not_get_along_are_told_of_before_both_are_asked_for(
    service: Service, visit: Visitor
) -> None:
    service.offer(
        replace(OLD_BROWSER, id="calm-browser", title="Calm Browser", conflicts_with=(), provides=("browser",))
    )
    service.offer(replace(OLD_BROWSER, provides=("browser",)))
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_items="Git, Old Browser", more_rooms="C-101", course="X")
    assert page.text.count("Old Browser does not get along with Mozilla Firefox, and you ask for both.") == 1
    assert service.get("/requests").json()["requests"] == []
    assert 'value="old-browser calm-browser"' in page.html
    assert "Take Mozilla Firefox instead" not in page.text
    page = ada.send("/ask", instead="old-browser calm-browser")
    assert "The form has the other title now. Nothing was sent yet." in page.text
    assert service.get("/requests").json()["requests"] == []
    fields = page.form("/ask")["fields"]
    assert (fields["more_items"], fields["more_rooms"], fields["course"]) == ("Git, Calm Browser", "C-101", "X")
    ada.send("/ask")
    assert {one["item"]["id"] for one in service.get("/requests").json()["requests"]} == {
        "firefox",
        "git",
        "calm-browser",
    }


def test_two_titles_that_do_not_get_along_can_be_asked_for_all_the_same(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.send("/ask", room="B-204", item="firefox", more_items="Old Browser")
    assert "2 requests were accepted." in ada.send("/ask").text
    assert len(service.get("/requests").json()["requests"]) == 2


def test_a_safeguard_is_told_once_for_all_rooms(service: Service, visit: Visitor) -> None:
    guard = set_one(service).json()
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_rooms="C-101")
    assert "keeps Mozilla Firefox away from B-204, C-101, until" in page.text
    assert page.text.count(guard["explanation"]) == 1
    ada.send("/ask")
    assert len(service.get("/requests").json()["requests"]) == 2


def test_whoever_may_not_be_asked_for_is_named_for_what_it_is(visit: Visitor) -> None:
    cleo = visit("cleo")
    cleo.get("/ask")
    page = cleo.send("/ask", room="B-204", item="firefox", on_behalf_of="olga")
    assert page.status == 409
    assert "May not ask for software" in page.text
    assert "withdraw it" not in page.text
    page = cleo.send("/ask", on_behalf_of="Ada Lovelace")
    assert 'id="on_behalf_of-amiss"' in page.html
    assert "A login is one word without blanks or accents, such as ada.lovelace." in page.text


def test_whoever_is_asked_for_is_told_who_did_it(visit: Visitor) -> None:
    cleo = visit("cleo")
    cleo.get("/ask")
    cleo.send("/ask", room="B-204", item="firefox", on_behalf_of="ada")
    tim = visit("tim")
    tim.get("/ask")
    tim.send("/ask", room="B-204", item="git", on_behalf_of="ada")
    page = visit("ada").get("/notices")
    assert "Something was asked for on your behalf: Mozilla Firefox in B-204. It was entered by Cleo" in page.text
    assert "on your behalf: Git in B-204. It was entered by the classroom team" in page.text
    assert "Tim" not in page.text
