"""People, their roles and their accounts, by pages alone."""

from collections.abc import Callable

from tests.api.people import MARTA
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def secret_of(one: Visit) -> str:
    """The code that is shown once."""
    return one.page.html.partition('readonly rows="1">')[2].partition("<")[0]


def test_they_are_listed_and_found(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    page = marta.get("/people")
    assert {"/people/ada", "/people/root", "/people/new"} <= set(page.links)
    assert "/people/ada" in marta.get("/people?q=lovelace").links
    assert "/people/tim" not in marta.page.links
    assert "/people/tim" in marta.get("/people?q=technician").links
    assert "Nobody fits." in marta.get("/people?q=nobody").text
    for number in range(60):
        service.post("/people", {"login": f"p{number:02d}", "name": f"Person {number}"}, headers=MARTA)
    (following,) = [link for link in marta.get("/people").links if "after=" in link]
    assert "/people/tim" in marta.get(following).links


def test_somebody_is_invited_and_the_code_shown_once(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/people/new")
    page = marta.send(
        "/people/new", login="kim", name="Kim Novak", email="", role="technician", kind="classroom", where="B-204"
    )
    assert page.status == 201
    assert page.headers["cache-control"] == "no-store"
    assert "https://classroom.example.edu/password-code" in page.text
    code = secret_of(marta)
    assert service.post("/password-codes/redeem", {"code": code, "password": "seven green bottles"}).status_code == 200
    assert "technician, B-204 (a room)" in marta.get("/people/kim").text


def test_what_is_wrong_with_an_invitation_stands_beside_its_field(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/people/new")
    page = marta.send("/people/new", login="no login", name="", email="kim", role="", where="")
    assert page.status == 422
    for field in ("login", "name", "email"):
        assert f'id="{field}-amiss"' in page.html
    assert page.form("/people/new")["fields"]["login"] == "no login"
    page = marta.send("/people/new", login="ada", name="Ada", email="")
    assert page.status == 409
    page = marta.send("/people/new", login="kim", name="Kim", role="technician", kind="classroom", where="Z-999")
    assert page.status == 404
    assert page.form("/people/new")["fields"]["where"] == "Z-999"
    page = marta.send("/people/new", login="kim", name="Kim", role="technician", kind="building", where="")
    assert page.status >= 400


def test_a_place_beside_the_whole_site_is_refused_and_not_dropped(service: Service, visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/people/new")
    page = marta.send("/people/new", login="kim", name="Kim", role="technician", kind="campus", where="B-204")
    assert page.status == 422
    assert 'id="where-amiss"' in page.html
    assert "“B-204” would be dropped" in page.text
    page = marta.send("/people/new", login="kim", name="Kim", role="", kind="campus", where="B-204")
    assert page.status == 422
    assert 'id="role-amiss"' in page.html
    assert service.get("/people/kim", headers=MARTA).status_code == 404
    marta.get("/people/ada")
    page = marta.send("/people/ada/roles", role="technician", kind="campus", where="B-204")
    assert page.status == 422
    assert 'id="where-amiss"' in page.html
    assert "technician, the whole site" not in page.text


def test_a_refused_invitation_stands_beside_the_field_that_it_is_about(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/people/new")
    for field, typed in (
        ("login", {"login": "ada"}),
        ("where", {"role": "technician", "kind": "classroom", "where": "Z-999"}),
        ("where", {"role": "technician", "kind": "building", "where": "Nowhere"}),
        ("where", {"role": "technician", "kind": "department", "where": ""}),
        ("kind", {"role": "auditor", "kind": "classroom", "where": "B-204"}),
    ):
        page = marta.send("/people/new", **{"login": "kim", "name": "Kim", "where": "", **typed})
        assert page.status >= 400
        assert f'id="{field}-amiss"' in page.html, (field, typed)
        assert f'aria-describedby="{field}' in page.html
        assert page.html.count('-amiss"') == 2, (field, typed)  # the words, and what points to them


def test_a_role_is_given_and_taken(visit: Visitor) -> None:
    marta = visit("marta")
    page = marta.get("/people/ada")
    assert '<option value="administrator"' not in page.html  # only administrators make administrators
    page = marta.send("/people/ada/roles", role="coordinator", kind="building", where="Main building")
    assert "coordinator, Main building (a building)" in page.text
    page = marta.send("/people/ada/roles", role="coordinator", kind="building", where="Main building")
    assert page.status == 409
    page = marta.send("/people/ada/roles", role="auditor", kind="classroom", where="B-204")
    assert page.status >= 400
    takes = {form["action"] for form in page.forms if form["action"].endswith("/take")}
    (given,) = takes - {"/people/ada/roles/ada-1/take"}
    page = marta.send(given)
    assert "coordinator, Main building" not in page.text
    assert page.status == 200


def test_somebody_is_deactivated_and_reactivated(service: Service, visit: Visitor) -> None:
    marta, tim = visit("marta"), visit("tim")
    marta.get("/people/tim")
    page = marta.send("/people/tim/deactivate")
    assert "Tim Technician was deactivated on" in page.text
    assert tim.get("/owed").status == 401
    page = marta.send("/people/tim/reactivate")
    assert "was deactivated" not in page.text
    assert Visit(service).sign_in("tim").status == 200


def test_the_last_administrator_stays(visit: Visitor) -> None:
    root = visit("root")
    root.get("/people/root")
    page = root.send("/people/root/deactivate")
    assert page.status == 409
    assert "<h1>Root</h1>" in page.html
    page = root.send("/people/root/roles/root-1/take")
    assert page.status == 409


def test_codes_are_made_anew(service: Service, visit: Visitor) -> None:
    root = visit("root")
    root.get("/people/ada")
    page = root.send("/people/ada/password-reset")
    assert page.status == 201
    assert "A code for Prof. Ada Lovelace" in page.text
    assert secret_of(root)
    service.post("/people", {"login": "kim", "name": "Kim Novak"}, headers=MARTA)
    root.get("/people/kim")
    page = root.send("/people/kim/invitation")
    assert page.status == 201
    code = secret_of(root)
    root.get("/people/kim")
    service.post("/password-codes/redeem", {"code": code, "password": "seven green bottles"})
    page = root.send("/people/kim/invitation")
    assert page.status == 409


def test_only_whoever_may_sees_people(visit: Visitor) -> None:
    ada, marta = visit("ada"), visit("marta")
    for path in ("/people", "/people/tim"):
        assert ada.get(path).status == 403
    assert not [f for f in marta.get("/people/ada").forms if f["action"].endswith("/password-reset")]
    assert marta.get("/people/nobody").status == 404
