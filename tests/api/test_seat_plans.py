"""Plans of seats over HTTP: who draws them, what is refused, and that nothing but the drawing moves."""

import json
from typing import Any

import pytest

from orchestrator.domain.people import Role, RoleScope, ScopeKind
from tests.api.answers.seat_plans import PLAN, draw
from tests.api.people import ADA, CLEO, MARTA, OLGA, ROOT, TIM, bearer, hire
from tests.api.service import Service, edge


def _seats(*places: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"label": label, "row": row, "column": column} for label, row, column in places]


def _where(service: Service) -> dict[str, tuple[int, int]]:
    found = service.get("/classrooms/B-204/seat-plan").json()["seats"]
    return {seat["label"]: (seat["row"], seat["column"]) for seat in found}


def _everything_but_the_drawing(service: Service) -> dict[str, list[tuple[object, ...]]]:
    tables = [
        name
        for (name,) in service.database.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'cs_%'")
        if not str(name).startswith(("cs_audit_", "cs_actors", "cs_people", "cs_tokens"))
    ]
    found = {
        str(name): service.database.sql(f"SELECT * FROM {name}")  # noqa: S608 - our own names
        for name in tables
    }
    found["cs_seats"] = service.database.sql(
        "SELECT id, classroom_id, label, podium, retired FROM cs_seats ORDER BY id"
    )
    found["cs_classrooms"] = service.database.sql(
        "SELECT id, code, building, timezone, mode, baseline, department FROM cs_classrooms ORDER BY id"
    )
    return found


def test_a_plan_is_drawn_in_one_step_and_read_again(service: Service) -> None:
    before = service.get("/classrooms/B-204/seat-plan").json()
    assert (before["door"], before["drawn_at"]) == (None, None)
    answer = draw(service)
    assert answer.status_code == 200, answer.text
    assert _where(service) == {"01": (1, 2), "02": (2, 1), "03": (2, 2), "04": (2, 4)}
    after = service.get("/classrooms/B-204/seat-plan")
    assert after.json() == answer.json()
    assert after.headers["ETag"] == answer.headers["ETag"]
    assert (after.json()["door"], after.json()["drawn_at"]) == (PLAN["door"], "2027-01-12T12:00:00Z")
    assert service.get("/classrooms/B-204").json()["door"] == PLAN["door"]
    seats = service.get("/classrooms/B-204/seats").json()["seats"]
    assert [seats[0][name] for name in ("label", "row", "column", "podium")] == ["01", 1, 2, True]


def test_it_is_only_a_drawing(service: Service) -> None:
    service.ask("firefox")
    service.see("B-204", 1, edge())
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    tables = _everything_but_the_drawing(service)
    wanted = {seat["label"]: seat["lines"] for seat in service.get("/classrooms/B-204/seats").json()["seats"]}
    manifest = service.get("/classrooms/B-204/manifest").json()
    assert draw(service).status_code == 200
    assert _everything_but_the_drawing(service) == tables
    assert service.get("/classrooms/B-204/manifest").json() == manifest
    seats = service.get("/classrooms/B-204/seats").json()["seats"]
    assert {seat["label"]: seat["lines"] for seat in seats} == wanted
    assert {seat["label"]: seat["machine"]["name"] for seat in seats} == {
        f"{n:02}": f"b204-{n:02}" for n in range(1, 5)
    }


def test_a_plan_that_changed_since_it_was_read_is_not_written_over(service: Service) -> None:
    tag = service.get("/classrooms/B-204/seat-plan").headers["ETag"]
    assert draw(service, tag=tag).status_code == 200
    mine = {"seats": _seats(("01", 5, 1), ("02", 5, 2), ("03", 5, 3), ("04", 5, 4)), "door": None}
    refused = draw(service, mine, tag=tag, who=CLEO)
    assert (refused.status_code, refused.json()["code"]) == (412, "seat-plan-changed")
    assert refused.json()["detail"].startswith("The plan of B-204 is another one than the one that you had read")
    assert _where(service)["01"] == (1, 2)
    assert draw(
        service, mine, tag=f'"nothing", {service.get("/classrooms/B-204/seat-plan").headers["ETag"]}'
    ).is_success
    assert draw(service, tag=f"W/{service.get('/classrooms/B-204/seat-plan').headers['ETag']}").status_code == 412
    assert draw(service, tag="*").is_success


def test_the_same_call_once_more_changes_nothing_and_leaves_no_second_entry(service: Service) -> None:
    tag = service.get("/classrooms/B-204/seat-plan").headers["ETag"]
    assert draw(service, tag=tag).json() == draw(service, tag=tag).json()
    assert len(service.get("/record", headers=OLGA, kind="seat_plan.drawn").json()["entries"]) == 1


def test_without_the_tag_of_what_was_read_nothing_is_drawn(service: Service) -> None:
    answer = service.client.put("/api/v1/classrooms/B-204/seat-plan", json=PLAN, headers=TIM)
    assert answer.status_code == 422
    assert [(p["field"], p["problem"]) for p in answer.json()["problems"]] == [("header.If-Match", "missing")]


def test_all_that_is_wrong_is_named_by_field_value_and_what_would_be_right(service: Service) -> None:
    wrong = {"seats": _seats(("01", 1, 1), ("02", 1, 1), ("3", 2, 1)), "door": {"wall": "back", "place": 9}}
    answer = draw(service, wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert [(p["field"], p["value"], p["text"]) for p in answer.json()["problems"]] == [
        ("seats.2.label", "3", "The room has no seat “3”. It has: 03."),
        ("seats", "03", "Seat “03” is missing here. Name every seat of the room once."),
        ("seats", "04", "Seat “04” is missing here. Name every seat of the room once."),
        ("seats.0.row", "1, 1", "Seat 02 already stands here (row, column: 1, 1). Give every seat a place of its own."),
        ("seats.1.row", "1, 1", "Seat 01 already stands here (row, column: 1, 1). Give every seat a place of its own."),
        ("door.place", "9", "The door is farther along its wall than the seats are; possible is 1..2."),
    ]
    assert draw(service, wrong, tag="*").status_code == 422
    assert _where(service)["02"] == (1, 2)


@pytest.mark.parametrize(("place", "expected"), [(0, "≥ 1"), (-3, "≥ 1"), (201, "≤ 200"), (10**30, "≤ 200")])
def test_no_plan_has_an_absurd_size(service: Service, place: int, expected: str) -> None:
    body = json.loads(json.dumps(PLAN))
    body["seats"][3]["row"] = place
    (problem,) = draw(service, body).json()["problems"]
    assert (problem["field"], problem["problem"], problem["expected"]) == ("seats.3.row", "out-of-range", expected)


def test_technicians_coordinators_and_administrators_draw_and_nobody_else(service: Service) -> None:
    for n, (who, status) in enumerate(((TIM, 200), (CLEO, 200), (ROOT, 200), (ADA, 403), (MARTA, 403), (OLGA, 403))):
        seats = _seats(("01", 1, 1), ("02", 2, n + 1), ("03", 3, 1), ("04", 4, 1))
        assert draw(service, {"seats": seats, "door": None}, who=who).status_code == status
    hire(service.database, "tess", (Role.TECHNICIAN, RoleScope(ScopeKind.CLASSROOM, "c101")))
    assert draw(service, who=bearer("tess")).status_code == 403


def test_the_record_tells_who_drew_what_where(service: Service) -> None:
    draw(service)
    (entry,) = service.get("/record", headers=OLGA, kind="seat_plan.drawn").json()["entries"]
    assert entry["text"] == "Tim Technician drew the plan of B-204 anew (5 places changed)."
    told = service.get(f"/record/{entry['index']}", headers=OLGA).json()
    assert [(c["field"], c["before"], c["after"]) for c in told["changes"]] == [
        ("door", None, "left 2"),
        ("seat 01", "1, 1", "1, 2"),
        ("seat 02", "1, 2", "2, 1"),
        ("seat 03", "1, 3", "2, 2"),
        ("seat 04", "1, 4", "2, 4"),
    ]
