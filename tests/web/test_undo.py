"""What a page says after an act, and the button that undoes it, as somebody without scripts uses it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.api.service import Service
from tests.web.undo_acts import (
    ACTS,
    AS_BEFORE,
    BLACKOUT,
    Act,
    blackouts,
    hold,
    is_active,
    newest,
    open_requests,
    set_blackout,
    unread,
    wishes,
)
from tests.web.undo_contests import CONTEST_ACTS
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
EVERY = {**ACTS, **CONTEST_ACTS}


@pytest.mark.parametrize("act", EVERY.values(), ids=EVERY.keys())
def test_an_act_is_undone_from_the_page_that_tells_of_it(service: Service, visit: Visitor, act: Act) -> None:
    left = act.state(service) if act.left is AS_BEFORE else act.left
    one = visit(act.who)
    page = act.do(service, one)
    assert page.status == 200
    assert act.said in page.text
    page = one.send("/undo")
    assert page.status == 200
    assert act.undone in page.text
    assert act.state(service) == left


@pytest.mark.parametrize("act", EVERY.values(), ids=EVERY.keys())
def test_what_somebody_has_changed_since_is_not_undone(service: Service, visit: Visitor, act: Act) -> None:
    one = visit(act.who)
    act.do(service, one)
    act.meddle(service)
    before = (open_requests(service), blackouts(service), wishes(service), is_active(service), unread(service))
    page = one.send("/undo")
    assert page.status == 200
    assert "ot undone" in page.text or "no longer be undone" in page.text
    assert "Undone:" not in page.text
    assert (open_requests(service), blackouts(service), wishes(service), is_active(service), unread(service)) == before


def test_it_is_said_once(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    page = set_blackout(service, marta)
    assert "/undo" in [form["action"] for form in page.forms]
    page = marta.get("/blackouts")
    assert "The blackout is set." not in page.text
    assert "/undo" not in [form["action"] for form in page.forms]


def test_another_page_that_is_opened_meanwhile_does_not_swallow_it(visit: Visitor) -> None:
    marta = visit("marta")
    page = marta.get("/blackouts")
    form = page.form("/blackouts")["fields"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    data = {**form, "scope": "campus", **BLACKOUT}
    assert marta.client.post("/blackouts", data=data, headers=headers, follow_redirects=False).status_code == 303
    assert "The blackout is set." not in marta.get("/rooms").text
    assert "The blackout is set." in marta.get("/blackouts").text


@pytest.mark.parametrize("sealed", ["", "nonsense", "a.b", "e30=." + "0" * 64, "\u00e4.\u00e4"])
def test_what_was_not_sealed_here_undoes_nothing(service: Service, visit: Visitor, sealed: str) -> None:
    marta = visit("marta")
    set_blackout(service, marta)
    page = marta.send("/undo", done=sealed)
    assert page.status == 200
    assert "That can no longer be undone here. Nothing was changed." in page.text
    assert len(blackouts(service)) == 1


def test_nobody_undoes_with_the_page_of_somebody_else(service: Service, visit: Visitor) -> None:
    marta, sam = visit("marta"), visit("sam")
    sealed = set_blackout(service, marta).form("/undo")["fields"]["done"]
    csrf = sam.get("/notices").form("/sign-out")["fields"]["csrf"]
    answer = sam.client.post("/undo", data={"csrf": csrf, "done": sealed}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "can no longer be undone" in answer.text
    assert len(blackouts(service)) == 1


def test_a_page_that_no_page_of_ours_sent_undoes_nothing(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    fields = set_blackout(service, marta).form("/undo")["fields"]
    elsewhere = marta.client.post("/undo", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    forged = marta.client.post("/undo", data={**fields, "csrf": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert forged.status_code == 403
    assert "Nothing was sent yet" in forged.text
    assert len(blackouts(service)) == 1


def test_a_page_that_stood_open_too_long_undoes_nothing(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    set_blackout(service, marta)
    service.clock.moment += timedelta(hours=1, seconds=1)
    assert "can no longer be undone" in marta.send("/undo").text
    assert len(blackouts(service)) == 1


def test_words_that_another_site_puts_into_the_cookie_are_not_shown(visit: Visitor) -> None:
    marta = visit("marta")
    marta.client.cookies.set("__Host-classroom-told", "e30=." + "0" * 64)
    page = marta.get("/blackouts")
    assert page.status == 200
    assert "once-told" not in page.html


def test_what_is_asked_for_on_somebodys_behalf_is_theirs_to_take_back(visit: Visitor) -> None:
    cleo = visit("cleo")
    cleo.get("/ask")
    assert "only they can take it back" in cleo.page.text
    page = cleo.send("/ask", room="B-204", item="Git", on_behalf_of="ada")
    assert "It was accepted on behalf of Prof. Ada Lovelace, who is told. Only they can take it back." in page.text
    assert "/undo" not in [form["action"] for form in page.forms]


def test_several_are_taken_back_together_or_not_at_all(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="Git", more_rooms="C-101")
    assert "2 requests were accepted." in page.text
    sealed = page.form("/undo")["fields"]
    service.post(f"/requests/{newest(service, '/requests', 'requests')['id']}/withdraw")
    assert "It was not undone. Somebody has changed it since." in ada.send("/undo", **sealed).text
    assert open_requests(service) == ["git"]


def test_of_several_it_is_said_that_they_are_taken_back(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.send("/ask", room="B-204", item="Git", more_rooms="C-101")
    page = ada.send("/undo")
    assert "Undone: the requests are taken back. Nothing that is installed already is removed." in page.text
    assert open_requests(service) == []


def test_taking_a_hold_off_says_before_that_there_is_no_way_back(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    page = hold(service, tim)
    assert "cannot be held another time" in page.text
    page = tim.send(next(form["action"] for form in page.forms if form["action"].endswith("/lift")))
    assert "The hold is off." in page.text
    assert "/undo" not in [form["action"] for form in page.forms]


def test_all_of_a_request_is_asked_for_again(service: Service, visit: Visitor) -> None:
    items = [{"item": "git", "seats": "podium", "version": "144.0.2", "settings_line": "With the proxy of the lab."}]
    form = {"classroom": "B-204", "items": items, "course": "CS-101", "until": "2027-06-30T18:00:00Z"}
    first = service.post("/requests", form).json()["requests"][0]
    ada = visit("ada")
    ada.get(f"/requests/{first['id']}")
    ada.send(f"/requests/{first['id']}/withdraw")
    page = ada.send("/undo")
    again = newest(service, "/requests", "requests")
    assert page.url.endswith(f"/requests/{again['id']}")
    same = ("classroom", "item", "wanted", "seats", "version", "enough", "course", "needed_by", "until")
    assert {name: again[name] for name in same} == {name: first[name] for name in same}
    assert again["settings_line"]["words"] == "With the proxy of the lab."
    assert service.get(f"/requests/{first['id']}").json()["state"]["code"] == "withdrawn"


def test_a_day_that_is_over_meanwhile_is_not_asked_for_again(service: Service, visit: Visitor) -> None:
    soon = (service.clock.moment + timedelta(minutes=1)).isoformat()
    first = service.ask("git", needed_by=soon)["requests"][0]
    ada = visit("ada")
    ada.get(f"/requests/{first['id']}")
    ada.send(f"/requests/{first['id']}/withdraw")
    service.clock.moment += timedelta(minutes=2)
    assert "you have asked for it again" in ada.send("/undo").text
    assert newest(service, "/requests", "requests")["needed_by"] > first["needed_by"]
