"""Answers about who rules, contests and exemptions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.moments import NOON
from tests.api.people import ADA, GRACE, MARTA, bearer, hire
from tests.api.service import Service

SAM = bearer("sam")
OVERRIDE, SAFEGUARD = "00000000-0000-7000-8000-aaaaaaaaaaaa", "00000000-0000-7000-8000-bbbbbbbbbbbb"
LISTED = {"rulers": [{"login": "grace", "side": "teaching"}, {"login": "marta", "side": "it"}]}
WORDS = "The course needs it from May."
TERMS = {
    "compensation": "These seats have a network of their own.",
    "expires_at": "2027-03-31T16:00:00+00:00",
    "risk_owner": "cleo",
}
RULING = {"overturn": True, "words": "The memory was measured again: it suffices."}
EXEMPTION = {"safeguard": SAFEGUARD, "item": "git", "classrooms": ["B-204"], "terms": TERMS}
CONTEST = {"subject": "override", "decision": OVERRIDE, "request": NOBODY, "words": WORDS}

DECLINE = Override(
    id=OVERRIDE,
    kind=OverrideKind.DECLINE,
    scope=OverrideScope.REQUEST,
    category=Category.HARDWARE,
    classroom_id="b204",
    item_id="git",
    request_ids=(),
    evidence=Evidence(memory_mb=64_000),
    explanation="The machines have not enough memory for it.",
    by="person:tim",
    created_at=NOON,
    starts_at=NOON,
    expires_at=NOON + timedelta(days=30),
)
"""What Tim says to a request, as the store would hold it."""


def put(service: Service, path: str, body: object, headers: dict[str, str] = MARTA) -> Response:
    """A PUT below /api/v1."""
    return service.client.put(f"/api/v1{path}", json=body, headers=headers)


def name_rulers(service: Service, category: str = "hardware", body: object = LISTED) -> Response:
    """Marta says who rules."""
    return put(service, f"/rulers/{category}", body)


def decline(service: Service) -> str:
    """Ada asks for Git, and Tim declines it, as the store would hold it; the request's id."""
    request_id = str(service.ask("git")["requests"][0]["id"])
    override = replace(DECLINE, request_ids=(request_id,))
    with service.database.transactions() as uow:
        uow.overrides.add(override)
        uow.commit()
    return request_id


def block(service: Service, category: Category = Category.POLICY) -> None:
    """Sam blocks Git, as the store would hold it."""
    safeguard = Safeguard(
        id=SAFEGUARD,
        kind=SafeguardKind.BLOCK,
        category=category,
        aim=Aim(item_id="git"),
        title="No version control in teaching rooms",
        explanation="It opens a hole.",
        evidence=Evidence(document="d"),
        owner="person:sam",
        review_at=NOON + timedelta(days=90),
        by="person:sam",
        created_at=NOON,
        expires_at=NOON + timedelta(days=180),
    )
    with service.database.transactions() as uow:
        uow.safeguards.add(safeguard)
        uow.commit()


def contest(service: Service, headers: dict[str, str] = ADA, times: int = 1) -> Response:
    """Ada contests what Tim declined."""
    form = {**CONTEST, "request": decline(service)}
    return [service.post("/contests", form, headers=headers) for _ in range(times)][-1]


def _contested(service: Service) -> str:
    name_rulers(service)
    return str(contest(service).json()["id"])


def rule(service: Service, headers: dict[str, str] = GRACE, times: int = 1, **other: object) -> Response:
    """Grace rules on Ada's contest."""
    path = f"/contests/{_contested(service)}/ruling"
    return [service.post(path, {**RULING, **other}, headers=headers) for _ in range(times)][-1]


def withdraw(service: Service, headers: dict[str, str] = ADA, times: int = 1) -> Response:
    """Ada takes her contest back."""
    path = f"/contests/{_contested(service)}/withdrawal"
    return [service.post(path, headers=headers) for _ in range(times)][-1]


def exempt(service: Service, category: Category = Category.POLICY, **terms: object) -> Response:
    """Marta proposes an exemption."""
    block(service, category)
    return service.post("/exemptions", {**EXEMPTION, "terms": {**TERMS, **terms}}, headers=MARTA)


def _then(
    service: Service, what: str, headers: dict[str, str], category: Category = Category.POLICY, times: int = 1
) -> Any:  # noqa: ANN401 - an answer
    path = f"/exemptions/{exempt(service, category).json()['id']}/{what}"
    return [service.post(path, headers=headers) for _ in range(times)][-1]


CLEO = bearer("cleo")
SECURITY = Category.SECURITY


def _promoted(service: Service, what: str) -> Response:
    """Cleo has become a technician, too, before she signs."""
    path = f"/exemptions/{exempt(service).json()['id']}/{what}"
    service.post("/people/cleo/roles", {"role": "technician"}, headers=MARTA)
    return service.post(path, headers=CLEO)


def _a_teacher_in_it(service: Service) -> Response:
    hire(service.database, "kim", (Role.INSTRUCTOR, CAMPUS), (Role.TECHNICIAN, CAMPUS))
    return name_rulers(service, body={"rulers": [{"login": "kim", "side": "teaching"}]})


def _shown(service: Service, path: str, made: Response) -> Response:
    return service.get(f"{path}/{made.json()['id']}")


def _listed(service: Service, path: str, made: Response) -> Response:
    assert made.status_code == 201, made.text
    return service.get(path)


def _superiors(service: Service, login: str = "tim", *above: str) -> Response:
    return put(service, f"/superiors/{login}", {"superiors": list(above or ("marta",))})


def _known_superiors(service: Service) -> Response:
    _superiors(service)
    return service.get("/superiors", headers=MARTA)


def _known_rulers(service: Service) -> Response:
    name_rulers(service)
    return service.get("/rulers")


ANSWERS: Answers = {
    ("get_request_decisions", 200): lambda s: s.get(f"/requests/{decline(s)}/decisions"),
    ("get_request_decisions", 404): lambda s: s.get(f"/requests/{NOBODY}/decisions"),
    ("get_rulers", 200): _known_rulers,
    ("set_rulers", 200): name_rulers,
    ("set_rulers", 404): lambda s: name_rulers(s, body={"rulers": [{"login": "nobody", "side": "it"}]}),
    ("set_rulers", 409): _a_teacher_in_it,
    ("set_rulers", 413): large(DEFAULT_LIMIT, "/rulers/hardware", "PUT"),
    ("get_superiors", 200): _known_superiors,
    ("set_superiors", 200): _superiors,
    ("set_superiors", 404): lambda s: _superiors(s, "nobody"),
    ("set_superiors", 409): lambda s: _superiors(s, "tim", "tim"),
    ("set_superiors", 413): large(DEFAULT_LIMIT, "/superiors/tim", "PUT"),
    ("make_contest", 201): contest,
    ("make_contest", 403): lambda s: contest(s, GRACE),
    ("make_contest", 404): lambda s: s.post("/contests", CONTEST),
    ("make_contest", 409): lambda s: contest(s, times=2),
    ("make_contest", 413): large(DEFAULT_LIMIT, "/contests"),
    ("list_contests", 200): lambda s: _listed(s, "/contests", contest(s)),
    ("list_contests", 404): lambda s: s.get("/contests", classroom="B-999"),
    ("get_contest", 200): lambda s: _shown(s, "/contests", contest(s)),
    ("get_contest", 404): lambda s: s.get(f"/contests/{NOBODY}"),
    ("rule_on_contest", 200): rule,
    ("rule_on_contest", 403): lambda s: rule(s, SAM),
    ("rule_on_contest", 404): lambda s: s.post(f"/contests/{NOBODY}/ruling", RULING, headers=GRACE),
    ("rule_on_contest", 409): lambda s: rule(s, times=2),
    ("rule_on_contest", 413): large(DEFAULT_LIMIT, "/contests/none/ruling"),
    ("withdraw_contest", 200): withdraw,
    ("withdraw_contest", 403): lambda s: withdraw(s, GRACE),
    ("withdraw_contest", 404): lambda s: s.post(f"/contests/{NOBODY}/withdrawal"),
    ("withdraw_contest", 409): lambda s: withdraw(s, times=2),
    ("list_exemptions", 200): lambda s: _listed(s, "/exemptions", exempt(s)),
    ("make_exemption", 201): exempt,
    ("make_exemption", 404): lambda s: s.post("/exemptions", EXEMPTION, headers=MARTA),
    ("make_exemption", 409): lambda s: exempt(s, risk_owner="sam"),
    ("make_exemption", 413): large(DEFAULT_LIMIT, "/exemptions"),
    ("get_exemption", 200): lambda s: _shown(s, "/exemptions", exempt(s)),
    ("get_exemption", 404): lambda s: s.get(f"/exemptions/{NOBODY}"),
    ("sign_exemption", 200): lambda s: _then(s, "signature", CLEO),
    ("sign_exemption", 403): lambda s: _then(s, "signature", GRACE),
    ("sign_exemption", 404): lambda s: s.post(f"/exemptions/{NOBODY}/signature", headers=CLEO),
    ("sign_exemption", 409): lambda s: _promoted(s, "signature"),
    ("approve_exemption", 200): lambda s: _then(s, "approval", SAM, SECURITY),
    ("approve_exemption", 404): lambda s: s.post(f"/exemptions/{NOBODY}/approval", headers=SAM),
    ("approve_exemption", 409): lambda s: _then(s, "approval", MARTA, SECURITY),
    ("refuse_exemption", 200): lambda s: _then(s, "refusal", CLEO),
    ("refuse_exemption", 403): lambda s: _then(s, "refusal", GRACE),
    ("refuse_exemption", 404): lambda s: s.post(f"/exemptions/{NOBODY}/refusal", headers=CLEO),
    ("refuse_exemption", 409): lambda s: _then(s, "refusal", CLEO, times=2),
    ("lift_exemption", 200): lambda s: _then(s, "lifting", SAM),
    ("lift_exemption", 404): lambda s: s.post(f"/exemptions/{NOBODY}/lifting", headers=SAM),
    ("lift_exemption", 409): lambda s: _then(s, "lifting", SAM, times=2),
}
MALFORMED: Malformed = {
    "get_request_decisions": lambda s: s.get("/requests/a b/decisions"),
    "set_rulers": lambda s: name_rulers(s, body={"rulers": [{"login": "grace", "side": "left"}]}),
    "set_superiors": lambda s: _superiors(s, "a b"),
    "make_contest": lambda s: s.post("/contests", {**CONTEST, "words": " "}),
    "list_contests": lambda s: s.get("/contests", after="a b"),
    "get_contest": lambda s: s.get("/contests/a b"),
    "rule_on_contest": lambda s: s.post("/contests/none/ruling", {**RULING, "overturn": "yes"}, headers=GRACE),
    "withdraw_contest": lambda s: s.post("/contests/a b/withdrawal"),
    "list_exemptions": lambda s: s.get("/exemptions", after="a b"),
    "make_exemption": lambda s: s.post("/exemptions", {**EXEMPTION, "classrooms": []}, headers=MARTA),
    "get_exemption": lambda s: s.get("/exemptions/a b"),
    "sign_exemption": lambda s: s.post("/exemptions/a b/signature", headers=CLEO),
    "approve_exemption": lambda s: s.post("/exemptions/a b/approval", headers=SAM),
    "refuse_exemption": lambda s: s.post("/exemptions/a b/refusal", headers=CLEO),
    "lift_exemption": lambda s: s.post("/exemptions/a b/lifting", headers=SAM),
}
