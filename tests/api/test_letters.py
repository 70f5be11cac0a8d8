"""Letters and notices over HTTP: one's own, and a room's for those who read its record."""

import pytest

from tests.api.letters import write_letter
from tests.api.people import ADA, CLEO, GRACE, MARTA, OLGA, TIM
from tests.api.service import Service


@pytest.fixture
def written(service: Service) -> str:
    """A letter to Ada about her request."""
    service.ask("firefox")
    return write_letter(service)


def test_whoever_is_written_to_reads_the_letter_in_full(service: Service, written: str) -> None:
    (listed,) = service.get("/me/letters").json()["letters"]
    letter = service.get(f"/letters/{written}").json()
    assert listed == {name: letter[name] for name in listed}
    assert letter["to"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}
    assert letter["team"] == "The classroom team (Physics)"
    assert letter["body"].startswith("Dear Prof. Ada Lovelace,\n\n")
    assert "Tim Technician" not in str(letter)


@pytest.mark.parametrize(
    ("who", "status"), [(ADA, 200), (MARTA, 200), (OLGA, 200), (GRACE, 403), (TIM, 403), (CLEO, 403)]
)
def test_others_read_it_only_if_they_may_read_the_rooms_record(
    service: Service, written: str, who: dict[str, str], status: int
) -> None:
    answer = service.get(f"/letters/{written}", headers=who)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "not-permitted"


def test_nobody_lists_the_letters_and_notices_of_others(service: Service, written: str) -> None:
    assert service.get(f"/letters/{written}", headers=ADA).status_code == 200
    for who in (GRACE, MARTA, OLGA):
        assert service.get("/me/letters", headers=who).json() == {"letters": [], "next": None}
        assert service.get("/me/notices", headers=who).json() == {"notices": [], "next": None}


def test_a_notice_leads_to_its_letter_and_is_read_once(service: Service, written: str) -> None:
    (notice,) = service.get("/me/notices", unread=True).json()["notices"]
    assert (notice["letter"], notice["read_at"]) == (written, None)
    assert notice["kind"] == {"code": "override_binds", "text": "Not as you asked"}
    assert "Your request for Mozilla Firefox in B-204 is not carried out as you asked" in notice["text"]
    body = {"notices": [notice["id"]]}
    assert service.post("/me/notices/read", body, headers=GRACE).json() == {"read": 0}
    assert service.post("/me/notices/read", body).json() == {"read": 1}
    assert service.post("/me/notices/read", body).json() == {"read": 0}
    assert service.get("/me/notices", unread=True).json()["notices"] == []
    (kept,) = service.get("/me/notices").json()["notices"]
    assert kept["read_at"]


def test_notices_are_said_in_the_language_that_is_asked_for(service: Service, written: str) -> None:
    assert written
    answer = service.get("/me/notices", headers={**ADA, "Accept-Language": "de"})
    assert answer.json()["notices"][0]["kind"]["text"] == "Nicht wie angefordert"
    assert answer.headers["Content-Language"] == "de"


def test_whoever_writes_is_advised_and_never_marked(service: Service) -> None:
    """R3.3: hints while writing, no score."""
    draft = {"text": "First line.\nThe rollout failed.", "language": "en"}
    advised = service.post("/letters/hints", draft, headers={**TIM, "Accept-Language": "de"}).json()
    assert [hint["code"] for hint in advised["hints"]] == ["product_words"]
    assert "rollout" in advised["hints"][0]["text"]
    assert advised["hints"][0]["text"].startswith("Nicht alle kennen")
    plain = {"text": "It comes on Monday.", "language": "en"}
    assert service.post("/letters/hints", plain, headers=TIM).json() == {"hints": []}


def test_notices_come_newest_first_in_pages(service: Service) -> None:
    for item in ("firefox", "git"):
        service.ask(item, headers=CLEO, on_behalf_of="ada")
        service.clock.moment = service.clock.moment.replace(minute=service.clock.moment.minute + 1)
    first = service.get("/me/notices", limit=1)
    (newest,) = first.json()["notices"]
    assert "Git" in newest["text"]
    assert f"after={first.json()['next']}" in first.headers["Link"]
    rest = service.get("/me/notices", after=first.json()["next"]).json()
    assert ["Firefox" in notice["text"] for notice in rest["notices"]] == [True]
    assert rest["next"] is None
