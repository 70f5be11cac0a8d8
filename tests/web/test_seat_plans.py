"""Drawing the plan of a room by its page alone, without scripts."""

from collections.abc import Callable

from tests.api.answers.seat_plans import PLAN, draw
from tests.api.people import CLEO
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
HERE = "/rooms/B-204/seat-plan"
ROWS, COLUMNS = ["1", "2", "2", "2"], ["2", "1", "2", "4"]


def _where(service: Service) -> dict[str, tuple[int, int]]:
    found = service.get("/classrooms/B-204/seat-plan").json()["seats"]
    return {seat["label"]: (seat["row"], seat["column"]) for seat in found}


AS_IMPORTED = {"01": (1, 1), "02": (1, 2), "03": (1, 3), "04": (1, 4)}
AS_DRAWN = {"01": (1, 2), "02": (2, 1), "03": (2, 2), "04": (2, 4)}


def test_whoever_may_is_led_to_the_plan_and_nobody_else(visit: Visitor) -> None:
    for login, may in (("tim", True), ("cleo", True), ("root", True), ("ada", False), ("marta", False)):
        one = visit(login)
        assert (HERE in one.get("/rooms/B-204").links) == may
        page = one.get(HERE)
        assert (page.status, any(form["action"] == HERE for form in page.forms)) == (200, may)
        assert ("seat_plan.js" in page.html) == may
    assert visit("tim").get("/rooms/Z-999/seat-plan").status == 404


def test_a_plan_is_looked_at_first_then_saved_and_seen_in_the_room(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    tim.get(HERE)
    page = tim.send(HERE, do="preview", wall="left", place="2", **{"row[]": ROWS, "column[]": COLUMNS})
    assert "This is how it would be drawn. Nothing is saved yet." in page.text
    assert '<li class="r2 c4"><span class="place">04</span>' in page.html
    assert "Door in the left wall, beside row 2" in page.text
    assert page.form(HERE)["fields"]["row[]"] == ROWS
    assert _where(service) == AS_IMPORTED
    page = tim.send(HERE, do="save")
    assert (page.status, page.url.endswith(HERE)) == (200, True)
    assert "The plan is saved." in page.text
    assert _where(service) == AS_DRAWN
    page = tim.get("/rooms/B-204")
    assert '<li class="r2 c4"><a class="seat"' in page.html
    assert '<li class="doorway left r2 c1"><span>Door in the left wall, beside row 2</span>' in page.html
    assert " style=" not in page.html


def test_what_was_saved_can_be_put_back_as_long_as_nobody_drew_it_since(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    tim.get(HERE)
    tim.send(HERE, do="save", wall="back", place="1", **{"row[]": ROWS, "column[]": COLUMNS})
    page = tim.send("/undo")
    assert "Undone: the plan is as it was before." in page.text
    assert _where(service) == AS_IMPORTED
    assert service.get("/classrooms/B-204").json()["door"] is None
    tim.send(HERE, do="save", **{"row[]": ROWS, "column[]": COLUMNS})
    draw(service, {"seats": [{**seat, "column": seat["column"] + 1} for seat in PLAN["seats"]], "door": None}, who=CLEO)
    page = tim.send("/undo")
    assert "It was not undone. Somebody has changed it since." in page.text
    assert _where(service)["01"] == (1, 3)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    tim.get(HERE)
    rows, columns = ["1", "1", "two", "999"], ["1", "1", "", "4"]
    for do in ("preview", "save"):
        page = tim.send(HERE, do=do, wall="left", place="x", **{"row[]": rows, "column[]": columns})
        assert page.status == 422
        for field in ("seats-2-row", "seats-2-column", "seats-3-row", "door-place"):
            assert f'id="{field}-amiss"' in page.html
        fields = page.form(HERE)["fields"]
        assert (fields["row[]"], fields["column[]"], fields["wall"], fields["place"]) == (rows, columns, "left", "x")
    page = tim.send(HERE, do="save", wall="", **{"row[]": ["1", "1", "2", "2"], "column[]": ["1", "1", "1", "2"]})
    assert page.status == 422
    assert "Seat 02 already stands here (row, column: 1, 1)." in page.text
    assert page.html.count(" clash") == 2
    page = tim.send(HERE, do="save", wall="", **{"row[]": ["1", "1", "2", "100"], "column[]": ["1", "2", "1", "2"]})
    assert page.status == 422
    assert "possible is 1..40" in page.text
    assert "r100" not in page.html
    assert _where(service) == AS_IMPORTED


def test_a_plan_that_somebody_else_drew_meanwhile_is_told_and_not_written_over(
    service: Service, visit: Visitor
) -> None:
    tim = visit("tim")
    tim.get(HERE)
    assert draw(service, who=CLEO).status_code == 200
    page = tim.send(HERE, do="save", **{"row[]": ["3", "2", "2", "2"], "column[]": COLUMNS})
    assert page.status == 412
    assert "The plan has changed meanwhile" in page.text
    assert "What you typed is kept. As it is drawn now: seat 01 in row 1, column 2." in page.text
    assert page.form(HERE)["fields"]["row[]"] == ["3", "2", "2", "2"]
    assert _where(service) == AS_DRAWN
    page = tim.send(HERE, do="save")
    assert "The plan is saved." in page.text
    assert _where(service) == {**AS_DRAWN, "01": (3, 2)}


def test_a_seat_that_an_import_brought_meanwhile_stands_in_the_form(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    tim.get(HERE)
    service.database.sql(
        'INSERT INTO cs_seats (id, classroom_id, label, "row", "column", podium, retired)'
        " VALUES ('b204-s5', 'b204', '05', 7, 7, 0, 0)"
    )
    page = tim.send(HERE, do="save", **{"row[]": ROWS, "column[]": COLUMNS})
    assert page.status == 422
    assert "Seat “05” is missing here." in page.text
    fields = page.form(HERE)["fields"]
    assert (fields["label[]"][-1], fields["row[]"]) == ("05", [*ROWS, "7"])
    page = tim.send(HERE, do="save")
    assert _where(service) == {**AS_DRAWN, "05": (7, 7)}


def test_a_hall_too_large_for_an_undo_is_saved_all_the_same(service: Service, visit: Visitor) -> None:
    for n in range(5, 1_001):
        service.database.sql(
            'INSERT INTO cs_seats (id, classroom_id, label, "row", "column", podium, retired)'
            " VALUES (:id, 'b204', :label, :row, :column, 0, 0)",
            id=f"hall-{n}",
            label=f"{n:04}",
            row=n // 40 + 2,
            column=n % 40 + 1,
        )
    tim = visit("tim")
    fields = tim.get(HERE).form(HERE)["fields"]
    page = tim.send(HERE, do="save", **{"row[]": fields["column[]"], "column[]": fields["row[]"]})
    assert "The plan is saved." in page.text
    assert _where(service)["0999"] == (40, 26)
