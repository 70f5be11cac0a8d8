"""How machines are reached, on pages: the list for administrators, and the test with its steps."""

from collections.abc import Callable

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep
from orchestrator.domain.people import Role, RoleScope, ScopeKind
from tests.api.people import hire
from tests.api.service import Service
from tests.fakes.tester import failing
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_an_administrator_is_led_to_the_connections_with_the_rooms_that_use_them(visit: Visitor) -> None:
    root = visit("root")
    assert "/connections" in root.get("/").links
    page = root.get("/connections")
    assert page.status == 200
    assert "installer (basic)" in page.text
    assert "the secret lab_password; it is shown nowhere" in page.text
    assert "B-204: 4 of 4; C-101: 2 of 2" in page.text
    assert "/rooms/C-101" in page.links


def test_a_test_of_a_seat_shows_each_step_with_a_mark_and_a_word(visit: Visitor) -> None:
    root = visit("root")
    root.get("/connections")
    page = root.send("/connections", room="B-204", seat="01")
    assert page.status == 200
    assert "Seat 01 in B-204 can be reached: every step works." in page.text
    for number, step in enumerate(("Name", "Port", "Certificate", "Login", "Shell"), 1):
        assert f"{number}. {step} ✓ works" in page.text
    assert "48 ms" in page.text
    assert "/rooms/B-204?seat=01" in page.links


def test_a_step_that_fails_says_what_to_do_and_is_tested_again(service: Service, visit: Visitor) -> None:
    failed = failing(ConnectionStep.PORT, ConnectionFinding.PORT_REFUSED, "connection refused")
    service.tester.fails = {"b204-m2": failed}
    root = visit("root")
    root.get("/connections")
    page = root.send("/connections", room="B-204", seat="02")
    assert "Seat 02 in B-204 cannot be reached: it fails at the step “port”." in page.text
    assert (
        "2. Port ✗ fails Nothing listens on port 5986 of b204-02.example.edu: the connection was refused. 7 ms"
        in page.text
    )
    assert "see first whether it is on. If it is, start the WinRM service on the machine" in page.text
    assert "connection refused" in page.text
    assert "5. Shell \u2013 not tried Not tried, because a step before it fails." in page.text
    service.tester.fails = {}
    assert "every step works" in root.send("/connections").text


def test_a_technician_tests_where_the_seat_is_open(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    assert "/connections" not in tim.get("/").links
    page = tim.get("/rooms/B-204?seat=03")
    assert "Test the connection" in page.text
    page = tim.send("/connections")
    assert "Seat 03 in B-204 can be reached" in page.text
    assert [target.machine.id for target in service.tester.tested] == ["b204-m3"]


def test_an_instructor_has_no_button_and_no_list(visit: Visitor) -> None:
    ada = visit("ada")
    assert "Test the connection" not in ada.get("/rooms/B-204?seat=03").text
    assert ada.get("/connections").status == 403


def test_a_technician_tests_in_their_rooms_and_keeps_what_was_typed_elsewhere(service: Service, visit: Visitor) -> None:
    hire(service.database, "annie", (Role.TECHNICIAN, RoleScope(ScopeKind.CLASSROOM, "c101")))
    annie = visit("annie")
    page = annie.get("/connections?room=C-101")
    assert "the secret" not in page.text
    assert page.form("/connections")["fields"]["room"] == "C-101"
    assert "can be reached" in annie.send("/connections", seat="01").text
    annie.get("/connections")
    page = annie.send("/connections", room="B-204", seat="01")
    assert page.status == 403
    assert "You may not test connections here" in page.text
    fields = page.form("/connections")["fields"]
    assert (fields["room"], fields["seat"]) == ("B-204", "01")


def test_a_seat_that_is_not_there_is_told_beside_its_field(service: Service, visit: Visitor) -> None:
    root = visit("root")
    root.get("/connections")
    page = root.send("/connections", room="C-101", seat="<9>")
    assert page.status == 404
    assert "The room has no seat <9>. It has: 01 and 02." in page.text
    assert 'id="seat-amiss"' in page.html
    fields = page.form("/connections")["fields"]
    assert (fields["room"], fields["seat"]) == ("C-101", "<9>")
    assert root.send("/connections", room="C-101", seat="  ").status == 422
    assert service.tester.tested == []


def test_german_words(visit: Callable[..., Visit]) -> None:
    root = visit("root", "de")
    root.get("/connections")
    page = root.send("/connections", room="B-204", seat="01")
    assert "Platz 01 in B-204 ist erreichbar: jeder Schritt geht." in page.text
    assert "3. Zertifikat ✓ geht" in page.text
