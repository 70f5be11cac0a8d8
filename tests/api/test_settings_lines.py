"""A line about settings and add-ons over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.moments import NOON
from tests.api.people import ADA, GRACE, TIM
from tests.api.service import PORT, Service, firefox

WORDS = "with the uBlock extension"
EVIDENCE = "uBlock is in the policy of the room's browsers."


@pytest.fixture
def request_id(service: Service) -> str:
    """Firefox with a line, on all seats of B-204 that are in service; these suffice."""
    asked = service.ask_with_line("firefox", WORDS, enough=3)
    for seat in (1, 2, 3):
        service.see("B-204", seat, firefox(), packages=("firefox=145.0.1",))
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    return asked


def of(service: Service, request_id: str, language: str = "en", who: dict[str, str] = ADA) -> Any:  # noqa: ANN401 - JSON
    return service.get(f"/requests/{request_id}", headers={**who, "Accept-Language": language}).json()


def test_the_sentence_says_that_the_line_waits_although_the_software_is_there(
    service: Service, request_id: str
) -> None:
    """R2"""
    told = of(service, request_id)
    assert told["standing"]["text"] == (
        f"Mozilla Firefox is ready on 3 of 4 seats in B-204. Your line “{WORDS}” waits for an answer. "
        "1 seat is out of service. Needed by Tue 19 Jan, 19:00."
    )
    assert told["standing"]["code"] == "line_open"
    line = told["settings_line"]
    assert (line["words"], line["since"], line["state"]["code"]) == (WORDS, "2027-01-12T12:00:00Z", "owed_by_hand")
    assert f"Ihre Zeile „{WORDS}“ wartet auf eine Antwort." in of(service, request_id, "de")["standing"]["text"]
    others = of(service, request_id, who=TIM)["standing"]["text"]
    assert f"The line “{WORDS}” about settings and add-ons waits for an answer." in others


def test_it_stays_on_the_owed_list_late_and_with_whose_turn_it_is(service: Service, request_id: str) -> None:
    """R2, R4.5"""
    service.clock.moment = NOON + timedelta(days=8)
    (entry,) = service.get("/owed", headers=TIM).json()["entries"]
    assert (entry["id"], entry["rank"]["code"], entry["owner"]["code"]) == (request_id, "late", "it")
    assert f"“{WORDS}”" in entry["text"]
    line = of(service, request_id)["settings_line"]["id"]
    service.post(f"/requests/{request_id}/ticks", {"evidence": EVIDENCE, "line": line}, headers=TIM)
    (entry,) = service.get("/owed", headers=TIM).json()["entries"]
    assert (entry["owner"]["code"], entry["standing"]["code"]) == ("requester", "line_stated")
    assert "is done, as Tim Technician states." in entry["text"]


def test_it_is_stated_answered_and_told_like_work_by_hand(service: Service, request_id: str) -> None:
    """R2: stated by N, never verified."""
    without = service.post(f"/requests/{request_id}/ticks", {"evidence": EVIDENCE}, headers=TIM)
    assert (without.status_code, without.json()["code"]) == (409, "settings-line-changed")
    line = of(service, request_id)["settings_line"]["id"]
    told = service.post(f"/requests/{request_id}/ticks", {"evidence": EVIDENCE, "line": line}, headers=TIM).json()
    assert (told["ticks"][0]["line"], told["ticks"][0]["by"]["name"]) == (line, "Tim Technician")
    (notice,) = service.get("/me/notices").json()["notices"]
    assert (notice["kind"]["code"], notice["about"]["request"]) == ("line_stated", request_id)
    told = service.post(f"/requests/{request_id}/ticks/answer", {"works": True}).json()
    assert told["standing"]["text"] == (
        f"Mozilla Firefox is ready on 3 of 4 seats in B-204 (since Tue 12 Jan, 13:00). Your line “{WORDS}” is done, as "
        "stated by Tim Technician; no machine has verified it. 1 seat is out of service."
    )
    assert service.get("/owed", headers=TIM).json()["entries"] == []
    life = service.get(f"/requests/{request_id}/life").text
    for said in (WORDS, "settings and add-ons of Mozilla Firefox in B-204 is done", "are as asked", EVIDENCE):
        assert said in life


def test_only_the_requester_changes_it_and_a_change_opens_it_again(service: Service, request_id: str) -> None:
    """R1.10, R2"""
    change = f"/requests/{request_id}/settings-line"
    refused = service.post(change, {"words": None}, headers=GRACE)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-the-requester")
    assert service.post(change, {"words": None}, headers=TIM).status_code == 403
    first = of(service, request_id)["settings_line"]["id"]
    changed = service.post(change, {"words": "with a start page"}).json()["settings_line"]
    assert (changed["words"], changed["id"] == first) == ("with a start page", False)
    dropped = service.post(change, {"words": None}).json()
    assert (dropped["settings_line"], dropped["standing"]["code"]) == (None, "ready")


@pytest.mark.parametrize("words", ["", " ", "x" * 501, "two\nlines", 7])
def test_it_is_one_line_of_at_most_500_characters(service: Service, words: object) -> None:
    form = {"classroom": "B-204", "items": [{"item": "firefox", "settings_line": words}]}
    refused = service.post("/requests", form)
    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert problem["field"] == "items.0.settings_line"
    assert service.get("/requests").json()["requests"] == []


def test_of_work_by_hand_it_is_a_part(service: Service) -> None:
    service.offer(PORT)
    asked = service.ask_with_line(PORT.id, "for UDP, too")
    told = of(service, asked)
    assert told["settings_line"]["state"] is None
    assert "somebody has yet to do it. Your line “for UDP, too” is part of the work." in told["standing"]["text"]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"as_asked": False}, "Say in a sentence or two why"),
        ({"as_asked": False, "why": None}, "Say in a sentence or two why"),
        ({"as_asked": False, "why": " "}, "Something must stand here."),
        ({"as_asked": False, "why": "x" * 501}, "500"),
        ({"as_asked": True, "why": "No licence."}, "A why belongs to what is not as asked."),
        ({"why": "No licence."}, "A why belongs to what is not as asked."),
    ],
)
def test_what_is_not_as_asked_needs_a_why_and_nothing_else_has_one(
    service: Service, request_id: str, form: dict[str, object], problem: str
) -> None:
    """R2"""
    line = of(service, request_id)["settings_line"]["id"]
    refused = service.post(f"/requests/{request_id}/ticks", {"evidence": "Lite.", "line": line, **form}, headers=TIM)
    assert refused.status_code == 422
    (found,) = refused.json()["problems"]
    assert found["field"] == "why"
    assert problem in found["text"]
    assert of(service, request_id)["ticks"] == []


def test_what_is_not_as_asked_is_told_with_its_why_in_both_languages(service: Service, request_id: str) -> None:
    """R2: what, why, until when, what one gets instead, what one can do."""
    line = of(service, request_id)["settings_line"]["id"]
    form = {"evidence": "Lite is there.", "line": line, "as_asked": False, "why": "No licence."}
    told = service.post(f"/requests/{request_id}/ticks", form, headers=TIM).json()
    assert (told["ticks"][0]["as_asked"], told["ticks"][0]["why"]) == (False, "No licence.")
    assert "is not done as asked, says Tim Technician: “No licence”." in told["standing"]["text"]
    english, german = (of(service, request_id, language)["standing"]["text"] for language in ("en", "de"))
    assert "You get instead: “Lite is there”. Say by Tue 26 Jan, 19:00 whether that will do" in english
    assert "Sie bekommen stattdessen: „Lite is there“. Sagen Sie bis Di., 26. Jan., 19:00 Uhr, ob das genügt" in german
    (notice,) = service.get("/me/notices").json()["notices"]
    assert notice["kind"]["code"] == "work_otherwise"
    told = service.post(f"/requests/{request_id}/ticks/answer", {"works": True, "words": "Fine."}).json()
    assert (told["ticks"][0]["answer"]["code"], told["ticks"][0]["answer_words"]) == ("confirmed", "Fine.")
    assert "is done otherwise by Tim Technician: “Lite is there”, and whoever asked said" in told["standing"]["text"]
