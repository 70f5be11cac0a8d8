"""Connections over HTTP: who uses which, and the test of one."""

from dataclasses import replace

from fastapi.testclient import TestClient

from api.rate_limits import Budgets
from orchestrator.domain.connections import ConnectionFinding, ConnectionStep
from orchestrator.domain.machines import Machine
from tests.api.moments import NOON
from tests.api.people import ROOT, TIM
from tests.api.service import ORIGIN, PROFILE, Service
from tests.fakes.tester import failing

TEST = "/classrooms/B-204/seats/01/connection-test"


def test_a_machine_that_is_reached_tells_each_step(service: Service) -> None:
    answer = service.post(TEST, headers=TIM)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["reached"], found["text"]) == (True, "Seat 01 in B-204 can be reached: every step works.")
    assert (found["machine"], found["address"], found["port"]) == ("b204-01", "b204-01.example.edu", 5986)
    assert [(one["step"]["code"], one["state"]["text"], one["advice"]) for one in found["steps"]] == [
        (step.value, "works", "") for step in ConnectionStep
    ]
    assert [one["milliseconds"] for one in found["steps"]] == [2, 1, 11, 48, 95]
    assert found["steps"][0]["addresses"] == ["10.20.4.5"]
    certificate = found["steps"][2]["text"]
    assert certificate.startswith("The certificate is for b204-01.example.edu, holds until Tue 2 May 2028")
    assert found["steps"][4]["code_page"] == 65001


def test_a_step_that_fails_says_why_and_what_to_do_and_the_rest_is_not_tried(service: Service) -> None:
    failed = failing(ConnectionStep.LOGIN, ConnectionFinding.PASSWORD_REFUSED, "HTTP 401")
    service.tester.fails = {"b204-m1": failed}
    for headers, state, word in (
        (ROOT, "not tried", "Set the secret lab_password"),
        ({**ROOT, "Accept-Language": "de"}, "nicht versucht", "das Geheimnis lab_password"),
    ):
        found = service.post(TEST, headers=headers).json()
        assert not found["reached"]
        login, shell = found["steps"][3:]
        assert (login["finding"], login["detail"], login["milliseconds"]) == ("password_refused", "HTTP 401", 7)
        assert word.casefold() in login["advice"].casefold()
        assert (shell["state"]["text"], shell["finding"], shell["milliseconds"]) == (state, None, None)


def test_a_test_records_nothing_and_leaves_the_scans_alone(service: Service) -> None:
    before = service.get("/record/head", headers=ROOT).json()["size"]
    service.post(TEST, headers=TIM)
    assert service.get("/record/head", headers=ROOT).json()["size"] == before
    assert service.scanner.scanned == []
    assert service.get("/classrooms/B-204/seats/01").json()["scanned_at"] is None


def test_a_machine_out_of_service_is_tested_before_it_comes_back(service: Service) -> None:
    assert service.post("/classrooms/B-204/seats/04/connection-test", headers=TIM).json()["reached"]


def test_the_store_is_let_go_before_a_machine_is_asked(service: Service) -> None:
    opened: list[bool] = []
    tester, database = service.tester, service.database

    class Watching(type(tester)):  # type: ignore[misc]  # the class of the fake at hand
        def test(self, target):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as in the fake
            with database.transactions() as uow:  # waits for ever where a transaction that writes is open
                opened.append(bool(uow.machines.all()))
            return super().test(target)

    client = TestClient(service.app(tester=Watching()), ORIGIN)
    assert client.post(f"/api/v1{TEST}", headers=TIM).status_code == 200
    assert opened == [True]


def test_where_nothing_stands_there_is_nothing_to_test(service: Service) -> None:
    with service.database.transactions() as uow:
        uow.classrooms.unassign("b204-s2", NOON)
        uow.commit()
    answer = service.post("/classrooms/B-204/seats/02/connection-test", headers=TIM)
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("No machine stands at seat 02")
    missing = service.post("/classrooms/B-204/seats/77/connection-test", headers=TIM).json()
    assert missing["detail"] == "The room has no seat 77. It has: 01, 02, 03 and 04."
    assert service.tester.tested == []


def test_tests_are_counted_as_what_costs_much(service: Service) -> None:
    client = TestClient(service.app(budgets=Budgets(expensive=2)), ORIGIN)
    # The first counts for the address: whose token it is, is not known before it is answered.
    answers = [client.post(f"/api/v1{TEST}", headers=TIM).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


def test_connections_are_listed_with_who_uses_them_and_without_passwords(service: Service) -> None:
    with service.database.transactions() as uow:
        uow.machines.put_profile(replace(PROFILE, name="annex", transport="ntlm", ca_file="/etc/annex.pem"))
        uow.machines.put_profile(replace(PROFILE, name="old"))
        uow.machines.put(replace(_machine(service, "c101-m2"), profile="annex"))
        uow.machines.put(Machine("spare", "spare", "spare.example.edu", 5986, "lab"))
        uow.commit()
    found = service.get("/connections", headers=ROOT).json()
    assert [(one["name"], one["rooms"], one["elsewhere"]) for one in found["connections"]] == [
        ("annex", [{"classroom": "C-101", "machines": 1, "of": 2}], 0),
        (
            "lab",
            [{"classroom": "B-204", "machines": 4, "of": 4}, {"classroom": "C-101", "machines": 1, "of": 2}],
            1,
        ),
        ("old", [], 0),
    ]
    annex = found["connections"][0]
    assert (annex["user"], annex["transport"], annex["secret"]) == ("installer", "ntlm", "lab_password")
    assert annex["authorities"] == "/etc/annex.pem"
    first = service.get("/connections", headers=ROOT, limit=1).json()
    second = service.get("/connections", headers=ROOT, limit=1, after=first["next"]).json()
    assert (first["next"], second["connections"][0]["name"]) == ("annex", "lab")


def _machine(service: Service, machine_id: str) -> Machine:
    with service.database.reads() as uow:
        machine = uow.machines.get(machine_id)
    assert machine is not None
    return machine
