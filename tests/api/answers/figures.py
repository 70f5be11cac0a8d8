"""Answers about figures."""

from datetime import timedelta

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.milestones import Milestone
from orchestrator.domain.people import CAMPUS, Role
from tests.api.answers.call import NOBODY, Answers, Call, Malformed, large
from tests.api.moments import NOON
from tests.api.people import ADA, MARTA, OLGA, TIM, bearer, hire
from tests.api.service import Service

DECISION = {
    "purpose": "See whether the team has too much to do",
    "audience": ["olga"],
    "until": "2027-06-30T18:00:00+02:00",
}
"""What a manager proposes."""


def two_due(service: Service) -> None:
    """Two requests whose needed-by is over, and of which one was ready in time."""
    ready, _ = (service.ask(item)["requests"][0]["id"] for item in ("firefox", "git"))
    with service.database.transactions() as uow:
        request = uow.requests.get(ready)
        assert request is not None
        uow.milestones.keep([Milestone(ready, NOON, NOON, 2, 2, 2, 0, request.needed_by)])
        uow.commit()
    service.clock.moment = NOON + timedelta(days=14)


def _with_requests(path: str, headers: dict[str, str], **query: object) -> Call:
    def call(service: Service) -> Response:
        two_due(service)
        return service.get(path, headers=headers, **query)

    return call


def proposed(service: Service) -> str:
    """The id of what the manager has proposed."""
    return str(service.post("/figures/decisions", DECISION, headers=MARTA).json()["id"])


def answered(service: Service, answer: str = "approve", *, by: dict[str, str] | None = None) -> Response:
    """What another manager says to it."""
    decision = proposed(service)
    hire(service.database, "milo", (Role.MANAGER, CAMPUS), name="Milo Manager")
    return service.post(f"/figures/decisions/{decision}/answer", {"answer": answer}, headers=by or bearer("milo"))


def _twice(service: Service) -> Response:
    decision = answered(service).json()["id"]
    return service.post(f"/figures/decisions/{decision}/answer", {"answer": "refuse"}, headers=bearer("milo"))


def _decisions(service: Service) -> Response:
    answered(service)
    return service.get("/figures/decisions", headers=TIM)


def _of_tim(service: Service, login: str = "tim") -> Response:
    answered(service)
    return service.get(f"/figures/people/{login}", headers=OLGA)


ANSWERS: Answers = {
    ("get_figures", 200): _with_requests("/figures", OLGA),
    ("export_figures", 200): _with_requests("/figures.csv", OLGA, by="month"),
    ("get_my_figures", 200): _with_requests("/me/figures", ADA),
    ("list_person_figure_decisions", 200): _decisions,
    ("propose_person_figures", 201): lambda s: s.post("/figures/decisions", DECISION, headers=MARTA),
    ("propose_person_figures", 404): lambda s: s.post(
        "/figures/decisions", {**DECISION, "audience": ["nobody"]}, headers=MARTA
    ),
    ("propose_person_figures", 413): large(DEFAULT_LIMIT, "/figures/decisions"),
    ("answer_person_figures", 200): answered,
    ("answer_person_figures", 404): lambda s: s.post(
        f"/figures/decisions/{NOBODY}/answer", {"answer": "approve"}, headers=MARTA
    ),
    ("answer_person_figures", 409): _twice,
    ("answer_person_figures", 413): large(DEFAULT_LIMIT, f"/figures/decisions/{NOBODY}/answer"),
    ("get_person_figures", 200): _of_tim,
    ("get_person_figures", 404): lambda s: _of_tim(s, "nobody"),
}
"""How each answer is brought about, except those that every operation has."""

MALFORMED: Malformed = {
    "get_figures": lambda s: s.get("/figures", headers=OLGA, by="person"),
    "export_figures": lambda s: s.get("/figures.csv", headers=OLGA, since="soon"),
    "get_my_figures": lambda s: s.get("/me/figures", until="1999-01-01T00:00:00Z"),
    "list_person_figure_decisions": lambda s: s.get("/figures/decisions", limit=0),
    "propose_person_figures": lambda s: s.post("/figures/decisions", {**DECISION, "purpose": "hm"}, headers=MARTA),
    "answer_person_figures": lambda s: s.post(f"/figures/decisions/{NOBODY}/answer", {"answer": "yes"}, headers=MARTA),
    "get_person_figures": lambda s: s.get("/figures/people/.x", headers=OLGA),
}
"""A malformed call of each operation that takes anything."""
