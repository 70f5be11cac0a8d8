"""How often one may call."""

import re
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response as Answer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from api.app import PREFIX, create_app
from api.rate_limits import SPECIAL, Budgets, Kind, RateLimits
from api.rate_windows import BoundedWindows
from orchestrator.services.wording import Language
from tests.api.description import operations
from tests.api.people import ADA, MARTA, TIM, bearer
from tests.api.service import Service
from tests.api.test_documented import _any_call

FEW = Budgets(reads=3, writes=2, expensive=1, sign_ins=1)


@dataclass
class Seconds:
    """Seconds that only grow when they are told to."""

    now: float = 1_000.0

    def __call__(self) -> float:
        """Now."""
        return self.now


@pytest.fixture
def client(service: Service) -> TestClient:
    """The service with small budgets."""
    return TestClient(create_app(service.toolbox(), budgets=FEW), raise_server_exceptions=False)


def _read(client: TestClient, headers: dict[str, str]) -> Answer:
    return client.get("/api/v1/classrooms", headers=headers)


def test_every_answer_says_how_many_calls_are_left(client: TestClient) -> None:
    told = [_read(client, ADA).headers for _ in range(3)]
    # The first one is the address's: nobody knew yet whose the token is.
    assert [headers["RateLimit-Remaining"] for headers in told] == ["2", "2", "1"]
    assert {headers["RateLimit-Limit"] for headers in told} == {"3"}
    assert all(1 <= int(headers["RateLimit-Reset"]) <= 60 for headers in told)


def test_one_call_too_many_is_refused_with_the_time_to_wait(client: TestClient) -> None:
    answers = [_read(client, ADA) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    refused = answers[-1]
    problem = refused.json()
    assert (problem["code"], problem["limit"]) == ("rate-limited", 3)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert int(refused.headers["Retry-After"]) == problem["seconds"] == int(refused.headers["RateLimit-Reset"])
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("language", "word"), [(Language.EN, "Too many calls"), (Language.DE, "Zu viele Aufrufe")])
def test_a_refusal_is_said_in_the_callers_language(client: TestClient, language: Language, word: str) -> None:
    headers = {**ADA, "Accept-Language": language.value}
    assert [_read(client, headers) for _ in range(5)][-1].json()["title"] == word


def test_reads_writes_and_expensive_calls_have_budgets_of_their_own(client: TestClient) -> None:
    _read(client, TIM)
    while _read(client, TIM).status_code != 429:
        pass
    assert client.post("/api/v1/requests", json={}, headers=TIM).status_code != 429
    assert client.post("/api/v1/classrooms/B-204/dry-run", headers=TIM).status_code == 200
    assert client.post("/api/v1/classrooms/B-204/dry-run", headers=TIM).status_code == 429
    assert client.post("/api/v1/requests", json={}, headers=TIM).status_code != 429


@pytest.mark.parametrize("operation", sorted(operations()))
def test_no_operation_is_without_a_limit(service: Service, operation: str) -> None:
    client = TestClient(create_app(service.toolbox(), budgets=Budgets(1, 1, 1, 1)))
    first, second = (_any_call(client, operation, operations()) for _ in range(2))
    assert (first.status_code == 429, second.status_code, second.json()["code"]) == (False, 429, "rate-limited")


def test_one_callers_calls_take_nothing_from_another(client: TestClient) -> None:
    _read(client, ADA)
    _read(client, MARTA)
    while _read(client, ADA).status_code != 429:
        pass
    assert [_read(client, MARTA).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_all_tokens_of_one_person_share_a_budget(client: TestClient, service: Service) -> None:
    answer = service.post("/tokens", {"name": "second", "days": 30, "permissions": None})
    assert answer.status_code == 201, answer.text
    second = {"Authorization": f"Bearer {answer.json()['text']}"}
    _read(client, ADA)
    _read(client, second)
    assert [_read(client, headers).status_code for headers in (ADA, second, ADA, second)] == [200, 200, 200, 429]


def test_made_up_credentials_count_for_the_address_they_come_from(client: TestClient) -> None:
    answers = [_read(client, bearer(f"stranger-{n}")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    with_cookies = [client.get("/api/v1/classrooms", headers={"Cookie": f"a={n}"}) for n in range(3)]
    assert {answer.status_code for answer in with_cookies} == {429}
    assert client.get("/api/v1/health").status_code == 429


def test_whoever_is_known_may_call_although_the_address_may_not(client: TestClient) -> None:
    assert _read(client, ADA).status_code == 200
    while client.get("/api/v1/health").status_code != 429:
        pass
    assert _read(client, ADA).status_code == 200
    assert _read(client, MARTA).status_code == 429


def test_a_cookie_of_another_name_makes_nobody_a_new_caller(client: TestClient) -> None:
    calls = [_read(client, ADA | {"Cookie": f"theme={number}"}).status_code for number in range(5)]
    assert calls == [200, 200, 200, 200, 429]


def test_a_revoked_token_counts_for_its_address_again(client: TestClient, service: Service) -> None:
    assert _read(client, ADA).status_code == 200
    assert service.client.delete("/api/v1/sessions/current", headers=ADA).status_code == 204
    answers = [_read(client, ADA).status_code for _ in range(4)]
    assert answers == [401, 401, 401, 429]


def test_sign_ins_have_the_smallest_budget(client: TestClient) -> None:
    form = {"login": "ada", "password": "not hers, but long enough"}
    answers = [client.post("/api/v1/sessions", json=form).status_code for _ in range(2)]
    assert answers == [401, 429]


def test_the_same_ipv6_network_is_the_same_caller(service: Service) -> None:
    app = create_app(service.toolbox(), budgets=FEW)
    one, two, other = (
        TestClient(app, client=(address, 50_000)) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")
    )
    for _ in range(3):
        assert one.get("/api/v1/health").status_code == 200
    assert (two.get("/api/v1/health").status_code, other.get("/api/v1/health").status_code) == (429, 200)


def test_the_window_moves_on(service: Service) -> None:
    seconds = Seconds()
    limited = Middleware(RateLimits, prefix=PREFIX, budgets=FEW, now=seconds)
    app = Starlette(routes=[Route("/", lambda _: Response("here"))], middleware=[limited])
    app.state.toolbox = service.toolbox()
    client = TestClient(app)
    assert client.get("/").headers["RateLimit-Reset"] == "60"
    seconds.now += 40
    assert [client.get("/").status_code for _ in range(2)] == [200, 200]
    assert client.get("/").headers["Retry-After"] == "20"
    seconds.now += 20.5
    # The first call no longer counts, the other two still do.
    assert [client.get("/").status_code for _ in range(2)] == [200, 429]
    assert client.get("/").headers["Retry-After"] == "40"


def test_memory_is_bounded_however_many_call() -> None:
    windows = BoundedWindows(Seconds(), most_keys=100)
    for n in range(1_000):
        assert windows.acquire_entry(f"caller {n}", 5, 60)
    assert len(windows) == 100
    assert windows.get_moving_window("caller 999", 5, 60) == (1_000.0, 1)
    assert windows.get_moving_window("caller 0", 5, 60) == (1_000.0, 0)


def test_a_refused_call_is_not_counted() -> None:
    seconds = Seconds()
    windows = BoundedWindows(seconds)
    assert [windows.acquire_entry("caller", 2, 60) for _ in range(4)] == [True, True, False, False]
    seconds.now += 61
    assert windows.get_moving_window("caller", 2, 60)[1] == 0
    assert windows.acquire_entry("caller", 2, 60)


def test_every_special_address_is_one_of_ours(service: Service) -> None:
    paths = service.get("/openapi.json").json()["paths"]
    ours = [(m.upper(), re.sub(r"{\w+}", "x", p.removeprefix(PREFIX))) for p, ms in paths.items() for m in ms]
    for method, pattern, kind in SPECIAL:
        assert kind in Kind
        assert [path for m, path in ours if m == method and re.fullmatch(pattern, path)], pattern
