"""Signing in and out over HTTP: the cookie, how long it holds, and how often one may try."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.identity import SECURE_COOKIE
from tests.api.browser import Browser
from tests.api.moments import NOON
from tests.api.people import ADA, PASSWORD, ROOT, RULES, TIM, bearer, give_token
from tests.api.service import Service

OTHER = "seven green bottles"


def test_signing_in_tells_who_one_is_and_gives_a_cookie_that_scripts_cannot_read(service: Service) -> None:
    answer = Browser(service).sign_in("ADA")
    body = answer.json()
    assert answer.status_code == 201
    assert body["person"] == {
        "id": "person:ada",
        "login": "ada",
        "name": "Prof. Ada Lovelace",
        "email": "ada@example.edu",
        "language": "en",
    }
    assert body["ends_at"] == "2027-01-19T12:00:00Z"
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-classroom=")
    assert {a.lower() for a in attributes} == {"httponly", "max-age=604800", "path=/", "samesite=lax", "secure"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_on_plain_http_the_cookie_has_another_name_and_is_not_for_tls_only(service: Service) -> None:
    app = service.app(secure_cookies=False)
    with TestClient(app, "http://127.0.0.1") as plain:
        answer = plain.post("/api/v1/sessions", json={"login": "ada", "password": PASSWORD})
        name, *attributes = answer.headers["Set-Cookie"].split("; ")
        assert name.startswith("classroom=")
        assert {a.lower() for a in attributes} == {"httponly", "max-age=604800", "path=/", "samesite=lax"}
        assert plain.get("/api/v1/me").json()["person"]["login"] == "ada"


def test_the_cookies_secret_is_told_nowhere_else(service: Service) -> None:
    browser = Browser(service)
    texts = [browser.sign_in().text, browser.get("/me").text, browser.get("/sessions").text]
    assert len(browser.cookie) == 43
    assert not [text for text in texts if browser.cookie in text]


@pytest.mark.parametrize(("login", "password"), [("ada", OTHER), ("nobody", PASSWORD), ("ada", PASSWORD.upper())])
def test_whoever_is_not_let_in_is_told_the_same(service: Service, login: str, password: str) -> None:
    refused = Browser(service).sign_in(login, password)
    assert (refused.status_code, refused.json()["code"]) == (401, "sign-in-refused")
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert "Set-Cookie" not in refused.headers
    assert refused.json()["detail"] == "Name and password do not belong together. Check both and try again."


def test_a_password_is_never_repeated_in_an_answer(service: Service) -> None:
    answer = service.post("/sessions", {"login": "ada", "password": [OTHER]}, headers={})
    long = service.post("/sessions", {"login": "ada", "password": OTHER * 99}, headers={})
    assert (answer.status_code, long.status_code) == (422, 422)
    assert OTHER not in answer.text + long.text


def test_signing_in_again_gives_another_session_and_ends_the_one_that_was_there(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    first, token = browser.cookie, browser.csrf
    browser.sign_in()
    assert browser.cookie != first
    assert browser.csrf != token
    answer = service.get("/me", headers={"Cookie": f"{SECURE_COOKIE}={first}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-over")


def test_a_cookie_that_somebody_planted_is_not_adopted(service: Service) -> None:
    planted = {"Cookie": f"{SECURE_COOKIE}=planted"}
    answer = service.post("/sessions", {"login": "ada", "password": PASSWORD}, headers=planted)
    assert answer.status_code == 201
    assert f"{SECURE_COOKIE}=planted" not in answer.headers["Set-Cookie"]
    fresh = TestClient(service.app())
    assert fresh.get("/api/v1/me", headers=planted).status_code == 401


def test_signing_out_ends_the_session_and_takes_the_cookie(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    secret = browser.cookie
    assert browser.change("DELETE", "/sessions/current").status_code == 204
    assert not browser.cookie
    assert service.get("/me", headers={"Cookie": f"{SECURE_COOKIE}={secret}"}).status_code == 401


def test_a_session_ends_when_it_is_not_used_and_in_any_case_after_a_week(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    service.clock.moment = NOON + timedelta(hours=7, minutes=59)
    assert browser.get("/me").status_code == 200
    service.clock.moment += timedelta(hours=8)
    assert browser.get("/me").json()["code"] == "sign-in-over"
    browser.sign_in()
    for _ in range(24):
        service.clock.moment += timedelta(hours=7)
        answer = browser.get("/me")
    assert answer.json()["code"] == "sign-in-over"


def test_ones_sessions_are_listed_in_pages_with_what_they_were_made_with(service: Service) -> None:
    browsers = [Browser(service) for _ in range(3)]
    for browser in browsers:
        browser.sign_in()
    Browser(service).sign_in("tim")
    first = browsers[0].client.get("/api/v1/sessions", params={"limit": 2}).json()
    rest = browsers[0].client.get("/api/v1/sessions", params={"limit": 2, "after": first["next"]}).json()
    assert [s["current"] for s in first["sessions"] + rest["sessions"]] == [False, False, True]
    assert rest["next"] is None
    assert {s["client"] for s in first["sessions"]} == {"Firefox"}
    assert first["sessions"][0]["ends_at"] == "2027-01-12T20:00:00Z"


def test_sessions_that_are_over_leave_no_hole_in_a_page(service: Service) -> None:
    old = [Browser(service) for _ in range(3)]
    for browser in old:
        browser.sign_in()
    service.clock.moment = NOON + timedelta(hours=8)
    assert service.get("/sessions", limit=1).json() == {"sessions": [], "next": None}


def test_ending_another_session_ends_it_at_once(service: Service) -> None:
    here, there = Browser(service), Browser(service)
    here.sign_in()
    there.sign_in()
    session = there.get("/me").json()["session"]["id"]
    assert here.change("DELETE", f"/sessions/{session}").status_code == 204
    assert there.get("/me").status_code == 401
    assert here.get("/me").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    session = browser.get("/me").json()["session"]["id"]
    refused = service.delete(f"/sessions/{session}", headers=TIM)
    assert (refused.status_code, refused.json()["kind"]) == (404, "session")
    assert browser.get("/me").status_code == 200


def test_me_tells_roles_permissions_and_what_the_call_was_made_with(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    me = browser.get("/me").json()
    assert [(role["role"]["code"], role["scope"]) for role in me["roles"]] == [
        ("instructor", {"kind": {"code": "campus", "text": "the whole site"}, "name": ""})
    ]
    assert [permission["code"] for permission in me["permissions"]] == ["read", "request", "rule", "account"]
    assert (me["csrf_token"], me["token"], me["session"]["current"]) == (browser.csrf, None, True)
    by_token = service.get("/me").json()
    assert (by_token["csrf_token"], by_token["session"], by_token["token"]["name"]) == (None, None, "ada")


def test_too_many_attempts_are_told_when_the_next_one_is_taken(service: Service) -> None:
    browser = Browser(service)
    for _ in range(RULES.throttle.per_account):
        assert browser.sign_in(password=OTHER).status_code == 401
    service.clock.moment += timedelta(minutes=5)
    refused = browser.sign_in()
    assert (refused.status_code, refused.json()["code"]) == (429, "sign-in-throttled")
    assert refused.headers["Retry-After"] == "600"
    assert Browser(service, address="198.51.100.7").sign_in().status_code == 429
    service.clock.moment += timedelta(minutes=10, seconds=1)
    assert browser.sign_in().status_code == 201


def test_too_many_attempts_from_one_address_close_it_for_all_and_no_other(service: Service) -> None:
    for number in range(RULES.throttle.per_address):
        Browser(service).sign_in(f"guess{number}", OTHER)
    assert Browser(service).sign_in().status_code == 429
    assert Browser(service, address="198.51.100.7").sign_in().status_code == 201


def test_a_changed_password_ends_every_session_but_the_one_it_was_changed_in(service: Service) -> None:
    here, there = Browser(service), Browser(service)
    here.sign_in()
    there.sign_in()
    assert here.change("PUT", "/me/password", {"old": PASSWORD, "new": OTHER}).status_code == 204
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 401)
    assert Browser(service).sign_in().status_code == 401
    assert Browser(service).sign_in(password=OTHER).status_code == 201


def test_deactivation_acts_on_cookie_and_token_at_once(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in()
    give_token(service.database, "ada", "second")
    assert service.post("/people/ada/deactivation", headers=ROOT).json()["deactivated_at"] == "2027-01-12T12:00:00Z"
    answers = [browser.get("/me"), service.get("/me", headers=ADA), service.get("/me", headers=bearer("second"))]
    assert [answer.json()["code"] for answer in answers] == ["sign-in-over"] * 3
    assert browser.sign_in().json()["code"] == "sign-in-refused"
    service.delete("/people/ada/deactivation", headers=ROOT)
    assert service.get("/me").json()["code"] == "sign-in-over"
    assert browser.sign_in().status_code == 201


def test_what_somebody_was_taken_they_may_no_more_in_the_same_session(service: Service) -> None:
    browser = Browser(service)
    browser.sign_in("tim")
    assert browser.change("POST", "/classrooms/B-204/rollouts").status_code == 201
    service.delete("/people/tim/roles/tim-1", headers=ROOT)
    assert browser.change("POST", "/classrooms/C-101/rollouts").json()["code"] == "not-permitted"


def test_signing_in_from_a_page_of_somebody_else_is_refused(service: Service) -> None:
    refused = Browser(service).sign_in(**{"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, refused.json()["code"]) == (403, "cross-site-call")
