"""The walk: every operation, by every role in every scope, by nobody, by somebody deactivated, by narrow tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.identity import SECURE_COOKIE
from orchestrator.domain.people import (
    CAMPUS,
    EVERYBODY,
    EVERYWHERE,
    PERMISSIONS,
    Permission,
    Role,
    RoleScope,
    ScopeKind,
)
from orchestrator.domain.sessions import Session
from orchestrator.services.credentials import digest
from tests.api.access_table import ACCESS, About
from tests.api.answers import overrides
from tests.api.letters import write_letter
from tests.api.moments import NOON
from tests.api.people import TIM, bearer, give_token, hire
from tests.api.service import ORIGIN, Service
from tests.store.databases import Database, opened_copy

SCOPES = {
    "campus": CAMPUS,
    "building": RoleScope(ScopeKind.BUILDING, "Main building"),
    "other-building": RoleScope(ScopeKind.BUILDING, "Annex"),
    "department": RoleScope(ScopeKind.DEPARTMENT, "Physics"),
    "other-department": RoleScope(ScopeKind.DEPARTMENT, "Chemistry"),
    "room": RoleScope(ScopeKind.CLASSROOM, "b204"),
    "other-room": RoleScope(ScopeKind.CLASSROOM, "c101"),
}
COVER_THE_ROOM = {"campus", "building", "department", "room"}
"""Scopes in which B-204 lies, which is what all addresses of the walk are about."""
PARTS = (("building", "other-building"), ("department", "other-department"), ("room", "other-room"))
"""The part of the campus in which B-204 lies and another one, of each kind: every role is met with each of these kinds
at a third of the operations. How scopes cover rooms is tested where that is decided."""
_ASK = {"classroom": "B-204", "items": [{"item": "nothing-of-that-name"}]}
_WISH = {"classroom": "Z-999", "title": "Stellarium", "purpose": "Stars"}
BODIES: dict[str, object] = {
    "submit_requests": _ASK,
    "submit_requests on behalf": {**_ASK, "on_behalf_of": "grace"},
    "tick_work": {"evidence": "The port is open."},
    "answer_tick": {"works": True},
    "import_site": {"files": {}},
    "import_catalog": {"files": {}},
    "import_suggestions": {"files": {}},
    "record_override": overrides.FORM,
    "preview_override": overrides.FORM,
    "refuse_override": overrides.NO,
    "confirm_override": overrides.YES,
    "set_hold": overrides.HOLD,
    "go_back": overrides.BACK,
    "answer_person_figures": {"answer": "approve"},
    "note_delay": {"words": "Late.", "expected_at": "2027-03-01T08:00:00Z"},
    "make_wish": _WISH,
    "make_wish on behalf": {**_WISH, "on_behalf_of": "grace"},
    "answer_wish": {"words": "We look into it."},
    "link_wish": {"item": "nothing-of-that-name"},
}
"""Where an empty body would say nothing of who may."""


@dataclass
class Campus:
    """A service with somebody of every role in every scope, and something to ask for at every address."""

    service: Service
    client: TestClient
    operations: dict[str, tuple[str, str, dict[str, Any]]]
    subjects: dict[str, str]

    def call(self, operation: str, headers: dict[str, str]) -> Response:
        """A call of the operation about B-204, its request, its rollout, or somebody who has no role."""
        method, path, details = self.operations[operation.partition(" ")[0]]
        unknown = {p["name"] for p in details.get("parameters", ()) if p["in"] == "path"} - self.subjects.keys()
        assert not unknown, f"the walk knows no {unknown} for {operation}"
        queries = {p["name"] for p in details.get("parameters", ()) if p["in"] == "query" and p["required"]}
        return self.client.request(
            method,
            path.format(**self.subjects),
            headers=headers,
            params=dict.fromkeys(queries, "0"),
            json=BODIES.get(operation, {}) if "requestBody" in details else None,
        )


@pytest.fixture(scope="module")
def campus(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campus]:
    """Made once: what one call of the walk changes is nothing to the next."""
    with opened_copy(template, tmp_path_factory.mktemp("walk")) as database:
        service = Service(database)
        for role in Role:
            for where, scope in SCOPES.items():
                hire(database, _login(role, where), (role, scope))
        hire(database, "target")
        hire(database, "nobody-special")
        _dismiss(database)
        hire(database, "all", *((role, CAMPUS) for role in Role))
        for permission in Permission:
            give_token(database, "all", LIMITED[permission], permission)
        override, hold = overrides.recorded(service), service.post("/holds", overrides.HOLD, headers=TIM).json()["id"]
        request = service.get("/requests").json()["requests"][0]["id"]
        rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
        wish = service.post("/wishes", {**_WISH, "classroom": "B-204"}).json()["id"]
        subjects = {
            "wish_id": wish,
            "change_id": "none",
            "code": "B-204",
            "label": "01",
            "number": "1",
            "item_id": "firefox",
            "request_id": request,
            "rollout_id": rollout,
            "override_id": override,
            "hold_id": hold,
            "login": "target",
            "grant_id": "none",
            "session_id": "none",
            "token_id": "none",
            "suggestion_id": "none",
            "letter_id": write_letter(service),
            "document_id": "none",
            "category": "hardware",
            "contest_id": "none",
            "exemption_id": "none",
            "decision_id": "none",
            "index": "0",
            "safeguard_id": "none",
            "blackout_id": "none",
        }
        with TestClient(service.app(), ORIGIN, raise_server_exceptions=False) as client:
            paths = client.get("/api/v1/openapi.json").json()["paths"]
            operations = {o["operationId"]: (m, path, o) for path, found in paths.items() for m, o in found.items()}
            yield Campus(service, client, operations, subjects)


def _dismiss(database: Database) -> None:
    """Somebody who held all roles and is deactivated, though a token and a session were left behind."""
    hire(database, "gone", *((role, CAMPUS) for role in Role))
    with database.transactions() as uow:
        uow.sessions.add(Session("gone", "person:gone", NOON, NOON), digest("secret-of-gone"))
        person = uow.accounts.get("person:gone")
        assert person
        uow.accounts.update(replace(person, deactivated_at=NOON))
        uow.commit()


def test_every_operation_stands_in_the_table_and_no_other(campus: Campus) -> None:
    assert {operation.partition(" ")[0] for operation in ACCESS} == set(campus.operations)


def _login(role: Role, where: str) -> str:
    return f"{role.value.replace('_', '-')}-{where}"


def _may(operation: str, role: Role, where: str) -> bool:
    need = ACCESS[operation]
    reaches = where in COVER_THE_ROOM if need.about is About.ROOM else where == "campus"
    held = EVERYBODY | {p for p in PERMISSIONS[role] if reaches or p in EVERYWHERE}
    return need.permissions <= held


def _was_let_in(answer: Response) -> bool:
    assert answer.status_code < 500, answer.text
    if answer.status_code == 403:
        return bool(answer.json()["code"] != "not-permitted")
    return answer.status_code != 401


@pytest.mark.parametrize("operation", ACCESS)
def test_a_role_lets_do_what_the_table_says_within_its_scope(campus: Campus, operation: str) -> None:
    turn = list(ACCESS).index(operation)
    for number, role in enumerate(Role):
        for where in ("campus", *PARTS[(turn + number) % len(PARTS)]):
            token = login = _login(role, where)
            if operation == "sign_out":
                give_token(campus.service.database, login, token := f"{login}-out")
            answer = campus.call(operation, bearer(token))
            assert _was_let_in(answer) == _may(operation, role, where), (login, answer.text)


def _needs(operation: str) -> frozenset[Permission]:
    return ACCESS[operation].permissions


CLOSED = [operation for operation, need in ACCESS.items() if need.about is not About.ANYBODY]
LIMITED = {permission: f"only-{permission.value.replace('_', '-')}" for permission in Permission}
"""Names of tokens that allow one thing each, of somebody who holds all roles."""


@pytest.mark.parametrize("operation", CLOSED)
def test_without_a_role_one_may_what_everybody_may(campus: Campus, operation: str) -> None:
    token = "nobody-" + operation.replace("_", "-").replace(" ", "-")
    give_token(campus.service.database, "nobody-special", token)
    assert _was_let_in(campus.call(operation, bearer(token))) == (_needs(operation) <= EVERYBODY)


@pytest.mark.parametrize("operation", CLOSED)
def test_a_token_lets_do_what_it_allows_and_nothing_else(campus: Campus, operation: str) -> None:
    for permission, token in LIMITED.items():
        if operation == "sign_out" and _needs(operation) == {permission}:
            give_token(campus.service.database, "all", token := "only-to-sign-out", permission)
        answer = campus.call(operation, bearer(token))
        assert _was_let_in(answer) == (_needs(operation) <= {permission}), (permission, answer.text)


@pytest.mark.parametrize("operation", CLOSED)
def test_whoever_is_nobody_or_deactivated_may_nothing(campus: Campus, operation: str) -> None:
    cookie = {"Cookie": f"{SECURE_COOKIE}=secret-of-gone"}
    cases: list[tuple[dict[str, str], str]] = [
        ({}, "not-identified"),
        ({"Authorization": "Basic YWRhOmFkYQ=="}, "not-identified"),
        (bearer("gone"), "sign-in-over"),
        (cookie, "sign-in-over"),
        (bearer("never-made"), "sign-in-over"),
        ({"Authorization": "Bearer classroom_ada.secret-of-grace"}, "sign-in-over"),
        ({"Authorization": "Bearer"}, "sign-in-over"),
    ]
    for headers, code in cases:
        answer = campus.call(operation, headers)
        assert (answer.status_code, answer.json()["code"]) == (401, code), headers
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("operation", [o for o in ACCESS if o not in CLOSED])
def test_what_is_open_to_all_asks_nobody_who_they_are(campus: Campus, operation: str) -> None:
    for headers in ({}, bearer("gone"), bearer("never-made")):
        assert campus.call(operation, headers).status_code in {200, 422}


@pytest.mark.parametrize(
    ("operation", "subject"),
    [("start_rollout", "code"), ("dry_run_classroom", "code"), ("retry_rollout", "rollout_id")],
)
@pytest.mark.parametrize("name", ["not-there", "\u00a0", "x" * 500])
def test_what_is_not_there_is_told_only_to_whoever_may_do_it_somewhere(
    campus: Campus, operation: str, subject: str, name: str
) -> None:
    nowhere = replace(campus, subjects={**campus.subjects, subject: name})
    assert nowhere.call(operation, bearer("technician-other-room")).status_code in {404, 422}
    assert nowhere.call(operation, bearer("instructor-campus")).json()["code"] == "not-permitted"
