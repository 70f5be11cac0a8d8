"""Answers about connections."""

from httpx2 import Response

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep
from tests.api.answers.call import Answers, Malformed
from tests.api.people import ROOT, TIM
from tests.api.service import Service
from tests.fakes.tester import failing


def _refused(service: Service) -> Response:
    failed = failing(
        ConnectionStep.LOGIN, ConnectionFinding.PASSWORD_REFUSED, "HTTP 401: user or password is not accepted"
    )
    service.tester.fails = {"b204-m1": failed}
    return service.post("/classrooms/B-204/seats/01/connection-test", headers=TIM)


ANSWERS: Answers = {
    ("list_connections", 200): lambda s: s.get("/connections", headers=ROOT),
    ("test_connection", 200): _refused,
    ("test_connection", 404): lambda s: s.post("/classrooms/B-204/seats/99/connection-test", headers=TIM),
}
MALFORMED: Malformed = {
    "list_connections": lambda s: s.get("/connections", headers=ROOT, limit=0),
    "test_connection": lambda s: s.post("/classrooms/B-204/seats/%0A/connection-test", headers=TIM),
}
