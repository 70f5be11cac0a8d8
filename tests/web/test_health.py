"""Whether the service works, in words."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from tests.api.people import TIM
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_anybody_may_ask(service: Service) -> None:
    page = Visit(service).get("/health")
    assert page.status == 200
    assert "The service works" in page.text
    assert "Worker" not in page.text


def test_a_database_that_does_not_answer_is_told(service: Service) -> None:
    one = Visit(service)
    with patch.object(type(service.database), "reads", side_effect=OSError("gone")):
        broken = Visit(service)
        page = broken.get("/health")
    assert page.status == 503
    assert "does not answer" in page.text
    assert one.get("/health").status == 200


def test_a_rollout_that_nobody_takes_up_is_told(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    assert "No rollout has waited for it" in tim.get("/health").text
    service.ask("firefox")
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    assert "No rollout has waited for it" in tim.get("/health").text
    service.clock.moment += timedelta(minutes=6)
    page = tim.get("/health")
    assert "Something is amiss" in page.text
    assert "1 rollout has waited for it since" in page.text
    assert f"/rollouts/{rollout}" in page.links


def test_a_record_that_nobody_signs_is_told(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    olga = visit("olga")
    page = olga.get("/health")
    assert "is signed yet" in page.text
    assert "Something is amiss" not in page.text
    service.clock.moment += timedelta(minutes=6)
    page = olga.get("/health")
    assert "Entries have waited for a signature for more than 5 minutes." in page.text
    assert "Signing of the record" not in visit("ada").get("/health").text
