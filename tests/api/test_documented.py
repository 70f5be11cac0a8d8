"""Every answer that the API's description promises, brought about once: a case per operation and status."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from structlog.testing import capture_logs

from api.body_limit import DEFAULT_LIMIT
from api.dependencies import ACTOR_HEADER
from api.schemas.imports import MOST_BYTES
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from orchestrator.services.unit_of_work import TransactionLost, UnitOfWork
from orchestrator.settings import ROOT
from tests.api.service import ADA, NOON, TIM, Service
from tests.api.site_files import catalog_files, site_files

Call = Callable[[Service], Response]
NOBODY = "00000000-0000-7000-8000-999999999999"
FORM = {"classroom": "B-204", "items": [{"item": "firefox"}]}


def _request(service: Service) -> str:
    return str(service.ask("firefox")["requests"][0]["id"])


def _rollout(service: Service, *, room: str = "B-204") -> str:
    return str(service.post(f"/classrooms/{room}/rollouts", headers=TIM).json()["id"])


def _finished(service: Service, **states: RunState) -> str:
    rollout = _rollout(service)
    by_seat = {int(seat.removeprefix("seat_")): state for seat, state in states.items()}
    service.finish(rollout, by_seat, {n: Cause(CauseCode.OFF) for n, s in by_seat.items() if s is RunState.PENDING})
    return rollout


def _again(service: Service, rollout: str) -> Response:
    return service.post(f"/rollouts/{rollout}/retry", headers=TIM)


def _seen(service: Service) -> Response:
    service.see("B-204", 1)
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    return service.get("/classrooms/B-204/seats/01/observed")


def _asked_twice(service: Service) -> Response:
    service.ask("firefox")
    return service.post("/requests", FORM)


def _sent_twice(service: Service) -> Response:
    headers = {**ADA, "Idempotency-Key": "k"}
    service.post("/requests", FORM, headers=headers)
    return service.post("/requests", FORM, headers=headers)


def _withdrawn_by_another(service: Service) -> Response:
    return service.post(f"/requests/{_request(service)}/withdraw", headers=TIM)


def _withdrawn_twice(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/withdraw")
    return service.post(f"/requests/{request}/withdraw")


def _import_without_what_is_asked_for(service: Service) -> Response:
    service.ask("firefox")
    return service.post("/catalog/import", {"files": catalog_files(without="firefox")})


def _without_database(service: Service) -> Response:
    service.database.sql("ALTER TABLE cs_site RENAME TO elsewhere")
    with capture_logs() as logs:
        answer = service.get("/health")
    assert [entry["incident"] for entry in logs if "incident" in entry] == [answer.json()["incident"]]
    return answer


def _large(size: int, path: str) -> Call:
    def call(service: Service) -> Response:
        headers = {**ADA, "Content-Type": "application/json"}
        return service.client.post(f"/api/v1{path}", content=b" " * (size + 1), headers=headers)

    return call


ANSWERS: dict[tuple[str, int], Call] = {
    ("get_health", 200): lambda s: s.get("/health", headers={}),
    ("get_health", 503): _without_database,
    ("get_openapi_description", 200): lambda s: s.get("/openapi.json", headers={}),
    ("list_classrooms", 200): lambda s: s.get("/classrooms"),
    ("get_classroom", 200): lambda s: s.get("/classrooms/B-204"),
    ("get_classroom", 404): lambda s: s.get("/classrooms/B-999"),
    ("list_seats", 200): lambda s: s.get("/classrooms/B-204/seats"),
    ("list_seats", 404): lambda s: s.get("/classrooms/B-999/seats"),
    ("get_seat", 200): lambda s: s.get("/classrooms/B-204/seats/01"),
    ("get_seat", 404): lambda s: s.get("/classrooms/B-204/seats/99"),
    ("list_observed", 200): lambda s: s.get("/classrooms/B-204/observed"),
    ("list_observed", 404): lambda s: s.get("/classrooms/B-999/observed"),
    ("get_observed", 200): _seen,
    ("get_observed", 404): lambda s: s.get("/classrooms/B-204/seats/01/observed"),
    ("get_plan", 200): lambda s: s.get("/classrooms/B-204/plan"),
    ("get_plan", 404): lambda s: s.get("/classrooms/B-999/plan"),
    ("dry_run_classroom", 200): lambda s: s.post("/classrooms/B-204/dry-run"),
    ("dry_run_classroom", 404): lambda s: s.post("/classrooms/B-999/dry-run"),
    ("get_manifest", 200): lambda s: s.get("/classrooms/B-204/manifest"),
    ("get_manifest", 404): lambda s: s.get("/classrooms/B-999/manifest"),
    ("list_revisions", 200): lambda s: s.get("/classrooms/B-204/revisions"),
    ("list_revisions", 404): lambda s: s.get("/classrooms/B-999/revisions"),
    ("get_revision", 200): lambda s: (s.ask("firefox"), s.get("/classrooms/B-204/revisions/1"))[1],
    ("get_revision", 404): lambda s: s.get("/classrooms/B-204/revisions/7"),
    ("compare_revisions", 200): lambda s: (s.ask("firefox"), s.get("/classrooms/B-204/revisions/1/diff"))[1],
    ("compare_revisions", 404): lambda s: s.get("/classrooms/B-204/revisions/7/diff"),
    ("list_catalog", 200): lambda s: s.get("/catalog"),
    ("get_catalog_item", 200): lambda s: s.get("/catalog/firefox"),
    ("get_catalog_item", 404): lambda s: s.get("/catalog/netscape"),
    ("import_catalog", 200): lambda s: s.post("/catalog/import", {"files": catalog_files()}),
    ("import_catalog", 409): _import_without_what_is_asked_for,
    ("import_catalog", 413): _large(MOST_BYTES, "/catalog/import"),
    ("import_site", 200): lambda s: s.post("/site/import", {"files": site_files()}),
    ("import_site", 413): _large(MOST_BYTES, "/site/import"),
    ("submit_requests", 200): _sent_twice,
    ("submit_requests", 201): lambda s: s.post("/requests", FORM),
    ("submit_requests", 404): lambda s: s.post("/requests", {**FORM, "classroom": "B-999"}),
    ("submit_requests", 409): _asked_twice,
    ("submit_requests", 413): _large(DEFAULT_LIMIT, "/requests"),
    ("list_requests", 200): lambda s: s.get("/requests"),
    ("list_requests", 404): lambda s: s.get("/requests", classroom="B-999"),
    ("get_request", 200): lambda s: s.get(f"/requests/{_request(s)}"),
    ("get_request", 404): lambda s: s.get(f"/requests/{NOBODY}"),
    ("withdraw_request", 200): lambda s: s.post(f"/requests/{_request(s)}/withdraw"),
    ("withdraw_request", 404): lambda s: s.post(f"/requests/{NOBODY}/withdraw"),
    ("withdraw_request", 409): _withdrawn_twice,
    ("start_rollout", 201): lambda s: s.post("/classrooms/B-204/rollouts"),
    ("start_rollout", 404): lambda s: s.post("/classrooms/B-999/rollouts"),
    ("start_rollout", 409): lambda s: (_rollout(s), s.post("/classrooms/B-204/rollouts"))[1],
    ("list_rollouts", 200): lambda s: s.get("/rollouts"),
    ("list_rollouts", 404): lambda s: s.get("/rollouts", classroom="B-999"),
    ("get_rollout", 200): lambda s: s.get(f"/rollouts/{_rollout(s)}"),
    ("get_rollout", 404): lambda s: s.get(f"/rollouts/{NOBODY}"),
    ("retry_rollout", 201): lambda s: _again(s, _finished(s, seat_1=RunState.PENDING)),
    ("retry_rollout", 404): lambda s: _again(s, NOBODY),
    ("retry_rollout", 409): lambda s: _again(s, _finished(s, seat_1=RunState.READY)),
    ("list_rollout_events", 200): lambda s: s.get(f"/rollouts/{_rollout(s)}/events"),
    ("list_rollout_events", 404): lambda s: s.get(f"/rollouts/{NOBODY}/events", wait=1),
}
"""How each answer is brought about, except those that every operation has."""

MALFORMED: dict[str, Call] = {
    "get_classroom": lambda s: s.get("/classrooms/B%00"),
    "list_seats": lambda s: s.get("/classrooms/B%00/seats"),
    "get_seat": lambda s: s.get("/classrooms/B-204/seats/%0A"),
    "list_observed": lambda s: s.get("/classrooms/B%00/observed"),
    "get_observed": lambda s: s.get("/classrooms/B-204/seats/%0A/observed"),
    "get_plan": lambda s: s.get("/classrooms/B%00/plan"),
    "dry_run_classroom": lambda s: s.post("/classrooms/B%00/dry-run"),
    "get_manifest": lambda s: s.get("/classrooms/B%00/manifest"),
    "list_revisions": lambda s: s.get("/classrooms/B-204/revisions", before=0),
    "get_revision": lambda s: s.get("/classrooms/B-204/revisions/first"),
    "compare_revisions": lambda s: s.get("/classrooms/B-204/revisions/1/diff", against=-1),
    "list_catalog": lambda s: s.get("/catalog", provider="floppy"),
    "get_catalog_item": lambda s: s.get("/catalog/a%00"),
    "import_catalog": lambda s: s.post("/catalog/import", {"files": {"firefox.yml": "id: [firefox"}}),
    "import_site": lambda s: s.post("/site/import", {"files": {"hosts.yml": "all: {{ x }}"}}),
    "submit_requests": lambda s: s.post("/requests", {"classroom": "B-204", "items": []}),
    "list_requests": lambda s: s.get("/requests", state="lost"),
    "get_request": lambda s: s.get("/requests/a b"),
    "withdraw_request": lambda s: s.post("/requests/a b/withdraw"),
    "start_rollout": lambda s: s.post("/classrooms/B%00/rollouts"),
    "list_rollouts": lambda s: s.get("/rollouts", limit=1_000),
    "get_rollout": lambda s: s.get("/rollouts/a b"),
    "retry_rollout": lambda s: s.post("/rollouts/a b/retry"),
    "list_rollout_events": lambda s: s.get("/rollouts/o1/events", wait=26),
}
"""A malformed call of each operation that takes anything."""

OPEN_TO_ALL = {"get_health", "get_openapi_description"}


def _operations(service: Service) -> dict[str, tuple[str, str, dict[str, Any]]]:
    paths = service.get("/openapi.json").json()["paths"]
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def _any_call(service: Service, operation: str) -> Response:
    """A call of the operation as it stands in the description, with something in the place of each parameter."""
    method, path, _ = _operations(service)[operation]
    filled = path.replace("{number}", "1")
    for name in ("code", "label", "item_id", "request_id", "rollout_id"):
        filled = filled.replace(f"{{{name}}}", "x")
    body = {"submit_requests": FORM, "import_site": {"files": {}}, "import_catalog": {"files": {}}}.get(operation)
    return service.client.request(method, filled, json=body, headers=ADA)


@pytest.mark.parametrize(("operation", "status"), ANSWERS, ids=str)
def test_an_answer_comes_as_it_is_described(service: Service, operation: str, status: int) -> None:
    answer = ANSWERS[operation, status](service)
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert problem["type"] == f"urn:classroom:problem:{problem['code']}"
        assert problem["title"]
        assert problem["detail"]


@pytest.mark.parametrize("operation", MALFORMED)
def test_a_malformed_call_names_each_field_and_changes_nothing(service: Service, operation: str) -> None:
    before = service.database.sql("SELECT count(*) FROM cs_audit_entries")
    answer = MALFORMED[operation](service)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid-input"), answer.text
    assert problem["problems"]
    assert all(found["problem"] and found["text"] for found in problem["problems"])
    assert service.database.sql("SELECT count(*) FROM cs_audit_entries") == before


def test_every_answer_that_is_described_has_a_case_and_no_other(service: Service) -> None:
    described = {
        (operation, int(status))
        for operation, (_, _, details) in _operations(service).items()
        for status in details["responses"]
    }
    ours = set(ANSWERS) | {(operation, 422) for operation in MALFORMED}
    ours |= {
        (operation, s)
        for operation in _operations(service)
        if operation not in OPEN_TO_ALL
        for s in (401, 403, 500, 503)
    }
    assert described == ours


def test_every_operation_says_what_it_is_for_and_describes_its_problems(service: Service) -> None:
    for operation, (_, _, details) in _operations(service).items():
        assert details["summary"], operation
        assert details["description"], operation
        for status, response in details["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (operation, status)


def test_the_description_is_whole(service: Service) -> None:
    description = service.get("/openapi.json").json()
    operations = [o["operationId"] for methods in description["paths"].values() for o in methods.values()]
    assert len(operations) == len(set(operations))
    refs = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)))
    assert {"Problem", "FieldProblemOut", "RequestsIn"} <= refs
    assert refs <= set(description["components"]["schemas"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert description["info"]["version"] == project["version"]


def test_nobody_is_let_in_without_a_name_where_one_is_needed(service: Service) -> None:
    for operation, (method, path, _) in _operations(service).items():
        answer = service.client.request(method, path)
        if operation in OPEN_TO_ALL:
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.json()["code"]) == (401, "not-identified"), operation
            assert answer.headers["WWW-Authenticate"] == ACTOR_HEADER


def test_every_operation_asks_whether_its_caller_may(service: Service) -> None:
    service.policy = lambda *_: False
    for operation in _operations(service).keys() - OPEN_TO_ALL:
        answer = _any_call(service, operation)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted"), operation


def test_a_fault_of_ours_tells_its_number_and_nothing_else(service: Service) -> None:
    operations = _operations(service).keys() - OPEN_TO_ALL
    for table in ("classrooms", "requests", "rollouts", "catalog_items"):
        service.database.sql(f"ALTER TABLE cs_{table} RENAME TO {table}_elsewhere")
    for operation in operations:
        with capture_logs() as logs:
            answer = _any_call(service, operation)
        problem = answer.json()
        assert [entry["incident"] for entry in logs if "incident" in entry] == [problem["incident"]]
        assert (answer.status_code, problem["code"]) == (500, "internal-fault"), operation
        assert problem["incident"] in problem["detail"]
        assert not [word for word in ("sqlite", "SELECT", "Traceback", "cs_") if word in answer.text]


def test_a_call_that_the_database_gave_up_may_be_made_again(service: Service) -> None:
    def lost() -> UnitOfWork:
        raise TransactionLost

    operations = _operations(service).keys() - OPEN_TO_ALL
    service.client = TestClient(service.app(reads=lost, transactions=lost), raise_server_exceptions=False)
    for operation in operations:
        with capture_logs() as logs:
            answer = _any_call(service, operation)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (503, "transaction-lost"), operation
        assert answer.headers["Retry-After"] == "1"
        assert [entry["incident"] for entry in logs] == [problem["incident"]]


def test_moments_are_in_utc_and_the_rooms_zone_stands_beside_them(service: Service) -> None:
    room = service.get("/classrooms/B-204").json()
    assert room["at"] == NOON.isoformat().replace("+00:00", "Z")
    assert room["timezone"] == "Europe/Berlin"
