"""What is too much or of the wrong kind: pages say it as pages, and nothing of it is a fault."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.body_limit import DEFAULT_LIMIT
from api.rate_limits import Budgets
from api.web.deciding import number
from api.web.inside import Inside, ProblemMet
from tests.api.service import ORIGIN, Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_form_that_is_too_large_is_refused_by_a_page(visit: Visitor) -> None:
    ada = visit("ada")
    page = ada._see(ada.client.post("/ask", data={"words": "x" * DEFAULT_LIMIT}, headers=OURS))
    assert page.status == 413
    assert "<h1>Too large</h1>" in page.html
    assert "Nothing has been changed." in page.text
    assert page.headers["connection"] == "close"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert ada.client.post("/ask", data={"w": "x" * DEFAULT_LIMIT}, headers={"Accept": "*/*"}).json()["status"] == 413
    assert ada.client.post("/api/v1/requests", data={"w": "x" * DEFAULT_LIMIT}).json()["status"] == 413


def test_whoever_asks_for_too_many_pages_is_told_by_one(service: Service) -> None:
    one = Visit(service)
    one.client = TestClient(service.app(budgets=Budgets(reads=2)), ORIGIN, headers={"Accept": "text/html"})
    pages = [one.get("/sign-in") for _ in range(3)]
    assert [page.status for page in pages] == [200, 200, 429]
    assert "<h1>Too many calls</h1>" in pages[-1].html
    assert 1 <= int(pages[-1].headers["retry-after"]) <= 60
    assert pages[-1].headers["ratelimit-limit"] == "2"
    assert one.client.get("/api/v1/health").json()["code"] == "rate-limited"
    assert one.client.get("/sign-in", headers={"Accept": "*/*"}).json()["code"] == "rate-limited"


def test_a_thousand_seats_can_be_ticked_and_beyond_that_it_is_said(visit: Visitor) -> None:
    ada = visit("ada")
    csrf = ada.get("/account").form("/sign-out")["fields"]["csrf"]
    for fields, status in ((1_200, 422), (5_001, 400)):
        sent = {"csrf": csrf, "days": "soon", "s[]": ["7"] * (fields - 2)}
        page = ada._see(ada.client.post("/account/tokens", data=sent, headers=OURS))
        assert page.status == status
    assert "too large for a form, or cannot be read" in page.text
    assert "There is no such page" not in page.text


def test_a_file_in_a_field_of_text_is_left_out(visit: Visitor) -> None:
    ada = visit("ada")
    csrf = ada.get("/account").form("/sign-out")["fields"]["csrf"]
    sent = [("name", ("a.txt", b"report")), ("permissions[]", ("a.txt", b"read")), ("csrf", (None, csrf))]
    page = ada._see(ada.client.post("/account/tokens", files=sent, headers=OURS))
    assert page.status == 422


def test_a_number_of_many_digits_is_passed_on() -> None:
    assert number("42") == 42
    assert number("9" * 5_000) == "9" * 5_000


def test_a_page_whose_visitor_cannot_be_found_out_says_why(visit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    marta = visit("marta")
    inside = Inside.call

    async def refused(
        self: Inside, method: str, path: str, body: object = None, query: Mapping[str, Any] | None = None
    ) -> object:
        if path == "/me":
            raise ProblemMet(429, {"title": "Too many calls", "detail": "Try again in 7 seconds."})
        return await inside(self, method, path, body, query)

    monkeypatch.setattr(Inside, "call", refused)
    page = marta.get("/catalog")
    assert page.status == 429
    assert "Try again in 7 seconds." in page.text
    assert marta.get("/no/such/page").status == 404
