"""Safeguards and blackouts over HTTP."""

from tests.api.answers import blackouts, safeguards
from tests.api.people import ADA, MARTA, OLGA, SAM, TIM
from tests.api.service import Service


def test_everybody_can_read_in_plain_words_why_something_is_blocked(service: Service) -> None:
    made = safeguards.made(service)
    found = service.get(f"/safeguards/{made}", headers=OLGA).json()
    assert found["text"].startswith("Mozilla Firefox is not installed anywhere until ")
    assert found["explanation"].startswith("A web page can take the machine over")
    assert (found["owner"]["name"], found["evidence"]["advisory"]) == ("Sam Security", "CVE-2026-12345")
    german = service.client.get(f"/api/v1/safeguards/{made}", headers={**OLGA, "Accept-Language": "de"}).json()
    assert german["state"]["text"] != found["state"]["text"]
    assert "nirgends installiert" in german["text"]


def test_a_request_that_meets_a_safeguard_is_accepted_and_says_so(service: Service) -> None:
    """R4.2: silence means yes; it stays a request."""
    safeguards.set_one(service)
    (request,) = service.ask("firefox")["requests"]
    assert (request["state"]["code"], request["standing"]["code"]) == ("open", "safeguarded")
    told = service.database.sql("SELECT person_id, kind FROM cs_notices")
    assert told == [("person:ada", "safeguard_refuses")]


def test_the_same_request_again_by_its_key_tells_nobody_twice(service: Service) -> None:
    safeguards.set_one(service)
    form = {"classroom": "B-204", "items": [{"item": "firefox"}]}
    for _ in range(2):
        service.post("/requests", form, headers={**ADA, "Idempotency-Key": "k"})
    assert service.database.sql("SELECT count(*) FROM cs_notices") == [(1,)]


def test_what_evidence_is_missing_is_named(service: Service) -> None:
    answer = safeguards.set_one(service, evidence={"advisory": "CVE-2026-12345"}).json()
    assert [(p["field"], p["problem"]) for p in answer["problems"]] == [("evidence.affected", "missing")]


def test_the_register_goes_on_page_by_page_and_can_be_narrowed(service: Service) -> None:
    first, second = safeguards.made(service), safeguards.proposed(service)
    page = service.get("/safeguards", limit=1).json()
    assert ([s["id"] for s in page["safeguards"]], page["next"]) == ([second], second)
    rest = service.get("/safeguards", limit=1, after=page["next"]).json()
    assert ([s["id"] for s in rest["safeguards"]], rest["next"]) == ([first], None)
    waiting = service.get("/safeguards", state="proposed", kind="block").json()["safeguards"]
    assert [s["id"] for s in waiting] == [second]


def test_the_auditor_finds_who_set_it_and_why_by_its_category(service: Service) -> None:
    safeguards.set_one(service)
    (entry,) = service.get("/record", headers=OLGA, category="security").json()["entries"]
    assert entry["text"] == "Sam Security set a safeguard about Mozilla Firefox called “Firefox with the open hole”."


def test_a_technician_is_told_until_when_a_blackout_lasts(service: Service) -> None:
    """R4.4"""
    made = blackouts.set_one(service).json()
    answer = service.post("/classrooms/B-204/rollouts", headers=TIM)
    assert (answer.status_code, answer.json()["code"]) == (409, "in-blackout")
    assert "Written exams." in answer.json()["detail"]
    service.post(f"/blackouts/{made['id']}/lift", headers=MARTA)
    assert service.post("/classrooms/B-204/rollouts", headers=TIM).status_code == 201


def test_blackouts_go_on_page_by_page(service: Service) -> None:
    first, second = (blackouts.set_one(service).json()["id"] for _ in range(2))
    page = service.get("/blackouts", limit=1).json()
    assert ([b["id"] for b in page["blackouts"]], page["next"]) == ([second], second)
    rest = service.get("/blackouts", limit=1, after=page["next"]).json()
    assert ([b["id"] for b in rest["blackouts"]], rest["next"]) == ([first], None)


def test_an_emergency_waits_for_the_other_of_the_two_roles(service: Service) -> None:
    """R4.4"""
    made = service.post("/safeguards", safeguards.EMERGENCY, headers=MARTA).json()
    assert made["state"]["code"] == "proposed"
    done = service.post(f"/safeguards/{made['id']}/approve", {}, headers=SAM).json()
    assert (done["state"]["code"], done["approved_by"]["name"]) == ("live", "Sam Security")
