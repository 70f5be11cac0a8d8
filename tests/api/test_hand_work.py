"""Work by hand over HTTP."""

from datetime import timedelta

from tests.api.moments import NOON
from tests.api.people import GRACE, TIM
from tests.api.service import PORT, Service

EVIDENCE = {"evidence": "Rule 4711 opens port 8080 within the room."}


def asked(service: Service) -> str:
    service.offer(PORT)
    return str(service.ask(PORT.id)["requests"][0]["id"])


def test_what_is_stated_stands_in_the_request_with_who_when_and_until_when_it_can_be_denied(service: Service) -> None:
    """R2: stated by N, never verified."""
    request = asked(service)
    told = service.post(f"/requests/{request}/ticks", EVIDENCE, headers=TIM).json()
    (tick,) = told["ticks"]
    assert tick == {
        "by": {"id": "person:tim", "name": "Tim Technician"},
        "at": "2027-01-12T12:00:00Z",
        "evidence": EVIDENCE["evidence"],
        "confirm_until": "2027-01-26T18:00:00Z",
        "answer": {"code": "unanswered", "text": "not answered yet"},
        "answered_at": None,
        "as_asked": True,
        "why": None,
        "answer_words": None,
        "line": None,
    }
    assert told["standing"]["code"] == "stated"
    assert (told["standing"]["ready"], told["standing"]["missing_seats"]) == (0, [])
    assert told["standing"]["text"] == (
        "Tim Technician states that Open firewall port 8080 in B-204 is done. It stays owed until whoever asked says "
        "that it works, or says nothing until Tue 26 Jan, 19:00. Needed by Tue 19 Jan, 19:00."
    )
    assert service.get(f"/requests/{request}").json() == told


def test_silence_ends_by_itself(service: Service) -> None:
    """R2: 10 working days of silence are a yes."""
    request = asked(service)
    service.post(f"/requests/{request}/ticks", EVIDENCE, headers=TIM)
    service.clock.moment = NOON + timedelta(days=14, hours=6)
    told = service.get(f"/requests/{request}").json()
    assert (told["standing"]["code"], told["ticks"][0]["answer"]["code"]) == ("stated_done", "silence")
    assert not told["standing"]["late"]


def test_a_no_leaves_it_owed_and_only_the_requester_may_say_it(service: Service) -> None:
    request = asked(service)
    service.post(f"/requests/{request}/ticks", EVIDENCE, headers=TIM)
    refused = service.post(f"/requests/{request}/ticks/answer", {"works": False}, headers=GRACE)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-yours-to-answer")
    told = service.post(f"/requests/{request}/ticks/answer", {"works": False}).json()
    assert (told["standing"]["code"], told["ticks"][0]["answer"]["code"]) == ("owed_by_hand", "denied")


def test_the_life_of_the_request_tells_all_of_it(service: Service) -> None:
    request = asked(service)
    service.post(f"/requests/{request}/ticks", EVIDENCE, headers=TIM)
    service.post(f"/requests/{request}/ticks/answer", {"works": True})
    life = service.get(f"/requests/{request}/life").text
    assert "The classroom team (Physics) stated that Open firewall port 8080 in B-204 is done." in life
    assert "Prof. Ada Lovelace said that Open firewall port 8080 in B-204 works." in life
    assert EVIDENCE["evidence"] in life


def test_a_plan_says_nothing_of_it(service: Service) -> None:
    asked(service)
    service.see("B-204", 1)
    plan = service.post("/classrooms/B-204/dry-run", headers=TIM).json()
    assert PORT.id not in {line["item"]["id"] for line in plan["seats"][0]["lines"]}
