"""The register of overrides over HTTP: what an auditor asks of it, and the file that holds exactly that."""

import csv
import io
from typing import Any

import pytest

from api.exports.csv_file import unguarded
from orchestrator.services import override_reading
from tests.api.answers.contests import name_rulers
from tests.api.answers.overrides import FORM, HEAVY, recorded
from tests.api.people import ADA, GRACE, MARTA, OLGA, TIM
from tests.api.service import Service


def rows(service: Service, who: dict[str, str] = OLGA, **query: object) -> list[dict[str, str]]:
    """The lines of the file, as they were before they were guarded."""
    answer = service.get("/overrides.csv", headers=who, **query)
    assert answer.status_code == 200, answer.text
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(text)]


def listed(service: Service, **query: object) -> list[str]:
    """Ids of what the register lists."""
    answer = service.get("/overrides", headers=OLGA, **query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["overrides"]]


def contested(service: Service) -> tuple[str, str]:
    """Ids of an override that was contested and upheld, and of one that nobody contested."""
    name_rulers(service, "incompatibility")
    evidence = {"product": "Projector Suite*", "symptom": "It crashes."}
    first = recorded(service, category="incompatibility", evidence=evidence)
    (request,) = service.get("/requests").json()["requests"]
    body = {"subject": "override", "decision": first, "request": request["id"], "words": "The course needs it."}
    contest = service.post("/contests", body, headers=ADA).json()["id"]
    ruling = {"overturn": False, "words": "The projector is needed in every lecture."}
    answer = service.post(f"/contests/{contest}/ruling", ruling, headers=GRACE)
    assert answer.status_code == 200, answer.text
    service.ask("git")
    second = service.post("/overrides", {**HEAVY, "item": "git"}, headers=TIM).json()["id"]
    return first, second


def test_who_overrode_what_why_on_what_evidence_and_with_what_outcome_stands_in_one_line(service: Service) -> None:
    first, second = contested(service)
    newest, row = rows(service)
    assert (newest["id"], newest["contests"], newest["state"]) == (second, "", "proposed")
    assert row["id"] == first
    assert (row["by"], row["classroom"], row["team"], row["item"]) == ("Tim Technician", "B-204", "Physics", "firefox")
    assert (row["kind"], row["category"], row["explanation"]) == ("decline", "incompatibility", FORM["explanation"])
    assert row["evidence"] == "product: Projector Suite*\nsymptom: It crashes."
    assert (row["contests"], row["rulings"]) == ("upheld", "The projector is needed in every lecture.")
    assert (row["requested_by"], row["counts_as_decline"]) == ("Prof. Ada Lovelace", "yes")
    assert row["recorded_at"] == "2027-01-12T12:00:00Z"
    assert row["text"].startswith("Mozilla Firefox is not delivered in B-204")


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ({}, True, True),
        ({"contested": "true"}, True, False),
        ({"contested": "false"}, False, True),
        ({"contest": "upheld"}, True, False),
        ({"contest": "open"}, False, False),
        ({"team": "Physics"}, True, True),
        ({"team": "physics"}, False, False),
        ({"since": "2027-01-12T12:00:00Z"}, True, True),
        ({"until": "2027-01-12T12:00:00Z"}, False, False),
        ({"classroom": "B-204", "kind": "decline", "category": "other", "state": "proposed"}, False, True),
        ({"person": "tim", "item": "firefox"}, True, False),
    ],
)
def test_the_file_holds_exactly_what_the_filters_give(
    service: Service, query: dict[str, Any], *, first: bool, second: bool
) -> None:
    ids = contested(service)
    wanted = [one for one, wanted in zip(reversed(ids), (second, first), strict=True) if wanted]
    assert listed(service, **query) == [row["id"] for row in rows(service, **query)] == wanted


def test_the_register_says_how_the_newest_contest_stands(service: Service) -> None:
    first, second = contested(service)
    shown = {one["id"]: one for one in service.get("/overrides").json()["overrides"]}
    assert shown[first]["contest"] == {"code": "upheld", "text": "upheld: the decision stays"}
    assert shown[second]["contest"] is None


def test_r4_7_a_file_names_only_whom_its_reader_may_know(service: Service) -> None:
    contested(service)
    for who, names in ((ADA, {"", "Prof. Ada Lovelace"}), (TIM, {"", "Tim Technician"})):
        for row in rows(service, who):
            assert {row["by"], row["approved_by"], row["confirmed_by"], row["requested_by"]} <= names
            assert row["signed_by"] == "the classroom team (Physics)"
    assert service.get("/overrides.csv", headers=ADA, person="tim").status_code == 403
    assert [row["item"] for row in rows(service, ADA, person="me")] == ["git", "firefox"]


def test_the_file_is_made_part_by_part_and_holds_more_than_a_page(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(override_reading, "CHUNK", 1)
    ids = contested(service)
    answer = service.get("/overrides.csv", headers=OLGA)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overrides-2027-01-12.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert "Content-Length" not in answer.headers
    assert [row["id"] for row in rows(service)] == list(reversed(ids))


def test_what_a_spreadsheet_would_take_for_a_formula_has_an_apostrophe(service: Service) -> None:
    recorded(service, explanation='=HYPERLINK("http://x")')
    content = service.get("/overrides.csv", headers=OLGA).content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(content, newline=""))
    assert line["explanation"] == '\'=HYPERLINK("http://x")'


def test_its_words_are_in_the_readers_language(service: Service) -> None:
    recorded(service)
    answer = service.get("/overrides.csv", headers={**MARTA, "Accept-Language": "de"})
    assert answer.headers["Content-Language"] == "de"
    assert "Mozilla Firefox wird in B-204" in answer.content.decode("utf-8-sig")
