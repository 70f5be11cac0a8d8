"""What a browser does with a session's cookie must have been meant: the token for changes, and where a call is from."""

import pytest

from api.identity import CSRF_HEADER
from tests.api.browser import Browser
from tests.api.people import ADA
from tests.api.service import ORIGIN, Service

TOKEN = {"name": "report", "days": 7}


@pytest.fixture
def browser(service: Service) -> Browser:
    """Ada's."""
    signed_in = Browser(service)
    signed_in.sign_in()
    return signed_in


def test_a_page_of_ours_may_change_things(browser: Browser) -> None:
    assert browser.change("POST", "/tokens", TOKEN).status_code == 201


@pytest.mark.parametrize("token", ["", "0" * 64, "%C3%A4"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/tokens"),
        ("DELETE", "/sessions/current"),
        ("PUT", "/me/password"),
        ("POST", "/requests"),
        ("POST", "/people"),
    ],
)
def test_without_its_token_a_session_changes_nothing(browser: Browser, method: str, path: str, token: str) -> None:
    refused = browser.change(method, path, TOKEN, **{CSRF_HEADER: token})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf-token-wrong")
    assert CSRF_HEADER in refused.json()["detail"]
    assert browser.get("/me").status_code == 200


def test_the_token_of_another_session_is_none(service: Service, browser: Browser) -> None:
    other = Browser(service)
    other.sign_in()
    refused = browser.change("POST", "/tokens", TOKEN, **{CSRF_HEADER: other.csrf})
    assert refused.json()["code"] == "csrf-token-wrong"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "strange"])
def test_a_call_that_another_site_caused_is_refused_even_with_the_token(browser: Browser, site: str) -> None:
    refused = browser.change("POST", "/tokens", TOKEN, **{"Sec-Fetch-Site": site})
    assert (refused.status_code, refused.json()["code"]) == (403, "cross-site-call")


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{ORIGIN}.evil.example.com", ""])
def test_an_older_browser_is_judged_by_the_origin(browser: Browser, origin: str) -> None:
    sent = {CSRF_HEADER: browser.csrf, "Origin": origin}
    refused = browser.client.post("/api/v1/tokens", json=TOKEN, headers=sent)
    assert (refused.status_code, refused.json()["code"]) == (403, "cross-site-call")
    assert browser.client.post("/api/v1/tokens", json=TOKEN, headers={**sent, "Origin": ORIGIN}).status_code == 201


def test_looking_needs_no_token(browser: Browser) -> None:
    assert browser.client.get("/api/v1/requests").status_code == 200


def test_a_program_with_a_bearer_token_needs_none_even_if_a_cookie_comes_along(browser: Browser) -> None:
    made = browser.client.post("/api/v1/tokens", json=TOKEN, headers={**ADA, "Sec-Fetch-Site": "cross-site"})
    assert made.status_code == 201


def test_a_bad_bearer_token_is_not_made_good_by_a_cookie(browser: Browser) -> None:
    answer = browser.client.get("/api/v1/me", headers={"Authorization": "Bearer classroom_ada.guessed"})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-over")


def test_a_form_of_another_site_cannot_sign_somebody_in(service: Service) -> None:
    answer = service.client.post("/api/v1/sessions", data={"login": "ada", "password": "violet cup of tea"})
    assert (answer.status_code, answer.json()["problems"][0]["problem"]) == (422, "not-json")


def test_the_description_says_how_to_say_who_calls_and_where_a_browser_must_have_meant_it(service: Service) -> None:
    described = service.get("/openapi.json").json()
    schemes = described["components"]["securitySchemes"]
    assert (schemes["token"]["scheme"], schemes["session"]["name"]) == ("bearer", "__Host-classroom")
    assert described["security"] == [{"token": []}, {"session": []}]
    for methods in described["paths"].values():
        for method, operation in methods.items():
            refused = operation["responses"].get("403", {}).get("description", "")
            by_a_session = method != "get" and operation.get("security") != []
            assert ("csrf-token-wrong" in refused) == by_a_session, operation["operationId"]
