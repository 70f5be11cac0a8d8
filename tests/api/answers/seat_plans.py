"""Answers about plans of seats."""

from collections.abc import Mapping
from typing import Any

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import Answers, Malformed, large
from tests.api.people import TIM
from tests.api.service import Service

PLAN: Mapping[str, Any] = {
    "seats": [
        {"label": "01", "row": 1, "column": 2},
        {"label": "02", "row": 2, "column": 1},
        {"label": "03", "row": 2, "column": 2},
        {"label": "04", "row": 2, "column": 4},
    ],
    "door": {"wall": "left", "place": 2},
}


def draw(
    service: Service,
    body: Mapping[str, Any] = PLAN,
    *,
    room: str = "B-204",
    tag: str | None = None,
    who: Mapping[str, str] = TIM,
) -> Response:
    """Draw the plan of a room that was just read, or with another tag."""
    known = service.get(f"/classrooms/{room}/seat-plan").headers.get("ETag", '"none"') if tag is None else tag
    return service.client.put(f"/api/v1/classrooms/{room}/seat-plan", json=body, headers={**who, "If-Match": known})


ANSWERS: Answers = {
    ("get_seat_plan", 200): lambda s: s.get("/classrooms/B-204/seat-plan"),
    ("get_seat_plan", 404): lambda s: s.get("/classrooms/B-999/seat-plan"),
    ("draw_seat_plan", 200): draw,
    ("draw_seat_plan", 404): lambda s: draw(s, room="B-999"),
    ("draw_seat_plan", 412): lambda s: draw(s, tag='"another"'),
    ("draw_seat_plan", 413): large(DEFAULT_LIMIT, "/classrooms/B-204/seat-plan", "PUT"),
}
MALFORMED: Malformed = {
    "get_seat_plan": lambda s: s.get(f"/classrooms/{'x' * 65}/seat-plan"),
    "draw_seat_plan": lambda s: draw(s, {**PLAN, "door": {"wall": "roof", "place": 1}}),
}
