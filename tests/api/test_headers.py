"""The headers that every answer carries."""

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import capture_logs

from api.app import create_app
from api.security_headers import CONTENT_SECURITY_POLICY, SecurityHeaders
from tests.api.people import ADA
from tests.api.service import Service

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.mark.parametrize(
    ("path", "status"), [("/health", 200), ("/classrooms", 200), ("/classrooms/B-999", 404), ("/nothing/here", 404)]
)
def test_every_answer_has_them(service: Service, path: str, status: int) -> None:
    answer = service.get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_the_answer_to_somebody_unknown_and_to_too_much_has_them(service: Service) -> None:
    unknown = service.get("/classrooms", headers={})
    large = service.client.post("/api/v1/requests", content=b" " * 300_000, headers=ADA)
    assert (unknown.status_code, large.status_code) == (401, 413)
    for answer in (unknown, large):
        assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_the_answer_to_a_fault_of_ours_has_them(service: Service) -> None:
    service.database.sql("ALTER TABLE cs_classrooms RENAME TO elsewhere")
    with capture_logs():
        answer = service.get("/classrooms")
    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_told_to_somebody_is_kept_by_nobody_else(service: Service) -> None:
    kept = service.get("/classrooms")
    assert kept.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(kept.headers["Vary"].split(", "))
    assert service.ask("firefox")
    for answer in (service.get("/me"), service.get("/classrooms/B-999"), service.post("/requests", {})):
        assert answer.headers["Cache-Control"] == "no-store"


def test_only_a_site_that_says_so_is_bound_to_https(service: Service) -> None:
    assert "Strict-Transport-Security" not in service.get("/health").headers
    bound = TestClient(create_app(service.toolbox(), https_only=True))
    assert bound.get("/api/v1/health").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_header_that_the_answer_brings_along_stays_as_it_is() -> None:
    own = {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "public, max-age=60"}

    async def page(_request: Request) -> Response:
        return Response("a page", headers=own)

    answer = TestClient(SecurityHeaders(Starlette(routes=[Route("/", page)]), https_only=False)).get("/")
    assert {name: answer.headers[name] for name in own} == own
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
