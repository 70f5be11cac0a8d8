"""Problem details, and that every refusal of the project has its status, its exit code and its words."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

import api
import orchestrator
from api.dependencies import Identified, Public, Requires
from api.payloads import PayloadProblem, field_problems
from api.problems import Problem
from api.statuses import STATUSES
from api.web.app import Pages
from orchestrator.cli.exit_codes import EXIT_CODES
from orchestrator.domain.advisories import RangeProblem
from orchestrator.domain.errors import Refusal
from orchestrator.domain.figures import FigureProblem
from orchestrator.domain.override_problems import OverrideProblem
from orchestrator.domain.rule_numbers import RuleProblem
from orchestrator.domain.safeguard_rules import SafeguardProblem
from orchestrator.domain.seat_plans import SeatPlanProblem
from orchestrator.services.site_files.problems import ProblemCode
from orchestrator.services.wording import Language, Speaker
from orchestrator.settings import ROOT
from tests.api.people import ADA, GRACE
from tests.api.service import Service

_STARTS_SOMETHING = {"orchestrator.cli.__main__", "orchestrator.virtual_lab.__main__"}
_NOT_OURS_TO_IMPORT = {"orchestrator.adapters.db.migrations.env"}


def _modules() -> Iterator[ModuleType]:
    for package in (orchestrator, api):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if found.name not in _STARTS_SOMETHING | _NOT_OURS_TO_IMPORT:
                yield importlib.import_module(found.name)


def _leaves() -> list[type[Refusal]]:
    assert list(_modules())
    waiting, found = [Refusal], []
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind is not Refusal and kind.__module__.partition(".")[0] in {"orchestrator", "api"}:
            found.append(kind)
    return found


def test_every_refusal_has_a_status_an_exit_code_and_words_in_each_language() -> None:
    leaves = _leaves()
    assert len(leaves) > 20
    for leaf in leaves:
        assert leaf.code in STATUSES, leaf
        assert leaf.code in EXIT_CODES, leaf
        for language in Language:
            assert leaf.code in Speaker(language).book.refusals, (leaf, language)


def test_no_field_of_a_refusal_hides_a_member_of_the_problem() -> None:
    own = set(Problem.model_fields) - {"problems"}
    for leaf in _leaves():
        assert not own & {name for name in leaf.__dataclass_fields__ if name != "code"}, leaf


def test_every_problem_of_a_field_has_words_in_each_language() -> None:
    for language in Language:
        words = Speaker(language).book.problems
        missing = {
            *map(str, ProblemCode),
            *map(str, PayloadProblem),
            *map(str, RangeProblem),
            *map(str, OverrideProblem),
            *map(str, SafeguardProblem),
            *map(str, FigureProblem),
            *map(str, RuleProblem),
            *map(str, SeatPlanProblem),
            "unstorable-character",
        } ^ set(words)
        assert not missing, language


def test_every_kind_of_thing_that_is_not_found_has_words() -> None:
    kinds = set()
    for file in [*Path(ROOT, "orchestrator").rglob("*.py"), *Path(ROOT, "api").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotFound":
                kinds |= {k.value.value for k in node.keywords if k.arg == "kind" and isinstance(k.value, ast.Constant)}
    assert {"classroom", "request"} <= kinds
    for language in Language:
        assert set(Speaker(language).book.not_found) == kinds


def _routes(app: FastAPI) -> list[Any]:
    """Those of the API: the pages beside it ask it for whatever they show."""
    return [route for route in iter_route_contexts(app.routes) if not isinstance(route.original_route, Pages)]


def test_every_route_declares_who_may_call_it(service: Service) -> None:
    routes = _routes(service.app())
    assert len(routes) > 20
    for route in routes:
        declared = [d.call for d in route.dependant.dependencies if isinstance(d.call, Identified | Requires | Public)]
        assert len(declared) == 1, route.path


def test_a_route_without_a_declaration_would_be_noticed(service: Service) -> None:
    app = service.app()
    app.add_api_route("/undeclared", lambda: None)
    undeclared = [
        route.path
        for route in _routes(app)
        if not any(isinstance(d.call, Identified | Requires | Public) for d in route.dependant.dependencies)
    ]
    assert undeclared == ["/undeclared"]


@pytest.mark.parametrize("path", ["/requests", "/rollouts", "/sessions", "/tokens"])
@pytest.mark.parametrize("cursor", ["xyz", "00000000-0000-7000-8000-00000000000", "00000000000070008000000000000001"])
def test_a_cursor_that_is_no_id_is_refused_instead_of_giving_the_first_page(
    service: Service, path: str, cursor: str
) -> None:
    refused = service.get(path, after=cursor)
    assert (refused.status_code, [problem["field"] for problem in refused.json()["problems"]]) == (422, ["query.after"])


@pytest.mark.parametrize("body", [[], "text", 7])
def test_a_body_that_is_json_but_no_object_is_told_what_is_expected(service: Service, body: object) -> None:
    (problem,) = service.post("/requests", body).json()["problems"]
    assert (problem["field"], problem["text"]) == ("body", "A JSON object is expected here.")


def test_a_refusal_carries_its_fields_and_titles_in_its_words(service: Service) -> None:
    problem = service.post("/requests", {"classroom": "B-204", "items": [{"item": "firefox", "version": "1.0"}]}).json()
    assert problem["code"] == "version-not-offered"
    assert (problem["item"], problem["version"], problem["offered"]) == ("firefox", "1.0", ["144.0.2", "145.0.1"])
    assert problem["detail"] == (
        "Mozilla Firefox is not on offer in version 1.0. On offer: 144.0.2 and 145.0.1. "
        "Ask for one that is, or for the latest."
    )


@pytest.mark.parametrize(
    ("language", "detail"),
    [("en", "There is no room B-999. There are: B-204 and C-101."), ("de", "Einen Raum B-999 gibt es nicht.")],
)
def test_a_refusal_speaks_the_callers_language(service: Service, language: str, detail: str) -> None:
    answer = service.get("/classrooms/B-999", headers={**ADA, "Accept-Language": language})
    assert answer.json()["detail"].startswith(detail)
    assert answer.headers["Content-Language"] == language


def test_a_date_that_is_over_is_named_in_the_rooms_time(service: Service) -> None:
    problem = service.post(
        "/requests",
        {"classroom": "B-204", "items": [{"item": "firefox"}], "needed_by": "2026-12-24T08:00:00Z"},
    ).json()
    assert problem["code"] == "needed-by-in-the-past"
    assert problem["needed_by"] == "2026-12-24T08:00:00Z"
    assert problem["detail"].startswith("Thu 24 Dec 2026, 09:00 is over.")


def test_somebody_elses_request_names_that_person(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    problem = service.post(f"/requests/{request}/withdraw", headers=GRACE).json()
    assert problem["code"] == "not-the-requester"
    assert problem["detail"].startswith("Only Prof. Ada Lovelace, who asked for it, may withdraw request")


def test_what_another_item_needs_cannot_be_asked_away(service: Service) -> None:
    service.ask("student-records-forms")
    form = {"classroom": "B-204", "items": [{"item": "microsoft-edge", "wanted": "absent"}]}
    problem = service.post("/requests", form).json()
    assert (problem["code"], problem["required_by"]) == ("item-is-required", ["student-records-forms"])
    assert "Student Records Forms cannot do without it" in problem["detail"]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/v1", "/api/v1/", "/api/v1/classrooms/", "/docs", "/openapi.json", "/%00%0a"]
)
def test_an_unknown_address_is_a_problem_too(service: Service, path: str) -> None:
    answer = service.client.get(path)
    assert (answer.status_code, answer.json()["code"], answer.json()["kind"]) == (404, "not-found", "address")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_whatever_else_the_framework_refuses_is_a_problem_too(service: Service) -> None:
    app = service.app()

    def teapot() -> None:
        raise HTTPException(418)

    # Before the pages, which have all addresses that nobody else has.
    app.router.add_api_route("/teapot", teapot)
    app.router.routes.insert(0, app.router.routes.pop())
    answer = TestClient(app).get("/teapot")
    assert (answer.status_code, answer.json()["code"], answer.json()["http_status"]) == (400, "bad-call", 418)


def test_a_kind_of_mistake_that_nobody_foresaw_is_a_wrong_form() -> None:
    (problem,) = field_problems([{"type": "iteration_error", "loc": ("query", "state"), "input": "x" * 500}])
    assert (problem.field, problem.problem, len(problem.value)) == ("query.state", "wrong-form", 80)


def test_a_method_that_is_not_possible_is_told_with_those_that_are(service: Service) -> None:
    answer = service.client.delete("/api/v1/requests", headers=ADA)
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.json()["allowed"] == ["GET", "HEAD", "POST"]
    assert answer.headers["Allow"] == "GET, HEAD, POST"
