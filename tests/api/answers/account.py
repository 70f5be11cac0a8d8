"""Answers about signing in, one's own sessions and tokens, and passwords."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import ADA, PASSWORD, ROOT, TIM, bearer, give_token
from tests.api.service import Service

OTHER = "seven green bottles"
FOREIGN = {"Sec-Fetch-Site": "cross-site"}
SIGN_IN = {"login": "ada", "password": PASSWORD}
TOKEN = {"name": "report", "days": 7}


def sign_in(service: Service, password: str = PASSWORD) -> Response:
    """Ada signs in."""
    return service.post("/sessions", {"login": "ada", "password": password}, headers={})


def change(service: Service, old: str = PASSWORD, new: str = OTHER) -> Response:
    """Ada changes her password."""
    return service.client.put("/api/v1/me/password", json={"old": old, "new": new}, headers=ADA)


def code(service: Service, login: str = "ada") -> str:
    """Of a password reset."""
    return str(service.post(f"/people/{login}/password-reset", headers=ROOT).json()["code"])


def redeem(service: Service, text: str, password: str = OTHER) -> Response:
    """Somebody sets a password with a code."""
    return service.post("/password-codes/redeem", {"code": text, "password": password}, headers={})


def _last(answers: list[Response]) -> Response:
    return answers[-1]


def _own_session(service: Service) -> str:
    sign_in(service)
    return str(service.get("/sessions").json()["sessions"][0]["id"])


def _made(service: Service) -> str:
    return str(service.post("/tokens", TOKEN).json()["token"]["id"])


def _redeemed_twice(service: Service) -> Response:
    text = code(service)
    return _last([redeem(service, text), redeem(service, text)])


def _signed_out(service: Service) -> Response:
    give_token(service.database, "ada", "another")
    return service.delete("/sessions/current", headers=bearer("another"))


ANSWERS: Answers = {
    ("sign_in", 201): sign_in,
    ("sign_in", 401): lambda s: sign_in(s, OTHER),
    ("sign_in", 403): lambda s: s.post("/sessions", SIGN_IN, headers=FOREIGN),
    ("sign_in", 413): large(DEFAULT_LIMIT, "/sessions"),
    ("sign_in", 429): lambda s: _last([sign_in(s, OTHER) for _ in range(4)]),
    ("redeem_password_code", 200): lambda s: redeem(s, code(s)),
    ("redeem_password_code", 403): lambda s: s.post(
        "/password-codes/redeem", {"code": "none", "password": OTHER}, headers=FOREIGN
    ),
    ("redeem_password_code", 409): _redeemed_twice,
    ("redeem_password_code", 413): large(DEFAULT_LIMIT, "/password-codes/redeem"),
    ("redeem_password_code", 429): lambda s: _last([redeem(s, "none") for _ in range(7)]),
    ("list_sessions", 200): lambda s: s.get("/sessions"),
    ("sign_out", 204): _signed_out,
    ("end_session", 204): lambda s: s.delete(f"/sessions/{_own_session(s)}"),
    ("end_session", 404): lambda s: s.delete(f"/sessions/{_own_session(s)}", headers=TIM),
    ("get_me", 200): lambda s: s.get("/me"),
    ("change_password", 204): change,
    ("change_password", 403): lambda s: change(s, OTHER),
    ("change_password", 409): lambda s: change(s, new="password"),
    ("change_password", 413): large(DEFAULT_LIMIT, "/me/password", "PUT"),
    ("change_password", 429): lambda s: _last([change(s, OTHER) for _ in range(4)]),
    ("list_tokens", 200): lambda s: s.get("/tokens"),
    ("make_token", 201): lambda s: s.post("/tokens", TOKEN),
    ("make_token", 403): lambda s: s.post("/tokens", {**TOKEN, "permissions": ["steer"]}),
    ("make_token", 413): large(DEFAULT_LIMIT, "/tokens"),
    ("revoke_token", 204): lambda s: s.delete(f"/tokens/{_made(s)}"),
    ("revoke_token", 404): lambda s: s.delete(f"/tokens/{NOBODY}"),
}
MALFORMED: Malformed = {
    "sign_in": lambda s: s.post("/sessions", {"login": "ada"}, headers={}),
    "redeem_password_code": lambda s: redeem(s, "a b"),
    "list_sessions": lambda s: s.get("/sessions", limit=0),
    "end_session": lambda s: s.delete("/sessions/a b"),
    "change_password": lambda s: change(s, new=""),
    "list_tokens": lambda s: s.get("/tokens", after="a b"),
    "make_token": lambda s: s.post("/tokens", {**TOKEN, "days": 367}),
    "revoke_token": lambda s: s.delete("/tokens/a b"),
}
