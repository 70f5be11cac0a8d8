"""Answers about safeguards."""

from datetime import timedelta

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.moments import NOON
from tests.api.people import MARTA, SAM, TIM
from tests.api.service import Service, firefox

PREVIEW = {"kind": "block", "aim": {"item": "firefox"}}
PATTERN = {"kind": "block", "aim": {"name_pattern": "*Firefox*"}}
REASON = {"reason": "The maker has mended it."}


def _after(**time: int) -> str:
    return (NOON + timedelta(**time)).isoformat()


BLOCK = {
    **PREVIEW,
    "category": "security",
    "title": "Firefox with the open hole",
    "explanation": "A web page can take the machine over, and the maker has not mended it yet.",
    "evidence": {"advisory": "CVE-2026-12345", "affected": "< 146.0"},
    "owner": "sam",
    "review_at": _after(days=30),
    "expires_at": _after(days=60),
    "instead": "Microsoft Edge is on every machine.",
}
EMERGENCY = {
    **BLOCK,
    "kind": "protective_update",
    "minimum": "145.0.1",
    "deadline": _after(days=3),
    "emergency": True,
}


def seen(service: Service) -> str:
    """The digest of what the pattern would do."""
    return str(service.post("/safeguards/preview", PATTERN, headers=SAM).json()["digest"])


def set_one(service: Service, **other: object) -> Response:
    """Sam sets a safeguard."""
    return service.post("/safeguards", {**BLOCK, **other}, headers=SAM)


def made(service: Service, **other: object) -> str:
    """The id of one."""
    return str(set_one(service, **other).json()["id"])


def proposed(service: Service) -> str:
    """The id of one that waits for a second person."""
    return made(service, **PATTERN, impact=seen(service))


def _previewed(service: Service) -> Response:
    service.ask("firefox")
    return service.post("/safeguards/preview", PATTERN, headers=SAM)


def _checked(service: Service, **other: object) -> Response:
    return service.post("/safeguards/preview", {**PREVIEW, "whole": {**BLOCK, **other}}, headers=SAM)


def _looked_at(service: Service) -> Response:
    service.ask("firefox")
    return service.get(f"/safeguards/{made(service)}/impact", headers=SAM)


def _exposed(service: Service) -> Response:
    service.see("B-204", 1, firefox("144.0.2"))
    scanned = service.post("/classrooms/B-204/dry-run", headers=TIM)
    assert scanned.status_code == 200, scanned.text
    set_one(service, **{**EMERGENCY, "emergency": False})
    service.clock.moment = NOON + timedelta(days=4)
    return service.get("/safeguards/exposed")


def _approve(service: Service, safeguard: str, headers: dict[str, str] = MARTA, **form: object) -> Response:
    return service.post(f"/safeguards/{safeguard}/approve", {"impact": seen(service), **form}, headers=headers)


def _refuse(service: Service, safeguard: str, headers: dict[str, str] = MARTA) -> Response:
    return service.post(f"/safeguards/{safeguard}/refuse", REASON, headers=headers)


def _lift(service: Service, safeguard: str) -> Response:
    return service.post(f"/safeguards/{safeguard}/lift", REASON, headers=SAM)


def _lifted_twice(service: Service) -> Response:
    safeguard = made(service)
    _lift(service, safeguard)
    return _lift(service, safeguard)


ANSWERS: Answers = {
    ("list_safeguards", 200): lambda s: (set_one(s), s.get("/safeguards"))[1],
    ("get_exposed", 200): _exposed,
    ("get_safeguard", 200): lambda s: s.get(f"/safeguards/{made(s)}"),
    ("get_safeguard", 404): lambda s: s.get(f"/safeguards/{NOBODY}"),
    ("preview_safeguard", 200): _previewed,
    ("preview_safeguard", 404): lambda s: _checked(s, owner="nobody"),
    ("preview_safeguard", 409): lambda s: s.post(
        "/safeguards/preview", {**PREVIEW, "aim": {"name_pattern": "*"}}, headers=SAM
    ),
    ("preview_safeguard", 413): large(DEFAULT_LIMIT, "/safeguards/preview"),
    ("get_safeguard_impact", 200): _looked_at,
    ("get_safeguard_impact", 404): lambda s: s.get(f"/safeguards/{NOBODY}/impact", headers=SAM),
    ("set_safeguard", 201): set_one,
    ("set_safeguard", 404): lambda s: set_one(s, owner="nobody"),
    ("set_safeguard", 409): lambda s: set_one(s, **PATTERN),
    ("set_safeguard", 413): large(DEFAULT_LIMIT, "/safeguards"),
    ("approve_safeguard", 200): lambda s: _approve(s, proposed(s)),
    ("approve_safeguard", 403): lambda s: _approve(s, proposed(s), SAM),
    ("approve_safeguard", 404): lambda s: _approve(s, NOBODY),
    ("approve_safeguard", 409): lambda s: _approve(s, proposed(s), impact="0" * 64),
    ("approve_safeguard", 413): large(DEFAULT_LIMIT, f"/safeguards/{NOBODY}/approve"),
    ("refuse_safeguard", 200): lambda s: _refuse(s, proposed(s)),
    ("refuse_safeguard", 403): lambda s: _refuse(s, proposed(s), SAM),
    ("refuse_safeguard", 404): lambda s: _refuse(s, NOBODY),
    ("refuse_safeguard", 409): lambda s: _refuse(s, made(s)),
    ("refuse_safeguard", 413): large(DEFAULT_LIMIT, f"/safeguards/{NOBODY}/refuse"),
    ("lift_safeguard", 200): lambda s: _lift(s, made(s)),
    ("lift_safeguard", 404): lambda s: _lift(s, NOBODY),
    ("lift_safeguard", 409): _lifted_twice,
    ("lift_safeguard", 413): large(DEFAULT_LIMIT, f"/safeguards/{NOBODY}/lift"),
}
MALFORMED: Malformed = {
    "list_safeguards": lambda s: s.get("/safeguards", state="sleeping"),
    "get_safeguard": lambda s: s.get("/safeguards/a b"),
    "preview_safeguard": lambda s: s.post("/safeguards/preview", {"kind": "block", "aim": {}}, headers=SAM),
    "get_safeguard_impact": lambda s: s.get("/safeguards/a b/impact", headers=SAM),
    "set_safeguard": lambda s: set_one(s, evidence={}),
    "approve_safeguard": lambda s: s.post("/safeguards/a b/approve", {}, headers=SAM),
    "refuse_safeguard": lambda s: s.post(f"/safeguards/{NOBODY}/refuse", {"reason": " "}, headers=SAM),
    "lift_safeguard": lambda s: s.post(f"/safeguards/{NOBODY}/lift", {}, headers=SAM),
}
