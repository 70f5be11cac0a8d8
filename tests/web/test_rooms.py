"""A technician at work in a room, by pages alone: seats, holds, earlier states."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestrator.domain.rollouts import Cause, CauseCode, Intent, RunState
from tests.api.moments import NOON
from tests.api.people import MARTA, TIM
from tests.api.service import Service, edge, firefox
from tests.store.databases import opened_copy
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
WHY = "The projector has gone black since yesterday."


def _looked_at(service: Service) -> None:
    service.see("B-204", 1, edge(), firefox(), packages=("firefox=145.0.1",))
    service.see("B-204", 2, edge())
    service.post("/classrooms/B-204/dry-run", headers=TIM)


def test_all_rooms_by_building_and_those_of_one(visit: Visitor) -> None:
    tim = visit("tim")
    page = tim.get("/rooms")
    assert "Annex Room Seats How they stand How its rollouts start C-101 2? 2 unknown a technician starts" in page.text
    assert "/rooms/B-204" in page.links
    page = tim.get("/rooms?building=Annex")
    assert "/rooms/C-101" in page.links
    assert "/rooms/B-204" not in page.links
    assert page.form("/rooms")["fields"]["building"] == "Annex"
    assert "There is no room in this building." in tim.get("/rooms?building=Nowhere").text


def test_the_room_is_said_in_a_sentence_and_its_seats_stand_as_in_the_room(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    _looked_at(service)
    page = visit("tim").get("/rooms/B-204")
    assert "1 of 4 seats in B-204 is ready. 1 seat is out of service." in page.text
    assert '<li class="r1 c2"><a class="seat" href="/rooms/B-204?seat=02"' in page.html
    assert '<li class="r1 c1"><a class="seat podium"' in page.html
    assert "R 01 Seat 01 is ready." in page.text
    assert "R ready 1 W working 0 P pending 2" in page.text
    assert "Mozilla Firefox is ready on 1 of 4 seats in B-204" in page.text
    assert 'hx-sse:connect="/rooms/B-204/live"' in page.html
    assert " style=" not in page.html


def test_a_seat_opens_beside_the_plan_with_its_whys(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    _looked_at(service)
    tim = visit("tim")
    page = tim.get("/rooms/B-204?seat=01")
    assert 'href="/rooms/B-204?seat=01"' in page.html
    assert page.html.count('aria-current="true"') == 1
    assert "wanted: 145.0.1 · there: 145.0.1" in page.text
    assert "Prof. Ada Lovelace asked for it." in page.text
    assert "It is standard software of the room." in page.text
    assert "16 GB of memory" in page.text
    assert "2 programs are installed" in page.text
    page = tim.get("/rooms/B-204?seat=03")
    assert "We try again by ourselves when it is on." in page.text
    assert "no answer in time" in page.text
    assert tim.get("/rooms/B-204?seat=99").status == 404
    assert tim.get("/rooms/Z-999").status == 404


def test_what_was_done_at_a_seat_is_its_history(service: Service, visit: Visitor) -> None:
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    failed = Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)
    service.finish(rollout, {2: RunState.READY, 3: RunState.FAILED, 4: RunState.READY}, {3: failed})
    with service.database.transactions() as uow:
        stored = uow.rollouts.get(rollout)
        assert stored is not None
        machines = [f"{stored.classroom_id}-m{n}" for n in (2, 3)]
        uow.rollouts.add_intents([Intent(rollout, 1, m, "firefox", "145.0.1", None, (), NOON) for m in machines])
        uow.commit()
    tim = visit("tim")
    assert "Installed: Mozilla Firefox 145.0.1. Show the rollout" in tim.get("/rooms/B-204?seat=02").text
    assert "Nothing had to be done. Show the rollout" in tim.get("/rooms/B-204?seat=04").text
    page = tim.get("/rooms/B-204?seat=03")
    assert "Not brought to an end: Mozilla Firefox. Seat 03 failed." in page.text
    assert "could not be installed on seat 03" in page.text
    assert f"/rollouts/{rollout}" in page.links
    assert "No rollout was at this seat yet." in tim.get("/rooms/B-204?seat=01").text


def test_an_instructor_sees_the_room_and_no_brake(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    page = visit("ada").get("/rooms/B-204?seat=01")
    assert page.status == 200
    assert "Hold something" not in page.text
    assert "b204-01.example.edu" not in page.text
    assert [form["action"] for form in page.forms if form["action"] not in {"/search", "/sign-out"}] == []


def test_a_title_is_held_in_two_clicks_and_the_hold_taken_off(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    tim = visit("tim")
    tim.get("/rooms/B-204")
    page = tim.send("/rooms/B-204/holds", what="item:firefox", sentence=WHY)
    assert "Mozilla Firefox is held in B-204 until" in page.text
    assert f"“{WHY}”" in page.text
    lift = next(form["action"] for form in page.forms if form["action"].endswith("/lift"))
    page = tim.send(lift)
    assert "Nothing is held here." in page.text


def test_a_hold_without_a_why_is_told_and_what_was_chosen_stays(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    tim = visit("tim")
    tim.get("/rooms/B-204")
    page = tim.send("/rooms/B-204/holds", what=f"request:{request}", sentence="  ")
    assert page.status == 422
    assert 'id="sentence-amiss"' in page.html
    assert f'value="request:{request}" selected' in page.html
    page = tim.send("/rooms/B-204/holds", what="nonsense", sentence=WHY)
    assert page.status == 422
    page = tim.send("/rooms/B-204/holds", what=f"request:{request}", sentence=WHY)
    assert "One request in B-204 is held" in page.text
    page = tim.send("/rooms/B-204/holds", what=f"request:{request}", sentence=WHY)
    assert page.status == 409
    assert page.form("/rooms/B-204/holds")["fields"]["sentence"] == WHY


def test_a_rollout_under_way_can_be_held(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    tim = visit("tim")
    page = tim.get("/rooms/B-204")
    assert "A rollout is under way: watch it" in page.text
    page = tim.send("/rooms/B-204/holds", what=f"rollout:{rollout}", sentence=WHY)
    assert page.status == 200
    assert WHY in page.text


@pytest.mark.parametrize(
    ("kind", "name", "here", "elsewhere"),
    [
        ("classroom", "B-204", True, False),
        ("building", "Main building", True, False),
        ("department", "Physics", True, False),
        ("department", "Chemistry", False, True),
        ("campus", None, True, True),
    ],
)
def test_a_blackout_over_a_room_stands_at_its_top(
    service: Service, visit: Visitor, kind: str, name: str | None, *, here: bool, elsewhere: bool
) -> None:
    body = {
        "scope": {"kind": kind, "name": name},
        "starts_at": "2027-01-12T11:00:00Z",
        "ends_at": "2027-01-14T12:00:00Z",
        "reason": "Written exams.",
    }
    assert service.post("/blackouts", body, headers=MARTA).status_code == 201
    tim = visit("tim")
    assert ("Written exams." in tim.get("/rooms/B-204").text) == here
    assert ("Written exams." in tim.get("/rooms/C-101").text) == elsewhere


def test_earlier_states_are_listed_compared_and_gone_back_to(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    assert "Nothing was asked for here yet" in tim.get("/rooms/B-204/revisions").text
    service.ask("firefox")
    service.ask("git")
    page = tim.get("/rooms/B-204/revisions")
    assert "/rooms/B-204/revisions/2" in page.links
    page = tim.get("/rooms/B-204/revisions/2")
    assert "What it has over state 1" in page.text
    assert "More Software Wanted Version Seats Git there newest all seats" in page.text
    assert "Go back" not in page.text
    page = tim.get("/rooms/B-204/revisions/1?against=2")
    assert "Less Software Wanted Version Seats Git" in page.text
    assert "is taken away where we placed it" in page.text
    page = tim.send("/rooms/B-204/revisions/1/back", sentence=" ")
    assert page.status == 422
    page = tim.send("/rooms/B-204/revisions/1/back", sentence=WHY, canary_seat="02")
    assert "B-204 went back to revision 1 until" in page.text
    assert "on seat 02 first" in page.text
    assert tim.get("/rooms/B-204/revisions/99").status == 404
    assert tim.get("/rooms/B-204/revisions/1?against=1").text.count("Both have the same.") == 1


def test_without_rooms_the_next_step_is_to_bring_the_site_in(staffed: Path, tmp_path: Path) -> None:
    with opened_copy(staffed, tmp_path) as database:
        empty = Service(database)
        marta, ada = Visit(empty), Visit(empty)
        marta.sign_in("marta")
        ada.sign_in("ada")
        assert "/site/import" in marta.get("/rooms").links
        assert marta.get("/site/import").status == 200
        page = ada.get("/rooms")
        assert "There are no rooms yet." in page.text
        assert "/site/import" not in page.links


@pytest.mark.parametrize("path", ["/rooms/B-204", "/rooms/C-101"])
def test_the_page_can_say_that_it_no_longer_moves(visit: Visitor, path: str) -> None:
    page = visit("ada").get(path)
    assert '<div id="stopped" role="status">' in page.html
    assert page.html.count('<p class="told" hidden data-stopped=') == 2
    assert f"/sign-in?to={path}" in page.links
