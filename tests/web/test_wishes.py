"""Wishing for what the catalogue does not have, and what the room's team makes of it, by pages alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
WISH = {"room": "B-204", "title": "Stellarium", "purpose": "Night sky for the astronomy course"}


@pytest.fixture
def wish(visit: Visitor) -> str:
    """Address of a wish of Ada's."""
    ada = visit("ada")
    ada.get("/wishes/new?room=B-204&title=Stellarium")
    assert ada.page.form("/wishes/new")["fields"]["title"] == "Stellarium"
    page = ada.send("/wishes/new", **WISH)
    assert "Your wish was taken up. You get a first answer by Tue 19 Jan, 19:00" in page.text
    return page.url.removeprefix("https://classroom.example.edu").partition("?")[0]


def test_a_wish_is_told_with_its_dates_and_can_be_taken_back(visit: Visitor, wish: str) -> None:
    ada = visit("ada")
    assert wish in ada.page.links  # on the first page
    page = ada.get(wish)
    assert "Stellarium is wished for in B-204; the software catalogue does not have it yet." in page.text
    assert "Without an answer by Tue 19 Jan, 19:00 it goes by itself to whoever is in charge" in page.text
    page = ada.send(f"{wish}/withdraw")
    assert "The wish for Stellarium in B-204 was withdrawn." in page.text
    assert "/wishes/new?room=B-204&title=Stellarium" in page.links


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/wishes/new")
    page = ada.send("/wishes/new", **WISH | {"room": "Z-999", "url": "https://stellarium.org"})
    assert page.status == 404
    assert "There is no room Z-999" in page.text
    assert page.form("/wishes/new")["fields"]["url"] == "https://stellarium.org"
    page = ada.send("/wishes/new", **WISH | {"url": "stellarium", "purpose": "", "room": ""})
    assert page.status == 422
    for field in ("url", "purpose", "room"):
        assert f'id="{field}-amiss"' in page.html
    assert "Give an address that begins with https://" in page.text
    page = ada.send("/wishes/new", **WISH | {"needed_by": "2020-01-01T08:00"})
    assert page.status >= 400
    assert page.form("/wishes/new")["fields"]["needed_by"] == "2020-01-01T08:00"


def test_the_date_is_the_rooms_and_a_coordinator_may_wish_for_somebody(service: Service, visit: Visitor) -> None:
    cleo = visit("cleo")
    cleo.get("/wishes/new")
    cleo.send("/wishes/new", **WISH, needed_by="2027-02-01T08:00", seats="podium", on_behalf_of="ada", url="")
    (made,) = service.get("/wishes").json()["wishes"]
    assert (made["needed_by"], made["requester"]["id"]) == ("2027-02-01T07:00:00Z", "person:ada")
    assert made["seats"]["code"] == "podium"


def test_a_technician_answers_links_and_the_wisher_opens_it_again(visit: Visitor, wish: str) -> None:
    tim = visit("tim")
    tim.get(wish)
    page = tim.send(f"{wish}/answer", words="")
    assert page.status == 422
    assert 'id="words-amiss"' in page.html
    page = tim.send(f"{wish}/answer", words="We are asking the maker.")
    assert "“We are asking the maker.”" in page.text
    page = tim.send(f"{wish}/link", item="mozilla")
    assert "“mozilla” can be several titles. Which one?" in page.text
    page = tim.send(f"{wish}/link", item="installs beside")
    assert "Nothing is called exactly “installs beside”. Do you mean this one?" in page.text
    page = tim.send(f"{wish}/link", item="netscape")
    assert "The catalogue does not have “netscape”." in page.text
    page = tim.send(f"{wish}/link", item="")
    assert page.status == 422
    page = tim.send(f"{wish}/link", item="Mozilla Firefox", version="7")
    assert page.status >= 400
    page = tim.send(f"{wish}/link", item="Mozilla Firefox", version="")
    assert "The wish for Stellarium in B-204 has become a request for Mozilla Firefox." in page.text
    assert "It is a request now." in page.text
    assert any(link.startswith("/requests/") for link in page.links)
    assert not any(form["action"] == f"{wish}/unlink" for form in page.forms)
    ada = visit("ada")
    assert "whether that is what was meant" in ada.get(wish).text
    page = ada.send(f"{wish}/confirm")
    assert "whether that is what was meant" not in page.text
    assert not any(form["action"] == f"{wish}/confirm" for form in page.forms), "once is enough"
    assert "The request that it became is withdrawn" in page.text
    page = ada.send(f"{wish}/unlink")
    assert "the software catalogue does not have it yet" in page.text
    assert "The wish is open again, with its age and date. The room's team looks" in page.text


def test_the_wisher_reads_what_was_found_where_she_is_asked(visit: Visitor, wish: str) -> None:
    tim, ada = visit("tim"), visit("ada")
    tim.get(wish)
    tim.send(f"{wish}/link", item="Mozilla Firefox", version="145.0.1")
    page = ada.get(wish)
    assert "has become a request for Mozilla Firefox 145.0.1." in page.text
    assert "Nothing was answered" not in page.text
    assert "You wished for Stellarium. The room's team found Mozilla Firefox 145.0.1" in page.text
    page = ada.send(f"{wish}/unlink")
    assert "Nothing was answered yet" not in page.text, "beside the time of the first answer"
    assert "What was found on Tue 12 Jan, 13:00 was not what was meant." in page.text


def test_a_request_that_was_there_before_is_not_said_to_be_withdrawn(
    service: Service, visit: Visitor, wish: str
) -> None:
    service.ask("firefox")
    service.clock.moment += timedelta(minutes=5)
    tim, ada = visit("tim"), visit("ada")
    tim.get(wish)
    tim.send(f"{wish}/link", item="Mozilla Firefox")
    page = ada.get(wish)
    assert "You had asked for Mozilla Firefox before: that request stays." in page.text
    assert "is withdrawn" not in page.text
    ada.send(f"{wish}/unlink")
    assert service.get("/requests").json()["requests"][0]["state"]["code"] == "open"


def test_that_a_wish_was_taken_up_is_said_once(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/wishes/new")
    page = ada.send("/wishes/new", **WISH)
    assert "Your wish was taken up." in page.text
    assert "Your wish was taken up." not in ada.get(page.url).text


def test_nobody_is_offered_what_they_may_not(visit: Visitor, wish: str) -> None:
    grace = visit("grace")
    page = grace.get(wish)
    assert not [form for form in page.forms if form["action"].startswith(wish)]


def test_the_intake_is_filtered_by_its_address(visit: Visitor, wish: str) -> None:
    tim = visit("tim")
    assert wish in tim.get("/wishes").links
    assert wish in tim.get("/wishes?room=B-204&person=ada&state=all").links
    assert wish not in tim.get("/wishes?state=withdrawn").links
    assert "No wish fits." in tim.page.text
    assert wish not in tim.get("/wishes?room=C-101").links
    page = tim.get("/wishes?person=nobody")
    assert page.status == 404
    assert page.form("/wishes")["fields"]["person"] == "nobody"
    assert tim.get("/wishes?state=odd").status == 422


def test_there_is_no_such_wish(visit: Visitor) -> None:
    page = visit("ada").get("/wishes/none")
    assert page.status == 404
    assert "<h1>" in page.html


def test_what_the_catalogue_has_can_be_asked_for_in_the_place_of_a_wish(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    for title in ("mozilla firefox", "firefox", "Firefox"):
        ada.get("/wishes/new")
        typed = WISH | {"title": title, "seats": "podium", "room": "b-204", "more_rooms": "c-101"}
        page = ada.send("/wishes/new", **typed)
        assert f"The catalogue may have “{title}” already." in page.text
        assert "Ask for Mozilla Firefox in B-204, C-101" in page.text
    assert service.get("/wishes").json()["wishes"] == []
    ada.send("/ask", item="firefox")
    asked = service.get("/requests").json()["requests"]
    assert {(one["classroom"], one["item"]["id"], one["seats"]["code"]) for one in asked} == {
        ("B-204", "firefox", "podium"),
        ("C-101", "firefox", "podium"),
    }
    ada.get("/wishes/new")
    ada.send("/wishes/new", **WISH | {"title": "Firefox"})
    page = ada.send("/wishes/new", meant="Firefox")
    assert "Your wish was taken up." in page.text
    assert [one["title"] for one in service.get("/wishes").json()["wishes"]] == ["Firefox"]


@pytest.mark.parametrize("title", ["R", "Fox", "Firefox Sync Server", "Web browser"])
def test_what_is_another_thing_is_wished_for_at_once(title: str, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/wishes/new")
    assert "Your wish was taken up." in ada.send("/wishes/new", **WISH | {"title": title}).text


def test_a_wish_for_several_rooms_is_for_all_of_them_or_none(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/wishes/new")
    page = ada.send("/wishes/new", **WISH, more_rooms="Z-999")
    assert "There is no room Z-999" in page.text
    assert 'id="more_rooms-amiss"' in page.html
    assert service.get("/wishes").json()["wishes"] == []
    service.post("/wishes", {"classroom": "C-101", "title": "Stellarium", "purpose": "Sky"})
    page = ada.send("/wishes/new", title="stellarium", more_rooms="c-101")
    assert page.status == 409
    assert "You have already wished for Stellarium in C-101." in page.text
    assert "Nothing was sent, for the other rooms neither." in page.text
    assert 'id="more_rooms-amiss"' in page.html
    (wish,) = service.get("/wishes").json()["wishes"]
    assert f"/wishes/{wish['id']}" in page.links
    fields = page.form("/wishes/new")["fields"]
    assert (fields["room"], fields["more_rooms"]) == ("B-204", "c-101")
    assert "Your wish was taken up." in ada.send("/wishes/new", more_rooms="").text


def test_what_was_wished_for_already_stands_beside_the_title_and_speaks_to_whoever_reads_it(
    service: Service, visit: Visitor
) -> None:
    wish = service.post("/wishes", {"classroom": "B-204", "title": "Krita", "purpose": "Drawing"}).json()["id"]
    ada = visit("ada")
    ada.get("/wishes/new")
    page = ada.send("/wishes/new", **WISH | {"title": "krita", "room": "b-204"})
    assert page.status == 409
    assert "You have already wished for Krita in B-204." in page.text
    assert "The same person" not in page.text
    assert "Nothing was sent, for the other rooms neither." not in page.text
    assert 'id="title-amiss"' in page.html
    assert wish not in page.text
    assert f"/wishes/{wish}" in page.links
    cleo = visit("cleo")
    cleo.get("/wishes/new")
    page = cleo.send("/wishes/new", **WISH | {"title": "Krita"}, on_behalf_of="ada")
    assert "They have already wished for Krita in B-204." in page.text
    assert "Your wish was taken up." in cleo.send("/wishes/new", on_behalf_of="").text


def test_wishes_that_were_sent_before_a_refusal_are_named_and_the_form_goes_on_with_the_rest(
    service: Service, visit: Visitor
) -> None:
    """Eight in the evening is over in the one zone, and still to come in the other."""
    service.move("C-101", "Pacific/Auckland")
    ada = visit("ada")
    ada.get("/wishes/new")
    page = ada.send("/wishes/new", **WISH, more_rooms="C-101", needed_by="2027-01-12T20:00")
    assert "1 wish was sent before this one was refused." in page.text
    fields = page.form("/wishes/new")["fields"]
    assert (fields["room"], fields["more_rooms"]) == ("C-101", "")


def test_what_else_was_asked_for_is_kept_where_the_wish_was_for_a_title_of_the_catalogue(
    service: Service, visit: Visitor
) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.send("/ask", room="B-204", item="Fierfox", more_items="Git", course="CS-101")
    ada.send("/wishes/from-asking")
    ada.send("/wishes/new", title="Firefox", purpose="Web")
    ada.send("/ask", item="firefox")
    asked = service.get("/requests").json()["requests"]
    assert {(one["item"]["id"], one["course"]) for one in asked} == {("git", "CS-101"), ("firefox", "CS-101")}
