"""The page for a room's door, and signing off from a phone."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from orchestrator.domain.advice import SignOff
from tests.api.moments import NOON
from tests.api.people import TIM
from tests.api.service import PORT, Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def delivered(service: Service, item: str) -> str:
    """Id of a request of Ada's that was there, so that she is asked whether it works."""
    request = str(service.ask(item)["requests"][0]["id"])
    with service.database.transactions() as uow:
        uow.sign_offs.put(SignOff(request, "person:ada", NOON, NOON))
        uow.commit()
    return request


def test_the_door_has_the_rooms_code_and_a_picture_of_its_address(visit: Visitor) -> None:
    tim = visit("tim")
    page = tim.get("/rooms/B-204/door")
    assert "https://classroom.example.edu/rooms/B-204/works" in page.text
    assert 'src="/rooms/B-204/door.svg"' in page.html
    picture = tim.client.get("/rooms/B-204/door.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(picture.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own
    assert tim.get("/rooms/Z-999/door").status == 404
    assert tim.get("/rooms/Z-999/door.svg").status == 404


def test_two_buttons_say_whether_it_works(service: Service, visit: Visitor) -> None:
    first, second = delivered(service, "firefox"), delivered(service, "git")
    ada = visit("ada")
    page = ada.get("/rooms/B-204/works")
    assert [form["fields"]["request"] for form in page.forms if form["action"] == "/rooms/B-204/works"] == [
        second,
        first,
    ]
    page = ada.send("/rooms/B-204/works", works="yes")
    assert "It is noted that it works." in page.text
    assert service.get(f"/requests/{second}/sign-off").json()["works"] is True
    page = ada.send("/rooms/B-204/works", works="no", words="x" * 600)
    assert page.status == 422
    assert page.form("/rooms/B-204/works")["fields"]["words"] == "x" * 600
    page = ada.send("/rooms/B-204/works", works="no", words="It closes at once.")
    assert "The room's team is told that it does not work." in page.text
    told = service.get(f"/requests/{first}/sign-off").json()
    assert (told["works"], told["words"]) == (False, "It closes at once.")
    assert "Nothing in B-204 waits for your word." in page.text


def test_work_by_hand_is_asked_about_too(service: Service, visit: Visitor) -> None:
    service.offer(PORT)
    request = service.ask(PORT.id)["requests"][0]["id"]
    ada = visit("ada")
    assert "Nothing in B-204 waits for your word." in ada.get("/rooms/B-204/works").text
    service.post(f"/requests/{request}/ticks", {"evidence": "Rule 4711"}, headers=TIM)
    ada.get("/rooms/B-204/works")
    ada.send("/rooms/B-204/works", works="yes")
    assert service.get(f"/requests/{request}").json()["ticks"][0]["answer"]["code"] == "confirmed"


def test_whoever_asked_for_nothing_is_told_what_to_do(service: Service, visit: Visitor) -> None:
    assert "/ask?room=B-204" in visit("grace").get("/rooms/B-204/works").links
    assert "Only whoever asked for something in B-204" in visit("tim").get("/rooms/B-204/works").text
    stranger = Visit(service)
    page = stranger.get("/rooms/B-204/works")
    assert page.status == 401
    assert page.form("/sign-in")["fields"]["to"] == "/rooms/B-204/works"


def test_what_was_pressed_by_mistake_is_said_otherwise_where_it_was_said(service: Service, visit: Visitor) -> None:
    request = delivered(service, "git")
    ada = visit("ada")
    ada.get("/rooms/B-204/works")
    page = ada.send("/rooms/B-204/works", works="no", words="It closes at once.")
    assert "On Tue 12 Jan, 13:00 you said that it does not work. “It closes at once.”" in page.text
    assert "Git works after all" in page.text
    assert "#said" in page.links
    page = ada.send("/rooms/B-204/works", works="yes")
    assert "It is noted that it works." in page.text
    assert "you said that it works." in page.text
    told = service.get(f"/requests/{request}/sign-off").json()
    assert (told["works"], told["words"]) == (True, "")
    page = ada.send("/rooms/B-204/works", works="no", words="x" * 600)
    assert page.status == 422
    assert page.form("/rooms/B-204/works")["fields"]["words"] == "x" * 600
    ada.get(f"/requests/{request}")
    ada.send(f"/requests/{request}/sign-off", works="no")
    assert service.get(f"/requests/{request}/sign-off").json()["works"] is False
    ada.send(f"/requests/{request}/withdraw")
    assert "you said" not in ada.get("/rooms/B-204/works").text
