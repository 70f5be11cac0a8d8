"""Answers about requests and rollouts."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import ADA, GRACE, TIM
from tests.api.service import PORT, Service

EVIDENCE = {"evidence": "Rule 4711 opens port 8080 within the room."}
FORM = {"classroom": "B-204", "items": [{"item": "firefox"}]}
LINE = {"words": "with the uBlock extension"}


def _request(service: Service) -> str:
    return str(service.ask("firefox")["requests"][0]["id"])


def _rollout(service: Service, *, room: str = "B-204") -> str:
    return str(service.post(f"/classrooms/{room}/rollouts", headers=TIM).json()["id"])


def _finished(service: Service, **states: RunState) -> str:
    rollout = _rollout(service)
    by_seat = {int(seat.removeprefix("seat_")): state for seat, state in states.items()}
    service.finish(rollout, by_seat, {n: Cause(CauseCode.OFF) for n, s in by_seat.items() if s is RunState.PENDING})
    return rollout


def _again(service: Service, rollout: str) -> Response:
    return service.post(f"/rollouts/{rollout}/retry", headers=TIM)


def _asked_twice(service: Service) -> Response:
    service.ask("firefox")
    return service.post("/requests", FORM)


def _sent_twice(service: Service) -> Response:
    headers = {**ADA, "Idempotency-Key": "k"}
    service.post("/requests", FORM, headers=headers)
    return service.post("/requests", FORM, headers=headers)


def _withdrawn_by_another(service: Service) -> Response:
    return service.post(f"/requests/{_request(service)}/withdraw", headers=GRACE)


def _withdrawn_twice(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/withdraw")
    return service.post(f"/requests/{request}/withdraw")


def _by_hand(service: Service) -> str:
    service.offer(PORT)
    return str(service.ask(PORT.id)["requests"][0]["id"])


def _ticked(service: Service, request: str) -> Response:
    return service.post(f"/requests/{request}/ticks", EVIDENCE, headers=TIM)


def _said_line(service: Service, request: str) -> Response:
    return service.post(f"/requests/{request}/settings-line", LINE)


def _said_line_of_what_is_over(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/withdraw")
    return _said_line(service, request)


def _answered(service: Service, *, ticks: bool = True) -> Response:
    request = _by_hand(service)
    if ticks:
        _ticked(service, request)
    return service.post(f"/requests/{request}/ticks/answer", {"works": True})


ANSWERS: Answers = {
    ("submit_requests", 200): _sent_twice,
    ("submit_requests", 201): lambda s: s.post("/requests", FORM),
    ("submit_requests", 404): lambda s: s.post("/requests", {**FORM, "classroom": "B-999"}),
    ("submit_requests", 409): _asked_twice,
    ("submit_requests", 413): large(DEFAULT_LIMIT, "/requests"),
    ("list_requests", 200): lambda s: s.get("/requests"),
    ("list_requests", 404): lambda s: s.get("/requests", classroom="B-999"),
    ("get_request", 200): lambda s: s.get(f"/requests/{_request(s)}"),
    ("get_request", 404): lambda s: s.get(f"/requests/{NOBODY}"),
    ("withdraw_request", 200): lambda s: s.post(f"/requests/{_request(s)}/withdraw"),
    ("withdraw_request", 404): lambda s: s.post(f"/requests/{NOBODY}/withdraw"),
    ("withdraw_request", 409): _withdrawn_twice,
    ("change_settings_line", 200): lambda s: _said_line(s, _request(s)),
    ("change_settings_line", 404): lambda s: _said_line(s, NOBODY),
    ("change_settings_line", 409): _said_line_of_what_is_over,
    ("change_settings_line", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/settings-line"),
    ("tick_work", 201): lambda s: _ticked(s, _by_hand(s)),
    ("tick_work", 404): lambda s: _ticked(s, NOBODY),
    ("tick_work", 409): lambda s: _ticked(s, _request(s)),
    ("tick_work", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/ticks"),
    ("answer_tick", 200): _answered,
    ("answer_tick", 404): lambda s: s.post(f"/requests/{NOBODY}/ticks/answer", {"works": True}),
    ("answer_tick", 409): lambda s: _answered(s, ticks=False),
    ("answer_tick", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/ticks/answer"),
    ("start_rollout", 201): lambda s: s.post("/classrooms/B-204/rollouts", {"skip": ["03"]}, headers=TIM),
    ("start_rollout", 404): lambda s: s.post("/classrooms/B-999/rollouts", headers=TIM),
    ("start_rollout", 409): lambda s: (_rollout(s), s.post("/classrooms/B-204/rollouts", headers=TIM))[1],
    ("start_rollout", 413): large(DEFAULT_LIMIT, "/classrooms/B-204/rollouts"),
    ("cancel_rollout", 200): lambda s: s.post(f"/rollouts/{_rollout(s)}/cancel", headers=TIM),
    ("cancel_rollout", 404): lambda s: s.post(f"/rollouts/{NOBODY}/cancel", headers=TIM),
    ("cancel_rollout", 409): lambda s: s.post(f"/rollouts/{_finished(s, seat_1=RunState.READY)}/cancel", headers=TIM),
    ("list_seat_runs", 200): lambda s: (
        _finished(s, seat_3=RunState.PENDING),
        s.get("/classrooms/B-204/seats/03/runs"),
    )[1],
    ("list_seat_runs", 404): lambda s: s.get("/classrooms/B-204/seats/99/runs"),
    ("list_rollouts", 200): lambda s: s.get("/rollouts"),
    ("list_rollouts", 404): lambda s: s.get("/rollouts", classroom="B-999"),
    ("get_rollout", 200): lambda s: s.get(f"/rollouts/{_rollout(s)}"),
    ("get_rollout", 404): lambda s: s.get(f"/rollouts/{NOBODY}"),
    ("retry_rollout", 201): lambda s: _again(s, _finished(s, seat_1=RunState.PENDING)),
    ("retry_rollout", 404): lambda s: _again(s, NOBODY),
    ("retry_rollout", 409): lambda s: _again(s, _finished(s, seat_1=RunState.READY)),
    ("list_rollout_events", 200): lambda s: s.get(f"/rollouts/{_rollout(s)}/events"),
    ("list_rollout_events", 404): lambda s: s.get(f"/rollouts/{NOBODY}/events", wait=1),
}
MALFORMED: Malformed = {
    "submit_requests": lambda s: s.post("/requests", {"classroom": "B-204", "items": []}),
    "list_requests": lambda s: s.get("/requests", state="lost"),
    "get_request": lambda s: s.get("/requests/a b"),
    "withdraw_request": lambda s: s.post("/requests/a b/withdraw"),
    "change_settings_line": lambda s: s.post("/requests/r1/settings-line", {"words": " "}),
    "tick_work": lambda s: s.post("/requests/r1/ticks", {"evidence": " "}, headers=TIM),
    "answer_tick": lambda s: s.post("/requests/r1/ticks/answer", {"works": "perhaps"}),
    "start_rollout": lambda s: s.post("/classrooms/B%00/rollouts", headers=TIM),
    "cancel_rollout": lambda s: s.post("/rollouts/a b/cancel", headers=TIM),
    "list_seat_runs": lambda s: s.get("/classrooms/B-204/seats/03/runs", after="yesterday"),
    "list_rollouts": lambda s: s.get("/rollouts", limit=1_000),
    "get_rollout": lambda s: s.get("/rollouts/a b"),
    "retry_rollout": lambda s: s.post("/rollouts/a b/retry", headers=TIM),
    "list_rollout_events": lambda s: s.get("/rollouts/o1/events", wait=26),
}
