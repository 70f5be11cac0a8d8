"""One's own account by pages: password, sessions, tokens, and the code of an invitation."""

from collections.abc import Callable

from tests.api.people import MARTA, PASSWORD
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
OTHER = "seven green bottles"


def test_one_sees_who_one_is(visit: Visitor) -> None:
    page = visit("ada").get("/account")
    assert "Prof. Ada Lovelace" in page.text
    assert "instructor, the whole site" in page.text
    assert "Here, now" in page.text


def test_the_password_is_changed(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    page = ada.send("/account/password", old=PASSWORD, new=OTHER, again="eight green bottles")
    assert page.status == 422
    assert "The two new passwords are not the same." in page.text
    page = ada.send("/account/password", old="wrong", new=OTHER, again=OTHER)
    assert page.status >= 400
    assert OTHER not in page.html
    page = ada.send("/account/password", old=PASSWORD, new="short", again="short")
    assert page.status >= 400
    page = ada.send("/account/password", old="", new="", again="")
    assert page.status == 422
    page = ada.send("/account/password", old=PASSWORD, new=OTHER, again=OTHER)
    assert "Your password is changed." in page.text
    assert Visit(service).sign_in("ada", PASSWORD).status == 401
    assert Visit(service).sign_in("ada", OTHER).status == 200


def test_a_session_somewhere_else_is_ended(visit: Visitor) -> None:
    elsewhere, ada = visit("ada"), visit("ada")
    page = ada.get("/account")
    (end,) = [form["action"] for form in page.forms if form["action"].endswith("/end")]
    page = ada.send(end)
    assert "That session is ended." in page.text
    assert elsewhere.get("/account").status == 401


def test_a_browser_is_told_as_people_call_it(service: Service) -> None:
    one = Visit(service)
    one.client.headers["User-Agent"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
    )
    one.sign_in("ada")
    assert "Firefox on Windows" in one.get("/account").text


def test_a_token_is_made_shown_once_and_revoked(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    page = ada.send("/account/tokens", **{"name": "nightly report", "days": "7", "permissions[]": ["read"]})
    assert page.status == 201
    assert page.headers["cache-control"] == "no-store"
    secret = page.html.partition('readonly rows="2">')[2].partition("<")[0]
    assert secret.startswith("classroom_")
    token = {"Authorization": f"Bearer {secret}"}
    assert [held["code"] for held in service.get("/me", headers=token).json()["permissions"]] == ["read"]
    page = ada.get("/account")
    assert secret not in page.html
    assert "nightly report · holds until" in page.text
    made = secret.removeprefix("classroom_").partition(".")[0]
    page = ada.send(f"/account/tokens/{made}/revoke")
    assert "nightly report · revoked" in page.text
    assert service.get("/me", headers=token).status_code == 401


def test_a_form_that_is_sent_again_makes_no_second_token_of_the_same_name(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    asked = {"name": "nightly report", "days": "7", "permissions[]": ["read"]}
    ada.get("/account")
    assert ada.send("/account/tokens", **asked).status == 201
    page = ada.send("/account/tokens", **asked)
    assert page.status == 422
    assert "You have a token of this name already" in page.text
    (made,) = [one for one in service.get("/tokens").json()["tokens"] if one["name"] == "nightly report"]
    ada.send(f"/account/tokens/{made['id']}/revoke")
    assert ada.send("/account/tokens", **asked).status == 201


def test_a_token_that_cannot_be_keeps_what_was_typed(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    for days in ("0", "367", "soon", "", "9" * 40, "٣"):
        page = ada.send("/account/tokens", **{"name": "report", "days": days, "permissions[]": ["read"]})
        assert page.status == 422
        assert 'id="days-amiss"' in page.html
        assert page.form("/account/tokens")["fields"]["name"] == "report"
        assert page.form("/account/tokens")["fields"]["permissions[]"] == ["read"]


def test_a_token_that_is_over_says_so(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    ada.send("/account/tokens", name="short one", days="1")
    service.clock.moment = service.clock.moment.replace(day=service.clock.moment.day + 2)
    later = visit("ada")
    assert "short one · expired" in later.get("/account").text


def test_a_code_from_an_invitation_sets_the_password_without_being_signed_in(service: Service) -> None:
    code = service.post("/people", {"login": "kim", "name": "Kim Novak"}, headers=MARTA).json()["code"]
    kim = Visit(service)
    page = kim.get("/password-code")
    assert page.status == 200
    page = kim.send("/password-code", code=code, password=OTHER, again="other")
    assert page.form("/password-code")["fields"]["code"] == code
    assert page.status == 422
    page = kim.send("/password-code", code="wrong", password=OTHER, again=OTHER)
    assert page.status >= 400
    assert page.form("/password-code")["fields"]["code"] == "wrong"
    page = kim.send("/password-code", code=code, password="", again="")
    assert page.status == 422
    page = kim.send("/password-code", code=code, password=OTHER, again=OTHER)
    assert "Your password is set, Kim Novak" in page.text
    assert "Your login is kim." in page.text
    assert kim.sign_in("kim", OTHER).status == 200


def test_it_is_linked_from_the_sign_in(service: Service) -> None:
    assert "/password-code" in Visit(service).get("/sign-in").links
