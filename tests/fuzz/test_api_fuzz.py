"""Whatever is sent, by whomever: no fault of ours, and every answer is one that the description promises.

The more operations there are, the fewer calls of each are drawn, so that all take about a minute on two processors:
``CLASSROOM_FUZZ_CALLS`` draws more when there is time, and ``CLASSROOM_FUZZ_SEED`` others.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.python import asgi
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema
from structlog.testing import capture_logs

from tests.api.description import described, operations
from tests.api.service import ORIGIN, Service
from tests.fuzz.calls import EXAMPLES, SEED, AnyCase, calls, headers_of
from tests.fuzz.furnished import Known

Operation = APIOperation[Any, Any, Any, Any]
CHECKS: list[Callable[..., Any]] = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@cache
def _schema() -> OpenApiSchema:
    return schemathesis.openapi.from_dict(described())


def _operation(app: FastAPI, name: str) -> Operation:
    schema = _schema()
    # It is read once, and looks at each service in turn.
    schema.app = app
    return schema.find_operation_by_id(name)


@pytest.mark.parametrize("name", sorted(operations()))
def test_every_call_is_answered_as_it_is_described(service: Service, known: Known, name: str) -> None:
    app = service.app()
    operation = _operation(app, name)
    answered: set[int] = set()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        # A find is told as it was drawn: looking for a smaller one would take many times the time of all the rest.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(calls(operation, known))
    def call_and_check(call: tuple[AnyCase, str | None]) -> None:
        case, caller = call
        answer = case.call(base_url=ORIGIN, session=client, headers=headers_of(caller))
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)
        assert answer.headers["x-content-type-options"] == ["nosniff"]

    # Each fault is logged with its traceback, which is told by the failure, too.
    with asgi.get_client(cast("Any", app)) as client, capture_logs():
        call_and_check()
    # A fuzzer that is never let in finds nothing.
    assert any(status < 400 for status in answered), answered
