"""Answers about softer words."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.advice import SignOff
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.moments import NOON
from tests.api.people import ADA, GRACE, TIM
from tests.api.service import Service

WORDS = {"words": "The newer one is easier to learn."}


def asked(service: Service) -> str:
    """Ada's request."""
    return str(service.ask("firefox")["requests"][0]["id"])


def advised(service: Service, **other: object) -> Response:
    """Tim advises Ada."""
    return service.post(f"/requests/{asked(service)}/recommendations", {**WORDS, **other}, headers=TIM)


def _about(service: Service, path: str, body: object = None, headers: dict[str, str] = ADA, times: int = 1) -> Response:
    request = advised(service).json()["request"]
    for _ in range(times):
        answer = service.post(f"/requests/{request}/recommendations{path}", body, headers=headers)
    return answer


def _delivered(service: Service) -> str:
    request = asked(service)
    with service.database.transactions() as uow:
        uow.sign_offs.put(SignOff(request, "person:ada", NOON, NOON))
        uow.commit()
    return request


def _says(service: Service, headers: dict[str, str] = ADA, **other: object) -> Response:
    request = _delivered(service)
    return service.post(f"/requests/{request}/sign-off", {"works": True, **other}, headers=headers)


def _after_the_end(service: Service) -> Response:
    request = asked(service)
    service.post(f"/requests/{request}/withdraw")
    return service.post(f"/requests/{request}/recommendations", WORDS, headers=TIM)


def _too_soon(service: Service) -> Response:
    return service.post(f"/requests/{asked(service)}/sign-off", {"works": True})


ANSWERS: Answers = {
    ("make_recommendation", 201): advised,
    ("make_recommendation", 404): lambda s: advised(s, suggests="nothing"),
    ("make_recommendation", 409): _after_the_end,
    ("make_recommendation", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/recommendations"),
    ("get_recommendations", 200): lambda s: s.get(f"/requests/{advised(s).json()['request']}/recommendations"),
    ("get_recommendations", 404): lambda s: s.get(f"/requests/{NOBODY}/recommendations"),
    ("answer_recommendation", 200): lambda s: _about(s, "/answer", {"follows": False}),
    ("answer_recommendation", 403): lambda s: _about(s, "/answer", {"follows": True}, GRACE),
    ("answer_recommendation", 404): lambda s: s.post(f"/requests/{NOBODY}/recommendations/answer", {"follows": True}),
    ("answer_recommendation", 409): lambda s: _about(s, "/answer", {"follows": True}, times=2),
    ("answer_recommendation", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/recommendations/answer"),
    ("take_back_recommendation", 200): lambda s: _about(s, "/take-back", headers=TIM),
    ("take_back_recommendation", 404): lambda s: s.post(f"/requests/{NOBODY}/recommendations/take-back", headers=TIM),
    ("take_back_recommendation", 409): lambda s: _about(s, "/take-back", headers=TIM, times=2),
    ("get_sign_off", 200): lambda s: s.get(f"/requests/{_delivered(s)}/sign-off"),
    ("get_sign_off", 404): lambda s: s.get(f"/requests/{NOBODY}/sign-off"),
    ("get_sign_off", 409): lambda s: s.get(f"/requests/{asked(s)}/sign-off"),
    ("sign_off", 200): _says,
    ("sign_off", 403): lambda s: _says(s, GRACE),
    ("sign_off", 404): lambda s: s.post(f"/requests/{NOBODY}/sign-off", {"works": True}),
    ("sign_off", 409): _too_soon,
    ("sign_off", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/sign-off"),
}
MALFORMED: Malformed = {
    "make_recommendation": lambda s: s.post(f"/requests/{NOBODY}/recommendations", {"words": ""}, headers=TIM),
    "get_recommendations": lambda s: s.get("/requests/a b/recommendations"),
    "answer_recommendation": lambda s: s.post(f"/requests/{NOBODY}/recommendations/answer", {"follows": "perhaps"}),
    "take_back_recommendation": lambda s: s.post("/requests/a b/recommendations/take-back", headers=TIM),
    "get_sign_off": lambda s: s.get("/requests/a b/sign-off"),
    "sign_off": lambda s: s.post(f"/requests/{NOBODY}/sign-off", {"works": "mostly"}),
}
