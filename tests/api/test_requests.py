"""Asking for software over HTTP."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from orchestrator.domain.catalog import Release
from tests.api.moments import NOON
from tests.api.people import ADA, GRACE, TIM
from tests.api.service import GIT, Service

IN_GERMAN = {**ADA, "Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}


def test_a_request_is_accepted_at_once_and_says_where_it_is(service: Service) -> None:
    answer = service.post("/requests", {"classroom": "b-204", "items": [{"item": "firefox"}]})
    body = answer.json()
    request = body["requests"][0]
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/requests/{request['id']}"
    assert service.get(f"/requests/{request['id']}").json() == request
    assert (body["revision"], body["replayed"]) == (1, False)
    assert request["state"] == {"code": "open", "text": "open"}
    assert request["requester"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}


def test_its_standing_is_a_sentence_with_figures_and_a_date_in_the_rooms_time(service: Service) -> None:
    request = service.ask("firefox", needed_by="2027-01-18T08:00:00+01:00")["requests"][0]
    assert request["needed_by"] == "2027-01-18T07:00:00Z"
    assert request["timezone"] == "Europe/Berlin"
    assert request["standing"]["code"] == "owed"
    assert request["standing"]["missing_seats"] == ["01", "02", "03"]
    assert request["standing"]["text"] == (
        "Mozilla Firefox is ready on 0 of 4 seats in B-204; the rest follows by itself. "
        "1 seat is out of service. Needed by Mon 18 Jan, 08:00."
    )


def test_the_same_sentence_in_german(service: Service) -> None:
    request = service.ask("firefox", needed_by="2027-01-18T08:00:00+01:00", headers=IN_GERMAN)["requests"][0]
    assert request["standing"]["text"] == (
        "Mozilla Firefox ist an 0 von 4 Plätzen in B-204 bereit; der Rest folgt von selbst. "
        "1 Platz ist außer Betrieb. Gebraucht bis Mo., 18. Jan., 08:00 Uhr."
    )
    assert service.get("/requests", headers=IN_GERMAN).headers["Content-Language"] == "de"


def test_without_a_date_it_is_needed_in_five_working_days(service: Service) -> None:
    assert service.ask("firefox")["requests"][0]["needed_by"] == "2027-01-19T18:00:00Z"


def test_one_form_makes_a_request_of_each_item_tied_by_a_group(service: Service) -> None:
    requests = service.ask("firefox", "git")["requests"]
    assert [request["item"]["title"] for request in requests] == ["Mozilla Firefox", "Git"]
    assert len({request["group"] for request in requests}) == 1


def test_what_a_form_may_say_comes_back_as_it_was_said(service: Service) -> None:
    item = {"item": "firefox", "version": "144.0.2", "seats": "student_seats", "enough": 2, "wanted": "present"}
    form = {
        "classroom": "B-204",
        "items": [item],
        "until": "2027-07-31T00:00:00Z",
        "course": "CS-101",
        "on_behalf_of": "Grace",
    }
    request = service.post("/requests", form, headers=TIM).json()["requests"][0]
    told = (request["version"], request["seats"]["code"], request["enough"], request["course"], request["until"])
    assert told == ("144.0.2", "student_seats", 2, "CS-101", "2027-07-31T00:00:00Z")
    assert request["requester"] == {"id": "person:grace", "name": "Prof. Grace Hopper"}
    assert request["entered_by"] == "person:tim"


def test_acceptance_owes_the_room_in_the_same_transaction(service: Service) -> None:
    service.ask("firefox")
    assert [(kind, key) for kind, key, _ in service.database.jobs.enqueued] == [("owe-room", "b204:r1")]


def test_a_repeated_form_with_the_same_key_is_carried_out_once(service: Service) -> None:
    form = {"classroom": "B-204", "items": [{"item": "firefox"}, {"item": "git"}]}
    first = service.post("/requests", form, headers={**ADA, "Idempotency-Key": "k-1"})
    again = service.post("/requests", form, headers={**ADA, "Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["replayed"] is True
    assert [r["id"] for r in again.json()["requests"]] == [r["id"] for r in first.json()["requests"]]
    assert again.headers["Location"] == first.headers["Location"]
    assert len(service.get("/requests").json()["requests"]) == 2


def test_a_key_with_another_content_is_refused_and_nothing_is_accepted(service: Service) -> None:
    headers = {**ADA, "Idempotency-Key": "k-1"}
    service.post("/requests", {"classroom": "B-204", "items": [{"item": "firefox"}]}, headers=headers)
    other = service.post("/requests", {"classroom": "B-204", "items": [{"item": "git"}]}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert len(service.get("/requests").json()["requests"]) == 1


def test_the_same_key_of_somebody_else_is_another_key(service: Service) -> None:
    form = {"classroom": "B-204", "items": [{"item": "firefox"}]}
    service.post("/requests", form, headers={**ADA, "Idempotency-Key": "k-1"})
    assert service.post("/requests", form, headers={**GRACE, "Idempotency-Key": "k-1"}).status_code == 201


def test_pages_keep_their_place_while_new_requests_come_in(service: Service) -> None:
    wanted = ["firefox", "git", "old-browser", "student-records-forms", "microsoft-edge"]
    for item in wanted:
        service.ask(item, room="C-101")
    first = service.get("/requests", limit=2).json()
    service.ask("firefox", room="C-101", headers=GRACE)
    second = service.get("/requests", limit=2, after=first["next"]).json()
    third = service.get("/requests", limit=2, after=second["next"]).json()
    read = [r["item"]["id"] for page in (first, second, third) for r in page["requests"]]
    assert read == list(reversed(wanted))
    assert third["next"] is None


def test_a_page_that_is_just_full_is_the_last(service: Service) -> None:
    service.ask("firefox", "git")
    assert service.get("/requests", limit=2).json()["next"] is None


def test_requests_are_found_by_room_person_state_and_item(service: Service) -> None:
    service.ask("firefox")
    service.ask("git", room="C-101", headers=GRACE)
    gone = service.ask("git")["requests"][0]["id"]
    service.post(f"/requests/{gone}/withdraw")

    def found(**query: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any filter
        page = service.get("/requests", **query).json()
        return [(r["classroom"], r["item"]["id"]) for r in page["requests"]]

    assert found(classroom="c-101") == [("C-101", "git")]
    assert found(requester="GRACE") == found(requester="person:grace") == [("C-101", "git")]
    assert found(requester="me", state="open") == [("B-204", "firefox")]
    assert found(state="withdrawn") == [("B-204", "git")]
    assert found(item="firefox") == [("B-204", "firefox")]
    assert found(item="firefox", state="closed") == []


def test_withdrawing_says_when(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]
    service.clock.moment = NOON + timedelta(days=1)
    withdrawn = service.post(f"/requests/{request['id']}/withdraw").json()
    assert withdrawn["state"]["code"] == "withdrawn"
    assert withdrawn["standing"]["text"] == (
        "The request for Mozilla Firefox in B-204 was withdrawn on Wed 13 Jan, 13:00."
    )


def test_a_conflict_names_what_stands_in_the_way_and_what_can_be_done(service: Service) -> None:
    service.ask("firefox")
    standing = service.ask("old-browser")["requests"][0]["standing"]
    assert standing["code"] == "in_conflict"
    assert standing["waiting"]["with_item"] == {"id": "firefox", "title": "Mozilla Firefox"}
    assert standing["text"].startswith(
        "Old Browser has to wait in B-204: it cannot share a seat with Mozilla Firefox, which is there for another "
        "request. What was there first stays;"
    )


def test_late_is_said(service: Service) -> None:
    request = service.ask("firefox", needed_by="2027-01-13T08:00:00Z")["requests"][0]
    service.clock.moment = NOON + timedelta(days=2)
    standing = service.get(f"/requests/{request['id']}").json()["standing"]
    assert standing["late"] is True
    assert standing["text"].endswith("It was needed by Wed 13 Jan, 09:00 and is late.")


def test_what_has_no_approved_version_waits_and_stays_owed(service: Service) -> None:
    withheld = replace(GIT, releases=(Release("2.51.2", approved=False),))
    with service.database.transactions() as uow:
        uow.catalog.put(withheld)
        uow.commit()
    standing = service.ask("git")["requests"][0]["standing"]
    assert (standing["code"], standing["waiting"]["code"]) == ("waiting_for_packaging", "no_release")
    assert standing["text"].startswith(
        "Git has to wait in B-204: the software catalogue has no approved version of Git to install. "
        "It stays owed until then."
    )


def test_how_many_seats_suffice_is_said(service: Service) -> None:
    form = {"classroom": "B-204", "items": [{"item": "firefox", "enough": 2}]}
    text = service.post("/requests", form).json()["requests"][0]["standing"]["text"]
    assert "2 seats suffice. 1 seat is out of service." in text


def test_somebody_who_asks_that_it_is_not_there_reads_it_so(service: Service) -> None:
    service.see("C-101", 1)
    service.post("/classrooms/C-101/dry-run", headers=TIM)
    form = {"classroom": "C-101", "items": [{"item": "firefox", "wanted": "absent"}]}
    standing = service.post("/requests", form).json()["requests"][0]["standing"]
    assert standing["text"].startswith(
        "C-101 is without Mozilla Firefox on 1 of 2 seats; seat 02 has been switched off since Tue 12 Jan, 13:00; "
        "a technician can try again when it is on; where it still is,"
    )
