"""HEAD: what GET answers, without the body."""

import pytest

from tests.api.description import described, operations
from tests.api.people import ADA, OLGA
from tests.api.service import Service

OF_EACH_CALL = {"ratelimit-remaining", "ratelimit-reset", "content-length"}
"""The length, too: an export tells of the export before it."""
PLAIN = sorted(path for method, path, _ in operations().values() if method == "get" and "{" not in path)


@pytest.mark.parametrize("path", [*PLAIN, "/api/v1/classrooms/B-204", "/api/v1/classrooms/B-999", "/api/v1/nothing"])
def test_the_answer_is_that_of_a_get_without_the_body(service: Service, path: str) -> None:
    got = service.client.get(path, headers=OLGA)
    head = service.client.head(path, headers=OLGA)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert {k: v for k, v in head.headers.items() if k not in OF_EACH_CALL} == {
        k: v for k, v in got.headers.items() if k not in OF_EACH_CALL
    }


def test_the_length_is_that_of_the_body_which_is_not_sent(service: Service) -> None:
    got = service.get("/classrooms/B-204")
    head = service.client.head("/api/v1/classrooms/B-204", headers=ADA)
    assert int(head.headers["Content-Length"]) == len(got.content)


def test_who_may_not_get_it_may_not_ask_for_its_head(service: Service) -> None:
    assert service.client.head("/api/v1/record", headers=ADA).status_code == 403
    assert service.client.head("/api/v1/record").status_code == 401


def test_where_nothing_can_be_got_it_is_refused_by_its_own_name(service: Service) -> None:
    refused = service.client.head("/api/v1/site/import", headers=ADA)
    assert (refused.status_code, refused.headers["Allow"], refused.content) == (405, "POST", b"")


def test_where_something_can_be_got_it_is_among_what_is_allowed(service: Service) -> None:
    assert service.client.put("/api/v1/people", headers=ADA).headers["Allow"] == "GET, HEAD, POST"


def test_the_description_lists_no_operation_for_it() -> None:
    assert not any("head" in methods for methods in described()["paths"].values())
