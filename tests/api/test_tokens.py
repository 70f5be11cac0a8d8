"""Bearer tokens over HTTP: made by a person for their programs, never wider than that person."""

from datetime import timedelta
from typing import Any

import pytest

from orchestrator.domain.people import Permission
from tests.api.browser import Browser
from tests.api.moments import NOON
from tests.api.people import ADA, ROOT, TIM, bearer, give_token
from tests.api.service import Service

TOKEN = {"name": "nightly report", "days": 7}


def _bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def _made(service: Service, headers: dict[str, str] = ADA, **other: object) -> str:
    answer = service.post("/tokens", {**TOKEN, **other}, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["text"])


def test_a_tokens_text_is_told_once_and_only_its_hash_is_kept(service: Service) -> None:
    answer = service.post("/tokens", TOKEN)
    made = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert made["text"].startswith(f"classroom_{made['token']['id']}.")
    secret = made["text"].partition(".")[2]
    assert secret not in service.get("/tokens").text
    assert secret not in str(service.database.sql("SELECT * FROM cs_tokens"))


def test_a_token_speaks_for_its_owner_until_it_expires(service: Service) -> None:
    token = _bearer(_made(service))
    assert service.get("/me", headers=token).json()["person"]["login"] == "ada"
    service.clock.moment = NOON + timedelta(days=7)
    expired = service.get("/me", headers=token)
    assert (expired.status_code, expired.json()["code"]) == (401, "sign-in-over")


def test_whoever_shows_any_token_may_ask_who_they_are(service: Service) -> None:
    give_token(service.database, "tim", "narrow", Permission.READ)
    me = service.get("/me", headers=bearer("narrow"))
    assert (me.status_code, me.json()["person"]["login"]) == (200, "tim")
    assert [permission["code"] for permission in me.json()["permissions"]] == ["read"]


def test_what_only_the_token_forbids_is_said_to_come_of_the_token(service: Service) -> None:
    give_token(service.database, "tim", "narrow", Permission.READ)
    refused = service.post("/classrooms/B-204/rollouts", headers=bearer("narrow")).json()
    assert (refused["code"], refused["by_token"]) == ("not-permitted", True)
    assert "this token does not allow it" in refused["detail"]
    forbidden = service.post("/catalog/import", {"files": {}}, headers=bearer("narrow")).json()
    assert (forbidden["by_token"], "token" in forbidden["detail"]) == (False, False)


def test_when_it_was_last_used_is_known_to_the_minute(service: Service) -> None:
    token = _bearer(_made(service))

    def used() -> Any:  # noqa: ANN401 - JSON
        page = service.get("/tokens").json()["tokens"]
        return next(t["used_at"] for t in page if t["name"] == TOKEN["name"])

    assert used() is None
    service.get("/me", headers=token)
    service.clock.moment = NOON + timedelta(seconds=59)
    service.get("/me", headers=token)
    assert used() == "2027-01-12T12:00:00Z"
    service.clock.moment = NOON + timedelta(seconds=60)
    service.get("/me", headers=token)
    assert used() == "2027-01-12T12:01:00Z"


def test_a_revoked_token_is_let_in_no_more(service: Service) -> None:
    made = service.post("/tokens", TOKEN).json()
    assert service.delete(f"/tokens/{made['token']['id']}").status_code == 204
    assert service.get("/me", headers=_bearer(made["text"])).status_code == 401
    listed = service.get("/tokens").json()["tokens"]
    assert [t["revoked_at"] for t in listed if t["id"] == made["token"]["id"]] == ["2027-01-12T12:00:00Z"]


def test_a_program_that_signs_out_revokes_its_own_token_and_no_other(service: Service) -> None:
    one, other = _bearer(_made(service)), _bearer(_made(service))
    answer = service.delete("/sessions/current", headers=one)
    assert (answer.status_code, answer.content, answer.headers.get("Set-Cookie")) == (204, b"", None)
    assert (service.get("/me", headers=one).status_code, service.get("/me", headers=other).status_code) == (401, 200)


def test_nobody_revokes_or_sees_the_token_of_somebody_else(service: Service) -> None:
    made = service.post("/tokens", TOKEN).json()["token"]["id"]
    assert service.delete(f"/tokens/{made}", headers=ROOT).status_code == 404
    assert made not in service.get("/tokens", headers=ROOT).text


def test_a_token_cannot_be_wider_than_whoever_makes_it(service: Service) -> None:
    refused = service.post("/tokens", {**TOKEN, "permissions": ["read", "steer"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "token-too-wide")
    assert refused.json()["permissions"] == ["steer"]


def test_a_narrow_token_makes_only_tokens_as_narrow(service: Service) -> None:
    give_token(service.database, "tim", "narrow", Permission.ACCOUNT, Permission.READ)
    made = service.post("/tokens", TOKEN, headers=bearer("narrow")).json()
    assert [p["code"] for p in made["token"]["permissions"]] == ["read", "account"]
    assert service.post("/tokens", {**TOKEN, "permissions": ["steer"]}, headers=bearer("narrow")).status_code == 403
    refused = service.post("/classrooms/B-204/rollouts", headers=_bearer(made["text"]))
    assert refused.json()["code"] == "not-permitted"


def test_a_token_loses_what_its_owner_loses(service: Service) -> None:
    token = _bearer(_made(service, TIM, permissions=["steer"]))
    assert service.post("/classrooms/B-204/rollouts", headers=token).status_code == 201
    service.delete("/people/tim/roles/tim-1", headers=ROOT)
    assert service.post("/classrooms/C-101/rollouts", headers=token).json()["code"] == "not-permitted"


def test_a_token_without_limits_gains_what_its_owner_gains(service: Service) -> None:
    token = _bearer(_made(service))
    service.post("/people/ada/roles", {"role": "technician"}, headers=ROOT)
    assert service.post("/classrooms/B-204/rollouts", headers=token).status_code == 201


def test_tokens_are_listed_in_pages_newest_first(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in("cleo")
    for number in range(3):
        browser.change("POST", "/tokens", {"name": f"t{number}", "days": 1})
    first = browser.client.get("/api/v1/tokens", params={"limit": 2}).json()
    rest = browser.client.get("/api/v1/tokens", params={"limit": 2, "after": first["next"]}).json()
    assert sorted(t["name"] for t in first["tokens"] + rest["tokens"]) == ["cleo", "t0", "t1", "t2"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"days": "7"}, "days"),
        ({"name": " "}, "name"),
        ({"permissions": []}, "permissions"),
        ({"permissions": ["reign"]}, "permissions.0"),
    ],
)
def test_a_token_that_cannot_be_one_names_the_field(service: Service, change: dict[str, object], field: str) -> None:
    answer = service.post("/tokens", {**TOKEN, **change})
    assert (answer.status_code, [p["field"] for p in answer.json()["problems"]]) == (422, [field])
