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

from api.app import PREFIX, ROUTERS
from api.identity import identified
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.services.tokens import token_caller
from orchestrator.services.unit_of_work import TransactionLost, UnitOfWork
from orchestrator.settings import ROOT
from tests.api.access_table import ACCESS, About
from tests.api.answers import (
    account,
    advice,
    blackouts,
    connections,
    contests,
    documents,
    figures,
    letters,
    overrides,
    owed,
    people,
    record,
    requests,
    rooms,
    rules,
    safeguards,
    seat_plans,
    suggestions,
)
from tests.api.answers.call import Answers, Malformed
from tests.api.description import KEPT
from tests.api.moments import NOON
from tests.api.people import PASSWORD, bearer, hire
from tests.api.service import ORIGIN, Service

_CASES = (
    rooms,
    requests,
    account,
    people,
    record,
    rules,
    advice,
    suggestions,
    letters,
    overrides,
    documents,
    contests,
    safeguards,
    blackouts,
    figures,
    connections,
    owed,
    seat_plans,
)
ANSWERS: Answers = {case: call for cases in _CASES for case, call in cases.ANSWERS.items()}
"""How each answer is brought about, except those that every operation has."""
MALFORMED: Malformed = {operation: call for cases in _CASES for operation, call in cases.MALFORMED.items()}
"""A malformed call of each operation that takes anything."""

OF_ITSELF = {"get_health", "get_openapi_description"}
"""What tells of the service and needs nothing of the store, or says itself that there is none."""
WITHOUT_A_STORE = OF_ITSELF | {"advise_on_letter"}
"""What needs nothing of the store once it is known who calls, too."""
NOBODY_NEEDED = {operation for operation, need in ACCESS.items() if need.about is About.ANYBODY}
"""Open to all."""
BODIES: dict[str, object] = {
    "sign_in": {"login": "ada", "password": PASSWORD},
    "redeem_password_code": {"code": "none", "password": PASSWORD},
    "change_password": {"old": PASSWORD, "new": "seven green bottles"},
    "make_token": account.TOKEN,
    "advise_on_letter": letters.DRAFT,
    "read_notices": {"notices": [letters.NO_NOTICE]},
    "unread_notices": {"notices": [letters.NO_NOTICE]},
    "invite_person": people.KIM,
    "grant_role": people.TEACHES,
    "submit_requests": requests.FORM,
    "propose_rules": rules.CHANGE,
    "draw_seat_plan": seat_plans.PLAN,
    "make_recommendation": advice.WORDS,
    "answer_recommendation": {"follows": True},
    "sign_off": {"works": True},
    "change_settings_line": {"words": None},
    "tick_work": requests.EVIDENCE,
    "answer_tick": {"works": True},
    "add_document": documents.USE,
    "set_rulers": contests.LISTED,
    "set_superiors": {"superiors": []},
    "make_contest": contests.CONTEST,
    "rule_on_contest": contests.RULING,
    "make_exemption": contests.EXEMPTION,
    "import_site": {"files": {}},
    "import_catalog": {"files": {}},
    "import_suggestions": {"files": suggestions.LISTS},
    "dismiss_suggestion": {"reason": "Not here."},
    "record_override": overrides.FORM,
    "preview_override": overrides.FORM,
    "refuse_override": overrides.NO,
    "confirm_override": overrides.YES,
    "set_hold": overrides.HOLD,
    "go_back": overrides.BACK,
    "preview_safeguard": safeguards.PREVIEW,
    "set_safeguard": safeguards.BLOCK,
    "approve_safeguard": {},
    "refuse_safeguard": safeguards.REASON,
    "lift_safeguard": safeguards.REASON,
    "set_blackout": blackouts.EXAMS,
    "propose_person_figures": figures.DECISION,
    "answer_person_figures": {"answer": "approve"},
    "note_delay": owed.NOTE,
    "make_wish": owed.WISH,
    "answer_wish": owed.WORDS,
    "link_wish": owed.ITEM,
}
"""A good body of each operation that takes one."""
FILLED = {"number": "1", "index": "1", "category": "hardware"}
"""What stands in addresses for what is no text."""


def _operations(service: Service) -> dict[str, tuple[str, str, dict[str, Any]]]:
    paths = service.get("/openapi.json").json()["paths"]
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def _any_call(client: TestClient, operation: str, described: dict[str, tuple[str, str, dict[str, Any]]]) -> Response:
    """A call of the operation as it stands in the description, with something in the place of each parameter."""
    method, path, details = described[operation]
    parameters = details.get("parameters", ())
    places = {p["name"]: FILLED.get(p["name"], "x") for p in parameters if p["in"] == "path"}
    queries = {p["name"]: "1" for p in parameters if p["in"] == "query" and p["required"]}
    headers = {p["name"]: '"1"' for p in parameters if p["in"] == "header" and p["required"]}
    return client.request(method, path.format(**places), params=queries, headers=headers, json=BODIES.get(operation))


def _without_a_store(service: Service, unit_of_work: Callable[[], UnitOfWork]) -> TestClient:
    """The service as somebody meets it who may do everything, when its store fails behind the front door."""
    hire(service.database, "all", *((role, CAMPUS) for role in Role))
    tools = service.toolbox()
    text = bearer("all")["Authorization"].removeprefix("Bearer ")
    caller = token_caller(text, reads=tools.reads, transactions=tools.transactions, clock=tools.clock)
    app = service.app(reads=unit_of_work, transactions=unit_of_work, verifier_keys=unit_of_work)
    # The routes that all applications share know nothing of this one's overrides.
    app.router.routes.clear()
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.dependency_overrides[identified] = lambda: caller
    return TestClient(app, ORIGIN, raise_server_exceptions=False)


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
        for s in ((500, 503) if operation in NOBODY_NEEDED else (401, 403, 500, 503))
        if s != 403 or ACCESS[operation].permissions
        if operation not in OF_ITSELF
    }
    # These two are named tests of their own, in test_etags.py and test_limits.py.
    ours |= {(operation, 304) for operation in KEPT} | {(operation, 429) for operation in _operations(service)}
    assert described == ours


def test_every_operation_says_what_it_is_for_and_describes_its_problems(service: Service) -> None:
    for operation, (_, _, details) in _operations(service).items():
        assert details["summary"], operation
        assert details["description"], operation
        for status, response in details["responses"].items():
            if int(status) >= 400:
                assert response["description"], (operation, status)
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


def test_a_fault_of_ours_tells_its_number_and_nothing_else(service: Service) -> None:
    def broken() -> UnitOfWork:
        raise RuntimeError("sqlite: SELECT password FROM cs_accounts")

    client, described = _without_a_store(service, broken), _operations(service)
    for operation in described.keys() - WITHOUT_A_STORE:
        with capture_logs() as logs:
            answer = _any_call(client, operation, described)
        assert answer.status_code == 500, (operation, answer.text)
        problem = answer.json()
        assert problem["code"] == "internal-fault"
        assert [entry["incident"] for entry in logs if "incident" in entry] == [problem["incident"]]
        assert problem["incident"] in problem["detail"]
        assert not [word for word in ("sqlite", "SELECT", "Traceback", "cs_") if word in answer.text]


def test_a_call_that_the_database_gave_up_may_be_made_again(service: Service) -> None:
    def lost() -> UnitOfWork:
        raise TransactionLost

    client, described = _without_a_store(service, lost), _operations(service)
    for operation in described.keys() - WITHOUT_A_STORE:
        with capture_logs() as logs:
            answer = _any_call(client, operation, described)
        assert answer.status_code == 503, (operation, answer.text)
        problem = answer.json()
        assert problem["code"] == "transaction-lost"
        assert answer.headers["Retry-After"] == "1"
        assert [entry["incident"] for entry in logs] == [problem["incident"]]


def test_moments_are_in_utc_and_the_rooms_zone_stands_beside_them(service: Service) -> None:
    room = service.get("/classrooms/B-204").json()
    assert room["at"] == NOON.isoformat().replace("+00:00", "Z")
    assert room["timezone"] == "Europe/Berlin"
