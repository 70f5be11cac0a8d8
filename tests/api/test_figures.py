"""Figures over HTTP: by whom they may be read, and what stands in them (RULES R4.6, R4.7)."""

import csv
import io

from tests.api.answers.figures import answered, two_due
from tests.api.people import ADA, GRACE, MARTA, OLGA, TIM
from tests.api.service import Service

UNRECORDED = ("waiting_days", "evenings_unrecorded")
"""What each month has, were it only that nothing is known."""


def _figure(report: dict[str, list[dict[str, object]]], name: str) -> dict[str, object]:
    found = [f for f in report["figures"] if f["name"]["code"] == name]  # type: ignore[index]
    assert len(found) == 1, found
    return found[0]


def test_r4_6_counts_stand_beside_percent_and_the_goal(service: Service) -> None:
    two_due(service)
    lead = _figure(service.get("/figures", headers=OLGA).json(), "ready_in_time")
    assert (lead["value"], lead["of"], lead["percent"], lead["goal_met"]) == (1, 2, "50.00", False)
    assert lead["text"] == "1 of 2 (50.00 %), goal 99.99 %"
    german = {**OLGA, "Accept-Language": "de"}
    assert _figure(service.get("/figures", headers=german).json(), "ready_in_time")["text"] == (
        "1 von 2 (50,00 %), Ziel 99,99 %"
    )


def test_r4_6_what_is_not_known_has_no_number(service: Service) -> None:
    report = service.get("/figures", headers=OLGA).json()
    waited, unrecorded = _figure(report, "waiting_days"), _figure(report, "evenings_unrecorded")
    assert (waited["value"], waited["of"], waited["text"]) == (None, None, "unknown")
    assert unrecorded["value"] == unrecorded["of"]
    assert _figure(report, "contests")["value"] == 0


def test_r4_7_no_figure_names_anybody(service: Service) -> None:
    two_due(service)
    for by in ("nothing", "team", "building", "room", "category", "month"):
        text = service.get("/figures", headers=OLGA, by=by).text
        assert "person:" not in text
        assert "Ada" not in text
    assert service.get("/figures", headers=OLGA, by="person").status_code == 422


def test_groups_stand_by_name(service: Service) -> None:
    two_due(service)
    service.clock.moment = service.clock.moment.replace(month=1)
    by_room = service.get("/figures", headers=OLGA, by="room").json()["figures"]
    assert {figure["group"] for figure in by_room} == {"B-204"}
    by_month = service.get("/figures", headers=OLGA, by="month").json()["figures"]
    counted = {figure["group_text"] for figure in by_month if figure["name"]["code"] not in UNRECORDED}
    assert counted == {"2027-01"}


def test_r4_7_whoever_may_not_read_the_record_reads_their_own_only(service: Service) -> None:
    two_due(service)
    for headers in (ADA, TIM):
        assert service.get("/figures", headers=headers).status_code == 403
    assert _figure(service.get("/me/figures", headers=ADA).json(), "ready_in_time")["of"] == 2
    assert _figure(service.get("/me/figures", headers=GRACE).json(), "ready_in_time")["of"] == 0


def test_the_file_has_the_same_figures(service: Service) -> None:
    two_due(service)
    answer = service.get("/figures.csv", headers=OLGA, by="room")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures-2027-01-26.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    report = service.get("/figures", headers=OLGA, by="room").json()
    assert [(r["group"], r["figure"], r["text"]) for r in rows] == [
        (f["group"], f["name"]["code"], f["text"]) for f in report["figures"]
    ]


def test_a_team_that_looks_like_a_formula_is_guarded_in_the_file(service: Service) -> None:
    service.database.sql("UPDATE cs_classrooms SET department = '=1+1'")
    two_due(service)
    text = service.get("/figures.csv", headers=OLGA, by="team").content.decode("utf-8-sig")
    assert {row["group"] for row in csv.DictReader(io.StringIO(text))} == {"'=1+1"}


def test_r4_7_one_persons_figures_open_only_to_the_audience_of_a_decision(service: Service) -> None:
    assert service.get("/figures/people/tim", headers=OLGA).json()["code"] == "person-figures-not-decided"
    decided = answered(service).json()
    assert (decided["state"]["code"], decided["decided_by"]["name"]) == ("live", "Milo Manager")
    assert _figure(service.get("/figures/people/tim", headers=OLGA).json(), "holds")["value"] == 0
    assert service.get("/figures/people/tim", headers=MARTA).status_code == 403
    entry = service.get("/record/head", headers=OLGA)
    assert entry.status_code == 200
    newest = service.get("/record", headers=OLGA, kind="person_figures.read").json()["entries"]
    assert [e["text"] for e in newest] == ["Olga Auditor looked at the figures of Tim Technician."]


def test_r3_6_who_proposed_it_is_no_second_person(service: Service) -> None:
    answer = answered(service, by=MARTA)
    assert (answer.status_code, answer.json()["code"]) == (403, "person-figures-need-second")


def test_r4_7_everybody_may_read_who_may_look_and_why(service: Service) -> None:
    answered(service, "refuse")
    decision = service.get("/figures/decisions", headers=ADA).json()["decisions"][0]
    assert decision["purpose"] == "See whether the team has too much to do"
    assert [person["name"] for person in decision["audience"]] == ["Olga Auditor"]
    assert decision["state"]["code"] == "refused"
