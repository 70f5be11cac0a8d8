"""Contesting and taking a contest back, which pages do and undo: each with what somebody could do meanwhile."""

from tests.api.letters import write_letter
from tests.api.service import Service
from tests.web.undo_acts import Act, newest
from tests.web.visit import Shown, Visit

CONTESTED = "The course needs it."


def _contest(service: Service, ada: Visit) -> Shown:
    here = f"/requests/{service.ask('firefox')['requests'][0]['id']}"
    write_letter(service)
    page = ada.get(here)
    decision = page.form(f"{here}/contest")["fields"]["decision"]
    return ada.send(f"{here}/contest", decision=decision, words=CONTESTED)


def _contest_on_its_own_page(service: Service, ada: Visit) -> Shown:
    _contest(service, ada)
    _withdraw_contest(service)
    override = newest(service, "/contests", "contests")["decision"]
    ada.get(f"/overrides/{override}")
    return ada.send(f"/overrides/{override}/contest", words=CONTESTED)


def _take_contest_back(service: Service, ada: Visit) -> Shown:
    _contest(service, ada)
    here = f"/contests/{newest(service, '/contests', 'contests')['id']}"
    ada.get(here)
    return ada.send(f"{here}/withdrawal")


def _withdraw_contest(service: Service) -> None:
    service.post(f"/contests/{newest(service, '/contests', 'contests')['id']}/withdrawal")


def _contest_again(service: Service) -> None:
    one = newest(service, "/contests", "contests")
    body = {"subject": "override", "decision": one["decision"], "request": one["request"], "words": "Other words."}
    assert service.post("/contests", body).status_code == 201


def open_contests(service: Service) -> list[str]:
    """What was said in those that wait for a ruling."""
    return [one["words"] for one in service.get("/contests", state="open").json()["contests"]]


CONTEST_ACTS: dict[str, Act] = {
    "a contest": Act(
        "ada",
        _contest,
        "You contest this decision.",
        "Undone: your contest is taken back.",
        open_contests,
        _withdraw_contest,
    ),
    "a contest on the decision's page": Act(
        "ada",
        _contest_on_its_own_page,
        "You contest this decision.",
        "Undone: your contest is taken back.",
        open_contests,
        _withdraw_contest,
    ),
    "a contest taken back": Act(
        "ada",
        _take_contest_back,
        "Your contest is taken back.",
        "Undone: you contest it again, in the same words.",
        open_contests,
        _contest_again,
        [CONTESTED],
    ),
}
