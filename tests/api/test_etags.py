"""Entity tags: what has not changed is not sent again."""

from collections.abc import AsyncIterator

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from api.etags import ETags, tag_of
from tests.api.description import KEPT, READ_AS_JSON, operations
from tests.api.people import ADA, TIM
from tests.api.service import Service
from tests.api.test_documented import ANSWERS


@pytest.mark.parametrize("operation", READ_AS_JSON)
def test_what_may_be_kept_is_not_sent_to_somebody_who_has_it(service: Service, operation: str) -> None:
    service.client.headers["If-None-Match"] = "*"
    answer = ANSWERS[operation, 200](service)
    assert answer.status_code == (304 if operation in KEPT else 200), answer.text
    assert ("304" in operations()[operation][2]["responses"]) == (operation in KEPT)


def _if_not(tag: str) -> dict[str, str]:
    return {**ADA, "If-None-Match": tag}


def test_what_has_not_changed_is_not_sent_again(service: Service) -> None:
    first = service.get("/classrooms")
    again = service.get("/classrooms", headers=_if_not(first.headers["ETag"]))
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Type" not in again.headers
    for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
        assert again.headers[name] == first.headers[name]


def test_what_has_changed_is_sent_with_its_new_tag(service: Service) -> None:
    first = service.get("/requests")
    service.ask("firefox")
    again = service.get("/requests", headers=_if_not(first.headers["ETag"]))
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]
    assert len(again.json()["requests"]) == 1


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('"a, b" , W/{tag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("{bare}", 200),
        ("", 200),
        ('"{bare}', 200),
    ],
)
def test_a_tag_is_found_among_those_that_are_named(service: Service, named: str, status: int) -> None:
    tag = service.get("/catalog").headers["ETag"]
    value = named.format(tag=tag, bare=tag.strip('"'))
    assert service.get("/catalog", headers=_if_not(value)).status_code == status


def test_another_language_is_another_answer(service: Service) -> None:
    english = service.get("/catalog/firefox", headers={**ADA, "Accept-Language": "en"}).headers["ETag"]
    german = {**_if_not(english), "Accept-Language": "de"}
    assert service.get("/catalog/firefox", headers=german).status_code == 200


def test_what_only_says_when_it_looked_is_the_same_a_moment_later(service: Service) -> None:
    for path in ("/classrooms/B-204", "/classrooms/B-204/plan"):
        first = service.get(path)
        service.clock.moment = service.clock.moment.replace(microsecond=service.clock.moment.microsecond + 1)
        assert first.headers["ETag"].startswith('W/"')
        assert service.get(path).json() != first.json()
        assert service.get(path, headers=_if_not(first.headers["ETag"])).status_code == 304
    service.post("/classrooms/B-204/rollouts", headers=TIM)
    assert service.get("/classrooms/B-204", headers=_if_not(first.headers["ETag"])).status_code == 200


def test_a_refusal_has_no_tag_and_no_caller_is_spared_being_looked_at(service: Service) -> None:
    tag = service.get("/classrooms").headers["ETag"]
    refused = service.get("/classrooms", headers={"If-None-Match": tag})
    assert refused.status_code == 401
    assert "ETag" not in refused.headers
    assert service.get("/classrooms/B-999", headers=_if_not("*")).status_code == 404


def test_what_holds_a_secret_has_no_tag(service: Service) -> None:
    answer = service.get("/me", headers=_if_not("*"))
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


async def _parts() -> AsyncIterator[bytes]:
    yield b"["
    yield b"1]"


async def _streamed(_request: Request) -> Response:
    return StreamingResponse(_parts(), media_type="application/json")


async def _events(_request: Request) -> Response:
    return StreamingResponse(_parts(), media_type="text/event-stream")


async def _own(_request: Request) -> Response:
    return JSONResponse([1], headers={"ETag": '"mine"'})


def test_what_is_streamed_goes_through_untouched_and_a_tag_of_ones_own_stays() -> None:
    routes = [Route("/parts", _streamed), Route("/events", _events), Route("/own", _own)]
    client = TestClient(ETags(Starlette(routes=routes)))
    for path in ("/parts", "/events"):
        answer = client.get(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content, "ETag" in answer.headers) == (200, b"[1]", False)
    assert client.get("/own").headers["ETag"] == '"mine"'
    assert client.get("/own", headers={"If-None-Match": 'W/"mine"'}).status_code == 304


def test_a_tag_is_of_the_bytes() -> None:
    assert tag_of(b"a") == tag_of(b"a") != tag_of(b"b")
