"""Rollouts by pages alone: what one would do, starting, watching, trying again, stopping."""

from collections.abc import Callable

from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.people import TIM
from tests.api.service import Service, edge
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
STATES = {1: RunState.READY, 2: RunState.PENDING, 3: RunState.FAILED, 4: RunState.OUT_OF_SERVICE}
CAUSES = {2: Cause(CauseCode.OFF), 3: Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)}


def _over(service: Service) -> str:
    rollout = str(service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"])
    service.finish(rollout, STATES, CAUSES)
    return rollout


def test_a_plan_is_shown_and_made_anew_from_the_machines(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    tim = visit("tim")
    page = tim.get("/rooms/B-204/plan")
    assert "This rests on earlier scans." in page.text
    assert "Seats that could not be planned" in page.text
    service.see("B-204", 2, edge())
    service.see("B-204", 3, edge())
    page = tim.send("/rooms/B-204/plan")
    assert "A rollout would install Mozilla Firefox 145.0.1 on 2 seats." in page.text
    assert "2 seats: 02, 03" in page.text
    assert "chocolatey: install firefox" in page.text
    assert page.text.count("The machines were") == 1
    assert "Read on Tue 12 Jan, 13:00." in page.text


def test_a_call_without_packages_names_what_it_installs(service: Service, visit: Visitor) -> None:
    service.ask("student-records-forms")
    service.see("B-204", 2, edge())
    tim = visit("tim")
    tim.get("/rooms/B-204/plan")
    page = tim.send("/rooms/B-204/plan")
    assert page.status == 200
    assert "msi: install student-records-forms" in page.text


def test_a_rollout_is_started_without_a_seat_and_a_second_one_names_the_first(visit: Visitor) -> None:
    tim, other = visit("tim"), visit("tim")
    for one in (tim, other):
        one.get("/rooms/B-204/plan")
    page = tim.send("/rooms/B-204/rollouts", **{"skip[]": ["03"]})
    assert "The rollout in B-204 waits to start." in page.text
    assert "Left out 03" in page.text
    address = page.url.removeprefix("https://classroom.example.edu")
    page = other.send("/rooms/B-204/rollouts", **{"skip[]": ["02"]})
    assert page.status == 409
    assert address in page.links
    assert "Start the rollout" not in tim.get("/rooms/B-204/plan").text


def test_leaving_out_every_seat_is_told_and_what_was_ticked_stays(visit: Visitor) -> None:
    tim = visit("tim")
    tim.get("/rooms/B-204/plan")
    page = tim.send("/rooms/B-204/rollouts", **{"skip[]": ["01", "02", "03", "04"]})
    assert page.status in {409, 422}
    assert page.form("/rooms/B-204/rollouts")["fields"]["skip[]"] == ["01", "02", "03", "04"]


def test_one_that_is_over_says_per_machine_how_it_ended_and_why(service: Service, visit: Visitor) -> None:
    page = visit("tim").get(f"/rollouts/{_over(service)}")
    assert "1 of 4 seats ready. Not ready: Seat 02 and Seat 03." in page.text
    assert "03 b204-03 F failed" in page.text
    assert "04 b204-04 O" in page.text
    assert "a fatal error during installation (exit code 1603)" in page.text
    assert "Usual reasons are too little disk space" in page.text
    assert "The rollout begins with 4 machines." in page.text
    assert "hx-sse:connect" not in page.html
    assert "/rooms/B-204?seat=03" in page.links


def test_the_failed_seats_are_tried_again(service: Service, visit: Visitor) -> None:
    first = _over(service)
    tim = visit("tim")
    tim.get(f"/rollouts/{first}")
    page = tim.send(f"/rollouts/{first}/retry")
    assert page.url != f"https://classroom.example.edu/rollouts/{first}"
    assert "Only b204-02, b204-03" in page.text
    tim.get(f"/rollouts/{first}")
    page = tim.send(f"/rollouts/{first}/retry")
    assert page.status == 409
    assert "Open that rollout" in page.text


def test_one_under_way_is_watched_and_cancelled_with_the_harm_named(visit: Visitor) -> None:
    tim, other = visit("tim"), visit("tim")
    tim.get("/rooms/B-204/plan")
    page = tim.send("/rooms/B-204/rollouts")
    path = page.url.removeprefix("https://classroom.example.edu")
    assert f'hx-sse:connect="{path}/live?after=0"' in page.html
    assert '<div id="stopped" role="status">' in page.html
    assert f"/sign-in?to={path}" in page.links
    assert "whoever asked for it waits longer" in page.text
    other.get(path)
    page = tim.send(f"{path}/cancel")
    assert "was cancelled by Tim Technician" in page.text
    assert other.send(f"{path}/cancel").status == 409


def test_one_that_was_cancelled_before_it_touched_anything_offers_no_second_try(visit: Visitor) -> None:
    tim = visit("tim")
    tim.get("/rooms/B-204/plan")
    page = tim.send("/rooms/B-204/rollouts")
    page = tim.send(f"{page.url.removeprefix('https://classroom.example.edu')}/cancel")
    assert "was cancelled by Tim Technician" in page.text
    assert "Retry the failed seats" not in page.text
    assert "Nothing was amiss" not in page.text


def test_where_only_seats_out_of_service_are_left_nothing_is_tried_again(service: Service, visit: Visitor) -> None:
    rollout = str(service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"])
    service.finish(rollout, {1: RunState.READY, 4: RunState.OUT_OF_SERVICE}, {})
    assert "Retry the failed seats" not in visit("tim").get(f"/rollouts/{rollout}").text


def test_all_rollouts_and_those_of_a_room(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    assert "There was no rollout yet." in tim.get("/rollouts").text
    rollout = _over(service)
    assert f"/rollouts/{rollout}" in tim.get("/rollouts").links
    assert f"/rollouts/{rollout}" in tim.get("/rooms/B-204/rollouts").links
    for name in ("room", "classroom"):
        page = tim.get(f"/rollouts?{name}=C-101")
        assert "There was no rollout in this room yet." in page.text
        assert page.form("/rollouts")["fields"]["room"] == "C-101"
    page = tim.get("/rollouts?room=Z-999")
    assert page.status == 404
    assert "There is no room Z-999" in page.text
    assert tim.get("/rollouts/00000000-0000-7000-8000-999999999999").status == 404


def test_many_rollouts_are_paged(service: Service, visit: Visitor) -> None:
    ids = [_over(service) for _ in range(51)]
    tim = visit("tim")
    page = tim.get("/rollouts?room=B-204")
    following = next(link for link in page.links if "after=" in link)
    assert following.startswith("/rollouts?room=B-204&")
    assert f"/rollouts/{ids[0]}" not in page.links
    assert f"/rollouts/{ids[0]}" in tim.get(following).links


def test_whoever_only_reads_gets_no_buttons(service: Service, visit: Visitor) -> None:
    rollout = _over(service)
    ada = visit("ada")
    for path in (f"/rollouts/{rollout}", "/rooms/B-204/plan", "/rollouts"):
        page = ada.get(path)
        assert page.status == 200
        assert {form["action"] for form in page.forms} <= {"/search", "/sign-out", "/rollouts"}
