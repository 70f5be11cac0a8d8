"""Many calls at once, over two applications on one database, as two servers of one site would answer them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.browser import Browser
from tests.api.people import ADA, ROOT, RULES
from tests.api.service import ORIGIN, Service

OTHER = "seven green bottles"
_CODE = "/password-codes/redeem"


def _at_once(service: Service, count: int, call: Callable[[FastAPI, int], Response]) -> list[int]:
    """Statuses of so many calls, every second one to the other application."""
    apps = (service.app(), service.app())
    with ThreadPoolExecutor(count) as pool:
        answers = pool.map(lambda number: call(apps[number % 2], number), range(count))
        return sorted(answer.status_code for answer in answers)


def _client(app: FastAPI) -> TestClient:
    return TestClient(app, ORIGIN, raise_server_exceptions=False)


def test_attempts_to_sign_in_are_counted_together(anywhere: Service) -> None:
    def attempt(app: FastAPI, number: int) -> Response:
        return Browser(anywhere, app=app, address=f"192.0.2.{number}").sign_in(password=OTHER)

    looked_at = RULES.throttle.per_account
    assert _at_once(anywhere, 8, attempt) == [401] * looked_at + [429] * (8 - looked_at)


def test_a_code_sets_one_password(anywhere: Service) -> None:
    code = anywhere.post("/people/ada/password-reset", headers=ROOT).json()["code"]

    def redeem(app: FastAPI, number: int) -> Response:
        return _client(app).post(f"/api/v1{_CODE}", json={"code": code, "password": f"{OTHER} {number}"})

    assert _at_once(anywhere, 4, redeem) == [200, 409, 409, 409]


def test_a_token_that_many_use_for_the_first_time_lets_all_of_them_in(anywhere: Service) -> None:
    made = anywhere.post("/tokens", {"name": "report", "days": 7}, headers=ADA).json()["text"]

    def use(app: FastAPI, _number: int) -> Response:
        return _client(app).get("/api/v1/me", headers={"Authorization": f"Bearer {made}"})

    assert _at_once(anywhere, 8, use) == [200] * 8
