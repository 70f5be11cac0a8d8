"""Lists of rooms, of rollouts and of what was done at a seat, and the site's zone, over HTTP."""

from typing import Any

from orchestrator.domain.calendars import Site
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.people import ADA, GRACE, MARTA, TIM
from tests.api.service import Service, edge

FAILED = Cause(CauseCode.INSTALLER_FAILED, "firefox", exit_code=1603)
BRAKE = {"classroom": "B-204", "item": "firefox", "sentence": "The projector is black."}


def _rollout(service: Service, seat: int, state: RunState) -> str:
    rollout: str = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    service.finish(rollout, {seat: state}, {seat: FAILED} if state is RunState.FAILED else {})
    return rollout


def _rooms(service: Service, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - its text
    listed = service.get("/classrooms", **query).json()["classrooms"]
    return {room["code"]: room["states"] for room in listed}


def test_seats_are_counted_by_state_where_that_is_asked_for_as_the_room_itself_does(service: Service) -> None:
    service.ask("firefox")
    service.see("B-204", 1, edge())
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    _rollout(service, 1, RunState.FAILED)
    service.post("/holds", BRAKE, headers=TIM)
    counted = _rooms(service, states=True)
    for code in ("B-204", "C-101"):
        assert counted[code] == service.get(f"/classrooms/{code}").json()["states"]
    assert [(one["state"], one["seats"]) for one in counted["C-101"]] == [("?", 2)]
    assert len(counted["B-204"]) > 1
    assert _rooms(service) == {"B-204": None, "C-101": None}


def test_only_some_rooms_are_listed(service: Service) -> None:
    assert list(_rooms(service, code=["c-101", "Z-999"])) == ["C-101"]
    assert list(_rooms(service, code="B-204", states=True)) == ["B-204"]
    assert service.get("/classrooms", code=["C-101"] * 201).status_code == 422
    assert service.get("/classrooms", states="perhaps").status_code == 422


def test_rollouts_are_listed_by_their_state(service: Service) -> None:
    left = _rollout(service, 3, RunState.FAILED)
    done = _rollout(service, 3, RunState.READY)

    def listed(**query: Any) -> list[str]:  # noqa: ANN401 - its text
        return [one["id"] for one in service.get("/rollouts", **query).json()["rollouts"]]

    assert listed() == [done, left]
    assert listed(state="incomplete") == [left]
    assert listed(state="done", classroom="B-204") == [done]
    assert listed(state="queued") == []
    (problem,) = service.get("/rollouts", state="broken").json()["problems"]
    assert problem["field"] == "query.state"


def test_what_was_done_at_a_seat_is_listed_as_far_back_as_there_is_any(service: Service) -> None:
    ends = (RunState.FAILED, RunState.READY, RunState.PENDING)
    rollouts = [_rollout(service, 3, state) for state in ends]
    _rollout(service, 1, RunState.READY)
    first = service.get("/classrooms/B-204/seats/03/runs", limit=2)
    page = first.json()
    assert (page["classroom"], page["label"], page["timezone"]) == ("B-204", "03", "Europe/Berlin")
    assert [run["rollout"] for run in page["runs"]] == rollouts[:0:-1]
    assert page["runs"][1]["text"] == "Seat 03 is ready."
    assert page["next"] == rollouts[1]
    assert f"after={rollouts[1]}" in first.headers["Link"]
    rest = service.get("/classrooms/B-204/seats/03/runs", after=page["next"], limit=2).json()
    (run,) = rest["runs"]
    assert (run["rollout"], run["machine"], run["state"]["code"]) == (rollouts[0], "b204-03", "failed")
    assert "could not be installed on seat 03" in run["text"]
    assert run["causes"][0]["code"] == "installer_failed"
    assert rest["next"] is None


def test_a_seat_that_no_rollout_was_at_has_no_history(service: Service) -> None:
    assert service.get("/classrooms/B-204/seats/01/runs").json()["runs"] == []
    assert service.get("/classrooms/B-204/seats/99/runs").status_code == 404
    assert service.get("/classrooms/Z-999/seats/01/runs").status_code == 404


def test_the_sites_zone_is_told_to_whoever_calls(service: Service) -> None:
    assert service.get("/me").json()["timezone"] == "UTC"
    with service.database.transactions() as uow:
        uow.site.put(Site("Europe/Lisbon"))
        uow.commit()
    assert service.get("/me", headers=MARTA).json()["timezone"] == "Europe/Lisbon"


def test_what_was_marked_as_read_is_marked_as_new_again(service: Service) -> None:
    service.post("/requests", {"classroom": "B-204", "items": [{"item": "git"}], "on_behalf_of": "ada"}, headers=TIM)
    (notice,) = service.get("/me/notices").json()["notices"]
    body = {"notices": [notice["id"]]}
    assert service.post("/me/notices/unread", body).json() == {"unread": 0}
    service.post("/me/notices/read", body)
    assert service.post("/me/notices/unread", body, headers=GRACE).json() == {"unread": 0}
    assert service.get("/me/notices", unread=True).json()["notices"] == []
    assert service.post("/me/notices/unread", body, headers=ADA).json() == {"unread": 1}
    (again,) = service.get("/me/notices", unread=True).json()["notices"]
    assert again == notice
