"""Who calls, in demo mode; and that nothing starts outside it."""

import pytest

from api.app import LoginNotBuilt, create_app
from orchestrator.services.wording import Language, words
from tests.api.service import Service


def _name_for(service: Service, header: str) -> tuple[int, str]:
    sent = [(b"Demo-Actor", header.encode())]
    form = {"classroom": "B-204", "items": [{"item": "firefox"}]}
    answer = service.client.post("/api/v1/requests", json=form, headers=sent)
    body = answer.json()
    return answer.status_code, body["requests"][0]["requester"]["name"] if answer.status_code == 201 else body["code"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ada; Prof. Ada Lovelace", "Prof. Ada Lovelace"),
        ("ada", "ada"),
        ("ADA;", "ada"),
        ("ada; Łukasz Özdemir", "Łukasz Özdemir"),
        ("ada; %C5%81ukasz", "Łukasz"),
        ("ada; 100% Ada", "100% Ada"),
    ],
)
def test_the_header_says_who_calls(service: Service, header: str, name: str) -> None:
    assert _name_for(service, header) == (201, name)


@pytest.mark.parametrize("header", ["; Ada", "a da; Ada", "äda", "-ada", "a" * 65, "person:ada"])
def test_an_id_that_cannot_be_one_is_refused(service: Service, header: str) -> None:
    assert _name_for(service, header) == (401, "identity-malformed")


@pytest.mark.parametrize("header", ["ada; " + "A" * 101, "ada; %00", "ada; a%0Ab", "ada; %FF"])
def test_a_name_that_cannot_be_one_is_refused(service: Service, header: str) -> None:
    assert _name_for(service, header) == (401, "identity-malformed")


def test_upper_and_lower_case_are_the_same_person(service: Service) -> None:
    _name_for(service, "ada")
    assert _name_for(service, "Ada") == (409, "already-requested")


def test_outside_demo_mode_there_is_no_service_and_the_words_say_why(service: Service) -> None:
    with pytest.raises(LoginNotBuilt) as refused:
        create_app(service.toolbox(demo=False))
    for language in Language:
        assert "CLASSROOM_DEMO=1" in words(refused.value, language)


def test_the_policy_is_told_which_thing_it_is_about(service: Service) -> None:
    asked: list[tuple[str, str, str, str | None]] = []

    def policy(actor: object, permission: str, scope: str, subject: str | None) -> bool:
        asked.append((str(getattr(actor, "id", "")), permission, scope, subject))
        return True

    service.policy = policy
    service.get("/classrooms/B-204")
    service.get("/requests/r7")
    service.post("/rollouts/o7/retry")
    service.get("/catalog")
    me = "person:ada.lovelace"
    assert asked == [
        (me, "read", "classroom", "B-204"),
        (me, "read", "request", "r7"),
        (me, "steer", "rollout", "o7"),
        (me, "read", "site", None),
    ]
