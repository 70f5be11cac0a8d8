"""A form whose session was over when it was sent: what is kept of it, and what never is."""

from collections.abc import Callable

from tests.api.people import PASSWORD
from tests.api.service import Service
from tests.web.visit import Shown, Visit

Visitor = Callable[[str], Visit]
OTHER = "seven green bottles"
OURS = {"Sec-Fetch-Site": "same-origin"}


def late(one: Visit, path: str, **fields: object) -> Shown:
    """Send a form of a page that is open after the session has ended."""
    brought = one.get("/account").form("/sign-out")["fields"]
    one.client.cookies.clear()
    return one._see(one.client.post(path, data={**brought, **fields}, headers=OURS))


def test_no_password_is_kept(visit: Visitor) -> None:
    ada = visit("ada")
    page = late(ada, "/account/password", old=PASSWORD, new=OTHER, again=OTHER)
    assert page.status == 401
    assert "What you sent is not kept" in page.text
    assert OTHER not in page.html
    assert PASSWORD not in page.html
    page = ada.send("/sign-in", login="ada", password=PASSWORD)
    assert page.url.endswith("/account")
    assert page.status == 200


def test_what_was_typed_is_kept_and_can_be_sent_again(visit: Visitor) -> None:
    ada = visit("ada")
    page = late(ada, "/account/tokens", **{"name": "nightly", "days": "7", "permissions[]": ["read", "request"]})
    assert "What you typed is kept" in page.text
    page = ada.send("/sign-in", login="ada", password=PASSWORD)
    assert "You are signed in again" in page.text
    assert page.form("/account/tokens")["fields"]["permissions[]"] == ["read", "request"]
    assert ada.send("/account/tokens").status == 201


def test_what_was_typed_stands_under_the_words_of_its_form(visit: Visitor) -> None:
    ada = visit("ada")
    late(ada, "/ask", room="B-204", item="Git", seats="all", settings_line="with LFS", anyway="B-204/x")
    page = ada.send("/sign-in", login="ada", password=PASSWORD)
    for words in ("Room B-204", "Software Git", "Seats all seats", "Settings, add-ons with LFS"):
        assert words in page.text
    assert "settings line" not in page.text
    assert "B-204/x" not in page.text
    assert page.form("/ask")["fields"]["anyway"] == "B-204/x"


def test_what_is_too_much_to_be_kept_is_said_to_be_lost(visit: Visitor) -> None:
    sent: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("/account/tokens", "/account", {"name": "x" * 200_000}),
        ("/site/import", "/site/import", {"s[]": ["1"] * 5_001}),
    )
    for path, to, fields in sent:
        ada = visit("ada")
        page = late(ada, path, **fields)
        assert page.status == 401
        assert "What you sent is not kept" in page.text
        assert page.form("/sign-in")["fields"]["to"] == to


def test_a_button_that_was_pressed_too_late_leads_back_to_its_page(service: Service, visit: Visitor) -> None:
    assert service.ask("git")
    ada = visit("ada")
    page = late(ada, "/notices/read")
    assert page.form("/sign-in")["fields"]["to"] == "/notices"
    page = late(visit("ada"), "/sign-out")
    assert page.form("/sign-in")["fields"]["to"] == "/"


def test_a_password_is_taken_as_it_is_typed(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    blanks = f" {OTHER} "
    ada.send("/account/password", old=PASSWORD, new=blanks, again=blanks)
    assert Visit(service).sign_in("ada", OTHER).status == 401
    assert Visit(service).sign_in("ada", blanks).status == 200


def test_what_somebody_else_had_typed_is_put_aside(visit: Visitor) -> None:
    ada = visit("ada")
    late(ada, "/ask", room="B-204", item="Git", settings_line="only Ada knows this")
    page = ada.send("/sign-in", login="tim", password="not this one")
    assert page.status == 401
    page = ada.send("/sign-in", login="tim", password=PASSWORD)
    assert "somebody else had typed something here. It was put aside" in page.text
    assert "You are signed in as Tim Technician" in page.text
    for words in ("only Ada knows this", "Git", "/ask"):
        assert words not in page.html
    assert not [form for form in page.forms if form["action"] == "/ask"]


def test_whoever_fails_to_sign_in_first_still_gets_what_they_typed(visit: Visitor) -> None:
    ada = visit("ada")
    late(ada, "/ask", room="B-204", item="Git", needed_by="2027-03-02T18:00")
    ada.send("/sign-in", login="ada", password="not this one")
    page = ada.send("/sign-in", login="ada", password=PASSWORD)
    assert page.form("/ask")["fields"]["item"] == "Git"
    assert "Needed by Tue 2 Mar 2027, 18:00" in page.text
    assert ada.send("/ask").status == 200


def test_a_form_from_before_one_signed_in_in_another_tab_is_sent_again_with_one_button(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    form = ada.page.form("/ask")["fields"]
    ada.sign_in("ada")
    page = ada._see(ada.client.post("/ask", data={**form, "room": "B-204", "item": "Git"}, headers=OURS))
    assert page.status == 403
    assert "Since you opened that page you have signed in again" in page.text
    for word in ("X-CSRF-Token", "cookie", "/api/"):
        assert word not in page.text
    assert page.form("/ask")["fields"]["item"] == "Git"
    page = ada.send("/ask")
    assert page.status == 200
    assert "Your request was accepted" in page.text


def test_a_form_from_before_somebody_else_signed_in_is_not_theirs_to_send(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    form = ada.page.form("/ask")["fields"]
    ada.sign_in("marta")
    page = ada._see(ada.client.post("/ask", data={**form, "room": "B-204", "item": "Git"}, headers=OURS))
    assert page.status == 403
    assert "It was put aside" in page.text
    assert "Git" not in page.html


def test_a_password_from_before_one_signed_in_anew_is_not_kept(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/account")
    form = ada.page.form("/account/password")["fields"]
    ada.sign_in("ada")
    typed = {**form, "old": PASSWORD, "new": OTHER, "again": OTHER}
    page = ada._see(ada.client.post("/account/password", data=typed, headers=OURS))
    assert page.status == 403
    assert "What you sent is not kept" in page.text
    assert OTHER not in page.html
