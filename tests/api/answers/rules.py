"""Answers about the rules' numbers."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import MARTA, ROOT
from tests.api.service import Service

CHANGE = {"numbers": {"hold_hours": 48}, "reason": "Two days are enough."}


def propose(service: Service, **other: object) -> Response:
    """Marta proposes that a hold lasts two days."""
    return service.post("/rules/changes", {**CHANGE, **other}, headers=MARTA)


def decide(service: Service, verb: str, headers: dict[str, str] = ROOT, times: int = 1) -> Response:
    """Somebody decides on what Marta has proposed."""
    change = propose(service).json()["id"]
    for _ in range(times):
        answer = service.post(f"/rules/changes/{change}/{verb}", headers=headers)
    return answer


ANSWERS: Answers = {
    ("get_rules", 200): lambda s: s.get("/rules"),
    ("list_rule_changes", 200): lambda s: (propose(s), s.get("/rules/changes"))[1],
    ("propose_rules", 201): propose,
    ("propose_rules", 409): lambda s: propose(s, numbers={}),
    ("propose_rules", 413): large(DEFAULT_LIMIT, "/rules/changes"),
    ("approve_rules", 200): lambda s: decide(s, "approve"),
    ("approve_rules", 403): lambda s: decide(s, "approve", MARTA),
    ("approve_rules", 404): lambda s: s.post(f"/rules/changes/{NOBODY}/approve", headers=MARTA),
    ("approve_rules", 409): lambda s: decide(s, "approve", times=2),
    ("refuse_rules", 200): lambda s: decide(s, "refuse"),
    ("refuse_rules", 403): lambda s: decide(s, "refuse", MARTA),
    ("refuse_rules", 404): lambda s: s.post(f"/rules/changes/{NOBODY}/refuse", headers=MARTA),
    ("refuse_rules", 409): lambda s: decide(s, "refuse", times=2),
}
MALFORMED: Malformed = {
    "list_rule_changes": lambda s: s.get("/rules/changes", after="a b"),
    "propose_rules": lambda s: propose(s, numbers={"hold_hours": "many"}),
    "approve_rules": lambda s: s.post("/rules/changes/a b/approve", headers=MARTA),
    "refuse_rules": lambda s: s.post("/rules/changes/a b/refuse", headers=MARTA),
}
