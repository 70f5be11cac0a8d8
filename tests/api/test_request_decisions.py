"""What holds for a request and can be contested, over HTTP: the API offers exactly what it takes."""

from tests.api.answers.contests import CONTEST, OVERRIDE, SAFEGUARD, block, decline, name_rulers
from tests.api.answers.owed import ANSWERS as OWED
from tests.api.people import MARTA, TIM
from tests.api.service import Service


def decisions(service: Service, request: str) -> list[tuple[str, str, str | None]]:
    """Kind, id and open contest of each."""
    answer = service.get(f"/requests/{request}/decisions")
    assert answer.status_code == 200, answer.text
    return [(one["subject"]["code"], one["decision"], one["contest"]) for one in answer.json()["decisions"]]


def test_r4_1_what_is_offered_can_be_contested_and_names_its_contest_then(service: Service) -> None:
    name_rulers(service)
    request = decline(service)
    assert decisions(service, request) == [("override", OVERRIDE, None)]
    block(service)
    assert decisions(service, request) == [("override", OVERRIDE, None), ("safeguard", SAFEGUARD, None)]
    for subject, decision, _ in decisions(service, request):
        answer = service.post("/contests", {**CONTEST, "subject": subject, "decision": decision, "request": request})
        assert answer.status_code == 201, answer.text
    assert all(contest for _, _, contest in decisions(service, request))


def test_a_change_of_the_catalog_that_took_something_from_it_is_offered(service: Service) -> None:
    change = OWED["approve_catalog_change", 200](service).json()["id"]
    (request,) = service.get("/requests").json()["requests"]
    assert decisions(service, request["id"]) == [("catalog_change", change, None)]
    later = service.ask("git")["requests"][0]["id"]
    assert decisions(service, later) == []


def test_what_does_not_touch_it_or_is_over_is_not_offered(service: Service) -> None:
    request = decline(service)
    other = service.ask("firefox")["requests"][0]["id"]
    block(service)
    assert decisions(service, other) == []
    service.post(f"/overrides/{OVERRIDE}/lift", headers=TIM)
    service.post(f"/safeguards/{SAFEGUARD}/lift", {"reason": "Mended."}, headers=MARTA)
    assert decisions(service, request) == []


def test_nothing_holds_for_a_request_that_was_taken_back(service: Service) -> None:
    request = decline(service)
    service.post(f"/requests/{request}/withdraw")
    assert decisions(service, request) == []
