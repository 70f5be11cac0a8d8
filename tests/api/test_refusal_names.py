"""What a refusal says: the hour on the clock of the room, titles and rooms in the place of ids, names of fields."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from orchestrator.domain.calendars import Site
from tests.api.answers.overrides import FORM, recorded
from tests.api.moments import NOON
from tests.api.people import ADA, MARTA, OLGA, TIM
from tests.api.service import Service

GERMAN = {"Accept-Language": "de"}


@pytest.fixture
def overseas(service: Service) -> Service:
    """B-204 is in New York, whose clocks show six hours less than those of the site in Berlin."""
    with service.database.transactions() as uow:
        uow.site.put(Site("Europe/Berlin"))
        uow.commit()
    service.move("B-204", "America/New_York")
    return service


def refused(service: Service, path: str, body: Mapping[str, Any], who: Mapping[str, str] = ADA) -> dict[str, Any]:
    answer = service.post(path, body, headers=who)
    assert answer.status_code >= 400, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def test_the_hour_is_that_of_the_room_that_the_body_names(overseas: Service) -> None:
    body = {"classroom": "B-204", "items": [{"item": "git"}], "needed_by": "2027-01-05T18:00:00-05:00"}
    assert "Tue 5 Jan, 18:00 is over" in refused(overseas, "/requests", body)["detail"]
    assert "Di., 5. Jan., 18:00" in refused(overseas, "/requests", body, {**ADA, **GERMAN})["detail"]


def test_the_hour_is_that_of_the_room_that_the_address_is_about(overseas: Service) -> None:
    overseas.ask("firefox")
    (request,) = overseas.get("/requests").json()["requests"]
    late = {"words": "It takes long.", "expected_at": "2027-01-05T18:00:00-05:00"}
    said = refused(overseas, f"/requests/{request['id']}/delay-notes", late, TIM)["detail"]
    assert "18:00" in said


def test_the_other_moment_of_a_field_is_said_as_people_say_it(overseas: Service) -> None:
    overseas.ask("firefox")
    body = {**FORM, "starts_at": "2027-01-15T18:00:00-05:00", "expires_at": "2027-01-14T18:00:00-05:00"}
    (wrong,) = refused(overseas, "/overrides", body, TIM)["problems"]
    assert wrong["text"] == "This ends before it begins, on Fri 15 Jan, 18:00. Give a later moment."
    (wrong,) = refused(overseas, "/overrides", body, {**TIM, **GERMAN})["problems"]
    assert "18:00" in wrong["text"]
    assert "T23:00" not in wrong["text"]


def test_of_several_fields_one_is_asked_for_by_its_name(service: Service) -> None:
    service.ask("firefox")
    body = {
        **FORM,
        "category": "incompatibility",
        "evidence": {"symptom": "The projector stays black."},
        "expires_at": (NOON + timedelta(days=20)).isoformat(),
    }
    texts = [one["text"] for one in refused(service, "/overrides", body, TIM)["problems"]]
    assert (
        "One of these must be there: other title in the catalogue, Windows build, driver, agent, another program."
        in texts
    )
    german = [one["text"] for one in refused(service, "/overrides", body, {**TIM, **GERMAN})["problems"]]
    assert not [text for text in texts + german if "_" in text]


def test_figures_that_begin_in_the_future_are_refused_for_their_beginning(service: Service) -> None:
    answer = service.get("/figures", headers=MARTA, since="2029-12-31T23:00:00+00:00").json()
    (wrong,) = answer["problems"]
    assert (wrong["field"], wrong["problem"]) == ("since", "still-to-come")
    assert "2029" not in wrong["text"]
    backwards = {"since": "2026-06-01T00:00:00+00:00", "until": "2026-05-01T00:00:00+00:00"}
    (wrong,) = service.get("/figures", headers=MARTA, **backwards).json()["problems"]
    assert wrong["field"] == "until"
    assert "Mon 1 Jun 2026, 00:00" in wrong["text"]


def test_a_request_is_said_by_its_title_and_room(service: Service) -> None:
    service.ask("git")
    body = {"classroom": "B-204", "items": [{"item": "git"}]}
    found = refused(service, "/requests", body)
    assert "It is request “Git in B-204”." in found["detail"]
    assert found["request_id"] not in found["detail"]
    assert "„Git in B-204“" in refused(service, "/requests", body, {**ADA, **GERMAN})["detail"]
    service.post(f"/requests/{found['request_id']}/withdraw")
    over = refused(service, f"/requests/{found['request_id']}/withdraw", {})["detail"]
    assert over.startswith("Request “Git in B-204” is withdrawn already")
    assert "Whoever needs it again asks anew." in over


def test_an_override_that_is_in_the_way_is_said_in_words_before_and_when_it_is_recorded(service: Service) -> None:
    first = recorded(service)
    body = {**FORM, "kind": "defer"}
    detail = refused(service, "/overrides", body, TIM)["detail"]
    assert "“Mozilla Firefox in B-204, until Thu 14 Jan, 18:00”" in detail
    against = service.post("/overrides/preview", body, headers=TIM).json()["against"]
    said = " ".join(one["detail"] for one in against)
    assert "“Mozilla Firefox in B-204, until Thu 14 Jan, 18:00”" in said
    assert first not in detail + said


def test_a_wish_is_said_by_its_title_and_room(service: Service) -> None:
    body = {"classroom": "B-204", "title": "Zotero", "purpose": "Quoting sources"}
    assert service.post("/wishes", body).status_code == 201
    found = refused(service, "/wishes", body)
    assert "It is wish “Zotero in B-204”." in found["detail"]


def test_a_rollout_is_said_by_its_room_and_beginning(overseas: Service) -> None:
    overseas.ask("git")
    assert overseas.post("/classrooms/B-204/rollouts", headers=TIM).status_code == 201
    detail = refused(overseas, "/classrooms/B-204/rollouts", {}, TIM)["detail"]
    assert "“B-204, Tue 12 Jan, 07:00”" in detail


def test_a_person_is_not_named_to_whoever_may_not_know(service: Service) -> None:
    """R4.7."""
    override = recorded(service)
    detail = refused(service, f"/overrides/{override}/agree", {})["detail"]
    assert "Tim" not in detail
    assert refused(service, f"/overrides/{override}/approve", {}, OLGA)
