"""Answers about blackouts."""

from datetime import timedelta

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.moments import NOON
from tests.api.people import MARTA
from tests.api.service import Service

EXAMS = {
    "scope": {"kind": "classroom", "name": "B-204"},
    "starts_at": (NOON - timedelta(hours=1)).isoformat(),
    "ends_at": (NOON + timedelta(days=2)).isoformat(),
    "reason": "Written exams.",
}


def set_one(service: Service, **other: object) -> Response:
    """Marta sets a blackout."""
    return service.post("/blackouts", {**EXAMS, **other}, headers=MARTA)


def _made(service: Service) -> str:
    return str(set_one(service).json()["id"])


def _lift(service: Service, blackout: str) -> Response:
    return service.post(f"/blackouts/{blackout}/lift", headers=MARTA)


def _lifted_twice(service: Service) -> Response:
    blackout = _made(service)
    _lift(service, blackout)
    return _lift(service, blackout)


ANSWERS: Answers = {
    ("list_blackouts", 200): lambda s: (set_one(s), s.get("/blackouts"))[1],
    ("set_blackout", 201): set_one,
    ("set_blackout", 404): lambda s: set_one(s, scope={"kind": "building", "name": "Nowhere"}),
    ("set_blackout", 413): large(DEFAULT_LIMIT, "/blackouts"),
    ("get_blackout", 200): lambda s: s.get(f"/blackouts/{_made(s)}"),
    ("get_blackout", 404): lambda s: s.get(f"/blackouts/{NOBODY}"),
    ("lift_blackout", 200): lambda s: _lift(s, _made(s)),
    ("lift_blackout", 404): lambda s: _lift(s, NOBODY),
    ("lift_blackout", 409): _lifted_twice,
}
MALFORMED: Malformed = {
    "list_blackouts": lambda s: s.get("/blackouts", after="a b"),
    "set_blackout": lambda s: set_one(s, ends_at=EXAMS["starts_at"]),
    "get_blackout": lambda s: s.get("/blackouts/a b"),
    "lift_blackout": lambda s: s.post("/blackouts/a b/lift", headers=MARTA),
}
