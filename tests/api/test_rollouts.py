"""Starting, watching and retrying rollouts over HTTP."""

import threading
from dataclasses import replace
from typing import Any

import pytest

from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RolloutState, RunState
from tests.api.moments import NOON
from tests.api.people import ADA, TIM
from tests.api.service import Service

FAILED = Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)


def _started(service: Service, room: str = "B-204") -> str:
    answer = service.post(f"/classrooms/{room}/rollouts", headers=TIM)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _incomplete(service: Service) -> str:
    rollout = _started(service)
    states = {1: RunState.READY, 2: RunState.PENDING, 3: RunState.FAILED, 4: RunState.OUT_OF_SERVICE}
    service.finish(rollout, states, {2: Cause(CauseCode.OFF), 3: FAILED})
    return rollout


def test_a_technician_starts_one_now_and_it_is_enqueued(service: Service) -> None:
    answer = service.post("/classrooms/C-101/rollouts", headers=TIM)
    rollout = answer.json()
    assert answer.headers["Location"] == f"/api/v1/rollouts/{rollout['id']}"
    assert (rollout["trigger"]["code"], rollout["state"]["code"]) == ("technician", "queued")
    assert rollout["actor"] == {"id": "person:tim", "name": "Tim Technician"}
    assert rollout["text"] == "The rollout in C-101 waits to start."
    assert [(kind, key) for kind, key, _ in service.database.jobs.enqueued] == [("run-rollout", rollout["id"])]


def test_a_second_one_is_refused_and_the_first_is_named(service: Service) -> None:
    first = _started(service)
    problem = service.post("/classrooms/B-204/rollouts", headers=TIM).json()
    assert (problem["code"], problem["rollout_id"]) == ("rollout-under-way", first)
    assert service.get("/classrooms/B-204").json()["rollout_under_way"] == first


def test_each_seat_says_how_it_ended_with_cause_and_advice(service: Service) -> None:
    rollout = service.get(f"/rollouts/{_incomplete(service)}").json()
    assert rollout["state"]["code"] == "incomplete"
    assert rollout["text"] == (
        "The rollout in B-204 ended on Tue 12 Jan, 13:04: 1 of 4 seats ready. Not ready: Seat 02 and Seat 03."
    )
    seats = {seat["seat"]: seat for seat in rollout["seats"]}
    assert [seats[label]["state"]["code"] for label in sorted(seats)] == [
        "ready",
        "pending",
        "failed",
        "out_of_service",
    ]
    (cause,) = seats["03"]["causes"]
    assert (cause["code"], cause["exit_code"], cause["item"]["title"]) == ("installer_failed", 1603, "Mozilla Firefox")
    assert cause["text"] == (
        "Mozilla Firefox could not be installed on seat 03: a fatal error during installation (exit code 1603)."
    )
    assert cause["advice"].startswith("Usual reasons are too little disk space")
    assert seats["02"]["text"] == ("Seat 02 is pending. Seat 02 was switched off when we tried on Tue 12 Jan, 13:04.")


def test_the_same_in_german(service: Service) -> None:
    rollout = _incomplete(service)
    said = service.get(f"/rollouts/{rollout}", headers={**ADA, "Accept-Language": "de"}).json()
    causes = [cause["text"] for seat in said["seats"] for cause in seat["causes"]]
    assert causes == [
        "Platz 02 war ausgeschaltet, als wir es am Di., 12. Jan., 13:04 Uhr versuchten.",
        (
            "Die Installation von Mozilla Firefox an Platz 03 ist fehlgeschlagen: "
            "ein schwerer Fehler während der Installation (Exit-Code 1603)."
        ),
    ]


def test_a_retry_is_a_new_rollout_for_exactly_the_seats_that_are_not_ready(service: Service) -> None:
    answer = service.post(f"/rollouts/{_incomplete(service)}/retry", headers=TIM)
    assert answer.status_code == 201
    assert answer.json()["only_machines"] == ["b204-02", "b204-03"]
    assert answer.json()["trigger"]["code"] == "retry"


@pytest.mark.parametrize(
    ("states", "code"),
    [({1: RunState.READY, 4: RunState.OUT_OF_SERVICE}, "nothing-to-retry"), ({}, "rollout-not-over")],
)
def test_a_retry_that_cannot_be_is_refused(service: Service, states: dict[int, RunState], code: str) -> None:
    rollout = _started(service)
    if states:
        service.finish(rollout, states, {})
    answer = service.post(f"/rollouts/{rollout}/retry", headers=TIM)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_rollouts_page_newest_first_and_keep_their_place(service: Service) -> None:
    ids = []
    for _ in range(3):
        ids.append(_started(service))
        service.finish(ids[-1], {1: RunState.READY}, {})
    first = service.get("/rollouts", limit=2).json()
    other = _started(service, "C-101")
    second = service.get("/rollouts", limit=2, after=first["next"]).json()
    assert [r["id"] for page in (first, second) for r in page["rollouts"]] == list(reversed(ids))
    assert second["next"] is None
    assert [r["id"] for r in service.get("/rollouts", classroom="C-101").json()["rollouts"]] == [other]


def test_events_come_in_order_with_words_and_say_when_there_are_no_more(service: Service) -> None:
    rollout = _incomplete(service)
    first = service.get(f"/rollouts/{rollout}/events", limit=3).json()
    rest = service.get(f"/rollouts/{rollout}/events", after=first["next"]).json()
    events = first["events"] + rest["events"]
    assert [event["sequence"] for event in events] == [1, 2, 3, 4, 5]
    assert [event["text"] for event in events] == [
        "The rollout begins with 4 machines.",
        "Seat 01 is ready.",
        "Seat 02 is pending. Seat 02 was switched off when we tried on Tue 12 Jan, 13:04.",
        (
            "Seat 03 failed. Mozilla Firefox could not be installed on seat 03: "
            "a fatal error during installation (exit code 1603)."
        ),
        "Seat 04 is left alone.",
    ]
    assert [(event["seat"], event["machine"]) for event in events[:2]] == [(None, None), ("01", "b204-01")]
    assert (first["over"], rest["over"], rest["next"]) == (False, True, 5)


def test_every_kind_of_event_of_a_run_has_words(service: Service) -> None:
    rollout = _started(service)
    happened: list[tuple[str, str | None, dict[str, Any]]] = [
        ("wave.started", None, {"wave": 1, "machines": 1}),
        ("call_started", "b204-m1", {"items": ["firefox", "git"]}),
        ("call_succeeded", "b204-m1", {"items": ["firefox"], "rc": 0, "changed": True}),
        ("call_failed", "b204-m1", {"items": ["git"], "rc": 1603, "msg": "no"}),
        ("unreachable", "b204-m2", {"items": [], "msg": "gone"}),
        ("machine_done", "b204-m1", {"items": [], "ok": 3, "changed": 1, "failures": 1}),
        ("output", None, {"items": [], "msg": "[WARNING]: {odd} [text]"}),
        ("rollout.given_up", None, {}),
        ("rollout.finished", None, {"state": "incomplete", "ready": 1, "machines": 2}),
    ]
    with service.database.transactions() as uow:
        uow.events.append(rollout, NOON, happened)
        uow.commit()
    assert [event["text"] for event in service.get(f"/rollouts/{rollout}/events").json()["events"]] == [
        "Wave 1 begins with 1 machine.",
        "Machine b204-m1: installing Mozilla Firefox and Git.",
        "Machine b204-m1: the installer of Mozilla Firefox is through (exit code 0).",
        "Machine b204-m1: the installer of Git failed (exit code 1603).",
        "Machine b204-m2 stopped answering.",
        "Machine b204-m1: the work is through.",
        "Ansible: [WARNING]: {odd} [text]",
        "The rollout was broken off by a fault on our side. The worker's log says which.",
        "The rollout is over: 1 of 2 seats ready.",
    ]


def test_whoever_waits_gets_the_next_event_and_others_are_served_meanwhile(service: Service) -> None:
    rollout = _started(service)
    answers: list[list[str]] = []

    def wait() -> None:
        body = service.get(f"/rollouts/{rollout}/events", wait=25).json()
        answers.append([event["kind"] for event in body["events"]])

    with service.client:  # one event loop for all calls, as a server has
        waiting = threading.Thread(target=wait)
        waiting.start()
        # Were the loop held up, this would be served only when the other call has waited in vain.
        assert service.get("/classrooms").status_code == 200
        with service.database.transactions() as uow:
            uow.events.append(rollout, NOON, [("rollout.started", None, {"machines": 1})])
            uow.commit()
        waiting.join()
    assert answers == [["rollout.started"]]


def test_whoever_waits_in_vain_gets_an_empty_answer_and_can_go_on_from_there(service: Service) -> None:
    body = service.get(f"/rollouts/{_started(service)}/events", after=7, wait=1).json()
    assert (body["events"], body["next"], body["over"]) == ([], 7, False)


def test_nobody_waits_for_a_rollout_that_is_over(service: Service) -> None:
    rollout = _incomplete(service)
    body = service.get(f"/rollouts/{rollout}/events", after=5, wait=25).json()
    assert (body["events"], body["over"], body["next"]) == ([], True, 5)


def test_a_running_rollout_says_how_far_it_is(service: Service) -> None:
    rollout = _started(service)
    with service.database.transactions() as uow:
        stored = uow.rollouts.get(rollout)
        assert stored
        uow.rollouts.update(stored.moved_to(RolloutState.RUNNING, NOON))
        uow.rollouts.put_runs([MachineRun(rollout, "b204-m1", "b204-s1", 1, RunState.WORKING, NOON)])
        uow.commit()
    body = service.get(f"/rollouts/{rollout}").json()
    assert body["text"] == "The rollout in B-204 is running: 0 of 1 seat ready so far."
    assert body["seats"][0]["text"] == "Seat 01: the work begins."


def test_a_seat_that_has_left_the_room_since_is_named_by_its_machine(service: Service) -> None:
    rollout = _incomplete(service)
    with service.database.transactions() as uow:
        room = uow.classrooms.get("b204")
        assert room
        uow.classrooms.put(replace(room, seats=room.seats[:1]))
        uow.commit()
    body = service.get(f"/rollouts/{rollout}").json()
    gone = next(seat for seat in body["seats"] if seat["machine"] == "b204-03")
    assert gone["seat"] is None
    assert gone["text"].startswith("Machine b204-03 failed. Mozilla Firefox could not be installed on machine b204-03:")
